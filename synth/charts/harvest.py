"""The harvest plot: how the studies of each outcome fall to the possible answers.

After Ogilvie and others (2008, doi:10.1186/1471-2288-8-8): a row for each outcome, a column for
each possible answer, and in each cell a bar for each study that supports it. A bar's height is
the suitability of the study's design (or its quality), its tone the kind of outcome measure. Each
bar stands on the study's number or letter; of a study without a level there is its ground alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from synth.charts.canvas import Canvas
from synth.charts.look import WIDE, Look
from synth.charts.picture import Picture

_LABEL = 190.0
_BAR = 17.0
_STEP = 24.0
_TALL = 44.0
_LOWEST = 10.0
_FOOT = 18.0
_LINE = 14.0
_PAD = 8.0
_IN_KEY = 16.0

Tone: TypeAlias = Literal["full", "half"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A study that supports an answer.

    `label` is its number or letter, at most four signs. `height` counts from 1 up to the number
    of the plot's `levels`; 0 where it is not known, which is drawn as a dashed line on the ground.
    `name` says it in words; `row` is the row of the data table.
    """

    label: str
    height: int
    name: str
    tone: Tone = "full"
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
    are the words for the heights, the lowest first, under `height_label`. `unknown_level`, `full`
    and `half` say what is meant by a bar without a height and by the tones; what is empty stands
    not in the key. With `key` False there is none.
    """

    answers: tuple[str, ...]
    rows: tuple[HarvestRow, ...]
    levels: tuple[str, ...]
    outcome: str = "Outcome"
    height_label: str = "Height of the bar"
    unknown_level: str = ""
    full: str = ""
    half: str = ""
    key: bool = True
    notes: tuple[str, ...] = ()


def heights(plot: HarvestPlot, look: Look | None = None) -> list[float]:
    """How high each row of a plot is, in CSS pixels."""
    shown = look or Look()
    wide = (WIDE - _LABEL) / len(plot.answers)
    return [_height(plot, row, len(_label(row, shown)), wide) for row in plot.rows]


def draw(plot: HarvestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a harvest plot."""
    wide = (WIDE - _LABEL) / len(plot.answers)
    heads = [look.wrapped(answer, wide - 10, look.small, 3, 600) for answer in plot.answers]
    labels = [_label(row, look) for row in plot.rows]
    rows = heights(plot, look)
    top = _LINE * max(map(len, heads)) + 10
    notes = [line for note in plot.notes for line in look.wrapped(note, WIDE, look.small, 6)]
    key = list(_key_lines(plot, look)) if plot.key else []
    talls = [_key_height(plot, entries) for entries in key]
    height = top + sum(rows) + 10 + sum(talls) + _LINE * len(notes) + 8
    canvas = Canvas(look, WIDE, height, link)
    canvas.text(4, top - 10, plot.outcome, size=look.small, weight=600)
    for column, head in enumerate(heads):
        for number, words in enumerate(reversed(head)):
            x, y = _LABEL + wide * column + 6, top - 10 - _LINE * number
            canvas.text(x, y, words, size=look.small, weight=600)
    canvas.line(((0, top), (WIDE, top)), colour=look.ink)
    at = top
    for row, lines, tall in zip(plot.rows, labels, rows, strict=True):
        _row(canvas, plot, row, lines, at, tall)
        at += tall
    for column in range(len(plot.answers)):
        left = _LABEL + wide * column
        canvas.line(((left, top), (left, at)), colour=look.line)
    at += 10
    for entries, tall in zip(key, talls, strict=True):
        _key(canvas, plot, entries, at + tall - 6)
        at += tall
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


def _reach(plot: HarvestPlot, row: HarvestRow) -> float:
    """How high the highest bar of a row is; all rows have one scale."""
    highest = max((bar.height for bars in row.bars for bar in bars), default=0)
    return max(_TALL * highest / max(len(plot.levels), 1), _LOWEST)


def _height(plot: HarvestPlot, row: HarvestRow, lines: int, wide: float) -> float:
    most = max((len(bars) for bars in row.bars), default=0)
    rows = max(-(-most // _in_a_line(wide)), 1)
    return max(rows * (_reach(plot, row) + _FOOT) + _PAD, _LINE * lines + 2 * _PAD)


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
    reach = _reach(plot, row)
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
            foot = top + _PAD + reach + (reach + _FOOT) * line
            area = (left - (_STEP - _BAR) / 2, foot - reach, _STEP, reach + 14)
            with canvas.mark(bar.row, bar.name, area):
                _bar(canvas, bar, len(plot.levels), left, foot)
    canvas.line(((0, top + tall), (WIDE, top + tall)), colour=look.line)


def _bar(canvas: Canvas, bar: Bar, levels: int, left: float, foot: float) -> None:
    """A bar on its foot, with its label below."""
    look = canvas.look
    if bar.height:
        rise = _TALL * bar.height / max(levels, 1)
        canvas.rect(left, foot - rise, _BAR, rise, fill=_tone(look, bar.tone), edge=look.ink)
    else:
        _ground(canvas, left, foot)
    canvas.text(left + _BAR / 2, foot + 12, bar.label, size=look.small, anchor="middle")


def _ground(canvas: Canvas, left: float, foot: float) -> None:
    """A bar without a known height: where it would stand, and nothing above."""
    ends = (left, foot), (left + _BAR, foot)
    canvas.line(ends, colour=canvas.look.ink, thick=2, dash=(4, 2.5))


def _tone(look: Look, tone: Tone) -> str:
    return look.accents[0] if tone == "full" else look.accents[2]


# ── the key ─────────────────────────────────────────────────────────────────────────

_Entry = tuple[int, Tone | None, str]
"""A height, the tone it is filled with, and its words."""


def _key_lines(plot: HarvestPlot, look: Look) -> Iterator[list[tuple[_Entry, float]]]:
    """The entries of the key in lines, each with its place from the left.

    Heights are outlines, so that none has the tone that the next line explains.
    """
    top = len(plot.levels)
    heights: list[_Entry] = [(number, None, words) for number, words in enumerate(plot.levels, 1)]
    tones: list[_Entry] = [(top, "full", plot.full), (top, "half", plot.half)]
    for title, entries in (
        (plot.height_label, [*heights, (0, None, plot.unknown_level)]),
        ("", tones),
    ):
        line: list[tuple[_Entry, float]] = []
        at = look.width(f"{title}:", look.small, 600) + 10 if title else 0.0
        for entry in entries:
            if not entry[2]:
                continue
            wide = _BAR + 6 + look.width(entry[2], look.small)
            if line and at + wide > WIDE:
                yield line
                line, at = [], 0.0
            line.append((entry, at))
            at += wide + 12
        if line:
            yield line


def _rise(plot: HarvestPlot, height: int, tone: Tone | None) -> float:
    """How high a bar of the key is: as in the plot, where its height is what it explains."""
    return _IN_KEY if tone else _TALL * height / max(len(plot.levels), 1)


def _key_height(plot: HarvestPlot, line: Sequence[tuple[_Entry, float]]) -> float:
    return 6 + max(_IN_KEY, *(_rise(plot, height, tone) for (height, tone, _), _ in line))


def _key(canvas: Canvas, plot: HarvestPlot, line: Sequence[tuple[_Entry, float]], y: float) -> None:
    look = canvas.look
    if line[0][0][1] is None and line[0][1] > 0:
        canvas.text(0, y, f"{plot.height_label}:", size=look.small, weight=600)
    for (height, tone, words), left in line:
        rise = _rise(plot, height, tone)
        if height:
            fill = _tone(look, tone) if tone else look.paper
            canvas.rect(left, y + 2 - rise, _BAR, rise, fill=fill, edge=look.ink)
        else:
            _ground(canvas, left, y + 2)
        room = WIDE - left - _BAR - 6
        canvas.text(left + _BAR + 6, y, look.fitted(words, room, look.small), size=look.small)
