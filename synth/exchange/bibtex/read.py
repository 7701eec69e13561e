"""BibTeX and BibLaTeX to CSL-JSON items, through bibtexparser.

What a citation style prints is as in pandoc; `docs/reference/pandoc.md` argues the differences.
An `@xdata` is no work but a part of works, as an `@string` is: what it holds stands in the
entries that name it, and one that no entry names gets a warning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from synth.exchange.bibtex.blocks import Block, Broken, blocks
from synth.exchange.bibtex.fields import TYPES
from synth.exchange.bibtex.inherit import Parent, inherited
from synth.exchange.bibtex.item import item_of
from synth.exchange.bibtex.text import Decoder
from synth.exchange.bibtex.values import MalformedError, Values
from synth.exchange.entries import MAX_ENTRIES, Entries
from synth.exchange.imported import Imported
from synth.problems import ProjectError, did_you_mean

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HINT = "Look for a brace, bracket or quotation mark that is opened and not closed."
MOST_WARNINGS = 100_000
"""As many are told; a file that earns more is broken in ways that these will show."""


def read_bibtex(text: str, name: str) -> Imported:
    """The entries of a BibTeX or BibLaTeX text, by BibLaTeX's rules unless the name ends in
    `.bibtex`. Raises ProjectError for a file of too many entries.
    """
    return _Reading(name, PurePath(name).suffix.lower() != ".bibtex").read(text)


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry whose values are read, or why it is refused."""

    block: Block | Broken
    fields: dict[str, str]
    fault: str = ""


class _Reading:
    """One run through a text."""

    def __init__(self, name: str, biblatex: bool) -> None:
        self.entries = Entries(name)
        self.biblatex = biblatex
        self.warnings = 0
        self.values = Values(self.warn)
        self.told: set[tuple[str, str]] = set()
        self.near: dict[str, str] = {}

    def warn(self, rule: str, message: str, line: int, hint: str) -> None:
        self.warnings += 1
        if self.warnings <= MOST_WARNINGS:
            self.entries.warn(rule, message, line, hint)

    def read(self, text: str) -> Imported:
        text = _CONTROL.sub("", text) if _CONTROL.search(text) else text
        found = [self._found(block) for block in self._entries(text)]
        self._inherit(found)
        decoder = Decoder(self.biblatex)
        for each in found:
            self._add(each, decoder)
        return self.entries.imported()

    def _entries(self, text: str) -> list[Block | Broken]:
        """The entries of a text. Macros are taken in first, wherever they stand."""
        result: list[Block | Broken] = []
        for block in blocks(text):
            if block.type != "string":
                result.append(block)
                self._bound(len(result))
            elif isinstance(block, Block):
                self._define(block)
            else:
                self._broken_string(block.line, block.reason)
        return result

    def _bound(self, number: int) -> None:
        if number > MAX_ENTRIES:
            raise ProjectError(
                f"{self.entries.name}: the file holds more than {MAX_ENTRIES:,} entries; split it"
            )

    def _define(self, block: Block) -> None:
        for field in block.fields:
            try:
                self.values.define(field)
            except MalformedError as fault:
                self._broken_string(field.line, str(fault))

    def _broken_string(self, line: int, reason: str) -> None:
        self.warn("bibtex-syntax", f"this @string cannot be read: {reason}", line, _HINT)

    def _found(self, block: Block | Broken) -> _Found:
        if isinstance(block, Broken):
            return _Found(block, {})
        fields: dict[str, str] = {}
        again: dict[str, int] = {}
        for field in block.fields:
            try:
                value = self.values.read(field)
            except MalformedError as fault:
                return _Found(block, {}, str(fault))
            name = field.name
            if name in fields:
                name = _free_name(name, fields, again)
            fields[name] = value
        if again:
            self._tell_again(block, again)
        if block.rest:
            self.warn(
                "bibtex-syntax",
                f'the entry "{block.key}" ends before its last fields, which are not read',
                block.line,
                "Take out the closing brace that is one too many.",
            )
        return _Found(block, fields)

    def _tell_again(self, block: Block, again: Mapping[str, int]) -> None:
        names = ", ".join(list(again)[:20])
        self.warn(
            "duplicate-key",
            f'the entry "{block.key}" has a field twice: {names}',
            block.line,
            "The first is used; the other is kept under its name with a number.",
        )

    def _inherit(self, found: list[_Found]) -> None:
        parents: dict[str, Parent] = {}
        for each in found:
            if isinstance(each.block, Block) and not each.fault:
                block = each.block
                parents.setdefault(
                    block.key or f"\n{len(parents)}", Parent(block.type, each.fields, block.line)
                )
        used = inherited(parents, self._tell_parent, self.biblatex)
        named = {key for keys in used.values() for key in keys}
        for key, parent in parents.items():
            if parent.type == "xdata" and key not in named:
                self.warn(
                    "unused-xdata",
                    f'no entry takes data from the @xdata "{key.strip()}"',
                    parent.line,
                    "An @xdata is no work of its own: name it in the field xdata of one.",
                )

    def _tell_parent(self, kind: str, key: str, line: int) -> None:
        if (kind, key) in self.told:
            return
        self.told.add((kind, key))
        if kind == "missing":
            message = f'no entry has the key "{key[:100]}", from which this one takes fields'
            self.warn("unknown-reference", message, line, "Mend the field crossref or xdata.")
        else:
            message = f'the entries that take fields from "{key[:100]}" go round in a circle'
            self.warn("wrong-value", message, line, "Take one crossref or xdata out of the circle.")

    def _add(self, each: _Found, decoder: Decoder) -> None:
        block = each.block
        if isinstance(block, Broken) or each.fault:
            reason = block.reason if isinstance(block, Broken) else each.fault
            which = f'the entry "{block.key}"' if block.key else "this entry"
            self.entries.refuse(
                "bibtex-syntax", f"{which} cannot be read: {reason}", block.line, _HINT
            )
            return
        if block.type == "xdata":
            return
        if block.type not in TYPES:
            self.warn(
                "unknown-type",
                f'unknown entry type "@{block.type[:80]}"{self._near(block.type)}',
                block.line,
                "It is read as @misc.",
            )
        self.entries.add(item_of(block.type, each.fields, decoder), block.line, block.key)
        if not block.key:
            self._tell_key(block)

    def _near(self, type_: str) -> str:
        if type_ not in self.near:
            self.near[type_] = did_you_mean(type_, TYPES) if len(type_) < 40 else ""
        return self.near[type_]

    def _tell_key(self, block: Block) -> None:
        self.warn(
            "missing-key",
            f"this @{block.type} has no key, and was given one",
            block.line,
            "Write a key and a comma after the opening brace.",
        )


def _free_name(name: str, taken: Mapping[str, str], again: dict[str, int]) -> str:
    """A name for a field that stands again; `again` remembers the last number of each."""
    number = again.get(name, 1) + 1
    while f"{name}-{number}" in taken:
        number += 1
    again[name] = number
    return f"{name}-{number}"
