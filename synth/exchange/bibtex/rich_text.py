"""From pieces of LaTeX to the rich text of CSL-JSON, and to plain text.

CSL-JSON marks italics, bold, small capitals, sub- and superscript, and words whose case stays
(CSL-JSON documentation, "HTML-like formatting tags").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.exchange.bibtex.latex import Piece, is_plain, read_latex
from synth.exchange.bibtex.latex_symbols import with_accents
from synth.exchange.bibtex.title_case import guards_case, sentence_case, sentence_case_of

TAGS = {
    "i": ("<i>", "</i>"),
    "b": ("<b>", "</b>"),
    "sc": ('<span style="font-variant:small-caps;">', "</span>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "nocase": ('<span class="nocase">', "</span>"),
}
"""The tags of CSL rich text, by what they mean."""

LONGEST = 500_000
"""Characters; a longer text is no text of a reference, and is kept as it stands."""

_QUOTED = {"q": ("“", "”"), "q“": ("“", ""), "q‘": ("‘", ""), "q”": ("", "”"), "q’": ("", "’")}
MARKS = frozenset(("q“", "q‘", "q”", "q’"))
"""Quotation marks that are no group of their own: these may cross one."""

_SPACES = re.compile(r"[ \t]*\n[ \t]*|[ \t]{2,}")


def plain_text(text: str) -> str:
    """What a text in LaTeX prints, without style."""
    return _printed(text, styled=False)


def rich_text(text: str) -> str:
    """What a text in LaTeX prints, as CSL rich text. Braces alone mean nothing in it."""
    return _printed(text, styled=True)


def title_text(text: str, english: bool) -> str:
    """A title as CSL rich text: an English one in sentence case, words in braces as they are."""
    if not english:
        return rich_text(text)
    if len(text) > LONGEST:
        return text.strip(" ")
    if is_plain(text):
        return sentence_case_of(text.strip(" "))
    pieces = sentence_case(stripped(read_latex(text)))
    return _tidy("".join(_words(_guarded(pieces), styled=True))).replace("\n", " ")


def _printed(text: str, styled: bool) -> str:
    if len(text) > LONGEST or is_plain(text):
        return text.strip(" ")
    text = with_accents(text)
    if is_plain(text):
        return text.strip(" ")
    return _tidy("".join(_words(read_latex(text), styled)))


def _tidy(text: str) -> str:
    return _SPACES.sub(lambda match: "\n" if "\n" in match[0] else " ", text).strip(" ")


def stripped(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the spaces at their end and start, which are no words."""
    for index in (0, -1):
        while pieces and pieces[index].what == "text" and not pieces[index].value.strip(" "):
            pieces.pop(index)
    if pieces and pieces[-1].what == "text":
        pieces[-1] = Piece("text", pieces[-1].value.rstrip(" "))
    if pieces and pieces[0].what == "text":
        pieces[0] = Piece("text", pieces[0].value.lstrip(" "))
    return pieces


def _words(pieces: Sequence[Piece], styled: bool) -> list[str]:
    result: list[str] = []
    capitals = 0
    for what, value in pieces:
        if what == "text":
            result.append(value.upper() if capitals else value)
            continue
        capitals += (1 if what == "open" else -1) * (value == "upper")
        side = 0 if what == "open" else 1
        if value in _QUOTED:
            result.append(_QUOTED[value][side])
        elif styled and value in TAGS:
            result.append(TAGS[value][side])
    return result


def _guarded(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the outermost braces that guard the case of their words marked as such.

    Braces inside a word, or round capitals that no sentence case would touch, guard nothing.
    """
    result = list(pieces)
    stack: list[int] = []
    words: list[str] = []
    groups = 0
    for index, (what, value) in enumerate(pieces):
        if what == "text":
            if groups == 1:
                words.append(value)
        elif value in MARKS:
            continue
        elif what == "open":
            stack.append(index)
            groups += value == "group"
            if groups == 1 and value == "group":
                words = []
        elif value == "group" and stack:
            start = stack.pop()
            if groups == 1 and guards_case("".join(words)) and not _in_word(pieces, start):
                result[start] = Piece("open", "nocase")
                result[index] = Piece("close", "nocase")
            groups -= 1
        elif stack:
            stack.pop()
    return result


def _in_word(pieces: Sequence[Piece], start: int) -> bool:
    before = pieces[start - 1] if start else None
    return before is not None and before.what == "text" and before.value[-1:].isalnum()
