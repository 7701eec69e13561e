"""The rule about claims that say more where their finding says less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.check.clear_sign import clear_sign
from synth.check.parity import null_words, parts_of
from synth.check.phrases import in_english, is_claim
from synth.check.subject import Statement, Subject
from synth.check.turning import verdict_on
from synth.check.words import words_of
from synth.model import Evidence, Project
from synth.problems import Problem, Severity

RULE = "direction-mismatch"

_POSSIBLE = re.compile(r"(?i)\b(?:include[sd]?|possible)\b")
_PURPOSE = re.compile(
    r"(?i)\b(?:ways?|plans?|aims?|aimed|meant|designed|hoped?|in order|how|efforts?) (?:\w+ )?to $"
)
_HARDLY = re.compile(r"(?i)\W+(?:\w+ ){0,2}(?:hardly|not|cannot|no)\b")
_SIGNS = {"increase": 1, "decrease": -1}
_DENIED = re.compile(r"(?i)\b(?:no|not|never|nor|neither|cannot|none|nobody)\b|n[’']t\b")
_OPEN = re.compile(r"(?i)^\W*(?:whether|how|what|if)\b")
_NEGATED = re.compile(
    r"(?i)(?:\bno|\bnot|\bnever|n[’']t|\bneither|\bcannot|\bnor|\bnone)(?: \w+){0,3} $"
)


def direction_mismatch(subject: Subject) -> Iterator[Problem]:
    """A claim that tells another direction than its finding: its statement, or its `direction`."""
    if not in_english(subject):
        return
    for statement in subject.statements:
        if not is_claim(statement) or _OPEN.match(statement.sentence.text):
            continue
        found = (
            _against_none(statement, subject.project)
            or _no_link(statement)
            or _turned(statement, subject.project)
            or _record_at_odds(statement, subject.project)
        )
        if found is not None:
            yield found


# ── no difference ───────────────────────────────────────────────────────────────────


def _against_none(statement: Statement, project: Project) -> Problem | None:
    """A direction told of findings that show none."""
    if any(each.finding.direction != "none" for each in statement.evidence):
        return None
    if null_words().search(statement.sentence.text) or _DENIED.search(statement.text):
        return None
    own = {
        word.text for each in statement.evidence for word in words_of(each.finding.statement)
    } | {
        word.text
        for each in statement.evidence
        if (exposure := project.vocabulary.exposure(each.finding.exposure))
        for word in words_of(exposure.label)
    }
    for part in parts_of(statement.text):
        for word in part.words:
            if word.sort == "degree" and word.text not in _SUPERLATIVES | own:
                return _problem(
                    statement,
                    f"“{word.text}” tells a direction, and the finding shows none",
                    statement.evidence[0],
                    word.start,
                )
    clear = re.search(
        r"(?i)\b(?:an?|the) (?:clear |real )?(?:difference|effect|sign)\b", statement.text
    )
    if (
        clear
        and not _NEGATED.search(statement.text[: clear.start()])
        and not _HARDLY.match(statement.text, clear.end())
    ):
        return _problem(
            statement,
            f"“{clear[0]}” tells of a difference, and the finding shows none",
            statement.evidence[0],
            clear.start(),
        )
    return None


_SUPERLATIVES = frozenset("most least best worst highest lowest above below".split())


def _no_link(statement: Statement) -> Problem | None:
    """No difference told of findings that show one."""
    if any(each.finding.direction not in ("increase", "decrease") for each in statement.evidence):
        return None
    null = null_words().search(statement.text)
    if null and _POSSIBLE.search(statement.text[max(null.start() - 20, 0) : null.end() + 20]):
        return None
    if null is None or any(
        null_words().search(each.finding.statement) for each in statement.evidence
    ):
        return None
    if null[0].lower() in (
        "the same",
        "alike",
        "equally",
        "as many",
        "no evidence of",
        "no evidence that",
    ):
        return None
    if any(word.sort == "degree" for part in parts_of(statement.text) for word in part.words):
        return None
    return _problem(
        statement,
        f"“{null[0]}” says that nothing differs, and the finding shows that something does",
        statement.evidence[0],
        null.start(),
    )


# ── the other way round ─────────────────────────────────────────────────────────────


def _turned(statement: Statement, project: Project) -> Problem | None:
    """A part of the claim that turns a finding round."""
    bad = frozenset(word for each in statement.evidence for word in _bad_words(each, project))
    for part in parts_of(statement.text, bad):
        telling = [word for word in part.words if word.sort != "bad"]
        if any(_is_unsaid(statement.text[: word.start]) for word in telling):
            continue
        verdicts = [
            verdict_on(part, telling, statement.text, each, project, bad)
            for each in statement.evidence
        ]
        if any(verdict.fits for verdict in verdicts):
            continue
        for evidence, verdict in zip(statement.evidence, verdicts, strict=True):
            word = verdict.blamed
            if word is not None:
                turns = "turns" if verdict.sure else "seems to turn"
                return _problem(
                    statement,
                    f"“{statement.text[word.start : word.end]}” {turns} the finding round",
                    evidence,
                    word.start,
                )
    return None


def _record_at_odds(statement: Statement, project: Project) -> Problem | None:
    """A claim on a finding whose `direction` is not that of its own statement."""
    for evidence in statement.evidence:
        direction = evidence.finding.direction
        told = clear_sign(evidence.finding.statement, evidence, project)
        if told is None or direction not in _SIGNS or told[0] == _SIGNS[direction]:
            continue
        return statement.problem(
            RULE,
            Severity.WARNING,
            f"the finding {evidence.id} has the direction “{direction}”, and its own statement "
            "tells the other one",
            f"Look which is right, in the record: {evidence.finding.statement}",
        )
    return None


def _is_unsaid(before: str) -> bool:
    """Whether the word that follows is denied, or told as a purpose: "ways to reduce"."""
    return bool(_NEGATED.search(before) or _PURPOSE.search(before))


def _bad_words(evidence: Evidence, project: Project) -> Iterator[str]:
    """The words of an outcome that is hoped to be rarer; those that are good in it left out."""
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    if outcome is not None and outcome.desired == "decrease" and len(outcome.label.split()) == 1:
        yield from (each.text for each in words_of(outcome.label))


def _problem(statement: Statement, message: str, evidence: Evidence, offset: int) -> Problem:
    return statement.problem(
        RULE,
        Severity.WARNING,
        message,
        f"The finding {evidence.id}: {evidence.finding.statement}",
        offset,
    )
