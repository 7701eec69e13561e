"""synth build: check briefs and write them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
from synth.problems import in_order

if TYPE_CHECKING:
    from synth.build import Built
    from synth.checking import Task


@click.command()
@click.argument("briefs", nargs=-1)
@click.option("--audience", "audiences", multiple=True, help="Only for this audience.")
@click.option(
    "--format", "formats", default="html,pdf", show_default=True, help="Formats, by commas."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="The folder to write to.",
)
@click.option("--draft", is_flag=True, help="Write it with its problems, marked DRAFT.")
@click.option("--crate", is_flag=True, help="Write an RO-Crate of it all too: OUT/ro-crate.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes; else one a processor."
)
@project_option
@output_option
def build(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    formats: str,
    out: Path,
    draft: bool,
    crate: bool,
    jobs: int | None,
    folder: Path | None,
    output: str,
) -> None:
    """Check BRIEFS, all of them by default, and write those that have no error.

    A brief is named by its path, as series/brief, or by its series. Where none is named, a page on
    the state of the evidence is written too.
    """
    from synth.batch import build_many, default_jobs
    from synth.build import FORMATS
    from synth.checking import tasks
    from synth.crate import crate_date, write_crate
    from synth.state_of_evidence import with_state_page

    wanted = list(dict.fromkeys(part.strip() for part in formats.split(",") if part.strip()))
    for name in wanted:
        if name not in FORMATS:
            raise click.UsageError(f'no format "{name}": formats are {", ".join(FORMATS)}')
    project = open_project(folder)
    if not (briefs or audiences):
        project = with_state_page(project)
    chosen = tasks(project, briefs, audiences)
    date = crate_date(project, chosen) if crate else ""
    with _progress(chosen, shown=output == "text") as done:
        built = build_many(
            project,
            chosen,
            wanted,
            out,
            draft=draft,
            jobs=jobs or default_jobs(len(chosen)),
            done=done,
        )
    problems = in_order(
        [*project.problems, *(problem for each in built for problem in each.problems)]
    )
    whole = bool(built) and all(each.paths for each in built)
    folder_of_crate = write_crate(project, built, out, date) if crate and whole else None
    if output == "json":
        told = {"problems": [each.to_json() for each in problems], "briefs": _told(built)}
        say_json(told | ({"crate": folder_of_crate.as_posix()} if folder_of_crate else {}))
    else:
        for problem in problems:
            say(problem)
        for each in built:
            _say(each)
        if crate:
            click.echo(f"  {folder_of_crate or 'no crate: not every briefing was written'}")
        click.echo(
            f"{plural(sum(bool(each.paths) for each in built), 'briefing')} "
            f"of {len(built)} written to {out}; {summary(problems)}."
        )
    leave(problems)


def _say(built: Built) -> None:
    counted = f"{built.coverage.tied} of {plural(built.coverage.claims, 'claim')} tied"
    name = f"{built.task.brief} for {built.task.audience}"
    if not built.paths:
        click.echo(f"{name}: not written ({counted})")
        return
    click.echo(f"{name}: {counted}")
    for path in built.paths:
        click.echo(f"  {path}")


def _told(built: Sequence[Built]) -> list[dict[str, object]]:
    return [
        {
            "brief": each.task.brief,
            "audience": each.task.audience,
            "claims": each.coverage.claims,
            "tied": each.coverage.tied,
            "coverage": each.coverage.share,
            "files": [path.as_posix() for path in each.paths],
        }
        for each in built
    ]


@contextmanager
def _progress(tasks: Sequence[Task], *, shown: bool) -> Iterator[Callable[[Built], None]]:
    """A bar on the terminal's error stream, from the first second on; nothing elsewhere."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("Building"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        row = bar.add_task("", total=len(tasks))
        yield lambda built: bar.update(row, advance=1, description=built.task.brief)
