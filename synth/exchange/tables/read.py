"""Tables in CSV: those of Scopus, Covidence and EPPI-Reviewer, and one of our own.

Ours has a column for each field of CSL that a reference has, `key` the first of them; what is
kept in `custom` has columns of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from synth.exchange.csl.item import DATES, NAMES, TEXTS, TYPES
from synth.exchange.draft import Draft
from synth.exchange.entities import without_entities
from synth.exchange.entries import Entries, usable
from synth.exchange.identifiers import bare_doi, full_range, isbn_of
from synth.exchange.imported import Imported
from synth.exchange.names import with_families
from synth.exchange.tables.cells import date_cell, names_cell, read_date_cell, read_names, text_cell
from synth.exchange.tables.columns import (
    AUTHORS,
    COVIDENCE,
    EDITORS,
    EPPI,
    FULL_AUTHORS,
    KEYWORDS,
    MONTH,
    NOTE,
    NUMBER,
    PAGE_END,
    PAGE_START,
    SCOPUS,
    TYPE,
    YEAR,
    Source,
)
from synth.exchange.tables.columns_more import PUBMED, RAYYAN, ZOTERO
from synth.exchange.tables.names import people
from synth.exchange.tables.rows import Row, rows_of
from synth.exchange.written_dates import read_date
from synth.model import Reference
from synth.problems import did_you_mean

_FIRST = ("key", "type", "title", "author", "issued", "container-title", "volume", "issue", "page")
_TOGETHER = frozenset((TYPE, YEAR, MONTH, PAGE_START, PAGE_END))
"""What is read from several columns at once."""

_ADDRESSES = frozenset(("URL", "DOI"))
_CUSTOM = "custom:"
"""Before the name of a custom field that is also one of CSL's."""


def read_scopus(text: str, name: str) -> Imported:
    """The entries of a CSV export of Scopus."""
    return _read_foreign(text, name, SCOPUS)


def read_covidence(text: str, name: str) -> Imported:
    """The entries of a CSV export of references of Covidence."""
    return _read_foreign(text, name, COVIDENCE)


def read_eppi(text: str, name: str) -> Imported:
    """The entries of a CSV export of EPPI-Reviewer."""
    return _read_foreign(text, name, EPPI)


def read_zotero(text: str, name: str) -> Imported:
    """The entries of a CSV export of Zotero."""
    return _read_foreign(text, name, ZOTERO)


def read_rayyan(text: str, name: str) -> Imported:
    """The entries of a CSV export of Rayyan."""
    return _read_foreign(text, name, RAYYAN)


def read_pubmed(text: str, name: str) -> Imported:
    """The entries of a CSV export of PubMed."""
    return _read_foreign(text, name, PUBMED)


def read_csv(text: str, name: str) -> Imported:
    """The entries of a table that `write_csv` wrote, or that has such columns."""
    entries = Entries(name)
    for head, row in _read_rows(text, entries):
        _own(entries, head, row)
    return entries.imported()


def write_csv(references: Sequence[Reference]) -> str:
    """The references as a table in CSV: a column for each field that one of them has."""
    columns = {"key": None, "type": None}
    for reference in references:
        columns |= dict.fromkeys(name for name, _ in _cells(reference))
    known = [name for name in _FIRST if name in columns]
    head = [*known, *(name for name in columns if name not in known)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(head)
    for reference in references:
        cells = dict(_cells(reference))
        table.writerow([cells.get(name, "") for name in head])
    return out.getvalue()


def _cells(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "key", reference.key
    for field, value in reference.item.items():
        if field in NAMES and isinstance(value, Sequence):
            yield field, names_cell(value)
        elif field in DATES and isinstance(value, dict):
            yield field, date_cell(value)
        elif field not in ("id", "custom"):
            yield field, text_cell(value)
    for name, value in reference.item.get("custom", {}).items():
        yield f"{_CUSTOM}{name}" if _is_ours(name) else name, text_cell(value)


def _is_ours(name: str) -> bool:
    """Whether a custom field of this name would be taken for another column."""
    ours = name in NAMES or name in DATES or name in TEXTS or name in ("key", "type", "id", "")
    return ours or name.startswith(_CUSTOM)


def _own(entries: Entries, head: Sequence[str], row: Row) -> None:
    item: dict[str, Any] = {"type": "document"}
    custom: dict[str, str] = {}
    key, named = "", ""
    for column, cell in zip(head, row.cells, strict=True):
        if not cell:
            continue
        if column == "key" and not key:
            key = cell.strip()
        elif column == "type" and not named:
            named = cell.strip()
        elif column in NAMES and column not in item:
            item[column] = read_names(cell)
        elif column in DATES and column not in item:
            item[column] = read_date_cell(cell)
        elif column in TEXTS and column not in item:
            item[column] = cell
        else:
            custom.setdefault(column.removeprefix(_CUSTOM) or "csv", cell)
    item["type"] = named if named in TYPES else "document"
    if named and named not in TYPES:
        custom.setdefault("csv-type", named)
        entries.warn(
            "unknown-type",
            f'unknown CSL type "{named[:40]}"{did_you_mean(named[:40], TYPES)}',
            row.line,
            "It is read as a document of no special kind.",
        )
    if key and not usable(key):
        custom.setdefault("csv-key", key)
        key = ""
    if custom:
        item["custom"] = custom
    if len(item) == 1:
        _refuse_empty(entries, row.line)
    else:
        entries.add(item, row.line, key)


def _read_rows(text: str, entries: Entries) -> Iterator[tuple[list[str], Row]]:
    """The head with each row that can be used; the others are refused."""
    head: list[str] | None = None
    for row in rows_of(text):
        if row.fault:
            entries.refuse(
                "reference-syntax",
                row.fault,
                row.line,
                "Look for a quotation mark that is missing here or in the row before.",
            )
        elif head is None:
            head = [cell.strip() for cell in row.cells]
        else:
            yield head, row


def _refuse_empty(entries: Entries, line: int) -> None:
    entries.refuse(
        "reference-syntax",
        "this row says nothing of a work",
        line,
        "Take it out, or export the table again.",
    )


def _read_foreign(text: str, name: str, source: Source) -> Imported:
    entries = Entries(name)
    for head, row in _read_rows(text, entries):
        cells = [
            (column, role, cell.strip() if role in _ADDRESSES else without_entities(cell).strip())
            for column, cell in zip(head, row.cells, strict=True)
            if cell.strip()
            for role in [source.columns.get(_bare(column), "")]
        ]
        draft = _drafted(source, cells)
        if draft.empty:
            _refuse_empty(entries, row.line)
        else:
            entries.add(draft.finished(), row.line)
    return entries.imported()


def _drafted(source: Source, cells: Sequence[tuple[str, str, str]]) -> Draft:
    kinds = [cell for _, role, cell in cells if role == TYPE]
    known = source.types.get(kinds[0].lower()) if kinds else source.untyped
    draft = Draft(known or "document", source.prefix)
    full = any(role == FULL_AUTHORS for _, role, _ in cells)
    for column, role, cell in cells:
        tag = _slug(column)
        brief = role == AUTHORS and full
        kept = _bare(column) in source.kept or (role == TYPE and known is None)
        if not role or kept or brief:
            draft.keep(tag, cell)
        if role in _STEPS and not brief:
            _STEPS[role](draft, cell, tag)
        elif role and role not in _TOGETHER and not brief:
            draft.put(role, cell, tag)
    _date(draft, cells)
    _pages(draft, cells)
    short = next((cell for column, _, cell in cells if _bare(column) == "shorttitle"), "")
    if source is EPPI and short and "author" in draft.item:
        draft.item["author"] = with_families(draft.item["author"], short)
    return draft


def _bare(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


def _slug(column: str) -> str:
    return re.sub(r"[^\w]+", "-", column.lower()).strip("-") or "column"


def _add_names(draft: Draft, cell: str, role: str) -> None:
    draft.add_names(role, people(cell))


def _date(draft: Draft, cells: Sequence[tuple[str, str, str]]) -> None:
    """The date of the columns for the year and the month."""
    years, months = (
        [cell for _, role, cell in cells if role == wanted] for wanted in (YEAR, MONTH)
    )
    year, month = (years or [""])[0], (months or [""])[0]
    both = f"{year}-{month.zfill(2)}" if month.isdigit() else f"{year} {month}"
    date = read_date(both) if year and month else None
    if date is None or "literal" in date:
        date = read_date(year)
        months = [*months, ""]
    if date is not None:
        draft.item["issued"] = date
    for tag, more in (("year", years[1:]), ("month", months if len(months) > 1 else ())):
        for cell in more:
            draft.keep(tag, cell)


def _serial(draft: Draft, cell: str, tag: str) -> None:
    draft.put("ISBN" if isbn_of(cell) else "ISSN", cell, tag)


def _pages(draft: Draft, cells: Sequence[tuple[str, str, str]]) -> None:
    start, end = (
        next((cell for _, role, cell in cells if role == wanted), "")
        for wanted in (PAGE_START, PAGE_END)
    )
    if start or end:
        draft.put("page", full_range(f"{start}-{end}") if start and end else start or end, "pages")


_STEPS: dict[str, Callable[[Draft, str, str], None]] = {
    AUTHORS: lambda draft, cell, _: _add_names(draft, cell, "author"),
    FULL_AUTHORS: lambda draft, cell, _: _add_names(draft, cell, "author"),
    EDITORS: lambda draft, cell, _: _add_names(draft, cell, "editor"),
    KEYWORDS: lambda draft, cell, _: draft.collect("keyword", re.split(r"[;\n]", cell)),
    NOTE: lambda draft, cell, _: draft.collect("note", [cell]),
    NUMBER: _serial,
    "DOI": lambda draft, cell, tag: draft.put("DOI", bare_doi(cell), tag),
    "page": lambda draft, cell, tag: draft.put("page", full_range(cell), tag),
}
