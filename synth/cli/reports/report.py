"""What there is to report: the problems of a project, and how its briefs stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from synth.problems import Problem

if TYPE_CHECKING:
    from synth.build import Checked
    from synth.check import Waived


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run found; `root` is the project's folder.

    `waived` are the problems that a brief's writer lets stand, each with the reason.
    """

    root: Path
    problems: Sequence[Problem]
    briefs: Sequence[Checked]
    waived: Sequence[Waived] = ()
