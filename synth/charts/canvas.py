"""The drawing of a picture: shapes and words on a matplotlib figure, in CSS pixels.

The origin is the upper left corner and y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from zlib import crc32

from synth.charts.look import Look, Weight
from synth.charts.picture import Mark, Picture, clean
from synth.charts.svg import Counted, Linked, Shape, inner_svg, written

Anchor: TypeAlias = Literal["start", "middle", "end"]
Point: TypeAlias = tuple[float, float]

MAX_LETTERS = 400
"""The longest line of words that is drawn."""


class Canvas:
    """A picture in the making.

    `link` is the identifier of the data table: a mark of row 3 leads to `#<link>-row-3`. Without
    it the marks are no links.
    """

    def __init__(self, look: Look, width: float, height: float, link: str | None = None) -> None:
        self.look = look
        self.width = width
        self.height = height
        self._link = link
        self._shapes: list[Shape] = []
        self._links: list[Linked] = []
        self._boxes: list[list[Point]] = []
        self._inside = False

    # ── marks ───────────────────────────────────────────────────────────────────────

    @contextmanager
    def mark(
        self,
        row: int | None,
        name: str,
        area: tuple[float, float, float, float] | None = None,
        counted: Counted | None = None,
    ) -> Iterator[None]:
        """All that is drawn inside leads to a row of the table; None leads nowhere.

        `name` says what the mark shows, as a screen reader should say it. `area` (left, top,
        width, height) can be clicked as a whole: make it 24 pixels or more where there is room.
        With `counted` its first words are a number of rows, and it leads to their heading.
        """
        if row is None:
            yield
            return
        assert not self._inside, "a mark cannot stand in another"
        self._links.append(Linked(row, clean(name), counted))
        self._boxes.append([])
        self._inside = True
        try:
            if area is not None:
                self.rect(*area, fill=self.look.paper, edge=None, opacity=0)
            yield
        finally:
            self._inside = False

    # ── shapes ──────────────────────────────────────────────────────────────────────

    def rect(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        thick: float = 1.0,
        hatch: str | None = None,
        opacity: float = 1.0,
    ) -> None:
        """A rectangle. `hatch` is matplotlib's, such as `///`, in the colour of the edge."""
        right, foot = left + width, top + height
        corners = (left, top), (right, top), (right, foot), (left, foot)
        self.polygon(corners, fill=fill, edge=edge, thick=thick, hatch=hatch, opacity=opacity)

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: str | None = None,
        edge: str | None = None,
        thick: float = 1.0,
        hatch: str | None = None,
        opacity: float = 1.0,
    ) -> None:
        """A closed shape."""
        style = _style(fill, edge, thick, hatch, opacity)
        self._add(lambda: _polygon(points, style), points)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        thick: float = 1.0,
        hatch: str | None = None,
    ) -> None:
        """A circle about a point."""
        box = ((x - radius, y - radius), (x + radius, y + radius))
        style = _style(fill, edge, thick, hatch, 1.0)
        self._add(lambda: _circle((x, y), radius, style), box)

    def dots(self, points: Sequence[Point], radius: float, *, fill: str) -> None:
        """A great many small diamonds, as one shape."""
        if points:
            self._add(lambda: _dots(points, radius, fill), points)

    def line(
        self, points: Sequence[Point], *, colour: str | None = None, thick: float = 1.0,
        dash: tuple[float, ...] | None = None,
    ) -> None:  # fmt: skip
        """An open line through some points; `dash` gives the lengths on and off, in pixels."""
        style = _style(None, colour or self.look.text, thick, None, 1.0)
        self._add(lambda: _line(points, style, dash), points)

    # ── words ───────────────────────────────────────────────────────────────────────

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float | None = None,
        weight: Weight = 400,
        colour: str | None = None,
        anchor: Anchor = "start",
        turn: float = 0,
    ) -> None:
        """One line of words with its baseline at `y`; `turn` is in degrees against the clock."""
        said = clean(words)[:MAX_LETTERS]
        if not said:
            return
        height = size or self.look.size
        wide = self.look.width(said, height, weight)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box: tuple[Point, Point] = ((left, y - 0.75 * height), (left + wide, y + 0.25 * height))
        if turn:
            box = ((x - height, y - wide), (x + height, y + wide))
        style = _Letters(height, weight, colour or self.look.text, turn, f"words:{anchor}")
        self._add(lambda: _words((x, y), said, style), box)

    # ── the end ─────────────────────────────────────────────────────────────────────

    def picture(self) -> Picture:
        """What was drawn."""
        text = written(self.width, self.height, self._shapes)
        prefix = self._link or f"p{crc32(text.encode()):08x}"
        inner = inner_svg(text, self._links, self._link, prefix)
        size = f'width="{self.width:g}" height="{self.height:g}"'
        paper = f'<rect {size} fill="{self.look.paper}"/>'
        return Picture(
            self.width, self.height, self.look.families, paper + inner, tuple(self._marks())
        )

    def _marks(self) -> Iterator[Mark]:
        for link, points in zip(self._links, self._boxes, strict=True):
            if points:
                left, right = (edge(x for x, _ in points) for edge in (min, max))
                top, foot = (edge(y for _, y in points) for edge in (min, max))
                across = (round(100 * part / self.width, 2) for part in (left, right - left))
                down = (round(100 * part / self.height, 2) for part in (top, foot - top))
                (x, width), (y, height) = across, down
                group = link.counted.group if link.counted else None
                yield Mark(link.row, link.name, x, y, width, height, group)

    def _add(self, make: Callable[[], Any], box: Sequence[Point]) -> None:
        """One more shape, above all others. A mark's shapes are grouped by their identifier."""
        mark = len(self._links) - 1 if self._inside else None
        if mark is not None:
            self._boxes[mark].extend(box)
        self._shapes.append(Shape(make, None if mark is None else f"mark:{mark}"))


@dataclass(frozen=True, slots=True)
class _Letters:
    size: float
    weight: Weight
    colour: str
    turn: float
    group: str


def _polygon(points: Sequence[Point], style: Mapping[str, Any]) -> Any:
    from matplotlib.patches import Polygon

    return Polygon(points, closed=True, **style)


def _circle(centre: Point, radius: float, style: Mapping[str, Any]) -> Any:
    from matplotlib.patches import Circle

    return Circle(centre, radius, **style)


def _dots(points: Sequence[Point], radius: float, fill: str) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    around = ((0, -radius), (radius, 0), (0, radius), (-radius, 0), (0, -radius))
    corners = [(x + across, y + down) for x, y in points for across, down in around]
    codes = (Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY) * len(points)
    return PathPatch(Path(corners, codes), facecolor=fill, edgecolor="none", linewidth=0)


def _line(points: Sequence[Point], style: Mapping[str, Any], dash: tuple[float, ...] | None) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    shape = PathPatch(Path(points), capstyle="butt", **style)
    if dash:
        shape.set_linestyle((0, tuple(part / shape.get_linewidth() for part in dash)))
    return shape


def _style(
    fill: str | None, edge: str | None, thick: float, hatch: str | None, opacity: float
) -> dict[str, Any]:
    return {
        "facecolor": fill or "none",
        "edgecolor": edge or "none",
        "linewidth": thick if edge else 0,
        "hatch": hatch,
        "alpha": opacity if opacity != 1 else None,
    }


def _words(place: Point, words: str, style: _Letters) -> Any:
    """Words that the renderer is given as they are: no mathematics is read in them."""
    from matplotlib.artist import Artist
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family="sans-serif", weight=style.weight, size=style.size)

    class Words(Artist):
        def draw(self, renderer: Any) -> None:
            context = renderer.new_gc()
            context.set_foreground(style.colour)
            renderer.open_group("mark", gid=self.get_gid())
            renderer.open_group("words", gid=style.group)
            renderer.draw_text(context, *place, words, font, style.turn)
            renderer.close_group("words")
            renderer.close_group("mark")
            context.restore()

    return Words()
