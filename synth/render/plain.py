"""Blocks as plain text: for a terminal, as Markdown with citations, and tables as rows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from synth.document import (
    Block,
    Citation,
    Claim,
    CodeBlock,
    Figure,
    Heading,
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
    fold,
    note_letter,
    plain,
)
from synth.model import Project
from synth.render.badges import weight_words
from synth.wording import rated_together, short_name, year

Words: TypeAlias = Callable[[Sequence[Inline]], str]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|@{}])")


def as_markdown(blocks: Sequence[Block], rating: Words) -> str:
    """The blocks as Markdown that a brief can hold: each tie as `[@work#finding]`.

    `rating` says the words of a badge.
    """

    def words(nodes: Sequence[Inline]) -> str:
        return re.sub(" +", " ", "".join(_marked(node, words, rating) for node in nodes))

    return "\n\n".join(_lines(blocks, words)) + "\n"


def as_text(blocks: Sequence[Block], project: Project, rating: Words) -> str:
    """The blocks for a person at a terminal: tables drawn, works by their authors and year."""
    from rich.console import Console  # slow to load

    out = io.StringIO()
    console = Console(file=out, width=_width(), no_color=True, highlight=False, markup=False)
    said = spoken(project, rating)
    for number, block in enumerate(blocks):
        if number:
            console.print()
        for part in _drawn(block, said):
            console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def table_rows(table: Table, words: Words) -> Iterator[list[str]]:
    """A table as rows of text, its head first; in front of them stands the group, if any."""
    grouped = bool(table.groups)
    yield [*(["Group"] if grouped else []), *(words(cell) for cell in table.head)]
    heads = {group.first: words(group.words) for group in table.groups}
    group = ""
    for number, row in enumerate(table.rows):
        group = heads.get(number, group)
        yield [*([group] if grouped else []), *(words(cell) for cell in row)]


def spoken(project: Project, rating: Words) -> Words:
    """What says some inlines as plain words, works by their authors and year."""

    def words(nodes: Sequence[Inline]) -> str:
        return fold("".join(_said(node, words, project, rating) for node in nodes))

    return words


def rating_words(project: Project, framework: str | None, locale: str) -> Words:
    """What says a badge in words, in the framework of an audience."""

    def words(nodes: Sequence[Inline]) -> str:
        return " ".join(_badge(node, project, framework, locale) for node in nodes)

    return words


def _badge(node: Inline, project: Project, framework: str | None, locale: str) -> str:
    if not isinstance(node, Rating | Weight):
        return ""
    known = [project.evidence[id] for id in node.findings if id in project.evidence]
    rated = rated_together(known, framework, project).label if framework and known else ""
    weight = weight_words(known, locale) if isinstance(node, Weight) else ""
    return ", ".join(part for part in (rated, weight) if part)


def _said(node: Inline, words: Words, project: Project, rating: Words) -> str:
    match node:
        case Citation(items=items):
            name = year if items[0].mode == "suppress-author" else short_name
            keys = dict.fromkeys(item.reference for item in items)
            names = [
                name(project.references[key].item) if key in project.references else key
                for key in keys
            ]
            return "; ".join(names) if node.narrative else f" ({'; '.join(names)})"
        case Claim() | Styled() | Link():
            return "".join(_said(child, words, project, rating) for child in node.children)
        case NoteMark(letter):
            return f" [{letter}]"
        case Rating() | Weight():
            return rating((node,))
        case _:
            return plain((node,))


def _marked(node: Inline, words: Words, rating: Words) -> str:
    match node:
        case Text(value):
            return _escaped(value)
        case Styled("strong", children):
            return f"**{words(children)}**"
        case Styled("emphasis", children):
            return f"*{words(children)}*"
        case Styled(_, children) | Claim(children=children):
            return words(children)
        case Link(target, children):
            return f"[{words(children)}]({target})"
        case Citation(items=items):
            ties = "; ".join(
                f"{'-' * (item.mode == 'suppress-author')}@{item.tie}" for item in items
            )
            return ties if node.narrative else f" [{ties}]"
        case NoteMark(letter):
            return f"^{letter}^"
        case Rating() | Weight():
            return rating((node,))
        case LineBreak():
            return " "
        case Note(children):
            return f"^[{words(children)}]"
        case _:
            return plain((node,))


def _escaped(text: str) -> str:
    """A text whose characters mean nothing to Markdown, Jinja or a citation."""
    return _SPECIAL.sub(r"\\\1", text)


def _lines(blocks: Sequence[Block], words: Words) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section(heading, inner):
                yield from _lines((heading, *inner), words)
            case Heading(level, _, children):
                yield f"{'#' * level} {words(children)}"
            case Paragraph(children):
                yield words(children)
            case ListBlock():
                yield "\n".join(_items(block, words))
            case Table():
                yield _pipe_table(block, words)
                yield from (_note(number, each, words) for number, each in enumerate(block.notes))
            case Figure(alt=alt, caption=caption, data=data):
                yield " ".join(part for part in (words(caption), _escaped(alt)) if part)
                yield from _lines((data,) if data else (), words)
            case Quote(inner):
                yield "\n".join(
                    f"> {line}" for line in "\n\n".join(_lines(inner, words)).split("\n")
                )
            case CodeBlock(value):
                yield f"```\n{value}\n```"


def _items(block: ListBlock, words: Words) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}." if block.ordered else "-"
        text = "\n\n".join(_lines(item, words))
        yield f"{mark} {text}".replace("\n", "\n    ")


def _note(number: int, words_of_note: Sequence[Inline], words: Words) -> str:
    return f"^{note_letter(number)}^ {words(words_of_note)}"


def _pipe_table(table: Table, words: Words) -> str:
    caption = f"Table: {words(table.caption)}\n\n" if table.caption else ""
    rows = [[fold(cell) for cell in row] for row in table_rows(table, words)]
    rule = ["---"] * len(rows[0])
    return caption + "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _drawn(block: Block, words: Words) -> Iterator[object]:
    """A block as rich draws it."""
    match block:
        case Table():
            yield _rich_table(block, words)
            yield from (
                f"[{note_letter(number)}] {words(each)}" for number, each in enumerate(block.notes)
            )
        case Figure(alt=alt, caption=caption, data=data):
            yield " ".join(part for part in (words(caption), alt) if part)
            if data is not None:
                yield _rich_table(data, words)
        case Section(heading, inner):
            for each in (heading, *inner):
                yield from _drawn(each, words)
        case ListBlock():
            yield "\n".join(_items(block, words))
        case Heading() | Paragraph():
            yield words(block.children)
        case Quote(inner):
            for each in inner:
                yield from _drawn(each, words)
        case CodeBlock(value):
            yield value


def _rich_table(table: Table, words: Words) -> object:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Drawn
    from rich.text import Text as Plain

    head, *rows = table_rows(table, words)
    drawn = Drawn(box=SIMPLE_HEAD, title=words(table.caption) or None, title_justify="left",
                  title_style="", header_style="")  # fmt: skip
    for name in head:
        drawn.add_column(Plain(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(Plain(cell) for cell in row))
    return drawn


def _width() -> int:
    from shutil import get_terminal_size

    return max(get_terminal_size((110, 24)).columns, 60)
