"""What a count of studies hides: works that rest on others, and works that are cited together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from synth.document import Inline, Paragraph, Text
from synth.model import Evidence, EvidenceRecord, Project
from synth.synthesis.view import Setting


def rests_on_others(record: EvidenceRecord, project: Project) -> bool:
    """Whether a work is no study of its own, by its design in the vocabulary: a review, say."""
    design = project.vocabulary.design(record.design)
    return design is not None and not design.primary


def cited_together(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Those findings of which another here may be the only source: `cited_with` names its work."""
    return tuple(
        each
        for each in evidence
        if any(
            other.record is not each.record
            and set(each.finding.cited_with) & set(other.record.references)
            for other in evidence
        )
    )


def up_to(evidence: Sequence[Evidence]) -> str:
    """`up to ` before a number of studies that may be fewer; nothing before one that is sure."""
    return "up to " if cited_together(evidence) else ""


def counting_notes(findings: Iterable[str], setting: Setting) -> Iterator[Paragraph]:
    """What a reader should know of the studies that were counted; nothing where all is plain."""
    evidence = [setting.project.evidence[id] for id in findings]
    yield from _resting(evidence, setting)
    yield from _together(evidence, setting)


def _resting(evidence: Sequence[Evidence], setting: Setting) -> Iterator[Paragraph]:
    works = {each.record.references[0]: each for each in reversed(evidence)}
    resting = [
        works[key] for key in reversed(works) if rests_on_others(works[key].record, setting.project)
    ]
    if not resting:
        return
    one = len(resting) == 1
    lead = (
        f"Of the {len(works)} works counted here as studies, {len(resting)} "
        f"{'is no study of its own' if one else 'are no studies of their own'} (a review is none) "
    )
    yield Paragraph(
        (
            Text(lead),
            setting.citing(*resting),
            Text(f". {'It' if one else 'They'} may rest on studies that are counted here too."),
        ),
        setting.place,
    )


def _together(evidence: Sequence[Evidence], setting: Setting) -> Iterator[Paragraph]:
    groups = list(_groups(evidence))
    if not groups:
        return
    cited: list[Inline] = []
    for number, group in enumerate(groups):
        cited += [Text("; ")] if number else []
        cited.append(setting.citing(*group))
    one = len(groups) == 1
    yield Paragraph(
        (
            Text(
                "Some works are named together for one statement, and their source does not say "
                "which of them shows it: "
            ),
            *cited,
            Text(
                f". {'They' if one else 'Each such group'} may be one result, though "
                f"{'each' if one else 'each work'} is counted."
            ),
        ),
        setting.place,
    )


def _groups(evidence: Sequence[Evidence]) -> Iterator[list[Evidence]]:
    """The works that are cited together for one outcome and exposure, each group once."""
    seen: set[frozenset[str]] = set()
    for each in evidence:
        beside = [
            other
            for other in evidence
            if (other.finding.exposure, other.finding.outcome)
            == (each.finding.exposure, each.finding.outcome)
        ]
        together = [
            other
            for other in cited_together(beside)
            if other.record is each.record
            or set(other.record.references) & set(each.finding.cited_with)
        ]
        keys = frozenset(other.reference for other in together)
        if each in together and len(keys) > 1 and keys not in seen:
            seen.add(keys)
            yield list({other.reference: other for other in together}.values())
