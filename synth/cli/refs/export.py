"""synth refs export: the library in another program's format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import open_project, project_option
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.model import Project, Reference


@click.command()
@click.argument("keys", nargs=-1)
@click.option(
    "--format",
    "format",
    type=click.Choice(["bibtex", "biblatex", "ris", "csl-json", "csv"]),
    required=True,
    help="The format to write.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; else standard output.",
)
@project_option
def export(keys: tuple[str, ...], format: str, out: Path | None, folder: Path | None) -> None:
    """Write the works with these KEYS, or the whole library, in another format."""
    from synth.exchange import write_references
    from synth.output import write_whole

    text = write_references(_chosen(open_project(folder), keys), format)
    if out is None:
        click.echo(text.encode("utf-8"), nl=not text.endswith("\n"))
    else:
        write_whole(out, text.encode("utf-8"))


def _chosen(project: Project, keys: tuple[str, ...]) -> list[Reference]:
    """The references of some keys, each once; all of them for none."""
    if not keys:
        return list(project.references.values())
    known = {alias: work for work in project.references.values() for alias in work.aliases}
    known |= project.references
    for key in keys:
        if key not in known:
            raise ProjectError(f'the library has no work "{key}"{did_you_mean(key, known)}')
    return list({known[key].key: known[key] for key in keys}.values())
