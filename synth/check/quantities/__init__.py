"""The quantities that a text names: counts, shares, money, times, measures, ages, years.

Digits are read as the locale writes them (Unicode CLDR, through babel); words are English, and
are read by text2num. Labels ("Table 3", "COVID-19"), ordinals, times of day and telephone
numbers are no quantities; nor is "one" that stands for somebody.
"""

from __future__ import annotations

import re
from functools import lru_cache

from synth.check.quantities.labels import without_labels
from synth.check.quantities.model import Approximator, Kind, Quantity
from synth.check.quantities.numerals import Numeral, numerals
from synth.check.quantities.phrases import phrases
from synth.check.quantities.reading import read_quantities
from synth.check.quantities.units import noun_after, units
from synth.check.words import stem

MAX_LENGTH = 10_000
"""The letters of a text that are looked at; no sentence is as long."""

_ONE_IN = re.compile(r"\s(?:in|out of)\s(?:every\s|each\s)?(?:\d|\w+)|\s?-?(?:%|per\s?cent)", re.I)
_STUDY = frozenset(stem(word) for word in ("study", "trial", "review", "survey", "experiment"))


@lru_cache(maxsize=20_000)
def quantities_of(text: str, locale: str = "en-GB") -> tuple[Quantity, ...]:
    """The quantities of a text in their order; `locale` is that of its digits (BCP 47)."""
    clean = without_labels(text[:MAX_LENGTH])
    found = [each for each in numerals(clean, locale) if _counts(clean, each)]
    read = list(read_quantities(clean, found))
    if locale.startswith("en"):
        read += [
            each
            for each in phrases(clean)
            if not any(one.start < each.end and each.start < one.end for one in read)
        ]
    return tuple(sorted(read, key=lambda each: each.start))


def _counts(text: str, numeral: Numeral) -> bool:
    """Whether a number counts anything: "one" mostly does not."""
    if not numeral.words or numeral.value != 1 or numeral.fraction:
        return True
    if (ratio := _ONE_IN.match(text, numeral.end)) is not None:
        return _is_number(text, ratio.end()) or ratio[0].strip(" -").lower() in ("%", "per cent")
    noun, _ = noun_after(text, numeral.end)
    after = re.match(r"[\s-]([a-z]+)", text[numeral.end : numeral.end + 20], re.IGNORECASE)
    return noun in _STUDY or (
        after is not None and after[1].lower() in ("year", "month", "week", "hour", "decade")
    )


def _is_number(text: str, end: int) -> bool:
    """Whether the word that ends here is a number."""
    word = re.search(r"[\w,.]+$", text[max(0, end - 40) : end])
    return word is not None and (
        word[0][:1].isdigit() or any(True for _ in numerals(f"{word[0]}", "en"))
    )


__all__ = ["Approximator", "Kind", "Quantity", "quantities_of", "units"]
