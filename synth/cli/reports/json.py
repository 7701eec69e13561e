"""For a program: problems and briefs as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synth.cli.common import say_json
from synth.cli.reports.report import Report

if TYPE_CHECKING:
    from synth.build import Checked


def write(report: Report) -> None:
    """Prints the problems and the briefs as JSON."""
    say_json(
        {
            "problems": [problem.to_json() for problem in report.problems],
            "briefs": [_told(each) for each in report.briefs],
        }
    )


def _told(checked: Checked) -> dict[str, object]:
    return {
        "brief": checked.task.brief,
        "audience": checked.task.audience,
        "claims": checked.coverage.claims,
        "tied": checked.coverage.tied,
        "coverage": checked.coverage.share,
    }
