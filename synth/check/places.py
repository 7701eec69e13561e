"""Which countries a text names, in English: "in Japan", "Japanese parents", "the UK"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from synth.check.lexicon import lexicon
from synth.check.words import EMPTY

_CAPITAL = re.compile(r"(?<!\w)(?:the )?(?=[A-ZÀ-ÞĀ])")
_WORD = re.compile(r"\w+")
_NOUN_AFTER = re.compile(r"[ -](?P<word>[^\W\d_][\w-]*)")
_COORDINATED = re.compile(r"(?:, | and | or |, and |, or )(?=[A-Z])")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A country that a text names, by its words and where they stand.

    `codes` are those of ISO 3166-1 (alpha-2); more than one when the words may mean any of them.
    """

    words: str
    codes: tuple[str, ...]
    start: int
    end: int


def countries_in(text: str) -> frozenset[str]:
    """The ISO 3166-1 codes of the countries that a text names; all codes of ambiguous words."""
    return frozenset(code for mention in mentions(text) for code in mention.codes)


@lru_cache(maxsize=5_000)
def mentions(text: str) -> tuple[Mention, ...]:
    """Each naming of a country in a text, in order: names, adjectives and words for its people.

    Names of languages ("in English only") and names of other places ("Latin America", "New
    Mexico") are left out, or counted where they belong.
    """
    if not any(letter.isupper() for letter in text):
        return ()
    return tuple(_found(text))


def _found(text: str) -> Iterator[Mention]:
    names, languages = _names(), _languages()
    end = 0
    for match in _CAPITAL.finditer(text):
        start = match.end()
        if start < end:
            continue
        for name, codes in names.get(_first_word(text, start), ()):
            stop = start + len(name)
            if not text.startswith(name, start) or _goes_on(text, stop):
                continue
            end = stop
            language = name in languages and _is_language(text, match.start(), start, stop)
            if codes and not language:
                yield Mention(name, codes, start, stop)
            break


def _first_word(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return found[0] if found else ""


def _goes_on(text: str, stop: int) -> bool:
    return stop < len(text) and text[stop].isalnum()


def _is_language(text: str, before: int, start: int, stop: int) -> bool:
    """Whether the adjective stands alone, without a noun that it could tell the country of."""
    if text[before:start] == "the " or _COORDINATED.match(text, stop):
        return False
    after = _NOUN_AFTER.match(text, stop)
    return after is None or after["word"].lower() in EMPTY


@cache
def _languages() -> frozenset[str]:
    return frozenset(lexicon("demonyms")["languages"]["words"].split())


@cache
def _names() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """By its first word, each name with its countries, the longest first."""
    from babel import Locale  # reads CLDR: only where a text is looked at

    words = lexicon("demonyms")
    known: dict[str, tuple[str, ...]] = {}
    for code, name in Locale.parse("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
            for form in {name, name.replace("St.", "Saint"), name.replace(" & ", " and ")}:
                known[form] = (code,)
    for code, adjectives in words["adjectives"].items():
        for adjective in adjectives:
            known[adjective] = (code,)
            if adjective.endswith(("an", "i", "k", "ot")):
                known[f"{adjective}s"] = (code,)
    for code, names in words["names"].items():
        known.update((name, (code,)) for name in names)
    known.update((name, tuple(codes)) for name, codes in words["either"].items())
    for code, names in words["elsewhere"].items():
        known.update((name, (code,) if code else ()) for name in names)
    by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name in sorted(known, key=len, reverse=True):
        by_first.setdefault(_first_word(name, 0), []).append((name, known[name]))
    return {first: tuple(found) for first, found in by_first.items()}


def includes(countries: frozenset[str], mention: Mention) -> bool:
    """Whether studies of these countries are studies of a country that the mention names."""
    within = lexicon("demonyms")["within"]
    named = {*mention.codes, *(within[code] for code in mention.codes if code in within)}
    return bool(named & countries) or any(within.get(code) in named for code in countries)
