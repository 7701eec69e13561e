"""The funnel plot: each study's estimate against its standard error, the precise ones on top.

As in Sterne and Egger (2001) and the Cochrane Handbook 6.5, section 13.3.5: the axis of the
standard error is turned round, and two lines bound where 95 per cent of the studies would stand
if all estimated the same effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synth.charts.look import Look
from synth.charts.picture import Picture


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A study. `estimate` is on the scale of the analysis: the logarithm, for ratios."""

    label: str
    estimate: float
    se: float
    row: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """A funnel plot.

    `pooled` is where the vertical line stands, on the scale of the analysis. With `scale` "log"
    the ticks are ratios: the exponentials of what is plotted. `egger` is the line of Egger's
    regression as (intercept, slope) of estimate on standard error: estimate = intercept +
    slope x se. `null` is where there is no effect, on the scale of the analysis.
    """

    measure: str
    points: tuple[FunnelPoint, ...]
    pooled: float
    scale: Literal["linear", "log"] = "linear"
    null: float | None = 0.0
    egger: tuple[float, float] | None = None
    se_label: str = "Standard error"
    note: str = ""


def draw(plot: FunnelPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a funnel plot."""
    raise NotImplementedError
