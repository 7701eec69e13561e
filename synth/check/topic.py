"""The rule that a claim is about what its finding is about.

A claim is set beside every finding of the library by the words that they share, each word
weighed by how few findings have it (inverse document frequency: Spärck Jones 1972, Journal of
Documentation 28(1), 11–21). A claim that is much nearer to another finding than to its own is
probably tied to the wrong one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from synth.check.subject import Statement, Subject
from synth.check.words import content
from synth.model import Evidence, Project
from synth.problems import Problem, Severity
from synth.wording import country_name, plain_title

NEARER = 0.15
"""How much nearer, from 0 to 1, another finding must be before the tie is doubted."""
NEARER_ALIKE = 0.2
"""The same for another finding on the same exposure and outcome, which may be told alike."""
STATEMENT = 0.4
"""How much it counts that the claim holds the words of the finding's statement; the rest is
that the finding, with its study, holds the words of the claim."""
NEARBY = 0.5
"""What a word counts that stands not in the claim but in its paragraph, or not in the finding
but in its limits or the title of its study."""
FEWEST = 3
"""A claim with fewer words that the library knows is not judged."""
FINDINGS = 8
"""A library with fewer findings tells too little of which words matter."""


def topic_mismatch(subject: Subject) -> Iterator[Problem]:
    """A claim whose words are those of another finding than the one that it is tied to."""
    if not subject.document.locale.lower().startswith("en"):
        return
    if len(subject.project.evidence) < FINDINGS:
        return
    topics = _topics(subject.project)
    for statement in subject.statements:
        tied = {evidence.id for evidence in statement.evidence}
        near = topics.nearness(content(statement.text), content(subject.context(statement)))
        if not near:
            continue
        best = max((id for id in near if id not in tied), key=near.__getitem__, default=None)
        if best is None:
            continue
        nearest = subject.project.evidence[best]
        for evidence in statement.evidence:
            margin = NEARER_ALIKE if _alike(evidence, nearest) else NEARER
            if near.get(evidence.id, 0.0) < near[best] - margin:
                yield _problem(statement, evidence, nearest)


def _alike(one: Evidence, other: Evidence) -> bool:
    """Whether two findings are about the same exposure and outcome."""
    first, second = one.finding, other.finding
    same = (first.exposure, first.outcome) == (second.exposure, second.outcome)
    return same and first.exposure is not None


def _problem(statement: Statement, tied: Evidence, nearer: Evidence) -> Problem:
    place = next(item.place for item in statement.claim.ties if item.tie == tied.id)
    return Problem(
        "topic-mismatch",
        Severity.WARNING,
        f'this claim is tied to "{tied.id}", and its words are nearer to "{nearer.id}"',
        place,
        f"{tied.id} says: {tied.finding.statement} {nearer.id} says: {nearer.finding.statement}",
        statement.claim.id,
    )


@dataclass(frozen=True)
class _Topics:
    """Which findings have a word, by its stem: in what is said of them, in their statements, and
    in their limits and titles; `weight` is how much a word tells.
    """

    said: Mapping[str, frozenset[str]]
    stated: Mapping[str, frozenset[str]]
    aside: Mapping[str, frozenset[str]]
    weight: Mapping[str, float]
    length: Mapping[str, float]

    def nearness(self, claim: Collection[str], context: Collection[str]) -> Mapping[str, float]:
        """How near each finding is to a claim, from 0 to 1; empty where too little is known."""
        known = [word for word in claim if word in self.weight]
        if len(known) < FEWEST:
            return {}
        whole = sum(self.weight[word] for word in known)
        near: dict[str, float] = {}
        for word in known:
            part = (1 - STATEMENT) * self.weight[word] / whole
            for id in self.said[word]:
                near[id] = near.get(id, 0.0) + part
            for id in self.aside.get(word, frozenset()) - self.said[word]:
                near[id] = near.get(id, 0.0) + part * NEARBY
        for word in {*known, *context}:
            worth = STATEMENT * self.weight.get(word, 0.0) * (1 if word in claim else NEARBY)
            for id in self.stated.get(word, ()):
                near[id] = near.get(id, 0.0) + worth / self.length[id]
        return near


@lru_cache(maxsize=2)
def _topics(project: Project) -> _Topics:
    said = {id: _said(evidence, project) for id, evidence in project.evidence.items()}
    stated = {id: content(each.finding.statement) for id, each in project.evidence.items()}
    aside = {id: _aside(evidence, project) for id, evidence in project.evidence.items()}
    having = Counter(word for words in said.values() for word in words)
    weight = {word: math.log(1 + len(said) / count) for word, count in having.items()}
    length = {id: sum(weight[word] for word in words) or 1.0 for id, words in stated.items()}
    return _Topics(_turned(said), _turned(stated), _turned(aside), weight, length)


def _turned(words: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
    """Which findings have each word, from the words that each finding has."""
    having: dict[str, set[str]] = {}
    for id, each in words.items():
        for word in each:
            having.setdefault(word, set()).add(id)
    return {word: frozenset(ids) for word, ids in having.items()}


def _said(evidence: Evidence, project: Project) -> frozenset[str]:
    """The words of a finding: its statement and effect, its terms, and what is known of whom."""
    finding, record, terms = evidence.finding, evidence.record, project.vocabulary
    effect = finding.effect
    parts = [finding.statement, effect.note, effect.metric, effect.unit, effect.per]
    parts += [record.population, record.setting, record.period]
    parts += [country_name(code, "en-GB") for code in record.countries]
    for term in (
        terms.outcome(finding.outcome),
        terms.exposure(finding.exposure),
        terms.design(record.design),
    ):
        parts += [term.label, term.about] if term else []
    return content(" ".join(part for part in parts if part))


def _aside(evidence: Evidence, project: Project) -> frozenset[str]:
    """The words of a finding's limits and of the title of its study."""
    reference = project.references.get(evidence.reference)
    limits = (*evidence.finding.limits, *evidence.record.limits)
    title = plain_title(reference.item) if reference else ""
    return content(" ".join([title, *(limit.text for limit in limits)]))
