"""RIS to CSL-JSON items, through rispy.

rispy reads well-formed records; the text is split and its lines made well-formed before, so
that a file that no program should have written is read as well, and each record's line is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import rispy
from rispy.config import TAG_KEY_MAPPING

from synth.exchange.draft import Draft
from synth.exchange.entries import Entries, usable
from synth.exchange.imported import Imported
from synth.exchange.tagged.endnote_fields import fill
from synth.exchange.tagged.lines import Record
from synth.exchange.tagged.ris_records import records_of, shape_of
from synth.exchange.tagged.ris_types import MAIN, TYPES
from synth.problems import did_you_mean

_BREAK = "\x1e"
"""Stands for a line feed inside a value while rispy holds it: rispy reads line by line."""


_NAMES = {tag: name for tag, name in TAG_KEY_MAPPING.items() if tag != "UK"}


class _Parser(rispy.RisParser):  # type: ignore[misc]
    """rispy's parser with every tag a list, so that no value takes the place of another."""

    UNKNOWN_TAG = "??"  # rispy's own, UK, stands in files too
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {**_NAMES, UNKNOWN_TAG: "unknown_tag"}
    DEFAULT_LIST_TAGS: ClassVar[list[str]] = list(_NAMES)
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}


def read_ris(text: str, name: str) -> Imported:
    """The entries of a RIS text."""
    entries = Entries(name)
    shape = shape_of(text)
    parser = _Parser()
    untyped: list[int] = []
    unended: list[int] = []
    for record, marked in records_of(text, shape):
        if not record.fields.get("TY", [""])[0]:
            untyped.append(record.line)
        if not marked:
            unended.append(record.line)
        _add(entries, record, _values(parser, record))
    if untyped:
        _tell_untyped(entries, untyped, shape.typed)
    if shape.typed and unended:
        _tell_unended(entries, unended)
    return entries.imported()


def _values(parser: _Parser, record: Record) -> dict[str, list[str]]:
    """The record's values by tag, as rispy reads them. Those of its type and end are left out."""
    lines = ["TY  - "]
    for tag, values in record.fields.items():
        if tag not in ("TY", "ER"):
            lines += [f"{tag}  - {value}".replace("\n", _BREAK) for value in values]
    lines.append("ER  - ")
    parsed: dict[str, Any] = parser.parse_lines(iter(lines))[0]
    read: dict[str, list[str]] = dict(parsed.get("unknown_tag", {}))
    read |= {tag: parsed[name] for tag, name in _NAMES.items() if name in parsed and tag != "TY"}
    return {tag: [each.replace(_BREAK, "\n") for each in some] for tag, some in read.items()}


def _add(entries: Entries, record: Record, values: dict[str, list[str]]) -> None:
    kinds = record.fields.get("TY", [])
    kind = kinds[0].upper() if kinds else ""
    keys = values.pop("ID", [])
    if not any(any(some) for some in values.values()):
        entries.refuse_empty(record.line)
        return
    type_ = TYPES.get(kind, "document") if kind else _inferred(values)
    draft = Draft(type_, "ris")
    fill(draft, values)
    if kind and MAIN.get(type_) != kind:
        draft.keep("TY", kinds[0])
    key = keys[0] if keys and _is_key(keys[0]) else ""
    for tag, others in (
        ("TY", kinds[1:]),
        ("ID", keys[1:] if key else keys),
        ("ER", record.fields.get("ER", [])),
    ):
        for other in others:
            draft.keep(tag, other)
    if kind and kind not in TYPES:
        entries.warn(
            "unknown-type",
            f'unknown RIS type "{kinds[0][:40]}"{did_you_mean(kind[:40], TYPES)}',
            record.line,
            "It is read as a document of no special kind.",
        )
    entries.add(draft.finished(), record.line, key)


def _inferred(values: Mapping[str, Sequence[str]]) -> str:
    def has(*tags: str) -> bool:
        return any(any(values.get(tag, ())) for tag in tags)

    journal = has("JO", "JF", "JA", "J2", "T2") and has("VL", "SN", "IS")
    return "article-journal" if journal else "document"


def _is_key(text: str) -> bool:
    """Whether an ID is a word that somebody chose: programs number their records there too."""
    return usable(text) and re.match(r"[^\W\d_]", text) is not None


def _tell_untyped(entries: Entries, lines: Sequence[int], typed: bool) -> None:
    if typed:
        number = f"{len(lines)} records name" if len(lines) > 1 else "this record names"
        message = f"{number} no type of work (TY)"
    else:
        message = f"no record of this file names its type of work (TY); {len(lines)} were read"
    entries.warn(
        "unknown-type",
        message,
        lines[0],
        "What names a journal and its volume or ISSN is read as an article, the rest as documents.",
    )


def _tell_unended(entries: Entries, lines: Sequence[int]) -> None:
    number = f"{len(lines)} records have" if len(lines) > 1 else "this record has"
    entries.warn(
        "reference-syntax",
        f"{number} no end (ER)",
        lines[0],
        "See whether the last fields are there: a download that broke off looks like this.",
    )
