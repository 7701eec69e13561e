"""synth refs import: works from other programs' files into the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import leave, output_option, project_option, say, say_json
from synth.problems import Place, ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.library.adding import Added
    from synth.model import Reference

LIBRARY = "references/library.bib"
"""The library of a project that works go to."""


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The library that the works are added to; in a project, {LIBRARY}.",
)
@click.option("--format", "format", help="The format of FILES; else told from what they hold.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, write nothing.")
@project_option
@output_option
def import_(
    files: tuple[Path, ...],
    target: Path | None,
    format: str | None,
    dry_run: bool,
    folder: Path | None,
    output: str,
) -> None:
    """Add the works of FILES to the library: new ones, and fields that held ones lack."""
    from synth.exchange.fence import read_fenced
    from synth.library.adding import add
    from synth.library.files import read_library, write_library

    _known_format(format)
    root = _root(folder, target)
    path = target if target is not None else _library(root)
    name = _name(path, root)
    text = read_library(path, name)
    added = add(
        text,
        _references(text, name),
        [read_fenced(file, str(file), format) for file in files],
        _elsewhere(path, root),
        {place: entry for file in files for place, entry in _as_typed(file, format)},
    )
    if added.text != text and not dry_run:
        write_library(path, text, added.text, root)
    if output == "json":
        say_json(
            {
                "imported": added.imported,
                "updated": added.updated,
                "skipped": added.skipped,
                "problems": [problem.to_json() for problem in added.problems],
            }
        )
    else:
        _tell(added, name, dry_run)
    leave(added.problems)


def _tell(added: Added, name: str, dry_run: bool) -> None:
    for problem in added.problems:
        say(problem)
    click.echo(
        f"{name}: {added.imported} imported, {added.updated} updated, {added.skipped} skipped."
        f"{' Nothing was written: this was a dry run.' if dry_run else ''}"
    )


def _known_format(format: str | None) -> None:
    from synth.exchange import FORMATS

    if format is not None and format not in FORMATS:
        raise click.UsageError(
            f'no format is called "{format}"{did_you_mean(format, FORMATS)}\n'
            f"The formats are: {', '.join(FORMATS)}."
        )


def _root(folder: Path | None, target: Path | None) -> Path | None:
    """The project's folder; None outside a project, which only a named target allows."""
    from synth.project_folder import find_project

    try:
        return find_project(folder if folder is not None else Path.cwd())
    except ProjectError:
        if target is None or folder is not None:
            raise
        return None


def _library(root: Path | None) -> Path:
    assert root is not None
    return root / LIBRARY


def _name(path: Path, root: Path | None) -> str:
    """How a file is spoken of: by its path below the project, else as it was named."""
    whole = Path(realpath(path))
    if root is not None and whole.is_relative_to(root):
        return whole.relative_to(root).as_posix()
    return str(path)


def _references(text: str, name: str) -> tuple[Reference, ...]:
    from synth.exchange import read_references

    if not text.strip():
        return ()
    return read_references(text.encode("utf-8"), name, "biblatex").references


def _as_typed(file: Path, format: str | None) -> Iterator[tuple[Place, str]]:
    """The entries of a BibTeX file that can be taken over as they stand, with their places."""
    from synth.exchange import detect
    from synth.exchange.decode import decode
    from synth.library.bib_text import entries_as_typed

    text = decode(file.read_bytes())
    if (format or detect(text, file.suffix)) in ("biblatex", "bibtex"):
        for line, entry in entries_as_typed(text).items():
            yield Place(str(file), line, 1), entry


def _elsewhere(path: Path, root: Path | None) -> list[Reference]:
    """The works of the project's other libraries."""
    from synth.exchange import read_references
    from synth.exchange.libraries import is_library

    found: list[Reference] = []
    for file in sorted(root.glob("references/*")) if root is not None else ():
        if is_library(file) and file.is_file() and realpath(file) != realpath(path):
            name = _name(file, root)
            # What cannot be read is told by `synth check`.
            with suppress(ProjectError, OSError):
                found += read_references(file.read_bytes(), name).references
    return found
