"""synth refs lint: what is amiss in the reference library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import (
    leave,
    open_project,
    output_option,
    project_option,
    say,
    say_json,
    summary,
)

if TYPE_CHECKING:
    from synth.model import Project
    from synth.problems import Problem


@click.command()
@click.option(
    "--style",
    "styles",
    multiple=True,
    help="What this citation style prints must be there; else what the audiences' styles print.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and show the changes.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes, write nothing.")
@project_option
@output_option
def lint(
    styles: tuple[str, ...], fix: bool, dry_run: bool, folder: Path | None, output: str
) -> None:
    """Say what is amiss in the reference library: all of it warnings."""
    if dry_run and not fix:
        raise click.UsageError("--dry-run goes with --fix; without it nothing is written anyway.")
    project = open_project(folder)
    texts = _texts(project)
    diff = ""
    if fix:
        diff = _fix(project, texts, dry_run)
        if diff and not dry_run:
            project = open_project(project.root)
            texts = _texts(project)
    problems = _problems(project, texts, styles)
    if output == "json":
        told = [problem.to_json() for problem in problems]
        say_json({"problems": told} | ({"diff": diff} if fix else {}))
    else:
        if diff:
            click.echo(diff)
        for problem in problems:
            say(problem)
        click.echo(f"{summary(problems)[0].upper()}{summary(problems)[1:]}.")
    leave(problems)


def _texts(project: Project) -> dict[str, str]:
    from synth.library.files import library_names, read_library

    names = library_names(source.path for source in project.sources)
    return {name: read_library(project.root / name, name) for name in names}


def _fix(project: Project, texts: Mapping[str, str], dry_run: bool) -> str:
    from synth.library.files import write_library
    from synth.library.lint_fixes import fixed, unified_diff

    diffs = []
    for name, text in texts.items():
        new = fixed(text)
        diffs.append(unified_diff(text, new, name))
        if new != text and not dry_run:
            write_library(project.root / name, text, new, project.root)
    return "".join(diffs)


def _problems(
    project: Project, texts: Mapping[str, str], styles: tuple[str, ...]
) -> tuple[Problem, ...]:
    from synth.library.lint import lint
    from synth.library.style_fields import StyleFields
    from synth.problems import in_order
    from synth.styles import style_path

    wanted = styles or sorted({audience.style for audience in project.audiences.values()})
    fields = {
        style: StyleFields(style_path(style, project.root).read_text(encoding="utf-8"))
        for style in wanted
    }
    files = {*texts, *(reference.place.file for reference in project.references.values())}
    read = [each for each in project.problems if each.place and each.place.file in files]
    return in_order([*read, *lint(project.references.values(), texts, fields)])
