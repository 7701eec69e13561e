"""synth evidence prisma: how the studies of a review were found, from a file of counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import leave, open_project, project_option, say, say_json, summary
from synth.cli.evidence.views import form_of, write, writing_options
from synth.problems import UNREADABLE, ProjectError, has_errors, in_order

if TYPE_CHECKING:
    from synth.flow import Flow
    from synth.model import Project
    from synth.problems import Problem


def _writing(command: Any) -> Any:
    for add in reversed([*writing_options(), project_option]):
        command = add(command)
    return command


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_writing
def prisma(
    file: Path,
    folder: Path | None,
    to: str | None,
    output: str,
    out: Path | None,
    audience: str | None,
) -> None:
    """Draw the PRISMA 2020 flow diagram of the counts in FILE.

    FILE is YAML, or the CSV template of the R package PRISMA2020. Its sums are checked first;
    where they fail nothing is drawn. No project is needed.
    """
    from synth.severities import with_severities
    from synth.synthesis.asking import Seen
    from synth.synthesis.flow import VIEW, FlowOptions
    from synth.synthesis.flow_counts import found

    to = form_of(to, output, out)
    project = _project(folder)
    flow, read = _read(file)
    problems = in_order(with_severities(read, project.settings.rules))
    if flow is None or has_errors(problems):
        _refuse(flow, file, problems, to)
        return
    for problem in problems:
        say(problem, aside=True)
    seen = Seen(VIEW, FlowOptions(flow=file.stem), found(file.stem, flow))
    if to == "json" and out is None:
        say_json(_json(flow, file, problems))
        return
    write(seen, project, flow.title or "How the studies were found", to, out, audience)


def _read(file: Path) -> tuple[Flow | None, list[Problem]]:
    from synth.load.flow_file import read_flow
    from synth.load.text_file import read_text

    text, _, problems = read_text(file, file.as_posix())
    return (None, problems) if text is None else read_flow(text, file.as_posix())


def _project(folder: Path | None) -> Project:
    """The project that is named or around; else an empty one, in the house's style."""
    from synth.load import house_folder
    from synth.model import Project

    try:
        return open_project(folder)
    except ProjectError:
        if folder is not None:
            raise
        return Project(Path.cwd(), (house_folder("templates"),))


def _refuse(flow: Flow | None, file: Path, problems: tuple[Problem, ...], to: str) -> None:
    """Says what is wrong; exit status 2 where there are no counts, else 1."""
    if to == "json":
        say_json(_json(flow, file, problems))
    else:
        for problem in problems:
            say(problem)
        click.echo(f"{summary(problems)}; nothing is drawn.", err=True)
    if any(problem.rule in UNREADABLE for problem in problems):
        raise click.exceptions.Exit(2)
    leave(problems)


def _json(flow: Flow | None, file: Path, problems: tuple[Problem, ...]) -> dict[str, Any]:
    import msgspec

    from synth.synthesis.flow_counts import found

    told = msgspec.to_builtins(found(file.stem, flow)) if flow is not None else {"name": file.stem}
    return {**told, "problems": [problem.to_json() for problem in problems]}
