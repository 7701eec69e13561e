"""What there is to report: the problems of a project, and how its briefs stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from synth.problems import Problem

if TYPE_CHECKING:
    from synth.build import Checked


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem that its writer let stand, and the reason that they gave."""

    problem: Problem
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run found; `root` is the project's folder."""

    root: Path
    problems: Sequence[Problem]
    briefs: Sequence[Checked]
    waived: Sequence[Waived] = ()
