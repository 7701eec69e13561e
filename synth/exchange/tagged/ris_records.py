"""Splits a RIS text into records, whatever a program left out of it.

A record starts with TY and ends with ER. Where one of them is missing the next record's start
ends it. A text with no TY at all is split at ER, else at blank lines, else where its first tag
comes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rispy.config import TAG_KEY_MAPPING

from synth.exchange.tagged.lines import Fields, Record, lines_of

KNOWN = frozenset(TAG_KEY_MAPPING) | frozenset(
    (
        "A5", "A6", "AV", "BT", "CR", "CT", "DS", "ED", "FD", "GN", "H1", "H2", "IP", "J1", "JD",
        "L3", "LK", "M2", "N2", "NL", "PM", "PP", "RD", "SR", "U1", "U2", "U3", "U4", "U5", "U6",
        "VO", "WP", "WT", "WV",
    )
)  # fmt: skip
"""The tags of rispy's table, and those that other programs write."""

TAG = re.compile(r"[ \t]{0,8}([A-Za-z][A-Za-z0-9])([ \t]{1,4})-[ \t]*(.*)", re.DOTALL)
_WHOLE = frozenset(("TI", "T1", "CT", "BT", "AU", "A1"))
"""A run of fields with one of these is a record; without, it belongs to the record before."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records of a text are told apart."""

    typed: bool
    ended: bool
    blank: bool
    first: str
    lower: bool


def tag_of(line: str, lower: bool) -> tuple[str, str] | None:
    """The tag and value of a line; None for a line that goes on with the one before.

    A tag in small letters counts only in a text that is written so, and one space before the
    hyphen only with a known tag: both stand in ordinary sentences too.
    """
    match = TAG.match(line)
    if match is None:
        return None
    tag, space, value = match.groups()
    if not lower and not tag.isupper():
        return None
    tag = tag.upper()
    if space == " " and tag not in KNOWN:
        return None
    return tag, value.strip()


def shape_of(text: str) -> Shape:
    """What a text uses to tell its records apart."""
    upper = _has(text, "TY") or _has(text, "ER")
    lower = not upper and (_has(text, "ty") or _has(text, "er"))
    if upper or lower:
        typed, ended = ("ty", "er") if lower else ("TY", "ER")
        return Shape(_has(text, typed), _has(text, ended), False, "", lower)
    first, tags, after_blank, blank = "", 0, 0, False
    for _, line in lines_of(text):
        found = tag_of(line, lower) if line else None
        if found is not None:
            first = first or found[0]
            after_blank += blank and tags > 0
            tags += 1
        blank = not line.strip()
    return Shape(False, False, 0 < after_blank * 2 <= tags, first, lower)


def _has(text: str, tag: str) -> bool:
    return re.search(rf"^[ \t]{{0,8}}{tag}[ \t]{{1,4}}-", text, re.MULTILINE) is not None


def records_of(text: str, shape: Shape) -> Iterator[tuple[Record, bool]]:
    """Each record, and whether its end was marked."""
    splitter = _Splitter(shape)
    for number, line in lines_of(text):
        if line:
            yield from splitter.feed(number, line)
        else:
            splitter.blank = True
    yield from splitter.end()


class _Splitter:
    """Reads lines, and gives a record when the next one is known to start."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.open: Fields | None = None
        self.done: tuple[Fields, bool] | None = None
        self.blank = False

    def feed(self, number: int, line: str) -> Iterator[tuple[Record, bool]]:
        found = tag_of(line, self.shape.lower)
        if found is None:
            if self.open is not None and line.strip() and not self._outside():
                self.open.extend(line)
            self.blank = self.blank if self._outside() else not line.strip()
            return
        tag, value = found
        if tag == "ER":
            yield from self._ended(value)
        else:
            if self.open is not None and self._starts(tag):
                yield from self._finish(False)
            if self.open is None:
                self.open = Fields(number)
            self.open.add(tag, value)
        self.blank = False

    def end(self) -> Iterator[tuple[Record, bool]]:
        if self.open is not None:
            yield from self._finish(False)
        if self.done is not None:
            yield self.done[0].record(), self.done[1]

    def _outside(self) -> bool:
        """Whether free text stands between two records: after a blank line behind ER."""
        record = self.open is not None and ("TY" in self.open.values or self.open.last == "TY")
        return self.shape.typed and self.blank and not record

    def _starts(self, tag: str) -> bool:
        assert self.open is not None
        if tag == "TY":
            return True
        if self.shape.typed or self.shape.ended:
            return False
        if self.shape.blank:
            return self.blank
        return tag == self.shape.first and self.open.last != tag

    def _ended(self, value: str) -> Iterator[tuple[Record, bool]]:
        if self.open is None:
            return
        if value:
            self.open.add("ER", value)
        yield from self._finish(True)

    def _finish(self, marked: bool) -> Iterator[tuple[Record, bool]]:
        fields, self.open = self.open, None
        assert fields is not None
        record = fields.record()
        before = self.done
        if before is not None and "TY" not in record.fields and not _WHOLE & set(record.fields):
            for tag, values in record.fields.items():  # what Ovid writes after ER
                before[0].values.setdefault(tag, []).extend(values)
            return
        if before is not None:
            yield before[0].record(), before[1]
        self.done = (fields, marked)
