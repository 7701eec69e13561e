"""synth verify: prove the claims of a finished file again."""

from __future__ import annotations

from pathlib import Path

import click

from synth.cli.common import leave, open_project, output_option, plural, say, say_json, summary


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Compare it with the evidence of this project too.",
)
@output_option
def verify(file: Path, folder: Path | None, output: str) -> None:
    """Read a finished FILE (HTML or PDF) back and prove each claim from the file alone."""
    from synth.verify import verify as read_back

    project = open_project(folder) if folder is not None else None
    reading = read_back(file, project)
    if output == "json":
        say_json(reading.to_json())
    else:
        for problem in reading.problems:
            say(problem)
        click.echo(
            f"{file}: {reading.tied} of {plural(reading.claims, 'claim')} proved; "
            f"{summary(reading.problems)}."
        )
    leave(reading.problems)
