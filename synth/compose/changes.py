"""The list of what changed since an earlier edition, which a brief asks for by `changes(since=…)`.

The words of old claims are no claims, no citations and no marks of this brief.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from synth.diff.readers import ReaderChange, WhatChanged
from synth.document import Block, Inline, ListBlock, Paragraph, Styled, Text
from synth.problems import Place

TellChanges: TypeAlias = Callable[[str], WhatChanged]
"""What changed since a revision; raises a SynthError where that cannot be told."""


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
