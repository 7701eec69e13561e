"""The comments of a brief, as they stand in its source; what looks like one in code is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n`]*$|<!--|(?P<ticks>`+)", re.MULTILINE)
_MARK = re.compile("-->|<!--")

SPAN = 2000
"""Characters in which a code span is closed, or is none."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: where it begins and ends, marks included, and the words between these.

    One that is not closed, or has another in it, goes up to the end of its line.
    """

    start: int
    end: int
    words: str
    closed: bool

    @property
    def said_at(self) -> int:
        """Where its words begin, white space left out."""
        return self.start + 4 + len(self.words) - len(self.words.lstrip())


def comments(source: str, start: int) -> Iterator[Comment]:
    """The comments of a text from a character on, in their order."""
    while (token := _TOKEN.search(source, start)) is not None:
        start = token.end()
        if token["fence"]:
            start = _end_of_fence(source, start, token["fence"])
        elif token["ticks"]:
            start = _end_of_span(source, start, token["ticks"])
        else:
            comment = _comment(source, token.start())
            yield comment
            start = comment.end


def _end_of_fence(source: str, start: int, fence: str) -> int:
    closing = re.compile(rf"^[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    closed = closing.search(source, start)
    return closed.end() if closed else len(source)


def _end_of_span(source: str, start: int, ticks: str) -> int:
    closed = re.compile(rf"(?<!`){ticks}(?!`)").search(source, start, start + SPAN)
    inside = closed is not None and "\n\n" not in source[start : closed.start()]
    return closed.end() if closed is not None and inside else start


def _comment(source: str, start: int) -> Comment:
    after = start + 4
    mark = _MARK.search(source, after)
    if mark is not None and mark[0] == "-->":
        return Comment(start, mark.end(), source[after : mark.start()], closed=True)
    line_end = source.find("\n", after)
    end = line_end if line_end >= 0 else len(source)
    return Comment(start, end, source[after:end], closed=False)


def blanked(source: str, found: Sequence[Comment]) -> str:
    """The source without these comments, each line where it was."""
    parts: list[str] = []
    last = 0
    for comment in found:
        parts += (source[last : comment.start], "\n" * comment.words.count("\n"))
        last = comment.end
    return "".join((*parts, source[last:]))
