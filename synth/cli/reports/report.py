"""What there is to report: the problems of a project, and how its briefs stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from synth.problems import Problem, Waived


@dataclass(frozen=True, slots=True)
class Standing:
    """One brief for one audience: how many claims it makes, and how many of them are tied."""

    brief: str
    audience: str
    claims: int
    tied: int

    @property
    def coverage(self) -> float:
        """The part of the claims that is tied, from 0 to 1."""
        return self.tied / self.claims if self.claims else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run found; `root` is the project's folder.

    `waived` are the problems that a brief's writer lets stand, each with the reason.
    """

    root: Path
    problems: Sequence[Problem]
    briefs: Sequence[Standing]
    waived: Sequence[Waived] = ()
