"""References as entries of a library's text: new ones in its dialect, old ones with more fields."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any, Literal

from synth.exchange.bibtex.dates import MONTHS
from synth.exchange.bibtex.read import read_bibtex
from synth.exchange.bibtex.spans import FieldText, entry_spans
from synth.exchange.bibtex.write import write_entry
from synth.library.comparing import agree
from synth.library.shelf import amended
from synth.model import Reference

Dialect = Literal["bibtex", "biblatex"]

_BIBLATEX = re.compile(r"(?im)^[ \t,]*(?:date|journaltitle|location|langid|eventtitle)[ \t]*=")
_BIBTEX = re.compile(r"(?im)^[ \t,]*(?:year|journal|address|school|month)[ \t]*=")
"""Fields that one dialect has and the other only tolerates (BibLaTeX manual, 2.2.5)."""


def dialect_of(text: str) -> Dialect:
    """The dialect that most fields of a text are in; BibLaTeX, the richer, when none shows."""
    one, other = len(_BIBTEX.findall(text)), len(_BIBLATEX.findall(text))
    return "bibtex" if one > other else "biblatex"


def new_entry(reference: Reference, dialect: Dialect) -> str:
    """A reference as an entry."""
    return write_entry(reference, dialect).strip()


def entries_as_typed(text: str) -> dict[int, str]:
    """The entries of a BibTeX text that say all of themselves, by the line that each starts at.

    One that takes fields from another, or words from a string of its file, does not.
    """
    return {
        span.line: text[span.start : span.end]
        for span in entry_spans(text)
        if span.key and all(_stands_alone(field) for field in span.fields)
    }


def _stands_alone(field: FieldText) -> bool:
    if field.name in ("crossref", "xdata", "xref", "entryset", "related"):
        return False
    whole = field.bare or field.value in ("{}", '""') or field.value.isdecimal()
    return bool(whole) or (field.name == "month" and field.value.lower() in MONTHS)


def with_key(entry: str, old: str, new: str) -> str:
    """An entry under another key."""
    if new == old:
        return entry
    return re.sub(r"^(@\s*\w+\s*[{(]\s*)[^\s,]+", lambda found: found[1] + new, entry, count=1)


def filled_entry(
    entry: str, whole: Reference, gain: Mapping[str, Any], replaced: Container[str] = ()
) -> str:
    """An entry with what its reference has gained, else as it was written.

    `gain` has the shape of an item; `replaced` are the BibTeX fields that may get another value.
    Where a field is taken by something else, or would not be read as what it is, the entry is
    written anew from `whole`, the reference with its gain.
    """
    dialect = dialect_of(entry)
    span = next(iter(entry_spans(entry)), None)
    if span is None:
        return new_entry(whole, dialect)
    fields = _fields(whole, gain, dialect)
    taken = {field.name for field in span.fields if field.value.strip('{}" \r\n\t')}
    if any(name in taken and name not in replaced for name in fields):
        return new_entry(whole, dialect)
    new = amended(entry, fields)
    return new if _says(new, gain) else new_entry(whole, dialect)


def _fields(whole: Reference, gain: Mapping[str, Any], dialect: Dialect) -> dict[str, str]:
    """The BibTeX fields of a gain, each with its value in braces."""
    own = whole.item.get("custom") or {}
    kind = {"bibtex-type": own["bibtex-type"]} if "bibtex-type" in own else {}
    part = {"id": whole.key, "type": whole.item.get("type", "document"), **gain}
    part["custom"] = {**kind, **gain.get("custom", {})}
    written = new_entry(Reference(whole.key, part, whole.place), dialect)
    return {field.name: field.value for span in entry_spans(written) for field in span.fields}


def _says(entry: str, gain: Mapping[str, Any]) -> bool:
    """Whether an entry is read as having a gain."""
    references = read_bibtex(entry, "").references
    if len(references) != 1:
        return False
    item = references[0].item
    custom = item.get("custom") or {}
    return all(
        item.get(name) and agree(name, item[name], value)
        for name, value in gain.items()
        if name != "custom"
    ) and all(custom.get(name) == value for name, value in gain.get("custom", {}).items())
