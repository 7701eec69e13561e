"""Signs for the levels of a rating: each has a shape of its own, and is fuller the higher it is.

They are told apart without colour: the lowest level is an empty circle, the highest a full diamond,
and what is not rated is a small dot, so that it does not outweigh what is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin
from typing import TypeAlias

from synth.charts.canvas import Canvas, Point

MOST_LEVELS = 6
"""More levels than these have no sign that a reader could tell from the next."""

_Corners: TypeAlias = tuple[int, float, float]
"""How many corners, the angle of the first in degrees, and its reach as a share of a circle's."""

_SHAPES: Sequence[_Corners] = (
    (32, 0.0, 1.0),
    (3, 90.0, 1.3),
    (4, 45.0, 1.18),
    (5, 90.0, 1.12),
    (6, 90.0, 1.1),
)
"""From the lowest level: circle, triangle, square, pentagon, hexagon."""

_HIGHEST: _Corners = (4, 90.0, 1.26)
"""A diamond, whatever the number of levels."""


def draw_sign(canvas: Canvas, x: float, y: float, radius: float, level: int, levels: int) -> None:
    """The sign of a level about a point; `level` is 1 for the lowest, 0 for not rated.

    With no levels at all it is a full circle. Raises ValueError for more than MOST_LEVELS.
    """
    ink, paper = canvas.look.ink, canvas.look.paper
    if levels > MOST_LEVELS:
        raise ValueError(f"there are signs for {MOST_LEVELS} levels, not for {levels}")
    if not levels:
        canvas.circle(x, y, radius, fill=ink, edge=ink)
    elif not level:
        canvas.circle(x, y, radius * 0.45, fill=canvas.look.muted)
    else:
        shape = _shape(x, y, radius, _HIGHEST if level == levels else _SHAPES[level - 1])
        canvas.polygon(shape, fill=paper)
        inside = _lower_part(shape, full(level, levels))
        if len(inside) > 2:
            canvas.polygon(inside, fill=ink)
        canvas.polygon(shape, edge=ink, thick=1.1)


def full(level: int, levels: int) -> float:
    """How full the sign of a level is: 0 for the lowest, 1 for the highest."""
    return (level - 1) / (levels - 1) if levels > 1 else 1.0


def _shape(x: float, y: float, radius: float, corners: _Corners) -> list[Point]:
    count, first, reach = corners
    angles = (first * pi / 180 + 2 * pi * corner / count for corner in range(count))
    points = [(radius * reach * cos(each), -radius * reach * sin(each)) for each in angles]
    middle = (min(down for _, down in points) + max(down for _, down in points)) / 2
    return [(x + across, y + down - middle) for across, down in points]


def _lower_part(shape: Sequence[Point], share: float) -> list[Point]:
    """What is left of a convex shape below a level line; `share` is of its height."""
    top, bottom = (edge(y for _, y in shape) for edge in (min, max))
    line = bottom - share * (bottom - top)
    kept: list[Point] = []
    for here, there in pairwise([*shape, shape[0]]):
        if here[1] >= line:
            kept.append(here)
        if (here[1] - line) * (there[1] - line) < 0:
            along = (line - here[1]) / (there[1] - here[1])
            kept.append((here[0] + along * (there[0] - here[0]), line))
    return kept
