"""The evidence gap map: what was studied by what was looked at, with a mark for each study.

As in Campbell's guidance (White and others 2020, Campbell Systematic Reviews 16(4): e1125) and
3ie's (Snilstveit and others 2013, World Bank Policy Research Working Paper 6725): a matrix, in
whose cells stand the studies with the confidence in each, and whose empty cells are the gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from synth.charts import heads
from synth.charts.canvas import Canvas
from synth.charts.heads import Heads
from synth.charts.look import WIDE, Look
from synth.charts.paging import Group, dealt
from synth.charts.picture import Picture
from synth.charts.signs import draw_sign
from synth.charts.svg import Counted

MOST_MARKS = 12
"""A cell with more studies shows how many there are of each level."""

MOST_COLUMNS = 12
"""More columns than these would not leave room for letters of 8 pt; they are a further map."""

TALLEST = 860.0
"""CSS pixels that a map may be high, so that it stays on a page with its caption."""

_LABELS = (110.0, 178.0)
"""The least and the most that the names of the rows take."""

_WIDEST = 84.0
_PITCH = 10.0
_SIGN = 3.5
_LINE = 13.0
_COUNT = 15.0
_PAD = 4.0
_LOWEST = 24.0
_NARROWEST = 380.0
_LEGEND_LINE = 18.0
_ROOM = int(TALLEST - heads.TALLEST - 2 * _PAD - 5 * _LEGEND_LINE)


@dataclass(frozen=True, slots=True)
class MapMark:
    """A study in a cell: its level, from 1, 0 where it is not rated.

    `rows` are those of the data table; the mark leads to the first. `name` is what a screen
    reader says of it.
    """

    level: int
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapCell:
    """The studies of a cell; `row` and `column` count from 0, `group` is the table's heading."""

    row: int
    column: int
    name: str
    group: int
    marks: tuple[MapMark, ...]


@dataclass(frozen=True, slots=True)
class GapMap:
    """A map. A cell that is not among `cells` is empty.

    `levels` are the labels of the rating from the lowest, at most six; there may be none.
    `unrated` is the label of what is not rated, empty where all is. `rating` is the name of the
    scale, which the legend tells.
    """

    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[MapCell, ...]
    levels: tuple[str, ...] = ()
    unrated: str = ""
    rating: str = ""


def parts(plot: GapMap, look: Look | None = None) -> list[tuple[range, range]]:
    """The rows and columns of each picture that a map is split into, by columns first.

    No picture is wider than the page, or higher; its letters are never smaller than 8 pt.
    """
    shown = look or Look()
    cuts: list[tuple[range, range]] = []
    for columns in _even(len(plot.columns), MOST_COLUMNS):
        width = _column_width(plot, len(columns), shown)
        heights = [_row_height(plot, row, columns, width, shown) for row in range(len(plot.rows))]
        groups = [Group(ceil(height)) for height in heights]
        cuts += [(rows, columns) for rows in dealt(groups, _ROOM)]
    return cuts


def part(plot: GapMap, rows: range, columns: range) -> GapMap:
    """The map of some rows and columns alone."""
    return replace(
        plot,
        rows=tuple(plot.rows[each] for each in rows),
        columns=tuple(plot.columns[each] for each in columns),
        cells=tuple(
            replace(cell, row=cell.row - rows.start, column=cell.column - columns.start)
            for cell in plot.cells
            if cell.row in rows and cell.column in columns
        ),
    )


def draw(plot: GapMap, look: Look, link: str | None = None) -> Picture:
    """The picture of a map."""
    return _Drawing(plot, look).drawn(link)


class _Drawing:
    """The measures of a map, and its drawing."""

    def __init__(self, plot: GapMap, look: Look) -> None:
        self.plot = plot
        self.look = look
        every = range(len(plot.columns))
        self.label = _label_room(plot, look)
        self.column = _column_width(plot, len(every), look)
        self.heads = Heads.of(plot.columns, self.column, look)
        self.head = self.heads.height
        self.heights = [
            _row_height(plot, row, every, self.column, look) for row in range(len(plot.rows))
        ]
        self.width = max(self.label + len(every) * self.column + 2, _NARROWEST)
        self.title = look.wrapped(self._legend_title(), self.width, look.small, 2, 600)
        self.legend = list(self._legend_places())
        rows = len(self.title) + self.legend[-1][0] + 1
        self.foot = self.head + sum(self.heights)
        self.height = self.foot + 8 + rows * _LEGEND_LINE + 4

    def drawn(self, link: str | None) -> Picture:
        """The whole picture."""
        canvas = Canvas(self.look, self.width, self.height, link)
        self._heads(canvas)
        cells = {(cell.row, cell.column): cell for cell in self.plot.cells}
        top = self.head
        for row, height in enumerate(self.heights):
            self._label(canvas, self.plot.rows[row], top, height)
            for column in range(len(self.plot.columns)):
                left = self.label + column * self.column
                self._cell(canvas, cells.get((row, column)), left, top, height)
            top += height
        self._legend(canvas)
        return canvas.picture()

    # ── heads ───────────────────────────────────────────────────────────────────────

    def _heads(self, canvas: Canvas) -> None:
        size = self.look.small
        for line, words in enumerate(self.look.wrapped(self.plot.corner, self.label - 8, size, 2)):
            y = self.head - _PAD - _LINE * (1 - line) - 2
            canvas.text(0, y, words, size=size, colour=self.look.muted)
        for column in range(len(self.plot.columns)):
            self.heads.draw(canvas, column, self.label + (column + 0.5) * self.column, self.head)

    def _label(self, canvas: Canvas, words: str, top: float, height: float) -> None:
        size = self.look.small
        lines = _label_lines(words, self.look)
        first = top + (height - len(lines) * _LINE) / 2 + 0.8 * _LINE
        for number, line in enumerate(lines):
            canvas.text(0, first + number * _LINE, line, size=size, colour=self.look.ink)

    # ── cells ───────────────────────────────────────────────────────────────────────

    def _cell(
        self, canvas: Canvas, cell: MapCell | None, left: float, top: float, height: float
    ) -> None:
        look = self.look
        fill = look.paper if cell is None else look.wash
        canvas.rect(left, top, self.column, height, fill=fill, edge=look.line, thick=0.8)
        if cell is None:
            return
        counted = Counted(cell.group, tuple(mark.rows for mark in cell.marks))
        area = (left + 1, top + 1, self.column - 2, height - 2)
        beside = _beside(cell, self.column, look)
        with canvas.mark(cell.marks[0].rows[0], cell.name, area, counted):
            y = top + height / 2 + 0.35 * look.size if beside else top + _COUNT - 3
            canvas.text(left + _PAD, y, str(len(cell.marks)), weight=600, colour=look.ink)
        if len(cell.marks) > MOST_MARKS:
            self._sums(canvas, cell, left, top + _COUNT)
        else:
            above = (height - _PITCH) / 2 if beside else _COUNT
            self._marks(canvas, cell.marks, left, top + above)

    def _marks(self, canvas: Canvas, marks: Sequence[MapMark], left: float, top: float) -> None:
        across = min(_across(self.column), len(marks))
        start = left + (self.column - across * _PITCH) / 2
        for number, mark in enumerate(marks):
            down, along = divmod(number, across)
            corner = start + along * _PITCH, top + down * _PITCH
            with canvas.mark(mark.rows[0], mark.name, (*corner, _PITCH, _PITCH)):
                x, y = (side + _PITCH / 2 for side in corner)
                draw_sign(canvas, x, y, _SIGN, mark.level, len(self.plot.levels))

    def _sums(self, canvas: Canvas, cell: MapCell, left: float, top: float) -> None:
        """How many studies of each level a full cell has, the surest first."""
        size = self.look.small
        for line, level in enumerate(_levels_in(cell)):
            y = top + (line + 0.5) * _LINE
            same = tuple(mark.rows for mark in cell.marks if mark.level == level)
            name = f"{cell.name}; {self._level_name(level)}: {len(same)}"
            area = (left + 1, y - _LINE / 2, self.column - 2, _LINE)
            with canvas.mark(same[0][0], name, area, Counted(cell.group, same)):
                draw_sign(
                    canvas, left + self.column / 2 - 8, y, _SIGN, level, len(self.plot.levels)
                )
                canvas.text(left + self.column / 2, y + 0.35 * size, str(len(same)), size=size)

    # ── legend ──────────────────────────────────────────────────────────────────────

    def _level_name(self, level: int) -> str:
        if not self.plot.levels:
            return "studies"
        return self.plot.levels[level - 1] if level else self.plot.unrated

    def _legend_title(self) -> str:
        if not self.plot.levels:
            return ""
        by = f" by {self.plot.rating}" if self.plot.rating else ""
        return f"Each sign is a study; its form tells its rating{by}:"

    def _legend_words(self) -> Iterator[tuple[int | None, str]]:
        """Each level that occurs, the highest first, and its words; None is an empty cell."""
        used = {level for cell in self.plot.cells for level in _levels_in(cell)}
        for level in sorted(used, reverse=True):
            yield level, self._level_name(level) if self.plot.levels else "one study"
        yield None, "no study"

    def _legend_places(self) -> Iterator[tuple[int, float, int | None, str]]:
        """The entries with the line and the place on it of each."""
        line, x = 0, 0.0
        for level, words in self._legend_words():
            said = self.look.fitted(words, self.width - 20, self.look.small)
            need = 20 + self.look.width(said, self.look.small) + 14
            if x and x + need - 14 > self.width:
                line, x = line + 1, 0.0
            yield line, x, level, said
            x += need

    def _legend(self, canvas: Canvas) -> None:
        size = self.look.small
        for number, words in enumerate(self.title):
            y = self.foot + 8 + (number + 0.5) * _LEGEND_LINE + 0.35 * size
            canvas.text(0, y, words, size=size, weight=600)
        for line, x, level, words in self.legend:
            y = self.foot + 8 + (len(self.title) + line + 0.5) * _LEGEND_LINE
            if level is None:
                canvas.rect(x + 1, y - 6, 12, 12, fill=self.look.paper, edge=self.look.line)
            else:
                draw_sign(canvas, x + 7, y, 4.5, level, len(self.plot.levels))
            canvas.text(x + 20, y + 0.35 * size, words, size=size)


def _label_room(plot: GapMap, look: Look) -> float:
    """As wide as the longest name of a row needs, if that is not too much."""
    least, most = _LABELS
    return min(max([least, *(look.width(row, look.small) + 9 for row in plot.rows)]), most)


def _column_width(plot: GapMap, columns: int, look: Look) -> float:
    return min(_WIDEST, (WIDE - _label_room(plot, look) - 2) / max(columns, 1))


def _across(width: float) -> int:
    return max(1, int((width - 6) // _PITCH))


def _beside(cell: MapCell, width: float, look: Look) -> bool:
    """Whether a cell's number fits left of its signs, which stand in its middle."""
    number = look.width(str(len(cell.marks)), look.size, 600)
    return _PAD + number + _PITCH * len(cell.marks) / 2 <= width / 2


def _label_lines(words: str, look: Look) -> tuple[str, ...]:
    return look.wrapped(words, _LABELS[1] - 8, look.small, 3)


def _row_height(plot: GapMap, row: int, columns: range, width: float, look: Look) -> float:
    """As high as its fullest cell or its label needs."""
    lines = [
        len(_levels_in(cell)) * _LINE
        if len(cell.marks) > MOST_MARKS
        else ceil(len(cell.marks) / _across(width)) * _PITCH
        for cell in plot.cells
        if cell.row == row and cell.column in columns and not _beside(cell, width, look)
    ]
    cells = _COUNT + max(lines) + _PAD if lines else _LOWEST
    return max(cells, len(_label_lines(plot.rows[row], look)) * _LINE + 2 * _PAD)


def _levels_in(cell: MapCell) -> list[int]:
    return sorted({mark.level for mark in cell.marks}, reverse=True)


def _even(count: int, most: int) -> list[range]:
    """So many columns in as few parts as need be, of nearly the same size."""
    number = max(1, ceil(count / most))
    edges = [round(count * each / number) for each in range(number + 1)]
    return [range(edges[each], edges[each + 1]) for each in range(number)]
