"""The flow diagram of PRISMA 2020: boxes in columns, arrows, and bars at the side.

Source: Page, M. J. and others (2021). The PRISMA 2020 statement. BMJ, 372, n71, figure 1. Each
box grows with its words, so that a long list of databases or reasons stays inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from synth.charts.canvas import Canvas
from synth.charts.look import WIDE, Look, Weight
from synth.charts.picture import Picture

IDENTIFIED, SCREENED, SOUGHT, ASSESSED, NEW, WHOLE, POOLED = range(7)
"""The levels of the diagram, from the top."""

BARS = ((IDENTIFIED, IDENTIFIED), (SCREENED, ASSESSED), (NEW, POOLED))
"""The first and last level of each bar: Identification, Screening, Included."""

_BAR, _GAP, _RISE, _PAD, _LEAD = 20.0, 15.0, 18.0, 7.0, 14.0
_WIDEST = 215.0
_MOST_LINES = 6
_LONGEST_BAR = 160.0

Drawn: TypeAlias = dict[tuple[int, int], "_Placed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box, wrapped where it is long; `depth` is 0 for the box's own name."""

    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines, and the row of the data table that it leads to."""

    lines: tuple[Line, ...]
    row: int | None = None

    @property
    def name(self) -> str:
        """Its words for a screen reader."""
        return "; ".join(line.words for line in self.lines)


@dataclass(frozen=True, slots=True)
class Step:
    """A box of an arm at a level, and the box of what leaves there."""

    level: int
    main: Box
    aside: Box | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """A way of searching: its head, and its steps from above."""

    head: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FlowChart:
    """A flow diagram in its final words. An arm or a box that is None is not drawn."""

    bars: tuple[str, str, str]
    new: Box
    previous: Arm | None = None
    databases: Arm | None = None
    other_methods: Arm | None = None
    whole: Box | None = None
    pooled: Box | None = None

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The arms that are drawn, from the left."""
        each = (self.previous, self.databases, self.other_methods)
        return tuple(arm for arm in each if arm is not None)

    @property
    def spine(self) -> int:
        """Which of the arms the boxes of what was included stand below."""
        searched = len(self.arms) - (self.databases is not None) - (self.other_methods is not None)
        return min(searched, max(len(self.arms) - 1, 0))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its wrapped lines, and where it stands."""

    box: Box
    lines: tuple[tuple[str, int], ...]
    left: float
    top: float
    width: float
    quiet: bool

    @property
    def height(self) -> float:
        return _height(len(self.lines))

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


def draw(spec: FlowChart, look: Look, link: str | None = None) -> Picture:
    """The diagram; at most `WIDE` wide, and as high as its words need."""
    plan = _Plan(spec, look)
    canvas = Canvas(look, plan.width, plan.height, link)
    _bars(canvas, plan)
    for arm, (left, width) in zip(spec.arms, plan.heads, strict=True):
        _head(canvas, plan, arm, left, width)
    for line in plan.arrows():
        _arrow(canvas, line)
    for placed in plan.boxes.values():
        _box(canvas, placed)
    return canvas.picture()


class _Plan:
    """Where everything stands."""

    def __init__(self, spec: FlowChart, look: Look) -> None:
        self.spec = spec
        self.look = look
        columns = max(sum(_columns(arm) for arm in spec.arms), 1)
        room = WIDE - 2 - _BAR - _GAP * columns
        self.column = min(room / columns, _WIDEST)
        self.width = 2 + _BAR + (self.column + _GAP) * columns
        self.heads = list(self._heads())
        self.head_lines = max(
            (len(self._wrapped(arm.head, width)) for arm, (_, width) in self._pairs()), default=0
        )
        self.head_height = _height(self.head_lines) if spec.arms else 0
        self.levels: dict[int, tuple[float, float]] = {}
        self.boxes: Drawn = {}
        self._place()
        last = max(self.levels)
        self.height = sum(self.levels[last]) + 1

    def _pairs(self) -> Iterator[tuple[Arm, tuple[float, float]]]:
        yield from zip(self.spec.arms, self.heads, strict=True)

    def _heads(self) -> Iterator[tuple[float, float]]:
        left = 1 + _BAR + _GAP
        for arm in self.spec.arms:
            columns = _columns(arm)
            width = columns * self.column + (columns - 1) * _GAP
            yield left, width
            left += width + _GAP

    def _wrapped(self, words: str, width: float) -> tuple[str, ...]:
        return wrapped(self.look, words, width - 2 * _PAD, 600)

    def _place(self) -> None:
        """Each level is as high as the highest of its boxes, which stand in its middle."""
        waiting = dict(self._waiting())
        heights: dict[int, float] = {}
        for (level, _), (_, lines, _, _) in waiting.items():
            heights[level] = max(heights.get(level, 0.0), _height(len(lines)))
        self._make_room_for_bars(heights)
        top = self.head_height + _RISE if self.spec.arms else 1
        for level, height in sorted(heights.items()):
            here = {at: each for at, each in waiting.items() if at[0] == level}
            self.levels[level] = (top, height)
            for at, (box, lines, left, quiet) in here.items():
                start = top + (height - _height(len(lines))) / 2
                self.boxes[at] = _Placed(box, lines, left, start, self.column, quiet)
            top += height + _RISE

    def _make_room_for_bars(self, heights: dict[int, float]) -> None:
        """Makes levels higher where the words of their bar would not fit beside them."""
        for words, (first, last) in zip(self.spec.bars, BARS, strict=True):
            levels = [level for level in range(first, last + 1) if level in heights]
            wanted = min(self.look.width(words, self.look.small, 600) + 8, _LONGEST_BAR)
            have = sum(heights[level] for level in levels) + _RISE * (len(levels) - 1)
            for level in levels:
                heights[level] += max(wanted - have, 0) / len(levels)

    def _waiting(
        self,
    ) -> Iterator[tuple[tuple[int, int], tuple[Box, tuple[tuple[str, int], ...], float, bool]]]:
        """Each box by its level and its place in the level: twice the arm's number, plus 1 for
        what leaves.
        """
        for number, (arm, (left, _)) in enumerate(self._pairs()):
            quiet = number != self.spec.spine
            for step in arm.steps:
                yield (step.level, 2 * number), (step.main, self._lines(step.main), left, quiet)
                if step.aside is not None:
                    beside = left + self.column + _GAP
                    aside = (step.aside, self._lines(step.aside), beside, quiet)
                    yield (step.level, 2 * number + 1), aside
        left = self.heads[self.spec.spine][0] if self.heads else 1 + _BAR + _GAP
        for level, box in (
            (NEW, self.spec.new),
            (WHOLE, self.spec.whole),
            (POOLED, self.spec.pooled),
        ):
            if box is not None:
                yield (level, 2 * self.spec.spine), (box, self._lines(box), left, False)

    def _lines(self, box: Box) -> tuple[tuple[str, int], ...]:
        room = self.column - 2 * _PAD
        return tuple(
            (row, line.depth)
            for line in box.lines
            for row in wrapped(
                self.look, line.words, room - _indent(line.depth), _weight(line.depth)
            )
        )

    def arrows(self) -> Iterator[tuple[tuple[float, float], ...]]:
        """The arrows, each by its corners; its head is at the last of them."""
        spine = 2 * self.spec.spine
        for number, arm in enumerate(self.spec.arms):
            mains = [self.boxes[step.level, 2 * number] for step in arm.steps]
            for step, main in zip(arm.steps, mains, strict=True):
                aside = self.boxes.get((step.level, 2 * number + 1))
                if aside is not None:
                    yield (main.left + main.width, main.middle), (aside.left, main.middle)
            yield from (_down(above, below) for above, below in pairwise(mains))
            goal = self.boxes[self._goal(arm), spine]
            if 2 * number == spine:
                yield _down(mains[-1], goal)
            else:
                yield _round(mains[-1], goal)
        kept = [
            self.boxes[at]
            for at in ((NEW, spine), (WHOLE, spine), (POOLED, spine))
            if at in self.boxes
        ]
        yield from (_down(above, below) for above, below in pairwise(kept))

    def _goal(self, arm: Arm) -> int:
        """The level to which an arm leads: previous studies join the whole."""
        return WHOLE if arm is self.spec.previous and self.spec.whole is not None else NEW


def _columns(arm: Arm) -> int:
    return 2 if any(step.aside is not None for step in arm.steps) else 1


def _height(lines: int) -> float:
    return lines * _LEAD + 2 * _PAD - 2


def _indent(depth: int) -> float:
    return 8.0 * depth


def _weight(depth: int) -> Weight:
    return 600 if depth == 0 else 400


def _down(above: _Placed, below: _Placed) -> tuple[tuple[float, float], ...]:
    return (above.centre, above.top + above.height), (above.centre, below.top)


def _round(start: _Placed, goal: _Placed) -> tuple[tuple[float, float], ...]:
    """Down from a box of another arm, and then to the side of a box of the spine."""
    side = goal.left if start.left < goal.left else goal.left + goal.width
    foot = (start.centre, start.top + start.height)
    return foot, (start.centre, goal.middle), (side, goal.middle)


def wrapped(look: Look, words: str, room: float, weight: Weight = 400) -> tuple[str, ...]:
    """The words in lines that are no wider than the room; a word that is wider is broken.

    A no-break space keeps words together. The last of many lines is cut short.
    """
    lines: list[str] = []
    line = ""
    for word in re.split("[ \t\n\r]+", words):
        for piece in _broken(look, word, room, weight):
            longer = f"{line} {piece}" if line else piece
            if line and look.width(longer, look.small, weight) > room:
                lines.append(line)
                longer = piece
            line = longer
    lines.append(line)
    if len(lines) > _MOST_LINES:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        lines[_MOST_LINES - 1 :] = [look.fitted(rest, room, look.small, weight)]
    return tuple(lines)


def _broken(look: Look, word: str, room: float, weight: Weight) -> Iterator[str]:
    while look.width(word, look.small, weight) > room and len(word) > 1:
        kept = len(word) - 1
        while kept > 1 and look.width(word[:kept], look.small, weight) > room:
            kept -= 1
        yield word[:kept]
        word = word[kept:]
    yield word


# ── drawing ─────────────────────────────────────────────────────────────────────────


def _bars(canvas: Canvas, plan: _Plan) -> None:
    for words, (first, last) in zip(plan.spec.bars, BARS, strict=True):
        levels = [plan.levels[level] for level in range(first, last + 1) if level in plan.levels]
        if not levels:
            continue
        top, bottom = levels[0][0], levels[-1][0] + levels[-1][1]
        canvas.rect(1, top, _BAR, bottom - top, fill=plan.look.ink)
        said = plan.look.fitted(words, bottom - top - 4, plan.look.small, 600)
        half = plan.look.width(said, plan.look.small, 600) / 2
        canvas.text(
            1 + _BAR / 2 + 4,
            (top + bottom) / 2 + half,
            said,
            size=plan.look.small,
            weight=600,
            colour=plan.look.paper,
            turn=90,
        )


def _head(canvas: Canvas, plan: _Plan, arm: Arm, left: float, width: float) -> None:
    look = plan.look
    main = arm is plan.spec.arms[plan.spec.spine]
    fill = look.accents[3] if main else look.wash
    canvas.rect(left, 1, width, plan.head_height - 1, fill=fill, edge=look.ink)
    lines = wrapped(look, arm.head, width - 2 * _PAD, 600)
    start = (plan.head_height - len(lines) * _LEAD) / 2
    for number, words in enumerate(lines):
        canvas.text(
            left + width / 2,
            start + number * _LEAD + 10.5,
            words,
            size=look.small,
            weight=600,
            colour=look.on(fill),
            anchor="middle",
        )


def _box(canvas: Canvas, placed: _Placed) -> None:
    look = canvas.look
    fill = look.wash if placed.quiet else look.paper
    with canvas.mark(placed.box.row, placed.box.name):
        canvas.rect(placed.left, placed.top, placed.width, placed.height, fill=fill, edge=look.ink)
        for number, (words, depth) in enumerate(placed.lines):
            canvas.text(
                placed.left + _PAD + _indent(depth),
                placed.top + _PAD + number * _LEAD + 9.5,
                words,
                size=look.small,
                weight=_weight(depth),
                colour=look.text,
            )


def _arrow(canvas: Canvas, points: tuple[tuple[float, float], ...]) -> None:
    (before_x, before_y), (x, y) = points[-2:]
    canvas.line(points, colour=canvas.look.ink, thick=1.2)
    along = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
    back = x - 6 * along[0], y - 6 * along[1]
    wing = 3.5 * along[1], 3.5 * along[0]
    corners = (x, y), (back[0] + wing[0], back[1] + wing[1]), (back[0] - wing[0], back[1] - wing[1])
    canvas.polygon(corners, fill=canvas.look.ink)


__all__ = ["Arm", "Box", "FlowChart", "Line", "Step", "draw"]
