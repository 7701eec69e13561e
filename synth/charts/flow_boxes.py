"""What stands in a flow diagram of PRISMA 2020, in its final words."""

from __future__ import annotations

from dataclasses import dataclass

IDENTIFIED, SCREENED, SOUGHT, ASSESSED, NEW, WHOLE, POOLED = range(7)
"""The levels of the diagram, from the top."""

BARS = ((IDENTIFIED, IDENTIFIED), (SCREENED, ASSESSED), (NEW, POOLED))
"""The first and last level of each bar: Identification, Screening, Included."""


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
