"""A document as a whole: before it is cited, with the sentences in it, and cited."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from synth.document.nodes import Block, Citation, Claim, Figure, Inline
from synth.document.tree import fold, plain, walk
from synth.model import CslItem
from synth.problems import Place, Problem

KEY_POINTS = "key-points"
"""The role of the section that says a brief's main points, each with how sure we are."""

SentenceKind = Literal["paragraph", "item", "cell", "head", "quote"]
"""Where a sentence stands; `head` is the head row of a table."""


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

    @property
    def holds_views(self) -> bool:
        """Whether a view of the evidence stands in it."""
        return any(
            isinstance(node, Figure) or (isinstance(node, Claim) and node.made)
            for node in walk(self.blocks)
        )

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
