"""Rules about a brief as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from synth.document import Document
from synth.model import Project
from synth.problems import Place, Problem, Severity


def no_claims(document: Document, project: Project) -> Iterator[Problem]:
    """A brief in which nothing is cited."""
    if any(document.claims()):
        return
    brief = project.brief(document.brief)
    if brief is not None:
        yield Problem(
            "no-claims",
            Severity.ERROR,
            "the brief makes no claim that is tied to evidence",
            Place(brief.path, brief.body_line, 1),
            "End a sentence with a citation: Trust goes with less abuse [@key#finding].",
        )
