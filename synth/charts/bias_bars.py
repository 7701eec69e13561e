"""Risk of bias summed up: a bar for each domain; each judgement has a pattern and a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.charts.canvas import Canvas, Point
from synth.charts.lights import Level, fill_of, key_rows
from synth.charts.look import WIDE, Look
from synth.charts.picture import Picture

_LINE, _BAR, _LABEL = 14.0, 20.0, 230.0
_HATCHES = {"good": None, "mild": "...", "bad": "///", "worst": "xx", "none": None}


@dataclass(frozen=True, slots=True)
class BarRow:
    """A domain: its words, and the share (0 to 1) and the words of each level, the last of them
    for what was not given.
    """

    words: str
    shares: tuple[float, ...]
    counts: tuple[str, ...]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class BarsChart:
    """A bar for each domain, from 0 to 100 per cent of the studies."""

    rows: tuple[BarRow, ...]
    levels: tuple[Level, ...]
    missing: str
    axis: str


def draw(spec: BarsChart, look: Look, link: str | None = None) -> Picture:
    """The bars, with an axis and what their parts mean below them."""
    room = WIDE - _LABEL - 16
    lines = [look.wrapped(row.words, _LABEL - 12, look.small, 3) for row in spec.rows]
    heights = [max(_BAR + 10, _LINE * len(each) + 8) for each in lines]
    key = list(key_rows(spec.levels, spec.missing, look, WIDE))
    bottom = 4 + sum(heights)
    canvas = Canvas(look, WIDE, bottom + 42 + 22 * len(key) + 4, link)
    _axis(canvas, spec.axis, _LABEL, room, bottom)
    top = 4.0
    for row, words, height in zip(spec.rows, lines, heights, strict=True):
        said = ", ".join(row.counts)
        with canvas.mark(row.row, f"{row.words}: {said}", (0, top, WIDE, height)):
            start = top + (height - _LINE * len(words)) / 2
            for number, line in enumerate(words):
                y = start + _LINE * number + 11
                canvas.text(0, y, line, size=look.small, colour=look.text)
            _bar(canvas, spec, row, (_LABEL, top + (height - _BAR) / 2), room)
        top += height
    for number, entries in enumerate(key):
        _bar_key(canvas, entries, bottom + 58 + 22 * number)
    return canvas.picture()


def _bar(canvas: Canvas, spec: BarsChart, row: BarRow, at: Point, room: float) -> None:
    left, top = at
    for level, share, words in zip((*spec.levels, None), row.shares, row.counts, strict=True):
        wide = room * share
        if wide <= 0:
            continue
        _segment(canvas, left, top, wide, level)
        sign = f"{level.sign} {words.split()[0]}" if level else words.split()[0]
        size = canvas.look.small
        need = canvas.look.width(sign, size, 600) + 8
        if need <= wide:
            middle = left + wide / 2
            fill = fill_of(level.tone, canvas.look) if level else canvas.look.paper
            canvas.rect(middle - need / 2, top + 2.5, need, _BAR - 5, fill=fill)
            colour = canvas.look.on(fill)
            canvas.text(
                middle, top + 14, sign, size=size, weight=600, colour=colour, anchor="middle"
            )
        left += wide


def _segment(canvas: Canvas, left: float, top: float, wide: float, level: Level | None) -> None:
    look = canvas.look
    if level is None:
        canvas.rect(left, top, wide, _BAR, fill=look.paper)
        corners = (left, top), (left + wide, top), (left + wide, top + _BAR), (left, top + _BAR)
        canvas.line((*corners, corners[0]), colour=look.muted, dash=(3, 2))
        return
    fill = fill_of(level.tone, look)
    hatch = _HATCHES[level.tone]
    canvas.rect(left, top, wide, _BAR, fill=fill)
    if hatch is not None:  # a pattern with a ground of its own would show its seams in print
        canvas.rect(left, top, wide, _BAR, edge=look.on(fill), thick=0.5, hatch=hatch)
    canvas.rect(left, top, wide, _BAR, edge=look.ink)


def _axis(canvas: Canvas, words: str, left: float, room: float, bottom: float) -> None:
    look = canvas.look
    for percent in (0, 25, 50, 75, 100):
        x = left + room * percent / 100
        canvas.line(((x, 2), (x, bottom + 4)), colour=look.line)
        canvas.text(x, bottom + 17, f"{percent}%", size=look.small, anchor="middle")
    said = look.fitted(words, WIDE - 4, look.small)
    wide = look.width(said, look.small)
    middle = min(left + room / 2, WIDE - 2 - wide / 2)
    canvas.text(middle, bottom + 33, said, size=look.small, colour=look.muted, anchor="middle")


def _bar_key(canvas: Canvas, entries: Sequence[tuple[float, Level | None, str]], y: float) -> None:
    for left, level, words in entries:
        _segment(canvas, left + 1, y - 15, 24, level)
        if level is not None:
            fill = fill_of(level.tone, canvas.look)
            canvas.rect(left + 7, y - 12.5, 12, 15, fill=fill)
            canvas.text(left + 13, y - 1, level.sign, size=canvas.look.small, weight=600,
                        colour=canvas.look.on(fill), anchor="middle")  # fmt: skip
        canvas.text(left + 30, y, words, size=canvas.look.small)
