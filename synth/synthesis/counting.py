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


def cited_together(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Those findings of which another here may be the only source: `cited_with` names its work."""
    several = tuple(evidence)
    works = {key: each.record for each in several for key in each.record.references}
    return tuple(
        each
        for each in several
        if any(works.get(key, each.record) is not each.record for key in each.finding.cited_with)
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
    pairs: dict[tuple[str | None, str], list[Evidence]] = {}
    for each in evidence:
        pairs.setdefault((each.finding.exposure, each.finding.outcome), []).append(each)
    seen: set[frozenset[str]] = set()
    for inside in pairs.values():
        together = cited_together(inside)
        works = _by_work(inside) | _by_work(together) if together else {}
        for each in together:
            named = (works[key] for key in each.finding.cited_with if key in works)
            group = {other.record.references[0]: other for other in (each, *named)}
            if len(group) > 1 and frozenset(group) not in seen:
                seen.add(frozenset(group))
                yield list(group.values())


def _by_work(evidence: Sequence[Evidence]) -> dict[str, Evidence]:
    """The first finding of each work, by each of its keys."""
    return {key: each for each in reversed(evidence) for key in each.record.references}
