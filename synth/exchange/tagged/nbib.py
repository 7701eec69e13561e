"""PubMed's format (.nbib, MEDLINE display) to CSL-JSON items.

Tags as in "MEDLINE/PubMed Data Element (Field) Descriptions" of the National Library of
Medicine. MeSH terms (MH) and authors' keywords (OT) are both keywords; MH is kept apart as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from synth.exchange.draft import Draft
from synth.exchange.entries import Entries
from synth.exchange.identifiers import full_range, issn_of
from synth.exchange.imported import Imported
from synth.exchange.names import name_of, name_with_initials, with_suffix_last
from synth.exchange.tagged.lines import Fields, on_one_line, records_of
from synth.exchange.written_dates import read_date

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)", re.DOTALL)

FIELDS = {
    "AB": "abstract",
    "CTI": "collection-title",
    "EN": "edition",
    "IP": "issue",
    "ISBN": "ISBN",
    "JT": "container-title",
    "LA": "language",
    "PB": "publisher",
    "PMC": "PMCID",
    "TA": "container-title-short",
    "VI": "volume",
}
_HANDLED = frozenset(
    (
        "TI", "BTI", "FAU", "AU", "FED", "ED", "CN", "DP", "PG", "LID", "AID", "IS", "PL", "MH",
        "OT", "PT", "GN", "PMID",
    )
)  # fmt: skip

TYPES = {
    "Book Chapter": "chapter",
    "Book": "book",
    "Books": "book",
    "Dataset": "dataset",
    "Newspaper Article": "article-newspaper",
    "Preprint": "article",
}
"""Publication types that are no article in a journal."""


def read_nbib(text: str, name: str) -> Imported:
    """The entries of a PubMed text."""
    entries = Entries(name)
    for record in records_of(text, _TAG, _starts):
        if not any(any(values) for values in record.fields.values()):
            entries.refuse_empty(record.line, "PubMed")
            continue
        entries.add(_item(record.fields), record.line)
    return entries.imported()


def _starts(tag: str, _fields: Fields, blank: bool) -> bool:
    return tag == "PMID" or blank


def _item(fields: Mapping[str, Sequence[str]]) -> dict[str, object]:
    values = {tag: [on_one_line(value) for value in some] for tag, some in fields.items()}
    draft = Draft(_type(values), "nbib")
    _titles(draft, values)
    _people(draft, values)
    _rest(draft, values)
    _number(draft, values)
    _lists(draft, values)
    for tag, some in values.items():
        for value in some if tag not in _HANDLED else ():
            if tag in FIELDS:
                draft.put(FIELDS[tag], value, tag)
            else:
                draft.keep(tag, value)
    if "container-title-short" in draft.item and draft.type == "article-journal":
        draft.item.setdefault("container-title", draft.item["container-title-short"])
    return draft.finished()


def _type(values: Mapping[str, Sequence[str]]) -> str:
    named = [TYPES[kind] for kind in values.get("PT", ()) if kind in TYPES]
    if any(values.get("BTI", ())):
        return "chapter" if any(values.get("TI", ())) else "book"
    return named[0] if named else "article-journal"


def _titles(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    for value in values.get("TI", ()):
        draft.put("title", _without_stop(value), "TI")
    for value in values.get("BTI", ()):
        field = "container-title" if draft.type == "chapter" else "title"
        draft.put(field, _without_stop(value), "BTI")


def _without_stop(title: str) -> str:
    """A title without the full stop that PubMed ends every title with."""
    return title[:-1] if re.search(r"[^.\s]\.$", title) else title


def _people(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    for role, full, short in (("author", "FAU", "AU"), ("editor", "FED", "ED")):
        names = [value for value in values.get(full, ()) if value]
        brief = [value for value in values.get(short, ()) if value]
        if names:
            draft.add_names(role, (with_suffix_last(name_of(value)) for value in names))
            for value in brief:
                draft.keep(short, value)
        else:
            draft.add_names(role, (name_with_initials(value) for value in brief))
    draft.add_names("author", ({"literal": value} for value in values.get("CN", ()) if value))


def _rest(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    for value in values.get("DP", ()):
        date = read_date(value)
        if date is not None and draft.item.setdefault("issued", date) != date:
            draft.keep("DP", value)
    for value in values.get("PG", ()):
        draft.put("page", full_range(value), "PG")
    for tag in ("AID", "LID"):
        for value in values.get(tag, ()):
            doi, mark, _ = value.rpartition("[doi]")
            if mark:
                draft.put("DOI", doi, tag)
            else:
                draft.keep(tag, value)
    for value in values.get("IS", ()):
        issn = issn_of(value)
        if issn is None or draft.item.setdefault("ISSN", issn) != issn or issn != value:
            draft.keep("IS", value)
    for value in values.get("PL", ()):
        if draft.type in ("book", "chapter"):
            draft.put("publisher-place", value, "PL")
        else:
            draft.keep("PL", value)


def _number(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    """PubMed's number: what a broken line adds to it is kept apart."""
    for value in values.get("PMID", ()):
        found = re.match(r"\d{1,9}(?!\S)", value, re.ASCII)
        draft.put("PMID", found[0] if found else value, "PMID")
        draft.keep("PMID", value[found.end() :] if found else "")


def _lists(draft: Draft, values: Mapping[str, Sequence[str]]) -> None:
    draft.collect("note", values.get("GN", ()))
    draft.collect("keyword", values.get("OT", ()))
    draft.collect("keyword", values.get("MH", ()))
    for tag in ("MH", "PT"):
        for value in values.get(tag, ()):
            draft.keep(tag, value)
