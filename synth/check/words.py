"""Words as the rules compare them: by their stems, the empty ones left out.

Stems are those of the Snowball stemmer for English (Porter 2001, "Snowball: a language for
stemming algorithms").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")

EMPTY = frozenset(
    """
    a about above after again all also although am among an and any are as at be because been
    before being below between both but by can cannot could did do does doing down during each
    either ever few for from further had has have having he her here hers him his how however i if
    in into is it its itself just may me might more most much must my neither no nor not of off on
    once one only or other our out over own per same she should so some still such than that the
    their them then there these they this those through to too under until up upon us very was we
    were what when where whether which while who whom whose why will with within without would yet
    you your x
    """.split()
)
"""Words that say nothing of what a sentence is about."""


class Word(NamedTuple):
    """A word of a text: in small letters, its stem, and where it stands."""

    text: str
    stem: str
    start: int
    end: int


def small(text: str) -> str:
    """The text in small letters, each where it stood: patterns without capitals are found in it
    some times quicker. A text in which a small letter is longer stays as it is.
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in their order; a word with a hyphen is one."""
    return tuple(
        Word(word, stem(word), found.start(), found.end())
        for found in _WORD.finditer(text)
        for word in (found[0].lower().replace("’", "'"),)
    )


@lru_cache(maxsize=20_000)
def content(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about; parts of hyphened words too."""
    parts = [part for word in words_of(text) for part in re.split("[-']", word.text)]
    return frozenset(stem(part) for part in parts if part not in EMPTY and len(part) > 1)


@cache
def stem(word: str) -> str:
    """The stem of one English word in small letters."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")
