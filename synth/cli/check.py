"""synth check: every problem of the project and its briefs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from synth.cli.common import leave, project_option
from synth.cli.reports import WRITERS, Report, Standing, writer
from synth.cli.reports.kept import kept_or_made
from synth.problems import Problem, did_you_mean, in_order
from synth.project_folder import find_project

if TYPE_CHECKING:
    from synth.checking import Checked
    from synth.model import Project


@click.command()
@click.argument("briefs", nargs=-1)
@click.option("--select", "selected", multiple=True, metavar="RULE", help="Only this rule.")
@click.option("--ignore", "ignored", multiple=True, metavar="RULE", help="All but this rule.")
@click.option("--watch", "watching", is_flag=True, help="Check again at each change, until Ctrl-C.")
@click.option("--matrix", is_flag=True, help="Print claims by audience, finding by finding.")
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
    matrix: bool,
    folder: Path | None,
    output: str,
) -> None:
    """Say every problem of the project and of BRIEFS, all of them by default."""
    _known_rules(*selected, *ignored)
    if watching:
        _watch(folder, briefs, selected, ignored, output)
    root = folder.resolve() if folder is not None else find_project(Path.cwd())
    if matrix:
        if selected or ignored:
            raise click.UsageError(
                "--matrix shows claims, not rules; leave --select and --ignore out"
            )
        _matrix(root, briefs, output)
        return
    report = _look(root, briefs, selected, ignored)
    writer(output)(report)
    leave(report.problems)


def _matrix(root: Path, briefs: tuple[str, ...], output: str) -> None:
    from synth.cli.reports.matrix import write

    if output not in ("text", "json"):
        raise click.UsageError("--matrix prints text or JSON")
    _, checked = _checked(root, briefs)
    write([telling for each in checked for telling in each.tellings], as_json=output == "json")


def _watch(
    folder: Path | None,
    briefs: tuple[str, ...],
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    output: str,
) -> NoReturn:
    from synth.cli.watch import watch

    if output != "text":
        raise click.UsageError("--watch prints text; leave --output-format out")
    root = (folder or find_project(Path.cwd())).resolve()
    clean = watch(root, lambda: _look(root, briefs, selected, ignored))
    raise click.exceptions.Exit(0 if clean else 1)


def _look(
    root: Path, briefs: tuple[str, ...], selected: tuple[str, ...], ignored: tuple[str, ...]
) -> Report:
    """What is to be said of a project and its briefs, by the rules that are asked for."""

    def wanted(problem: Problem) -> bool:
        return (not selected or problem.rule in selected) and problem.rule not in ignored

    report = kept_or_made(root, briefs, lambda: _made(root, briefs))
    return replace(
        report,
        problems=[each for each in report.problems if wanted(each)],
        waived=[each for each in report.waived if wanted(each.problem)],
    )


def _made(root: Path, briefs: tuple[str, ...]) -> Report:
    """What is to be said of a project and its briefs, by all rules."""
    project, checked = _checked(root, briefs)
    problems = in_order([*project.problems, *(each for one in checked for each in one.problems)])
    standings = [
        Standing(each.task.brief, each.task.audience, each.coverage.claims, each.coverage.tied)
        for each in checked
    ]
    waived = {replace(each.problem, claim=None): each for one in checked for each in one.waived}
    return Report(root, problems, standings, list(waived.values()))


def _checked(root: Path, briefs: tuple[str, ...]) -> tuple[Project, tuple[Checked, ...]]:
    from synth.batch import check_many, default_jobs
    from synth.checking import tasks
    from synth.load import load

    project = load(root)
    wanted = tasks(project, briefs)
    return project, check_many(project, wanted, default_jobs(len(wanted)))


def _known_rules(*names: str) -> None:
    from synth.rules import RULES

    for name in names:
        if name not in RULES:
            raise click.UsageError(
                f'no rule is called "{name}"{did_you_mean(name, RULES)}\n'
                f"The rules are: {', '.join(RULES)}."
            )
