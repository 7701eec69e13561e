"""The model that everything here is fitted by: effects on a few columns, with tau² between studies.

    y = X b + u + e,   Var(u) = tau²,   Var(e_i) = v_i

With a column of ones alone it is the random-effects model (the equal-effects model where tau²
is held at 0). Viechtbauer (2005), "Bias and efficiency of meta-analytic variance estimators in
the random-effects model", Journal of Educational and Behavioral Statistics 30(3), 261-293;
Raudenbush (2009), "Analyzing effect sizes: random-effects models", for more columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float64]
    """One number for each study."""
    Matrix: TypeAlias = NDArray[np.float64]
    """One row for each study, or a small square."""
else:
    Vector = Matrix = Any


@dataclass(frozen=True)
class Fitted:
    """Weighted least squares with weights 1/(v + tau²).

    `inverse` is (X'WX)⁻¹ and `residuals` y - Xb.
    """

    x: Matrix
    weights: Vector
    coefficients: Vector
    inverse: Matrix
    residuals: Vector

    @property
    def df(self) -> int:
        """Studies less columns."""
        return int(self.x.shape[0] - self.x.shape[1])

    @property
    def rss(self) -> float:
        """The weighted sum of squared residuals: Cochran's Q where tau² is 0."""
        return float((self.weights * self.residuals**2).sum())

    @property
    def trace(self) -> float:
        """The trace of P = W - WX(X'WX)⁻¹X'W."""
        wx = self.x * self.weights[:, None]
        return float(self.weights.sum() - (self.inverse * (wx.T @ wx)).sum())

    @property
    def squares(self) -> float:
        """y'PPy, as Py = W(y - Xb)."""
        return float(((self.weights * self.residuals) ** 2).sum())


def fitted(y: Vector, v: Vector, x: Matrix, tau2: float) -> Fitted:
    """The weighted fit for a given tau²."""
    import numpy as np

    weights = 1 / (v + tau2)
    wx = x * weights[:, None]
    inverse: Matrix = np.linalg.inv(x.T @ wx).astype(np.float64)
    coefficients = inverse @ (wx.T @ y)
    return Fitted(x, weights, coefficients, inverse, y - x @ coefficients)


def log_likelihood(fit: Fitted, *, restricted: bool) -> float:
    """The log likelihood of a fit, up to a constant; restricted as for REML."""
    import numpy as np

    value = float(np.log(fit.weights).sum()) - fit.rss
    if restricted:
        value += float(np.linalg.slogdet(fit.inverse)[1])
    return value / 2
