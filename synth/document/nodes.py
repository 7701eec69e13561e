"""The nodes of a document: blocks, and the inlines in them, claims and citations among these.

Each citation and claim remembers the place in the source that its writer edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from synth.model import Locator
from synth.problems import Place

if TYPE_CHECKING:
    from synth.charts import Chart

ClaimKind = Literal["finding", "statistic", "judgement", "recommendation"]
CitationMode = Literal["normal", "narrative", "suppress-author"]

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
class NoteMark:
    """The letter of a note below the table in which it stands: `a` for the first."""

    letter: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How sure we are of some findings, in the audience's framework."""

    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """A level of a scale: its words, and a dot for each of `steps`, filled up to `rank`."""

    words: str
    rank: int
    steps: int


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
    """A statement that needs support, and what it is tied to.

    One that was `made` says what the evidence record says: no writer chose its words.
    """

    id: str
    kind: ClaimKind
    children: tuple[Inline, ...]
    citations: tuple[Citation, ...]
    place: Place
    made: bool = False

    @property
    def items(self) -> tuple[CitationItem, ...]:
        """Every citation item of the claim, in the order of reading."""
        return tuple(item for citation in self.citations for item in citation.items)

    @property
    def ties(self) -> tuple[CitationItem, ...]:
        """The items, each work and finding once."""
        return tuple({item.tie: item for item in self.items}.values())


Inline: TypeAlias = (
    Text
    | Styled
    | Code
    | Link
    | Image
    | LineBreak
    | Note
    | NoteMark
    | Rating
    | Badge
    | Weight
    | Citation
    | Claim
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
class RowGroup:
    """A heading within a table, before the row of index `first`; its rows end at the next."""

    first: int
    words: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """What the rows of a table can be narrowed by, such as the country: the values of each row."""

    label: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head row; the first cell of a row names the row.

    `notes` stand below it, lettered a, b, c; a `NoteMark` leads to one. With an `id` its rows can
    be linked to by `row_anchor`.
    """

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    caption: tuple[Inline, ...]
    number: int | None
    place: Place
    groups: tuple[RowGroup, ...] = ()
    facets: tuple[Facet, ...] = ()
    notes: tuple[tuple[Inline, ...], ...] = ()
    id: str = ""


def row_anchor(table: str, row: int) -> str:
    """The identifier of a table's row, counted from 0, by the identifier of the table."""
    return f"{table}-row-{row}"


def group_anchor(table: str, group: int) -> str:
    """The identifier of a table's heading within, counted from 0, by that of the table."""
    return f"{table}-group-{group}"


def note_letter(index: int) -> str:
    """The letter of a table's note, counted from 0: a to z, then aa, as lists are lettered."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of evidence, and the data that it shows, whose rows its marks lead to.

    `alt` states what the picture shows, for who cannot see it. A number is given to a figure with
    a caption when it is put into a document.
    """

    chart: Chart
    alt: str
    caption: tuple[Inline, ...]
    place: Place
    data: Table | None = None
    number: int | None = None
    id: str = ""


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


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | Figure | Quote | CodeBlock | Section
Node: TypeAlias = Block | Inline
