"""The fields that RIS and EndNote's formats share, to those of CSL.

RIS tags name them here, as in EndNote's "RefMan (RIS) Export": EndNote XML and tagged EndNote
files hold the same fields under other names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from synth.exchange.draft import Draft
from synth.exchange.entities import without_entities
from synth.exchange.identifiers import bare_doi, doi_of, full_range, isbn_of, issn_of, several_issns
from synth.exchange.names import indexed_name, names_of
from synth.exchange.tagged.lines import on_one_line
from synth.exchange.tagged.ris_types import (
    ARTICLES,
    IN_BOOKS,
    IN_SERIES,
    NUMBERED,
    WITH_GENRE,
    WITH_PAGE_COUNT,
    WITH_SECTION,
)
from synth.exchange.written_dates import read_slashed, refines, with_year

Values: TypeAlias = Mapping[str, Sequence[str]]

SIMPLE = {
    "AB": "abstract",
    "CN": "call-number",
    "CY": "publisher-place",
    "DB": "source",
    "J1": "container-title-short",
    "J2": "container-title-short",
    "JA": "container-title-short",
    "LA": "language",
    "N2": "abstract",
    "NV": "number-of-volumes",
    "PB": "publisher",
    "PP": "publisher-place",
    "RN": "annote",
    "ST": "title-short",
    "VL": "volume",
}

HANDLED = frozenset(
    (
        "TI", "T1", "CT", "BT", "T2", "T3", "JF", "JO", "C3", "AU", "A1", "A2", "ED", "A3", "A4",
        "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "IS", "M1", "C7", "SE", "ET", "DO", "UR", "L2",
        "L3", "M3", "AN", "C2", "C5", "KW", "N1",
    )
)  # fmt: skip
"""Tags that mean one thing or another by the type of work or by what else the record says."""

_ADDRESSES = frozenset(("UR", "DO", "L1", "L2", "L3", "L4", "LK"))
"""Tags whose characters stay as they are."""

_DAY = re.compile(r"\d{4}(?:[/-]\d{1,2}){1,2}", re.ASCII)
_SCHEME = re.compile(r"\S{0,9}?(?:[A-Za-z][A-Za-z+.-]{1,20}://|www\.)\S")
_SHORT = 40
"""No number of a report or a series is longer, in characters."""


def fill(draft: Draft, values: Values) -> None:
    """Puts the fields of a record into an item whose type is known."""
    values = {
        tag: some if tag in _ADDRESSES else [without_entities(value) for value in some]
        for tag, some in values.items()
    }
    for step in _STEPS:
        step(draft, values)
    for tag, some in values.items():
        if tag not in HANDLED:
            field = SIMPLE.get(tag)
            for value in some:
                if field:
                    draft.put(field, on_one_line(value), tag)
                else:
                    draft.keep(tag, on_one_line(value))
    short = draft.item.get("container-title-short")
    if short and draft.type in ARTICLES:  # the Cochrane Library names journals by JA alone
        draft.item.setdefault("container-title", short)


def _each(values: Values, *tags: str) -> Iterable[tuple[str, str]]:
    for tag in tags:
        for value in values.get(tag, ()):
            if value:
                yield tag, on_one_line(value)


def _titles(draft: Draft, values: Values) -> None:
    for tag, value in _each(values, "TI", "T1", "CT"):
        draft.put("title", value, tag)
    for tag, value in _each(values, "BT"):
        draft.put("title" if draft.type == "book" else "container-title", value, tag)
    series = draft.type in IN_SERIES
    conference = draft.type == "paper-conference"
    for tag, value in _each(values, "C3"):
        if conference:
            draft.put("container-title", value, tag)
        else:
            draft.keep(tag, value)
    for tag, value in _each(values, "JF", "T2", "JO"):
        if tag == "T2" and series:
            draft.put("collection-title", value, tag)
        elif tag == "T2" and conference and values.get("C3"):
            draft.put("event-title", value, tag)
        elif tag == "JO" and draft.item.get("container-title", value) != value:
            draft.put("container-title-short", value, tag)
        else:
            draft.put("container-title", value, tag)
    for tag, value in _each(values, "T3"):
        draft.put("collection-title", value, tag)


def _names(draft: Draft, values: Values) -> None:
    roles = {"AU": "author", "A1": "author", "A4": "translator", "ED": "editor"}
    both = draft.type == "book" and any(values.get("A3", ()))
    roles["A2"] = "collection-editor" if both else "editor"
    roles["A3"] = "editor" if both else "collection-editor"
    for tag, role in roles.items():
        lines = [value for _, value in _each(values, tag)]
        among = any(indexed_name(line) for line in lines)
        for line in lines:
            name = indexed_name(line, among) if among else None
            draft.add_names(role, [name] if name else names_of(line))


def _dates(draft: Draft, values: Values) -> None:
    issued: dict[str, Any] | None = None
    source = ""
    for tag, value in _each(values, "PY", "Y1", "DA"):
        date, other = read_slashed(value)
        if issued is not None and "date-parts" in issued:
            year = with_year(value, int(issued["date-parts"][0][0]))
            date = year or date
        if date is None:
            continue
        if issued is None or refines(date, issued) or "date-parts" not in issued:
            if issued is not None and "date-parts" not in issued and issued != date:
                draft.keep(source, str(issued["literal"]))
            issued, source = date, tag
        elif not refines(issued, date):
            draft.keep(tag, value)
            continue
        if other:
            draft.keep(tag, value)
    if issued is not None:
        draft.item["issued"] = issued
    for tag, value in _each(values, "Y2"):
        date, other = read_slashed(value)
        if date is None or draft.item.setdefault("accessed", date) != date or other:
            draft.keep(tag, value)


def _pages(draft: Draft, values: Values) -> None:
    starts = [value for _, value in _each(values, "SP")]
    ends = [value for _, value in _each(values, "EP")]
    for tag, more in (("SP", starts[1:]), ("EP", ends[1:])):
        for value in more:
            draft.keep(tag, value)
    start, end = (starts or [""])[0], (ends or [""])[0]
    if f"{start} {end}".lower().strip() == "no specified":  # Ovid's "No Pagination Specified"
        draft.keep("SP", f"{start} {end}")
    elif start and end and not re.search(r"[-\u2013]", start):
        draft.put("page", full_range(f"{start}-{end}"), "SP")
    elif draft.type in WITH_PAGE_COUNT and re.fullmatch(r"\d+", start) and not end:
        draft.put("number-of-pages", start, "SP")
    elif start or end:
        page = full_range(start or end)
        draft.put("page", page, "SP")
        if start and end and not page.endswith(end):
            draft.keep("EP", end)


def _numbers(draft: Draft, values: Values) -> None:
    for tag, value in _each(values, "SN"):
        isbn, issn = isbn_of(value), issn_of(value)
        field, found = ("ISBN", isbn) if isbn else ("ISSN", several_issns(value) or issn)
        if found is None:
            field, found = _serial_field(draft.type), value
        whole = found == value or several_issns(value) is not None
        if not field or draft.item.setdefault(field, found) != found or not whole:
            draft.keep(tag, value)
    for tag, value in _each(values, "IS"):
        draft.put("number" if draft.type in NUMBERED else "issue", value, tag)
    for tag, value in _each(values, "M1"):
        if draft.type in ARTICLES or len(value) > _SHORT:
            draft.keep(tag, value)
        else:
            draft.put("collection-number" if draft.type in IN_BOOKS else "number", value, tag)
    for tag, value in _each(values, "C7"):  # the article's number, in EndNote and Scopus
        if draft.type in ARTICLES:
            draft.put("number", value, tag)
        else:
            draft.keep(tag, value)


def _serial_field(type_: str) -> str:
    if type_ in NUMBERED:
        return "number"
    if type_ in ARTICLES or type_ == "periodical":
        return "ISSN"
    return "ISBN" if type_ in IN_BOOKS else ""


def _by_type(draft: Draft, values: Values) -> None:
    for tag, value in _each(values, "ET"):
        if draft.type in ARTICLES and _DAY.fullmatch(value):  # EndNote's day of online issue
            draft.keep(tag, value)
        else:
            draft.put("version" if draft.type == "software" else "edition", value, tag)
    for tag, value in _each(values, "SE"):
        if draft.type in WITH_SECTION:
            draft.put("section", value, tag)
        else:
            draft.keep(tag, value)


def _links(draft: Draft, values: Values) -> None:
    for tag, value in _each(values, "DO"):
        draft.put("DOI", bare_doi(value), tag)
    for tag, some in _addresses(values).items():
        for value in some:
            doi = doi_of(value)
            if doi:
                draft.item.setdefault("DOI", doi)
            if tag == "UR" and not value.startswith("<Go to"):
                draft.put("URL", value, tag)
            elif tag in ("L3", "M3") and doi == draft.item.get("DOI") and doi == value:
                continue
            elif tag == "M3" and draft.type in WITH_GENRE:
                draft.put("genre", value, tag)
            else:
                draft.keep(tag, value)


def _addresses(values: Values) -> dict[str, list[str]]:
    """The values that may be addresses. Of several on the lines of one value each is its own."""
    found = {tag: [value for _, value in _each(values, tag)] for tag in ("L2", "L3", "M3")}
    lines = [line.strip() for value in values.get("UR", ()) for line in [*value.split("\n"), ""]]
    parts: list[str] = []
    whole = True
    for line in lines:
        if whole or _SCHEME.match(line):
            parts.append(line)
        elif line:
            broken = _SCHEME.match(parts[-1]) and " " not in f"{parts[-1]}{line}"
            parts[-1] += line if broken else f" {line}"
        whole = not line
    return {"UR": [part for part in parts if part], **found}


def _indexes(draft: Draft, values: Values) -> None:
    """PubMed's numbers, which programs write as the database's own or as a custom field."""
    bases = " ".join(value.lower() for _, value in _each(values, "DB", "DP"))
    medline = any(name in bases for name in ("pubmed", "medline", "nlm"))
    usual = {"AN": medline, "C2": draft.type != "patent", "C5": "embase" in bases}
    for tag, expected in usual.items():
        for _, value in _each(values, tag):
            if expected and re.fullmatch(r"PMC\d+", value):
                draft.put("PMCID", value, tag)
            elif expected and re.fullmatch(r"\d{1,9}", value, re.ASCII):
                draft.put("PMID", value, tag)
            else:
                draft.keep(tag, value)


def _lists(draft: Draft, values: Values) -> None:
    for value in values.get("KW", ()):
        draft.collect("keyword", value.split("\n"))
    draft.collect("note", (value for _, value in _each(values, "N1")))


_STEPS: Sequence[Callable[[Draft, Values], None]] = (
    _titles, _names, _dates, _pages, _numbers, _by_type, _links, _indexes, _lists,
)  # fmt: skip
