"""From the findings of a project to the studies that can be pooled: what is refused, and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from synth.model import Arm, Effect, Evidence, Project
from synth.synthesis.counting import cited_together
from synth.synthesis.meta.analysis import LeftOut
from synth.synthesis.meta.effect_sizes import (
    Counts,
    Group,
    Size,
    from_counts,
    from_error,
    from_interval,
    from_means,
)
from synth.synthesis.meta.measures import POOLABLE, Measure, MeasureId, measure_of_metric
from synth.synthesis.meta.pooling import Study
from synth.synthesis.view import SynthesisError
from synth.wording import short_name

_SHOWN = 6
"""So many findings are named in a refusal."""


@dataclass(frozen=True, slots=True)
class Usable:
    """A finding with its effect on the scale on which it is pooled."""

    evidence: Evidence
    measure: Measure
    size: Size


@dataclass(frozen=True, slots=True)
class Gathered:
    """The findings that go together, and those left out with the reason."""

    measure: MeasureId
    usable: tuple[Usable, ...]
    left_out: tuple[LeftOut, ...]


def gather(
    evidence: Sequence[Evidence],
    wanted: MeasureId | None,
    project: Project,
    *,
    exposures: bool = False,
) -> Gathered:
    """The findings that may be pooled, of one measure, outcome and exposure.

    `exposures` allows different exposures. A finding without what pooling needs is left out and
    said, never guessed. Raises SynthesisError for what should not be pooled.
    """
    usable: list[Usable] = []
    left_out: list[LeftOut] = []
    for each in evidence:
        found = _usable(each, wanted)
        if isinstance(found, Usable):
            usable.append(found)
        else:
            left_out.append(LeftOut(study_name(each, project), each.id, found))
    if len(usable) < 2:
        raise SynthesisError(_too_few(usable, left_out))
    _refuse_different(usable, exposures=exposures)
    _refuse_dependent(usable)
    return Gathered(usable[0].measure.id, tuple(usable), tuple(left_out))


def study_name(evidence: Evidence, project: Project) -> str:
    """A study by its authors and year, in plain English."""
    reference = project.references.get(evidence.reference)
    return short_name(reference.item) if reference else evidence.reference


def study_of(usable: Usable, group: str | None, project: Project) -> Study:
    """The study as it is pooled; its source is the finding's id."""
    each, size = usable.evidence, usable.size
    name = study_name(each, project)
    return Study(name, size.yi, size.vi, group, each.id, size.note, size.published)


# ── one finding ─────────────────────────────────────────────────────────────────────


def _usable(evidence: Evidence, wanted: MeasureId | None) -> Usable | str:
    """The finding's effect, or why it cannot be pooled."""
    effect = evidence.finding.effect
    kind = measure_of_metric(effect.metric)
    if kind is None or kind.id == "GEN":
        if effect.metric is None:
            return "it gives no size of an effect, or does not say in which metric"
        return f'its metric, "{effect.metric}", is none that can be pooled'
    if wanted is not None and kind.id != wanted:
        return f"its measure is {kind.label} ({kind.id}), and {wanted} is asked for"
    try:
        size = effect_size(effect, kind)
    except (ValueError, OverflowError) as fault:
        return str(fault)
    return Usable(evidence, kind, size)


def effect_size(effect: Effect, kind: Measure) -> Size:
    """A finding's effect and variance, by what it gives: se, interval, or the groups' figures.

    What was published goes before what we can work out, since it may be adjusted. Raises
    ValueError, with the reason, where it gives too little or what cannot be.
    """
    given = (effect.estimate, effect.low, effect.high, effect.se)
    if not all(value is None or math.isfinite(value) for value in given):
        raise ValueError("one of its figures is no finite number")
    if effect.unit == "%" and kind.transformed:
        raise ValueError(f"it is in per cent, and a {kind.label} has no unit")
    effect = _as_share(effect) if kind.id == "RD" else effect
    if effect.estimate is not None and effect.se is not None:
        return _with_note(from_error(kind, effect.estimate, effect.se), effect, kind)
    if effect.estimate is not None and effect.low is not None and effect.high is not None:
        level = effect.level or 95.0
        if not 0 < level < 100:
            raise ValueError(f"the level of its interval is {level:g}%")
        return from_interval(kind, effect.estimate, effect.low, effect.high, level)
    if effect.exposed is not None and effect.comparison is not None:
        return _from_arms(effect.exposed, effect.comparison, kind)
    if effect.estimate is None:
        raise ValueError("no estimate is given")
    raise ValueError("no interval and no standard error is given")


def share_of(unit: str | None) -> float:
    """What a risk difference in a unit is multiplied by to be a share.

    Raises ValueError for a unit that is not per cent.
    """
    if unit is None:
        return 1.0
    if unit.strip().casefold() in PER_CENT:
        return 0.01
    raise ValueError(
        f'it is in "{unit}", and a risk difference is a share: 0.05, or 5 with the unit %'
    )


def _as_share(effect: Effect) -> Effect:
    """A risk difference with its published figures as shares; those of groups give a share."""
    share = share_of(effect.unit)
    figures = {
        name: None if value is None else value * share
        for name in ("estimate", "low", "high", "se")
        for value in (getattr(effect, name),)
    }
    return replace(effect, unit=None, **figures)


PER_CENT = ("%", "per cent", "percent", "percentage points")
"""The units in which a risk difference is a hundred times the share."""


def _with_note(size: Size, effect: Effect, kind: Measure) -> Size:
    """The size, with a note where the interval beside its standard error is not that of it."""
    if effect.estimate is None or effect.low is None or effect.high is None:
        return size
    try:
        other = from_interval(kind, effect.estimate, effect.low, effect.high, effect.level or 95.0)
    except ValueError:
        return replace(size, note=_UNLIKE_INTERVAL)
    alike = 1 / _LIKE < math.sqrt(other.vi / size.vi) < _LIKE
    return size if alike else replace(size, note=_UNLIKE_INTERVAL)


_LIKE = 1.25
"""How many times as wide an interval may be as its standard error says; figures are rounded."""

_UNLIKE_INTERVAL = (
    "its standard error and its interval do not go together; the standard error was used"
)


def _from_arms(exposed: Arm, comparison: Arm, kind: Measure) -> Size:
    if kind.id in ("OR", "RR", "RD"):
        if exposed.events is None or comparison.events is None:
            raise ValueError("it does not say how many had the event in each group")
        return from_counts(
            kind,
            Counts(
                exposed.events,
                exposed.n - exposed.events,
                comparison.events,
                comparison.n - comparison.events,
            ),
        )
    return from_means(kind, _group(exposed), _group(comparison))


def _group(arm: Arm) -> Group:
    if arm.mean is None or arm.sd is None:
        raise ValueError("it does not give each group's mean and standard deviation")
    return Group(arm.mean, arm.sd, arm.n)


# ── all of them ─────────────────────────────────────────────────────────────────────


def _too_few(usable: Sequence[Usable], left_out: Sequence[LeftOut]) -> str:
    count = "one finding" if usable else "no finding"
    reasons = "; ".join(f"{each.source}: {each.reason}" for each in left_out[:_SHOWN])
    more = f"; and {len(left_out) - _SHOWN} more" if len(left_out) > _SHOWN else ""
    why = f" Left out are {reasons}{more}." if left_out else ""
    return (
        f"{count} here can be pooled, and pooling needs two or more\n"
        f"    Under `effect` a finding needs a metric ({', '.join(POOLABLE)}), an estimate, and "
        "how sure it is: low and high (the interval) or se (the standard error). Without these, "
        f"effect_directions shows which way the studies point.{why}"
    )


def _refuse_different(usable: Sequence[Usable], *, exposures: bool) -> None:
    """Raises SynthesisError where the findings do not measure the same thing in the same way."""
    ids = _kinds(usable, lambda each: each.measure.id)
    if len(ids) > 1:
        raise SynthesisError(
            f"the findings have different measures: {_counted(ids)}\n"
            f'    Pool one: measure="{next(iter(ids))}".'
        )
    outcomes = _kinds(usable, lambda each: each.evidence.finding.outcome)
    if len(outcomes) > 1:
        raise SynthesisError(
            f"the findings have different outcomes, which should not be pooled: "
            f'{_counted(outcomes)}\n    Ask for one: outcome="{next(iter(outcomes))}".'
        )
    kinds = _kinds(usable, lambda each: each.evidence.finding.exposure)
    if len(kinds) > 1 and not exposures:
        raise SynthesisError(
            f"the findings have different exposures: {_counted(kinds)}\n"
            f'    Ask for one, as in exposure="{next(iter(kinds))}", compare them with '
            'by="exposure", or pool them all the same with mixed_exposures=true.'
        )
    rises = _kinds(usable, lambda each: each.evidence.finding.effect.per or "one group to another")
    if len(rises) > 1:
        raise SynthesisError(
            f"the effects are for different rises of the exposure: {_counted(rises)}\n"
            "    Turn them into one, and write it as `per` in each record."
        )
    units = _kinds(usable, lambda each: each.evidence.finding.effect.unit)
    if len(units) > 1 and usable[0].measure.id == "MD":
        raise SynthesisError(
            f"the mean differences are in different units: {_counted(units)}\n"
            "    Turn them into one unit, or give them as standardised mean differences."
        )


def _refuse_dependent(usable: Sequence[Usable]) -> None:
    """Raises SynthesisError where two findings may rest on the same people."""
    records: dict[int, list[str]] = {}
    for each in usable:
        records.setdefault(id(each.evidence.record), []).append(each.evidence.id)
    twice = next((ids for ids in records.values() if len(ids) > 1), None)
    if twice is not None:
        raise SynthesisError(
            f"two findings are of one study, and so not independent: {' and '.join(twice[:2])}\n"
            "    Choose one of them: narrow by exposure, population or reference, or leave the "
            "metric of the other out."
        )
    together = cited_together([each.evidence for each in usable])
    if together:
        raise SynthesisError(
            f"{together[0].id} and another finding here may be one result: their source cites them "
            "together\n    Pool only what a study is known to have found."
        )
    pooled = {name: each for each in usable for name in each.evidence.record.references}
    for each in usable:
        via = each.evidence.record.via
        if via in pooled and via not in each.evidence.record.references:
            raise SynthesisError(
                f"{pooled[via].evidence.id} and {each.evidence.id} may count the same people: "
                f'the second was read in "{via}"\n'
                "    Pool studies, or what was made of them, not both: narrow by design."
            )


def _kinds(usable: Sequence[Usable], of: Callable[[Usable], Hashable]) -> dict[str, list[str]]:
    """The ids of the findings by a property of theirs."""
    kinds: dict[str, list[str]] = {}
    for each in usable:
        kinds.setdefault(str(of(each) or "not known"), []).append(each.evidence.id)
    return kinds


def _counted(kinds: dict[str, list[str]]) -> str:
    """`tuberculosis (roy2014#disease and 3 more), leprosy (karonga1996#leprosy)`."""
    parts = [
        f"{name} ({ids[0]}{f' and {len(ids) - 1} more' if len(ids) > 1 else ''})"
        for name, ids in kinds.items()
    ]
    return ", ".join(parts[:_SHOWN]) + (", …" if len(parts) > _SHOWN else "")
