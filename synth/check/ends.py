"""Whether two texts speak of the same end of a comparison: of those with, or of those without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from synth.check.lexicon import lexicon
from synth.check.parity import Part, is_telling
from synth.check.words import EMPTY, Word, stem, words_of
from synth.model import Evidence, Project

_LETTER = re.compile(r"(?<=\w )[A-Z]\b(?![’'.-])")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATING = frozenset("not no without never nobody cannot none nor neither nothing".split())
_PLACE = re.compile(
    r"(?:^In (?:[\w-]+ ){0,5}|\b(?:in|from|near|across|of) (?:[\w-]+ ){0,3})"
    r"[A-Z][\w’-]*(?: [A-Z][\w’-]*)*"
    r"(?: (?:study|trial|survey|community|review))?,?"
)
_ASIDE = re.compile(
    r",? with(?:out| no) (?:an? )?(?:source|margin|figure|number|interval|control|date)\b[^,]*,?"
)
_VOICE = re.compile(
    r"^(?:(?:The|A|An|One)(?: [\w-]+){0,2} (?:paper|study|review|report|survey)"
    r"(?: behind this \w+)?"
    r"(?: (?:says|holds|found|finds|notes|suggests|shows|reports)(?: that)?)?"
    r"(?: (?:its|the) studies)?) (?=\w)"
    r"|,? (?:says|writes|holds|the author says|the paper says)\b.*$"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """How a part of a claim speaks of the ends that a finding compares.

    `strange` are its telling stems that the finding does not have, `missing` those of the finding
    that it does not have; `turns` counts denials and exchanged ends; `doubtful` says that it may
    speak of some other comparison.
    """

    strange: frozenset[str]
    missing: frozenset[str]
    turns: int
    doubtful: bool


def ends_of(part: Part, own: Part, evidence: Evidence, project: Project) -> Ends:
    """How a part of a claim speaks of the ends that `own`, a part of the finding, compares."""
    (said, said_then), (told, told_then) = _split(_bared(part.text)), _split(_bared(own.text))
    exchanged = bool(said & (told_then - told))
    if exchanged and (said | said_then) & (told - told_then) - said_then:
        exchanged = not said & (told - told_then - said_then)
    known = stems(evidence.finding.statement) | terms(evidence, project)
    strange = (said | said_then) - known
    missing = told - said - (said_then if exchanged else frozenset())
    exposure = project.vocabulary.exposure(evidence.finding.exposure)
    if exchanged:
        missing -= told - told_then
    elif exposure is not None and stems(exposure.label) <= said:
        missing &= contrasts()
    turns = exchanged + abs(
        negations(_before_than(_bared(part.text))) - negations(_before_than(_bared(own.text)))
    )
    mixed = bool(said & (told_then - told)) and not exchanged
    mixed = mixed or bool(_numbers(part.text)[0] & _numbers(own.text)[1])
    return Ends(strange, missing, turns, mixed or bool((strange | missing) & contrasts()))


_THAN = re.compile(r"\bthan\b(?P<then>[^,;:]*)")


def _before_than(text: str) -> str:
    """The text without what it is compared with."""
    return _THAN.sub("", text)


def _bared(text: str) -> str:
    """The text without who says so and without places: "In a UK study, …", "…, writes Crowe"."""
    return _PLACE.sub(" ", _VOICE.sub("", _ASIDE.sub("", text)))


@lru_cache(maxsize=5_000)
def _split(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The telling stems of what is compared, and of what stands after "than"."""
    signed = {stem(word.text) for word in words_of(text) if is_telling(word.text)}
    after = " ".join(found["then"] for found in _THAN.finditer(text))
    return stems(_before_than(text)) - signed, stems(after) - signed


@lru_cache(maxsize=5_000)
def _numbers(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of what is compared, and those that stand after "than" alone."""
    after = " ".join(found["then"] for found in _THAN.finditer(text))
    before = frozenset(_NUMBER.findall(_before_than(text)))
    return before, frozenset(_NUMBER.findall(after)) - before


@lru_cache(maxsize=5_000)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that may tell one thing from another, and names of one
    letter ("drug A"); no numbers.
    """
    return frozenset(_telling(words_of(text))) | frozenset(_LETTER.findall(text))


def _telling(words: Iterable[Word]) -> Iterable[str]:
    for word in words:
        for each in re.split("[-']", word.text):
            if (each not in EMPTY or each in _kept()) and not each.isdigit() and len(each) > 1:
                found = stem(each)
                if found not in _harmless():
                    yield found


@lru_cache(maxsize=5_000)
def negations(text: str) -> int:
    """How many words of a text deny something."""
    return sum(each.text in _NEGATING or each.text.endswith("n't") for each in words_of(text))


def terms(evidence: Evidence, project: Project) -> frozenset[str]:
    """The stems of what the record says of whom it looked at, and of its terms."""
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    exposure = project.vocabulary.exposure(evidence.finding.exposure)
    record = evidence.record
    told = [record.population, record.setting, record.period]
    told += [f"{each.label} {each.about or ''}" for each in (outcome, exposure) if each]
    return frozenset().union(*(stems(each) for each in told if each))


@cache
def contrasts() -> frozenset[str]:
    """The stems of words that tell one end of a comparison from the other: "without", "old"."""
    return frozenset(stem(each) for each in lexicon("direction")["ends"]["contrasts"].split())


@cache
def _kept() -> frozenset[str]:
    return frozenset("once before after off out over under few only other own until".split())


@cache
def _harmless() -> frozenset[str]:
    return frozenset(stem(each) for each in lexicon("direction")["ends"]["harmless"].split())
