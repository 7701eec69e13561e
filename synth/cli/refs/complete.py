"""synth refs complete: what Crossref knows of a work, put into the library."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import open_project, output_option, project_option, say, say_json
from synth.cli.refs.imports import LIBRARY
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.library.complete import Answer
    from synth.model import Project, Reference


@click.command()
@click.argument("work", metavar="KEY|DOI")
@click.option("--offline", is_flag=True, help="Ask nobody: use what was answered before.")
@project_option
@output_option
def complete(work: str, offline: bool, folder: Path | None, output: str) -> None:
    """Fill an entry of the library with what Crossref knows of its DOI.

    What the entry has stays. A DOI that the library lacks becomes a new entry.
    """
    from synth.library.complete import add, fill
    from synth.library.files import read_library, write_library

    project = open_project(folder)
    held, doi = _wanted(work, project)
    answer = _ask(doi, offline)
    file = held.place.file if held is not None else LIBRARY
    path = project.root / file
    text = read_library(path, file)
    taken = {*project.references, *project.aliases}
    done = fill(text, held, answer) if held else add(text, file, answer, taken)
    if done.text != text:
        write_library(path, text, done.text, project.root)
    if output == "json":
        say_json(
            {
                "key": done.reference.key,
                "doi": doi,
                "file": file,
                "added": held is None,
                "filled": list(done.filled),
                "taken": answer.taken.isoformat(),
                "problems": [problem.to_json() for problem in done.problems],
            }
        )
        return
    for problem in done.problems:
        say(problem)
    key, fields = done.reference.key, ", ".join(done.filled)
    if held is None:
        click.echo(f"{key} was added to {file}: {fields}.")
    elif fields:
        click.echo(f"{key} in {file} was given: {fields}.")
    else:
        click.echo(f"{key} lacks nothing that Crossref knows.")


def _wanted(work: str, project: Project) -> tuple[Reference | None, str]:
    """The entry that is meant, if there is one, and its DOI. Raises ProjectError for neither."""
    from synth.exchange.identifiers import doi_of as doi_in
    from synth.exchange.identity import doi_of

    key = project.aliases.get(work, work)
    if key in project.references:
        held = project.references[key]
        doi = doi_in(doi_of(held.item))
        if doi is None:
            raise ProjectError(
                f'{held.place}: "{held.key}" has no DOI, by which Crossref could be asked\n'
                "    Find it at https://search.crossref.org and add it to the entry."
            )
        return held, doi
    doi = doi_in(work)
    if doi is None:
        known = [*project.references, *project.aliases]
        raise ProjectError(
            f'no work has the key "{work}"{did_you_mean(work, known)}\n'
            "    A DOI, such as 10.1234/abc, adds a work that the library lacks."
        )
    same = (each for each in project.references.values() if doi_of(each.item) == doi.lower())
    return next(same, None), doi


def _ask(doi: str, offline: bool) -> Answer:
    """Crossref's answer, which is kept for another time."""
    from synth.cache import cache_folder
    from synth.library.complete import MOST_BYTES, ask, kept_path
    from synth.library.fetch import fetch
    from synth.output import write_whole
    from synth.problems import OutputError

    folder = cache_folder()
    path = kept_path(folder, doi) if folder is not None else None
    try:
        kept = path.read_bytes() if path is not None else None
    except OSError:
        kept = None
    get = None if offline else partial(fetch, most=MOST_BYTES)
    answer = ask(doi, kept, get, datetime.now(UTC).date())
    if answer.keep is not None and path is not None:
        try:
            write_whole(path, answer.keep)
        except OutputError:  # it is only asked again the next time
            click.echo("Crossref's answer could not be kept.", err=True)
    return answer
