"""CSL-JSON and CSL-YAML in, CSL-JSON out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synth.exchange.csl.item import TYPES, item_of, key_of, tidy
from synth.exchange.csl.markdown_title import rich_text
from synth.exchange.csl.yaml_items import YamlError, items_of
from synth.exchange.entries import Entries, usable
from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import did_you_mean

_SPACE = re.compile(r"[ \t\n\r]*")
_LIST_START = re.compile(r'\s*\{\s*"(?:items|references)"\s*:\s*(?=\[)')
_MEMBER = re.compile(r'"(?:items|references)"\s*:\s*(?=\[)')

_TITLES = frozenset(
    (
        "title", "container-title", "collection-title", "title-short", "container-title-short",
        "event-title", "original-title", "reviewed-title", "volume-title", "part-title",
    )
)  # fmt: skip
"""Fields that pandoc writes as Markdown in CSL-YAML."""


_WORK = frozenset(("type", "title", "author", "DOI"))
"""An object with none of these is something else than a work."""


class _BrokenError(Exception):
    """The JSON text breaks off or is wrong at a place."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def write_csl_json(references: Sequence[Reference]) -> str:
    """The references as an array of CSL-JSON."""
    items = [_in_order(reference) for reference in references]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _in_order(reference: Reference) -> dict[str, Any]:
    """The item with its key and type first and what CSL does not name last."""
    head = {"id": reference.key, "type": reference.item.get("type", "document")}
    tail = {"custom": reference.item["custom"]} if "custom" in reference.item else {}
    rest = {field: value for field, value in reference.item.items() if field != "custom"}
    return {**head, **rest, **head, **tail}


def read_csl_json(text: str, name: str) -> Imported:
    """The items of a CSL-JSON text: an array, an object that holds one, or one item."""
    entries = Entries(name)
    line, line_start, position = 1, 0, 0
    try:
        for number, (start, data) in enumerate(_json_items(text), 1):
            if breaks := text.count("\n", position, start):
                line, line_start = line + breaks, text.rfind("\n", position, start) + 1
            position = start
            _add(entries, data, number, line, start - line_start + 1)
    except _BrokenError as fault:
        at = min(fault.position, len(text))
        entries.refuse(
            "json-syntax",
            f"from here on the file cannot be read as JSON: {fault}",
            text.count("\n", 0, at) + 1,
            "Look here and before it for a comma, quotation mark or bracket; or export it again.",
            at - text.rfind("\n", 0, at),
        )
    return entries.imported()


def read_csl_yaml(text: str, name: str) -> Imported:
    """The items of a CSL-YAML text, as pandoc reads and writes it."""
    entries = Entries(name)
    number = 0
    try:
        for data, line, column in items_of(text):
            number += 1
            if isinstance(data, dict):
                for field in _TITLES & set(data):
                    if isinstance(data[field], str):
                        data[field] = rich_text(data[field])
            _add(entries, data, number, line, column)
    except YamlError as fault:
        entries.refuse(
            "yaml-syntax",
            f"from here on the file cannot be read as YAML: {fault.message}",
            fault.line,
            "Look at this line and the one above: a missing quote, bracket, colon or indent.",
            fault.column,
        )
    return entries.imported()


_ZOTERO_ID = re.compile(r"https?://(?:www\.)?zotero\.org/")
"""What Zotero gives as the key of an item: an address of its own, which nobody cites by."""


def _add(entries: Entries, data: Any, number: int, line: int, column: int) -> None:
    if not isinstance(data, Mapping):
        entries.refuse(
            "wrong-shape",
            f"item {number} is {_kind(data)}, where a work with its fields is wanted",
            line,
            'Write it as {"id": "...", "type": "...", "title": "..."}, or take it out.',
            column,
        )
        return
    if "itemType" in data and "type" not in data:
        entries.refuse(
            "wrong-shape",
            f"item {number} is in Zotero's own JSON, which is not CSL-JSON",
            line,
            "Export it from Zotero as CSL JSON (or Better CSL JSON), or as RIS.",
            column,
        )
        return
    try:
        item, unknown = item_of(data)
    except RecursionError:
        entries.refuse(
            "wrong-shape", f"item {number} is nested too deeply to read", line,
            "No field of CSL has more than three levels.", column,
        )  # fmt: skip
        return
    if len(item) == 1:
        entries.refuse(
            "wrong-shape",
            f"item {number} says nothing of a work",
            line,
            "Take it out, or export the file again.",
            column,
        )
        return
    key = key_of(data)
    if key and (not usable(key) or _ZOTERO_ID.match(key)):
        item.setdefault("custom", {}).setdefault("csl-id", key)
        named = str(item.get("citation-key", ""))
        key = named if usable(named) else ""
    if unknown:
        entries.warn(
            "unknown-type",
            f'unknown CSL type "{unknown[:40]}"{did_you_mean(unknown[:40], TYPES)}',
            line,
            "It is read as a document of no special kind.",
        )
    entries.add(item, line, key, column)


def _kind(data: Any) -> str:
    if data is None:
        return "empty"
    if isinstance(data, list):
        return "a list"
    if isinstance(data, bool):
        return "true or false"
    shown = tidy(str(data))
    return f'"{shown[:30]}{"…" if len(shown) > 30 else ""}"'


def _json_items(text: str) -> Iterator[tuple[int, Any]]:
    """Each item with the position at which it starts. Raises _BrokenError."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
    start = _skip(text, 0)
    if text[start : start + 1] == "{":
        inside = _LIST_START.match(text)
        if inside is not None:
            start = inside.end()
        else:
            yield from _one_object(decoder, text, start)
            return
    if text[start : start + 1] != "[":
        raise _BrokenError("an array or an object is wanted", start)
    at = _skip(text, start + 1)
    if text[at : at + 1] == "]":
        return
    while True:
        data, end = _decoded(decoder, text, at)
        yield at, data
        at = _skip(text, end)
        mark = text[at : at + 1]
        if mark == "]":
            return
        if mark != ",":
            raise _BrokenError("a comma or a closing bracket is wanted", at)
        at = _skip(text, at + 1)


def _one_object(decoder: json.JSONDecoder, text: str, start: int) -> Iterator[tuple[int, Any]]:
    """The object's own list of items, or the object as the one item."""
    data, _ = _decoded(decoder, text, start)
    for name in ("items", "references"):
        listed = data.get(name) if isinstance(data, dict) else None
        if isinstance(listed, list):
            member = _MEMBER.search(text, start)
            first = member.end() if member else start
            yield from ((first, each) for each in listed)
            return
    yield start, data if not isinstance(data, dict) or _WORK & set(data) else list(data)


def _decoded(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, start)
    except json.JSONDecodeError as fault:
        raise _BrokenError(fault.msg[:1].lower() + fault.msg[1:], fault.pos) from None
    except RecursionError:
        raise _BrokenError("it is nested too deeply", start) from None


def _skip(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start
