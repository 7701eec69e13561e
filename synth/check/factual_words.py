"""Patterns of the word lists by which a sentence says something of the world, or does not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from synth.check.lexicon import lexicon


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, in small letters; the longest are tried first."""
    longest_first = sorted((word.lower() for word in words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) + ")"


def any_in(name: str) -> str:
    """A pattern for any word of a list of `lexicon/uncited.toml`."""
    return any_of(lexicon("uncited")[name])


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for texts in small letters: compiling one for both takes three times as long."""
    return re.compile(pattern)


def small(text: str) -> str:
    """A text in small letters, as long as it was."""
    small = text.lower()
    return small if len(small) == len(text) else text
