"""An axis of numbers: where a value stands, and which values are named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

from synth.charts import engine

Scale: TypeAlias = Literal["linear", "log", "fisher-z"]
"""How values are spaced: evenly, as ratios, or as correlations whose errors do not lean on them."""

FARTHEST: Mapping[Scale, float] = {"linear": math.inf, "log": 690.0, "fisher-z": 8.0}
"""How far from 0 a scale goes: what lies beyond is a value that no computer holds."""

_SERIES: tuple[tuple[float, ...], ...] = ((1, 2, 5), (1, 3), (1,))
"""The ticks of each decade of a ratio, the finest first."""

_CORRELATIONS: tuple[tuple[float, ...], ...] = (
    (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999),
    (0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999),
    (0.3, 0.6, 0.8, 0.9, 0.95, 0.99, 0.999),
    (0.5, 0.8, 0.95, 0.99, 0.999),
    (0.5, 0.9, 0.99, 0.999, 0.9999),
    (0.9, 0.999, 0.99999),
    (0.999,),
)
"""The ticks of a correlation beside 0, the finest first."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` on the pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    scale: Scale = "linear"

    def at(self, value: float) -> float:
        """The pixel of a value; one outside stands at the nearer end."""
        if not usable(value, self.scale):
            return self.end if value > 0 else self.start
        low, high, here = (on_scale(v, self.scale) for v in (self.low, self.high, value))
        share = (here - low) / (high - low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether a value is on the axis."""
        return self.low <= value <= self.high

    def ticks(self, most: int = 6) -> tuple[float, ...]:
        """Round values on the axis, two of them at least; ratios by 1-2-5, or by decades."""
        for values in _uneven(self.low, self.high, self.scale):
            if 3 <= len(values) <= most:
                return values
        return _round_values(self.low, self.high, most)


def on_scale(value: float, scale: Scale) -> float:
    """The value, the logarithm of a ratio, or Fisher's z of a correlation."""
    match scale:
        case "log":
            return math.log(value)
        case "fisher-z":
            return math.atanh(value)
        case "linear":
            return value


def off_scale(value: float, scale: Scale) -> float:
    """The ratio of a logarithm, the correlation of a z, or the value; held where the scale ends."""
    held = min(max(value, -FARTHEST[scale]), FARTHEST[scale])
    match scale:
        case "log":
            return math.exp(held)
        case "fisher-z":
            return math.tanh(held)
        case "linear":
            return held


def usable(value: float | None, scale: Scale) -> bool:
    """Whether a value can stand on a scale at all."""
    if value is None or not math.isfinite(value):
        return False
    return scale == "linear" or (value > 0 if scale == "log" else -1 < value < 1)


def limits_of(core: Iterable[float], ends: Iterable[float], scale: Scale) -> tuple[float, float]:
    """Limits that hold all of `core`, and as much of `ends` as leaves room for the others.

    An end may lie as far out as `core` is wide, or twice as far as half of the ends do. So one
    very wide interval does not press all others together: it leaves the axis.
    """
    held = [on_scale(value, scale) for value in core if usable(value, scale)] or [0.0, 1.0]
    low, high = min(held), max(held)
    outer = [on_scale(value, scale) for value in ends if usable(value, scale)]
    beyond = [max(low - value, value - high, 0.0) for value in outer] or [0.0]
    room = max(high - low, 2 * median(beyond))
    first = max(min([low, *outer]), low - room)
    last = min(max([high, *outer]), high + room)
    if last - first <= 1e-9 * max(abs(first), abs(last), 1e-3):  # one value, or all the same
        first, last = first - 0.5, last + 0.5
    pad = 0.03 * (last - first)
    return off_scale(first - pad, scale), off_scale(last + pad, scale)


def words_of(values: Sequence[float], decimal: str = ".") -> tuple[str, ...]:
    """The labels of ticks, with a true minus sign."""
    return tuple(f"{value:.6g}".replace("-", "−").replace(".", decimal) for value in values)


def _uneven(low: float, high: float, scale: Scale) -> Iterable[tuple[float, ...]]:
    """Ticks for a scale on which even steps would stand at uneven places, the finest first."""
    match scale:
        case "log":
            yield from _ratios(low, high)
        case "fisher-z":
            for series in _CORRELATIONS:
                values = (*(-value for value in reversed(series)), 0.0, *series)
                yield tuple(value for value in values if low <= value <= high)
        case "linear":
            return


def _ratios(low: float, high: float) -> Iterable[tuple[float, ...]]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for series in _SERIES:
        values = (step * 10.0**decade for decade in decades for step in series)
        yield tuple(value for value in values if low <= value <= high)
    for every in (2, 3, 4, 6, 10, 20, 50, 100):
        values = (10.0**decade for decade in decades if decade % every == 0)
        yield tuple(value for value in values if low <= value <= high)


def _round_values(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round values by matplotlib's own rule; none is 0.30000000000000004."""
    engine.load()
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=most - 1, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    inside = (float(value) for value in found if low - slack <= value <= high + slack)
    return tuple(0.0 if abs(value) < slack else value for value in inside) or (low, high)
