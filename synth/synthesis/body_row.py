"""What one body of evidence says: its studies, effect, absolute effect and certainty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from synth.model import Body, Direction, Effect, EffectSize, Evidence, Project
from synth.synthesis.absolute import Measure, Risks, absolute
from synth.synthesis.certainty import Certainty, certainty
from synth.synthesis.counting import cited_together
from synth.synthesis.meta.findings import effect_size, gather, share_of, study_of
from synth.synthesis.meta.measures import measure, measure_of_metric
from synth.synthesis.view import SynthesisError

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided interval of 95%."""


@dataclass(frozen=True, slots=True)
class Participants:
    """How many took part: those that are known of, and how many studies do not say.

    `known` is None where no study says.
    """

    known: int | None
    studies: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Relative:
    """The effect of a body: pooled from some findings, or that of the one which gives any.

    A ratio is told as a ratio. `method` says how it was worked out, None for one as published.
    Intervals that are worked out are of 95%.
    """

    metric: str
    estimate: float
    low: float | None
    high: float | None
    unit: str | None
    note: str | None
    findings: tuple[str, ...]
    method: str | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One row of a summary of findings. `gaps` says why a part of it is not there."""

    body: str
    outcome: str
    exposure: str
    findings: tuple[str, ...]
    studies: int
    second_hand: int
    cited_together: bool
    causal: bool
    participants: Participants
    directions: Mapping[Direction, int]
    direction: Direction | None
    size: EffectSize | None
    relative: Relative | None
    risks: Risks | None
    certainty: Certainty
    gaps: Mapping[str, str]


def evidence_of(body: Body, evidence: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
    """The findings of a body, each once, under the main report of its study."""
    if body.findings:
        wanted = [evidence[id] for id in body.findings if id in evidence]
    else:
        wanted = [
            each
            for each in evidence.values()
            if each.finding.outcome == body.outcome
            and each.finding.exposure == body.exposure
            and each.finding.basis == "result"
        ]
    found = {(id(each.record), each.name): each for each in reversed(wanted)}
    return tuple(reversed(found.values()))


def body_row(name: str, body: Body, evidence: Sequence[Evidence], project: Project) -> BodyRow:
    """What a body says; `evidence` holds all of its findings, one at the least."""
    records = {id(each.record): each.record for each in evidence}.values()
    designs = [project.vocabulary.design(record.design) for record in records]
    gaps: dict[str, str] = {}
    relative = _relative(evidence, gaps, project)
    samples = [record.sample for record in records]
    known = [sample for sample in samples if sample is not None]
    counted = Counter(
        each.finding.direction for each in evidence if each.finding.direction is not None
    )
    return BodyRow(
        body=name,
        outcome=body.outcome,
        exposure=body.exposure,
        findings=tuple(each.id for each in evidence),
        studies=len(records),
        second_hand=sum(record.second_hand for record in records),
        cited_together=bool(cited_together(evidence)),
        causal=all(design is not None and design.causal for design in designs),
        participants=Participants(
            sum(known) if known else None, len(samples),
            sum(sample is None for sample in samples),
        ),
        directions=dict(counted),
        direction=next(iter(counted)) if len(counted) == 1 else "mixed" if counted else None,
        size=body.size.level if body.size else None,
        relative=relative,
        risks=_risks(body, relative, gaps),
        certainty=certainty(body, designs),
        gaps=gaps,
    )  # fmt: skip


def _relative(
    evidence: Sequence[Evidence], gaps: dict[str, str], project: Project
) -> Relative | None:
    """The effect that the body's findings give together, or why there is none."""
    giving = [each for each in evidence if _gives_size(each.finding.effect)]
    if not giving:
        gaps["relative"] = "No study gives the size of an effect."
        return None
    try:
        return _alone(giving[0]) if len(giving) == 1 else _pooled(giving, project)
    except (SynthesisError, ValueError, OverflowError) as fault:
        reason = str(fault).partition("\n")[0]
        count = "One finding gives" if len(giving) == 1 else f"{len(giving)} findings give"
        gaps["relative"] = f"{count} a size, and it is not shown as one effect: {reason}."
        return None


def _gives_size(effect: Effect) -> bool:
    return effect.estimate is not None or None not in (effect.exposed, effect.comparison)


def _alone(each: Evidence) -> Relative:
    """The effect as published, else worked out from the groups' figures.

    Raises ValueError where these are not enough.
    """
    effect = each.finding.effect
    if effect.estimate is not None:
        return Relative(
            metric=effect.metric or "effect",
            estimate=effect.estimate,
            low=effect.low,
            high=effect.high,
            unit=effect.unit,
            note=_with_level(effect),
            findings=(each.id,),
            per=effect.per,
        )
    kind = measure_of_metric(effect.metric)
    if kind is None:
        raise ValueError("it does not say which measure is meant")
    size = effect_size(effect, kind)
    reach = Z_95 * sqrt(size.vi)
    return Relative(
        metric=kind.label,
        estimate=kind.read_scale(size.yi),
        low=kind.read_scale(size.yi - reach),
        high=kind.read_scale(size.yi + reach),
        unit=None if kind.id == "RD" else effect.unit,
        note=effect.note,
        findings=(each.id,),
        method="worked out from the figures of its groups",
    )


def _with_level(effect: Effect) -> str | None:
    """The note of an effect, with the level of its interval where that is not the usual one."""
    if effect.level in (None, 95) or effect.low is None or effect.high is None:
        return effect.note
    note = f"{effect.note.strip().rstrip('.')}. " if effect.note else ""
    return f"{note}The interval is of {effect.level:g}%"


def _pooled(giving: Sequence[Evidence], project: Project) -> Relative:
    """One estimate by random effects. Raises SynthesisError for what should not be pooled."""
    from synth.synthesis.meta.pooling import How, pool

    gathered = gather(giving, None, project, exposures=True)
    kind, how = measure(gathered.measure), How()
    pooled = pool([study_of(each, None, project) for each in gathered.usable], how)
    left_out = "; ".join(f"{each.source}: {each.reason}" for each in gathered.left_out)
    return Relative(
        metric=kind.label,
        estimate=kind.read_scale(pooled.estimate),
        low=kind.read_scale(pooled.ci_low),
        high=kind.read_scale(pooled.ci_high),
        unit=None if kind.id == "RD" else gathered.usable[0].evidence.finding.effect.unit,
        note=f"not pooled are {left_out}" if left_out else None,
        findings=tuple(each.evidence.id for each in gathered.usable),
        method=f"pooled by random effects ({how.method})",
        per=gathered.usable[0].evidence.finding.effect.per,
    )


def _risks(body: Body, relative: Relative | None, gaps: dict[str, str]) -> Risks | None:
    """Events per 1,000, or why they cannot be worked out."""
    risk = body.comparison_risk
    if risk is None:
        gaps["absolute"] = "Not worked out: the risk in the comparison is not known."
        return None
    if relative is None:
        gaps["absolute"] = "Not worked out: there is no relative effect to work from."
        return None
    if relative.per is not None:
        gaps["absolute"] = "Not worked out: the effect is for a rise of the exposure, not a group."
        return None
    kind = _absolute_measure(relative.metric)
    if kind is None:
        gaps["absolute"] = f"Not worked out: no risk is worked out from a {relative.metric}."
        return None
    try:
        share = share_of(relative.unit) if kind == "RD" else 1.0
        low, high = (None if end is None else end * share for end in (relative.low, relative.high))
        return absolute(kind, risk.per_thousand, relative.estimate * share, low, high)
    except ValueError as fault:
        gaps["absolute"] = f"Not worked out: {fault}."
        return None


def _absolute_measure(metric: str) -> Measure | None:
    """The measure of a metric from which a risk follows. A hazard ratio is never pooled here."""
    if " ".join(re.split(r"[\s_-]+", metric.strip().casefold())) in ("hazard ratio", "hr"):
        return "HR"
    named = measure_of_metric(metric)
    known: Mapping[str, Measure] = {"RR": "RR", "OR": "OR", "RD": "RD"}
    return known.get(named.id) if named else None
