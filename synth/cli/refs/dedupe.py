"""synth refs dedupe: works that the library holds twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import open_project, output_option, plural, project_option, say_json
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.library.dedupe import Pair
    from synth.library.merging import Merge
    from synth.library.shelf import Shelf
    from synth.model import Project, Reference


@click.command()
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    help="Only pairs that are at least this sure.",
)
@click.option(
    "--merge", "two", nargs=2, metavar="KEY KEY", help="Make one of two: the first stays."
)
@click.option("--merge-all", is_flag=True, help="Make one of each pair.")
@click.option("--undo", metavar="KEY", help="Undo the merge that took this key away.")
@click.option("--force", is_flag=True, help="With --undo: even if later changes are lost.")
@project_option
@output_option
def dedupe(
    min_score: float,
    two: tuple[str, str] | None,
    merge_all: bool,
    undo: str | None,
    force: bool,
    folder: Path | None,
    output: str,
) -> None:
    """List the works that the library seems to hold twice; merge them; undo that."""
    if sum((bool(two), merge_all, bool(undo))) > 1:
        raise click.UsageError("--merge, --merge-all and --undo are done one at a time.")
    if force and not undo:
        raise click.UsageError("--force goes with --undo.")
    project = open_project(folder)
    if undo:
        _undo(project, undo, force, output)
    elif two:
        _say_merges(_merge_two(project, *two), output)
    elif merge_all:
        _say_merges(_merge_all(project, min_score), output)
    else:
        _list(_pairs(project, min_score), output)


def _pairs(project: Project, min_score: float) -> tuple[Pair, ...]:
    from synth.library.dedupe import duplicates

    return duplicates(list(project.references.values()), min_score)


def _list(pairs: Sequence[Pair], output: str) -> None:
    if output == "json":
        say_json({"pairs": [_told(pair) for pair in pairs]})
        return
    for pair in pairs:
        click.echo(f"{pair.score:.2f} {pair.one.key} ({pair.one.place}), {pair.two.key} ", nl=False)
        click.echo(f"({pair.two.place})\n    {pair.reason}")
    click.echo(f"{plural(len(pairs), 'pair')}.")


def _told(pair: Pair) -> dict[str, Any]:
    return {"keys": list(pair.keys), "score": pair.score, "reason": pair.reason}


def _merge_two(project: Project, kept_key: str, other_key: str) -> tuple[Merge, ...]:
    from synth.library.merging import merge, parents

    kept, other = _work(project, kept_key), _work(project, other_key)
    shelves = _shelves(project)
    for work in (kept, other):
        if work.place.file not in shelves:
            raise ProjectError(f"{work.place}: only entries of BibTeX libraries can be merged")
    if any(other.key in parents(shelf.text()) for shelf in shelves.values()):
        raise ProjectError(
            f'other entries take fields from "{other.key}" (crossref)\n'
            f"    Keep that one: synth refs dedupe --merge {other.key} {kept.key}"
        )
    done, _ = merge(shelves, kept, other, date.today().isoformat())
    _write(project, shelves, (*_record(project), done))
    return (done,)


def _merge_all(project: Project, min_score: float) -> tuple[Merge, ...]:
    from synth.library.merging import merge_pairs, parents

    shelves = _shelves(project)
    pairs = [
        pair
        for pair in _pairs(project, min_score)
        if pair.one.place.file in shelves and pair.two.place.file in shelves
    ]
    heirs = {key for shelf in shelves.values() for key in parents(shelf.text())}
    done = merge_pairs(shelves, pairs, date.today().isoformat(), min_score, heirs)
    if done:
        _write(project, shelves, (*_record(project), *done))
    return done


def _undo(project: Project, key: str, force: bool, output: str) -> None:
    from synth.library.merging import merge_of, undo

    merges = _record(project)
    done = merge_of(merges, key)
    shelves = _shelves(project)
    for name in (done.kept_file, done.removed_file):
        if name not in shelves:
            raise ProjectError(f"{name}: the library has no such file any more")
    undone = undo(shelves, merges, done, force=force)
    _write(project, shelves, tuple(each for each in merges if each is not done))
    if output == "json":
        say_json({"undone": _keys(done), "lost": list(undone.lost)})
        return
    for change in undone.lost:
        click.echo(f"Lost: {change}")
    click.echo(f"{done.kept} and {done.removed} are two again.")


def _say_merges(merges: Sequence[Merge], output: str) -> None:
    if output == "json":
        say_json({"merged": [_keys(each) for each in merges]})
        return
    for each in merges:
        click.echo(f"{each.removed} is now an alias of {each.kept}.")
    undo = " Undo one with: synth refs dedupe --undo KEY" if merges else ""
    click.echo(f"{plural(len(merges), 'merge')}.{undo}")


def _keys(each: Merge) -> dict[str, str]:
    return {"kept": each.kept, "removed": each.removed}


def _work(project: Project, key: str) -> Reference:
    if key not in project.references:
        raise ProjectError(
            f'the library has no work "{key}"{did_you_mean(key, project.references)}'
        )
    return project.references[key]


def _shelves(project: Project) -> dict[str, Shelf]:
    """The library's BibTeX files, by name, ready for changes."""
    from synth.library.files import library_names, read_library
    from synth.library.shelf import Shelf

    names = library_names(source.path for source in project.sources)
    return {name: Shelf(read_library(project.root / name, name)) for name in names}


def _record(project: Project) -> tuple[Merge, ...]:
    from synth.exchange.libraries import MERGES
    from synth.library.merge_records import read_merges

    path = project.root / "references" / MERGES
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as fault:
        raise ProjectError(f"references/{MERGES}: the file cannot be read: {fault}") from None
    return read_merges(text, f"references/{MERGES}") if text else ()


def _write(project: Project, shelves: Mapping[str, Shelf], merges: Sequence[Merge]) -> None:
    """Writes the record first: a merge that is not on record could not be undone."""
    from synth.exchange.libraries import MERGES
    from synth.library.files import writable_library, write_library
    from synth.library.merge_records import write_merges
    from synth.output import write_whole

    changed = {name: shelf for name, shelf in shelves.items() if shelf.changed}
    for name, shelf in changed.items():
        writable_library(project.root / name, shelf.original, project.root)
    record = project.root / "references" / MERGES
    write_whole(record, write_merges(merges).encode("utf-8"))
    for name, shelf in changed.items():
        write_library(project.root / name, shelf.original, shelf.text(), project.root)
