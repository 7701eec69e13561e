"""What was read from a file of references, as JSON: to be kept, or to cross to another process."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import Place, Problem, Severity


def to_json(imported: Imported) -> bytes:
    """The entries and problems of a file; the file's own name is left out of their places."""
    return msgspec.json.encode(
        {
            "references": [
                [each.key, each.item, each.place.line, each.place.column]
                for each in imported.references
            ],
            "refused": [_problem(each) for each in imported.refused],
            "problems": [_problem(each) for each in imported.problems],
        }
    )


def from_json(data: bytes, name: str) -> Imported:
    """The entries and problems that `to_json` wrote, under the name of their file.

    Raises ValueError for data of another shape.
    """
    try:
        held = msgspec.json.decode(data)
        return Imported(
            tuple(
                Reference(key, item, Place(name, line, column))
                for key, item, line, column in held["references"]
            ),
            tuple(_read_problem(each, name) for each in held["refused"]),
            tuple(_read_problem(each, name) for each in held["problems"]),
        )
    except (KeyError, TypeError, AttributeError, msgspec.DecodeError) as fault:
        raise ValueError("not what was stored") from fault


def _problem(problem: Problem) -> list[Any]:
    place = problem.place
    where = [place.line, place.column] if place is not None else None
    return [problem.rule, str(problem.severity), problem.message, where, problem.hint]


def _read_problem(held: list[Any], name: str) -> Problem:
    rule, severity, message, where, hint = held
    problem = Problem(rule, Severity(severity), message, None, hint)
    return replace(problem, place=Place(name, *where)) if where is not None else problem
