"""The rules that a brief must keep. A new rule is one function and one row of `RULES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from synth.check import balance, numbers, ties
from synth.document import Document
from synth.model import Project
from synth.problems import Problem, in_order

Rule = Callable[[Document, Project], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as users name it, the function that applies it, and what it asks for."""

    name: str
    apply: Rule
    asks: str


RULES: tuple[Row, ...] = (
    Row("no-claims", balance.no_claims, "A brief has claims that are tied to evidence."),
    Row("unknown-reference", ties.unknown_reference, "Every work cited is in the library."),
    Row("unknown-finding", ties.unknown_finding, "Every finding cited is in a record."),
    Row(
        "finding-of-other-study",
        ties.finding_of_other_study,
        "A finding is cited under the study that found it.",
    ),
    Row("missing-locator", ties.missing_locator, "Every tie leads to a place in a source."),
    Row("untied-claim", ties.untied_claim, "A claim is tied to a finding, not to a whole work."),
    Row(
        "secondhand-unmarked",
        ties.secondhand_unmarked,
        "What was read second-hand is not cited as if it had been read.",
    ),
    Row("outside-selection", ties.outside_selection, "A claim keeps to the brief's own filter."),
    Row("uncited-claim", numbers.uncited_claim, "A sentence with a figure carries a citation."),
)


def check_document(document: Document, project: Project) -> tuple[Problem, ...]:
    """Everything that the rules find in a document, in the order of its source."""
    return in_order(problem for row in RULES for problem in row.apply(document, project))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many claims a document has, and how many of them lead to a finding with a locator."""

    claims: int
    tied: int

    @property
    def share(self) -> float:
        """The part of the claims that is tied, from 0 to 1; 1 when there is no claim."""
        return self.tied / self.claims if self.claims else 1.0


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
