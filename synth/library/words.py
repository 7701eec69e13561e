"""The words of a work that a search looks in, and those that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from synth.model import CslItem, Reference
from synth.wording import plain_title, short_author, year

_NAMES = ("author", "editor", "translator", "container-author", "director", "compiler")
_JOURNAL = (
    "container-title",
    "container-title-short",
    "collection-title",
    "event-title",
    "publisher",
)
_ELSEWHERE = {"id", "type", "title", "issued", "abstract", "keyword", "DOI", "custom", *_NAMES}
_TAG = re.compile(r"<[^<>]{1,200}>")


def indexed(reference: Reference) -> tuple[str, ...]:
    """The words of each column of an index: key, title, authors, year, journal, abstract,
    keywords, DOI, and everything else, with what CSL has no name for (aliases are there).
    """
    item = reference.item
    return (
        reference.key,
        plain_title(item),
        " ".join(_names(item)),
        _years(item),
        _joined(item, _JOURNAL),
        _TAG.sub(" ", str(item.get("abstract", ""))),
        str(item.get("keyword", "")),
        str(item.get("DOI", "")),
        _others(item),
    )


def shown(item: CslItem) -> tuple[str, str]:
    """The short author and the year of a result."""
    return short_author(item), year(item)


def _names(item: CslItem) -> Iterator[str]:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    for role in _NAMES:
        for name in item.get(role) or ():
            yield " ".join(str(name[part]) for part in parts if part in name)


def _years(item: CslItem) -> str:
    issued: Mapping[str, Any] = item.get("issued") or {}
    dated = [str(parts[0]) for parts in issued.get("date-parts") or () if parts]
    return " ".join([*dated, str(issued.get("literal", ""))]).strip()


def _joined(item: CslItem, fields: tuple[str, ...]) -> str:
    return _TAG.sub(" ", " ; ".join(str(item[field]) for field in fields if field in item))


def _others(item: CslItem) -> str:
    rest = [
        str(value)
        for field, value in item.items()
        if field not in _ELSEWHERE and field not in _JOURNAL and isinstance(value, str | int)
    ]
    custom: Mapping[str, Any] = item.get("custom") or {}
    return " ; ".join([*rest, *(str(value) for value in custom.values())])
