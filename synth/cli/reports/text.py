"""For a person: each problem, how each brief stands, and a count."""

from __future__ import annotations

import click

from synth.cli.common import plural, say, summary
from synth.cli.reports.report import Report


def write(report: Report) -> None:
    """Prints the report; the problems are coloured on a terminal."""
    for problem in report.problems:
        say(problem)
    for each in report.briefs:
        claims = plural(each.coverage.claims, "claim")
        click.echo(
            f"{each.task.brief} for {each.task.audience}: "
            f"{each.coverage.tied} of {claims} tied ({each.coverage.share:.0%})"
        )
    counted = summary(report.problems)
    click.echo(f"{counted[0].upper()}{counted[1:]}.")
