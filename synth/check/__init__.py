"""The rules that a brief must keep. A new rule is one function and one row here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from synth.check import (
    acronyms,
    ageing,
    balance,
    causal,
    certainty,
    contrary,
    direction,
    elsewhere,
    figures,
    jargon,
    limits,
    links,
    listed,
    one_study,
    overgeneral,
    quotations,
    reading,
    retracted,
    review,
    same_work,
    ties,
    told_study,
    topic,
    uncited,
    variant_numbers,
    variant_strength,
)
from synth.check.subject import Statement, Subject
from synth.check.variants import Telling
from synth.check.waivers import parted, unused, waivers_of
from synth.document import Document
from synth.model import Brief, Project
from synth.problems import Problem, Waived, has_errors, in_order
from synth.severities import with_severities

Rule = Callable[[Subject], Iterator[Problem]]
VariantRule = Callable[[Sequence[Telling]], Iterator[tuple[Telling, Problem]]]

RULES: tuple[Rule, ...] = (
    balance.no_claims,
    ties.unknown_reference,
    ties.unknown_finding,
    ties.unknown_rating,
    ties.finding_of_other_study,
    ties.missing_locator,
    ties.untied_claim,
    ties.secondhand_unmarked,
    ties.outside_selection,
    retracted.retracted_reference,
    review.changed_since_review,
    uncited.uncited_claim,
    figures.figures,
    ageing.stale_statistic,
    quotations.quote_not_found,
    same_work.same_work_twice,
    listed.uncited_reference,
    causal.causal_wording,
    contrary.contrary_evidence,
    one_study.single_study,
    elsewhere.setting_unsaid,
    limits.limits_dropped,
    reading.long_sentence,
    reading.reading_age,
    acronyms.unexplained_acronym,
    jargon.jargon,
    links.vague_link,
    certainty.certainty_wording,
    direction.direction_mismatch,
    told_study.setting_mismatch,
    told_study.design_mismatch,
    topic.topic_mismatch,
    overgeneral.overgeneral,
)
"""The functions that look at a brief. What each asks for stands in `synth/rules.py`."""

VARIANT_RULES: tuple[VariantRule, ...] = (
    variant_numbers.variant_number,
    variant_strength.variant_direction,
    variant_strength.variant_certainty,
)
"""The functions that look at all tellings of one finding in a series."""


def subject_of(document: Document, project: Project, day: date) -> Subject:
    """A document with what it is judged by. The project holds its brief."""
    brief = project.brief(document.brief)
    assert brief is not None
    return Subject(document, project, brief, project.audiences[document.audience], day)


def check_document(subject: Subject) -> tuple[Problem, ...]:
    """Everything that the rules find in a brief, in the order of its source.

    Of a brief whose template failed there is nothing to look at.
    """
    document = subject.document
    if not document.blocks and has_errors(document.problems):
        return ()
    return in_order(problem for rule in RULES for problem in rule(subject))


def tellings_of(subject: Subject) -> tuple[Telling, ...]:
    """How the brief tells each finding, to be set beside how others of its series tell it."""
    home = (subject.document.brief, subject.document.audience)
    return tuple(
        Telling(*home, subject.audience, evidence, statement)
        for statement in subject.statements
        for evidence in statement.evidence
    )


def check_variants(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Problem]]:
    """What the rules about variants find in the tellings of one series."""
    by_finding: dict[str, list[Telling]] = {}
    for telling in tellings:
        by_finding.setdefault(telling.evidence.id, []).append(telling)
    for told in by_finding.values():
        if len({(each.brief, each.audience) for each in told}) > 1:
            for rule in VARIANT_RULES:
                yield from rule(told)


@dataclass(frozen=True, slots=True)
class Settled:
    """The problems of a brief once its waivers and the project's severities are heard."""

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...]


def settle(
    brief: Brief, found: Mapping[str, Collection[Problem]], project: Project, *, whole: bool
) -> Mapping[str, Settled]:
    """The problems of a brief, by audience, less those that its writer allows.

    With `whole`, which says that every audience was looked at, waivers that waive nothing are
    told of too.
    """
    waivers, bad = waivers_of(brief)
    used = set()
    settled: dict[str, Settled] = {}
    for audience, problems in found.items():
        stay, waived, needed = parted(in_order(problems), brief, waivers)
        used |= needed
        kept = with_severities([*stay, *bad], project.settings.rules)
        settled[audience] = Settled(in_order(kept), tuple(waived))
    if whole and settled:
        last = list(settled)[-1]
        idle = with_severities(unused(waivers, used), project.settings.rules)
        told = in_order([*settled[last].problems, *idle])
        settled[last] = Settled(told, settled[last].waived)
    return settled


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many claims a document has, and how many of them lead to a finding with a locator."""

    claims: int
    tied: int

    @property
    def share(self) -> float:
        """The part of the claims that is tied, from 0 to 1; 0 when there is no claim."""
        return self.tied / self.claims if self.claims else 0.0


def coverage(document: Document, project: Project) -> Coverage:
    """The coverage of a document: a claim is tied when each of its items leads to a finding."""
    claims = list(document.claims())
    tied = [
        claim
        for claim in claims
        if claim.items
        and all(item.tie in project.evidence and item.locator for item in claim.items)
    ]
    return Coverage(len(claims), len(tied))


__all__ = [
    "Coverage",
    "Settled",
    "Statement",
    "Subject",
    "Telling",
    "check_document",
    "check_variants",
    "coverage",
    "settle",
    "subject_of",
    "tellings_of",
]
