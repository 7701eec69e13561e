"""Estimators of tau², the variance of the true effects between studies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Literal

from synth.synthesis.meta.regression import Matrix, Vector, fitted, log_likelihood

Method = Literal["REML", "DL", "PM", "ML", "HE", "EE"]


def estimate_tau2(y: Vector, v: Vector, x: Matrix, method: Method) -> float:
    """The estimate of tau² by a method, never below 0."""
    return ESTIMATORS[method](y, v, x)


def _equal_effects(_y: Vector, _v: Vector, _x: Matrix) -> float:
    """No variance between studies: one true effect."""
    return 0.0


def _dersimonian_laird(y: Vector, v: Vector, x: Matrix) -> float:
    """DerSimonian & Laird (1986), "Meta-analysis in clinical trials", equation 8."""
    fit = fitted(y, v, x, 0.0)
    return max(0.0, (fit.rss - fit.df) / fit.trace)


def _hedges(y: Vector, v: Vector, x: Matrix) -> float:
    """Hedges & Olkin (1985), chapter 9: the variance of the effects less their mean variance."""
    import numpy as np

    inverse = np.linalg.inv(x.T @ x)
    residuals = y - x @ (inverse @ (x.T @ y))
    df = x.shape[0] - x.shape[1]
    sampling = float(v.sum() - (inverse * (x.T @ (x * v[:, None]))).sum())
    return max(0.0, (float((residuals**2).sum()) - sampling) / int(df))


def _paule_mandel(y: Vector, v: Vector, x: Matrix) -> float:
    """Paule & Mandel (1982): the tau² for which the generalised Q is its degrees of freedom."""

    def excess(tau2: float) -> float:
        fit = fitted(y, v, x, tau2)
        return fit.rss - fit.df

    if excess(0.0) <= 0:
        return 0.0
    return _root(excess, 0.0, _above(excess, y, v))


def _maximum_likelihood(y: Vector, v: Vector, x: Matrix) -> float:
    """ML, as in Viechtbauer (2005), equation 5."""

    def score(tau2: float) -> float:
        fit = fitted(y, v, x, tau2)
        return fit.squares - float(fit.weights.sum())

    return _most_likely(y, v, x, score, restricted=False)


def _restricted_likelihood(y: Vector, v: Vector, x: Matrix) -> float:
    """REML, as in Viechtbauer (2005), equation 6."""

    def score(tau2: float) -> float:
        fit = fitted(y, v, x, tau2)
        return fit.squares - fit.trace

    return _most_likely(y, v, x, score, restricted=True)


ESTIMATORS: Mapping[Method, Callable[[Vector, Vector, Matrix], float]] = {
    "REML": _restricted_likelihood,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "ML": _maximum_likelihood,
    "HE": _hedges,
    "EE": _equal_effects,
}

_STEPS = 24
"""Into how many steps, each a factor, the range of tau² is cut to look for maxima."""

_FINEST = 1e-8
"""The smallest tau² looked at, as a part of the largest."""


def _most_likely(
    y: Vector, v: Vector, x: Matrix, score: Callable[[float], float], *, restricted: bool
) -> float:
    """The tau² where the likelihood is highest.

    With few studies of very different precision it can have two maxima; Fisher scoring, which
    metafor uses, may then stop at the lower one.

    The score is the derivative of the log likelihood, up to a factor.
    """
    top = _above(score, y, v)
    steps = [0.0, *(top * _FINEST ** (1 - step / _STEPS) for step in range(_STEPS + 1))]
    scores = [score(step) for step in steps]
    maxima = [0.0] if scores[0] <= 0 else []
    maxima += [
        _root(score, steps[left], steps[right])
        for left, right in pairwise(range(len(steps)))
        if scores[left] > 0 >= scores[right]
    ]
    if len(maxima) == 1:
        return maxima[0]
    return max(
        maxima, key=lambda tau2: log_likelihood(fitted(y, v, x, tau2), restricted=restricted)
    )


def _above(falling: Callable[[float], float], y: Vector, v: Vector) -> float:
    """A tau² at which a function that falls below zero has done so."""
    top = max(float(y.max() - y.min()) ** 2, float(v.max()))
    while falling(top) > 0:
        top *= 4
    return top


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function is zero, to the last digits that a float can hold."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=1000))
