"""synth check: every problem of the project and its briefs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import (
    leave,
    open_project,
    output_option,
    plural,
    project_option,
    say,
    say_json,
    summary,
)
from synth.problems import did_you_mean, in_order

if TYPE_CHECKING:
    from synth.build import Checked


@click.command()
@click.argument("briefs", nargs=-1)
@click.option("--select", "selected", multiple=True, metavar="RULE", help="Only this rule.")
@click.option("--ignore", "ignored", multiple=True, metavar="RULE", help="All but this rule.")
@project_option
@output_option
def check(
    briefs: tuple[str, ...],
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    folder: Path | None,
    output: str,
) -> None:
    """Say every problem of the project and of BRIEFS, all of them by default."""
    from synth.build import check_task, tasks

    _known_rules(*selected, *ignored)
    project = open_project(folder)
    checked = [check_task(project, task) for task in tasks(project, briefs)]
    problems = in_order(
        problem
        for problem in [*project.problems, *(each for one in checked for each in one.problems)]
        if (not selected or problem.rule in selected) and problem.rule not in ignored
    )
    if output == "json":
        say_json(
            {
                "problems": [problem.to_json() for problem in problems],
                "briefs": [_told(each) for each in checked],
            }
        )
    else:
        for problem in problems:
            say(problem)
        for each in checked:
            claims = plural(each.coverage.claims, "claim")
            click.echo(
                f"{each.task.brief} for {each.task.audience}: "
                f"{each.coverage.tied} of {claims} tied ({each.coverage.share:.0%})"
            )
        click.echo(f"{summary(problems)[0].upper()}{summary(problems)[1:]}.")
    leave(problems)


def _told(checked: Checked) -> dict[str, object]:
    return {
        "brief": checked.task.brief,
        "audience": checked.task.audience,
        "claims": checked.coverage.claims,
        "tied": checked.coverage.tied,
        "coverage": checked.coverage.share,
    }


def _known_rules(*names: str) -> None:
    from synth.rules import RULES

    for name in names:
        if name not in RULES:
            raise click.UsageError(
                f'no rule is called "{name}"{did_you_mean(name, RULES)}\n'
                f"The rules are: {', '.join(RULES)}."
            )
