"""Titles: capitals that would be lost, capitals throughout, a full stop at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from synth.exchange.identity import without_markup
from synth.library.lint_rules.subject import Library, Work
from synth.problems import Problem

_SMALL = re.compile(
    "about|above|across|after|against|along|among(?:st)?|around|before|behind|below|beneath|beside|"
    "between|beyond|during|from|inside|into|like|near|onto|over|since|than|that|their|these|this|"
    "those|through|throughout|towards?|under|until|upon|versus|when|where|which|while|with|within|"
    "without"
)
"""Words of four letters and more that a title in title case may leave small."""

_ENGLISH = re.compile(
    r"\b(?:the|of|and|for|to|on|with|from|by|at|is|are|as|its|among|between|how|what|does)\b"
)
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?|\\.|\$[^$]*\$")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
_START = re.compile(r"(?:^|[.?!:;–—]\s|--|[“”\"‘(\[]|``|\s['`])\W*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]\.){2,}|\.\.\.|…|\b(?:inc|ltd|co|corp|jr|sr|st|etc|al|vol|no|vs|ed|eds|bros)\.)$",
    re.IGNORECASE,
)
SHOWN = 8
"""As many words are named in a warning."""


def lost_capitals(library: Library) -> Iterator[Problem]:
    """English titles with capitals that a style in sentence case would make small.

    BibTeX's `change.case$` and CSL's sentence case leave only what braces hold. In a title in
    sentence case every capital within it is meant; in one in title case, only those of words
    with more than one.
    """
    for work in library.works:
        field = work.written("title")
        if field is None or not _is_english(work):
            continue
        words = list(dict.fromkeys(_lost(field.bare, _says_english(work))))
        if words:
            more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
            yield work.warn(
                "lost-capitals",
                f"capitals without braces: {', '.join(words[:SHOWN])}{more}",
                f"Put braces round what must keep its capitals: {{{words[0]}}}.",
                "title",
            )


def _is_english(work: Work) -> bool:
    language = str(work.item.get("language", "")).lower()
    return not language or language.startswith(("en", "american", "british", "uk", "us"))


def _says_english(work: Work) -> bool:
    return bool(work.item.get("language"))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    starts: bool

    @property
    def capitals(self) -> int:
        return sum(char.isupper() for char in self.text)


def _lost(title: str, english: bool) -> Iterator[str]:
    """The words of a raw title that would lose capitals, in order."""
    bare = _outside_braces(_COMMAND.sub(lambda found: "\0" * len(found[0]), title))
    words = [
        _Word(found[0], bool(_START.search(bare[max(0, found.start() - 20) : found.start()])))
        for found in _WORD.finditer(bare)
        if "\0" not in bare[max(0, found.start() - 1) : found.end() + 1]
    ]
    if not any(char.islower() for word in words for char in word.text):
        return
    sentence_case = _in_sentence_case(words) and (english or bool(_ENGLISH.search(bare)))
    for word in words:
        name = sentence_case and not word.starts and word.text not in ("A", "I")
        if word.capitals > 1 or (word.text[0].isupper() and (name or word.text[1:2].isdigit())):
            yield word.text


def _outside_braces(title: str) -> str:
    """The title with everything in braces blotted out, each character by one."""
    out: list[str] = []
    depth = 0
    for char in title:
        depth += char == "{"
        out.append("\0" if depth > 0 else char)
        depth -= char == "}" and depth > 0
    return "".join(out)


def _in_sentence_case(words: list[_Word]) -> bool:
    """Whether most words within the title are small, and one that title case would not leave so."""
    inner = [word for word in words if not word.starts and len(word.text) > 3]
    small = [word for word in inner if word.text[0].islower() and not _SMALL.fullmatch(word.text)]
    large = [word for word in inner if word.text[0].isupper()]
    return len(small) >= max(1, len(large))


def titles_in_capitals(library: Library) -> Iterator[Problem]:
    """Titles that are typed in capitals throughout."""
    for work in library.works:
        title = without_markup(str(work.item.get("title", "")))
        letters = [char for char in title if char.isalpha()]
        if len(letters) >= 12 and len(title.split()) > 1 and all(map(str.isupper, letters)):
            yield work.warn(
                "title-in-capitals",
                "the title is in capitals throughout",
                "Write it as a sentence, with braces round names and abbreviations.",
                "title",
            )


def titles_with_full_stop(library: Library) -> Iterator[Problem]:
    """Titles that end in a full stop, which the style adds."""
    for work in library.works:
        title = without_markup(str(work.item.get("title", ""))).rstrip()
        if ends_in_full_stop(title):
            yield work.warn(
                "title-full-stop",
                "the title ends in a full stop; the style adds one",
                "Take it out; --fix does.",
                "title",
            )


def ends_in_full_stop(title: str) -> bool:
    """Whether a title ends in a full stop that is not an abbreviation's or an ellipsis."""
    return title.endswith(".") and not _ABBREVIATION.search(title[-20:])
