"""A meta-analysis in a reader's words: its figures in their locale, and what they come to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from synth.synthesis.meta.analysis import MetaAnalysis
from synth.synthesis.meta.asymmetry import Egger
from synth.synthesis.meta.measures import Measure, MeasureId
from synth.synthesis.meta.pooling import How, Pooled
from synth.synthesis.meta.report import (
    METHODS,
    MOST_DECIMALS,
    asymmetry_words,
    decimals_of,
    decimals_of_effects,
    decimals_of_weights,
    hidden,
)
from synth.synthesis.meta.subgroups import Between
from synth.synthesis.view import Setting

_THING: Mapping[MeasureId, str] = {"OR": "odds", "RR": "risk", "RD": "risk"}
"""What a measure compares, where that is not the outcome itself."""


_HUGE = (1e9, 1e6)
"""From here on a number is written with a power of ten: a difference, and a ratio."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the studies are about, in the reader's words; empty for a table that does not say."""

    outcome: str = ""
    exposure: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """How the figures of an analysis are written for a reader.

    `decimals` are those of every effect; with None, effects that stand together have as many as
    they want. `weight_decimals` are those of every weight.
    """

    kind: Measure
    how: How
    setting: Setting
    decimals: int | None = None
    weight_decimals: int = 1

    @classmethod
    def of(cls, analysis: MetaAnalysis, setting: Setting) -> Telling:
        """With as many decimals for all effects of an analysis, and for all weights."""
        weights = decimals_of_weights(analysis.pooled.weights)
        return cls(analysis.kind, analysis.how, setting, decimals_of_effects(analysis), weights)

    def value(self, pooled_scale: float) -> str:
        """An effect as it is read: `0.49`."""
        return self.number(self.kind.read_scale(pooled_scale), self._decimals(pooled_scale))

    def number(self, value: float, decimals: int) -> str:
        """A number with so many decimals, or a power of ten for what they are no use for.

        One that is not zero is never written as zero.
        """
        if decimals > MOST_DECIMALS or not abs(value) < _HUGE[self.kind.scale == "log"]:
            return self.setting.power(value)
        if not hidden(value, decimals):
            return self.setting.number(value, decimals)
        finest = max(decimals, 3)
        if abs(value) >= 10.0**-finest:
            return self.setting.number(value, -math.floor(math.log10(abs(value))))
        least = self.setting.number(math.copysign(10.0**-finest, value), finest)
        return f"<{least}" if value > 0 else f">{least}"

    def _decimals(self, *pooled_scale: float) -> int:
        if self.decimals is not None:
            return self.decimals
        return decimals_of(map(self.kind.read_scale, pooled_scale))

    def span(self, low: float, high: float) -> str:
        """`0.34 to 0.70`."""
        even = replace(self, decimals=self._decimals(low, high))
        return f"{even.value(low)} to {even.value(high)}"

    def effect(self, estimate: float, low: float, high: float) -> str:
        """`0.49 (0.34 to 0.70)`."""
        even = replace(self, decimals=self._decimals(estimate, low, high))
        return f"{even.value(estimate)} ({even.span(low, high)})"

    @property
    def level(self) -> str:
        """`95%`."""
        return f"{self.setting.number(self.how.level)}%"

    @property
    def interval_head(self) -> str:
        """The head of a column of effects: `Risk ratio (95% interval)`."""
        return f"{_upper(self.kind.label)} ({self.level} interval)"

    def p(self, value: float) -> str:
        """`p = 0.188`."""
        if value < 0.001:
            return f"p < {self.setting.number(0.001, 3)}"
        return f"p = {self.setting.number(value, 3)}"

    def share(self, percent: float) -> str:
        """I²: `92.2%`."""
        return self._percent(percent, 1)

    def weight(self, percent: float) -> str:
        """A weight: `9.6%`, or `<0.1%`."""
        return self._percent(percent, self.weight_decimals)

    def _percent(self, percent: float, decimals: int) -> str:
        if hidden(percent, decimals):
            return f"<{self.setting.number(10.0**-decimals, decimals)}%"
        return f"{self.setting.number(percent, decimals)}%"


def result_sentence(analysis: MetaAnalysis, topic: Topic, telling: Telling) -> str:
    """What the studies come to, in one sentence; no word of cause."""
    pooled, kind = analysis.pooled, analysis.kind
    figures = (
        f"{kind.label} {telling.value(pooled.estimate)} ({telling.level} interval "
        f"{telling.span(pooled.ci_low, pooled.ci_high)})"
    )
    way = direction(pooled, kind)
    if way is None or not topic.outcome:
        clear = "" if way is None else f". {_null_words(way, telling)}"
        return f"Pooled over {pooled.k} studies: {figures}{clear}."
    what = f"the {_THING[kind.id]} of {topic.outcome}" if kind.id in _THING else topic.outcome
    verb = "are" if kind.id == "OR" else "is"
    with_ = f" with {topic.exposure}" if topic.exposure else ""
    if way == "unclear":
        return (
            f"Pooled over {pooled.k} studies, it is not clear whether {what} {verb} lower or higher"
            f"{with_}: {figures}."
        )
    return f"Pooled over {pooled.k} studies, {what} {verb} {way}{with_}: {figures}."


def direction(pooled: Pooled, kind: Measure) -> str | None:
    """`lower`, `higher`, or `unclear` where the interval holds the value of no effect.

    None where there is no such value.
    """
    if kind.null is None:
        return None
    null = kind.pooled_scale(kind.null)
    if pooled.ci_low > null:
        return "higher"
    return "lower" if pooled.ci_high < null else "unclear"


def _null_words(way: str, telling: Telling) -> str:
    assert telling.kind.null is not None
    null = telling.setting.number(telling.kind.null)
    if way == "unclear":
        return f"The interval includes {null}, which would be no effect"
    return f"The interval does not include {null}, which would be no effect"


def prediction_sentence(analysis: MetaAnalysis, telling: Telling) -> str:
    """Where a further study may lie; empty where equal effects are supposed."""
    pooled = analysis.pooled
    if pooled.pi_low is None or pooled.pi_high is None:
        return ""
    return (
        f"In a further study like these the true {telling.kind.label} may be anywhere from "
        f"{telling.span(pooled.pi_low, pooled.pi_high)} ({telling.level} prediction interval). "
        f"{_of_prediction(pooled, telling.kind)}"
    ).rstrip()


_FEW_TO_PREDICT = 10
"""With fewer studies tau² is hardly known, and a prediction by the normal quantile too narrow
(Higgins, Thompson and Spiegelhalter 2009, section 4).
"""


def _of_prediction(pooled: Pooled, kind: Measure) -> str:
    """What a reader should know of the prediction interval."""
    assert pooled.pi_low is not None
    assert pooled.pi_high is not None
    said = []
    null = None if kind.null is None else kind.pooled_scale(kind.null)
    clear = direction(pooled, kind) != "unclear"
    if null is not None and clear and pooled.pi_low < null < pooled.pi_high:
        said.append("So it may also go the other way, or be none.")
    if pooled.k < _FEW_TO_PREDICT:
        said.append(f"From {pooled.k} studies this is likely to be too narrow.")
    return " ".join(said)


def heterogeneity_sentence(analysis: MetaAnalysis, telling: Telling) -> str:
    """How far the studies differ, and how they were pooled; tau² where it was estimated."""
    pooled, how, said = analysis.pooled, analysis.how, telling.setting.number
    model = (
        "Equal effects were supposed"
        if how.method == "EE"
        else f"Random effects, with tau² by {METHODS[how.method]} ({how.method})"
    )
    test = "; test by Knapp and Hartung" if how.test == "knha" else ""
    which = f"all {pooled.k} studies" if analysis.subgroups else "the studies"
    tau2 = "" if how.method == "EE" else f"tau² {telling.number(pooled.tau2, 4)}, "
    return (
        f"How far {which} differ: I² {telling.share(pooled.i2)}, {tau2}"
        f"Q {said(pooled.q, 2)} on {_degrees(pooled.q_df)} ({telling.p(pooled.q_p)}). "
        f"{model}{test}."
    )


def between_sentence(test: Between, telling: Telling) -> str:
    """Whether the groups differ by more than chance."""
    q = telling.setting.number(test.q, 2)
    return f"Test whether the groups differ: Q {q} on {_degrees(test.df)} ({telling.p(test.p)})."


def egger_sentence(test: Egger, telling: Telling) -> str:
    """What Egger's test says."""
    t = telling.setting.number(test.t, 2)
    return (
        f"Egger’s test: t {t} on {_degrees(test.df)} ({telling.p(test.p)}): "
        f"{asymmetry_words(test)}."
    )


def _degrees(df: int) -> str:
    return "1 degree of freedom" if df == 1 else f"{df} degrees of freedom"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
