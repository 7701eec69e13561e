"""Whether the figures of an effect in a record can be."""

from __future__ import annotations

import math
from collections.abc import Iterator

from synth.load.yaml_file import Path, YamlFile
from synth.model import Arm, Effect, Finding
from synth.problems import Problem, error, warning
from synth.synthesis.meta.measures import LEAST_LEVEL, MOST_LEVEL, measure_of_metric

RULE = "impossible-effect"

LARGEST = 1e15
"""No figure of an effect is larger, sums of money included."""

SMALLEST_ERROR = 1e-12
"""No standard error is smaller."""


def check_figures(effect: Effect, file: YamlFile, path: Path) -> Iterator[Problem]:
    """Each figure of an effect that cannot be; `path` leads to the effect."""
    for name, value in (
        ("estimate", effect.estimate), ("low", effect.low), ("high", effect.high),
        ("se", effect.se), ("level", effect.level),
    ):  # fmt: skip
        if value is not None and not math.isfinite(value):
            yield error(
                RULE, f'"{name}" is {value}, which is no size', file.place((*path, name)),
                "Write null where it is not known.",
            )  # fmt: skip
            return
        if value is not None and abs(value) > LARGEST:
            yield error(
                RULE, f'"{name}" is {value:g}, which no effect is', file.place((*path, name)),
                "Look it up: a point or an exponent is wrong.",
            )  # fmt: skip
            return
    yield from _interval(effect, file, path)
    yield from _scale(effect, file, path)
    if effect.se is not None and 0 < effect.se < SMALLEST_ERROR:
        yield error(
            RULE, f"a standard error of {effect.se:g} is none", file.place((*path, "se")),
            "Look it up; write null where it is not known.",
        )  # fmt: skip
    if effect.se is not None and effect.se <= 0:
        yield error(
            RULE, f"the standard error is {effect.se:,}, and has to be above zero",
            file.place((*path, "se")), "Write null where it is not known.",
        )  # fmt: skip
    for name, arm in (("exposed", effect.exposed), ("comparison", effect.comparison)):
        if arm is not None:
            yield from _arm(arm, file, (*path, name))


def check_direction(finding: Finding, file: YamlFile, path: Path) -> Iterator[Problem]:
    """A direction that its own ratio goes against; `path` leads to the finding.

    A difference is left alone: fewer missed days are more attendance.
    """
    effect, kind = finding.effect, measure_of_metric(finding.effect.metric)
    if kind is None or kind.null is None or kind.scale != "log" or effect.estimate is None:
        return
    way = {"decrease": -1, "increase": 1}.get(finding.direction or "")
    if way is not None and (effect.estimate - kind.null) * way < 0:
        yield warning(
            "at-odds",
            f"the direction is {finding.direction}, and the {kind.label} of {effect.estimate:,} "
            "points the other way",
            file.place((*path, "direction")),
            "Is the comparison the other way round? Turn the estimate and its interval, or the "
            "direction.",
        )


def _interval(effect: Effect, file: YamlFile, path: Path) -> Iterator[Problem]:
    low, high = effect.low, effect.high
    if effect.level is not None and not LEAST_LEVEL <= effect.level <= MOST_LEVEL:
        yield error(
            RULE, f"the level of the interval is {effect.level:g}%", file.place((*path, "level")),
            "Write it in per cent: 95 or 90.",
        )  # fmt: skip
    if low is None or high is None:
        return
    if low > high:
        yield error(
            RULE, f"the interval runs down, from {low:,} to {high:,}", file.place((*path, "low")),
            "`low` is the smaller end, also of numbers below zero.",
        )  # fmt: skip
    elif effect.estimate is not None and not low <= effect.estimate <= high:
        yield error(
            RULE,
            f"the estimate {effect.estimate:,} is not inside its interval, {low:,} to {high:,}",
            file.place((*path, "estimate")),
            "Look it up: one of the three is not as published.",
        )


def _scale(effect: Effect, file: YamlFile, path: Path) -> Iterator[Problem]:
    """Figures on another scale than their metric has."""
    kind = measure_of_metric(effect.metric)
    if kind is None:
        return
    for name in ("estimate", "low", "high"):
        value = getattr(effect, name)
        if value is None:
            continue
        place = file.place((*path, name))
        if kind.scale == "log" and value < 0:
            yield error(
                RULE,
                f'"{name}" is {value:,}, and no {kind.label} is below 0', place,
                "Is it a logarithm? Write the ratio itself: 0.41 for a logarithm of -0.9.",
            )  # fmt: skip
        elif kind.id in ("COR", "ZCOR") and name == "estimate" and not -1 <= value <= 1:
            yield error(
                RULE, f"a correlation of {value:,}: it lies between -1 and 1", place,
                "Name the metric otherwise where it is another measure.",
            )  # fmt: skip
        elif kind.id == "RD" and name == "estimate" and not effect.unit and not -1 <= value <= 1:
            yield error(
                RULE, f"a risk difference of {value:,}: it is a share, from -1 to 1", place,
                'Write 0.05 for five in a hundred, or give it the unit "%".',
            )  # fmt: skip


def _arm(arm: Arm, file: YamlFile, path: Path) -> Iterator[Problem]:
    if arm.n < 1:
        yield error(
            RULE, f"a group of {arm.n:,} people", file.place((*path, "n")),
            "`n` is how many people are in the group.",
        )  # fmt: skip
    elif arm.events is not None and not 0 <= arm.events <= arm.n:
        yield error(
            RULE, f"{arm.events:,} of {arm.n:,} people have the event",
            file.place((*path, "events")), "`events` are some of the `n` people in the group.",
        )  # fmt: skip
    if arm.sd is not None and arm.sd < 0:
        yield error(
            RULE, f"the standard deviation is {arm.sd:,}, below zero", file.place((*path, "sd")),
            "Write null where it is not known.",
        )  # fmt: skip
