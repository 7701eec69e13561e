"""The rule about works that a journal took back, or published a notice about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synth.check.subject import Subject
from synth.document import CitationItem
from synth.model import Notice, NoticeNature, Project
from synth.notices import in_words, standing
from synth.problems import Problem, Severity

SEVERITIES: Mapping[NoticeNature, Severity] = {
    "retraction": Severity.ERROR,
    "expression-of-concern": Severity.WARNING,
    "correction": Severity.INFO,
}

HINTS: Mapping[NoticeNature, str] = {
    "retraction": "Take the claim out, or rest it on another study.",
    "expression-of-concern": "Read the notice, and say in the brief what it leaves open.",
    "correction": "See whether what the claim says is what was corrected.",
}


def retracted_reference(subject: Subject) -> Iterator[Problem]:
    """A claim that rests on a work which was retracted, corrected, or put in doubt."""
    project = subject.project
    for item, claim in subject.items():
        for key, how in _works(item, project):
            for notice in standing(project.notices.get(project.aliases.get(key, key), ())):
                yield _problem(item, claim, notice, how)


def _works(item: CitationItem, project: Project) -> Iterator[tuple[str, str]]:
    """What a citation rests on, and how: the work, the one in which it was read, and the other
    reports of the study when a finding of it is cited.
    """
    yield item.reference, ""
    record = project.record_of(item.reference)
    if record is None:
        return
    if record.second_hand and record.via is not None:
        yield record.via, f', in which "{item.reference}" was read,'
    if item.finding is not None:
        for other in record.references:
            if other != item.reference:
                yield other, f', another report of the study "{item.reference}",'


def _problem(item: CitationItem, claim: str | None, notice: Notice, how: str) -> Problem:
    link = f" The notice: https://doi.org/{notice.notice_doi}" if notice.notice_doi else ""
    return Problem(
        "retracted-reference",
        SEVERITIES[notice.nature],
        f'"{notice.reference}"{how} {in_words(notice)}',
        item.place,
        HINTS[notice.nature] + link,
        claim,
    )
