"""What can be wrong with a user's input, and where.

A `Problem` is a value: it is collected, sorted and printed. An exception is only
for what stops the program:

    SynthError
    ├── ProjectError        the project (or a file named on the command line) cannot be read
    │   └── FaultyFileError such a file is at fault at places that are known
    ├── ToolError           pandoc or a system library is missing or failed
    └── OutputError         a result could not be written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

__all__ = [
    "FaultyFileError",
    "OutputError",
    "Place",
    "Problem",
    "ProjectError",
    "Severity",
    "SynthError",
    "ToolError",
    "Waived",
    "did_you_mean",
    "has_errors",
    "in_order",
]


class SynthError(Exception):
    """Something that stops the program; its text is for the person at the keyboard.

    `rule` names it to a program, and `status` is what the command line ends with. A second line
    of the text says how to mend it.
    """

    rule: str = "cannot-go-on"
    status: int = 2

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The same as problems: one, without a place, where nothing more is known."""
        message, _, hint = str(self).partition("\n")
        return (error(self.rule, message, None, " ".join(hint.split()) or None),)


class ProjectError(SynthError):
    """The project, or a file named on the command line, cannot be read."""

    rule = "cannot-read"


class ToolError(SynthError):
    """A program or system library that the work needs is missing or failed."""

    rule = "missing-tool"


class OutputError(SynthError):
    """A result could not be written; nothing half-written was left."""

    rule = "unwritable-output"


class Severity(StrEnum):
    """How much a problem matters: an error stops the brief it is in."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file of the project. Line and column count from 1; None is not known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: which rule, where, and how to mend it."""

    rule: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str | None = None
    claim: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{where}{self.severity}[{self.rule}] {self.message}{hint}"

    def to_json(self) -> dict[str, str | int]:
        """The problem as `interface.md` gives it: keys that are not known are absent."""
        place = self.place
        fields: dict[str, str | int | None] = {
            "rule": self.rule,
            "severity": str(self.severity),
            "message": self.message,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "hint": self.hint,
            "claim": self.claim,
        }
        return {name: value for name, value in fields.items() if value is not None}

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Problem:
        """The problem that `to_json` gave. Raises KeyError or ValueError for anything else."""
        file = fields.get("file")
        place = None if file is None else Place(file, fields.get("line"), fields.get("column"))
        return cls(
            fields["rule"],
            Severity(fields["severity"]),
            fields["message"],
            place,
            fields.get("hint"),
            fields.get("claim"),
        )

    def at(self, place: Place) -> Problem:
        """The same problem at another place."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem that the writer of its brief allows, and why."""

    problem: Problem
    reason: str


class FaultyFileError(ProjectError):
    """A file named on the command line is at fault at places that are known."""

    MOST_SAID = 20
    """So many faults stand in the text; `problems` has all."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._problems = tuple(problems)
        more = len(self._problems) - self.MOST_SAID
        said = [str(each) for each in self._problems[: self.MOST_SAID]]
        super().__init__("\n".join([*said, *([f"... and {more:,} more"] if more > 0 else [])]))
        self.status = 2 if any(each.rule in UNREADABLE for each in self._problems) else 1

    def __reduce__(self) -> tuple[type[FaultyFileError], tuple[tuple[Problem, ...]]]:
        return type(self), (self._problems,)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each fault, in the order of the file."""
        return self._problems


UNREADABLE = frozenset({"unreadable-file", "not-utf-8", "yaml-syntax", "wrong-shape"})
"""The rules without which there is nothing in a file to look at."""


def error(rule: str, message: str, place: Place | None = None, hint: str | None = None) -> Problem:
    """A problem that stops the brief it is in."""
    return Problem(rule, Severity.ERROR, message, place, hint)


def warning(
    rule: str, message: str, place: Place | None = None, hint: str | None = None
) -> Problem:
    """A problem that a writer should look at, but that stops nothing."""
    return Problem(rule, Severity.WARNING, message, place, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops a brief."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each said once, for the first claim that has it.

    Those of briefs come last, as what is wrong there may follow from what is wrong in a record.
    """

    def key(problem: Problem) -> tuple[bool, str, int, int, str]:
        place = problem.place or Place("")
        brief = place.file.startswith("briefs/")
        return (brief, place.file, place.line or 0, place.column or 0, problem.rule)

    said: dict[Problem, Problem] = {}
    for problem in problems:
        said.setdefault(replace(problem, claim=None), problem)
    return tuple(sorted(said.values(), key=key))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known word, or an empty string.

    The measure is Ratcliff and Obershelp's, as in the standard library's difflib.
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
