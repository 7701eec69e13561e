"""For a program: problems and briefs as JSON."""

from __future__ import annotations

from dataclasses import asdict

from synth.cli.common import say_json
from synth.cli.reports.report import Report


def write(report: Report) -> None:
    """Prints the problems, the briefs, and what their writers waive, as JSON."""
    say_json(
        {
            "problems": [problem.to_json() for problem in report.problems],
            "briefs": [asdict(each) | {"coverage": each.coverage} for each in report.briefs],
            "waived": [each.problem.to_json() | {"reason": each.reason} for each in report.waived],
        }
    )
