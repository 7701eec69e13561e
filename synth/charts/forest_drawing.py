"""How a forest plot is drawn: rows of words, and between them the marks above one axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synth.charts.axis import Axis, usable, words_of
from synth.charts.canvas import Canvas
from synth.charts.forest import NAME_LINES, Diamond, ForestPlot, ForestRow
from synth.charts.look import WIDE, Look, Weight
from synth.charts.picture import Picture

_ROW = 20.0
_MORE = 14.0
"""How much higher a row is for each further line of its name."""

_NOTE = 15.0
_GAP = 14.0
_SIDE = 13.0
"""The side of the square of the heaviest study; squares are as large as the weights."""

_SMALLEST = 3.0
_INDENT = 10.0
_BESIDE = 8.0
_LABELS = 0.34
_CELLS = 0.46
"""How much of the width the labels and the columns may take at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the plot, by what stands in it; `beside` stands behind its words."""

    kind: str
    words: str
    beside: str = ""
    cells: tuple[str, ...] = ()
    study: ForestRow | None = None
    diamond: Diamond | None = None
    overall: bool = False


def drawn(plot: ForestPlot, look: Look, link: str | None) -> Picture:
    """The picture of a forest plot that has its limits."""
    return _Drawing(plot, look).picture(link)


class _Drawing:
    def __init__(self, plot: ForestPlot, look: Look) -> None:
        assert plot.limits is not None
        self.plot = plot
        self.look = look
        self.whole = plot.whole or plot
        self.lines = list(_lines(plot))
        lines = list(_lines(self.whole))
        self.widths = self._column_widths(lines)
        labels = max((self._label_width(line) for line in lines), default=0)
        self.labels = min(max(labels, look.width(plot.study, look.size, 600)), _LABELS * WIDE)
        self.names = [self._name(line) for line in self.lines]
        self.heights = [
            _height(line, name) for line, name in zip(self.lines, self.names, strict=True)
        ]
        taken = sum(width + _GAP for width in self.widths)
        start, end = self.labels + _GAP + 4, WIDE - taken - 6
        self.axis = Axis(*plot.limits, start, end, plot.scale)
        weights = [row.weight for row in self.whole.rows if row.weight]
        self.heaviest = max(weights, default=0.0)

    def picture(self, link: str | None) -> Picture:
        heads = [self.look.wrapped(head, width + _GAP - 4, self.look.size, 3, 600)
                 for head, width in zip(self.plot.columns, self.widths, strict=True)]  # fmt: skip
        deep = max([1, *(len(head) for head in heads)])
        top = 10 + 15.0 * deep
        foot = top + 6 + sum(self.heights) + 4
        notes = [line for note in self.plot.notes
                 for line in self.look.wrapped(note, WIDE, self.look.small, 4)]  # fmt: skip
        ends = self.plot.left or self.plot.right
        under = 38 + (17 if ends else 0)
        canvas = Canvas(self.look, WIDE, foot + under + len(notes) * _NOTE + 4, link)
        self._head(canvas, heads, top)
        self._scaffold(canvas, top + 6, foot)
        y = top + 6
        for line, name, height in zip(self.lines, self.names, self.heights, strict=True):
            self._line(canvas, line, name, y, height)
            y += height
        self._foot(canvas, foot)
        for number, note in enumerate(notes):
            canvas.text(0, foot + under + 12 + number * _NOTE, note, size=self.look.small,
                        colour=self.look.muted)  # fmt: skip
        return canvas.picture()

    # ── words ───────────────────────────────────────────────────────────────────────

    def _column_widths(self, lines: Sequence[_Line]) -> tuple[float, ...]:
        """The columns as wide as their words; where that is too much, the widest are cut."""
        look = self.look
        wide = []
        for number, head in enumerate(self.plot.columns):
            cells = (look.width(_cell(line, number), look.size, _weight(line)) for line in lines)
            words = [look.width(word, look.size, 600) for word in head.split()]
            widest = max([24.0, *cells, *words])
            whole = look.width(head, look.size, 600)  # on one line, if that costs little room
            wide.append(whole if widest < whole <= 1.4 * widest else widest)
        return _cut(wide, _CELLS * WIDE - _GAP * len(wide))

    def _label_width(self, line: _Line) -> float:
        """How wide a label is; a heading may stand over the plot."""
        if line.kind in ("heading", "note"):
            return 0.0
        wide = self._indent(line) + self.look.width(line.words, self.look.size, _weight(line))
        beside = _BESIDE + self.look.width(line.beside, self.look.small) if line.beside else 0.0
        return wide + beside if wide + beside <= _LABELS * WIDE else wide

    def _indent(self, line: _Line) -> float:
        return _INDENT if line.kind == "study" and self._grouped else 0.0

    def _name(self, line: _Line) -> tuple[str, ...]:
        """The lines of a label. What is too long loses its middle, as names end in their years."""
        look, weight = self.look, _weight(line)
        if line.kind in ("heading", "note"):
            return (look.fitted(line.words, WIDE, look.size, weight),)
        room = self.labels - self._indent(line) + 0.5
        lines = look.wrapped(line.words, room, look.size, NAME_LINES, weight) or ("",)
        if len(lines) == NAME_LINES and not line.words.rstrip().endswith(lines[-1]):
            return (*lines[:-1], self._end(line.words, room, weight) or lines[-1])
        return lines

    def _end(self, words: str, room: float, weight: Weight) -> str:
        """As many of the last words as there is room for, after an ellipsis."""
        end, shown = "", ""
        for word in reversed(words.split()):
            end = f"{word} {end}".rstrip()
            if self.look.width(f"… {end}", self.look.size, weight) > room:
                break
            shown = f"… {end}"
        return shown

    @property
    def _grouped(self) -> bool:
        return any(group.heading for group in self.plot.groups)

    def _head(self, canvas: Canvas, heads: Sequence[Sequence[str]], top: float) -> None:
        look = self.look
        canvas.text(0, top - 4, look.fitted(self.plot.study, self.labels, look.size, 600),
                    weight=600, colour=look.ink)  # fmt: skip
        x = WIDE
        for head, width in zip(reversed(heads), reversed(self.widths), strict=True):
            for number, words in enumerate(reversed(head)):
                canvas.text(x, top - 4 - 15 * number, words, weight=600, colour=look.ink,
                            anchor="end")  # fmt: skip
            x -= width + _GAP
        canvas.line(((0, top + 2), (WIDE, top + 2)), colour=look.ink, thick=1.2)

    def _line(
        self, canvas: Canvas, line: _Line, name: Sequence[str], y: float, height: float
    ) -> None:
        look = self.look
        if line.kind == "note":
            words = look.fitted(line.words, WIDE, look.small)
            wide = look.width(words, look.small)
            canvas.rect(0, y, wide + 3, _NOTE, fill=look.paper)
            canvas.text(0, y + 11, words, size=look.small,
                        colour=look.muted)  # fmt: skip
            return
        row = line.study.row if line.study else line.diamond.row if line.diamond else None
        said = ", ".join(part for part in (line.beside, *line.cells) if part)
        full = f"{line.words}: {said}" if said else line.words
        with canvas.mark(row, full, (0, y, WIDE, height)):
            middle = y + height / 2
            self._label(canvas, line, name, middle)
            self._cells(canvas, line, middle + 4)
            if line.study is not None:
                self._study(canvas, line.study, middle)
            elif line.kind == "predicted" and line.diamond and line.diamond.predicted:
                self._predicted(canvas, line.diamond.predicted, middle)
            elif line.diamond is not None:
                self._diamond(canvas, line.diamond, middle, line.overall)

    def _label(self, canvas: Canvas, line: _Line, name: Sequence[str], middle: float) -> None:
        look = self.look
        weight, indent = _weight(line), self._indent(line)
        base = middle + 4 - _MORE * (len(name) - 1) / 2
        wide = indent + look.width(name[-1], look.size, weight)
        if line.kind == "heading" and wide > self.labels:  # over the lines of the plot
            canvas.rect(0, base - 12, wide + 3, 16, fill=look.paper)
        for number, words in enumerate(name):
            canvas.text(
                indent, base + _MORE * number, words, weight=weight, colour=_colour(line, look)
            )
        if (
            line.beside
            and wide + _BESIDE + look.width(line.beside, look.small) <= self.labels + 0.5
        ):
            last = base + _MORE * (len(name) - 1)
            canvas.text(wide + _BESIDE, last, line.beside, size=look.small, colour=look.muted)

    def _cells(self, canvas: Canvas, line: _Line, base: float) -> None:
        look = self.look
        weight = _weight(line)
        x = WIDE
        for number in reversed(range(len(self.widths))):
            words = look.fitted(_cell(line, number), self.widths[number] + 0.5, look.size, weight)
            canvas.text(x, base, words, weight=weight, colour=_colour(line, look), anchor="end")
            x -= self.widths[number] + _GAP

    # ── marks ───────────────────────────────────────────────────────────────────────

    def _study(self, canvas: Canvas, row: ForestRow, y: float) -> None:
        scale = self.plot.scale
        if row.estimate is None or not usable(row.estimate, scale):
            return
        look = self.look
        x = self.axis.at(row.estimate)
        if self.heaviest:
            side = max(_SIDE * math.sqrt(max(row.weight or 0.0, 0.0) / self.heaviest), _SMALLEST)
        else:
            side = 7.0
        if self.axis.holds(row.estimate):
            half = side / 2
            canvas.rect(
                x - half, y - half, side, side, fill=look.accents[2], edge=look.ink, thick=0.8
            )
        if row.low is not None and row.high is not None:
            self._interval(canvas, row.low, row.high, y, look.ink, 1.3)

    def _interval(
        self, canvas: Canvas, low: float, high: float, y: float, colour: str, thick: float
    ) -> None:
        """A line from one end to the other, with an arrow head where it leaves the axis."""
        axis = self.axis
        start, end = axis.at(low), axis.at(high)
        canvas.line(((start, y), (end, y)), colour=colour, thick=thick)
        if low < axis.low:
            _arrow(canvas, axis.start, y, -1, colour)
        if high > axis.high:
            _arrow(canvas, axis.end, y, 1, colour)

    def _diamond(self, canvas: Canvas, diamond: Diamond, y: float, overall: bool) -> None:
        look, axis = self.look, self.axis
        low, middle, high = (axis.at(v) for v in (diamond.low, diamond.estimate, diamond.high))
        if high - low < 6:  # a very precise estimate is still seen to be a diamond
            low, high = min(low, middle - 3), max(high, middle + 3)
        fill = look.accents[0] if overall else look.accents[3]
        points = ((low, y), (middle, y - 6.5), (high, y), (middle, y + 6.5))
        canvas.polygon(points, fill=fill, edge=look.ink)
        if diamond.low < axis.low:
            _arrow(canvas, axis.start, y, -1, look.ink)
        if diamond.high > axis.high:
            _arrow(canvas, axis.end, y, 1, look.ink)

    def _predicted(self, canvas: Canvas, ends: tuple[float, float], y: float) -> None:
        """A dashed line with stops at its ends, quieter than the diamond above it."""
        axis, colour = self.axis, self.look.muted
        line = ((axis.at(ends[0]), y), (axis.at(ends[1]), y))
        canvas.line(line, colour=colour, thick=1.2, dash=(4, 2))
        for value, x, way in ((ends[0], axis.start, -1), (ends[1], axis.end, 1)):
            if axis.holds(value):
                at = axis.at(value)
                canvas.line(((at, y - 4), (at, y + 4)), colour=colour, thick=1.2)
            else:
                _arrow(canvas, x, y, way, colour)

    # ── axis ────────────────────────────────────────────────────────────────────────

    def _scaffold(self, canvas: Canvas, top: float, foot: float) -> None:
        """The line of no effect and the dashed line of the pooled estimate, below all marks."""
        plot, axis, pooled = self.plot, self.axis, self.whole.pooled
        if plot.null is not None and axis.holds(plot.null):
            x = axis.at(plot.null)
            canvas.line(((x, top), (x, foot)), colour=self.look.muted, thick=1)
        if pooled is not None and axis.holds(pooled.estimate):
            x = axis.at(pooled.estimate)
            canvas.line(((x, top), (x, foot)), colour=self.look.ink, thick=0.8, dash=(3, 3))

    def _foot(self, canvas: Canvas, y: float) -> None:
        look, axis, plot = self.look, self.axis, self.plot
        canvas.line(((axis.start, y), (axis.end, y)), colour=look.text)
        ticks = axis.ticks(6 if axis.end - axis.start > 180 else 4)
        for value, words in zip(ticks, words_of(ticks, plot.decimal), strict=True):
            x = axis.at(value)
            canvas.line(((x, y), (x, y + 4)), colour=look.text)
            canvas.text(x, y + 15, words, size=look.small, anchor="middle")
        middle = (axis.start + axis.end) / 2
        room = 2 * min(middle, WIDE - middle)
        canvas.text(middle, y + 31, look.fitted(plot.measure, room, look.size), anchor="middle")
        if plot.left or plot.right:
            self._ends(canvas, y + 48)

    def _ends(self, canvas: Canvas, base: float) -> None:
        """What either side of the line of no effect means, each with an arrow that way."""
        look, axis, plot = self.look, self.axis, self.plot
        split = axis.at(plot.null) if plot.null is not None else (axis.start + axis.end) / 2
        split = min(max(split, axis.start + 20), axis.end - 20)
        for words, way, room in ((plot.left, -1, split - 18), (plot.right, 1, WIDE - split - 18)):
            if words:
                tip = split + way * 16
                canvas.line(
                    ((split + way * 4, base - 4), (tip - way * 3, base - 4)), colour=look.muted
                )
                _arrow(canvas, tip, base - 4, way, look.muted, 3.2)
                canvas.text(tip + way * 4, base, look.fitted(words, room - 6, look.size),
                            anchor="end" if way < 0 else "start")  # fmt: skip


def _lines(plot: ForestPlot) -> Iterator[_Line]:
    for group in plot.groups:
        if group.heading:
            yield _Line("heading", group.heading)
        for row in group.rows:
            yield _Line("study", row.label, cells=row.cells, study=row)
        if group.pooled is not None:
            yield from _pooled(plot, group.pooled, overall=False)
    if plot.pooled is not None:
        yield from _pooled(plot, plot.pooled, overall=True)


def _pooled(plot: ForestPlot, diamond: Diamond, overall: bool) -> Iterator[_Line]:
    yield _Line("pooled", diamond.label, diamond.beside, diamond.cells, None, diamond, overall)
    if diamond.predicted is not None:
        words = plot.predicted_label
        yield _Line("predicted", words, cells=diamond.predicted_cells, diamond=diamond)
    for note in diamond.notes:
        yield _Line("note", note)


def _height(line: _Line, name: Sequence[str]) -> float:
    return _NOTE if line.kind == "note" else _ROW + _MORE * (len(name) - 1)


def _cut(widths: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths that fit some room: those above a width that all can have are cut to it."""
    if sum(widths) <= room:
        return tuple(widths)
    left, most = room, 0.0
    for count, width in enumerate(sorted(widths)):
        most = left / (len(widths) - count)
        if width > most:
            break
        left -= width
    return tuple(min(width, most) for width in widths)


def _colour(line: _Line, look: Look) -> str:
    return look.ink if _weight(line) == 600 else look.text


def _weight(line: _Line) -> Weight:
    return 600 if line.kind in ("heading", "pooled") else 400


def _cell(line: _Line, number: int) -> str:
    return line.cells[number] if number < len(line.cells) else ""


def _arrow(canvas: Canvas, x: float, y: float, way: int, colour: str, half: float = 4.0) -> None:
    """An arrow head with its tip at a point."""
    back = x - way * half * 1.6
    canvas.polygon(((x, y), (back, y - half), (back, y + half)), fill=colour)
