"""Pandoc's citation syntax, with `#finding` after a key.

The grammar is that of the pandoc manual, section "Citation syntax": a key starts with a
letter, digit or underscore and may hold single internal punctuation, or anything in braces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from synth.compose.marks import MARK, Marks, unmark
from synth.document import Citation, CitationItem, CitationMode
from synth.model import Locator, LocatorLabel
from synth.problems import Place

_PLAIN_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*"
_BRACED_KEY = r"\{(?:[^{}\s]|\{[^{}\s]*\})+\}(?:#[\w-]*\w)?"
KEY = rf"(?:{_BRACED_KEY}|{_PLAIN_KEY})"
_ITEM = re.compile(
    rf"(?P<before>(?:.*?[\s({MARK[1:-1]}])??)(?P<minus>-?)(?P<mark>{MARK}?)@(?P<key>{KEY})", re.S
)
NARRATIVE = (
    rf"(?:(?<=[\s(;,\"'“‘*_—–-])|^|(?={MARK}))(?P<minus>(?:{MARK}?-)?)(?P<mark>{MARK}?)@(?P<key>{KEY})"
    rf"(?P<more>[ \t]*(?:\n[ \t]*)?\[(?P<inside>[^\[\]]*)\](?![(\[{{]))?"
)
BRACKETED = r"\[(?P<items>(?=[^\[\]]*@)(?:[^\[\]]|\[[^\[\]]*\])*)\](?![(\[{])"

_TERMS: Mapping[LocatorLabel, str] = {
    "act": "act acts",
    "appendix": "appendix appendices app apps",
    "article": "article articles art arts",
    "book": "book books bk bks",
    "canon": "canon canons",
    "chapter": "chapter chapters chap chaps ch chs",
    "column": "column columns col cols",
    "elocation": "location locations loc locs",
    "equation": "equation equations eq eqs",
    "figure": "figure figures fig figs",
    "folio": "folio folios fol fols f ff",
    "issue": "issue issues no nos number numbers",
    "line": "line lines l ll",
    "note": "note notes n nn",
    "opus": "opus opera op opp",
    "page": "page pages p pp",
    "paragraph": "paragraph paragraphs para paras ¶ ¶¶",
    "part": "part parts pt pts",
    "rule": "rule rules r rr",
    "scene": "scene scenes sc scs",
    "section": "section sections sec secs § §§",
    "sub-verbo": "s.v s.vv",
    "supplement": "supplement supplements supp supps suppl",
    "table": "table tables tbl tbls",
    "timestamp": "timestamp timestamps",
    "title": "title titles tit tits",
    "verse": "verse verses v vv",
    "volume": "volume volumes vol vols",
}
"""The locator terms of CSL 1.0.2 as its English locale writes them: long and short, one and many.

`sub verbo` is two words, and stands in the pattern below.
"""

LOCATOR_TERMS: Mapping[str, LocatorLabel] = {
    word: label for label, words in _TERMS.items() for word in words.split()
}

_MORE = r"(?:\s*(?:,|&|and|–|-)\s*\d[\w.–-]*)*"
_NUMBER = r"(?:\d|[ivxlcdm]+\b(?![.’']))"
_LOCATOR = re.compile(
    rf"^\s*(?:,\s*)?(?:\{{(?P<braced>[^{{}}]*)\}}"
    rf"|(?P<bare>(?:sub verbo|s\.vv?|[^\W\d_]+|[§¶]+)\.?\s*{_NUMBER}[\w.–-]*{_MORE}"
    rf"|\d[\d–-]*{_MORE}))",
    re.I,
)
_TERM = re.compile(r"(?P<term>sub verbo|s\.vv?|[^\W\d_]+|[§¶]+)?\.?\s*(?P<value>.*)", re.S | re.I)


_LABEL = re.compile(r"(?:eq|fig|lst|sec|tbl)[-:]")
"""How labels of a text's own parts start, as Quarto and pandoc-crossref write them."""

LABEL = re.compile(r"\{:?[^{}\n]*#(?P<label>(?:eq|fig|lst|sec|tbl)[-:][\w:.-]*\w)")
"""A label where it is given: `## Methods {#sec-methods}`."""


@dataclass(frozen=True, slots=True)
class Library:
    """What a citation may name: reference keys, and where a tie takes its locator from."""

    keys: Collection[str]
    locators: Mapping[str, Locator | None] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    labels: Collection[str] = ()

    def split(self, typed: str) -> tuple[str, str | None]:
        """Reference and finding of a key as typed; a key of the library that holds # wins."""
        key = typed.removeprefix("{").removesuffix("}") if typed.endswith("}") else typed
        if self._knows(key) or "#" not in key:
            return self.aliases.get(key, key), None
        reference, _, finding = key.rpartition("#")
        if reference.startswith("{"):
            reference = reference[1:-1]
        return self.aliases.get(reference, reference), finding

    def _knows(self, key: str) -> bool:
        return key in self.keys or key in self.aliases

    def is_label(self, typed: str) -> bool:
        """Whether a key means a part of the text, as `@tbl-options` does, and no work."""
        return bool(_LABEL.match(typed)) and typed in self.labels and not self._knows(typed)


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a citation with the source of its prefix and suffix, marks and all."""

    item: CitationItem
    prefix: str = ""
    suffix: str = ""


def bracketed(text: str, marks: Marks, library: Library) -> tuple[Part, ...]:
    """The items of a citation's text between brackets; none if it is no citation."""
    parts: list[Part] = []
    for piece in _split(text):
        match = _ITEM.match(piece)
        if match is None:
            return ()
        mode: CitationMode = "suppress-author" if match["minus"] else "normal"
        part = _part(match, mode, piece[match.end() :], marks, library)
        parts.append(replace(part, prefix=match["before"].strip()))
    return tuple(parts)


def narrative(match: re.Match[str], marks: Marks, library: Library) -> tuple[tuple[Part, ...], int]:
    """The items of a citation in the running text, and the end of what belongs to it."""
    mode: CitationMode = "suppress-author" if match["minus"] else "narrative"
    inside = match["inside"]
    if inside is None:
        return (_part(match, mode, "", marks, library),), match.end("key")
    first, *others = list(_split(inside))
    more = bracketed(";".join(others), marks, library) if others else ()
    if "@" in first or (others and not more):
        return (_part(match, mode, "", marks, library),), match.end("key")
    return (_part(match, mode, first, marks, library), *more), match.end()


def labels(text: str, library: Library) -> tuple[str, ...]:
    """The parts of the text that a bracket names, where it names nothing else."""
    named = [piece.strip() for piece in _split(unmark(text))]
    found = [name[1:] for name in named if name[:1] == "@" and library.is_label(name[1:])]
    return tuple(found) if len(found) == len(named) else ()


def _part(
    match: re.Match[str], mode: CitationMode, suffix: str, marks: Marks, library: Library
) -> Part:
    place = marks.place(match["mark"]) if match["mark"] else marks.first(match[0]) or Place("")
    reference, finding = library.split(unmark(match["key"]))
    typed = typed_locator(unmark(suffix).rstrip())
    item = CitationItem(
        reference=reference,
        place=place,
        finding=finding,
        mode=mode,
        locator=typed or library.locators.get(f"{reference}#{finding}"),
        locator_typed=typed is not None,
    )
    return Part(item, suffix=suffix.rstrip())


def typed_locator(suffix: str) -> Locator | None:
    """The locator that a suffix starts with, or None."""
    match = _LOCATOR.match(suffix)
    if match is None:
        return None
    written = match["braced"] if match["braced"] is not None else match["bare"]
    term = _TERM.match(written.strip())
    if term is None or not term["value"]:
        return None
    word = (term["term"] or "p").lower()
    label = "sub-verbo" if word == "sub verbo" else LOCATOR_TERMS.get(word)
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


def citation(number: int, parts: tuple[Part, ...]) -> Citation:
    """The citation of some items, at the place of the first."""
    return Citation(number, tuple(part.item for part in parts), parts[0].item.place)


def nocite_keys(written: str | Collection[str]) -> tuple[str, ...]:
    """The keys of works to be listed uncited, as pandoc's `nocite` gives them; `*` means all."""
    text = (
        written if isinstance(written, str) else " ".join(f"@{key.lstrip('@')}" for key in written)
    )
    found = re.findall(rf"@(\*|{KEY})", text)
    return tuple(dict.fromkeys(key[1:-1] if key.startswith("{") else key for key in found))
