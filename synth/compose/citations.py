"""Pandoc's citation syntax, with `#finding` after a key.

The grammar is that of the pandoc manual, section "Citation syntax": a key starts with a
letter, digit or underscore and may hold single internal punctuation, or anything in braces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from synth.compose.marks import MARK, Marks, unmark
from synth.document import Citation, CitationItem, CitationMode
from synth.model import Locator, LocatorLabel
from synth.problems import Place

KEY = r"(?:\{[^{}\s]+\}|\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*)"
_ITEM = re.compile(
    rf"(?P<before>(?:.*?[\s({MARK[1:-1]}])??)(?P<minus>-?)(?P<mark>{MARK}?)@(?P<key>{KEY})", re.S
)
NARRATIVE = (
    rf"(?:(?<=[\s(;,\"'“‘*_—–-])|^|(?={MARK}))(?P<minus>-?)(?P<mark>{MARK}?)@(?P<key>{KEY})"
    rf"(?P<more>[ \t]*\[(?P<inside>[^\[\]]*)\](?![(\[{{:]))?"
)
BRACKETED = r"\[(?P<items>(?=[^\[\]]*@)(?:[^\[\]]|\[[^\[\]]*\])*)\](?![(\[{:])"

LOCATOR_TERMS: dict[str, LocatorLabel] = {
    "p": "page", "pp": "page", "page": "page", "pages": "page",
    "ch": "chapter", "chap": "chapter", "chapter": "chapter", "chapters": "chapter",
    "sec": "section", "secs": "section", "section": "section", "sections": "section", "§": "section",  # noqa: E501
    "fig": "figure", "figs": "figure", "figure": "figure", "figures": "figure",
    "tbl": "table", "table": "table", "tables": "table",
    "para": "paragraph", "paras": "paragraph", "paragraph": "paragraph", "paragraphs": "paragraph",
    "vol": "volume", "vols": "volume", "volume": "volume", "no": "issue", "app": "appendix",
    "appendix": "appendix", "n": "note", "note": "note", "notes": "note", "l": "line",
    "line": "line", "lines": "line", "pt": "part", "part": "part", "bk": "book", "book": "book",
}  # fmt: skip
"""CSL's locator terms as English writes them, singular and plural, full and short."""

_LOCATOR = re.compile(
    r"^\s*,?\s*(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[^\W\d_]+\.?\s*\d[\w.,–-]*|§+\s*\d[\w.,–-]*|\d[\d,–-]*))"
)
_TERM = re.compile(r"^\s*(?P<term>[^\W\d_]+|§+)?\.?\s*(?P<value>.*?)\s*$", re.S)


@dataclass(frozen=True, slots=True)
class Library:
    """What a citation may name: reference keys, and where a tie takes its locator from."""

    keys: Collection[str]
    locators: dict[str, Locator | None]

    def split(self, key: str) -> tuple[str, str | None]:
        """Reference and finding of a key as typed; a key of the library that holds # wins."""
        if key in self.keys or "#" not in key:
            return key, None
        reference, _, finding = key.rpartition("#")
        return reference, finding


def bracketed(text: str, marks: Marks, library: Library) -> tuple[CitationItem, ...]:
    """The items of a citation's text between brackets; none if it is no citation."""
    items: list[CitationItem] = []
    for part in _split(text):
        match = _ITEM.match(part)
        if match is None:
            return ()
        mode: CitationMode = "suppress-author" if match["minus"] else "normal"
        item = _item(match, mode, part[match.end() :], marks, library)
        items.append(replace(item, prefix=unmark(match["before"]).strip()))
    return tuple(items)


def narrative(
    match: re.Match[str], marks: Marks, library: Library
) -> tuple[tuple[CitationItem, ...], int]:
    """The items of a citation in the running text, and the end of what belongs to it."""
    mode: CitationMode = "suppress-author" if match["minus"] else "narrative"
    inside = match["inside"]
    if inside is None:
        return (_item(match, mode, "", marks, library),), match.end("key")
    first, *others = list(_split(inside))
    more = bracketed(";".join(others), marks, library) if others else ()
    if "@" in first or (others and not more):
        return (_item(match, mode, "", marks, library),), match.end("key")
    suffix = first if first.lstrip().startswith(",") or not first.strip() else f", {first.strip()}"
    return (_item(match, mode, suffix, marks, library), *more), match.end()


def _item(
    match: re.Match[str], mode: CitationMode, suffix: str, marks: Marks, library: Library
) -> CitationItem:
    place = marks.place(match["mark"]) if match["mark"] else marks.first(match[0]) or Place("")
    reference, finding = library.split(match["key"].strip("{}"))
    clean = unmark(suffix).rstrip()
    typed = _typed_locator(clean)
    given = typed or library.locators.get(f"{reference}#{finding}")
    return CitationItem(
        reference=reference,
        place=place,
        finding=finding,
        mode=mode,
        suffix=clean,
        locator=given,
        locator_typed=typed is not None,
    )


def _typed_locator(suffix: str) -> Locator | None:
    """The locator that a suffix starts with, or None."""
    match = _LOCATOR.match(suffix)
    if match is None:
        return None
    term = _TERM.match(match["braced"] if match["braced"] is not None else match["bare"])
    if term is None or not term["value"]:
        return None
    word = (term["term"] or "p").lower()
    label = LOCATOR_TERMS.get("§" if word.startswith("§") else word)
    if label is None:
        return None
    return Locator(label, term["value"].rstrip(",.").replace("--", "–"))


def _split(text: str) -> Iterator[str]:
    """The parts of a citation between semicolons that stand in no brackets."""
    depth = 0
    start = 0
    for index, character in enumerate(text):
        depth += (character in "[{") - (character in "]}")
        if character == ";" and depth <= 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def citation(number: int, items: tuple[CitationItem, ...]) -> Citation:
    """The citation of some items, at the place of the first."""
    return Citation(number, items, items[0].place)
