"""The items of a CSL-YAML text, one after the other, each built from the parser's events.

No tree of the whole file is built, so that memory goes with the largest item. Anchors and
aliases are refused: a bibliography needs none, and they can explode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 40
"""An item of CSL has some five levels."""

MAX_VALUES = 100_000
"""Values of one item, or outside all of them; the parser is slow, and no item has as many."""


@dataclass(frozen=True, slots=True)
class YamlError(Exception):
    """What is wrong with a text, and where, from 1."""

    message: str
    line: int
    column: int


@dataclass(slots=True)
class _Level:
    """A mapping or a list that is being filled; `line` and `column` are those of its start."""

    data: dict[str, Any] | list[Any]
    line: int
    column: int
    key: str | None = None
    whole: bool = False


def items_of(text: str) -> Iterator[tuple[Any, int, int]]:
    """Each item of the list `references`, or of a list that is the whole text, with its place.

    Raises YamlError where the text cannot be read; the items before that were given.
    """
    try:
        yield from _items(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        what = getattr(fault, "problem", None) or getattr(fault, "reason", None)
        raise YamlError(
            str(what or "the text cannot be read as YAML"),
            mark.line + 1 if mark else 1,
            mark.column + 1 if mark else 1,
        ) from None


def _items(events: Iterator[Any]) -> Iterator[tuple[Any, int, int]]:
    levels: list[_Level] = []
    values = 0
    for event in events:
        values += 1
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if values > MAX_VALUES:
            raise YamlError(f"more than {MAX_VALUES:,} values belong to one item", line, column)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError("anchors (&) and aliases (*) are not read here", line, column)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(levels) >= MAX_DEPTH:
                raise YamlError(
                    f"more than {MAX_DEPTH} levels are inside one another", line, column
                )
            mapping = isinstance(event, yaml.MappingStartEvent)
            levels.append(_Level({} if mapping else [], line, column))
            _mark_list(levels)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = levels.pop()
            values = 0 if levels and levels[-1].whole else values
            yield from _placed(levels, done.data, done.line, done.column)
        elif isinstance(event, yaml.ScalarEvent):
            values = 0 if levels and levels[-1].whole else values
            yield from _placed(levels, _scalar(event), line, column)


def _mark_list(levels: list[_Level]) -> None:
    """Marks a list as that of the items: the whole text, or the value of `references`."""
    top = len(levels) == 1
    named = len(levels) == 2 and levels[0].key in ("references", "items")
    levels[-1].whole = isinstance(levels[-1].data, list) and (top or named)


def _placed(
    levels: list[_Level], value: Any, line: int, column: int
) -> Iterator[tuple[Any, int, int]]:
    """Puts a value where it belongs; an item is given instead, and so is a text of one item."""
    if not levels:
        single = isinstance(value, dict) and ({"id", "type", "title"} & set(value))
        if single and not {"references", "items"} & set(value):
            yield value, line, column
        return
    level = levels[-1]
    if level.whole:
        yield value, line, column
    elif isinstance(level.data, list):
        level.data.append(value)
    elif level.key is None:
        level.key = value if isinstance(value, str) else str(value)
    else:
        level.data.setdefault(level.key, value)
        level.key = None


def _scalar(event: Any) -> Any:
    """A scalar as text; a plain null or truth value as YAML 1.2's core schema has it."""
    text = event.value
    if event.implicit[0]:
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
    return text
