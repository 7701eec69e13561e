"""The values of fields: without their brackets, put together from parts and macros.

A value is a group in braces, a text in quotation marks, a number or the name of a macro, or
several of these joined by `#` (BibTeX's btxdoc, section 2.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from synth.exchange.bibtex.blocks import Field
from synth.exchange.bibtex.dates import MONTHS
from synth.exchange.bibtex.fields import BIBSTRINGS, PARAGRAPHED
from synth.exchange.bibtex.names import in_braces

LONGEST = 1_000_000
"""Characters of one value that is put together from parts."""

MOST_PARTS = 100_000
"""Parts of one value."""

MOST_JOINED = 50_000_000
"""Characters that macros of one file may grow to in all. Macros of macros double with each step."""

_SPACE = re.compile(r"[ \t\r\n]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_BARE = re.compile(r"[^\s#{}\",=]+")
_MACRO = re.compile(r"[A-Za-z_][\w:.+/-]*")
_QUOTE_OR_BRACE = re.compile(r"\\.|[{}\"]", re.DOTALL)
_PLAIN_BRACE = re.compile(r"[{}]")
_GAP = re.compile(r"\s*")
_ESCAPED = re.compile(
    r"\\([_%&#$])|\\(?:textasciitilde|~)(?:\{\}|(?=\s|$))|\\textbackslash\{\}|\\([{}])"
)

Warn = Callable[[str, str, int, str], None]
"""Takes a rule, a message, a line and a hint."""


class MalformedError(ValueError):
    """A value is none; the text says what is wrong with it."""


@dataclass
class Values:
    """Reads values, and remembers macros and what was said of them."""

    warn: Warn
    macros: dict[str, str] = field(default_factory=lambda: {month: month for month in MONTHS})
    joined: int = 0
    told: set[str] = field(default_factory=set)

    def define(self, entry: Field) -> None:
        """Takes in a macro, with the spaces at its ends: what is joined to it stands apart."""
        self.macros[entry.name] = self._read(entry)

    def read(self, entry: Field) -> str:
        """What a field holds, on one line. Raises MalformedError for a value that is none."""
        return self._read(entry).strip(" ")

    def _read(self, entry: Field) -> str:
        raw = entry.value
        if raw[:1] == "{" and _whole(raw):
            return _one_line(raw[1:-1], entry.name)
        if raw.isdecimal() or not raw:
            return raw
        parts = list(islice(self._parts(entry), MOST_PARTS))
        if len(parts) == 1:
            return parts[0]
        length = sum(map(len, parts))
        self.joined += length
        if length > LONGEST or len(parts) == MOST_PARTS or self.joined > MOST_JOINED:
            self._too_long(entry)
            return _one_line(raw[:200].replace("{", "").replace("}", ""), entry.name)
        return "".join(parts)

    def _parts(self, entry: Field) -> Iterator[str]:
        raw, at = entry.value, 0
        while True:
            at = _past(_GAP, raw, at)
            end = _part_end(raw, at)
            if end is None:
                raise MalformedError(f"the field {entry.name} has a part that does not end")
            part = raw[at:end]
            if part[:1] in ('"', "{"):
                yield _one_line(part[1:-1], entry.name)
            else:
                yield self._macro(part, entry)
            at = _past(_GAP, raw, end)
            if at >= len(raw):
                return
            if raw[at] != "#":
                raise MalformedError(f"a comma is missing after the field {entry.name}")
            at += 1

    def _macro(self, name: str, entry: Field) -> str:
        known = self.macros.get(name.lower())
        if known is not None:
            self.joined += len(known)
            if self.joined > MOST_JOINED and len(known) > LONGEST // 1000:
                self._too_long(entry)
                return name
            return known
        if _MACRO.fullmatch(name) and name.lower() not in BIBSTRINGS and name not in self.told:
            self.told.add(name)
            self.warn(
                "undefined-name",
                f'the macro "{name[:80]}" is not defined; its name stands in its place',
                entry.line,
                f"Define it with @string{{{name[:80]} = {{…}}}}, or put the text in braces.",
            )
        return name

    def _too_long(self, entry: Field) -> None:
        if "" not in self.told:
            self.told.add("")
            self.warn(
                "wrong-value",
                f"the field {entry.name} grows too long from macros that are made of macros",
                entry.line,
                f"A value may have {LONGEST:,} characters; the first of its parts were kept.",
            )


def verbatim(text: str) -> str:
    """A value whose characters mean themselves, without what programs escape in BibTeX."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1] or match[2]:
        return match[1] or match[2]
    return "\\" if match[0].startswith("\\textb") else "~"


def _one_line(text: str, name: str) -> str:
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        if name in PARAGRAPHED:
            text = _PARAGRAPH.sub(r"\\par ", text.strip("\n"))
        text = _SPACE.sub(" ", text)
    return text


def _whole(raw: str) -> bool:
    """Whether a value is one group in braces, by LaTeX's escapes or, failing that, by BibTeX's."""
    if in_braces(raw):
        return True
    if raw[-1] != "}" or "\\" not in raw:
        return False
    depth = 0
    for match in _PLAIN_BRACE.finditer(raw):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end() == len(raw)
    return False


def _part_end(raw: str, at: int) -> int | None:
    """Where a part of a value ends; None if it does not."""
    first = raw[at : at + 1]
    if first not in ('"', "{"):
        bare = _BARE.match(raw, at)
        return bare.end() if bare else None
    depth = 0
    for match in _QUOTE_OR_BRACE.finditer(raw, at + (first == '"')):
        mark = match[0]
        depth += (mark == "{") - (mark == "}")
        if depth <= 0 and mark == ("}" if first == "{" else '"'):
            return match.end()
    return None


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
