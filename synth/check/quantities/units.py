"""Units, currencies and the nouns that are counted, as words of a text name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.words import stem

CURRENCIES: Mapping[str, str] = {
    "£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY", "₹": "INR", "gbp": "GBP", "usd": "USD",
    "eur": "EUR", "jpy": "JPY", "inr": "INR", "chf": "CHF", "aud": "AUD", "cad": "CAD",
    "nzd": "NZD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "us$": "USD", "a$": "AUD",
    "c$": "CAD", "pound": "GBP", "pounds": "GBP", "pound sterling": "GBP", "pence": "GBP",
    "pounds sterling": "GBP", "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD",
    "us dollar": "USD", "us dollars": "USD", "cents": "USD", "rupees": "INR", "yen": "JPY",
}  # fmt: skip
"""ISO 4217 codes by sign and name."""

HUNDREDTHS = frozenset({"pence", "cents"})

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*[²³]?|[µμ°%][^\W\d_]*")
_SKIPPED = re.compile(r"(?:[^\w.,;:()]|of\b|and\b)*", re.IGNORECASE)
_STOPS = frozenset(
    """
    a about above across after against among an and as at because before below between but
    by compared did do does during each every fell for per than from grew had has have in
    into is it its less lower higher more fewer of on or over per rose since so such than
    that the their them then there these they this those though through to under until up
    was we were when where which while who whose will with within without would
    """.split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its name, what it measures, and how many of the first unit it is."""

    name: str
    of: str
    factor: float


@cache
def units() -> Mapping[str, Unit]:
    """The units by each of their words, in small letters."""
    return {
        word: Unit(row["name"], row["of"], float(row["factor"]))
        for row in lexicon("quantities")["unit"]
        for word in row["words"]
    }


@cache
def by_name() -> Mapping[str, Unit]:
    """The units by their names."""
    return {unit.name: unit for unit in units().values()}


@cache
def counted() -> Mapping[str, frozenset[str]]:
    """The classes that a counted noun belongs to, by its stem."""
    found: dict[str, set[str]] = {}
    for name, row in lexicon("quantities")["counted"].items():
        for word in row["words"]:
            for form in (word, _plural(word)):
                found.setdefault(stem(form), set()).add(name)
    return {word: frozenset(classes) for word, classes in found.items()}


def _plural(word: str) -> str:
    irregular = {"child": "children", "person": "people", "woman": "women", "man": "men"}
    if word in irregular:
        return irregular[word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def alike(one: str, other: str) -> bool:
    """Whether one counted noun, by its stem, may stand for the other."""
    if one == other:
        return True
    first, second = counted().get(one, frozenset()), counted().get(other, frozenset())
    if not first or not second or first & second:
        return True
    rows = lexicon("quantities")["counted"]
    return any(b in rows[a]["like"] or a in rows[b]["like"] for a in first for b in second)


@cache
def rhetorical() -> frozenset[str]:
    """The stems of the nouns that a writer counts for order, not from a source."""
    return frozenset(
        stem(form)
        for word in lexicon("quantities")["rhetoric"]["words"]
        for form in (word, _plural(word))
    )


def noun_after(text: str, start: int) -> tuple[str, str]:
    """What the number that ends at `start` counts: the stem of a noun that is often counted,
    else that of the next word, and that word; both empty where no word follows.
    """
    first = ("", "")
    at = start
    for _ in range(5):
        skipped = _SKIPPED.match(text, at)
        found = _WORD.match(text, skipped.end() if skipped else at)
        if found is None:
            break
        word = found[0].lower().replace("’", "'")
        if word in _STOPS:
            break
        if word == "other":
            at = found.end()
            continue
        for part in (word, word.rpartition("-")[2]):
            if stem(part) in counted():
                return stem(part), part
        first = first if first[0] else (stem(word), word)
        at = found.end()
    return first
