"""synth refs search: the works of the library that have some words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import output_option, plural, project_option, say_json, visible

if TYPE_CHECKING:
    from synth.library.search import Found, Results


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="As many works at most.",
)
@project_option
@output_option
def search(query: tuple[str, ...], limit: int, folder: Path | None, output: str) -> None:
    """List the works of the library that have all words of QUERY, the best first.

    \b
    trust neighbours         both words, in any field; the last may be a beginning
    '"social capital"'       words next to each other
    author:coutts            in one field: author, title, year, journal, abstract,
                             keyword, doi, key
    year:2018 year:2015-2020 a year, or a span of years
    """
    from synth.cache import cache_folder
    from synth.library.search import search as find
    from synth.library.sources import library_files

    root = _root(folder)
    words = " ".join(query)
    results = find(library_files(root), words, limit, cache_folder(), root)
    if output == "json":
        say_json({"query": words, "results": [_row(each) for each in results.found]})
    else:
        _show(results)
    if results.refused:
        entries = "1 entry" if results.refused == 1 else f"{results.refused} entries"
        click.echo(f"{entries} could not be read: see `synth check`.", err=True)


def _root(folder: Path | None) -> Path:
    if folder is not None:
        return folder.resolve()
    from synth.project_folder import find_project

    return find_project(Path.cwd())


def _row(found: Found) -> dict[str, Any]:
    return {
        "key": found.key,
        "title": found.title,
        "authors": found.authors,
        "year": found.year,
        "score": found.score,
    }


def _show(results: Results) -> None:
    for each in results.found:
        click.echo(click.style(visible(each.key), bold=True))
        click.echo(f"    {visible(each.authors)} ({visible(each.year)}). {_marked(each)}")
    count = len(results.found)
    more = "; there are more: ask for them with --limit" if results.more else ""
    click.echo(f"{plural(count, 'work')}{more}." if count else "No work has all these words.")


def _marked(found: Found) -> str:
    """The title, with what matched made bold on a terminal."""
    from synth.library.search import END, START

    if not sys.stdout.isatty():
        return visible(found.title)
    pieces = found.marked.split(START)
    return visible(pieces[0]) + "".join(
        click.style(visible(matched), fg="green", bold=True) + visible(rest)
        for matched, _, rest in (piece.partition(END) for piece in pieces[1:])
    )
