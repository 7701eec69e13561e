"""The effect direction plot: which way each study points, on each domain of outcomes.

After Hilton Boon and Thomson (2021), Research Synthesis Methods 12, 29-33: an arrow for each study
and domain, as large as the study's class of sample, and rows shaded by the study's quality. The
rating is told by dots as well, and a sample that is not known by an arrow without a filling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from synth.charts.canvas import Canvas, Point
from synth.charts.colours import at_lightness
from synth.charts.heads import Heads
from synth.charts.look import COLUMN, WIDE, Look
from synth.charts.picture import Picture

Pointing: TypeAlias = Literal["up", "down", "conflicting", "none"]
SizeClass: TypeAlias = Literal["large", "medium", "small", "unknown"]

MAX_COLUMNS = 9
"""More domains than this have no room side by side."""

_SIDE = {"large": 20.0, "medium": 15.0, "small": 10.0, "unknown": 15.0}
_ROW = 24.0
_HEADING = 22.0
_LINE = 14.0
_KEY = 23.0
_FOOT = 6.0
_GAP = 10.0
_DOT = 9.0
_WIDEST = 110.0
_LABELS = (90.0, 190.0)
"""The least and the most that the names of the studies take."""


@dataclass(frozen=True, slots=True)
class DirectionMark:
    """Which way a study points on a domain.

    `results` is how many of its results were put together. `name` says all of it in words; `row`
    is the row of the data table.
    """

    pointing: Pointing
    size: SizeClass
    results: int
    name: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A study, with a mark or None for each column.

    `sample` is as it is shown. `rank` is the step that it is rated at, of `steps`; 0 is not rated.
    """

    label: str
    sample: str
    rank: int
    marks: tuple[DirectionMark | None, ...]


@dataclass(frozen=True, slots=True)
class DirectionGroup:
    """Some studies under a heading, which is empty where there is one group."""

    heading: str
    rows: tuple[DirectionRow, ...]


@dataclass(frozen=True, slots=True)
class DirectionColumn:
    """A domain of outcomes; `up` says what an arrow upwards means on it ("less")."""

    label: str
    up: str


@dataclass(frozen=True, slots=True)
class DirectionSign:
    """A sign that the legend tells the meaning of, as it is drawn."""

    pointing: Pointing
    size: SizeClass
    words: str


@dataclass(frozen=True, slots=True)
class DirectionPlot:
    """An effect direction plot.

    `sample` is the head of the samples; without it there is no such column. `rating` is the head
    of the column of dots, `steps` the number of dots; without steps there is no such column.
    `unrated` stands where a study has no rating. Each entry of `legend` starts a line; `notes` are
    paragraphs below it. The parts of one plot are as wide as each other where they have the same
    `widest`, the most columns of any, and the same `longest` name of a study.
    """

    columns: tuple[DirectionColumn, ...]
    groups: tuple[DirectionGroup, ...]
    legend: tuple[tuple[DirectionSign, ...], ...] = ()
    study: str = "Study"
    sample: str = "Sample"
    rating: str = ""
    steps: int = 0
    unrated: str = "not rated"
    notes: tuple[str, ...] = ()
    widest: int = 0
    longest: str = ""

    @property
    def filled(self) -> bool:
        """Whether some sign is filled, as its study's sample is known."""
        marks = (mark for group in self.groups for row in group.rows for mark in row.marks)
        return any(mark is not None and mark.size != "unknown" for mark in marks)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns stand, in pixels from the left."""

    label: float
    sample: float
    rating: float
    first: float
    wide: float
    right: float

    def middle(self, column: int) -> float:
        return self.first + self.wide * (column + 0.5)


def draw(plot: DirectionPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of an effect direction plot, at most MAX_COLUMNS domains wide."""
    grid = _grid(plot, look)
    heads = Heads.of([column.label for column in plot.columns], grid.wide, look, 600)
    top = heads.height + _LINE + 6
    body = sum(_HEADING * bool(group.heading) + _ROW * len(group.rows) for group in plot.groups)
    notes = [line for note in plot.notes for line in look.wrapped(note, grid.right, look.small, 6)]
    legend = list(_legend_lines(plot, look, grid.right))
    height = top + body + _GAP + _KEY * len(legend) + _LINE * len(notes) + _FOOT * bool(notes)
    canvas = Canvas(look, grid.right, height, link)
    _head(canvas, plot, grid, heads, top)
    at = top
    for group in plot.groups:
        if group.heading:
            words = look.fitted(group.heading, grid.right - 8, look.size, 600)
            canvas.text(4, at + 15.5, words, weight=600, colour=look.ink)
            at += _HEADING
        for row in group.rows:
            _row(canvas, plot, grid, row, at)
            at += _ROW
    canvas.line(((0, at), (grid.right, at)), colour=look.ink)
    at += _GAP
    for line in legend:
        _legend(canvas, line, at + _KEY / 2)
        at += _KEY
    for words in notes:
        at += _LINE
        canvas.text(0, at, words, size=look.small, colour=look.muted)
    return canvas.picture()


def _grid(plot: DirectionPlot, look: Look) -> _Grid:
    rows = [row for group in plot.groups for row in group.rows]
    names = (*(row.label for row in rows), plot.longest)
    least, most = _LABELS
    label = min(max(least, *(look.width(name, look.size) for name in names)), most) + 12
    samples = [plot.sample, *(row.sample for row in rows)] if plot.sample else [""]
    sample = label + max(look.width(words, look.small) for words in samples) + 4
    rating = sample + 10
    first = rating
    if plot.steps:
        head = max(look.width(word, look.small, 600) for word in plot.rating.split() or [""])
        words = look.width(plot.unrated, look.small)
        first += min(max(_DOT * plot.steps, head, words), 90.0) + 6
    columns = max(len(plot.columns), plot.widest)
    wide = min((WIDE - first) / columns, _WIDEST)
    right = min(max(first + wide * columns, COLUMN), WIDE)
    return _Grid(label, sample, rating, first, wide, right)


def _head(canvas: Canvas, plot: DirectionPlot, grid: _Grid, heads: Heads, top: float) -> None:
    look = canvas.look
    base = top - 10
    canvas.text(4, base, plot.study, size=look.small, weight=600)
    canvas.text(grid.sample, base, plot.sample, size=look.small, weight=600, anchor="end")
    if plot.steps:
        title = look.wrapped(plot.rating, grid.first - grid.rating - 6, look.small, 4, 600)
        for number, words in enumerate(reversed(title)):
            canvas.text(grid.rating, base - _LINE * number, words, size=look.small, weight=600)
    for column in range(len(plot.columns)):
        middle = grid.middle(column)
        heads.draw(canvas, column, middle, heads.height)
        said = look.fitted(plot.columns[column].up, grid.wide - 15, look.small)
        wide = look.width(said, look.small) + 13
        _arrow(canvas, "up", middle - wide / 2 + 4, base - 4, 8, filled=plot.filled)
        canvas.text(middle - wide / 2 + 13, base, said, size=look.small, colour=look.muted)
    canvas.line(((0, top), (grid.right, top)), colour=look.ink)


def _row(canvas: Canvas, plot: DirectionPlot, grid: _Grid, row: DirectionRow, top: float) -> None:
    look = canvas.look
    middle = top + _ROW / 2
    tint = shading(look, row.rank, plot.steps)
    if tint:
        canvas.rect(0, top, grid.right, _ROW, fill=tint)
    canvas.line(((0, top + _ROW), (grid.right, top + _ROW)), colour=look.line, thick=0.75)
    canvas.text(4, middle + 4, look.fitted(row.label, grid.label - 8, look.size))
    if plot.sample:
        canvas.text(grid.sample, middle + 4, row.sample, size=look.small, anchor="end")
    if plot.steps and row.rank:
        dots(canvas, grid.rating, middle, row.rank, plot.steps)
    elif plot.steps:
        words = look.fitted(plot.unrated, grid.first - grid.rating - 4, look.small)
        canvas.text(grid.rating, middle + 4, words, size=look.small, colour=look.text)
    for column, mark in enumerate(row.marks):
        if mark is not None:
            left = grid.first + grid.wide * column
            with canvas.mark(mark.row, mark.name, (left + 2, top, grid.wide - 4, _ROW)):
                _mark(canvas, mark, grid.middle(column), middle)


def _mark(canvas: Canvas, mark: DirectionMark, x: float, y: float) -> None:
    side = _SIDE[mark.size]
    _arrow(canvas, mark.pointing, x, y, side, filled=mark.size != "unknown")
    if mark.results > 1:
        right = _reach(mark.pointing, side) + 2
        canvas.text(x + right, y + 9, str(mark.results), size=canvas.look.small)


def shading(look: Look, rank: int, steps: int) -> str | None:
    """The background of a row: the darker, the higher it is rated; None where it is not rated."""
    if not rank or not steps:
        return None
    return at_lightness(look.ink, 97 - 21 * (rank - 1) / max(steps - 1, 1))


def dots(canvas: Canvas, left: float, y: float, rank: int, steps: int) -> None:
    """A rating as dots in a row: those reached are filled."""
    look = canvas.look
    for step in range(steps):
        fill = look.ink if step < rank else look.paper
        canvas.circle(left + 4 + _DOT * step, y, 3.2, fill=fill, edge=look.ink, thick=1)


def _arrow(
    canvas: Canvas, pointing: Pointing, x: float, y: float, side: float, *, filled: bool
) -> None:
    """One of the four signs about a point; without filling it is an outline."""
    look = canvas.look
    colour = look.accents[1] if pointing == "down" else look.accents[0]
    fill = colour if filled else look.paper
    thick = 1.0 if filled else 1.75
    half = side / 2
    if pointing == "none":
        bar = side * 0.36
        canvas.rect(x - half, y - bar / 2, side, bar, fill=fill, edge=colour, thick=thick)
        return
    for points in _triangles(pointing, x, y, half):
        canvas.polygon(points, fill=fill, edge=colour, thick=thick)


def _reach(pointing: Pointing, side: float) -> float:
    """How far a sign goes from its middle to either side."""
    return 1.5 + 0.9 * side if pointing == "conflicting" else side / 2


def _triangles(pointing: Pointing, x: float, y: float, half: float) -> Iterator[list[Point]]:
    rise = half * 0.9
    if pointing == "up":
        yield [(x - half, y + rise), (x, y - rise), (x + half, y + rise)]
    elif pointing == "down":
        yield [(x - half, y - rise), (x, y + rise), (x + half, y - rise)]
    else:
        for way in (-1, 1):
            near, far = x + way * 1.5, x + way * (1.5 + 2 * rise)
            yield [(near, y - half), (far, y), (near, y + half)]


# ── the legend ──────────────────────────────────────────────────────────────────────


def _legend_lines(
    plot: DirectionPlot, look: Look, right: float
) -> Iterator[list[tuple[DirectionSign, float]]]:
    """The entries of the legend in lines, each with its place from the left."""
    for entries in plot.legend:
        line: list[tuple[DirectionSign, float]] = []
        at = 0.0
        for entry in entries:
            wide = 38 + look.width(entry.words, look.small)
            if line and at + wide > right:
                yield line
                line, at = [], 0.0
            line.append((entry, at))
            at += wide + 14
        if line:
            yield line


def _legend(canvas: Canvas, line: Sequence[tuple[DirectionSign, float]], y: float) -> None:
    look = canvas.look
    for sign, left in line:
        _arrow(canvas, sign.pointing, left + 17, y, _SIDE[sign.size], filled=sign.size != "unknown")
        room = canvas.width - left - 38
        canvas.text(left + 38, y + 4, look.fitted(sign.words, room, look.small), size=look.small)
