"""The effect direction plot: studies by outcome domains, and which way each one's effect points.

After Thomson and Thomas (2013, doi:10.1002/jrsm.1060) as revised by Hilton Boon and Thomson
(2021, doi:10.1002/jrsm.1458): an arrow up is a positive impact, an arrow down a negative one, a
sideways arrow no change or mixed or conflicting findings; the arrow's size is the class of the
final sample (large above 300 people, medium 50 to 300, small below 50); a small figure beside it
is the number of outcomes that it sums up, if more than one; the row is shaded by the study's
quality. Statistical significance is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from synth.charts.look import Look
from synth.charts.picture import Picture

Pointing: TypeAlias = Literal["up", "down", "sideways"]
SampleSize: TypeAlias = Literal["large", "medium", "small"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What a study says about one domain. `size` is None where the sample is not known.

    `name` says it in words, for screen readers; `row` is the row of the data table.
    """

    pointing: Pointing
    size: SampleSize | None
    name: str
    outcomes: int = 1
    row: int | None = None


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A study: its arrows in the order of the domains (None: nothing said), and its words.

    `cells` are the words of the plot's `columns`. `quality` is the place of its quality in the
    plot's `qualities`; None where it is not known.
    """

    label: str
    arrows: tuple[Arrow | None, ...]
    cells: tuple[str, ...] = ()
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class DirectionPlot:
    """An effect direction plot.

    `domains` are the heads of the arrows' columns, `columns` those of the words before them.
    `qualities` are the words for the quality of studies, the best first; each stands in its row
    too. The rest are the words of the key; an empty one is left out.
    """

    domains: tuple[str, ...]
    rows: tuple[DirectionRow, ...]
    qualities: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    study: str = "Study"
    quality_label: str = "Study quality"
    unknown_quality: str = "Not known"
    up: str = "Positive impact"
    down: str = "Negative impact"
    sideways: str = "No change, or mixed or conflicting findings"
    large: str = "More than 300 people"
    medium: str = "50 to 300"
    small: str = "Fewer than 50"
    unknown_size: str = "Sample not known"
    outcomes: str = "A small figure is the number of outcomes, if more than one"
    note: str = ""


def draw(plot: DirectionPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of an effect direction plot."""
    raise NotImplementedError
