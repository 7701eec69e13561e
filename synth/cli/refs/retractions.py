"""synth refs retractions: which works of the library a journal took back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import open_project, output_option, plural, project_option, say, say_json
from synth.problems import ProjectError

if TYPE_CHECKING:
    from synth.library.list_date import ListDate
    from synth.library.retractions import Checked
    from synth.model import Notice, NoticeList, Project

LIST = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
"""Where Crossref publishes the list (doi:10.13003/c23rw1d9)."""

MAX_BYTES = 400_000_000
"""The list of 2026 has 67 MB."""


@click.command()
@click.option(
    "--list",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The Retraction Watch list, a CSV file.",
)
@click.option("--date", "given", metavar="YYYY-MM-DD", help="The date of the list.")
@click.option("--fetch", is_flag=True, help="Download the list first, to the file of --list.")
@project_option
@output_option
def retractions(
    path: Path | None, given: str | None, fetch: bool, folder: Path | None, output: str
) -> None:
    """Look the library up in the Retraction Watch list.

    What is found is kept in references/retractions.yaml; from then on `synth check` reports
    each claim that rests on such a work. Nothing is downloaded without --fetch.
    """
    from synth.library.list_date import ListDate, list_date
    from synth.library.notice_file import PATH, notice_file
    from synth.model import NoticeList
    from synth.output import write_whole

    project = open_project(folder)
    today = datetime.now(UTC).date().isoformat()
    if fetch:
        path = _download(path)
    if path is None:
        raise click.UsageError("Name the list with --list FILE, or download it with --fetch.")
    sha256 = _sha256(path)
    downloaded = ListDate(today, "the day on which it was downloaded")
    dated = downloaded if fetch and given is None else list_date(path, given)
    checked = _look_up(path, dated, project)
    told = NoticeList(path.name, dated.date, sha256, today, checked.notices)
    write_whole(project.root / PATH, notice_file(told).encode())
    if output == "json":
        say_json(_json(told, checked))
    else:
        _show(told, checked, dated, project)


def _download(path: Path | None) -> Path:
    """Downloads the list, into the cache when no file is named for it."""
    from synth.cache import cache_folder
    from synth.library.fetch import fetch
    from synth.output import write_whole

    folder = cache_folder()
    target = path or (folder / "retraction_watch.csv" if folder is not None else None)
    if target is None:
        raise ProjectError("there is no cache folder: say where the list goes with --list FILE")
    write_whole(target, fetch(LIST, MAX_BYTES))
    return target


def _sha256(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProjectError(f"{path}: the file is larger than {MAX_BYTES:,} bytes")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise ProjectError(f"{path}: the file cannot be read: {fault.strerror}") from fault


def _look_up(path: Path, dated: ListDate, project: Project) -> Checked:
    from synth.library.retractions import look_up

    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            return look_up(lines, path.name, list(project.references.values()), dated.date)
    except OSError as fault:
        raise ProjectError(f"{path}: the file cannot be read: {fault.strerror}") from fault


def _json(told: NoticeList, checked: Checked) -> dict[str, Any]:
    stand = _standing(told)
    return {
        "list": told.list,
        "list-date": told.list_date,
        "sha256": told.sha256,
        "checked": told.checked,
        "rows": checked.rows,
        "looked-up": checked.known,
        "notices": [
            {
                "reference": each.reference,
                "nature": each.nature,
                "date": each.date,
                "doi": each.doi,
                "notice-doi": each.notice_doi,
                "reasons": list(each.reasons),
                "stands": each in stand,
            }
            for each in told.notices
        ],
        "problems": [problem.to_json() for problem in checked.problems],
    }


def _standing(told: NoticeList) -> frozenset[Notice]:
    """The notices that are neither lifted nor lift another, over all works."""
    from synth.notices import standing

    by_work: dict[str, list[Notice]] = {}
    for notice in told.notices:
        by_work.setdefault(notice.reference, []).append(notice)
    return frozenset(notice for notices in by_work.values() for notice in standing(notices))


def _show(told: NoticeList, checked: Checked, dated: ListDate, project: Project) -> None:
    from synth.library.notice_file import PATH
    from synth.notices import in_words

    click.echo(
        f"{told.list}, list of {dated.date} ({dated.source}): {plural(checked.rows, 'notice')}."
    )
    works = len(project.references)
    click.echo(f"{checked.known} of {plural(works, 'work')} can be looked up by DOI or PubMed ID.")
    stand = _standing(told)
    for notice in told.notices:
        lifted = notice.nature == "retraction" and notice not in stand
        click.echo(f"{click.style(notice.reference, bold=True)} {in_words(notice)}"
                   f"{', and reinstated since' if lifted else ''}")  # fmt: skip
        for reason in notice.reasons:
            click.echo(f"    {reason}")
        if notice.notice_doi:
            click.echo(f"    https://doi.org/{notice.notice_doi}")
    for problem in checked.problems:
        say(problem)
    found = plural(len(told.notices), "notice") if told.notices else "No notice"
    click.echo(f"{found} on works of the library. Written to {PATH}.")
