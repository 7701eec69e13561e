"""From a document to its citations and bibliography as a CSL style prints them."""

from __future__ import annotations

from dataclasses import replace

from synth.cite.items import for_processor
from synth.cite.pandoc import Processed, process
from synth.cite.styles import style_path
from synth.document import CitationItem, CitedDocument, Document
from synth.model import CslItem, Project


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
    processed = process(
        citations=[
            (citation.number, known)
            for citation in document.citations()
            if (known := tuple(_located(item, project) for item in citation.items
                               if item.reference in items))
        ],
        items=[for_processor(item) for item in items.values()],
        style=style_path(style, project.root),
        locale=locale,
    ) if items else Processed({}, ())  # fmt: skip
    return CitedDocument(document, processed.printed, processed.bibliography, items)


def _located(item: CitationItem, project: Project) -> CitationItem:
    """The item with its finding's locator written out, where the study itself was read."""
    record = project.record_of(item.reference)
    if item.locator is None or item.locator_typed or record is None or record.second_hand:
        return item
    return replace(item, suffix=f", {{{item.locator.label} {item.locator.value}}}{item.suffix}")


__all__ = ["cite", "style_path"]
