"""One sentence for a body of evidence, from its direction, size and certainty.

The wording is that of Santesso and others (2020), "GRADE guidelines 26: informative statements to
communicate the findings of systematic reviews of interventions", Journal of Clinical Epidemiology
119, 126-135: nothing before the verb at high certainty, "likely" at moderate, "may" at low, and
"uncertain" at very low. It is about interventions. Where the designs cannot show a cause, the
sentence says what goes with what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from synth.model import CertaintyLevel, Direction, EffectSize
from synth.synthesis.body_row import BodyRow

_SAME = "little to no difference in"


@dataclass(frozen=True, slots=True)
class Words:
    """How a reader is told of an outcome and an exposure; `exposed` follows on "where"."""

    outcome: str
    exposure: str
    exposed: str


def statement(row: BodyRow, words: Words) -> str:
    """What the body comes to, in one sentence or two."""
    level = row.certainty.level
    if level is None:
        return (
            f"No conclusion is drawn yet: the certainty is not judged in full. {_told(row, words)}"
        )
    if row.direction is None or row.direction == "mixed":
        return f"{_told(row, words)} What follows is {_BARE[level]}."
    said = (_caused if row.causal else _linked)(row.direction, row.size, level, words)
    unsized = row.size is None and row.relative is None and row.direction != "none"
    return f"{said} How much is not known." if unsized and level != "very-low" else said


_BARE: Mapping[CertaintyLevel, str] = {
    "very-low": "very uncertain",
    "low": "uncertain",
    "moderate": "not settled",
    "high": "not settled",
}


def _linked(
    direction: Direction, size: EffectSize | None, level: CertaintyLevel, words: Words
) -> str:
    """What goes with what, for designs that cannot show a cause."""
    amount = _amount(direction, size)
    if level == "very-low":
        return (
            f"We are very uncertain whether there is {amount} {words.outcome} where "
            f"{words.exposed}."
        )
    verb = {"high": "there is", "moderate": "there is likely", "low": "there may be"}[level]
    return f"Where {words.exposed}, {verb} {amount} {words.outcome}."


def _caused(
    direction: Direction, size: EffectSize | None, level: CertaintyLevel, words: Words
) -> str:
    """What brings what about, for designs that can show it."""
    verb, noun = ("reduce", "reduction") if direction == "decrease" else ("increase", "increase")
    if direction == "none" or size == "trivial":
        plain, third = "result in", "results in"
        after = f"{_SAME} {words.outcome}"
    elif size == "large":
        plain, third = "result in", "results in"
        after = f"a large {noun} in {words.outcome}"
    else:
        plain, third = verb, f"{verb}s"
        after = words.outcome + (" slightly" if size == "small" else "")
    subject = words.exposure[0].upper() + words.exposure[1:]
    match level:
        case "high":
            return f"{subject} {third} {after}."
        case "moderate":
            return f"{subject} likely {third} {after}."
        case "low":
            return f"{subject} may {plain} {after}."
        case "very-low":
            return f"{subject} may {plain} {after}, but the evidence is very uncertain."


def _amount(direction: Direction, size: EffectSize | None) -> str:
    if direction == "none" or size == "trivial":
        return _SAME
    less = "less" if direction == "decrease" else "more"
    return {"large": f"much {less}", "small": f"slightly {less}"}.get(size or "", less)


def _told(row: BodyRow, words: Words) -> str:
    """Which way the findings point, counted; no more than the records say."""
    ways: Mapping[Direction, str] = {
        "decrease": f"less {words.outcome}",
        "increase": f"more {words.outcome}",
        "none": f"no difference in {words.outcome}",
        "mixed": f"a mixed picture of {words.outcome}",
    }
    if not row.directions:
        return f"No finding says which way {words.outcome} goes."
    total = len(row.findings)
    if len(row.directions) == 1:
        way, count = next(iter(row.directions.items()))
        who = f"All {total} findings report"
        who = {1: "The one finding reports", 2: "Both findings report"}.get(total, who)
        who = who if count == total else f"{count} of {total} findings report"
        return f"{who} {ways[way]} where {words.exposed}."
    parts = [
        f"{count} {'reports' if count == 1 else 'report'} {ways[way]}"
        for way, count in row.directions.items()
    ]
    return f"The findings point in different directions: {', '.join(parts)}."
