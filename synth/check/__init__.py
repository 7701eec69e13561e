"""The rules that a brief must keep. A new rule is one function and one row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from synth.check import balance, numbers, retracted, ties
from synth.document import Document
from synth.model import Project
from synth.problems import Problem, has_errors, in_order

Rule = Callable[[Document, Project], Iterator[Problem]]


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
    numbers.uncited_claim,
)
"""The functions that look at a document. What each asks for stands in `synth/rules.py`."""


def check_document(document: Document, project: Project) -> tuple[Problem, ...]:
    """Everything that the rules find in a document, in the order of its source.

    Of a brief whose template failed there is nothing to look at.
    """
    if not document.blocks and has_errors(document.problems):
        return ()
    return in_order(problem for rule in RULES for problem in rule(document, project))


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
