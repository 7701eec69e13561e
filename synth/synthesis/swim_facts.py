"""What a project's files tell of how its evidence was put together, by the items of SWiM."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from synth.model import Body, Brief, Design, Evidence, FindingFilter, Methods, Project
from synth.synthesis.body_row import evidence_of
from synth.synthesis.certainty import certainty
from synth.synthesis.pointing import patterns, study_points
from synth.synthesis.spoken import told
from synth.wording import listed

PLOTS = ("effect_directions", "harvest_plot", "meta_analysis")
"""The views that put effects together."""

MAX_NAMED = 5
"""So many outcomes are named; the others are counted."""

_CALL = re.compile(r"\{\{-?\s*(\w+)\s*\(")

Pair = tuple[str, str | None]
"""An outcome and an exposure."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is found for each key of `Methods`, and the keys for which nothing more is wanted."""

    found: Mapping[str, tuple[str, ...]]
    complete: frozenset[str]


def facts_of(evidence: Sequence[Evidence], briefs: Sequence[Brief], project: Project) -> Facts:
    """What the records, bodies and briefs tell."""
    shown = _views(briefs)
    pairs = list(dict.fromkeys(_pair(each) for each in evidence))
    judged = _judged(project)
    cited = {id for brief in briefs for id in told(brief, project)}
    certain = [pair for pair in pairs if pair in judged]
    said = [
        pair for pair in pairs if any(each.id in cited for each in evidence if _pair(each) == pair)
    ]
    found: Mapping[str, Iterator[str]] = {
        "grouping": _grouping(pairs),
        "changes": iter(()),
        "metric": _metric(evidence),
        "synthesis": _shown("Put together in briefs by", [each for each in shown if each in PLOTS]),
        "priority": _priority(evidence, briefs, project),
        "heterogeneity": _heterogeneity(evidence, project),
        "certainty": _certainty(pairs, certain, project),
        "presentation": _shown("Shown in briefs as", [each for each in shown if each != "swim"]),
        "results": _results(pairs, said, project),
        "limitations": _limitations(evidence),
    }
    complete = set()
    if pairs and len(certain) == len(pairs):
        complete.add("certainty")
        if len(said) == len(pairs):
            complete.add("results")
    return Facts(
        {part.name: tuple(found[part.name]) for part in fields(Methods)}, frozenset(complete)
    )


def _pair(each: Evidence) -> Pair:
    return each.finding.outcome, each.finding.exposure


def _judged(project: Project) -> set[Pair]:
    """The outcomes and exposures whose certainty is judged in full."""
    return {
        (body.outcome, body.exposure)
        for body in project.bodies.values()
        if certainty(body, _designs(body, project)).complete
    }


def _designs(body: Body, project: Project) -> list[Design | None]:
    records = {id(each.record): each.record for each in evidence_of(body, project.evidence)}
    return [project.vocabulary.design(record.design) for record in records.values()]


def _views(briefs: Sequence[Brief]) -> list[str]:
    """The views that the briefs call, by their names there."""
    from synth.synthesis import VIEWS

    called = {name for brief in briefs for name in _CALL.findall(brief.source)}
    return [each.macro for each in VIEWS if each.macro in called]


def _grouping(pairs: Sequence[Pair]) -> Iterator[str]:
    if pairs:
        outcomes, exposures = {outcome for outcome, _ in pairs}, {each for _, each in pairs if each}
        yield (
            f"Results are grouped by outcome ({len(outcomes)}) and exposure ({len(exposures)}): "
            f"{_count(len(pairs), 'group')}."
        )


def _metric(evidence: Sequence[Evidence]) -> Iterator[str]:
    if not evidence:
        return
    directed = sum(each.finding.direction is not None for each in evidence)
    sized = [each for each in evidence if each.finding.effect.estimate is not None]
    metrics = sorted({each.finding.effect.metric or "not named" for each in sized})
    yield f"The direction of effect is recorded for {directed} of {len(evidence)} results."
    if sized:
        yield f"A size is recorded for {len(sized)}: {listed(metrics)}."


def _shown(words: str, views: Sequence[str]) -> Iterator[str]:
    if views:
        yield f"{words} {listed([each.replace('_', ' ') for each in views])}."


def _priority(
    evidence: Sequence[Evidence], briefs: Sequence[Brief], project: Project
) -> Iterator[str]:
    narrowing = [brief.id for brief in briefs if brief.head.findings != FindingFilter()]
    if narrowing:
        are = "takes" if len(narrowing) == 1 else "take"
        yield f"{listed(narrowing)} {are} only findings that a filter lets through."
    for name, framework in project.frameworks.items():
        rated = sum(each.judgement(name) is not None for each in evidence)
        if rated:
            yield f"{rated} of {len(evidence)} results are rated: {framework.short or name}."


def _heterogeneity(evidence: Sequence[Evidence], project: Project) -> Iterator[str]:
    points, _ = study_points(evidence, project, by_domain=False, together=False)
    several = [each for each in patterns(points) if each.studies > 1]
    if several:
        differ = sum(
            max(each.up, each.down, each.conflicting, each.none) < each.studies for each in several
        )
        yield f"Of {_count(len(several), 'group')} with several studies, they differ in {differ}."


def _certainty(pairs: Sequence[Pair], certain: Sequence[Pair], project: Project) -> Iterator[str]:
    begun = {(body.outcome, body.exposure) for body in project.bodies.values()} & {*pairs}
    if begun:
        groups = _count(len(pairs), "group")
        yield (
            f"Certainty is judged after GRADE in full for {len(certain)} of {groups}, and in part "
            f"for {len(begun - {*certain})}."
        )


def _results(pairs: Sequence[Pair], said: Sequence[Pair], project: Project) -> Iterator[str]:
    if not said:
        return
    yield f"Briefs cite findings of {len(said)} of {_count(len(pairs), 'group')}."
    missing = list(dict.fromkeys(_outcome(pair, project) for pair in pairs if pair not in said))
    if missing:
        rest = len(missing) - MAX_NAMED
        more = [f"{rest} more"] if rest > 0 else []
        yield f"Nothing is cited in some groups on: {listed([*missing[:MAX_NAMED], *more])}."


def _outcome(pair: Pair, project: Project) -> str:
    term = project.vocabulary.outcome(pair[0])
    return term.label if term else pair[0]


def _limitations(evidence: Sequence[Evidence]) -> Iterator[str]:
    limited = sum(bool(each.finding.limits or each.record.limits) for each in evidence)
    if limited:
        yield f"Limits are recorded for {limited} of {len(evidence)} results."
    second = sum(each.record.second_hand for each in evidence)
    if second:
        yield f"{second} were read only in another work’s account."


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
