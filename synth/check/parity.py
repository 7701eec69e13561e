"""The direction that a sentence tells: whether more goes with more, or more with less.

Signed words ("more", "fewer", "rose", "weak", "abuse") are multiplied. In "isolated parents were
more often abusive" isolation is a minus, more a plus, abuse a minus: as a whole, a plus. Words
that are joined by "and" count once, as they tell one thing of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from synth.check.lexicon import lexicon
from synth.check.phrases import any_of, listed
from synth.check.words import small

Sort = Literal["degree", "quality", "bad"]

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PARTS = re.compile(
    r"[;:]|[,;]? \b(?:but|yet|whereas|while|although|though)\b|, (?:so|and so)\b|\((?=[^)]*\))|\)"
)
_OPENING = re.compile(r"^\W*(?:where|when|if|as|with|in|among|after|for)\b", re.I)
_JOINED = re.compile(r",(?: and| or)?(?= )| and(?= )| or(?= )")
_ASIDE = re.compile(
    r"\b(?:above all|such as|especially|including|for example)\b[^,;:.]*"
    r"|\b(?:study|studies|survey|review|trial|paper) of [^,;:]*?(?=\b(?:links?|linked|found|finds|"
    r"showed|shows|reported|reports)\b)"
    r"|\b(?:less|more|better|worse)(?: \w+){0,6} than (?:it|they|we|expected|thought)\b[^,;:.]*"
    r"|\bthan\b[^,;:.]*",
    re.I,
)
_AGAINST = re.compile(r"(?: \w+){0,3} (?:against|from)\b", re.I)
_OF_SOMETHING = re.compile(r" (?:the|as|of the (?:risk|rate))\b", re.I)
_PEOPLE = re.compile(
    r" (?:children|child|women|parents?|pupils?|people|mothers|fathers|men|teenagers|adults|"
    r"patients|families|areas|infants|babies)\b",
    re.I,
)
_AMONG = re.compile(r"^\W*(?:among|for|of|across|in)\b[^,;:]*,", re.I)


@dataclass(frozen=True, slots=True)
class Signed:
    """A word with a sign: 1 for more or good, -1 for less or bad."""

    text: str
    sort: Sort
    sign: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, its signed words, and their product.

    `sign` is None when words that are joined by "and" disagree, or nothing is signed; `whole`
    says that the sentence has no other part.
    """

    text: str
    start: int
    words: tuple[Signed, ...]
    sign: int | None
    whole: bool = True


@lru_cache(maxsize=5_000)
def parts_of(text: str, bad: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """The parts of a sentence, between semicolons, colons and "but", with their directions.

    `bad` are further words, in small letters, for what nobody wants.
    """
    plain = _blanked(text)
    parts = []
    start = 0
    for stop in [*(each.span() for each in _PARTS.finditer(plain)), (len(plain), len(plain))]:
        words = tuple(_signed(plain, start, stop[0], bad))
        sign = _product(plain, start, stop[0], words)
        parts.append(Part(text[start : stop[0]], start, words, sign))
        start = stop[1]
    kept = [part for part in parts if part.text.strip()]
    return tuple(replace(part, whole=len(kept) == 1) for part in kept)


@cache
def null_words() -> re.Pattern[str]:
    """What says that there is no difference, no link or no effect."""
    return re.compile(rf"(?i)\b(?:{any_of(listed(lexicon('direction')['relations']['null']))})\b")


def is_telling(word: str) -> bool:
    """Whether a word, in small letters, has a sign for more or less, much or little."""
    entry = _signs().get(word)
    return word.startswith(("protect", "endanger")) or (entry is not None and entry[0] != "bad")


def _blanked(text: str) -> str:
    """The text with idioms and asides as blanks, so that places stay."""
    text = _ASIDE.sub(lambda found: " " * len(found[0]), text)
    for found in _idioms().finditer(small(text)):
        text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return text


def _signed(text: str, start: int, stop: int, bad: frozenset[str]) -> Iterator[Signed]:
    known = _signs()
    opening = _AMONG.match(text[start:stop])
    opened = start + opening.end() if opening else start
    for found in _WORD.finditer(text, start, stop):
        word = found[0].lower()
        entry = known.get(word) or _in_context(word, text, found.end())
        describes = found.start() < opened or _PEOPLE.match(text, found.end())
        if entry is not None and entry[0] == "bad" and describes:
            continue
        if entry is None and word in bad:
            entry = ("bad", -1)
        if entry is not None:
            yield Signed(word, entry[0], entry[1], found.start(), found.end())


def _in_context(word: str, text: str, end: int) -> tuple[Sort, int] | None:
    """The sign of a word that depends on what follows: "protects children", "protects against"."""
    if word.startswith("protect"):
        return "degree", -1 if _AGAINST.match(text, end) else 1
    if word.startswith("endanger"):
        return "degree", 1 if text[end : end + 3] == " by" else -1
    if word == "half" and _OF_SOMETHING.match(text, end):
        return "degree", -1
    return None


def _product(text: str, start: int, stop: int, words: tuple[Signed, ...]) -> int | None:
    if not words:
        return None
    product = 1
    for first, last in _stretches(text, start, stop):
        sign = _joint([each for each in words if first <= each.start < last], text, first, last)
        if sign is None:
            return None
        product *= sign
    return product


def _stretches(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """What lies between words of relation ("where", "linked to", "had"); the comma behind an
    opening "Where…" is a boundary too.
    """
    ends = [each.span() for each in _relations().finditer(text, start, stop)]
    if _OPENING.match(text[start:stop]):
        comma = text.find(",", start, stop)
        if comma >= 0:
            ends.append((comma, comma + 1))
    begin = start
    for first, last in sorted(ends):
        if first >= begin:
            yield begin, first
            begin = last
    yield begin, stop


def _joint(words: list[Signed], text: str, first: int, last: int) -> int | None:
    """The sign of a stretch: that of each of its joined members, if they agree."""
    if not words:
        return 1
    signs: set[int] = set()
    leading = 1
    begin = first
    for stop, after in [
        *(each.span() for each in _JOINED.finditer(text, first, last)),
        (last, last),
    ]:
        inside = [each for each in words if begin <= each.start < stop]
        begin = after
        if not inside:
            continue
        sign = _one(inside)
        if any(each.sort == "degree" for each in inside):
            leading = _one([each for each in inside if each.sort == "degree"])
        elif all(each.sort == "bad" for each in inside):
            sign *= leading
        signs.add(sign)
    return signs.pop() if len(signs) == 1 else None


def _one(words: Iterable[Signed]) -> int:
    """The product of some signed words, in which what is bad counts once."""
    product, bad = 1, False
    for each in words:
        if each.sort == "bad":
            bad = True
        else:
            product *= each.sign
    return -product if bad else product


@cache
def _signs() -> Mapping[str, tuple[Sort, int]]:
    words = lexicon("direction")
    known: dict[str, tuple[Sort, int]] = dict.fromkeys(words["bad"]["words"].split(), ("bad", -1))
    sorts: tuple[Sort, Sort] = ("quality", "degree")
    for sort in sorts:
        known.update((each, (sort, 1)) for each in words[sort]["up"].split())
        known.update((each, (sort, -1)) for each in words[sort]["down"].split())
    return known


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(listed(lexicon('direction')['idioms']['words']))})\b")


@cache
def _relations() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{any_of(lexicon('direction')['relations']['words'].split())})\b")
