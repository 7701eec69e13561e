"""What a quantity in a text is, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number", "percent", "points", "share", "ratio", "multiple", "money", "time", "measure",
    "age", "year", "level", "vague",
]  # fmt: skip
"""What sort of quantity it is.

`share` is a fraction in words, `ratio` one number of another ("one in five"), `points`
percentage points, `time` a duration, `level` the level of an interval ("95% CI"), and `vague`
a power of ten ("hundreds of").
"""

Approximator = Literal["", "about", "below", "above"]
"""How exactly it is said; `below` is "nearly" and "under", `above` "more than" and "at least"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that a text names, in its text from `start` to `end`.

    `value` is in `unit`, percent in hundredths, a share or a ratio a part of one; `high` is the
    other end of a range. `step` is the place of the last digit that is written, half of which
    rounding may have taken: 0 in words. `parts` are the two numbers of a ratio. `per` is what it
    is counted by ("a year"). `bound` says that its approximator is a bound and no hedge ("under
    13", "at least"), `interval` that it is a range of uncertainty. `sign` is that of its wording,
    -1 in "30% lower" and "a fall of 30%"; 0 is not said.
    """

    value: float
    kind: Kind
    start: int
    end: int
    text: str
    high: float | None = None
    unit: str = ""
    approximator: Approximator = ""
    bound: bool = False
    step: float = 0.0
    parts: tuple[float, float] | None = None
    per: str = ""
    noun: str = ""
    interval: bool = False
    sign: int = 0

    @property
    def scale(self) -> tuple[str, str, str]:
        """The kind, unit and denominator, in which quantities can be set side by side."""
        return (self.kind, self.unit, self.per)
