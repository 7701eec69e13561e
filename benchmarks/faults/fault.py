"""What a planted fault is: an edit that makes a correct project wrong, and its right answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from benchmarks.faults.subject import Subject

HELD_OUT_SUBJECT = "field-trials"
"""The subject whose faults all belong to the held-out half."""


@dataclass(frozen=True, slots=True)
class Edit:
    """In `file`, the text `old` at the offset `start` becomes `new`. No `old`: `new` is put in."""

    file: str
    start: int
    old: str
    new: str

    def apply(self, text: str) -> str:
        end = self.start + len(self.old)
        assert text[self.start : end] == self.old, f"{self.file} holds something else there"
        return text[: self.start] + self.new + text[end:]

    @property
    def lines(self) -> int:
        """By how many lines what follows the edit moves down."""
        return self.new.count("\n") - self.old.count("\n")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a right answer stands, in the project after the edit. Finished files have no lines."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """An edit, and what a right answer is: one of `rules` at one of `spots`.

    `more` are edits that belong to the same fault, such as the notice of a retraction; those of
    one file stand in the order from its end to its start. `bytes_of` makes the bytes of a finished
    file from those it was built with.
    """

    operator: str
    edit: Edit
    spots: tuple[Spot, ...]
    rules: frozenset[str]
    more: tuple[Edit, ...] = ()
    bytes_of: Callable[[bytes], bytes] | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        return (self.edit, *self.more)


LEFT_TRUE = None
"""An edit that an operator thought of and left out, as the claim would still be true."""

Planted: TypeAlias = Iterator[Fault | None]
Operator: TypeAlias = "Callable[[Subject], Planted]"


def half(subject: str, fault: Fault) -> str:
    """`dev` or `held-out`, by a hash of the subject, the operator and the place.

    A quarter of two subjects and all of the third: about half of all.
    """
    if subject == HELD_OUT_SUBJECT:
        return "held-out"
    place = f"{subject}|{fault.operator}|{fault.edit.file}:{fault.edit.start}"
    return "held-out" if hashlib.sha256(place.encode()).digest()[0] % 4 == 0 else "dev"


def line_of(text: str, offset: int) -> int:
    """The line of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1


def moved(spots: list[Spot], edit: Edit, line: int) -> tuple[Spot, ...]:
    """The spots as they stand after an edit at `line` of its file."""
    return tuple(
        Spot(spot.file, spot.line + edit.lines)
        if spot.file == edit.file and spot.line is not None and spot.line > line
        else spot
        for spot in spots
    )


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
