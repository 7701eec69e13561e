"""The only form between a brief's source and its output: blocks, claims, citations.

Every format is written from a `Document`; nothing reads HTML back to find a claim.
Each citation and claim remembers the place in the source that its writer edits.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Literal, TypeAlias

from synth.model import CslItem, Locator
from synth.problems import Place, Problem

KEY_POINTS = "key-points"
"""The role of the section that says a brief's main points, each with how sure we are."""

ClaimKind = Literal["finding", "statistic", "judgement", "recommendation"]
CitationMode = Literal["normal", "narrative", "suppress-author"]
SentenceKind = Literal["paragraph", "item", "cell", "head", "quote"]
"""Where a sentence stands; `head` is the head row of a table."""


# ── inline ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    value: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Words with a typographic role."""

    role: Literal[
        "emphasis", "strong", "superscript", "subscript", "small-caps", "struck", "quoted"
    ]
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be shown as typed; never a citation."""

    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a reader may follow; `reference` is set where it leads to an entry."""

    target: str
    children: tuple[Inline, ...]
    reference: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the project; `path` is below its root, `alt` says what it shows."""

    path: str
    alt: str
    place: Place | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the writer asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. A document's notes are numbered from 1, in the order of reading; 0 is not yet."""

    children: tuple[Inline, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rating:
    """How sure we are of some findings, in the audience's framework."""

    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How many studies stand behind some findings, where, and how sure they are."""

    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One work of a citation. With `finding` it is a tie; `locator` is the place that is given.

    A locator that the writer typed also stands in `suffix`, where CSL looks for it.
    """

    reference: str
    place: Place
    finding: str | None = None
    mode: CitationMode = "normal"
    prefix: tuple[Inline, ...] = ()
    suffix: tuple[Inline, ...] = ()
    locator: Locator | None = None
    locator_typed: bool = False

    @property
    def tie(self) -> str:
        """`<reference>#<finding>`, or the reference alone."""
        return f"{self.reference}#{self.finding}" if self.finding else self.reference


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as CSL defines it: items printed together; `number` counts from 1."""

    number: int
    items: tuple[CitationItem, ...]
    place: Place

    @property
    def narrative(self) -> bool:
        """Whether the author's name is part of the sentence."""
        return self.items[0].mode == "narrative"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that needs support, and what it is tied to."""

    id: str
    kind: ClaimKind
    children: tuple[Inline, ...]
    citations: tuple[Citation, ...]
    place: Place

    @property
    def items(self) -> tuple[CitationItem, ...]:
        """Every citation item of the claim, in the order of reading."""
        return tuple(item for citation in self.citations for item in citation.items)

    @property
    def ties(self) -> tuple[CitationItem, ...]:
        """The items, each work and finding once."""
        return tuple({item.tie: item for item in self.items}.values())


Inline: TypeAlias = (
    Text | Styled | Code | Link | Image | LineBreak | Note | Rating | Weight | Citation | Claim
)


# ── blocks ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 is a section of the brief, whose title is level 1."""

    level: int
    id: str
    children: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` is `lead` or `pull`, or empty."""

    children: tuple[Inline, ...]
    place: Place
    role: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of items, each of blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    place: Place
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head row; the first cell of a row names the row."""

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    caption: tuple[Inline, ...]
    number: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted passage."""

    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines to be shown as typed."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it up to the next of its level; `role` from its class."""

    heading: Heading
    blocks: tuple[Block, ...]
    role: str = ""


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | Quote | CodeBlock | Section


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text, as the splitter found it.

    `citations` are the numbers of those in it, `words` the places of its words by their offset
    in `text`, in which an author named by a citation is one X. Sentences of one paragraph, list
    item or table row have the same `block`; `section` is the heading above them, and `role` that
    section's.
    """

    text: str
    place: Place
    citations: tuple[int, ...] = ()
    words: tuple[tuple[int, Place], ...] = ()
    kind: SentenceKind = "paragraph"
    block: int = 0
    section: str = ""
    role: str = ""

    @property
    def cited(self) -> bool:
        """Whether it carries a citation."""
        return bool(self.citations)

    def at(self, offset: int) -> Place:
        """The place of the word that this character of the text is in."""
        index = bisect_right(self.words, offset, key=itemgetter(0)) - 1
        return self.words[index][1] if index >= 0 else self.place


@dataclass(frozen=True)
class Document:
    """A brief composed for one audience, before it is cited.

    `nocite` holds the keys of works that are listed without being cited; `*` means all.
    """

    brief: str
    series: str | None
    audience: str
    place: str | None
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    style: str
    locale: str
    problems: tuple[Problem, ...] = ()
    nocite: tuple[str, ...] = ()

    def claims(self) -> Iterator[Claim]:
        """The claims in the order of reading."""
        return (node for node in walk(self.blocks) if isinstance(node, Claim))

    def citations(self) -> Iterator[Citation]:
        """Every citation in the order of reading, in a claim or not."""
        return (node for node in walk(self.blocks) if isinstance(node, Citation))


@dataclass(frozen=True, slots=True)
class Entry:
    """A bibliography entry as the style prints it; `label` is its number in a numeric style."""

    reference: str
    label: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class CitedDocument:
    """A document with its citations printed by a style.

    `printed` gives for each citation, by its number, the inlines that stand for it.
    """

    document: Document
    printed: Mapping[int, tuple[Inline, ...]]
    bibliography: tuple[Entry, ...]
    items: Mapping[str, CslItem]

    def claim_text(self, claim: Claim) -> str:
        """The claim's words without its citations in brackets; narrative authors stay."""
        return fold(plain(claim.children, self.printed, brackets=False))

    def claim_printed(self, claim: Claim) -> str:
        """The claim's words as a reader sees them, citations within it included."""
        return fold(plain(claim.children, self.printed))


def is_raised(printed: tuple[Inline, ...]) -> bool:
    """Whether a printed citation starts with a raised number, that of a note included."""
    first = printed[0] if printed else None
    return isinstance(first, Note) or (isinstance(first, Styled) and first.role == "superscript")


Node: TypeAlias = Block | Inline


def walk(nodes: tuple[Node, ...] | tuple[Block, ...] | tuple[Inline, ...]) -> Iterator[Node]:
    """Every block and inline below the nodes, in the order of reading."""
    for node in nodes:
        yield node
        yield from walk(children_of(node))


def map_runs(
    blocks: tuple[Block, ...], visit: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]
) -> tuple[Block, ...]:
    """The blocks with each run of inlines replaced by `visit(run)`, in the order of reading."""
    return tuple(_map_block(block, visit) for block in blocks)


def _map_block(block: Block, visit: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=visit(block.children))
        case Section(heading, inner):
            head = replace(heading, children=visit(heading.children))
            return replace(block, heading=head, blocks=map_runs(inner, visit))
        case ListBlock():
            return replace(block, items=tuple(map_runs(item, visit) for item in block.items))
        case Table():
            return replace(
                block,
                caption=visit(block.caption),
                head=tuple(visit(cell) for cell in block.head),
                rows=tuple(tuple(visit(cell) for cell in row) for row in block.rows),
            )
        case Quote():
            return replace(block, blocks=map_runs(block.blocks, visit))
        case CodeBlock():
            return block


def children_of(node: Node) -> tuple[Node, ...]:
    """The blocks or inlines right below a node."""
    match node:
        case Section(heading, blocks):
            return (heading, *blocks)
        case ListBlock(items=items):
            return tuple(block for item in items for block in item)
        case Table(head, rows, caption):
            cells = [*head, *(cell for row in rows for cell in row)]
            return (*caption, *(inline for cell in cells for inline in cell))
        case Quote(blocks):
            return blocks
        case Heading() | Paragraph() | Styled() | Link() | Note() | Claim():
            return node.children
        case _:
            return ()


def plain(
    nodes: tuple[Inline, ...],
    printed: Mapping[int, tuple[Inline, ...]] | None = None,
    *,
    brackets: bool = True,
) -> str:
    """The words of some inlines.

    `printed` gives the citations' words; without it, or for citations in brackets when
    `brackets` is false, a citation has none.
    """
    return "".join(_words(node, printed or {}, brackets) for node in nodes)


def _words(node: Inline, printed: Mapping[int, tuple[Inline, ...]], brackets: bool) -> str:
    match node:
        case Text(value) | Code(value):
            return value
        case Styled("quoted", children):
            return f"“{plain(children, printed, brackets=brackets)}”"
        case Styled(_, children) | Link(_, children) | Claim(children=children):
            return plain(children, printed, brackets=brackets)
        case LineBreak():
            return " "
        case Note(number=number) if brackets:
            return str(number)
        case Citation() as citation if brackets or citation.narrative:
            return plain(printed.get(citation.number, ()), printed, brackets=brackets)
        case _:
            return ""


def fold(text: str) -> str:
    """The text with white space made single spaces, and none at the ends or before a stop."""
    folded = " ".join(text.split())
    for stop in (".", ",", ";", ":", "?", "!", ")"):
        folded = folded.replace(f" {stop}", stop)
    return folded


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
