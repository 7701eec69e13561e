"""The sign test on the directions of studies, with its caveat.

As in the Cochrane Handbook 6.5, sections 12.2.1.3 and 12.4.2.3: of the studies with a clear
direction, is the share that points one way more than chance would give? The test is the exact
binomial one with two sides; the interval of the share is Wilson's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from synth.synthesis.pointing import Pattern
from synth.synthesis.view import SynthesisError

FEW = 6
"""With fewer studies than this the p-value is above 0.05 even where all of them agree."""


@dataclass(frozen=True, slots=True)
class SignTest:
    """The sign test on one domain of outcomes, for one exposure.

    `up` of `studies` point to what is hoped for; `left_out` have no clear direction. `share` is
    between 0 and 1, with its 95% interval. Without a test, `why` says what hinders it.
    """

    exposure: str | None
    domain: str
    up: int
    studies: int
    left_out: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    why: Literal["no direction", "one study"] | None = None


def sign_tests(patterns: Sequence[Pattern]) -> tuple[SignTest, ...]:
    """The sign test of each pattern. Raises SynthesisError if none has a clear direction."""
    if not any(each.up + each.down for each in patterns):
        raise SynthesisError(
            "there is nothing to test: no study here points clearly one way\n"
            "    All are mixed, conflicting or without a difference. Show the plot without "
            "the sign test."
        )
    return tuple(sign_test(each) for each in patterns)


def sign_test(pattern: Pattern) -> SignTest:
    """The sign test of one pattern; one study makes no pattern, and is not tested."""
    studies = pattern.up + pattern.down
    test = SignTest(
        exposure=pattern.exposure,
        domain=pattern.domain,
        up=pattern.up,
        studies=studies,
        left_out=pattern.studies - studies,
        why="no direction" if not studies else "one study" if studies == 1 else None,
    )
    return test if test.why else _tested(test)


def _tested(test: SignTest) -> SignTest:
    from dataclasses import replace

    from scipy.stats import binomtest  # slow to load

    result = binomtest(test.up, test.studies, 0.5)
    interval = result.proportion_ci(0.95, method="wilson")
    return replace(
        test,
        share=test.up / test.studies,
        low=float(interval.low),
        high=float(interval.high),
        p=float(result.pvalue),
    )
