"""What stands round a quantity: approximators, directions, and what it is counted by."""

from __future__ import annotations

import re

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

_PER = (
    r"(?P<per>person-years?|patient-years?|years?|months?|weeks?|days?|hours?|minutes?|nights?|"
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
    r"hourly)\b|(?P<rate>person-years?|patient-years?)",
    re.IGNORECASE,
)
_EVERY = {
    "annually": "year", "annual": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "daily": "day", "hourly": "hour", "annum": "year", "ha": "hectare", "l": "litre",
    "person-year": "year", "patient-year": "year", "kilo": "kg", "kilogram": "kg",
}  # fmt: skip
_TIMELESS = frozenset({"year", "age", "level"})

_DOWN = (
    r"lower|less|fewer|smaller|rarer|shorter|cheaper|reduction|drop|fall|decrease|decline|cut|reduced|"
    r"decreased|fewest|down"
)
_UP = r"higher|more|greater|larger|longer|increase|rise|growth|gain|increased|up|extra"
_AFTER_DOWN = re.compile(rf"\s?(?:\w+\s)?(?:{_DOWN})\b", re.IGNORECASE)
_AFTER_UP = re.compile(rf"\s?(?:\w+\s)?(?:{_UP})\b", re.IGNORECASE)
_BEFORE_DOWN = re.compile(
    r"\b(?:fell|falls?|fallen|falling|dropp?(?:ed|s|ing)?|declin(?:ed|es?|ing)|decreas(?:ed|es?|ing)|"
    r"shrank|shrunk|cut|cuts|reduc(?:ed|es?|ing|tion)|lower(?:ed|s|ing)?|down|prevent(?:ed|s|ing)?)\b"
    r"(?:\s\w+){0,4}?\s(?:by|of)\s(?:\w+\s){0,2}$|\bprevent(?:ed|s)?\s(?:about\s)?$|\bdown\s$",
    re.IGNORECASE,
)
_BEFORE_UP = re.compile(
    r"\b(?:rose|rises?|risen|rising|grew|grows?|grown|growth|growing|increas(?:ed|es?|ing)|climb(?:ed|s)?|"
    r"gain(?:ed|s)?|up)\b(?:\s\w+){0,4}?\s(?:by|of)\s(?:\w+\s){0,2}$|\bup\s$",
    re.IGNORECASE,
)


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
    word = word.lower()
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
    if _AFTER_DOWN.match(after) or _BEFORE_DOWN.search(before):
        return -1
    if _AFTER_UP.match(after) or _BEFORE_UP.search(before):
        return 1
    return 0
