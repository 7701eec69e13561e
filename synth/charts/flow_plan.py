"""Where the boxes and arrows of a flow diagram stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from synth.charts.flow_boxes import BARS, NEW, POOLED, WHOLE, Arm, Box, FlowChart
from synth.charts.look import WIDE, Look, Weight

BAR, GAP, RISE, PAD, LEAD = 20.0, 15.0, 18.0, 7.0, 14.0
"""The width of the bars, the room between columns and between levels, the room inside a box and
the height of a line, in pixels."""

_WIDEST, _LONGEST_BAR, _MOST_LINES = 215.0, 160.0, 6

Lines: TypeAlias = tuple[tuple[str, int], ...]
"""The wrapped lines of a box, each with its depth."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its wrapped lines, and where it stands."""

    box: Box
    lines: Lines
    left: float
    top: float
    width: float
    quiet: bool

    @property
    def height(self) -> float:
        """How high the box is."""
        return _height(len(self.lines))

    @property
    def middle(self) -> float:
        """Half way down the box."""
        return self.top + self.height / 2

    @property
    def centre(self) -> float:
        """Half way along the box."""
        return self.left + self.width / 2


class Plan:
    """Where everything stands."""

    def __init__(self, spec: FlowChart, look: Look) -> None:
        self.spec = spec
        self.look = look
        columns = max(sum(_columns(arm) for arm in spec.arms), 1)
        room = WIDE - 2 - BAR - GAP * columns
        self.column = min(room / columns, _WIDEST)
        self.width = 2 + BAR + (self.column + GAP) * columns
        self.heads = list(self._heads())
        self.head_lines = max(
            (len(self._wrapped(arm.head, width)) for arm, (_, width) in self._pairs()), default=0
        )
        self.head_height = _height(self.head_lines) if spec.arms else 0
        self.levels: dict[int, tuple[float, float]] = {}
        self.boxes: dict[tuple[int, int], Placed] = {}
        self._place()
        last = max(self.levels)
        self.height = sum(self.levels[last]) + 1

    def _pairs(self) -> Iterator[tuple[Arm, tuple[float, float]]]:
        yield from zip(self.spec.arms, self.heads, strict=True)

    def _heads(self) -> Iterator[tuple[float, float]]:
        left = 1 + BAR + GAP
        for arm in self.spec.arms:
            columns = _columns(arm)
            width = columns * self.column + (columns - 1) * GAP
            yield left, width
            left += width + GAP

    def _wrapped(self, words: str, width: float) -> tuple[str, ...]:
        return wrapped(self.look, words, width - 2 * PAD, 600)

    def _place(self) -> None:
        """Each level is as high as the highest of its boxes, which stand in its middle."""
        waiting = dict(self._waiting())
        heights: dict[int, float] = {}
        for (level, _), (_, lines, _, _) in waiting.items():
            heights[level] = max(heights.get(level, 0.0), _height(len(lines)))
        self._make_room_for_bars(heights)
        top = self.head_height + RISE if self.spec.arms else 1
        for level, height in sorted(heights.items()):
            here = {at: each for at, each in waiting.items() if at[0] == level}
            self.levels[level] = (top, height)
            for at, (box, lines, left, quiet) in here.items():
                start = top + (height - _height(len(lines))) / 2
                self.boxes[at] = Placed(box, lines, left, start, self.column, quiet)
            top += height + RISE

    def _make_room_for_bars(self, heights: dict[int, float]) -> None:
        """Makes levels higher where the words of their bar would not fit beside them."""
        for words, (first, last) in zip(self.spec.bars, BARS, strict=True):
            levels = [level for level in range(first, last + 1) if level in heights]
            wanted = min(self.look.width(words, self.look.small, 600) + 8, _LONGEST_BAR)
            have = sum(heights[level] for level in levels) + RISE * (len(levels) - 1)
            for level in levels:
                heights[level] += max(wanted - have, 0) / len(levels)

    def _waiting(
        self,
    ) -> Iterator[tuple[tuple[int, int], tuple[Box, Lines, float, bool]]]:
        """Each box by its level and its place in the level: twice the arm's number, plus 1 for
        what leaves.
        """
        for number, (arm, (left, _)) in enumerate(self._pairs()):
            quiet = number != self.spec.spine
            for step in arm.steps:
                yield (step.level, 2 * number), (step.main, self._lines(step.main), left, quiet)
                if step.aside is not None:
                    beside = left + self.column + GAP
                    aside = (step.aside, self._lines(step.aside), beside, quiet)
                    yield (step.level, 2 * number + 1), aside
        left = self.heads[self.spec.spine][0] if self.heads else 1 + BAR + GAP
        for level, box in (
            (NEW, self.spec.new),
            (WHOLE, self.spec.whole),
            (POOLED, self.spec.pooled),
        ):
            if box is not None:
                yield (level, 2 * self.spec.spine), (box, self._lines(box), left, False)

    def _lines(self, box: Box) -> Lines:
        room = self.column - 2 * PAD
        return tuple(
            (row, line.depth)
            for line in box.lines
            for row in wrapped(
                self.look, line.words, room - indent(line.depth), weight_of(line.depth)
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
    return lines * LEAD + 2 * PAD - 2


def indent(depth: int) -> float:
    """How far a line of this depth is moved in."""
    return 8.0 * depth


def weight_of(depth: int) -> Weight:
    """The weight of a line of this depth: a box's own name stands out."""
    return 600 if depth == 0 else 400


def _down(above: Placed, below: Placed) -> tuple[tuple[float, float], ...]:
    return (above.centre, above.top + above.height), (above.centre, below.top)


def _round(start: Placed, goal: Placed) -> tuple[tuple[float, float], ...]:
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
