"""synth check: every problem of the project and its briefs."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from synth.cli.common import leave, open_project, project_option
from synth.cli.reports import WRITERS, Report, writer
from synth.problems import did_you_mean, in_order


@click.command()
@click.argument("briefs", nargs=-1)
@click.option("--select", "selected", multiple=True, metavar="RULE", help="Only this rule.")
@click.option("--ignore", "ignored", multiple=True, metavar="RULE", help="All but this rule.")
@click.option("--watch", "watching", is_flag=True, help="Check again at each change, until Ctrl-C.")
@project_option
@click.option(
    "--output-format",
    "output",
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="Text for a person; JSON, SARIF or GitHub's annotations for a program.",
)
def check(
    briefs: tuple[str, ...],
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    watching: bool,
    folder: Path | None,
    output: str,
) -> None:
    """Say every problem of the project and of BRIEFS, all of them by default."""
    _known_rules(*selected, *ignored)
    if watching:
        _watch(folder, briefs, selected, ignored, output)
    report = _look(folder, briefs, selected, ignored)
    writer(output)(report)
    leave(report.problems)


def _watch(
    folder: Path | None,
    briefs: tuple[str, ...],
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    output: str,
) -> NoReturn:
    from synth.cli.watch import watch
    from synth.load import find_project

    if output != "text":
        raise click.UsageError("--watch prints text; leave --output-format out")
    root = (folder or find_project(Path.cwd())).resolve()
    clean = watch(root, lambda: _look(root, briefs, selected, ignored))
    raise click.exceptions.Exit(0 if clean else 1)


def _look(
    folder: Path | None,
    briefs: tuple[str, ...],
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
) -> Report:
    """Reads the project and checks its briefs."""
    from synth.batch import check_many, default_jobs
    from synth.build import tasks

    project = open_project(folder)
    wanted = tasks(project, briefs)
    checked = check_many(project, wanted, default_jobs(len(wanted)))
    problems = in_order(
        problem
        for problem in [*project.problems, *(each for one in checked for each in one.problems)]
        if (not selected or problem.rule in selected) and problem.rule not in ignored
    )
    waived = [
        each
        for one in checked
        for each in one.waived
        if (not selected or each.problem.rule in selected) and each.problem.rule not in ignored
    ]
    return Report(project.root, problems, checked, waived)


def _known_rules(*names: str) -> None:
    from synth.rules import RULES

    for name in names:
        if name not in RULES:
            raise click.UsageError(
                f'no rule is called "{name}"{did_you_mean(name, RULES)}\n'
                f"The rules are: {', '.join(RULES)}."
            )
