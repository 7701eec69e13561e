"""The harvest plot: how the studies of each outcome fall to the possible answers.

After Ogilvie and others (2008, doi:10.1186/1471-2288-8-8): a row for each outcome, a column for
each possible answer, and in each cell a bar for each study that supports it. A bar's height is
the suitability of the study's design (or its quality), its tone the kind of outcome measure. Each
bar stands on the study's number or letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synth.charts.look import Look
from synth.charts.picture import Picture


@dataclass(frozen=True, slots=True)
class Bar:
    """A study that supports an answer.

    `label` is its number or letter, at most four signs. `height` counts from 1 up to the number
    of the plot's `levels`; 0 where it is not known, which is drawn as an empty dashed bar of the
    lowest level. `name` says it in words; `row` is the row of the data table.
    """

    label: str
    height: int
    name: str
    tone: Literal["full", "half"] = "full"
    row: int | None = None


@dataclass(frozen=True, slots=True)
class HarvestRow:
    """An outcome, with the bars of each answer in the order of the plot's `answers`."""

    label: str
    bars: tuple[tuple[Bar, ...], ...]


@dataclass(frozen=True, slots=True)
class HarvestPlot:
    """A harvest plot.

    `answers` are the heads of the columns ("Decrease", "No clear change", "Increase"). `levels`
    are the words for the heights, the lowest first, under `height_label`. `full` and `half` say
    what the tones mean; empty where all bars are of one tone.
    """

    answers: tuple[str, ...]
    rows: tuple[HarvestRow, ...]
    levels: tuple[str, ...]
    outcome: str = "Outcome"
    height_label: str = "Height of the bar"
    unknown_level: str = "Not known"
    full: str = ""
    half: str = ""
    note: str = ""


def draw(plot: HarvestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a harvest plot."""
    raise NotImplementedError
