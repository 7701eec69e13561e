"""Which findings a brief may draw on, and why each other was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from synth.model import Brief, Evidence, FindingFilter, Project


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A finding that a brief leaves out, and the reason."""

    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The findings of a project, parted for one brief."""

    included: tuple[Evidence, ...]
    excluded: tuple[Exclusion, ...]


def select(project: Project, brief: Brief) -> Selection:
    """The findings that pass the brief's filter, and those that do not, each with its reason."""
    included: list[Evidence] = []
    excluded: list[Exclusion] = []
    wanted = under_own_keys(brief.head.findings, project)
    for evidence in project.evidence.values():
        reason = reason_against(evidence, wanted)
        if reason is None:
            included.append(evidence)
        else:
            excluded.append(Exclusion(evidence, reason))
    return Selection(tuple(included), tuple(excluded))


def under_own_keys(wanted: FindingFilter, project: Project) -> FindingFilter:
    """The filter with each work that it names by another of its keys under its own."""
    return replace(wanted, reference=tuple(project.own_id(key) for key in wanted.reference))


def reason_against(evidence: Evidence, wanted: FindingFilter) -> str | None:
    """Why the filter leaves a finding out, or None if it does not."""
    record, finding = evidence.record, evidence.finding
    tests: tuple[tuple[str, tuple[str, ...], Iterable[str | None]], ...] = (
        ("outcome", wanted.outcome, (finding.outcome,)),
        ("exposure", wanted.exposure, (finding.exposure,)),
        ("country", wanted.country, record.countries),
        ("design", wanted.design, (record.design,)),
        ("read", wanted.read, (record.read,)),
        ("reference", wanted.reference, record.references),
    )
    for name, allowed, has in tests:
        if allowed and not set(allowed) & set(has):
            shown = ", ".join(each or "not known" for each in has) or "not known"
            return f"{name} is {shown}, not {' or '.join(allowed)}"
    return None
