"""LaTeX as it stands in references, read into a flat list of pieces in one pass.

A group in braces, a style and a pair of quotation marks are an opening and a closing piece, so
that no depth of nesting costs more than its length. Which marks print what is as in pandoc's
LaTeX reader with `smart`; what that drops (an unknown command's argument, the text after a
percent sign, a lone dollar sign) is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from synth.exchange.bibtex.fields import BIBSTRINGS
from synth.exchange.bibtex.latex_symbols import (
    ACCENTS,
    BARE_ACCENTS,
    DECLARATIONS,
    SILENT,
    SKIP_FIRST,
    STYLES,
    SWALLOW,
    UPPER,
    VERBATIM,
    composed,
    symbol,
)

Kind = Literal[
    "group", "accent", "i", "b", "sc", "sup", "sub", "q", "math", "plain", "upper", "code"
]  # fmt: skip
"""What a pair of pieces encloses: `group` is braces alone, `accent` braces round an accent,
`plain` an argument that is printed as it stands."""


class Piece(NamedTuple):
    """A text, or where something opens or closes."""

    what: Literal["text", "open", "close"]
    value: str


_TOKEN = re.compile(
    r"\\([A-Za-z@]+)[ \t\n]*|\\(.)|([{}$^_])|(``|''|\"`|\"'|[`'“”‘’])|(---?)"
    r"|[^\\{}$^_`'“”‘’\"\-]+|.",
    re.DOTALL,
)
_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)[ \t\n]*|(.))", re.DOTALL)
_OPTION = re.compile(r"[ \t]*\[[^\[\]{}]{0,200}\]")
_LETTER = re.compile(r"[^\\{}\s]")
_GAP = re.compile(r"[ \t\n]*")
_BRACE = re.compile(r"[{}]")
_QUOTES = {"``": "“", "''": "”", '"`': "“", "\"'": "”", "`": "‘", "'": "’"} | {
    mark: mark for mark in "“”‘’"
}
_DASHES = {"--": "–", "---": "—"}
_MATH_MOST = 1000
"""Characters; a dollar sign with no other within these is a dollar sign."""


def is_plain(text: str) -> bool:
    """Whether the text prints as it stands. Looking for each mark is faster than a pattern."""
    return not (
        "\\" in text
        or "{" in text
        or "}" in text
        or "'" in text
        or "$" in text
        or "--" in text
        or "~" in text
        or '"' in text
        or "`" in text
        or "’" in text
        or "“" in text
        or "‘" in text
    )


def read_latex(text: str) -> list[Piece]:
    """The pieces that a text in LaTeX prints."""
    reading = _Reading(text)
    reading.run()
    return _merged(reading.pieces)


def _merged(pieces: list[Piece | str]) -> list[Piece]:
    """The pieces with texts that follow each other made one."""
    result: list[Piece] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            result.append(Piece("text", "".join(texts)))
            texts = []
        result.append(piece)
    if texts:
        result.append(Piece("text", "".join(texts)))
    return result


@dataclass
class _Reading:
    """One pass over a text. `open_` holds, for each brace, the closing pieces that it brings."""

    text: str
    pieces: list[Piece | str] = field(default_factory=list)
    open_: list[list[str]] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    start: int = 0
    at: int = 0
    math: int = -1

    def run(self) -> None:
        text = self.text
        while self.at < len(text):
            match = _TOKEN.match(text, self.at)
            assert match is not None
            self.start, self.at = match.span()
            number = match.lastindex
            if number is None:
                self._words(match[0])
            elif number <= 2:
                self._command(match[1] or match[2])
            elif number == 3:
                self._mark(match[3])
            elif number == 4:
                self._quote(match[4])
            else:
                self.put(match[5] if self.math >= 0 else _DASHES[match[5]])
        while self.open_:
            self._close()

    def put(self, text: str) -> None:
        if text:
            self.pieces.append(text)

    def _words(self, text: str) -> None:
        self.put(text.replace("~", "\N{NO-BREAK SPACE}") if "~" in text else text)

    def _mark(self, mark: str) -> None:
        if mark == "{":
            ahead = _COMMAND.match(self.text, self.at)
            accent = ahead is not None and (ahead[1] or ahead[2]) in ACCENTS
            self._open("math" if self.math >= 0 else "accent" if accent else "group")
        elif mark == "}":
            if self.open_:
                self._close()
        elif mark == "$":
            self._dollar()
        elif self.math >= 0:
            self._argument("sup" if mark == "^" else "sub")
        else:
            self.put(mark)

    def _open(self, kind: Kind) -> None:
        self.pieces.append(Piece("open", kind))
        self.open_.append([kind])

    def _close(self) -> None:
        for kind in reversed(self.open_.pop()):
            self.pieces.append(Piece("close", kind))

    def _argument(self, kind: Kind) -> None:
        """Styles what comes next: a group, a command or one character."""
        self.at = _end(_GAP, self.text, self.at)
        if self.text.startswith("{", self.at):
            self.at += 1
            self._open(kind)
            return
        letter = _LETTER.match(self.text, self.at)
        command = _COMMAND.match(self.text, self.at)
        printed = letter[0] if letter else ""
        if command is not None:
            printed = symbol(command[1] or command[2]) or ""
        found = letter or command
        if found is not None:
            self.at = found.end()
            self.pieces += (Piece("open", kind), printed, Piece("close", kind))

    def _dollar(self) -> None:
        if self.math >= 0:
            self.math = -1
            self.pieces.append(Piece("close", "math"))
            return
        end = self.text.find("$", self.at, self.at + _MATH_MOST)
        inside = self.text[self.at : end]
        if end > self.at and _is_math(inside):
            self.math = end
            self.pieces.append(Piece("open", "math"))
        else:
            self.put("$")

    def _quote(self, mark: str) -> None:
        printed = _QUOTES[mark]
        if self.math >= 0:
            self.put("′" * len(mark) if "'" in mark else mark)
        elif printed in "“‘":
            self.quotes.append(len(self.pieces))
            self.put(printed)
        else:
            self._end_quote(printed)

    def _end_quote(self, printed: str) -> None:
        """Makes a pair with the opening mark before it, if there is one in the same group."""
        after = self.text[self.at : self.at + 1]
        apostrophe = printed == "’" and after.isalnum()
        opening = "“" if printed == "”" else "‘"
        while self.quotes and not apostrophe:
            index = self.quotes.pop()
            if self.pieces[index] == opening:
                self.pieces[index] = Piece("open", f"q{opening}")
                self.pieces.append(Piece("close", f"q{printed}"))
                return
        self.put(printed)

    def _command(self, name: str) -> None:
        if name in ACCENTS:
            self._accent(name)
        elif name in STYLES:
            self._argument(STYLES[name])  # type: ignore[arg-type]
        elif name in UPPER:
            self._argument("upper")
        elif name in DECLARATIONS:
            if self.open_:
                self.pieces.append(Piece("open", DECLARATIONS[name]))
                self.open_[-1].append(DECLARATIONS[name])
        elif name in SWALLOW or name in SKIP_FIRST:
            self._taken()
            if name in SKIP_FIRST:
                self._argument("plain")
        elif name in VERBATIM:
            self.put(self._taken())
        elif name == "bibstring":
            self.put(BIBSTRINGS.get(self._taken().lower(), ""))
        elif name not in SILENT:
            self._other(name)

    def _other(self, name: str) -> None:
        printed = symbol(name)
        if printed is not None:
            self.put(printed)
            if name.isalpha() and self.text.startswith("{}", self.at):
                self.at += 2
            return
        option = _OPTION.match(self.text, self.at)
        if option is not None and self.text.startswith("{", option.end()):
            self.at = option.end()
        if self.text.startswith("{", self.at):
            self._argument("plain")
        else:
            self.put(self.text[self.start : self.at])

    def _accent(self, name: str) -> None:
        accents, groups = [name], 0
        while True:
            self.at = _end(_GAP, self.text, self.at)
            if self.text.startswith("{", self.at):
                self.at += 1
                groups += 1
                continue
            command = _COMMAND.match(self.text, self.at)
            inner = (command[1] or command[2]) if command else ""
            if command is None or inner not in ACCENTS:
                break
            accents.append(inner)
            self.at = command.end()
        letter = _LETTER.match(self.text, self.at)
        base = letter[0] if letter else (symbol(inner) or "") if command else ""
        found = letter or command
        if found is not None:
            self.at = found.end()
        self.put(composed(base, accents) if base else BARE_ACCENTS.get(name, ""))
        for _ in range(groups):
            if self.text.startswith("}", self.at):
                self.at += 1
            else:
                self._open("plain")

    def _taken(self) -> str:
        """The characters of the group that comes next, which is passed over."""
        if not self.text.startswith("{", self.at):
            return ""
        start, depth = self.at + 1, 0
        for brace in _BRACE.finditer(self.text, self.at):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                self.at = brace.end()
                return self.text[start : brace.start()]
        self.at = len(self.text)
        return self.text[start:]


def _is_math(text: str) -> bool:
    """Whether what stands between two dollar signs is a formula, and not a price and more."""
    if text[0].isspace() or text[-1].isspace() or text[-1] == "\\":
        return False
    return text.count("{") == text.count("}")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
