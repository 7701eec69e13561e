"""A meta-analysis for a program, and as lines of text for a person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from synth.synthesis.meta.analysis import MetaAnalysis
from synth.synthesis.meta.asymmetry import Egger
from synth.synthesis.meta.measures import Measure
from synth.synthesis.meta.pooling import How, Pooled, Study
from synth.synthesis.meta.subgroups import Between

METHODS: Mapping[str, str] = {
    "REML": "restricted maximum likelihood",
    "DL": "DerSimonian and Laird",
    "PM": "Paule and Mandel",
    "ML": "maximum likelihood",
    "HE": "Hedges",
    "EE": "equal effects",
}
"""The estimators of tau² in words."""


SUSPECT = 0.1
"""The p of Egger's test below which asymmetry is suspected (Egger and others 1997)."""


def as_json(analysis: MetaAnalysis) -> dict[str, Any]:
    """The analysis as plain data.

    Effects are on the scale on which they are pooled; `back_transformed` has them as they are
    read. `i2` and weights are in per cent.
    """
    how = analysis.how
    whole = _pooled(analysis.pooled, analysis.kind) | {
        "method": how.method,
        "test": how.test,
        "measure": analysis.measure,
        "level": how.level,
        "studies": [
            _study(study, weight, analysis.kind, how)
            for study, weight in zip(analysis.studies, analysis.pooled.weights, strict=True)
        ],
        "left_out": [asdict(each) for each in analysis.left_out],
        "cautions": list(analysis.cautions),
    }
    if analysis.subgroups is not None:
        whole["groups"] = [
            {"group": each.name} | _pooled(each.pooled, analysis.kind)
            for each in analysis.subgroups.groups
        ]
        common = analysis.subgroups.common
        whole["between"] = asdict(analysis.subgroups.separate) | {"tau2": "separate"}
        whole["between_common_tau2"] = asdict(common) | {"tau2": "common"} if common else None
    if analysis.without is not None:
        whole["leave_one_out"] = [
            {"without": each.study} | _pooled(each.pooled, analysis.kind)
            for each in analysis.without
        ]
    if analysis.egger is not None:
        whole["egger"] = asdict(analysis.egger)
    return whole


_READ = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")


def _pooled(pooled: Pooled, measure: Measure) -> dict[str, Any]:
    figures = asdict(pooled)
    del figures["weights"]
    # One test was done: the other's statistic is not there, rather than empty.
    del figures["z" if pooled.df is not None else "t"]
    if measure.transformed:
        figures["back_transformed"] = {
            name: None if figures[name] is None else _finite(measure.read_scale(figures[name]))
            for name in _READ
        }
    return figures


def _study(study: Study, weight: float, measure: Measure, how: How) -> dict[str, Any]:
    low, high = study_interval(study, how.level)
    row: dict[str, Any] = {
        "study": study.label,
        "source": study.source,
        "yi": study.yi,
        "vi": study.vi,
        "ci_low": low,
        "ci_high": high,
        "weight": weight,
        "group": study.group,
        "note": study.note,
    }
    if measure.transformed:
        row["back_transformed"] = {
            "estimate": _finite(measure.read_scale(study.yi)),
            "ci_low": _finite(measure.read_scale(low)),
            "ci_high": _finite(measure.read_scale(high)),
        }
    return row


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def study_interval(study: Study, level: float) -> tuple[float, float]:
    """A study's own interval at a level in per cent, on the scale on which it is pooled."""
    from statistics import NormalDist

    published = study.published
    if published is not None and published.level == level:
        return published.low, published.high
    reach = NormalDist().inv_cdf(0.5 + level / 200) * math.sqrt(study.vi)
    return study.yi - reach, study.yi + reach


# ── figures that stand together ─────────────────────────────────────────────────────

MOST_DECIMALS = 6
"""More than these nobody reads: smaller numbers are written with a power of ten."""

_LARGE = 1e4
"""Numbers from here on want no decimals."""


def decimals_of(values: Iterable[float]) -> int:
    """The decimals of effects that stand together: two, if their size does not ask for others.

    Where all are below 0.1, the largest has two figures.
    """
    sizes = [abs(value) for value in values if value != 0 and math.isfinite(value)]
    if not sizes:
        return 2
    if max(sizes) < 0.1:
        return 1 - math.floor(math.log10(max(sizes)))
    return 0 if min(sizes) >= _LARGE else 2


def decimals_of_effects(analysis: MetaAnalysis) -> int:
    """The decimals of all effects of an analysis: as the pooled one wants."""
    pooled, read = analysis.pooled, analysis.kind.read_scale
    return decimals_of(map(read, (pooled.estimate, pooled.ci_low, pooled.ci_high)))


def decimals_of_weights(weights: Iterable[float]) -> int:
    """The decimals of weights in per cent: one, or so many that the largest has two figures."""
    largest = max(weights)
    return 1 - math.floor(math.log10(largest)) if 0 < largest < 1 else 1


def hidden(value: float, decimals: int) -> bool:
    """Whether so many decimals would show a number as zero that is not."""
    return 0 < abs(value) < 0.5 * 10.0**-decimals


# ── text ────────────────────────────────────────────────────────────────────────────


def as_lines(analysis: MetaAnalysis) -> Iterator[str]:
    """The analysis for a person at a terminal."""
    kind, pooled, how = analysis.kind, analysis.pooled, analysis.how
    effects = _Effects(kind, how, decimals_of_effects(analysis))
    model = "Equal-effects" if how.method == "EE" else "Random-effects"
    by = "" if how.method == "EE" else f"; tau² by {METHODS[how.method]} ({how.method})"
    yield f"{model} meta-analysis of {pooled.k} studies: {kind.label}{by}"
    yield ""
    yield f"pooled {kind.label}  {effects.estimate(pooled)}"
    yield f"test               {_test(pooled)}"
    if pooled.pi_low is not None and pooled.pi_high is not None:
        yield f"prediction         {effects.span(pooled.pi_low, pooled.pi_high)}"
    yield f"heterogeneity      {heterogeneity(pooled, how)}"
    if kind.transformed:
        yield (
            f"as pooled          {number(pooled.estimate, 4)} (se {number(pooled.se, 4)}), "
            f"{_scale_words(kind)}"
        )
    yield ""
    yield from _table(
        ("study", kind.label, f"{how.level:g}% interval", "weight"),
        _study_rows(analysis, effects),
    )
    yield from _more(analysis, effects)
    for caution in analysis.cautions:
        yield f"caution: {caution}"
    for each in analysis.left_out:
        where = f" ({each.source})" if each.source else ""
        yield f"left out: {each.label}{where}: {each.reason}"


def _more(analysis: MetaAnalysis, effects: _Effects) -> Iterator[str]:
    """The parts that were asked for beside the estimate."""
    kind, how = analysis.kind, analysis.how
    yield ""
    if analysis.subgroups is not None:
        rows = [_pooled_row(each.name, each.pooled, effects) for each in analysis.subgroups.groups]
        yield from _table(("group", kind.label, f"{how.level:g}% interval", "studies", "I²"), rows)
        yield f"between the groups: {_between(analysis.subgroups.separate)}"
        yield ""
    if analysis.without is not None:
        rows = [_pooled_row(each.study, each.pooled, effects) for each in analysis.without]
        yield from _table(
            ("without", kind.label, f"{how.level:g}% interval", "studies", "I²"), rows
        )
        yield ""
    if analysis.egger is not None:
        yield f"Egger's test: {_egger(analysis.egger)}"
        yield ""


def _egger(test: Egger) -> str:
    figures = f"t = {number(test.t, 2)}, df = {test.df}, {p_words(test.p)}"
    return f"{figures}; {asymmetry_words(test)}"


def asymmetry_words(test: Egger) -> str:
    """What Egger's test suggests; as is usual with few studies, from p below 0.1 on."""
    if test.p < SUSPECT:
        return "a sign that small studies show other effects than large ones"
    return "no clear sign that small studies show other effects than large ones"


def heterogeneity(pooled: Pooled, how: How) -> str:
    """How far the studies differ, in a line; tau² where it was estimated."""
    tau2 = "" if how.method == "EE" else f"tau² {number(pooled.tau2, 4)}, "
    return (
        f"{tau2}I² {pooled.i2:.1f}%, H² {number(pooled.h2, 2)}, "
        f"Q {number(pooled.q, 2)} (df {pooled.q_df}, {p_words(pooled.q_p)})"
    )


def p_words(p: float | None) -> str:
    """A p value as reviewers print it."""
    if p is None:
        return "no p"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def number(value: float, digits: int) -> str:
    """A number with so many decimals, or as many figures where it is smaller or huge."""
    if value != 0 and (abs(value) < 10.0 ** (1 - digits) or abs(value) >= 1e6):
        return f"{value:.{max(digits, 2)}g}"
    return f"{value:.{digits}f}"


@dataclass(frozen=True, slots=True)
class _Effects:
    """How the effects of an analysis are written: all with as many decimals."""

    kind: Measure
    how: How
    decimals: int

    def read(self, pooled_scale: float) -> str:
        value = self.kind.read_scale(pooled_scale)
        if abs(value) >= 1e6 or self.decimals > MOST_DECIMALS:
            return f"{value:.2g}"
        if hidden(value, self.decimals):
            return f"{value:.1g}"
        return f"{value:.{self.decimals}f}"

    def span(self, low: float, high: float) -> str:
        return f"{self.read(low)} to {self.read(high)}"

    def estimate(self, pooled: Pooled) -> str:
        span = self.span(pooled.ci_low, pooled.ci_high)
        return f"{self.read(pooled.estimate)} ({self.how.level:g}% interval {span})"


def _scale_words(kind: Measure) -> str:
    return "on the scale of logarithms" if kind.scale == "log" else "on the scale of Fisher's z"


def _test(pooled: Pooled) -> str:
    if pooled.t is not None:
        return f"t = {number(pooled.t, 2)} (Knapp-Hartung, df {pooled.df}), {p_words(pooled.p)}"
    if pooled.z is not None:
        return f"z = {number(pooled.z, 2)}, {p_words(pooled.p)}"
    return "none can be done"


def _between(test: Between) -> str:
    return f"Q = {number(test.q, 2)} (df {test.df}), {p_words(test.p)}"


def _study_rows(analysis: MetaAnalysis, effects: _Effects) -> list[tuple[str, ...]]:
    weights = analysis.pooled.weights
    decimals = decimals_of_weights(weights)
    rows: list[tuple[str, ...]] = []
    for study, weight in zip(analysis.studies, weights, strict=True):
        low, high = study_interval(study, effects.how.level)
        least = f"{10.0**-decimals:.{decimals}f}"
        share = f"<{least}%" if hidden(weight, decimals) else f"{weight:.{decimals}f}%"
        rows.append((study.label, effects.read(study.yi), effects.span(low, high), share))
    return rows


def _pooled_row(name: str, pooled: Pooled, effects: _Effects) -> tuple[str, ...]:
    span = effects.span(pooled.ci_low, pooled.ci_high)
    return (name, effects.read(pooled.estimate), span, str(pooled.k), f"{pooled.i2:.0f}%")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side: names to the left, figures to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        first, *rest = row
        cells = [f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join([f"{first:<{widths[0]}}", *cells]).rstrip()
