"""Putting blocks that no writer wrote into a document: their numbers and identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from synth.document.nodes import Block, Citation, Claim, Figure, Inline, Link, Styled, Table
from synth.document.tree import map_runs


@dataclass(slots=True)
class Numbers:
    """How many tables, figures and citations of a document have been given their number."""

    tables: int = 0
    figures: int = 0
    citations: int = 0
    data: int = 0

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
                case _:
                    yield block

    def _placed(self, table: Table) -> Table:
        if table.caption:
            number = self.table()
            return replace(table, number=number, id=f"s-table-{number}")
        self.data += 1
        return replace(table, id=f"s-data-{self.data}")

    def _cited(self, run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._numbered(node) for node in run)

    def _numbered(self, node: Inline) -> Inline:
        match node:
            case Citation():
                self.citations += 1
                return replace(node, number=self.citations)
            case Claim():
                children = self._cited(node.children)
                inside = tuple(each for each in children if isinstance(each, Citation))
                return replace(node, children=children, citations=inside)
            case Styled() | Link():
                return replace(node, children=self._cited(node.children))
            case _:
                return node
