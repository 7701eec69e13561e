"""The blocks of a cited document as HTML, for the web and for print.

Both media say the same words; they differ only in where a note stands.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from markupsafe import Markup, escape

from synth.charts.look import Look
from synth.document import (
    KEY_POINTS,
    Badge,
    Block,
    Citation,
    CitedDocument,
    Claim,
    Code,
    CodeBlock,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Note,
    NoteMark,
    Paragraph,
    Quote,
    Rating,
    Section,
    Styled,
    Table,
    Text,
    Weight,
    is_raised,
    walk,
)
from synth.model import Audience, Project
from synth.render.badges import badge, weight_words
from synth.render.figures import FigureWriter, in_parts
from synth.render.footnotes import Footnotes, Medium
from synth.render.notes import Notes
from synth.render.tables import TableWriter
from synth.wording import Rated, rated_together, short_name

_ROLE_TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "superscript": "sup",
    "subscript": "sub",
    "struck": "s",
}
WORD_JOINER = "\u2060"
"""Keeps a raised number on the line of its word."""

_WIDE = (Table, Figure)
"""Blocks that take the width of the notes too."""

MOST_NOTED = 8
"""A list that a view made of more works than this has no note: it would be longer than the list."""

_PLAIN_SECTIONS = (KEY_POINTS,)
"""Sections that show a badge after each claim, and no notes beside it."""


class HtmlWriter:
    """Writes one document; it remembers which notes a reader has seen."""

    def __init__(
        self,
        cited: CitedDocument,
        project: Project,
        audience: Audience,
        medium: Medium,
        look: Look | None = None,
    ) -> None:
        self.cited = cited
        self.project = project
        self.audience = audience
        self.medium = medium
        self.notes = Notes(cited, project, audience)
        self.footnotes = Footnotes(medium)
        self.tables = TableWriter(medium, self.inlines, cited.printed)
        self.figures = FigureWriter(self.tables, look or Look(), in_parts(cited.document.blocks))
        self.table_id = ""

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
            case Figure():
                return self._figure(block)
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
        wide = any(isinstance(block, _WIDE) for block in section.blocks)
        body = Markup("\n").join(
            Markup('<div class="wide">{}</div>').format(self.block(block, notes))
            if isinstance(block, _WIDE)
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
        works = {item.reference for claim in claims if claim.made for item in claim.items}
        note = self.notes.note(claims) if len(works) <= MOST_NOTED else Markup("")
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
        self.table_id = table.id
        return self.tables.table(table)

    def _figure(self, figure: Figure) -> Markup:
        self.table_id = figure.data.id if figure.data else ""
        return self.figures.figure(figure)

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
            case Image():
                return self._image(node)
            case Note():
                return self.footnotes.reference(node.number, self.inlines(node.children))
            case NoteMark(letter):
                return self.tables.mark(letter, self.table_id)
            case Badge(words, rank, steps):
                return badge(Rated("", rank, steps, words))
            case _:
                return self._evidence(node)

    def _evidence(self, node: Rating | Weight | Citation | Claim) -> Markup:
        """One inline that leads to evidence."""
        match node:
            case Rating(findings):
                return self._rating(findings)
            case Weight(findings):
                return self._weight(findings)
            case Citation():
                return self._citation(node)
            case Claim():
                return self._claim(node)

    def _claim(self, claim: Claim) -> Markup:
        ties = " ".join(item.tie for item in claim.ties)
        return Markup('<span class="claim" id="{}" data-kind="{}" data-ties="{}">{}</span>').format(
            claim.id, claim.kind, ties, self.inlines(claim.children)
        )

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

    def _weight(self, findings: Sequence[str]) -> Markup:
        known = self.project.evidence
        evidence = [known[id] for id in findings if id in known]
        words = weight_words(evidence, self.cited.document.locale)
        parts = [part for part in (self._rating(findings), escape(words)) if part]
        return Markup('<span class="weight">{}</span>').format(Markup(" ").join(parts))

    def _image(self, image: Image) -> Markup:
        name = Markup(' id="{}"').format(image.id) if image.id else Markup("")
        source = self._data_uri(image.path)
        return Markup('<img{} src="{}" alt="{}">').format(name, source, image.alt)

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
