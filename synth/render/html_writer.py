"""The blocks of a cited document as HTML, for the web and for print.

Both media say the same words; they differ only in where a note stands.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from markupsafe import Markup, escape

from synth.document import (
    KEY_POINTS,
    Block,
    Citation,
    CitedDocument,
    Claim,
    Code,
    CodeBlock,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Rating,
    Section,
    Styled,
    Table,
    Text,
    Weight,
    is_raised,
    plain,
    walk,
)
from synth.model import Audience, Project
from synth.render.badges import badge, weight_words
from synth.render.footnotes import Footnotes, Medium
from synth.render.notes import Notes
from synth.wording import rated_together, short_name

_ROLE_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "superscript": "sup",
    "subscript": "sub",
    "struck": "s",
}
WORD_JOINER = "\u2060"
"""Keeps a raised number on the line of its word."""

_PLAIN_SECTIONS = (KEY_POINTS,)
"""Sections that show a badge after each claim, and no notes beside it."""


class HtmlWriter:
    """Writes one document; it remembers which notes a reader has seen."""

    def __init__(
        self, cited: CitedDocument, project: Project, audience: Audience, medium: Medium
    ) -> None:
        self.cited = cited
        self.project = project
        self.audience = audience
        self.medium = medium
        self.notes = Notes(cited, project, audience)
        self.footnotes = Footnotes(medium)

    # ── blocks ──────────────────────────────────────────────────────────────────────

    def blocks(self, blocks: Sequence[Block], notes: bool = True) -> Markup:
        """Some blocks, one after the other."""
        return Markup("\n").join(self.block(block, notes) for block in blocks)

    def block(self, block: Block, notes: bool = True) -> Markup:
        """One block; `notes` says whether its claims get notes beside them."""
        match block:
            case Section():
                return self._section(block)
            case Heading(level, id, children):
                words = self.inlines(children)
                return Markup('<h{0} id="{1}">{2}</h{0}>').format(level, id, words)
            case Paragraph() if block.role == "pull":
                return self._pull(block)
            case Paragraph():
                return self._paragraph(block, notes)
            case ListBlock():
                return self._list(block, notes)
            case Table():
                return self._table(block)
            case Quote(inner):
                words = self.blocks(inner, notes)
                return Markup("<blockquote>{}</blockquote>").format(words)
            case CodeBlock(value):
                return Markup("<pre><code>{}</code></pre>").format(value)

    def _section(self, section: Section) -> Markup:
        """A section; in print only key points have a frame of their own.

        A heading there stands among its neighbours, so that it can move to the next page with
        the text that it heads.
        """
        heading = section.heading
        notes = section.role not in _PLAIN_SECTIONS
        wide = any(isinstance(block, Table) for block in section.blocks)
        body = Markup("\n").join(
            Markup('<div class="wide">{}</div>').format(self.block(block, notes))
            if isinstance(block, Table)
            else self.block(block, notes)
            for block in section.blocks
        )
        head = Markup('<h2 id="{}"{}>{}</h2>').format(
            heading.id,
            Markup(' class="over-table"') if wide else "",
            self.inlines(heading.children),
        )
        if self.medium == "print" and notes:
            return Markup("{}\n{}").format(head, body)
        opening = Markup("<section>")
        if section.role:
            opening = Markup('<section class="{}">').format(section.role)
        if not notes:
            opening = Markup('<section class="{}" aria-labelledby="{}">').format(
                section.role, heading.id
            )
        return opening + Markup("\n{}\n{}\n</section>").format(head, body)

    def _paragraph(self, block: Paragraph, notes: bool) -> Markup:
        opening = Markup('<p class="{}">').format(block.role) if block.role else Markup("<p>")
        words = opening + self.inlines(block.children) + Markup("</p>")
        return self._with_notes(words, block) if notes else words

    def _pull(self, block: Paragraph) -> Markup:
        """A pull figure: the strong words at its start stand large."""
        words = self.inlines(block.children)
        words = words.replace(Markup("<strong>"), Markup('<strong class="pull-figure">'), 1)
        paragraph = Markup('<div class="pull"><p class="pull-words">{}</p></div>').format(words)
        return self._with_notes(paragraph, block)

    def _list(self, block: ListBlock, notes: bool) -> Markup:
        tag = "ol" if block.ordered else "ul"
        start = Markup(' start="{}"').format(block.start) if block.start != 1 else ""
        items = Markup("\n").join(
            Markup("<li>{}</li>").format(self._item(item)) for item in block.items
        )
        words = Markup("<{0}{1}>\n{2}\n</{0}>").format(Markup(tag), start, items)
        return self._with_notes(words, block) if notes else words

    def _item(self, item: Sequence[Block]) -> Markup:
        return Markup("\n").join(
            self.inlines(block.children)
            if isinstance(block, Paragraph)
            else self.block(block, notes=False)
            for block in item
        )

    def _with_notes(self, words: Markup, block: Block) -> Markup:
        """A block with the note of its claims.

        On the web the note follows, and a wide screen sets it beside the block. In print it
        floats to the margin, so it comes first: the PDF's structure puts it back behind.
        """
        claims = [node for node in walk((block,)) if isinstance(node, Claim)]
        note = self.notes.note(claims)
        if not note:
            return words
        if self.medium == "print":
            return Markup('<aside class="note"><span class="studies">{}</span></aside>\n{}').format(
                note, words
            )
        return Markup(
            '<div class="with-notes">{}\n<details class="notes" open>'
            '<summary>What this rests on<span class="unseen">: {}</span></summary>\n'
            '<div class="note" role="note">{}</div></details></div>'
        ).format(words, self.notes.names(claims), note)

    def _table(self, table: Table) -> Markup:
        caption = Markup("")
        if table.caption:
            caption = Markup("<caption>Table {}. {}</caption>").format(
                table.number, self.inlines(table.caption)
            )
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                self._role("columnheader"), self.inlines(cell)
            )
            for cell in table.head
        )
        names = [plain(cell) for cell in table.head]
        rows = Markup("\n").join(
            Markup("<tr{}>{}</tr>").format(
                self._role("row"), Markup("").join(self._cells(row, names))
            )
            for row in table.rows
        )
        frame = Markup("")
        if self.medium == "web":
            frame = Markup(' tabindex="0" role="region" aria-label="{}"').format(
                plain(table.caption) or "Table"
            )
        return Markup(
            '<div class="table-frame"{}><table{}{}>{}<thead{}><tr{}>{}</tr></thead>\n'
            "<tbody{}>\n{}\n</tbody></table></div>"
        ).format(
            frame,
            self._table_names(table),
            self._role("table"),
            caption,
            self._role("rowgroup"),
            self._role("row"),
            head,
            self._role("rowgroup"),
            rows,
        )

    def _table_names(self, table: Table) -> Markup:
        """The identifier of a table, and a class if footnotes stand in it: it may then break."""
        id = Markup(' id="s-table-{}"').format(table.number) if table.number else Markup("")
        nodes = list(walk((table,)))
        noted = any(isinstance(node, Note) for node in nodes) or any(
            isinstance(each, Note)
            for node in nodes
            if isinstance(node, Citation)
            for each in self.cited.printed.get(node.number, ())
        )
        return id + (Markup(' class="noted"') if noted else Markup(""))

    def _role(self, name: str) -> Markup:
        """A table part's role said again: a narrow screen shows it as a block, which hides it."""
        return Markup(' role="{}"').format(name) if self.medium == "web" else Markup("")

    def _cells(self, row: Sequence[Sequence[Inline]], names: Sequence[str]) -> Iterator[Markup]:
        for number, cell in enumerate(row):
            words = self.inlines(cell)
            if number == 0:
                yield Markup('<th scope="row"{}>{}</th>').format(self._role("rowheader"), words)
            else:
                name = names[number] if number < len(names) else ""
                yield Markup('<td data-head="{}"{}>{}</td>').format(name, self._role("cell"), words)

    # ── inlines ─────────────────────────────────────────────────────────────────────

    def inlines(self, nodes: Sequence[Inline]) -> Markup:
        """Some inlines, one after the other."""
        return Markup("").join(self.inline(node) for node in nodes)

    def inline(self, node: Inline) -> Markup:
        """One inline; every text is escaped."""
        match node:
            case Text(value):
                return escape(value)
            case Styled(role, children):
                return _styled(role, self.inlines(children))
            case Code(value):
                return Markup("<code>{}</code>").format(value)
            case Link():
                return self._link(node)
            case LineBreak():
                return Markup("<br>")
            case Image(path, alt, id=id):
                name = Markup(' id="{}"').format(id) if id else Markup("")
                return Markup('<img{} src="{}" alt="{}">').format(name, self._data_uri(path), alt)
            case Note():
                return self.footnotes.reference(node.number, self.inlines(node.children))
            case Rating(findings):
                return self._rating(findings)
            case Weight(findings):
                known = self.project.evidence
                evidence = [known[id] for id in findings if id in known]
                words = weight_words(evidence, self.cited.document.locale)
                parts = [part for part in (self._rating(findings), escape(words)) if part]
                return Markup('<span class="weight">{}</span>').format(Markup(" ").join(parts))
            case Citation():
                return self._citation(node)
            case Claim():
                ties = " ".join(item.tie for item in node.ties)
                return Markup(
                    '<span class="claim" id="{}" data-kind="{}" data-ties="{}">{}</span>'
                ).format(node.id, node.kind, ties, self.inlines(node.children))

    def _citation(self, citation: Citation) -> Markup:
        """A citation as the style prints it, each work linked to its entry and its finding."""
        findings: dict[str, list[str]] = defaultdict(list)
        for item in citation.items:
            findings[item.reference].append(item.tie)
        printed = self.cited.printed.get(citation.number, ())
        kind = "citation narrative" if citation.narrative else "citation"
        joiner = WORD_JOINER if is_raised(printed) else ""
        words = Markup("").join(self._printed(node, findings) for node in printed)
        return Markup('{}<span class="{}">{}</span>').format(joiner, kind, words)

    def _printed(self, node: Inline, findings: Mapping[str, Sequence[str]]) -> Markup:
        match node:
            case Link(_, children, str(reference)):
                known = [tie for tie in findings.get(reference, ()) if tie in self.project.evidence]
                panel = Markup("")
                if self.medium == "web" and known:
                    panel = Markup(' data-panel="{}"').format(self.notes.panel(known))
                name = Markup("")
                if not children:  # a work that a range of numbers hides
                    said = short_name(self.cited.items[reference])
                    name = Markup(' class="in-range" aria-label="{}"').format(said)
                return Markup('<a role="doc-biblioref" href="#ref-{}"{}{}>{}</a>').format(
                    reference, name, panel, self.inlines(children)
                )
            case Styled(role, children):
                inner = Markup("").join(self._printed(child, findings) for child in children)
                return _styled(role, inner)
            case Note(children, number):
                inner = Markup("").join(self._printed(child, findings) for child in children)
                return self.footnotes.reference(number, inner)
            case _:
                return self.inline(node)

    def _link(self, link: Link) -> Markup:
        if link.target.startswith(("https://", "http://", "mailto:", "#")):
            return Markup('<a href="{}">{}</a>').format(link.target, self.inlines(link.children))
        return self.inlines(link.children)

    def _rating(self, findings: Sequence[str]) -> Markup:
        if self.audience.framework is None:
            return Markup("")
        evidence = [self.project.evidence[id] for id in findings if id in self.project.evidence]
        if not evidence:
            return Markup("")
        return badge(rated_together(evidence, self.audience.framework, self.project))

    def _data_uri(self, path: str) -> str:
        file = self.project.root / PurePosixPath(path)
        kind = "png" if Path(path).suffix.lower() == ".png" else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def _styled(role: str, words: Markup) -> Markup:
    """Words in their typographic role."""
    if role == "quoted":
        return Markup("“{}”").format(words)
    if role not in _ROLE_TAGS:
        return Markup('<span class="{}">{}</span>').format(role, words)
    return Markup("<{0}>{1}</{0}>").format(Markup(_ROLE_TAGS[role]), words)
