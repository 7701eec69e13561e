"""What a reader should know before trusting a pooled estimate, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from synth.synthesis.meta.asymmetry import Egger
from synth.synthesis.meta.influence import Without
from synth.synthesis.meta.measures import Measure
from synth.synthesis.meta.pooling import How, Pooled, Study, pool
from synth.synthesis.meta.subgroups import Subgroups

FEW = 5
"""With fewer studies the variance between them is hardly known (Cochrane Handbook 10.10.4.2)."""

CONSIDERABLE = 75.0
"""I² in per cent from which heterogeneity is considerable (Cochrane Handbook 10.10.2)."""

MAIN_WEIGHT = 50.0
"""Per cent of the weight with which one study says more than the others together."""

UNLIKE = 1e7
"""A ratio of variances from which a slip is likely, as in metafor."""

_SHOWN = 5
"""So many studies are named in one caution."""


def cautions_of(
    studies: Sequence[Study],
    pooled: Pooled,
    measure: Measure,
    how: How,
    groups: Subgroups | None,
    without: Sequence[Without] | None,
    egger: Egger | None = None,
) -> tuple[str, ...]:
    """The cautions, the weightiest first; none is an opinion on the studies themselves."""
    return (
        *_of_number(pooled),
        *_of_heterogeneity(pooled, how),
        *_of_test(studies, pooled, how),
        *_of_weights(studies, pooled),
        *_of_precision(studies),
        *_of_names(studies),
        *_of_notes(studies),
        *_of_labels(studies),
        *(_of_groups(groups, studies) if groups else ()),
        *(_of_leaving_out(pooled, without, measure) if without else ()),
        *(_of_egger(measure) if egger else ()),
    )


def _of_number(pooled: Pooled) -> Iterator[str]:
    if pooled.k == 2:
        yield (
            "There are two studies only: how much they truly differ can hardly be estimated, "
            "so the interval and the prediction interval may be much too narrow or too wide."
        )
    elif pooled.k < FEW:
        yield (
            f"There are {pooled.k} studies only: how much they truly differ is hardly known, "
            "and the intervals are unsafe."
        )


def _of_heterogeneity(pooled: Pooled, how: How) -> Iterator[str]:
    if pooled.i2 >= CONSIDERABLE:
        yield (
            f"The studies differ considerably (I² {pooled.i2:.0f}%): "
            "the pooled estimate is an average that may hold in none of their settings."
        )
    if how.method == "EE" and pooled.q_p < 0.1:
        yield (
            "One true effect in all studies was supposed, and the studies differ by more than "
            "chance; a random-effects method, such as REML, fits better."
        )


def _of_test(studies: Sequence[Study], pooled: Pooled, how: How) -> Iterator[str]:
    if how.test != "knha":
        return
    if pooled.p is None:
        yield (
            "All studies have the same estimate: the Knapp-Hartung standard error is zero, "
            "and no test can be done."
        )
    elif how.method == "EE":
        yield "The Knapp-Hartung test is not meant for equal effects."
    elif pooled.se < pool(studies, How(how.method, "z", how.level)).se:
        yield (
            "The studies agree more than chance would have it, and the Knapp-Hartung standard "
            "error is smaller than the ordinary one; report the ordinary test (z) as well."
        )


def _of_weights(studies: Sequence[Study], pooled: Pooled) -> Iterator[str]:
    most = max(range(pooled.k), key=pooled.weights.__getitem__)
    if pooled.k > 2 and pooled.weights[most] > MAIN_WEIGHT:
        yield f"{studies[most].label} has {pooled.weights[most]:.0f}% of the weight."


def _of_precision(studies: Sequence[Study]) -> Iterator[str]:
    small, large = (pick(studies, key=lambda study: study.vi) for pick in (min, max))
    if large.vi / small.vi > UNLIKE:
        yield (
            f"{small.label} is said to be {(large.vi / small.vi) ** 0.5:,.0f} times as precise as "
            f"{large.label}: look both up."
        )


_SUMS = ("total", "totals", "overall", "pooled", "summary", "all", "all studies", "sum")


def _of_names(studies: Sequence[Study]) -> Iterator[str]:
    for study in studies:
        if study.label.casefold().strip(" :.") in _SUMS:
            yield (
                f"“{study.label}” reads like the sum of other rows, and is pooled as a study: "
                "leave it out if it is none."
            )


def _of_notes(studies: Sequence[Study]) -> Iterator[str]:
    by_note: dict[str, list[str]] = {}
    for study in studies:
        if study.note:
            by_note.setdefault(study.note, []).append(study.label)
    for note, labels in by_note.items():
        yield f"{_some(labels)}: {note}."


def _of_labels(studies: Sequence[Study]) -> Iterator[str]:
    several = [label for label, n in Counter(each.label for each in studies).items() if n > 1]
    if several:
        yield (
            f"{_some(several)}: more than one row has this name. Results of the same people are "
            "not independent, and must not be pooled as if they were."
        )


def _of_groups(groups: Subgroups, studies: Sequence[Study]) -> Iterator[str]:
    unknown = [study.label for study in studies if not study.group]
    if unknown:
        them = "it is" if len(unknown) == 1 else "they are"
        yield (
            f"The group of {_some(unknown)} is not known: {them} not in the test between the "
            "groups."
        )
    alone = [each.name for each in groups.groups if each.pooled.k == 1]
    if alone:
        yield f"{_some(alone)}: a group of one study, shown as that study has it."


def _of_leaving_out(pooled: Pooled, without: Sequence[Without], measure: Measure) -> Iterator[str]:
    if measure.null is None:
        return
    null = measure.pooled_scale(measure.null)
    clear = _excludes(pooled, null)
    turning = [each.study for each in without if _excludes(each.pooled, null) != clear]
    if turning:
        now, then = ("leaves out", "includes") if clear else ("includes", "leaves out")
        yield (
            f"The interval {now} {measure.null:g}, which would be no effect; "
            f"without {_some(turning, 'or')} it {then} {measure.null:g}."
        )


_LINKED = ("OR", "RR", "RD", "SMD")
"""Measures whose standard error follows in part from the effect itself."""


def _of_egger(measure: Measure) -> Iterator[str]:
    """Cochrane Handbook 6.4, section 13.3.5.4; Sterne and others (2011), BMJ 343, d4002."""
    if measure.id in _LINKED:
        article = "An" if measure.label[0] in "aeiou" else "A"
        yield (
            f"{article} {measure.label} and its standard error hang together, so Egger’s test "
            "finds asymmetry too often where effects are large."
        )


def _excludes(pooled: Pooled, null: float) -> bool:
    return not pooled.ci_low <= null <= pooled.ci_high


def _some(labels: Sequence[str], last: str = "and") -> str:
    """Some names in a row: the first few, and how many more there are."""
    shown = list(labels[:_SHOWN])
    if len(labels) > _SHOWN:
        return f"{', '.join(shown)} {last} {len(labels) - _SHOWN} more"
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
