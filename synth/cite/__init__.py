"""From a document to its citations and bibliography as a CSL style prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from synth.cite.items import for_processor
from synth.cite.pandoc import Group, Processed, process
from synth.cite.placement import number_notes, place_citations
from synth.cite.ranges import fill_ranges
from synth.document import (
    Block,
    Citation,
    CitationItem,
    CitedDocument,
    Document,
    Node,
    Note,
    Text,
    children_of,
    walk,
)
from synth.model import Project, Reference
from synth.styles import Style, read_style, style_path


def cite(document: Document, project: Project, style: str, locale: str) -> CitedDocument:
    """The document with each citation printed, and its bibliography.

    A work that the library does not hold prints as its key, which `check` reports. The work that
    reported a second-hand study is listed too, and so are those of `document.nocite`. In a style of
    notes each citation prints as a `Note`. Raises ProjectError for a style that nobody knows,
    ToolError if pandoc fails.
    """
    works = _works(document, project)
    path = style_path(style, project.root)
    printing = _Printing(project, read_style(path))
    groups = tuple(printing.groups(document.blocks))
    processed = (
        process(groups, [for_processor(each) for each in works.values()], path, locale)
        if groups or works
        else Processed({}, ())
    )
    printed = fill_ranges(document.citations(), processed.printed, processed.bibliography)
    blocks, printed = place_citations(document.blocks, printed)
    blocks, printed = number_notes(blocks, printed)
    items = {key: each.item for key, each in works.items()}
    return CitedDocument(replace(document, blocks=blocks), printed, processed.bibliography, items)


def _works(document: Document, project: Project) -> dict[str, Reference]:
    """The works to be listed: those cited, those that reported them, and those asked for.

    They stand in the library's order, which decides where a style sorts two works alike.
    """
    keys = {item.reference for citation in document.citations() for item in citation.items}
    via = [record.via for key in keys if (record := project.record_of(key)) and record.via]
    more = project.references if "*" in document.nocite else document.nocite
    wanted = {*keys, *via, *more}
    return {key: each for key, each in project.references.items() if key in wanted}


class _Printing:
    """What the processor is given of a document, for one style."""

    def __init__(self, project: Project, style: Style) -> None:
        self.project = project
        self.style = style

    def groups(self, blocks: Sequence[Block]) -> Iterator[Group]:
        """The citations of a text in the order of reading, those of a writer's note together."""
        waiting: list[Node] = list(reversed(blocks))
        while waiting:
            node = waiting.pop()
            if isinstance(node, Note):
                yield self._note(node)
            elif isinstance(node, Citation):
                yield Group(((node.number, self._prepared(node)),))
            else:
                waiting.extend(reversed(children_of(node)))

    def _note(self, note: Note) -> Group:
        citations = [node for node in walk(note.children) if isinstance(node, Citation)]
        printings = tuple((each.number, self._prepared(each)) for each in citations)
        begins = bool(note.children) and note.children[0] in citations
        ends = bool(note.children) and note.children[-1] in citations
        return Group(printings, in_note=True, begins=begins, ends=ends)

    def _prepared(self, citation: Citation) -> tuple[CitationItem, ...]:
        """The items of a citation, each tied work once, with their places."""
        return _once(item if self.style.numeric else self._located(item) for item in citation.items)

    def _located(self, item: CitationItem) -> CitationItem:
        """The item with its finding's locator written out, where the study itself was read.

        A named section is said by its name: citeproc takes the words for a number, and makes
        `Sections` of a name that holds `and`. Numeric styles give no place; the note does.
        """
        record = self.project.record_of(item.reference)
        if item.locator is None or item.locator_typed or record is None or record.second_hand:
            return item
        label, value = item.locator.label, item.locator.value
        named = label == "section" and not value[:1].isdigit()
        place = f"‘{value}’" if named else f"{{{label} {value}}}"
        return replace(item, suffix=(Text(f", {place}"), *item.suffix))


def _once(items: Iterator[CitationItem]) -> tuple[CitationItem, ...]:
    """The items with each finding's work printed once: the places of its ties follow each other.

    Works that a writer cites twice without a finding stay as typed.
    """
    merged: dict[object, CitationItem] = {}
    for number, item in enumerate(items):
        name: object = item.reference if item.finding else (item.reference, number)
        first = merged.setdefault(name, item)
        if item is not first and item.suffix and item.suffix != first.suffix:
            merged[name] = replace(first, suffix=(*first.suffix, *item.suffix))
    return tuple(merged.values())
