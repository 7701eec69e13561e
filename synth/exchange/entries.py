"""The entries of a file as they are read, each with a key of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synth.exchange.imported import Imported
from synth.exchange.keys import new_key, tries
from synth.model import Reference
from synth.problems import Place, Problem, ProjectError, error, warning

MAX_ENTRIES = 200_000
"""No file of references that a person works with holds more; the bound keeps memory bounded."""

_KEY = re.compile(r"[^\s{}\[\],\"'()\\\x00-\x1f\x7f]{1,200}")


def usable(key: str) -> bool:
    """Whether a citation can be written with the key: one word, with no bracket or comma."""
    return _KEY.fullmatch(key) is not None and not key.startswith("-")


class Entries:
    """Collects what reading a file gives. Raises ProjectError for a file of too many entries."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._references: list[Reference] = []
        self._refused: list[Problem] = []
        self._problems: list[Problem] = []
        self._taken: set[str] = set()
        self._sequences: dict[str, Iterator[str]] = {}

    def place(self, line: int, column: int = 1) -> Place:
        """A place in the file."""
        return Place(self.name, line, column)

    def add(self, item: dict[str, Any], line: int, key: str = "", column: int = 1) -> None:
        """Adds an entry; one without a key gets one, and one whose key is taken another."""
        self._count()
        place = self.place(line, column)
        wanted = key or new_key(item, ())
        given = self._free(wanted)
        if key and given != key:
            self._problems.append(
                warning(
                    "duplicate-key",
                    f'the key "{key}" is taken by an earlier entry; this one is "{given}"',
                    place,
                    "Give one of the two another key, or take one out if they are the same work.",
                )
            )
        self._references.append(Reference(given, {"id": given, **item}, place))

    def refuse(self, rule: str, message: str, line: int, hint: str, column: int = 1) -> None:
        """Tells of an entry that cannot be used."""
        self._count()
        self._refused.append(error(rule, message, self.place(line, column), hint))

    def refuse_empty(
        self,
        line: int,
        source: str = "the program that it comes from",
        column: int = 1,
    ) -> None:
        """Tells of a record with no word about a work. `source`: what can export it again."""
        self.refuse(
            "reference-syntax",
            "this record says nothing of a work",
            line,
            f"Take it out, or export it again from {source}.",
            column,
        )

    def warn(self, rule: str, message: str, line: int, hint: str) -> None:
        """Tells of what is doubtful in an entry that was read."""
        self._problems.append(warning(rule, message, self.place(line), hint))

    def imported(self) -> Imported:
        """All that was read."""
        return Imported(tuple(self._references), tuple(self._refused), tuple(self._problems))

    def _count(self) -> None:
        if len(self._references) + len(self._refused) >= MAX_ENTRIES:
            raise ProjectError(
                f"{self.name}: the file holds more than {MAX_ENTRIES:,} entries; split it"
            )

    def _free(self, wanted: str) -> str:
        key = wanted
        if wanted in self._taken:
            # The search goes on where it ended for the last entry that wanted this key.
            sequence = self._sequences.setdefault(wanted, tries(wanted))
            key = next(each for each in sequence if each not in self._taken)
        self._taken.add(key)
        return key
