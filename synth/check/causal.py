"""The rule about words of cause and effect on evidence that cannot carry them.

The words are those that readers take as causal (Haber and others 2022, "Causal and associational
language in observational health research", American Journal of Epidemiology 191(12)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.check.causal_language import Causal, causal_words
from synth.check.phrases import attributed, doubted, hedge_of, in_english, is_claim
from synth.check.subject import Statement, Subject
from synth.model import Evidence, Project
from synth.problems import Problem, Severity

_LINKED = re.compile(r"(?i)\b(?:links?|linked|associated|correlated|go(?:es)? with|went with)\b")


def causal_wording(subject: Subject) -> Iterator[Problem]:
    """A claim in words of cause and effect, on findings whose designs cannot show a cause."""
    if not in_english(subject):
        return
    for statement in subject.statements:
        if not is_claim(statement) or _may_be_causal(statement, subject.project):
            continue
        sentence = statement.sentence.text
        for found in causal_words(statement.text):
            at = statement.start + found.start
            if doubted(sentence, at) or _allowed(statement, found, at):
                continue
            yield _problem(statement, found, subject.project)
            break


def _may_be_causal(statement: Statement, project: Project) -> bool:
    designs = [project.vocabulary.design(each.record.design) for each in statement.evidence]
    return any(design is not None and design.causal for design in designs)


def _allowed(statement: Statement, found: Causal, at: int) -> bool:
    """Whether the claim says no more than its findings may: hedged, or somebody's view."""
    sentence = statement.sentence.text
    hedge = hedge_of(sentence, at)
    if hedge == "weak":
        return True
    if hedge == "moderate" and any(
        _grade(each) in ("moderate", "high") for each in statement.evidence
    ):
        return True
    told = attributed(sentence) or statement.narrative
    if told and all(_is_view(each) for each in statement.evidence):
        return True
    return (told or hedge is not None) and any(
        _says_the_same(each.finding.statement, found.lemma) for each in statement.evidence
    )


def _is_view(evidence: Evidence) -> bool:
    """Whether a finding is somebody's view or proposal, and more than that things are linked."""
    own = evidence.finding.statement
    return evidence.finding.basis in ("view", "proposal") and bool(
        causal_words(own) or not _LINKED.search(own)
    )


def _says_the_same(own: str, lemma: str) -> bool:
    """Whether a finding's own statement has the word too, hedged or put in someone's mouth."""
    return any(
        each.lemma == lemma and (hedge_of(own, each.start) is not None or attributed(own))
        for each in causal_words(own)
    )


def _grade(evidence: Evidence) -> str | None:
    judgement = evidence.judgement("grade")
    return str(judgement.level) if judgement else None


def _problem(statement: Statement, found: Causal, project: Project) -> Problem:
    evidence = statement.evidence[0]
    design = project.vocabulary.design(evidence.record.design)
    how = (
        f'the design of "{evidence.reference}" ({design.label}) cannot show that'
        if design
        else f'no design is recorded for "{evidence.reference}" that could show that'
    )
    return statement.problem(
        "causal-wording",
        Severity.ERROR,
        f"“{found.words}” says that one thing causes another, and {how}",
        _hint(evidence, project),
        found.start,
    )


def _hint(evidence: Evidence, project: Project) -> str:
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    what = outcome.label[:1].lower() + outcome.label[1:] if outcome else "it"
    word = {"decrease": "less", "increase": "more"}.get(evidence.finding.direction or "")
    if word is None:
        return (
            "Say what was seen: “was linked to”, “went with”. If it is someone's view, say whose."
        )
    return (
        f"Say what was seen: “went with {word} …”, “was linked to {word} …”, "
        f"“was {word} common where …” (the finding is about {what})."
    )
