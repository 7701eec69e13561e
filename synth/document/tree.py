"""Going through the nodes of a document, and the words in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from synth.document.nodes import (
    Badge,
    Block,
    Citation,
    Claim,
    Code,
    CodeBlock,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Node,
    Note,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Styled,
    Table,
    Text,
)


def is_raised(printed: tuple[Inline, ...]) -> bool:
    """Whether a printed citation starts with a raised number, that of a note included."""
    first = printed[0] if printed else None
    return isinstance(first, Note) or (isinstance(first, Styled) and first.role == "superscript")


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
                groups=tuple(replace(each, words=visit(each.words)) for each in block.groups),
                rows=tuple(tuple(visit(cell) for cell in row) for row in block.rows),
                notes=tuple(visit(note) for note in block.notes),
            )
        case Quote():
            return replace(block, blocks=map_runs(block.blocks, visit))
        case Figure(caption=caption, data=data):
            words = visit(caption)
            table = None if data is None else _map_block(data, visit)
            assert table is None or isinstance(table, Table)
            return replace(block, caption=words, data=table)
        case CodeBlock():
            return block


def children_of(node: Node) -> tuple[Node, ...]:
    """The blocks or inlines right below a node."""
    match node:
        case Section(heading, blocks):
            return (heading, *blocks)
        case ListBlock(items=items):
            return tuple(block for item in items for block in item)
        case Table():
            return _cells(node)
        case Figure(caption=caption, data=data):
            return caption if data is None else (*caption, data)
        case Quote(blocks):
            return blocks
        case Heading() | Paragraph() | Styled() | Link() | Note() | Claim():
            return node.children
        case _:
            return ()


def _cells(table: Table) -> tuple[Inline, ...]:
    """The inlines of a table in the order of reading: a group's words before its first row."""
    heads = {group.first: group.words for group in table.groups}
    runs = [table.caption, *table.head]
    for number, row in enumerate(table.rows):
        runs += [heads.get(number, ()), *row]
    return tuple(inline for run in (*runs, *table.notes) for inline in run)


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
        case Text(value) | Code(value) | Badge(value):
            return value
        case Styled("quoted", children):
            return f"“{plain(children, printed, brackets=brackets)}”"
        case Styled(_, children) | Link(_, children) | Claim(children=children):
            return plain(children, printed, brackets=brackets)
        case LineBreak():
            return " "
        case Note(number=number) if brackets:
            return str(number)
        case NoteMark(letter) if brackets:
            return letter
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
