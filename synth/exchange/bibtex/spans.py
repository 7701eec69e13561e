"""Where the entries of a BibTeX text stand, and the fields within each, as they are written.

For editing a file in place and for rules about how a field is typed: what a field says is read
by `synth.exchange.bibtex.read`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from synth.exchange.bibtex.blocks import Block, closing, cuts, read_cut

_NO_SEPARATOR = re.compile(r"[^\s,]")


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field as written: its name in lower case, its value with its braces or quotes.

    `start` and `end` are offsets in the text: from the name to the end of the value. The value
    starts at `value_start`. Line and column of the name count from 1.
    """

    name: str
    value: str
    start: int
    value_start: int
    line: int
    column: int

    @property
    def end(self) -> int:
        """The offset after the value."""
        return self.value_start + len(self.value)

    @property
    def bare(self) -> str:
        """The value without its one pair of braces or quotes, as it is typed between them.

        Empty for a value that is joined of parts, or is the name of a string.
        """
        if len(self.value) > 1 and self.value[0] + self.value[-1] in ('""', "{}"):
            return self.value[1:-1] if _is_one(self.value) else ""
        return self.value if self.value.isdecimal() else ""


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry as written: `start` and `end` are offsets in the text, the line counts from 1."""

    key: str
    kind: str
    start: int
    end: int
    line: int
    fields: tuple[FieldText, ...]

    def field(self, name: str) -> FieldText | None:
        """The first field of a name in lower case, or None."""
        return next((field for field in self.fields if field.name == name), None)


def entry_spans(text: str) -> tuple[EntryText, ...]:
    """The entries of a text that can be read, in order.

    An entry that is broken, a comment, a string and a preamble are no entries.
    """
    return tuple(_spans(text))


class _Lines:
    """Counts lines up to places that come in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._line = 1
        self._start = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a place that is not before the last one."""
        self._line += self._text.count("\n", self._seen, offset)
        self._start = max(self._start, self._text.rfind("\n", self._seen, offset) + 1)
        self._seen = offset
        return self._line, offset - self._start + 1


def _spans(text: str) -> Iterator[EntryText]:
    lines = _Lines(text)
    for cut in cuts(text):
        if cut.type in ("comment", "preamble", "string") or not cut.closed:
            continue
        block = read_cut(cut, text)
        if isinstance(block, Block):
            start = text.rindex("@", 0, cut.open)
            end, closed = closing(text, cut.open, cut.end)
            if not closed:  # braces that only quotation marks make even
                end = cut.open + len(text[cut.open : cut.end].rstrip())
            fields = tuple(_fields(block, text, cut.open, end, lines))
            yield EntryText(block.key, block.type, start, end, block.line, fields)


def _fields(block: Block, text: str, opening: int, end: int, lines: _Lines) -> Iterator[FieldText]:
    """The fields of an entry, found one after the other: between them stand only separators."""
    cursor = text.index(",", opening, end) if block.key and block.fields else opening + 1
    for field in block.fields:
        start = _past(text, cursor, end)
        equals = text.find("=", start, end)
        value_start = text.find(field.value, equals + 1, end)
        if equals < 0 or value_start < 0:
            return
        line, column = lines.place(start)
        yield FieldText(field.name, field.value, start, value_start, line, column)
        cursor = value_start + len(field.value)


def _past(text: str, at: int, end: int) -> int:
    """The first place that holds no separator."""
    found = _NO_SEPARATOR.search(text, at, end)
    return found.start() if found else end


def _is_one(value: str) -> bool:
    """Whether the first brace or quotation mark closes only at the last character."""
    depth = 0
    for index, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        if value[0] == "{" and depth == 0:
            return index == len(value) - 1
        if value[0] == '"' and character == '"' and depth == 0 and 0 < index < len(value) - 1:
            return False
    return depth == 0
