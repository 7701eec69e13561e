"""The list of what changed since an earlier edition, which a brief asks for by `changes(since=…)`.

The template is given a stand-in, and the list is put in its place when the document is made. So
the words of old claims never pass through Jinja or Markdown: they are no claims, no citations
and no marks of this brief.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from synth.diff.readers import ReaderChange, WhatChanged
from synth.document import (
    Block,
    CodeBlock,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Section,
    Styled,
    Text,
)
from synth.problems import Place

TellChanges: TypeAlias = Callable[[str], WhatChanged]
"""What changed since a revision; raises a SynthError where that cannot be told."""


def stand_in(source: str, number: int) -> str:
    """A text that stands for the list of a number, and that no writer would write."""
    digest = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()
    return f"changes-{number}-{digest}"


def as_markdown(stand_in: str) -> str:
    """A stand-in as a block of its own, wherever the call stands."""
    return f"\n\n```\n{stand_in}\n```\n\n"


def change_list(told: WhatChanged, place: Place, locale: str) -> tuple[Block, ...]:
    """What changed, as a paragraph and a list."""
    since = _since(told, locale)
    if not told.changes:
        words = f"Nothing that this page states has changed since {since}."
        return (Paragraph((Text(words),), place),)
    items = tuple((Paragraph(_item(each), place),) for each in told.changes)
    return (
        Paragraph((Text(f"What changed since {since}:"),), place),
        ListBlock(False, items, place),
    )


def _since(told: WhatChanged, locale: str) -> str:
    from babel.dates import format_date  # slow to load

    try:
        day = str(format_date(date.fromisoformat(told.date), "long", locale.replace("-", "_")))
    except ValueError:
        day = told.date
    if not told.edition:
        return f"the edition of {day}"
    return f"edition {told.edition} of {day}"


def _item(change: ReaderChange) -> tuple[Inline, ...]:
    parts: list[Inline] = [
        Styled("strong", (Text(f"{change.label}:"),)),
        Text(" "),
        *_quoted(change.words),
    ]
    if change.before is not None:
        parts += [Text(" Before: "), *_quoted(change.before)]
    parts += [Text(f" {sentence}") for sentence in change.more]
    return tuple(parts)


def _quoted(words: str) -> tuple[Inline, ...]:
    """A claim's words in quotes, with a stop behind them where they have none."""
    stop = () if words.endswith((".", "?", "!")) else (Text("."),)
    return (Styled("quoted", (Text(words),)), *stop)


def with_lists(
    blocks: tuple[Block, ...], lists: Mapping[str, tuple[Block, ...]]
) -> tuple[Block, ...]:
    """The blocks with each stand-in replaced by its list."""
    return tuple(each for block in blocks for each in _put(block, lists)) if lists else blocks


def _put(block: Block, lists: Mapping[str, tuple[Block, ...]]) -> tuple[Block, ...]:
    match block:
        case CodeBlock(value):
            return lists.get(value.strip(), (block,))
        case Section(blocks=inner) | Quote(blocks=inner):
            return (replace(block, blocks=with_lists(inner, lists)),)
        case ListBlock(items=items):
            return (replace(block, items=tuple(with_lists(item, lists) for item in items)),)
        case _:
            return (block,)
