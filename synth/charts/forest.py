"""The forest plot: each study's estimate with its interval, and what they say together.

As in the Cochrane Handbook 6.5, section 10.2.1: a square as large as the study's weight, a line
for its interval, a diamond for the pooled estimate and its interval, a vertical line where there
is no effect. The prediction interval is a bar below the diamond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synth.charts.look import Look
from synth.charts.picture import Picture


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A study. All numbers are on the scale that is shown: odds ratios, not their logarithms.

    `estimate` may be None (not estimable). `weight` is the share of the pooled estimate, 0 to
    100; `None` where nothing is pooled. `cells` are the words of the plot's columns; `row` is the
    row of the data table.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    weight: float | None = None
    cells: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Diamond:
    """A pooled estimate with its interval; `predicted` is the prediction interval.

    `notes` are lines of words below it, such as the heterogeneity.
    """

    label: str
    estimate: float
    low: float
    high: float
    predicted: tuple[float, float] | None = None
    cells: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ForestGroup:
    """Some studies under a heading (empty where there is one group), with their own diamond."""

    heading: str
    rows: tuple[ForestRow, ...]
    pooled: Diamond | None = None


@dataclass(frozen=True, slots=True)
class ForestPlot:
    """A forest plot.

    `measure` is the name of the axis ("Odds ratio"); `null` is where there is no effect (1 for
    ratios, 0 for differences; None where there is none). `left` and `right` say what values on
    either side of it mean ("less abuse", "more abuse"); no word is added to them. `columns` are
    the heads of the `cells`, which stand right of the plot, aligned right: at least the estimate
    with its interval, as the caller words it. `study` is the head of the labels. `limits` fixes
    the axis. `predicted_label` names the bar of the prediction interval.
    """

    measure: str
    groups: tuple[ForestGroup, ...]
    pooled: Diamond | None = None
    scale: Literal["linear", "log"] = "linear"
    null: float | None = 0.0
    left: str = ""
    right: str = ""
    study: str = "Study"
    columns: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    predicted_label: str = "Prediction interval"
    page: tuple[int, int] | None = None
    note: str = ""


def draw(plot: ForestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a forest plot."""
    raise NotImplementedError
