"""From a relative effect and the risk in the comparison to events per 1,000 people.

The formulas are those of the Cochrane Handbook (version 6, 15.4.4): for a risk ratio, and for an
odds ratio by way of the risk that it leads to. A hazard ratio supposes that hazards stay in
proportion: the share without the event is that of the comparison to the power of the ratio
(Skoetz and others 2020, Journal of Clinical Epidemiology 118, 124-131). Risks are per 1,000.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

Measure: TypeAlias = Literal["RR", "OR", "RD", "HR"]
"""The measures of which an absolute effect can be worked out."""

MAX_EFFECT = 1_000_000
"""No relative effect is larger than this; beyond it, the file is at fault."""


@dataclass(frozen=True, slots=True)
class Risks:
    """Events per 1,000: in the comparison, with the exposure, and the difference.

    The intervals belong to the relative effect alone: the comparison's risk is taken as given.
    `capped` says that an end of the interval went beyond what can be, and was set to it.
    """

    comparison: float
    exposed: float
    difference: float
    exposed_low: float | None = None
    exposed_high: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    capped: bool = False


def absolute(
    measure: Measure,
    comparison: float,
    estimate: float,
    low: float | None = None,
    high: float | None = None,
) -> Risks:
    """The risks of 1,000 people. A risk difference is a share, from −1 to 1.

    Raises ValueError, with the reason, for a risk or an effect that cannot be.
    """
    if not 0 <= comparison <= 1000:
        raise ValueError(f"a risk of {comparison:g} per 1,000 cannot be")
    given = [value for value in (estimate, low, high) if value is not None]
    if not all(isfinite(value) for value in given):
        raise ValueError("the effect is no finite number")
    if measure != "RD" and min(given) < 0:
        raise ValueError("a ratio cannot be below 0")
    if max(map(abs, given)) > MAX_EFFECT:
        raise ValueError(f"an effect beyond {MAX_EFFECT:,} is no plausible one")
    if (low is not None and low > estimate) or (high is not None and high < estimate):
        raise ValueError("the interval does not hold the estimate")
    exposed = _exposed(measure, comparison, estimate)
    if not 0 <= exposed <= 1000:
        raise ValueError(f"the effect would lead to {exposed:,.0f} of 1,000 people")
    ends = [None if end is None else _exposed(measure, comparison, end) for end in (low, high)]
    bounded = [None if end is None else min(1000.0, max(0.0, end)) for end in ends]
    first, last = bounded
    return Risks(
        comparison,
        exposed,
        exposed - comparison,
        first,
        last,
        None if first is None else first - comparison,
        None if last is None else last - comparison,
        capped=ends != bounded,
    )


def _exposed(measure: Measure, comparison: float, effect: float) -> float:
    """The risk per 1,000 with the exposure."""
    risk = comparison / 1000
    if measure == "OR" and risk == 1:
        raise ValueError("no odds ratio changes a risk of 1,000 per 1,000")
    if measure == "RR":
        return 1000 * risk * effect
    if measure == "RD":
        return 1000 * (risk + effect)
    if measure == "HR":
        return float(1000 * (1 - (1 - risk) ** effect))
    return 1000 * effect * risk / (1 - risk + effect * risk)
