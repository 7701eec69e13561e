"""Position marks: how a word that comes out of Jinja and Markdown knows where it stood.

Before the brief is rendered, each word of its plain text is given one character of
Unicode's private plane 16; the character's number is the index of a place in the source.
The marks survive Jinja's loops and Markdown's rebuilding of the text, and are taken off
when the document is made. They stand only before words, so they break no Markdown syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jinja2 import Environment
from jinja2.ext import Extension

from synth.problems import Place

FIRST = 0x100000
LAST = 0x10FFFD
MARK = f"[{chr(FIRST)}-{chr(LAST)}]"
_MARKS = re.compile(MARK)
_RESERVED = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_WORD_START = re.compile(
    r"""
    \{:?\s[^{}\n]*\}              # an attribute list stays as it is
    | \{[.#:][^{}\n]*\}
    | ^[ \t]*(?:```|~~~).*$       # so do a code fence's words
    | ^[ \t]*\[(?!\^)[^\]\n]+\]:.*$  # and a link definition, but no note's
    | (?:(?<=\s)|^)(?:\d+[.)]\s)  # and the number of a list item
    | (?P<word>(?:(?<=[\s(\["'“‘|])|^)(?=[^\W_]|[£$€])
      | (?:(?<=[\s(\[;,"'“‘*_|—–-])|^)(?=-?@[\w{]))
    """,
    re.VERBOSE | re.MULTILINE,
)


class Marks:
    """The places that marks stand for, in one composition, and the `templates` that have theirs."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.templates: dict[tuple[str, str], str] = {}

    def mark(self, text: str, file: str, line: int, column: int) -> str:
        """The text with a mark before each word; it starts at this line and column of the file."""
        starts = [
            match.start() for match in _WORD_START.finditer(text) if match["word"] is not None
        ]
        pieces: list[str] = []
        done = 0
        at_line, line_start = line, 1 - column
        for start in starts:
            piece = text[done:start]
            newlines = piece.count("\n")
            if newlines:
                at_line += newlines
                line_start = text.rindex("\n", 0, start) + 1
            pieces.append(piece)
            pieces.append(self._new(Place(file, at_line, start - line_start + 1)))
            done = start
        pieces.append(text[done:])
        return "".join(pieces)

    def _new(self, place: Place) -> str:
        if FIRST + len(self.places) > LAST:
            return ""
        self.places.append(place)
        return chr(FIRST + len(self.places) - 1)

    def place(self, mark: str) -> Place:
        """The place that a mark stands for."""
        return self.places[ord(mark) - FIRST]

    def first(self, text: str) -> Place | None:
        """The place of the first mark in a text, or None."""
        found = _MARKS.search(text)
        return self.place(found[0]) if found else None

    def last(self, text: str) -> Place | None:
        """The place of the last mark in a text, or None."""
        found = _MARKS.findall(text)
        return self.place(found[-1]) if found else None


def unmark(text: str) -> str:
    """The text without its marks."""
    return _MARKS.sub("", text)


def private_characters(text: str) -> Iterator[tuple[int, int]]:
    """Line and column of each character of a text that marks and stand-ins need for themselves."""
    for found in _RESERVED.finditer(text):
        before = text[: found.start()]
        yield before.count("\n") + 1, len(before) - before.rfind("\n")


class MarkingExtension(Extension):
    """Marks the plain text of a Markdown template before Jinja reads it.

    The environment carries the `marks` and, by template name, the `files` that writers know.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with marks in its plain text; templates of other kinds stay as they are."""
        marks: Marks | None = getattr(self.environment, "marks", None)
        if marks is None or name is None or not name.endswith(".md"):
            return source
        spoken: Callable[[str | None], str | None] = self.environment.spoken  # type: ignore[attr-defined]
        named = spoken(filename) or name
        if (named, source) not in marks.templates:
            marks.templates[named, source] = _mark_data(source, named, self.environment, marks)
        return marks.templates[named, source]


def _mark_data(source: str, name: str, environment: Environment, marks: Marks) -> str:
    """Marks what lies between Jinja's tags, found with Jinja's own lexer."""
    pieces: list[str] = []
    position = 0
    for _line, kind, value in environment.lexer.tokeniter(source, name):
        start = source.find(value, position)
        if start < 0:
            continue
        end = start + len(value)
        if kind == "data":
            gap = source[position:start]
            line = source.count("\n", 0, start) + 1
            column = start - source.rfind("\n", 0, start)
            pieces += [gap, marks.mark(value, name, line, column)]
        else:
            pieces.append(source[position:end])
        position = end
    return "".join(pieces) + source[position:]
