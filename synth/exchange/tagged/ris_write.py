"""CSL-JSON items to RIS, with the tags that EndNote, Zotero and Mendeley share.

Lines end with CR and LF, as the RIS specification has it and Zotero writes them. A field of CSL
that RIS has no tag for is left out; what was read from a RIS file and kept is put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synth.exchange.identifiers import isbn_of, issn_of
from synth.exchange.names import line_of
from synth.exchange.tagged.ris_types import (
    ARTICLES,
    IN_BOOKS,
    IN_SERIES,
    MAIN,
    NEAREST,
    NUMBERED,
    TYPES,
    WITH_GENRE,
    WITH_PAGE_COUNT,
    WITH_SECTION,
)
from synth.exchange.written_dates import words_of
from synth.model import CslItem, Reference

SIMPLE = {
    "title": "TI",
    "title-short": "ST",
    "container-title-short": "J2",
    "volume": "VL",
    "number-of-volumes": "NV",
    "publisher": "PB",
    "publisher-place": "CY",
    "DOI": "DO",
    "URL": "UR",
    "ISBN": "SN",
    "ISSN": "SN",
    "PMID": "C2",
    "PMCID": "C2",
    "abstract": "AB",
    "annote": "RN",
    "call-number": "CN",
    "language": "LA",
    "note": "N1",
    "source": "DB",
}

_NOCASE = re.compile(r'<span class="nocase">([^<]*)</span>')
_PAGES = re.compile(r"([^-\u2013]+)[-\u2013]([^-\u2013]+)")
_OWN = re.compile(r"ris-([a-z][a-z0-9])")


def write_ris(references: Sequence[Reference]) -> str:
    """The references as a RIS text."""
    return "".join(_record(reference) for reference in references)


def _record(reference: Reference) -> str:
    item = reference.item
    lines = [("TY", _type(item)), ("ID", reference.key), *_fields(item), *_kept(item), ("ER", "")]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines) + "\r\n"


def _line(value: str) -> str:
    return " ".join(value.splitlines()) if value else ""


def _type(item: CslItem) -> str:
    type_ = str(item.get("type", "document"))
    kept = str(item.get("custom", {}).get("ris-ty", "")).split("; ")[0]
    if kept and TYPES.get(kept.upper(), "document") == type_:
        return kept
    return MAIN.get(type_) or NEAREST.get(type_, "GEN")


def _fields(item: CslItem) -> Iterator[tuple[str, str]]:
    for field, tag in SIMPLE.items():
        if field in item:
            yield tag, _NOCASE.sub(r"\1", str(item[field]))
    yield from _by_type(item)
    yield from _names(item)
    yield from _dates(item)
    yield from _pages(item)
    for word in str(item.get("keyword", "")).split("; "):
        if word:
            yield "KW", word


def _by_type(item: CslItem) -> Iterator[tuple[str, str]]:
    """The fields whose tag depends on the type of work, as `endnote_fields` reads them."""
    type_ = item.get("type")
    tags = {
        "container-title": "JF" if type_ in IN_SERIES else "T2",
        "collection-title": "T2" if type_ in IN_SERIES else "T3",
        "issue": "" if type_ in NUMBERED else "IS",
        "edition": "" if type_ == "software" else "ET",
        "version": "ET" if type_ == "software" else "",
        "genre": "M3" if type_ in WITH_GENRE else "",
        "section": "SE" if type_ in WITH_SECTION else "",
        "collection-number": "M1" if type_ in IN_BOOKS else "",
        "number": _number_tag(item),
    }
    if type_ == "paper-conference" and "event-title" in item:
        tags |= {"container-title": "C3", "event-title": "T2"}
    for field, tag in tags.items():
        if tag and field in item:
            yield tag, _NOCASE.sub(r"\1", str(item[field]))


def _number_tag(item: CslItem) -> str:
    type_ = item.get("type")
    if type_ in ARTICLES:
        return "C7"
    if type_ in NUMBERED:
        number = str(item.get("number", ""))
        return "IS" if issn_of(number) or isbn_of(number) else "SN"
    return "" if type_ in IN_BOOKS else "M1"


def _names(item: CslItem) -> Iterator[tuple[str, str]]:
    book = item.get("type") == "book" and "collection-editor" in item and "editor" in item
    tags = {
        "author": "AU",
        "editor": "A3" if book else "A2",
        "collection-editor": "A2" if book else "A3",
        "translator": "A4",
    }
    for role, tag in tags.items():
        for name in item.get(role, ()):
            if line := line_of(name):
                yield tag, line


def _dates(item: CslItem) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    parts = issued.get("date-parts")
    if parts:
        yield "PY", f"{parts[0][0]:04d}"
        if len(parts) > 1 or len(parts[0]) > 1 or "season" in issued:
            yield "DA", _slashed(issued)
    elif words := words_of(issued):
        yield "PY", words
    if accessed := item.get("accessed"):
        yield "Y2", _slashed(accessed) if "date-parts" in accessed else words_of(accessed)


def _slashed(date: Mapping[str, Any]) -> str:
    """A date as RIS has it: year/month/day/other, the second end of a range in the last part."""
    parts = date["date-parts"]
    known = parts[0] if max(parts[0][1:2], default=0) <= 12 else parts[0][:1]
    first = [f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:])]
    other = words_of(date) if len(parts) > 1 or "season" in date or known != parts[0] else ""
    return "/".join([*first, *[""] * (3 - len(first)), other])


def _pages(item: CslItem) -> Iterator[tuple[str, str]]:
    if page := str(item.get("page", "")):
        ends = _PAGES.fullmatch(page)
        if ends is None:
            yield "SP", page
        else:
            yield "SP", ends[1].strip()
            yield "EP", ends[2].strip()
    elif "number-of-pages" in item and item.get("type") in WITH_PAGE_COUNT:
        yield "SP", str(item["number-of-pages"])


def _kept(item: CslItem) -> Iterator[tuple[str, str]]:
    for name, value in sorted(item.get("custom", {}).items()):
        own = _OWN.fullmatch(name)
        if own and own[1] not in ("ty", "er"):
            yield own[1].upper(), str(value)
