"""The rule about claims that reach further than their study: "always", "all", "proves"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.narrower import widened
from synth.check.phrases import attributed, hedges, in_english, is_claim, is_open
from synth.check.places import mentions
from synth.check.subject import Statement, Subject
from synth.check.words import stem, words_of
from synth.problems import Problem, Severity

RULE = "overgeneral"

_NEGATING = re.compile(
    r"(?i)(?:\b(?:no|not|nor|neither|cannot|without|hardly|nearly|almost)|n[’']t)\b(?: \w+){0,2} $"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
_STUDIED = re.compile(
    r"(?i)\b(?:study|studies|trial|trials|survey|surveys|review|reviews|paper|sample|data|research|authors?|"
    r"questionnaire|estimate|interviews?|records?|count|counted|found|reported|article|X|aged?|years?|where)\b"
)


def overgeneral(subject: Subject) -> Iterator[Problem]:
    """A claim with a word for all cases that its findings do not have, or one that tells of
    people in general, in the present, what one place's study found.
    """
    if not in_english(subject):
        return
    for statement in subject.statements:
        if is_claim(statement):
            found = (
                _absolute(statement)
                or _too_many(statement, subject)
                or widened(statement, subject.context(statement))
            )
            if found is not None:
                yield found


def _absolute(statement: Statement) -> Problem | None:
    text, sentence = statement.text, statement.sentence.text
    own_stems = {
        word.stem for each in statement.evidence for word in words_of(each.finding.statement)
    }
    harmless = [
        *(each.span() for each in _words("harmless").finditer(text)),
        *(each.span() for each in _QUOTED.finditer(text)),
    ]
    for found in _words("absolute").finditer(text):
        if any(start <= found.start() < end for start, end in harmless):
            continue
        if stem(found[0].split()[-1].lower()) in own_stems:
            continue
        if _NEGATING.search(text[: found.start()]) or _doubtful_proof(found[0], sentence):
            continue
        return statement.problem(
            RULE,
            Severity.ERROR if found[0].lower() in _surest() else Severity.WARNING,
            f"“{found[0]}” says more than the evidence can: {_whom(statement)}",
            f"Keep to what was found: {statement.evidence[0].finding.statement}",
            found.start(),
        )
    return None


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon('overgeneral')[kind])})\b", re.I)


@cache
def _surest() -> frozenset[str]:
    return frozenset(lexicon("overgeneral")["surest"].split())


@cache
def _people() -> re.Pattern[str]:
    words = lexicon("overgeneral")
    who, does = "|".join(words["people"].split()), "|".join(words["present"].split())
    return re.compile(rf"^\W*(?P<who>{who}) (?:\w+ly )?(?:{does})\b", re.I)


def _doubtful_proof(word: str, sentence: str) -> bool:
    return word.lower().startswith("pro") and is_open(sentence)


def _whom(statement: Statement) -> str:
    record = statement.evidence[0].record
    told = [record.population, record.setting, ", ".join(record.countries)]
    known = "; ".join(each for each in told if each)
    return f"it looked at {known}" if known else "it is one study"


def _too_many(statement: Statement, subject: Subject) -> Problem | None:
    """ "Children sleep better" for a study of infants in one city, and nothing said of a study."""
    record = statement.evidence[0].record
    found = _people().match(statement.text)
    if len(statement.evidence) > 1 or not record.population or not found:
        return None
    who = found["who"].lower()
    if statement.evidence[0].finding.basis != "result":
        return None
    narrower = len(words_of(record.population)) > 2 and record.population.lower() != who
    around = subject.context(statement)
    if not narrower or _STUDIED.search(around) or mentions(around) or hedges(around):
        return None
    if attributed(around):
        return None
    return statement.problem(
        RULE,
        Severity.WARNING,
        f"“{found['who']}” in general is wider than the study: {record.population}",
        "Say whom the study looked at, and where: “in one study of …”.",
        found.start("who"),
    )
