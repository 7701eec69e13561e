"""How a sentence says what it says: put forward by somebody, hedged, doubted, or plainly."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from synth.check.lexicon import lexicon
from synth.check.subject import Statement, Subject

Hedge = Literal["weak", "moderate", "can"]

LONGEST = 3_000
"""The characters of the longest sentence whose wording is looked at."""

_CLAUSE_END = re.compile(r"[,;:–—(]|\b(?:but|yet|while|although|though|whereas|so)\b")
_STOP = re.compile(r"[;:–—]|\b(?:but|yet|while|although|though|whereas)\b")


def in_english(subject: Subject) -> bool:
    """Whether the document is in English, for rules that look at its wording."""
    return subject.document.locale.lower().startswith("en")


def is_claim(statement: Statement) -> bool:
    """Whether a statement claims something: it has evidence, and is no question or advice.

    What is longer than any sentence is not looked at.
    """
    texts = (statement.sentence.text, *(each.finding.statement for each in statement.evidence))
    return (
        bool(statement.evidence)
        and max(map(len, texts)) <= LONGEST
        and statement.claim.kind != "recommendation"
        and not statement.sentence.text.rstrip(" ”\"'").endswith("?")
    )


@lru_cache(maxsize=5_000)
def attributed(text: str) -> bool:
    """Whether a sentence says that somebody holds, proposes or reports what it tells."""
    return bool(
        _active().search(text) or _passive().search(text) or _attributing_phrase().search(text)
    )


@lru_cache(maxsize=5_000)
def doubted(text: str, offset: int) -> bool:
    """Whether what stands at this character is denied or left open by its sentence."""
    if _doubt_of_sentence().search(text):
        return True
    start = max((each.end() for each in _CLAUSE_END.finditer(text, 0, offset)), default=0)
    return bool(_doubt_in_clause().search(text, start, offset + 1))


@lru_cache(maxsize=5_000)
def is_open(text: str) -> bool:
    """Whether a sentence as a whole leaves open, or doubts, what it tells."""
    return bool(_doubt_of_sentence().search(text))


@lru_cache(maxsize=5_000)
def clause_at(text: str, offset: int) -> tuple[int, int]:
    """Where the clause at this character begins and ends, by its stops and by "but"."""
    start = max((each.end() for each in _STOP.finditer(text, 0, offset)), default=0)
    after = _STOP.search(text, offset + 1)
    return start, after.start() if after else len(text)


@lru_cache(maxsize=5_000)
def hedge_of(text: str, offset: int) -> Hedge | None:
    """The hedge that stands before this character, in the same part of the sentence."""
    start = max((each.end() for each in _STOP.finditer(text, 0, offset)), default=0)
    found = [each for each in hedges(text) if start <= each[1] <= offset]
    for kind in ("weak", "moderate", "can"):
        if any(each[0] == kind for each in found):
            return kind
    return None


@lru_cache(maxsize=5_000)
def hedges(text: str) -> tuple[tuple[Hedge, int, str], ...]:
    """The hedges of a text in their order: kind, where it starts, its words."""
    kinds: dict[str, Hedge] = {"weak": "weak", "moderate": "moderate", "can": "can"}
    return tuple(
        (kinds[each.lastgroup], each.start(), each[0])
        for each in _hedge().finditer(text)
        if each.lastgroup and not _is_month(text, each)
    )


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Whether "May" is the month, or "can" a tin: written so that it cannot be the verb."""
    if found[0] == "May":
        return bool(re.match(r" \d", text[found.end() :])) or found.start() > 0
    return found[0].isupper() and len(found[0]) > 1


def listed(words: str) -> list[str]:
    """The entries of a list in a lexicon whose entries are parted by bars."""
    return [" ".join(each.split()) for each in words.split("|") if each.strip()]


def any_of(entries: list[str]) -> str:
    """A pattern for any of some words or phrases, the longest first."""
    ordered = sorted(entries, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s+").replace("'", "['’]") for each in ordered)


@cache
def _active() -> re.Pattern[str]:
    voices = lexicon("strength")["voices"]
    who, says = any_of(voices["speakers"].split()), any_of(voices["says"].split())
    near = r"(?:[’']s?)?,?(?:\s+[\w’'-]+){0,4}?\s+"
    verb = r"\b(?:says?|said|writes?|wrote|argues?|suggests?|holds?|notes?)"
    says_then_who = rf"{verb}\s+(?:the\s+)?(?:{who})\b"
    says_then_name = rf"{verb}\s+[A-Z]\w+\b"
    return re.compile(
        rf"(?i:\b(?:{who})\b{near}(?:also\s+)?(?:{says})\b)|(?i:{says_then_who})|{says_then_name}"
        r"|\b[A-Z][a-z]+\s+(?:says|writes|argues|holds|suggests|believes|notes|calls|proposes)\b"
    )


@cache
def _passive() -> re.Pattern[str]:
    said = any_of(lexicon("strength")["voices"]["said_passive"].split())
    return re.compile(
        rf"(?i)\b(?:is|are|was|were|been|be)\s+(?:often\s+|also\s+)?(?:{said})\s+(?:to|as|by|that)\b"
    )


@cache
def _attributing_phrase() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{any_of(listed(lexicon('strength')['voices']['phrases']))})\b")


@cache
def _doubt_of_sentence() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{any_of(listed(lexicon('strength')['doubt']['sentence']))})\b")


@cache
def _doubt_in_clause() -> re.Pattern[str]:
    words = any_of(listed(lexicon("strength")["doubt"]["clause"]))
    return re.compile(rf"(?i)\b(?:{words})\b(?!\s+(?:only|just|merely|longer)\b)|n[’']t\b")


@cache
def _hedge() -> re.Pattern[str]:
    words = lexicon("strength")["hedges"]
    weak = any_of([*words["weak"].split(), *listed(words["weak_phrases"])])
    moderate = any_of(words["moderate"].split())
    return re.compile(
        rf"(?i)\b(?:(?P<weak>{weak})|(?P<moderate>(?<!more )(?<!less )(?<!as )(?:{moderate}))|"
        r"(?P<can>can|is able to|are able to))\b"
    )
