"""Rules about one finding told to several audiences: each telling set beside the others."""

from __future__ import annotations

from dataclasses import dataclass

from synth.check.subject import Statement
from synth.model import Audience, Evidence
from synth.problems import Problem, Severity


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


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"
