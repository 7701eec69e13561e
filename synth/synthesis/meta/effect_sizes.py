"""One study's effect and its sampling variance, from what its report gives.

The formulas are those of Viechtbauer (2010), "Conducting meta-analyses in R with the metafor
package", Journal of Statistical Software 36(3), whose function `escalc` has the same defaults.
All raise ValueError, in words for a reader, for figures that cannot be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from synth.synthesis.meta.measures import Measure


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval on the scale on which effects are pooled, and its level in per cent."""

    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Size:
    """An effect on the scale on which it is pooled, and its sampling variance.

    `note` says what was done to get it that a reader should know. `published` is its interval where
    a report gives one.
    """

    yi: float
    vi: float
    note: str | None = None
    published: Interval | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A 2x2 table: people with and without the event, in group 1 and in group 2."""

    events1: float
    others1: float
    events2: float
    others2: float

    @property
    def cells(self) -> tuple[float, float, float, float]:
        """The four cells, by rows."""
        return (self.events1, self.others1, self.events2, self.others2)

    @property
    def uninformative(self) -> bool:
        """Whether nobody, or everybody, has the event in both groups."""
        return self.events1 == self.events2 == 0 or self.others1 == self.others2 == 0


ZERO_CELL_NOTE = "½ was added to each of its four cells, as one of them is zero"


def from_counts(measure: Measure, counts: Counts) -> Size:
    """OR, RR (as logarithms) or RD of group 1 against group 2.

    Where a cell is zero, ½ is added to each of that study's four cells, and to no other
    study's: the default of `escalc` (add=1/2, to="only0"), after Haldane (1956) and Cox (1970).
    """
    if any(cell < 0 or not math.isfinite(cell) for cell in counts.cells):
        raise ValueError("a count is below zero, or more people have the event than are in a group")
    if counts.events1 + counts.others1 == 0 or counts.events2 + counts.others2 == 0:
        raise ValueError("a group has nobody in it")
    zero = 0 in counts.cells
    a, b, c, d = (cell + 0.5 if zero else cell for cell in counts.cells)
    n1, n2 = a + b, c + d
    note = ZERO_CELL_NOTE if zero else None
    match measure.id:
        case "OR":
            return Size(math.log(a) - math.log(b) - math.log(c) + math.log(d),
                        1 / a + 1 / b + 1 / c + 1 / d, note)  # fmt: skip
        case "RR":
            return Size(math.log(a / n1) - math.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2, note)
        case "RD":
            p1, p2 = a / n1, c / n2
            return Size(p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2, note)
    raise ValueError(f"a {measure.label} cannot be had from counts of events")


@dataclass(frozen=True, slots=True)
class Group:
    """The mean, standard deviation and number of people of one group."""

    mean: float
    sd: float
    n: float


def from_means(measure: Measure, one: Group, two: Group) -> Size:
    """SMD or MD of group 1 against group 2.

    The SMD is Hedges' g with the exact correction for small samples (Hedges 1981, equation 6e)
    and the large-sample variance (Hedges 1982, equation 8); the MD does not suppose that the
    standard deviations are the same.
    """
    for group in (one, two):
        if group.n <= 1:
            raise ValueError("a group of one cannot have a standard deviation")
        if group.sd < 0 or not math.isfinite(group.sd):
            raise ValueError("a standard deviation is below zero")
    if one.sd == two.sd == 0:
        raise ValueError("both standard deviations are zero")
    if measure.id == "MD":
        return Size(one.mean - two.mean, one.sd**2 / one.n + two.sd**2 / two.n)
    if measure.id != "SMD":
        raise ValueError(f"a {measure.label} cannot be had from means")
    df = one.n + two.n - 2
    pooled = math.sqrt(((one.n - 1) * one.sd**2 + (two.n - 1) * two.sd**2) / df)
    correction = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    g = correction * (one.mean - two.mean) / pooled
    return Size(g, 1 / one.n + 1 / two.n + g**2 / (2 * (one.n + two.n)))


def from_correlation(measure: Measure, r: float, n: float) -> Size:
    """A correlation: ZCOR as Fisher's z (variance 1/(n-3)), COR as it is ((1-r²)²/(n-1))."""
    if not -1 < r < 1:
        raise ValueError("a correlation lies between -1 and 1")
    if measure.id == "ZCOR":
        if n <= 3:
            raise ValueError("Fisher's z wants more than three people")
        return Size(math.atanh(r), 1 / (n - 3))
    if measure.id == "COR":
        if n <= 1:
            raise ValueError("a correlation wants more than one person")
        return Size(r, (1 - r**2) ** 2 / (n - 1))
    raise ValueError(f"a {measure.label} cannot be had from a correlation")


LOPSIDED = 0.15
"""How far an estimate may lie from the middle of its interval, as a part of half its width.

Figures are rounded; beyond this the interval is not one that gives a standard error.
"""


def from_interval(
    measure: Measure, estimate: float, low: float, high: float, level: float = 95.0
) -> Size:
    """An effect as published, with its confidence interval at a level in per cent.

    The half width over the normal quantile is the standard error, on the log scale for ratios
    (Cochrane Handbook 6.4, sections 6.3.1 and 6.3.2).
    """
    if low > high:
        raise ValueError(f"the interval runs from {low:g} down to {high:g}: are its ends swapped?")
    if not low <= estimate <= high:
        raise ValueError(
            f"the estimate {estimate:g} is not inside its interval, {low:g} to {high:g}"
        )
    if low == high:
        raise ValueError("the interval has no width")
    if measure.scale == "log" and low <= 0:
        raise ValueError(
            f"an interval that reaches {low:g} has no logarithm, as a ratio’s must; "
            "is it on the log scale already?"
        )
    try:
        measure.check(estimate)
        yi, low, high = (measure.pooled_scale(value) for value in (estimate, low, high))
    except ValueError as fault:
        raise ValueError(f"{fault} ({estimate:g}, interval {low:g} to {high:g})") from fault
    half = (high - low) / 2
    quantile = NormalDist().inv_cdf(0.5 + level / 200) if 0 < level < 100 else 0.0
    if half <= 0 or quantile <= 0:
        raise ValueError("the interval is too narrow, or its level too near to 0, to tell an error")
    aside = abs(yi - (low + high) / 2) / half
    scale = " of logarithms" if measure.scale == "log" else ""
    note = (
        f"its estimate lies far from the middle of its interval{scale}, "
        "so its standard error is not certain"
        if aside > LOPSIDED
        else None
    )
    variance = (half / quantile) ** 2
    return Size(yi, variance, note, Interval(low, high, level))


def like_a_ratio(estimate: float, low: float, high: float) -> bool:
    """Whether an interval lies evenly about its estimate in logarithms, and not as it stands."""
    if not 0 < low <= estimate <= high or low == high:
        return False
    plain = abs(estimate - (low + high) / 2) / ((high - low) / 2)
    logs = [math.log(value) for value in (low, estimate, high)]
    aside = abs(logs[1] - (logs[0] + logs[2]) / 2) / ((logs[2] - logs[0]) / 2)
    return aside < LOPSIDED < plain


def refuse_untransformed(measure: Measure, yi: float, low: float, high: float) -> None:
    """Raises ValueError for a ratio with its interval where their logarithms are wanted."""
    if measure.scale == "log" and like_a_ratio(yi, low, high):
        raise ValueError(
            f"{yi:g} ({low:g} to {high:g}) looks like the {measure.label} itself, and its "
            "logarithm is wanted; name the columns of a ratio with --estimate"
        )


def from_error(measure: Measure, estimate: float, se: float) -> Size:
    """An effect as published, with its standard error on the scale on which it is pooled."""
    if not (math.isfinite(se) and se > 0):
        raise ValueError(f"the standard error is {se:g}, and has to be above zero")
    measure.check(estimate)
    return Size(measure.pooled_scale(estimate), se**2)
