"""Records of lines that each start with a tag: RIS, PubMed, EndNote tagged, Web of Science."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line where it starts, and the values of each tag in the file's order.

    A value that goes on over several lines has line feeds in it.
    """

    line: int
    fields: Mapping[str, list[str]]


class Fields:
    """The fields of a record while its lines are read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, list[str]] = {}
        self.last = ""
        self._parts: list[str] = []

    def add(self, tag: str, text: str) -> None:
        """Starts a field."""
        self._close()
        self.last = tag
        self._parts = [text.strip()]

    def extend(self, text: str) -> None:
        """Adds a line to the field that was started last."""
        if self.last:
            self._parts.append(text.strip())

    def record(self) -> Record:
        """The record as far as it was read."""
        self._close()
        return Record(self.line, self.values)

    def _close(self) -> None:
        if self.last:
            self.values.setdefault(self.last, []).append("\n".join(self._parts).strip())
        self.last = ""


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers from 1, one after the other, without a list."""
    number, start = 1, 0
    while (end := text.find("\n", start)) >= 0:
        yield number, text[start:end]
        number, start = number + 1, end + 1
    if start < len(text):
        yield number, text[start:]


def records_of(
    text: str, tag: re.Pattern[str], starts: Callable[[str, Fields, bool], bool]
) -> Iterator[Record]:
    """The records of a text whose lines match `tag`: a name, then the words.

    `starts` says of a name whether a record starts there, after the fields so far and, if the
    flag is set, after a blank line. Lines without a tag go on with the field before them.
    """
    fields: Fields | None = None
    blank = False
    for number, line in lines_of(text):
        match = tag.match(line)
        if match is None:
            if fields is not None and line.strip():
                fields.extend(line)
            blank = not line.strip()
            continue
        if fields is not None and starts(match[1], fields, blank):
            yield fields.record()
            fields = None
        fields = fields or Fields(number)
        fields.add(match[1], match[2] or "")
        blank = False
    if fields is not None:
        yield fields.record()


def on_one_line(value: str) -> str:
    """A value with the line feeds between its lines made spaces."""
    return value.replace("\n", " ") if "\n" in value else value
