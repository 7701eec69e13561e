r"""From the rich text of CSL-JSON to LaTeX that reads back as the same text.

Characters that mean something in LaTeX are escaped; all others stand as they are, in Unicode.
In a title that would be put in sentence case, what must keep its capitals is put in braces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from synth.exchange.bibtex.latex import Piece, read_latex
from synth.exchange.bibtex.rich_text import MARKS, stripped
from synth.exchange.bibtex.title_case import sentence_case

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}", "'": r"\textquotesingle{}", "\N{NO-BREAK SPACE}": "~",
    "\n": r"\par ",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + r"]|-(?=-)")
_TAG = re.compile(r'<(/?)(i|b|su[bp]|span)((?: [a-z]+="[^"<>]{0,60}")?)>')
_SPANS = {
    ' class="nocase"': "nocase",
    ' style="font-variant:small-caps;"': "sc",
    ' style="font-variant: small-caps;"': "sc",
}
_OPENING = {
    "i": r"\emph{", "b": r"\textbf{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
    "sc": r"\textsc{", "nocase": "{",
}  # fmt: skip
_WORD = re.compile(r"[^\s:;,?!()\[\]\"]+")
_SPACES = re.compile(r"[ \t\r\n]+")


def latex(text: str) -> str:
    """A plain text, with the characters that LaTeX takes for its own escaped."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "-{}"), text)


def rich_latex(text: str) -> str:
    """A rich text in LaTeX, on one line: paragraphs are parted by a command."""
    return "".join(_written(pieces_of(text.strip(" \n")))).strip()


def title_latex(text: str, english: bool) -> str:
    """A title in LaTeX. An English one has what reading would change in braces."""
    written = "".join(_written(pieces_of(_SPACES.sub(" ", text).strip()))).strip()
    if not english:
        return written
    return "".join(_written(_braced(stripped(read_latex(written))))).strip()


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a rich text; a tag that has no partner is text."""
    if "<" not in text:
        return [Piece("text", text)] if text else []
    found = list(_TAG.finditer(text))
    kinds: dict[int, str] = {}
    open_: list[tuple[int, str, str]] = []
    names = Counter[str]()
    for index, match in enumerate(found):
        name = match[2]
        if not match[1]:
            kind = _SPANS.get(match[3], "") if name == "span" else "" if match[3] else name
            if kind:
                open_.append((index, name, kind))
                names[name] += 1
        elif names[name] and not match[3]:
            while open_:  # what was opened since then has no partner
                start, opened, kind = open_.pop()
                names[opened] -= 1
                if opened == name:
                    kinds[start] = kinds[index] = kind
                    break
    return list(_pieces(text, found, kinds))


def _pieces(text: str, found: list[re.Match[str]], kinds: dict[int, str]) -> Iterator[Piece]:
    start = 0
    for index, match in enumerate(found):
        if index not in kinds:
            continue
        if match.start() > start:
            yield Piece("text", text[start : match.start()])
        yield Piece("close" if match[1] else "open", kinds[index])
        start = match.end()
    if start < len(text):
        yield Piece("text", text[start:])


def _written(pieces: list[Piece]) -> Iterator[str]:
    for what, value in pieces:
        if what == "text":
            yield latex(value)
        elif value in MARKS:
            yield value[1]
        else:
            yield _OPENING.get(value, "{") if what == "open" else "}"


def _braced(pieces: list[Piece]) -> list[Piece]:
    """The pieces with groups round the words that sentence case would change.

    Braces round one word may change what the next one counts as, so it is looked at again.
    """
    for _ in range(4):
        read = sentence_case(pieces)
        if read == pieces:
            return pieces
        pieces = list(_guarded(pieces, read))
    return [Piece("open", "group"), *pieces, Piece("close", "group")]


def _guarded(pieces: list[Piece], read: list[Piece]) -> Iterator[Piece]:
    for old, new in zip(pieces, read, strict=True):
        start, text = 0, old.value
        for word in _WORD.finditer(text) if old != new else ():
            if len(text) == len(new.value) and new.value[word.start() : word.end()] == word[0]:
                continue
            if word.start() > start:
                yield Piece("text", text[start : word.start()])
            yield from (Piece("open", "group"), Piece("text", word[0]), Piece("close", "group"))
            start = word.end()
        if old.what != "text" or start < len(text):
            yield Piece(old.what, text[start:])
