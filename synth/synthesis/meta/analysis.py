"""A meta-analysis as a whole: the pooled estimate, what else was asked for, and its cautions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.synthesis.meta.asymmetry import Egger, egger
from synth.synthesis.meta.cautions import cautions_of
from synth.synthesis.meta.influence import Without, leave_one_out
from synth.synthesis.meta.measures import Measure, MeasureId, measure
from synth.synthesis.meta.pooling import How, Pooled, Study, pool
from synth.synthesis.meta.subgroups import Subgroups, subgroups
from synth.synthesis.view import SynthesisError


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A study that is not in the pool, and why not."""

    label: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is wanted beside the pooled estimate."""

    groups: bool = False
    leave_one_out: bool = False
    egger: bool = False


@dataclass(frozen=True, slots=True)
class MetaAnalysis:
    """What the studies say together, and how that was found; None is what was not asked for."""

    measure: MeasureId
    how: How
    studies: tuple[Study, ...]
    pooled: Pooled
    left_out: tuple[LeftOut, ...]
    cautions: tuple[str, ...]
    subgroups: Subgroups | None = None
    without: tuple[Without, ...] | None = None
    egger: Egger | None = None

    @property
    def kind(self) -> Measure:
        """The measure with its names and scale."""
        return measure(self.measure)


_NAMED = 5
"""So many studies that were left out are named."""


def _too_few(studies: Sequence[Study], left_out: Sequence[LeftOut]) -> str:
    """That there is nothing to pool, and why the other studies do not count."""
    count = "one study can be pooled" if studies else "no study can be pooled"
    named = [f"{each.label} ({each.source}): {each.reason}" for each in left_out[:_NAMED]]
    more = len(left_out) - _NAMED
    rest = [f"and {more:,} more"] if more > 0 else []
    return f"{count}, and pooling needs two or more\n    Left out: {'; '.join([*named, *rest])}."


def analyse(
    studies: Sequence[Study],
    measure_id: MeasureId,
    how: How,
    beside: Beside = Beside(),
    left_out: Sequence[LeftOut] = (),
    cautions: Sequence[str] = (),
) -> MetaAnalysis:
    """The studies pooled, with what is wanted beside; `cautions` are put to those found here.

    Raises SynthesisError for what cannot be pooled, or cannot be had of these studies.
    """
    kind = measure(measure_id)
    if len(studies) < 2 and left_out:
        raise SynthesisError(_too_few(studies, left_out))
    pooled = pool(studies, how)
    groups = subgroups(studies, how) if beside.groups else None
    without = leave_one_out(studies, how) if beside.leave_one_out else None
    tested = egger(studies, how) if beside.egger else None
    return MetaAnalysis(
        measure=measure_id,
        how=how,
        studies=tuple(studies),
        pooled=pooled,
        left_out=tuple(left_out),
        cautions=(*cautions_of(studies, pooled, kind, how, groups, without, tested), *cautions),
        subgroups=groups,
        without=without,
        egger=tested,
    )
