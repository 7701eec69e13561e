"""The rule about findings of another direction that a brief leaves out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from synth.check.subject import Subject
from synth.model import Evidence, Project
from synth.problems import Problem, Severity
from synth.selection import select
from synth.synthesis.ways import Pair, by_pair, leans
from synth.wording import plain_title, short_name

_MOST = 3
"""How many findings a message names."""
_WAYS = {
    "increase": "an increase",
    "decrease": "a decrease",
    "none": "no difference",
    "mixed": "mixed results",
}


def contrary_evidence(subject: Subject) -> Iterator[Problem]:
    """A claim beside which the library holds a finding of another direction that no claim cites.

    Each pair of exposure and outcome is told of once, at the first claim that leans one way. A
    brief that tells of one study of each direction need not tell of all.
    """
    pairs = by_pair(subject.project.evidence.values())
    cited = _cited(subject)
    ways = _ways_told(subject)
    told: set[Pair] = set()
    for statement in subject.statements:
        for evidence in statement.evidence:
            pair = (evidence.finding.exposure, evidence.finding.outcome)
            if pair in told or not leans(evidence) or evidence.finding.direction == "mixed":
                continue
            left_out = [
                other
                for other in pairs.get(pair, ())
                if other.finding.direction not in ways[pair]
                and cited.isdisjoint((other.id, *other.record.references))
            ]
            if left_out:
                told.add(pair)
                yield statement.problem(
                    "contrary-evidence",
                    Severity.WARNING,
                    f"“{evidence.id}” tells of {_WAYS[str(evidence.finding.direction)]}, and the "
                    f"brief leaves out {_named(left_out, subject.project)}",
                    _hint(left_out, subject),
                )


def _ways_told(subject: Subject) -> Mapping[Pair, Collection[str | None]]:
    """The directions that the claims of the brief tell of, by exposure and outcome."""
    ways: dict[Pair, set[str | None]] = {}
    for statement in subject.statements:
        for evidence in statement.evidence:
            finding = evidence.finding
            ways.setdefault((finding.exposure, finding.outcome), set()).add(finding.direction)
    return ways


def _cited(subject: Subject) -> frozenset[str]:
    """The findings that the brief cites, and the works that it cites as a whole."""
    return frozenset(item.tie for item, _ in subject.items())


def _named(left_out: Sequence[Evidence], project: Project) -> str:
    """The findings with their studies and what they tell, the first few of them."""
    shown = [
        f"“{each.id}” ({_study(each, project)}), which tells of "
        f"{_WAYS[str(each.finding.direction)]}"
        for each in left_out[:_MOST]
    ]
    more = len(left_out) - _MOST
    return "; ".join([*shown, f"and {more} more"] if more > 0 else shown)


def _study(evidence: Evidence, project: Project) -> str:
    reference = project.references.get(evidence.reference)
    if reference is None:
        return evidence.reference
    title = plain_title(reference.item)
    return f"{short_name(reference.item)}, {title if len(title) <= 60 else f'{title[:59]}…'}"


def _hint(left_out: Sequence[Evidence], subject: Subject) -> str:
    hidden = {each.evidence.id for each in select(subject.project, subject.brief).excluded}
    if all(each.id in hidden for each in left_out):
        return (
            "The brief's own filter hides it: widen `findings:` in its head, and tell of it. "
            "Or say in a waiver why it does not belong here."
        )
    return "Tell of it beside the claim, or say in a waiver why it does not belong here."
