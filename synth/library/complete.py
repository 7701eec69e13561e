"""Completing an entry of the library, or adding one, with what Crossref knows of its DOI."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rapidfuzz import fuzz

from synth.exchange.identity import alike
from synth.exchange.keys import new_key
from synth.library.bib_text import dialect_of, filled_entry, new_entry
from synth.library.comparing import differences, lacking
from synth.library.crossref import Work, read_work
from synth.library.fetch import Fetch, NotThereError
from synth.library.shelf import Shelf, amended, append_entries
from synth.model import Reference
from synth.problems import Place, Problem, ProjectError, Severity, warning

API = "https://api.crossref.org/works/"

MOST_BYTES = 20_000_000
"""A reply with its list of ten thousand references has less."""

KEPT_DAYS = 30
"""For so many days a kept reply is used instead of a new one."""

TAKEN = "crossref-date"
"""The field of an entry that says on which day metadata was taken from Crossref."""

OTHER_TITLE = 50
"""Titles less alike than this (per cent, Indel ratio) are of two works."""

SHOWN = 80

_KEPT = re.compile(rb"([0-9]{4}-[0-9]{2}-[0-9]{2})\n(.*)", re.DOTALL)
_TAKEN_BACK = ("retraction", "withdrawal", "removal", "expression of concern")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Crossref says of a work, and the day on which it said so.

    `keep` is to be kept for another time; None when the answer was kept already.
    """

    work: Work
    taken: date
    keep: bytes | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """The new text of a library file, the work as it is there now, and what was filled in."""

    text: str
    reference: Reference
    filled: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def kept_path(folder: Path, doi: str) -> Path:
    """Where the reply about a DOI is kept, below a cache folder."""
    return folder / "crossref" / hashlib.sha256(doi.lower().encode()).hexdigest()


def ask(doi: str, kept: bytes | None, fetch: Fetch | None, today: date) -> Answer:
    """What Crossref says of a DOI: what was kept, if it is not too old, else what it says now.

    Without `fetch` nothing is asked, and what was kept may be of any age. Raises ProjectError
    when Crossref has no such work or answers something else, ToolError when it cannot be reached.
    """
    known = _read_kept(kept, doi) if kept is not None else None
    if known is not None and (fetch is None or 0 <= (today - known.taken).days <= KEPT_DAYS):
        return known
    if fetch is None:
        raise ProjectError(
            f"{doi}: no answer of Crossref is kept\n    Ask for it without --offline."
        )
    try:
        reply = fetch(API + quote(doi, safe="/"))
    except NotThereError as fault:
        raise ProjectError(
            f"{doi}: Crossref knows no work with this DOI\n"
            "    Look at the DOI again; or another agency, such as DataCite, gave it out."
        ) from fault
    return Answer(read_work(reply, doi), today, today.isoformat().encode() + b"\n" + reply)


def _read_kept(kept: bytes, doi: str) -> Answer | None:
    """A kept answer; None when the file was damaged."""
    match = _KEPT.fullmatch(kept)
    if match is None:
        return None
    try:
        return Answer(read_work(match[2], doi), date.fromisoformat(match[1].decode()))
    except (ProjectError, ValueError):
        return None


def fill(text: str, held: Reference, answer: Answer) -> Completed:
    """A library's text with the fields that an entry lacks; what the entry has stays.

    Each field in which Crossref differs, and each notice that it knows of, is in `problems`.
    Raises ProjectError when the DOI is plainly that of another work.
    """
    _same_work(held, answer.work)
    gain, _ = lacking(held.item, answer.work.item)
    problems = (*_differing(held, answer.work), *notices(held, answer.work))
    if not gain:
        return Completed(text, held, (), problems)
    taken = answer.taken.isoformat()
    custom = {**(held.item.get("custom") or {}), TAKEN: taken}
    whole = Reference(held.key, {**held.item, **gain, "custom": custom}, held.place)
    shelf = Shelf(text)
    piece = shelf.of(held)
    filled = filled_entry(piece.text, whole, gain)
    shelf.replace(piece, amended(filled, {TAKEN: f"{{{taken}}}"}))
    return Completed(shelf.text(), whole, tuple(gain), problems)


def add(text: str, file: str, answer: Answer, taken_keys: Container[str]) -> Completed:
    """A library's text with an entry for a work that it lacks, under a key of its own."""
    fields: dict[str, Any] = dict(answer.work.item)
    key = new_key(fields, taken_keys)
    item = {"id": key, **fields, "custom": {TAKEN: answer.taken.isoformat()}}
    reference = Reference(key, item, Place(file))
    entry = new_entry(reference, dialect_of(text))
    problems = tuple(notices(reference, answer.work))
    return Completed(append_entries(text, [entry]), reference, tuple(fields), problems)


def _same_work(held: Reference, work: Work) -> None:
    ours, theirs = (str(each.get("title", "")) for each in (held.item, work.item))
    if ours and theirs and fuzz.ratio(alike(ours), alike(theirs)) < OTHER_TITLE:
        one, two = alike(ours), alike(theirs)
        if one.startswith(two) or two.startswith(one):  # with and without its subtitle
            return
        raise ProjectError(
            f'{held.place}: "{held.key}" is "{_short(ours)}", but the work of its DOI is '
            f'"{_short(theirs)}": nothing was taken\n'
            "    Look at the DOI of the entry again."
        )


def _differing(held: Reference, work: Work) -> list[Problem]:
    return [
        warning(
            "held-differs",
            f'Crossref differs from "{held.key}", which stays as it is: {each.field} '
            f'"{_short(each.held)}", there "{_short(each.other)}"',
            held.place,
            "Change it there if Crossref is right.",
        )
        for each in differences(held.item, work.item)
        if each.field != "abstract"
    ]


def notices(reference: Reference, work: Work) -> list[Problem]:
    """What Crossref knows to have been published about a work later: retractions are warnings."""
    found = []
    for update in work.updates:
        when = f" of {update.date}" if update.date else ""
        grave = any(word in update.kind for word in _TAKEN_BACK)
        found.append(
            Problem(
                "retracted-reference",
                Severity.WARNING if grave else Severity.INFO,
                f'Crossref knows of a notice about "{reference.key}": {update.kind}{when}',
                reference.place,
                f"Read it: https://doi.org/{update.doi}" if update.doi else None,
            )
        )
    for update in work.amends:
        of = f" of https://doi.org/{update.doi}" if update.doi else ""
        found.append(
            warning(
                "retracted-reference",
                f'"{reference.key}" is itself a notice: {update.kind}{of}',
                reference.place,
                "Cite the study, not the notice about it.",
            )
        )
    return found


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
