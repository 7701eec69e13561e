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
        claims = plural(each.claims, "claim")
        click.echo(
            f"{each.brief} for {each.audience}: {each.tied} of {claims} tied ({each.coverage:.0%})"
        )
    counted = summary(report.problems)
    waived = f"; {len(report.waived)} waived, with reasons" if report.waived else ""
    click.echo(f"{counted[0].upper()}{counted[1:]}{waived}.")
