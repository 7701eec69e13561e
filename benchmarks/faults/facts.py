"""What a sentence says and what its findings hold, as far as an operator must know it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.faults.lexicon import COUNTRIES, HEDGES, NUMBER_WORDS
from synth.model import Evidence

_NUMBER = re.compile(r"(?<![\w.,#])-?\d+(?:,\d{3})*(?:\.\d+)?(?:½)?(?![\w])")
_LEVEL = re.compile(r"95% interval|95% confidence")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed; `start` is its offset in the words it was found in."""

    start: int
    text: str

    @property
    def value(self) -> float:
        return abs(float(self.text.replace(",", "").replace("½", ".5")))

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def numbers(words: str) -> list[Number]:
    """The numbers typed in digits, but not the level of an interval."""
    levels = [match.span() for match in _LEVEL.finditer(words)]
    return [
        Number(match.start(), match[0])
        for match in _NUMBER.finditer(words)
        if not any(low <= match.start() < high for low, high in levels)
    ]


def held(findings: Sequence[Evidence]) -> set[float]:
    """Every number that some findings and their studies hold, without its sign."""
    values: set[float] = set()
    for each in findings:
        effect, record = each.finding.effect, each.record
        limits = (str(limit) for limit in (*each.finding.limits, *record.limits))
        told = [each.finding.statement, effect.note, effect.unit, *limits,
                record.period, record.setting, record.population]  # fmt: skip
        for text in told:
            if text:
                values.update(number.value for number in numbers(text))
                values.update(v for w, v in NUMBER_WORDS.items() if has(text, w))
        sizes = (effect.estimate, effect.low, effect.high, record.sample)
        values.update(abs(float(size)) for size in sizes if size is not None)
    return values


def near(value: float, values: set[float], by: float = 0.15) -> bool:
    """Whether a number could be one of these, rounded."""
    return any(abs(value - each) <= by * max(abs(each), 1e-9) for each in values)


def has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def each_of(words: str, word: str) -> Iterator[tuple[int, str]]:
    """Where a word stands in a sentence, as it is written there."""
    edge = r"(?<!\w)" if word[0].isalnum() else ""
    tail = r"(?!\w)" if word[-1].isalnum() else ""
    for match in re.finditer(rf"{edge}{re.escape(word)}{tail}", words, re.IGNORECASE):
        yield match.start(), match[0]


def like(written: str, other: str) -> str:
    """The other word with the capital that the written one has."""
    return other[:1].upper() + other[1:] if written[:1].isupper() else other


def hedges(words: str) -> list[str]:
    return [hedge for hedge in HEDGES if has(words, hedge)]


def countries_named(words: str) -> set[str]:
    """The countries that a sentence names, by their codes."""
    words = words.replace("British Columbia", "Canada")
    return {code for code, names in COUNTRIES.items() if any(has(words, name) for name in names)}


def countries_of(findings: Sequence[Evidence]) -> set[str]:
    return {code for each in findings for code in each.record.countries}


def directions(findings: Sequence[Evidence]) -> set[str]:
    return {each.finding.direction for each in findings if each.finding.direction}


def levels(findings: Sequence[Evidence]) -> set[str]:
    """The GRADE levels of some findings."""
    found = [each.judgement("grade") for each in findings]
    return {str(judgement.level) for judgement in found if judgement}


def causal(findings: Sequence[Evidence], causal_designs: set[str]) -> bool:
    """Whether any of them comes from a design that can carry a cause."""
    return any(each.record.design in causal_designs for each in findings)


def digits_changed(number: Number, values: set[float]) -> str | None:
    """The number with one digit changed so that it is none of the values, even rounded."""
    size = len(number.text)
    first = number.start % size
    for place in [*range(first, size), *range(first)]:
        digit = number.text[place]
        if not digit.isdigit():
            continue
        for step in (3, 5, 2, 7):
            new = str((int(digit) + step) % 10)
            text = number.text[:place] + new + number.text[place + 1 :]
            leading = place == 0 or not number.text[:place].strip("-")
            if leading and new == "0":
                continue
            if not rounded(text, values) and Number(0, text).value != number.value:
                return text
    return None


def rounded(text: str, values: set[float]) -> bool:
    """Whether a number as typed is one of the values, as they are or rounded to its places."""
    value = Number(0, text).value
    bare = text.replace(",", "").lstrip("-")
    zeros = len(bare) - len(bare.rstrip("0"))
    places = len(bare.partition(".")[2]) if "." in bare else -zeros
    return any(round(each, places) == value for each in values)
