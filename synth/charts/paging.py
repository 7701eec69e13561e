"""Dealing the groups of a picture to parts: a part ends where a group ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """How high a group is, in lines or in pixels, and which columns it needs."""

    height: int
    columns: frozenset[str] = frozenset()


def dealt(groups: Sequence[Group], room: int, columns: int = 0) -> list[range]:
    """The groups in as few parts as hold them, none much higher than the others.

    A part is at most so high and has at most so many columns, or is one group alone.
    """
    fewest = _filled(groups, room, columns)
    for most in range(1, room):
        found = _filled(groups, most, columns)
        if len(found) == len(fewest):
            return found
    return fewest


def _filled(groups: Sequence[Group], room: int, columns: int) -> list[range]:
    """The groups one after the other, each part as full as can be."""
    parts: list[range] = []
    height, needed = 0, frozenset[str]()
    for number, group in enumerate(groups):
        both = needed | group.columns
        if parts and height + group.height <= room and len(both) <= columns:
            parts[-1] = range(parts[-1].start, number + 1)
            height, needed = height + group.height, both
        else:
            parts.append(range(number, number + 1))
            height, needed = group.height, group.columns
    return parts


def part_words(number: int, parts: int) -> str:
    """What the caption of a part says beside its words; what signs mean stands in the first."""
    if parts == 1:
        return ""
    return f" ({number} of {parts}{'' if number == 1 else ', with the signs of the first'})"
