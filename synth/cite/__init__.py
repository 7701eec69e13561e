"""From a document to its citations and bibliography as a CSL style prints them."""

from __future__ import annotations

from dataclasses import replace

from synth.cite.items import for_processor
from synth.cite.pandoc import Processed, process
from synth.cite.placement import place_citations
from synth.document import CitationItem, CitedDocument, Document, Text
from synth.model import CslItem, Project
from synth.styles import is_numeric, style_path


def cite(document: Document, project: Project, style: str, locale: str) -> CitedDocument:
    """The document with each citation printed, and its bibliography.

    A work that the library does not hold is left out here; `check` reports it. The work that
    reported a second-hand study is listed too. Raises ProjectError for a style that nobody
    knows, ToolError if pandoc fails.
    """
    keys = dict.fromkeys(
        item.reference for citation in document.citations() for item in citation.items
    )
    via = dict.fromkeys(
        record.via for key in keys if (record := project.record_of(key)) and record.via
    )
    items: dict[str, CslItem] = {
        key: project.references[key].item
        for key in [*keys, *via]
        if key is not None and key in project.references
    }
    path = style_path(style, project.root)
    numeric = is_numeric(path)
    processed = process(
        citations=[
            (citation.number, known)
            for citation in document.citations()
            if (known := _once(tuple(
                item if numeric else _located(item, project)
                for item in citation.items if item.reference in items
            )))
        ],
        items=[for_processor(item) for item in items.values()],
        style=path,
        locale=locale,
    ) if items else Processed({}, ())  # fmt: skip
    unknown = {
        citation.number: (Text(f" [{'; '.join(item.tie for item in citation.items)}: unknown]"),)
        for citation in document.citations()
        if citation.number not in processed.printed
    }
    printed = {**processed.printed, **unknown}
    placed = replace(document, blocks=place_citations(document.blocks, printed))
    return CitedDocument(placed, printed, processed.bibliography, items)


def _once(items: tuple[CitationItem, ...]) -> tuple[CitationItem, ...]:
    """The items with each work printed once: the places of its several ties follow each other."""
    merged: dict[str, CitationItem] = {}
    for item in items:
        first = merged.setdefault(item.reference, item)
        if item.suffix and item.suffix not in first.suffix:
            merged[item.reference] = replace(first, suffix=first.suffix + item.suffix)
    return tuple(merged.values())


def _located(item: CitationItem, project: Project) -> CitationItem:
    """The item with its finding's locator written out, where the study itself was read.

    A named section is said by its name: citeproc takes the words for a number, and makes
    `Sections` of a name that holds `and`. Numeric styles give no place; the note does.
    """
    record = project.record_of(item.reference)
    if item.locator is None or item.locator_typed or record is None or record.second_hand:
        return item
    label, value = item.locator.label, item.locator.value
    named = label == "section" and not value[:1].isdigit()
    place = f"‘{value}’" if named else f"{{{label} {value}}}"
    return replace(item, suffix=f", {place}{item.suffix}")
