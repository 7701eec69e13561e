"""Rules about one finding told to several audiences: each telling set beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synth.check.subject import Statement
from synth.model import Audience, Evidence
from synth.problems import Problem, Severity

FIRST = 8
"""How many tellings of a finding all others are set beside."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of one brief for one audience, that is tied to the finding `evidence`."""

    brief: str
    audience: str
    reader: Audience
    evidence: Evidence
    statement: Statement

    def problem(
        self, rule: str, severity: Severity, message: str, other: Telling, offset: int = 0
    ) -> Problem:
        """A problem of this telling, which differs from the `other`, named in the hint."""
        place = other.statement.claim.place
        return Problem(
            rule,
            severity,
            message,
            self.statement.at(offset),
            f"{other.reader.name} are told at {place}: {_shortened(other.statement.text)}",
            self.statement.claim.id,
        )


def beside(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Each telling with each of the first ones that come before it, in another brief or for
    another audience. Later ones are not set beside each other: in a long series that would be
    the square of the work, and find little more.
    """
    for index, one in enumerate(told):
        for other in told[: min(index, FIRST)]:
            if (one.brief, one.audience) != (other.brief, other.audience):
                yield one, other


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"
