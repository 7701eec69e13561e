r"""The blocks of a BibTeX text: entries with the values of their fields, and what is broken.

bibtexparser splits an entry; this cuts the text so that it sees one block at a time and hides
from it what it would trip over: an `@` inside a value, a double backslash before a brace, a key
that is missing. A block begins at a line's start or after another's end; so a brace that is
never closed costs one entry and not the rest of the file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from bibtexparser.splitter import Splitter

# The library is asked for its findings, so its log would only say them twice.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

MOST_MARKS = 3_000_000
"""Braces, quotation marks, commas, equals signs and line ends of one entry. No work has as many."""

_NAME = r"@[ \t]*([^\s@{}()\"',=#%\\]+)\s*"
_KEY_FOLLOWS = r"(?=\s*[^\s(){},=\"]*\s*[,=]|\s*[^\s(){},=\"]+\s*\))"
_HEAD = re.compile(rf"{_NAME}(?:\{{|\({_KEY_FOLLOWS})")
_LINE_HEAD = re.compile(rf"^[ \t]*{_NAME}(?:\{{|\({_KEY_FOLLOWS})", re.MULTILINE)
_NO_KEY = re.compile(r"[{(]\s*[A-Za-z][\w:+-]*\s*=")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_ROUND = re.compile(r"(?<!\\)[{})]")
_LEFT_OVER = re.compile(r"[\s,}]*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_AT, _TWO, _ONE = "\x01", "\x02", "\x03"
"""Stand for an `@`, two backslashes and one, while bibtexparser reads. A text has none of these."""


class Field(NamedTuple):
    """A field as it stands: its name in lower case, its raw value and its line."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """An entry or, with the type `string`, a macro. `rest` tells of fields after its end."""

    type: str
    key: str
    fields: tuple[Field, ...]
    line: int
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry that cannot be read, and why."""

    type: str
    key: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a block stands: its type, its opening bracket, its end, and whether it has one."""

    type: str
    open: int
    end: int
    line: int
    closed: bool


def blocks(text: str) -> Iterator[Block | Broken]:
    """The entries and macros of a text, in order; comments and preambles are passed over."""
    for cut in cuts(text):
        if cut.type in ("comment", "preamble"):
            continue
        if not cut.closed:
            yield _broken(cut, text, "a brace is opened and not closed")
        elif (cut.end - cut.open) > MOST_MARKS and _marks(text, cut) > MOST_MARKS:
            yield _broken(cut, text, f"it has more than {MOST_MARKS:,} braces and commas")
        else:
            yield read_cut(cut, text)


def cuts(text: str) -> Iterator[Cut]:
    """The blocks of a text, each up to the next one's start."""
    starts = [match.start() for match in _LINE_HEAD.finditer(text)]
    bounds = [*starts, len(text)]
    counted, line, done = 0, 1, 0
    comments_close = True
    for first, last in zip([0, *starts], bounds, strict=True):
        at = max(first, done)
        while at < last and (head := _HEAD.search(text, at, last)) is not None:
            line += text.count("\n", counted, head.start())
            counted = head.start()
            kind, end, closed = head[1].lower(), last, True
            if kind == "comment":
                end, closed = closing(text, head.end() - 1, len(text) if comments_close else last)
                comments_close = comments_close and closed
                end = end if closed else last
                done = end
            elif _HEAD.search(text, head.end(), last) is not None:
                end, closed = closing(text, head.end() - 1, last)
            yield Cut(kind, head.end() - 1, end, line, closed)
            at = end


def closing(text: str, start: int, limit: int) -> tuple[int, bool]:
    """Where the block of an opening bracket ends, and whether it does before a limit."""
    round_ = text[start] == "("
    depth = 0 if round_ else -1
    for match in (_BRACE_OR_ROUND if round_ else _BRACE).finditer(text, start, limit):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}" and depth > 0:
            depth -= 1
        elif depth == 0 and mark == (")" if round_ else "}"):
            return match.end(), True
    return limit, False


def _marks(text: str, cut: Cut) -> int:
    return sum(text.count(mark, cut.open, cut.end) for mark in '{}",=\n')


def read_cut(cut: Cut, text: str) -> Block | Broken:
    """What stands in a closed block of a text, as bibtexparser finds it."""
    source = text[cut.open : cut.end]
    if cut.type == "string" or _NO_KEY.match(source):
        source = f"{source[0]},{source[1:]}"
    found = _split(source, single=False)
    if isinstance(found, ParsingFailedBlock) and "\\" in source:
        again = _split(source, single=True)
        found = found if isinstance(again, ParsingFailedBlock) else again
    if isinstance(found, ParsingFailedBlock):
        return _broken(cut, text, _reason(found))
    entry, rest = found
    line = cut.line
    fields = [Field(each.key.lower(), each.value, line + each.start_line) for each in entry.fields]
    if "@" in source or "\\" in source:
        fields = [Field(each.name, _shown(each.value), each.line) for each in fields]
    key = " ".join(_shown(entry.key).split())
    return Block(cut.type, key, tuple(fields), line, rest)


def _split(source: str, single: bool) -> tuple[Entry, bool] | ParsingFailedBlock:
    """The entry that bibtexparser finds, and whether there are fields after its end.

    Commas with nothing between them are made one. `single` takes no backslash for an escape of
    the brace after it, as BibTeX does.
    """
    hidden = "@x" + _hidden(source, single)
    for _ in range(20):
        first, *others = Splitter(hidden).split().blocks
        entry = first.ignore_error_block if isinstance(first, DuplicateFieldKeyBlock) else first
        if isinstance(entry, Entry):
            return entry, any(_LEFT_OVER.match(other.raw or "") for other in others)
        assert isinstance(first, ParsingFailedBlock)
        failed = first
        comma = _second_comma(failed, hidden)
        if comma is None:
            break
        hidden = hidden[:comma] + hidden[comma + 1 :]
    return failed


def _second_comma(block: ParsingFailedBlock, source: str) -> int | None:
    """The place of a comma that follows another one, if that is why a block failed."""
    at = (getattr(block.error, "end_index", None) or 0) - 1
    if 0 < at < len(source) and source[at] == "," and source[:at].rstrip().endswith(","):
        return int(at)
    return None


def _hidden(source: str, single: bool) -> str:
    if "@" in source:
        source = source.replace("@", _AT)
    if "\\\\" in source:
        source = source.replace("\\\\", _TWO)
    return source.replace("\\", _ONE) if single else source


def _shown(value: str) -> str:
    if value.isprintable():
        return value
    return value.replace(_AT, "@").replace(_TWO, "\\\\").replace(_ONE, "\\")


def _reason(block: ParsingFailedBlock) -> str:
    """What is wrong with a block, in plain words."""
    told = block.error.abort_reason if isinstance(block.error, BlockAbortedException) else ""
    if "end of file" in told:
        return "a brace, bracket or quotation mark is opened and not closed"
    if "after entry key" in told and "comma" in told:
        return "there is no comma after its key"
    if "Expected a `=`" in told:
        return "a field has no equals sign, or a comma is missing before it"
    return "a brace, bracket or quotation mark is out of place"


_KEY = re.compile(r"[{(]\s*([^\s,=(){}\"]{1,200})\s*[,})]")


def _broken(cut: Cut, text: str, reason: str) -> Broken:
    key = _KEY.match(text, cut.open)
    return Broken(cut.type, key[1] if key else "", reason, cut.line)
