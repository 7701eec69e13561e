"""Which way findings point, what people hope for, and how many studies that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from synth.model import Direction, Evidence, Project

Pair: TypeAlias = tuple[str | None, str]
"""An exposure and an outcome, by their ids."""

WAYS: Mapping[Direction, str] = {
    "increase": "more",
    "decrease": "less",
    "none": "no difference",
    "mixed": "mixed results",
}
"""The direction of an outcome in words, in the order in which they are told."""

SIGNS: Mapping[Direction, str] = {
    "increase": "+",
    "decrease": "\N{MINUS SIGN}",
    "none": "=",
    "mixed": "\N{PLUS-MINUS SIGN}",
}
"""The direction as a sign: no arrow, which in a plot of directions stands for what is hoped for."""


def leans(evidence: Evidence) -> bool:
    """Whether a finding is a study's result about a relation, with its direction."""
    finding = evidence.finding
    return (
        finding.basis == "result" and finding.direction is not None and finding.exposure is not None
    )


def by_pair(evidence: Iterable[Evidence]) -> Mapping[Pair, Sequence[Evidence]]:
    """The results about a relation, by their exposure and outcome."""
    found: dict[Pair, list[Evidence]] = {}
    for each in evidence:
        if leans(each):
            found.setdefault((each.finding.exposure, each.finding.outcome), []).append(each)
    return found


def hoped_for(evidence: Evidence, project: Project) -> bool | None:
    """Whether the outcome moves the way that people hope for; None where that cannot be said."""
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    direction = evidence.finding.direction
    if outcome is None or outcome.desired is None or direction not in ("increase", "decrease"):
        return None
    return direction == outcome.desired


def studies_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The studies whose results these are, each once, by the keys of their main reports."""
    results = (each for each in evidence if each.finding.basis == "result")
    return tuple(dict.fromkeys(each.record.references[0] for each in results))


def studies(count: int) -> str:
    """So many studies: `1 study`, `3 studies`."""
    return "1 study" if count == 1 else f"{count} studies"


def findings(count: int) -> str:
    """So many findings: `1 finding`, `3 findings`."""
    return "1 finding" if count == 1 else f"{count} findings"
