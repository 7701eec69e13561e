"""Rules about a brief as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from synth.check.subject import Subject
from synth.problems import Place, Problem, Severity


def no_claims(subject: Subject) -> Iterator[Problem]:
    """A brief in which nothing is cited."""
    if any(subject.document.claims()):
        return
    yield Problem(
        "no-claims",
        Severity.ERROR,
        "the brief makes no claim that is tied to evidence",
        Place(subject.brief.path, subject.brief.body_line, 1),
        "End a sentence with a citation: Trust goes with less abuse [@key#finding].",
    )
