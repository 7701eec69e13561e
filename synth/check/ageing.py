"""The rule about evidence and briefs that are past their time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from synth.check.held import year_of
from synth.check.quantities import quantities_of
from synth.check.subject import Statement, Subject
from synth.model import Evidence, Project
from synth.problems import Place, Problem, Severity


def stale_statistic(subject: Subject) -> Iterator[Problem]:
    """A statistic older than the audience's limit; a brief or a finding past its review."""
    yield from _brief_past_review(subject)
    for statement in subject.statements:
        for evidence in statement.evidence:
            yield from _finding_past_review(statement, evidence, subject.today)
            yield from _too_old(statement, evidence, subject)


def last_day(written: str) -> date | None:
    """The last day of a year, a month or a day as ISO 8601 writes them; None for anything else."""
    try:
        year, *rest = (int(part) for part in written.split("-"))
        month = rest[0] if rest else 12
        return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])
    except (ValueError, IndexError):
        return None


def _brief_past_review(subject: Subject) -> Iterator[Problem]:
    brief = subject.brief
    due = last_day(brief.head.review_by or "")
    if due is not None and due < subject.today:
        yield Problem(
            "stale-statistic",
            Severity.WARNING,
            f"the brief was to be reviewed by {brief.head.review_by}, and today is {subject.today}",
            brief.places.get("review-by", Place(brief.path, 1, 1)),
            "Look at its evidence again, and give a later date.",
        )


def _finding_past_review(
    statement: Statement, evidence: Evidence, today: date
) -> Iterator[Problem]:
    due = last_day(evidence.finding.review_by or "")
    if due is not None and due < today:
        yield statement.problem(
            "stale-statistic",
            Severity.WARNING,
            f"{evidence.id} was to be reviewed by {evidence.finding.review_by}",
            f"Look whether it still stands, and give a later date, at {evidence.place}.",
        )


def _too_old(statement: Statement, evidence: Evidence, subject: Subject) -> Iterator[Problem]:
    limit = subject.audience.max_age
    if limit is None or not _is_statistic(statement, evidence, subject.project):
        return
    year = latest_year(evidence, subject.project)
    if year is not None and subject.today.year - year > limit:
        yield statement.problem(
            "stale-statistic",
            Severity.WARNING,
            f"{evidence.id} is of {year}: {subject.today.year - year} years old, where the limit "
            f"for {subject.audience.name} is {limit}",
            "Find a newer figure, or say in the sentence how old it is and waive this rule.",
        )


def _is_statistic(statement: Statement, evidence: Evidence, project: Project) -> bool:
    """Whether a claim tells how things stand: what an experiment counted does not grow old."""
    design = project.vocabulary.design(evidence.record.design)
    if design is not None and design.causal and evidence.finding.exposure is None:
        return False
    return evidence.finding.basis == "count" or statement.claim.kind == "statistic"


def latest_year(evidence: Evidence, project: Project) -> int | None:
    """The last year of the study's period, else that in which its reports appeared, else None."""
    said = quantities_of(evidence.record.period or "")
    years = [int(each.high or each.value) for each in said if each.kind == "year"]
    works = (project.references.get(project.own_id(key)) for key in evidence.record.references)
    published = [year for work in works if work and (year := year_of(work.item)) is not None]
    return max(years or published, default=None)
