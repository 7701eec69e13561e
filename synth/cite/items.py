"""Items as the CSL processor should get them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synth.model import Reference


def for_processor(reference: Reference) -> dict[str, Any]:
    """The item of a reference without what CSL has no name for.

    What was read from BibTeX is given as pandoc's own reader of BibTeX gives it, so that the
    same library prints the same words: `@misc` has no type, an event is named in both ways that
    styles ask for it, and a family name that starts in lower case is not taken apart.
    """
    item = {name: value for name, value in reference.item.items() if name != "custom"}
    if not reference.place.file.lower().endswith((".bib", ".bibtex")):
        return item
    if item.get("type") == "document":
        item["type"] = ""
    if "event-title" in item:
        item.setdefault("event", item["event-title"])
    return item | dict(_whole_names(item))


def _whole_names(item: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each field of names in which one starts in lower case, with an empty particle there."""
    for field, value in item.items():
        if isinstance(value, list) and any(_lower(name) for name in value):
            yield (
                field,
                [{"non-dropping-particle": "", **name} if _lower(name) else name for name in value],
            )


def _lower(name: object) -> bool:
    return isinstance(name, Mapping) and str(name.get("family", ""))[:1].islower()
