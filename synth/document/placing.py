"""Putting blocks that no writer wrote into a document: their numbers and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from synth.document.nodes import (
    Block,
    Citation,
    Claim,
    Figure,
    Heading,
    Inline,
    Link,
    Styled,
    Table,
)
from synth.document.tree import map_runs


@dataclass(slots=True)
class Numbers:
    """How many tables, figures and citations of a document have been given their number."""

    tables: int = 0
    figures: int = 0
    citations: int = 0
    data: int = 0
    headings: int = 0

    def table(self) -> int:
        """The number of the next table with a caption."""
        self.tables += 1
        return self.tables

    def figure(self) -> int:
        """The number of the next figure."""
        self.figures += 1
        return self.figures

    def place(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """The blocks with their tables, figures and citations numbered, in the order of reading."""
        for block in map_runs(blocks, self._cited):
            match block:
                case Table():
                    yield self._placed(block)
                case Figure():
                    number = self.figure() if block.caption else None
                    data = self._placed(block.data) if block.data else None
                    id = f"s-figure-{number}" if number else f"s-picture-{self.data}"
                    yield replace(block, number=number, id=id, data=data)
                case Heading(id=""):
                    self.headings += 1
                    yield replace(block, id=f"heading-{self.headings}")
                case _:
                    yield block

    def _placed(self, table: Table) -> Table:
        if table.caption:
            number = self.table()
            return replace(table, number=number, id=f"s-table-{number}")
        self.data += 1
        return replace(table, id=f"s-data-{self.data}")

    def _cited(self, run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """A run with its citations numbered, each in a claim.

        Where a view made no claim, the whole run is one, as it is where a writer cites; after one,
        a citation belongs to the claim before it.
        """
        nodes = tuple(self._numbered(node) for node in run)
        claims = [index for index, node in enumerate(nodes) if isinstance(node, Claim)]
        loose = tuple(each for node in nodes for each in _loose(node))
        if not loose:
            return nodes
        if not claims:
            return (Claim("", "finding", nodes, loose, loose[0].place, made=True),)
        return tuple(_with_following(nodes, index) for index in range(len(nodes)))

    def _numbered(self, node: Inline) -> Inline:
        match node:
            case Citation():
                self.citations += 1
                return replace(node, number=self.citations)
            case Claim():
                children = tuple(self._numbered(child) for child in node.children)
                inside = tuple(each for child in children for each in _loose(child))
                return replace(node, children=children, citations=inside, made=True)
            case Styled() | Link():
                return replace(node, children=tuple(self._numbered(each) for each in node.children))
            case _:
                return node


def _loose(node: Inline) -> tuple[Citation, ...]:
    """The citations in a node that are in no claim below it."""
    match node:
        case Citation():
            return (node,)
        case Styled() | Link():
            return tuple(each for child in node.children for each in _loose(child))
        case _:
            return ()


def _with_following(nodes: tuple[Inline, ...], index: int) -> Inline:
    """A claim with the citations that stand between it and the next; another node as it is."""
    node = nodes[index]
    if not isinstance(node, Claim):
        return node
    rest = nodes[index + 1 :]
    until = next((at for at, each in enumerate(rest) if isinstance(each, Claim)), len(rest))
    after = tuple(each for other in rest[:until] for each in _loose(other))
    return replace(node, citations=(*node.citations, *after))
