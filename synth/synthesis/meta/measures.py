"""The effect measures that can be pooled, and the scale on which each is pooled.

Ratios are pooled as natural logarithms and read as ratios (Cochrane Handbook 6.4, section
6.3.1 and chapter 10).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

MeasureId = Literal["OR", "RR", "RD", "SMD", "MD", "COR", "ZCOR", "GEN"]
"""As R's metafor names them; GEN is an estimate on any scale."""

Scale = Literal["log", "fisher-z", "identity"]


@dataclass(frozen=True, slots=True)
class Measure:
    """An effect measure: its names, the scale it is pooled on, and its value of no effect.

    `metric` is what the key `metric` of a record's effect says for it, in plain words.
    `null` is on the scale that a reader sees; None where it is not known.
    """

    id: MeasureId
    label: str
    metric: str
    scale: Scale
    null: float | None
    also: tuple[str, ...] = ()

    def pooled_scale(self, value: float) -> float:
        """A value that a reader sees, on the scale on which it is pooled.

        Raises ValueError, with the reason, for what that scale cannot hold, as a ratio of zero.
        """
        if self.transformed:
            self.check(value)
        match self.scale:
            case "log":
                return math.log(value)
            case "fisher-z":
                return math.atanh(value)
            case "identity":
                return value

    def check(self, value: float) -> None:
        """Raises ValueError for an estimate, as a reader sees it, that the measure cannot have.

        The ends of an interval may lie further out, as those of a normal one do.
        """
        if self.scale == "log" and value <= 0:
            raise ValueError(f"a {self.label} of {value:g} has no logarithm")
        if self.id == "RD" and not -1 <= value <= 1:
            raise ValueError(
                f"a {self.label} of {value:g} cannot be: it is a share, from -1 to 1; "
                "is it in per cent?"
            )
        if self.id in ("COR", "ZCOR") and not -1 < value < 1:
            raise ValueError(f"a {self.label} of {value:g} cannot be: it lies between -1 and 1")

    def read_scale(self, value: float) -> float:
        """A pooled value as a reader sees it; infinite where it is beyond any ratio."""
        match self.scale:
            case "log":
                return math.exp(value) if value < _LARGEST_LOG else math.inf
            case "fisher-z":
                return math.tanh(value)
            case "identity":
                return value

    @property
    def transformed(self) -> bool:
        """Whether it is pooled on another scale than the one that a reader sees."""
        return self.scale != "identity"


LEAST_LEVEL, MOST_LEVEL = 1.0, 99.999
"""The levels that an interval may have, in per cent."""

_LARGEST_LOG = 709.0
"""Beyond this `math.exp` overflows."""

MEASURES: tuple[Measure, ...] = (
    Measure("OR", "odds ratio", "odds-ratio", "log", 1.0, ("or",)),
    Measure("RR", "risk ratio", "risk-ratio", "log", 1.0, ("rr", "relative-risk")),
    Measure("RD", "risk difference", "risk-difference", "identity", 0.0, ("rd",)),
    Measure(
        "SMD", "standardised mean difference", "smd", "identity", 0.0,
        ("standardised-mean-difference", "standardized-mean-difference", "hedges-g"),
    ),
    Measure("MD", "mean difference", "md", "identity", 0.0, ("mean-difference",)),
    Measure("COR", "correlation", "raw-correlation", "identity", 0.0),
    Measure("ZCOR", "correlation", "correlation", "fisher-z", 0.0, ("pearson-correlation",)),
    Measure("GEN", "effect", "generic", "identity", None),
)  # fmt: skip


def measure(id: str) -> Measure:
    """The measure of an id. Raises StopIteration for no id."""
    return next(each for each in MEASURES if each.id == id)


def measure_of_metric(metric: str | None) -> Measure | None:
    """The measure that a record's `metric` names, None for other words.

    Capitals, spaces and hyphens do not matter: `Odds ratio` is `odds-ratio`.
    """
    word = re.sub(r"[\s_-]+", "-", (metric or "").strip().casefold())
    return next((each for each in MEASURES if word in (each.metric, *each.also)), None)


POOLABLE = tuple(each.metric for each in MEASURES if each.id not in ("GEN", "COR"))
"""The metrics of records that can be pooled."""
