"""The harvest plot: how the studies of each outcome fall to the possible answers.

After Ogilvie and others (2008, doi:10.1186/1471-2288-8-8): a row for each outcome, a column for
each possible answer, and in each cell a bar for each study that supports it. A bar's height is
the suitability of the study's design (or its quality), its tone the kind of outcome measure. Each
bar stands on the study's number or letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from synth.charts.canvas import Canvas
from synth.charts.look import WIDE, Look
from synth.charts.picture import Picture

_LABEL = 150.0
_BAR = 17.0
_STEP = 24.0
_TALL = 44.0
_FOOT = 18.0
_LINE = 14.0
_PAD = 8.0


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
    """An outcome, with the bars of each answer in the order of the plot's `answers`.

    `under` stands below the label, such as the exposure.
    """

    label: str
    bars: tuple[tuple[Bar, ...], ...]
    under: str = ""


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
    notes: tuple[str, ...] = ()


def draw(plot: HarvestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a harvest plot."""
    wide = (WIDE - _LABEL) / len(plot.answers)
    heads = [look.wrapped(answer, wide - 10, look.small, 3, 600) for answer in plot.answers]
    labels = [_label(row, look) for row in plot.rows]
    heights = [_height(row, lines, wide) for row, lines in zip(plot.rows, labels, strict=True)]
    top = _LINE * max(map(len, heads)) + 10
    notes = [line for note in plot.notes for line in look.wrapped(note, WIDE, look.small, 6)]
    key = list(_key_lines(plot, look))
    height = top + sum(heights) + 10 + 22 * len(key) + _LINE * len(notes) + 8
    canvas = Canvas(look, WIDE, height, link)
    canvas.text(4, top - 10, plot.outcome, size=look.small, weight=600)
    for column, head in enumerate(heads):
        for number, words in enumerate(reversed(head)):
            x, y = _LABEL + wide * column + 6, top - 10 - _LINE * number
            canvas.text(x, y, words, size=look.small, weight=600)
    canvas.line(((0, top), (WIDE, top)), colour=look.ink)
    at = top
    for row, lines, tall in zip(plot.rows, labels, heights, strict=True):
        _row(canvas, plot, row, lines, at, tall)
        at += tall
    for column in range(len(plot.answers)):
        left = _LABEL + wide * column
        canvas.line(((left, top), (left, at)), colour=look.line)
    at += 10
    for entries in key:
        _key(canvas, plot, entries, at + 16)
        at += 22
    for words in notes:
        at += _LINE
        canvas.text(0, at, words, size=look.small, colour=look.muted)
    return canvas.picture()


def _label(row: HarvestRow, look: Look) -> list[tuple[str, bool]]:
    """The lines of a row's label, each with whether it is the main one."""
    room = _LABEL - 12
    return [
        *((words, True) for words in look.wrapped(row.label, room, look.size, 3, 600)),
        *((words, False) for words in look.wrapped(row.under, room, look.small, 3)),
    ]


def _in_a_line(wide: float) -> int:
    return max(int((wide - 10) // _STEP), 1)


def _height(row: HarvestRow, lines: Sequence[object], wide: float) -> float:
    most = max((len(bars) for bars in row.bars), default=0)
    rows = max(-(-most // _in_a_line(wide)), 1)
    return max(rows * (_TALL + _FOOT) + 2 * _PAD, _LINE * len(lines) + 2 * _PAD)


def _row(
    canvas: Canvas,
    plot: HarvestPlot,
    row: HarvestRow,
    lines: Sequence[tuple[str, bool]],
    top: float,
    tall: float,
) -> None:
    look = canvas.look
    wide = (WIDE - _LABEL) / len(plot.answers)
    y = top + _PAD + 10
    for words, main in lines:
        if main:
            canvas.text(4, y, words, weight=600)
        else:
            canvas.text(4, y, words, size=look.small, colour=look.muted)
        y += _LINE
    for column, bars in enumerate(row.bars):
        for number, bar in enumerate(bars):
            line, place = divmod(number, _in_a_line(wide))
            left = _LABEL + wide * column + 6 + _STEP * place
            foot = top + _PAD + _TALL + (_TALL + _FOOT) * line
            area = (left - (_STEP - _BAR) / 2, foot - _TALL, _STEP, _TALL + 14)
            with canvas.mark(bar.row, bar.name, area):
                _bar(canvas, bar, len(plot.levels), left, foot)
    canvas.line(((0, top + tall), (WIDE, top + tall)), colour=look.line)


def _bar(canvas: Canvas, bar: Bar, levels: int, left: float, foot: float) -> None:
    """A bar on its foot, with its label below; one of unknown height is an empty dashed one."""
    look = canvas.look
    _shape(canvas, bar.height, levels, bar.tone, left, foot)
    size = look.small
    canvas.text(left + _BAR / 2, foot + 12, bar.label, size=size, anchor="middle")


def _shape(
    canvas: Canvas, height: int, levels: int, tone: Literal["full", "half"], left: float,
    foot: float, tallest: float = _TALL,
) -> None:  # fmt: skip
    look = canvas.look
    rise = tallest * max(height, 1) / max(levels, 1)
    if not height:
        corners = [(left, foot), (left, foot - rise), (left + _BAR, foot - rise),
                   (left + _BAR, foot), (left, foot)]  # fmt: skip
        canvas.line(corners, colour=look.ink, thick=1.25, dash=(3, 2))
        return
    fill = look.accents[0] if tone == "full" else look.accents[2]
    canvas.rect(left, foot - rise, _BAR, rise, fill=fill, edge=look.ink)


# ── the key ─────────────────────────────────────────────────────────────────────────

_Entry = tuple[int, Literal["full", "half"], str]


def _key_lines(plot: HarvestPlot, look: Look) -> Iterator[list[tuple[_Entry, float]]]:
    """The entries of the key in lines, each with its place from the left."""
    every = [bar for row in plot.rows for bars in row.bars for bar in bars]
    heights: list[_Entry] = [(number, "full", words) for number, words in enumerate(plot.levels, 1)]
    if any(not bar.height for bar in every):
        heights.append((0, "full", plot.unknown_level))
    top = len(plot.levels)
    both: tuple[_Entry, _Entry] = ((top, "full", plot.full), (top, "half", plot.half))
    tones = [entry for entry in both if entry[2]]
    for title, entries in ((plot.height_label, heights), ("", tones)):
        line: list[tuple[_Entry, float]] = []
        at = look.width(f"{title}:", look.small, 600) + 10 if title else 0.0
        for entry in entries:
            wide = _BAR + 6 + look.width(entry[2], look.small)
            if line and at + wide > WIDE:
                yield line
                line, at = [], 0.0
            line.append((entry, at))
            at += wide + 12
        if line:
            yield line


def _key(canvas: Canvas, plot: HarvestPlot, line: Sequence[tuple[_Entry, float]], y: float) -> None:
    look = canvas.look
    if line[0][0][2] == plot.levels[0] and line[0][1] > 0:
        canvas.text(0, y, f"{plot.height_label}:", size=look.small, weight=600)
    for (height, tone, words), left in line:
        _shape(canvas, height, len(plot.levels), tone, left, y + 2, 16.0)
        room = WIDE - left - _BAR - 6
        canvas.text(left + _BAR + 6, y, look.fitted(words, room, look.small), size=look.small)
