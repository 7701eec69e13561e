"""What stands round a quantity: approximators, directions, and what it is counted by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.quantities.model import Approximator, Quantity

_WORDS: tuple[tuple[str, Approximator, bool], ...] = (
    (
        r"no more than|not more than|at most|up to|a maximum of|as (?:many|much|few|little) as|"
        r"under|below|less than|fewer than|smaller than|lower than|within|<|≤",
        "below",
        True,
    ),
    (
        r"no fewer than|no less than|not less than|at least|a minimum of|more than|over|above|"
        r"greater than|higher than|upwards of|well over|exceed(?:s|ed|ing)?|in excess of|past|"
        r"beyond|longer than|>|≥",
        "above",
        True,
    ),
    (
        r"just over|slightly over|a little over|slightly more than|just more than|just above",
        "above",
        False,
    ),
    (
        r"just under|slightly under|a little under|nearly|almost|close to|approaching|not quite|"
        r"slightly less than|just below|slightly fewer than",
        "below",
        False,
    ),
    (
        r"about|around|roughly|some|approximately|approx\.?|circa|c\.|ca\.?|an estimated|"
        r"an average of|in the region of|something like|or so|more or less|~|≈",
        "about",
        False,
    ),
)
"""Approximators by their words: the meaning of each, and whether it is a bound."""

_BEFORE = tuple(
    (
        re.compile(rf"(?:\b|(?<=\s))(?:{words})[\s-]?(?:the\s|a\s|an\s)?$", re.IGNORECASE),
        meaning,
        bound,
    )
    for words, meaning, bound in _WORDS
)
_AFTER = re.compile(
    r"\s?(?P<above>or more(?! than)|or over|or older|or above|and over(?![\s-]*\d)|and above|"
    r"and older|\+(?!\w))|\s?(?P<below>or (?:fewer|less|under|younger|below)|"
    r"and under(?![\s-]*\d))|\s?(?P<about>or so\b|-ish\b)",
    re.IGNORECASE,
)

_TIME = (
    r"(?:(?:person|patient|child|infant|woman|man|pupil|participant|worker|animal|bed|staff)[\s-])?"
    r"(?:year|month|week|day|hour|night)s?"
)
_PER = (
    rf"(?P<per>{_TIME}|minutes?|"
    r"terms?|hectares?|ha|acres?|annum|km²|litres?|l|kg|kilo(?:gram)?s?|m²|head|dose)"
)
_PER_AFTER = re.compile(
    rf"^[^.;:()\d]{{0,40}}?(?:\b(?:an?|per|each|every)\s|/){_PER}\b"
    rf"|^[^.;:()]{{0,30}}\bper [\d, ]{{3,12}}(?:\s|-)?{_PER.replace('<per>', '<rate>')}"
    r"|^[^.;:()\d]{0,30}?\b(?P<adverb>annually|yearly|monthly|weekly|daily|hourly)\b",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(
    r"\b(?P<adverb>annual|yearly|monthly|weekly|daily|hourly)\b[^.;:\d]{0,30}$", re.IGNORECASE
)
_ANY_PER = re.compile(
    rf"(?:\b(?:an?|per|each|every)\s|/){_PER}\b|\b(?P<adverb>annual(?:ly)?|yearly|monthly|weekly|daily|"
    r"hourly)\b|\b(?P<rate>(?:person|patient|child|infant|woman|man|pupil|participant)-(?:year|month|week|day)s?)\b",
    re.IGNORECASE,
)
_EVERY = {
    "annually": "year", "annual": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "hourly": "hour", "annum": "year", "ha": "hectare", "l": "litre",
    "kilo": "kg", "kilogram": "kg",
}  # fmt: skip
_NEXT = re.compile(r"[\s-]?(\w+)(?:\s(\w+))?")
_TIMELESS = frozenset({"year", "age", "level"})

_LASTING = re.compile(r"\b(?:over|within|in)\s(?:the\s)?$", re.IGNORECASE)


def approximator_before(before: str, quantity: Quantity) -> tuple[Approximator, bool]:
    """The approximator right before a quantity, and whether it is a bound."""
    fine = next((row for row in _BEFORE[2:] if row[0].search(before)), None)
    coarse = next((row for row in _BEFORE[:2] if row[0].search(before)), None)
    found = fine if fine and (fine[1] == "about" or coarse is None or _just(before)) else coarse
    if found is None:
        return "", False
    lasting = quantity.kind == "time" and re.search(
        r"\b(?:over|within|in)\s(?:the\s)?$", before, re.I
    )
    return ("", False) if lasting else (found[1], found[2])


def _just(before: str) -> bool:
    return re.search(r"\b(?:just|slightly|little)\s\w+(?:\s\w+)?\s$", before, re.I) is not None


def approximator_after(after: str) -> tuple[Approximator, bool]:
    """The approximator right after a quantity ("or more"), and whether it is a bound."""
    found = _AFTER.match(after)
    if found is None:
        return "", False
    if found["above"]:
        return "above", True
    return ("below", True) if found["below"] else ("about", False)


def denominator(before: str, after: str, quantity: Quantity) -> str:
    """What a quantity is counted by: year in "£281,000 a year", hectare in "5 t/ha"; or none."""
    if quantity.kind in _TIMELESS:
        return ""
    found = _PER_AFTER.match(after)
    word = (found["per"] or found["rate"] or found["adverb"]) if found else ""
    if not word and (earlier := _PER_BEFORE.search(before)):
        word = earlier["adverb"]
    return _single(word)


def _single(word: str) -> str:
    word = re.split(r"[\s-]", word.lower())[-1]
    single = word[:-1] if word.endswith("s") and len(word) > 2 else word
    return _EVERY.get(single, single)


def denominators(text: str) -> frozenset[str]:
    """Everything that a text counts by: year in "cost a year", hectare in "t/ha"."""
    return frozenset(
        _single(found["per"] or found["adverb"] or found["rate"])
        for found in _ANY_PER.finditer(text)
    )


def sign_of(before: str, after: str) -> int:
    """The direction in which the words round a number take it: -1 down, 1 up, 0 not said."""
    return _sign_after(after) or _sign_before(before)


def _sign_after(after: str) -> int:
    """The direction of "37% lower", "37% relative reduction"; not of "37% of lower incomes"."""
    found = _NEXT.match(after)
    if found is None:
        return 0
    first, second = found[1].lower(), (found[2] or "").lower()
    ways = _ways()
    return ways.after.get(first) or (0 if first in ways.apart else ways.after.get(second, 0))


def _sign_before(before: str) -> int:
    """The direction of "fell by 37%", "a cut in risk of 37%", "prevented 37%"."""
    clause = before[max(before.rfind(mark) for mark in ".;:()%") + 1 :]
    words = clause.lower().replace(",", "").split()
    ways = _ways()
    if words[-2:] == ["up", "to"]:
        del words[-2:]
    if words and words[-1] in ("to", "from", "at"):
        return 0
    for at in range(len(words) - 1, max(len(words) - 4, -1), -1):
        if words[at] in ("by", "of"):
            near = words[max(0, at - 5) : at]
            return next((ways.before[word] for word in reversed(near) if word in ways.before), 0)
    while words and words[-1] in ways.vague:
        words.pop()
    if words and words[-1] in ways.straight:
        return ways.straight[words[-1]]
    if len(words) > 1 and words[-1] in ("was", "is", "were", "reached"):
        return next((ways.nouns[word] for word in words[-2:-5:-1] if word in ways.nouns), 0)
    return 0


@dataclass(frozen=True, slots=True)
class _Ways:
    """Words of change with their direction, by where they stand to a number."""

    before: Mapping[str, int]
    straight: Mapping[str, int]
    nouns: Mapping[str, int]
    after: Mapping[str, int]
    apart: frozenset[str]
    vague: frozenset[str]


@cache
def _ways() -> _Ways:
    words = lexicon("quantities")["change"]

    def signs(*names: str) -> dict[str, int]:
        down = dict.fromkeys((word for name in names for word in words[f"{name}-down"]), -1)
        return down | dict.fromkeys((word for name in names for word in words[f"{name}-up"]), 1)

    return _Ways(
        signs("verb", "noun", "more"),
        signs("straight"),
        signs("noun"),
        signs("noun", "more"),
        frozenset(words["apart"]),
        frozenset(words["vague"]),
    )
