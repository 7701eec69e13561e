"""The rule about limits of a study that no brief should leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from synth.check.phrases import in_english
from synth.check.subject import Statement, Subject
from synth.check.words import EMPTY, content, stem
from synth.document import Sentence
from synth.model import Evidence, Limit
from synth.problems import Problem, Severity

SHARE = 0.5
"""A sentence must bear more than this part of a limit's words to mention it."""

_CERTAINTY = re.compile(
    r"\b(?:how (?:sure|certain|far|well|reliable|strong|good)|certain|uncertain|certainty|limits?|"
    r"limitations?|caveats?|caution|cautions|confidence|trust the evidence|quality|strengths?|"
    r"weakness(?:es)?|gaps?|unknowns?|not know|don’t know|cannot (?:say|tell)|methods?)\b",
    re.I,
)
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_OF_STUDIES = frozenset(
    """
    author authors study studies paper papers article report reported says said tell told finding
    findings result results evidence research review question
    """.split()
)
"""Words of talk about any study, which tell of no limit in particular."""
_DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_PARTS = re.compile(r"[^\W\d_]+")


def limits_dropped(subject: Subject) -> Iterator[Problem]:
    """A limit of severity `major`, of a cited finding or its study, that the brief never mentions.

    Each is told of once, at the first claim that it bears on.
    """
    if not in_english(subject):
        return
    seen: set[tuple[str, str]] = set()
    for statement in subject.statements:
        for evidence in statement.evidence:
            for limit in (*evidence.finding.limits, *evidence.record.limits):
                key = (evidence.reference, limit.text)
                if limit.severity != "major" or key in seen:
                    continue
                seen.add(key)
                topic = evidence.finding.statement
                if not any(mentions(each, limit.text, topic) for each in _about(evidence, subject)):
                    yield _problem(statement, evidence, limit)


def _problem(statement: Statement, evidence: Evidence, limit: Limit) -> Problem:
    text = limit.text if len(limit.text) <= 160 else f"{limit.text[:159]}…"
    return statement.problem(
        "limits-dropped",
        Severity.WARNING,
        f"the brief never says of “{evidence.reference}”: {text}",
        f"{evidence.place.file} marks this limit as major. Say it beside the claim or where you "
        "say how sure you are, in words like its own; or waive this with the reason.",
    )


def _about(evidence: Evidence, subject: Subject) -> Iterator[str]:
    """The sentences of a brief that could tell of a study's limits.

    Those that cite it; the rest of their paragraph, list item or table row; and those of sections
    about certainty or about what is not known. One that cites nothing goes on with the one before.
    """
    keys = set(evidence.record.references)
    own = {
        citation.number
        for citation in subject.citations
        if any(item.reference in keys for item in citation.items)
    }
    blocks = {each.block for each in subject.sentences if own.intersection(each.citations)}
    before: Sentence | None = None
    for each in subject.sentences:
        if each.block in blocks or each.role == "unknown" or _on_certainty(each):
            goes_on = before is not None and before.block == each.block and not each.cited
            yield f"{before.text} {each.text}" if before and goes_on else each.text
            before = each


def _on_certainty(sentence: Sentence) -> bool:
    return bool(_CERTAINTY.search(sentence.section))


def mentions(text: str, limit: str, topic: str = "") -> bool:
    """Whether a text bears more than `SHARE` of the limit's words and numbers, two at the least.

    One of them must not stand in the `topic` too, what the finding says, or any telling of the
    finding would tell of its limit. Words are compared by their stems; those that any talk of
    studies has are left out.
    """
    wanted = gist(limit)
    found = wanted & gist(text)
    if not wanted:
        return True
    own = wanted - gist(topic)
    enough = len(found) > SHARE * len(wanted) and len(found) >= min(2, len(wanted))
    return enough and (not own or bool(own & found))


@lru_cache(maxsize=20_000)
def gist(text: str) -> frozenset[str]:
    """The stems and numbers that tell what a limit is about; small numbers in words are digits."""
    words = content(text) - _left_out()
    numbers = {digits.replace(",", "") for digits in _DIGITS.findall(text)}
    spelled = {_NUMBERS[word] for word in _said(text) if word in _NUMBERS and word != "one"}
    return frozenset({*words, *numbers, *spelled})


@cache
def _left_out() -> frozenset[str]:
    """The stems of words that are not compared: those of all studies, and numbers in words."""
    return frozenset(stem(word) for word in (*_OF_STUDIES, *_NUMBERS))


def _said(text: str) -> Sequence[str]:
    return [word for word in _PARTS.findall(text.lower()) if word not in EMPTY]
