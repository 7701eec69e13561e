"""For GitHub Actions: one workflow command for each problem, which GitHub shows at its line.

The form and its escapes are those of GitHub's documentation, "Workflow commands for GitHub
Actions", and of `@actions/core` (command.ts): `%`, carriage return and line feed everywhere,
and colon and comma too within a property.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from synth.cli.common import summary, visible
from synth.cli.reports.report import Report
from synth.cli.reports.where import path_of, workspace
from synth.problems import Problem, Severity

COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def write(report: Report) -> None:
    """Prints the commands, and a count for whoever reads the log."""
    for line in lines(report, workspace()):
        click.echo(line)
    counted = summary(report.problems)
    click.echo(f"{counted[0].upper()}{counted[1:]}.")


def lines(report: Report, top: Path) -> Iterator[str]:
    """A workflow command for each problem; files are named from `top`."""
    for problem in report.problems:
        yield _command(problem, report.root, top)


def _command(problem: Problem, root: Path, top: Path) -> str:
    place = problem.place
    path = path_of(place, root, top) if place else None
    properties: dict[str, str | int | None] = {
        "file": path,
        "line": place.line if place and path else None,
        "col": place.column if place and path else None,
        "title": problem.rule,
    }
    said = ",".join(
        f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None
    )
    words = "\n".join(part for part in (problem.message, problem.hint) if part)
    if place and path is None:
        words = f"{place}: {words}"
    return f"::{COMMANDS[problem.severity]} {said}::{_data(words)}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
