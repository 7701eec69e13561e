"""Web of Science's plain text (.ciw, .isi) to CSL-JSON items.

Tags as in "Web of Science Core Collection Field Tags" of Clarivate. A value goes on over lines
that start with three spaces; in tags of names and lists each line is a value of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.exchange.draft import Draft
from synth.exchange.entries import Entries
from synth.exchange.identifiers import bare_doi, full_range
from synth.exchange.imported import Imported
from synth.exchange.names import Name, name_of, names_of
from synth.exchange.tagged.lines import Fields, Record, lines_of, on_one_line
from synth.exchange.written_dates import read_date, refines, with_year

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|\s*$)", re.DOTALL)

FIELDS = {
    "AB": "abstract",
    "AR": "number",
    "BN": "ISBN",
    "CL": "event-place",
    "CT": "event-title",
    "IS": "issue",
    "JI": "container-title-short",
    "LA": "language",
    "PI": "publisher-place",
    "PM": "PMID",
    "PN": "part-number",
    "PU": "publisher",
    "SE": "collection-title",
    "SU": "supplement-number",
    "TI": "title",
    "VL": "volume",
}
NAMES = {"BE": "editor", "ED": "editor", "BF": "container-author"}
_HANDLED = frozenset(
    (
        "PT", "SO", "AU", "AF", "CA", "BA", "PY", "PD", "BP", "EP", "PS", "SN", "EI", "DI", "DE",
        "ID",
    )
)  # fmt: skip
_LISTS = frozenset(
    (
        "AU", "AF", "CA", "BE", "ED", "BA", "BF", "CR", "C1", "C3", "GP", "RI", "OI", "FU",
    )
)  # fmt: skip
"""Tags whose lines are values of their own."""

_ADDRESS = re.compile(r"\s*\(([^()\s@]{1,100}@[^()\s@]{1,100})\)\Z")
"""What Zoological Record puts behind an author: "Stillman, Andrew (a.stillman@example.org)"."""


def read_wos(text: str, name: str) -> Imported:
    """The entries of a Web of Science text."""
    entries = Entries(name)
    for record in _records(text):
        kind = record.fields.get("PT", [""])[0]
        values = {tag: some for tag, some in record.fields.items() if tag != "PT"}
        if not any(any(some) for some in values.values()):
            entries.refuse_empty(record.line, "Web of Science")
            continue
        entries.add(_item(kind, values), record.line)
    return entries.imported()


def _records(text: str) -> Iterator[Record]:
    """The records: each from PT to ER, or to the next PT where ER is missing."""
    fields: Fields | None = None
    for number, line in lines_of(text):
        match = _TAG.match(line)
        if match is None:
            if fields is not None and line.strip():
                fields.extend(line)
            continue
        tag = match[1]
        if fields is None and tag in ("FN", "VR"):
            continue
        if tag in ("ER", "EF", "PT") and fields is not None:
            yield fields.record()
            fields = None
        if tag not in ("ER", "EF"):
            fields = fields or Fields(number)
            fields.add(tag, match[2] or "")
    if fields is not None:
        yield fields.record()


def _item(kind: str, fields: Mapping[str, Sequence[str]]) -> dict[str, object]:
    values: dict[str, list[str]] = {}
    for tag, some in fields.items():
        lines = (line for value in some for line in value.split("\n"))
        whole = lines if tag in _LISTS else (on_one_line(value) for value in some)
        values[tag] = [value for value in whole if value]
    draft = Draft(_type(kind, values), "wos")
    for value in values.get("SO", ()):
        draft.put("title" if draft.type == "book" else "container-title", value, "SO")
    _people(draft, values)
    _date(draft, values)
    _pages(draft, values)
    _rest(draft, values)
    for tag, some in values.items():
        for value in some if tag not in _HANDLED else ():
            if tag in FIELDS:
                draft.put(FIELDS[tag], value, tag)
            elif tag in NAMES:
                draft.add_names(NAMES[tag], [name_of(value)])
            else:
                draft.keep(tag, value)
    if len(kind) > 1 or kind not in "JBSP":
        draft.keep("PT", kind)
    return draft.finished()


def _type(kind: str, values: Mapping[str, Sequence[str]]) -> str:
    kinds = " ".join(values.get("DT", ()))
    if kind == "P":
        return "patent"
    if kind in ("B", "S"):
        if "Proceedings Paper" in kinds or values.get("CT"):
            return "paper-conference"
        part = values.get("BP") and values.get("TI", ()) != values.get("SO", ())
        return "chapter" if "Chapter" in kinds or part else "book"
    return "article-journal"


def _people(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    full, brief = (_without_addresses(draft, values, tag) for tag in ("AF", "AU"))
    if full and len(full) >= len(brief):
        for value in brief:
            draft.keep("AU", value)
    else:
        for value in full:
            draft.keep("AF", value)
        full = brief
    draft.add_names("author", _names(full))
    draft.add_names("author", ({"literal": value} for value in values.get("CA", ())))
    if "BF" not in values:
        draft.add_names("container-author", _names(values.get("BA", ())))
    else:
        for value in values.get("BA", ()):
            draft.keep("BA", value)


def _names(lines: Sequence[str]) -> Iterator[Name]:
    """The names of some lines: one on each, or several with semicolons between them (MEDLINE)."""
    return (name for line in lines for name in names_of(line))


def _without_addresses(
    draft: Draft, values: Mapping[str, Sequence[str]], tag: str
) -> Sequence[str]:
    """The authors of a tag; an address behind one is kept, unless EM gives it anyway."""
    known = " ".join(values.get("EM", ()))
    for value in values.get(tag, ()):
        address = _ADDRESS.search(value)
        if address is not None and address[1] not in known:
            draft.keep("EM", address[1])
    return [_ADDRESS.sub("", value) for value in values.get(tag, ())]


def _date(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    for value in values.get("PY", ()):
        date = read_date(value)
        if date is not None and draft.item.setdefault("issued", date) != date:
            draft.keep("PY", value)
    for value in values.get("PD", ()):
        issued = draft.item.get("issued", {})
        parts = issued.get("date-parts")
        full = with_year(value, parts[0][0]) if parts else None
        full = full or read_date(value)
        if full is not None and (not issued or refines(full, issued)):
            draft.item["issued"] = full
        else:
            draft.keep("PD", value)


def _pages(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    """The pages: from BP to EP, or PS as MEDLINE and Zoological Record have them."""
    starts, ends = values.get("BP", ()), values.get("EP", ())
    pages = [f"{start}-{end}" for start, end in zip(starts[:1], ends[:1], strict=False)]
    for value in pages or [*starts[:1], *ends[:1]]:
        draft.put("page", full_range(value), "BP")
    for tag, more in (("BP", starts[1:]), ("EP", ends[1:])):
        for value in more:
            draft.keep(tag, value)
    for value in values.get("PS", ()):
        if starts or ends:
            draft.keep("PS", value)
        else:
            draft.put("page", full_range(value), "PS")


def _rest(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    for tag in ("SN", "EI"):
        for value in values.get(tag, ()):
            draft.put("ISSN", value, tag)
    for value in values.get("DI", ()):
        draft.put("DOI", bare_doi(value), "DI")
    for tag in ("DE", "ID"):
        for value in values.get(tag, ()):
            draft.collect("keyword", value.split(";"))
            if tag == "ID":  # the index's own words, apart from the authors'
                draft.keep(tag, value)
