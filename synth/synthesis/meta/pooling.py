"""Pooling studies: the estimate with its test, interval and prediction interval, and how far the
studies differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synth.synthesis.meta.effect_sizes import Interval
from synth.synthesis.meta.regression import Fitted, Vector, fitted
from synth.synthesis.meta.tau2 import Method, estimate_tau2
from synth.synthesis.view import SynthesisError

if TYPE_CHECKING:
    from synth.synthesis.meta.regression import Matrix

Test = Literal["z", "knha"]


@dataclass(frozen=True, slots=True)
class Study:
    """One study's effect `yi` on the scale on which it is pooled, and its sampling variance.

    `source` is where it stands: the id of a finding, or the line of a file. `published` is the
    interval that its report gives; its variance was worked out from that.
    """

    label: str
    yi: float
    vi: float
    group: str | None = None
    source: str = ""
    note: str | None = None
    published: Interval | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How to pool: the estimator of tau², the test of the estimate, the level in per cent."""

    method: Method = "REML"
    test: Test = "z"
    level: float = 95.0


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the studies say together. All effects are on the scale on which they are pooled.

    `z` or `t` is the test statistic, by the test; `df` are the degrees of freedom of t. `i2` is
    in per cent. `pi_low` and `pi_high` bound the prediction interval, None for equal effects.
    `weights` are in per cent. None is also what cannot be had, as of a test without variance.
    """

    k: int
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    z: float | None
    t: float | None
    df: int | None
    p: float | None
    tau2: float
    i2: float
    h2: float
    q: float
    q_df: int
    q_p: float
    pi_low: float | None
    pi_high: float | None
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Model:
    """A fitted model: its weighted fit, tau², and the variances and test of its coefficients."""

    fit: Fitted
    tau2: float
    covariance: Matrix
    df: int | None

    def quantile(self, level: float) -> float:
        """The two-sided quantile for a level in per cent: of t with `df`, else of z."""
        from scipy.special import ndtri, stdtrit

        tail = 0.5 + level / 200
        return float(ndtri(tail) if self.df is None else stdtrit(self.df, tail))

    def se(self, column: int = 0) -> float:
        """The standard error of a coefficient."""
        return math.sqrt(float(self.covariance[column, column]))

    def test(self, column: int = 0) -> tuple[float, float] | None:
        """A coefficient over its standard error, and the two-sided p; None without variance."""
        from scipy.special import ndtr, stdtr

        se = self.se(column)
        if se == 0:
            return None
        value = float(self.fit.coefficients[column]) / se
        tail = ndtr(-abs(value)) if self.df is None else stdtr(self.df, -abs(value))
        return value, 2 * float(tail)


def vectors(studies: Sequence[Study]) -> tuple[Vector, Vector]:
    """The effects and the variances. Raises SynthesisError for what cannot be pooled."""
    import numpy as np

    for each in studies:
        if (why := unsound(each.yi, each.vi)) is not None:
            raise SynthesisError(f"{each.label}{f' ({each.source})' if each.source else ''}: {why}")
    small, large = (pick(studies, key=lambda study: study.vi) for pick in (min, max))
    if large.vi / small.vi > _WIDEST:
        raise SynthesisError(
            f"the variance of {large.label} is {large.vi:g}, and that of {small.label} "
            f"{small.vi:g}: nothing true can be so much more precise\n"
            "    One of them is a slip, or a standard error in place of a variance."
        )
    return np.array([each.yi for each in studies]), np.array([each.vi for each in studies])


def model(y: Vector, v: Vector, x: Matrix, how: How) -> Model:
    """The model of some effects on some columns.

    With `knha` the variances are those of Knapp & Hartung (2003), "Improved tests for a random
    effects meta-regression with a single covariate", Statistics in Medicine 22, 2693-2710.
    """
    tau2 = estimate_tau2(y, v, x, how.method)
    fit = fitted(y, v, x, tau2)
    if how.test == "z":
        return Model(fit, tau2, fit.inverse, None)
    # Effects that are all the same leave rounding errors, which are no variance.
    rounding = _ROUNDING**2 * float((fit.weights * y**2).sum())
    spread = 0.0 if fit.rss <= rounding else fit.rss / fit.df
    return Model(fit, tau2, fit.inverse * spread, fit.df)


def pool(studies: Sequence[Study], how: How) -> Pooled:
    """The studies pooled.

    I² and H² are as Higgins & Thompson (2002), "Quantifying heterogeneity in a meta-analysis",
    Statistics in Medicine 21, 1539-1558, equations 9 and 10: tau² against the typical sampling
    variance; from Q where effects are equal. The prediction interval is that of Higgins,
    Thompson & Spiegelhalter (2009), with the test's own quantile, as metafor's.

    Raises SynthesisError for fewer than two studies, or values that cannot be pooled.
    """
    if len(studies) < 2:
        raise SynthesisError(
            f"{_how_many(len(studies))}, and pooling needs two or more\n"
            "    Report the study by itself, or widen what is asked for."
        )
    y, v = vectors(studies)
    return pool_vectors(y, v, how)


def pool_vectors(y: Vector, v: Vector, how: How) -> Pooled:
    """As `pool`, of effects and variances that are known to be sound."""
    import numpy as np
    from scipy.special import chdtrc

    ones = np.ones((len(y), 1))
    pooled = model(y, v, ones, how)
    equal = pooled.fit if pooled.tau2 == 0 else fitted(y, v, ones, 0.0)
    estimate, se = float(pooled.fit.coefficients[0]), pooled.se()
    reach = pooled.quantile(how.level)
    tested = pooled.test()
    value, p = tested if tested else (None, None)
    beyond = None if how.method == "EE" else reach * math.sqrt(pooled.tau2 + se**2)
    i2, h2 = _heterogeneity(equal, pooled.tau2, how.method)
    weights = pooled.fit.weights / pooled.fit.weights.sum() * 100
    return Pooled(
        k=len(y),
        estimate=estimate,
        se=se,
        ci_low=estimate - reach * se,
        ci_high=estimate + reach * se,
        z=value if pooled.df is None else None,
        t=None if pooled.df is None else value,
        df=pooled.df,
        p=p,
        tau2=pooled.tau2,
        i2=i2,
        h2=h2,
        q=equal.rss if equal.df else 0.0,
        q_df=equal.df,
        q_p=float(chdtrc(equal.df, equal.rss)) if equal.df else 1.0,
        pi_low=None if beyond is None else estimate - beyond,
        pi_high=None if beyond is None else estimate + beyond,
        weights=tuple(float(each) for each in weights),
    )


def _heterogeneity(equal: Fitted, tau2: float, method: Method) -> tuple[float, float]:
    """I² in per cent, and H²; one study differs from none."""
    if equal.df == 0:
        return 0.0, 1.0
    if method == "EE":
        i2 = 0.0 if equal.rss == 0 else max(0.0, 100 * (equal.rss - equal.df) / equal.rss)
        return i2, equal.rss / equal.df
    typical = equal.df / equal.trace
    return min(100.0, 100 * tau2 / (typical + tau2)), tau2 / typical + 1


_LARGEST = 1e50
"""No effect or variance beyond this, nor a variance below one over it, can be meant."""


def unsound(yi: float, vi: float) -> str | None:
    """Why an effect and its variance cannot be pooled, with how to mend it; None where they can."""
    if not math.isfinite(yi) or abs(yi) > _LARGEST:
        return (
            f"the effect is {yi:g}: it has to be a number\n"
            "    Correct it, or leave the study out and say so."
        )
    if not math.isfinite(vi) or not 1 / _LARGEST <= vi <= _LARGEST:
        return (
            f"the variance is {vi:g}: it has to be above zero and finite\n"
            "    A variance is the standard error squared; correct it, or leave the study out."
        )
    return None


_WIDEST = 1e12
"""Variances whose ratio is larger leave too few digits to reckon with."""

_ROUNDING = 1e-12
"""Residuals of this part of the effects are errors of rounding."""


def _how_many(count: int) -> str:
    return "there is one study" if count == 1 else "there is no study"
