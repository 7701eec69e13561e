"""The heads of a picture's columns: level where their words fit, else read upwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.charts.canvas import Canvas
from synth.charts.look import Look, Weight

TALLEST = 110.0
"""How far heads that are read upwards may reach."""

_LINE = 12.5
_LEVEL_LINES = 5
_UPRIGHT_LINES = 3
_PAD = 4.0


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of columns of one width, in lines; `height` is what they take with their edges."""

    lines: tuple[tuple[str, ...], ...]
    upright: bool
    height: float
    weight: Weight

    @classmethod
    def of(cls, words: Sequence[str], width: float, look: Look, weight: Weight = 400) -> Heads:
        """The heads in as many lines as fit into a column."""
        size, room = look.small, width - 6
        if all(look.width(word, size, weight) <= room for each in words for word in each.split()):
            lines = tuple(look.wrapped(each, room, size, _LEVEL_LINES, weight) for each in words)
            return cls(lines, False, max(map(len, lines), default=1) * _LINE + 2 * _PAD, weight)
        most = min(max(1, int(width // _LINE)), _UPRIGHT_LINES)
        lines = tuple(look.wrapped(each, TALLEST, size, most, weight) for each in words)
        longest = max(look.width(line, size, weight) for each in lines for line in each)
        return cls(lines, True, longest + 2 * _PAD, weight)

    def draw(self, canvas: Canvas, column: int, middle: float, foot: float) -> None:
        """One head about the middle of its column, with its edge at `foot`."""
        lines, size, ink = self.lines[column], canvas.look.small, canvas.look.ink
        for number, words in enumerate(lines):
            if self.upright:
                x = middle + (number - (len(lines) - 1) / 2) * _LINE + 0.35 * size
                canvas.text(
                    x, foot - _PAD, words, size=size, weight=self.weight, colour=ink, turn=90
                )
            else:
                y = foot - _PAD - _LINE * (len(lines) - 1 - number) - 2
                canvas.text(
                    middle, y, words, size=size, weight=self.weight, colour=ink, anchor="middle"
                )
