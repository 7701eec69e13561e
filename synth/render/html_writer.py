"""The blocks of a cited document as HTML, for the web and for print.

Both media say the same words; they differ only in where a note stands.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

from markupsafe import Markup, escape

from synth.document import (
    Block,
    Citation,
    CitedDocument,
    Claim,
    Code,
    CodeBlock,
    Entry,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rating,
    Section,
    Styled,
    Table,
    Text,
    Weight,
    plain,
    walk,
)
from synth.model import Audience, Project
from synth.render.badges import badge, weight_words
from synth.render.notes import Notes, panel_id
from synth.wording import rated_together

Medium = Literal["web", "print"]

_ROLE_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "superscript": "sup",
    "subscript": "sub",
    "struck": "s",
}
_PLAIN_SECTIONS = ("key-points",)
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
        self.citing: dict[str, list[str]] = defaultdict(list)
        for claim in cited.document.claims():
            for reference in dict.fromkeys(item.reference for item in claim.items):
                self.citing[reference].append(claim.id)

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
        heading = section.heading
        notes = section.role not in _PLAIN_SECTIONS
        wide = any(isinstance(block, Table) for block in section.blocks)
        body = Markup("\n").join(
            Markup('<div class="wide">{}</div>').format(self.block(block, notes))
            if isinstance(block, Table)
            else self.block(block, notes)
            for block in section.blocks
        )
        classes = " ".join(part for part in (section.role, "has-table" if wide else "") if part)
        return Markup(
            '<section class="{}" aria-labelledby="{}">\n<h2 id="{}">{}</h2>\n{}\n</section>'
        ).format(classes, heading.id, heading.id, self.inlines(heading.children), body)

    def _paragraph(self, block: Paragraph, notes: bool) -> Markup:
        opening = Markup('<p class="{}">').format(block.role) if block.role else Markup("<p>")
        if not notes:
            return opening + self.inlines(block.children) + Markup("</p>")
        if self.medium == "print":
            return opening + self._with_side_notes(block.children) + Markup("</p>")
        words = opening + self.inlines(block.children) + Markup("</p>")
        return self._with_notes_below(words, [block])

    def _list(self, block: ListBlock, notes: bool) -> Markup:
        tag = "ol" if block.ordered else "ul"
        start = Markup(' start="{}"').format(block.start) if block.start != 1 else ""
        inline = notes and self.medium == "print"
        items = Markup("\n").join(
            Markup("<li>{}</li>").format(self._item(item, inline)) for item in block.items
        )
        words = Markup("<{0}{1}>\n{2}\n</{0}>").format(tag, start, items)
        if notes and self.medium == "web":
            return self._with_notes_below(words, [block])
        return words

    def _item(self, item: Sequence[Block], notes: bool) -> Markup:
        parts: list[Markup] = []
        for block in item:
            if isinstance(block, Paragraph):
                writer = self._with_side_notes if notes else self.inlines
                parts.append(writer(block.children))
            else:
                parts.append(self.block(block, notes))
        return Markup("\n").join(parts)

    def _with_side_notes(self, children: Sequence[Inline]) -> Markup:
        """Inlines for print, each claim's note after its sentence, to be floated to the margin."""
        parts: list[Markup] = []
        waiting: Claim | None = None
        for node in children:
            if waiting is not None and self._begins_anew(node):
                parts.append(self.notes.note(waiting))
                waiting = None
            if isinstance(node, Claim):
                waiting = node
            parts.append(self.inline(node))
        if waiting is not None:
            parts.append(self.notes.note(waiting))
        return Markup("").join(parts)

    @staticmethod
    def _begins_anew(node: Inline) -> bool:
        """Whether a node stands after the sentence before it: words, not a citation or a stop."""
        if isinstance(node, Text):
            return any(character.isalnum() for character in node.value)
        return not isinstance(node, Citation | Rating | Weight)

    def _with_notes_below(self, words: Markup, blocks: Sequence[Block]) -> Markup:
        """A block for the web with its notes after it, which a wide screen sets beside it."""
        claims = [node for node in walk(tuple(blocks)) if isinstance(node, Claim)]
        notes = Markup("\n").join(note for claim in claims if (note := self.notes.note(claim)))
        if not notes:
            return words
        return Markup(
            '<div class="with-notes">{}\n<details class="notes" open>'
            "<summary>What this rests on</summary>\n{}\n</details></div>"
        ).format(words, notes)

    def _pull(self, block: Paragraph) -> Markup:
        """A pull figure: the strong words at its start stand large."""
        words = self.inlines(block.children)
        words = words.replace(
            Markup("<strong>"), Markup('<strong class="pull-figure">'), 1
        )
        note = Markup("")
        claims = [node for node in walk(block.children) if isinstance(node, Claim)]
        if self.medium == "print":
            note = Markup("").join(self.notes.note(claim) for claim in claims)
        paragraph = Markup('<p class="pull"><span class="pull-words">{}</span></p>').format(
            words + note
        )
        if self.medium == "web":
            return self._with_notes_below(paragraph, [block])
        return paragraph

    def _table(self, table: Table) -> Markup:
        caption = Markup("")
        if table.caption:
            caption = Markup("<caption>Table {}. {}</caption>").format(
                table.number, self.inlines(table.caption)
            )
        head = Markup("").join(
            Markup('<th scope="col">{}</th>').format(self.inlines(cell)) for cell in table.head
        )
        names = [plain(cell) for cell in table.head]
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(self._cells(row, names))
            )
            for row in table.rows
        )
        return Markup(
            '<div class="table-frame"{}><table>{}<thead><tr>{}</tr></thead>\n'
            "<tbody>\n{}\n</tbody></table></div>"
        ).format(
            Markup(' tabindex="0" role="region" aria-label="{}"').format(plain(table.caption) or "Table")
            if self.medium == "web"
            else "",
            caption, head, rows,
        )  # fmt: skip

    def _cells(
        self, row: Sequence[Sequence[Inline]], names: Sequence[str]
    ) -> Iterator[Markup]:
        for number, cell in enumerate(row):
            words = self.inlines(cell)
            if number == 0:
                yield Markup('<th scope="row">{}</th>').format(words)
            else:
                name = names[number] if number < len(names) else ""
                yield Markup('<td data-head="{}">{}</td>').format(name, words)

    # ── inlines ─────────────────────────────────────────────────────────────────────

    def inlines(self, nodes: Sequence[Inline]) -> Markup:
        """Some inlines, one after the other."""
        return Markup("").join(self.inline(node) for node in nodes)

    def inline(self, node: Inline) -> Markup:
        """One inline; every text is escaped."""
        match node:
            case Text(value):
                return escape(value)
            case Styled(role, children) if role in _ROLE_TAGS:
                tag = Markup(_ROLE_TAGS[role])
                return Markup("<{0}>{1}</{0}>").format(tag, self.inlines(children))
            case Styled("quoted", children):
                return Markup("“{}”").format(self.inlines(children))
            case Styled(role, children):
                return Markup('<span class="{}">{}</span>').format(role, self.inlines(children))
            case Code(value):
                return Markup("<code>{}</code>").format(value)
            case Link():
                return self._link(node)
            case LineBreak():
                return Markup("<br>")
            case Image(path, alt):
                return Markup('<img src="{}" alt="{}">').format(self._data_uri(path), alt)
            case Rating(findings):
                return self._rating(findings)
            case Weight(findings):
                evidence = [self.project.evidence[id] for id in findings]
                words = weight_words(evidence, self.cited.document.locale)
                return Markup('<span class="weight">{} {}</span>').format(
                    self._rating(findings), words
                )
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
        words = Markup("").join(self._printed(node, findings) for node in printed)
        return Markup('<span class="{}">{}</span>').format(kind, words)

    def _printed(self, node: Inline, findings: dict[str, list[str]]) -> Markup:
        match node:
            case Link(_, children, str(reference)):
                ties = findings.get(reference) or [reference]
                tie = ties.pop(0) if len(ties) > 1 else ties[0]
                panel = Markup("")
                if self.medium == "web" and tie in self.project.evidence:
                    panel = Markup(' data-panel="{}" aria-haspopup="dialog"').format(panel_id(tie))
                return Markup('<a role="doc-biblioref" href="#ref-{}"{}>{}</a>').format(
                    reference, panel, self.inlines(children)
                )
            case Styled(role, children):
                inner = Markup("").join(self._printed(child, findings) for child in children)
                tag = Markup(_ROLE_TAGS.get(role, "span"))
                return Markup("<{0}>{1}</{0}>").format(tag, inner)
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

    # ── references ──────────────────────────────────────────────────────────────────

    def entries(self) -> Markup:
        """The bibliography, each entry with how it was read and links back to its claims."""
        return Markup("\n").join(self._entry(entry) for entry in self.cited.bibliography)

    def _entry(self, entry: Entry) -> Markup:
        label = Markup("")
        if entry.label:
            label = Markup('<span class="label">{}</span> ').format(entry.label)
        back = Markup(" ").join(
            Markup('<a role="doc-backlink" href="#{0}" aria-label="Back to {1}">↩{2}</a>').format(
                id, id.replace("-", " "), id.removeprefix("claim-")
            )
            for id in self.citing.get(entry.reference, ())
        )
        record = self.project.record_of(entry.reference)
        mark = Markup("")
        if record is not None and record.second_hand:
            mark = Markup(' <span class="second-hand">[second-hand]</span>')
        return Markup('<li id="ref-{}">{}{}{} <span class="backlinks">{}</span></li>').format(
            entry.reference, label, self.inlines(entry.children), mark, back
        )

