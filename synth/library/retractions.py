"""Reading the Retraction Watch list, and finding the works of a library in it.

The list is the CSV file that Crossref publishes (doi:10.13003/c23rw1d9): one row a notice,
dates as month/day/year, `0` or `unavailable` where an identifier is not known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from synth.exchange.identifiers import doi_of as doi_in
from synth.exchange.identity import doi_of, pmid_of
from synth.model import Notice, NoticeNature, Reference
from synth.problems import Place, Problem, ProjectError, did_you_mean, warning

COLUMNS = (
    "RetractionDate",
    "RetractionDOI",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "Reason",
)
"""The columns that are read; a list has more."""

NATURES: Mapping[str, NoticeNature] = {
    "retraction": "retraction",
    "expression of concern": "expression-of-concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}

LONGEST_ROW = 1_000_000
"""Characters. A quotation mark that nobody closed makes one row of the rest of a file."""

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:\s.*)?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T\s].*)?")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list: a notice about the work with this DOI or PubMed ID, each or empty."""

    line: int
    doi: str
    pmid: str
    nature: str
    date: str | None
    notice_doi: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a list says of a library.

    `rows` is how many notices the list has; `known` how many works of the library have a DOI
    or PubMed ID, so that they could be looked up.
    """

    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]
    rows: int
    known: int


def look_up(
    lines: Iterable[str], name: str, references: Sequence[Reference], list_date: str
) -> Checked:
    """The notices of a list about the works of a library, by key and date.

    `lines` are those of the CSV file with their ends; they are read one at a time. Raises
    ProjectError when they are no such list.
    """
    by_doi = _by(references, {each.key: doi_of(each.item) for each in references})
    by_pmid = _by(references, {each.key: pmid_of(each.item) for each in references})
    notices: dict[Notice, None] = {}
    problems: list[Problem] = []
    rows = 0
    for row in read_list(lines, name):
        rows += 1
        for reference in by_doi.get(row.doi) or by_pmid.get(row.pmid) or ():
            nature = NATURES.get(row.nature.lower())
            if nature is None:
                problems.append(_unknown_nature(row, name, reference))
                continue
            notice = Notice(
                reference.key, nature, row.date, doi_of(reference.item) or None, row.notice_doi,
                row.reasons, list_date,
            )  # fmt: skip
            notices[notice] = None
    found = sorted(notices, key=lambda each: (each.reference, each.date or "", each.nature))
    known = sum(bool(doi_of(each.item) or pmid_of(each.item)) for each in references)
    return Checked(tuple(found), tuple(problems), rows, known)


def _by(references: Sequence[Reference], ids: Mapping[str, str]) -> dict[str, list[Reference]]:
    found: dict[str, list[Reference]] = {}
    for reference in references:
        if id := ids[reference.key]:
            found.setdefault(id, []).append(reference)
    return found


def _unknown_nature(row: Listed, name: str, reference: Reference) -> Problem:
    return warning(
        "wrong-value",
        f'the list has a notice on "{reference.key}" of a kind that is not known: "{row.nature}"',
        Place(name, row.line),
        "Look the notice up"
        + (f": https://doi.org/{row.notice_doi}" if row.notice_doi else " at the journal."),
    )


def read_list(lines: Iterable[str], name: str) -> Iterator[Listed]:
    """The rows of a list, one at a time. Raises ProjectError when it cannot be read."""
    before = csv.field_size_limit(LONGEST_ROW)
    try:
        reader = csv.reader(lines)
        places = _places(next(reader, []), name)
        width = max(places.values()) + 1
        for row in reader:
            if row:
                whole = row + [""] * (width - len(row))
                yield _listed(whole, places, reader.line_num)
    except csv.Error as fault:
        raise ProjectError(
            f"{name}: the list cannot be read beyond line {reader.line_num}: {fault}\n"
            "    Get it again: perhaps the download was cut short."
        ) from fault
    finally:
        csv.field_size_limit(before)


def _places(head: Sequence[str], name: str) -> Mapping[str, int]:
    """The number of each column. Raises ProjectError that names those which are not there."""
    names = [each.strip().removeprefix("\ufeff") for each in head]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        near = did_you_mean(missing[0], names)
        raise ProjectError(
            f"{name}: this is not the Retraction Watch list: it has no column "
            f"{', '.join(missing)}{near}\n"
            "    Crossref publishes the list; `synth refs retractions --fetch` downloads it."
        )
    return {column: names.index(column) for column in COLUMNS}


def _listed(row: Sequence[str], places: Mapping[str, int], line: int) -> Listed:
    cells = {column: row[place].strip() for column, place in places.items()}
    reasons = (each.strip().lstrip("+").strip() for each in cells["Reason"].split(";"))
    return Listed(
        line,
        (doi_in(cells["OriginalPaperDOI"]) or "").lower(),
        _pmid(cells["OriginalPaperPubMedID"]),
        cells["RetractionNature"],
        iso_date(cells["RetractionDate"]),
        doi_in(cells["RetractionDOI"]),
        tuple(dict.fromkeys(each for each in reasons if each)),
    )


def _pmid(text: str) -> str:
    number = text.removesuffix(".0").lstrip("0")
    return number if number.isdecimal() else ""


def iso_date(text: str) -> str | None:
    """A date of the list, `6/25/2021 0:00`, as in ISO 8601; None when it is none."""
    if match := _DATE.fullmatch(text):
        month, day, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
