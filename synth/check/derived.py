"""Numbers that follow from those that a finding holds: rests, totals, differences, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, permutations

from synth.check.fitting import near
from synth.check.held import Held
from synth.check.quantities import Quantity
from synth.check.quantities.units import alike, by_name

_TOTAL = re.compile(
    r"\b(?:together|in all|altogether|in total|a total of|combined|put together)\b", re.IGNORECASE
)
_DIFFERENCE = re.compile(
    r"\b(?:others?|rest|remaining|remainder|gap|difference of|apart)\b", re.IGNORECASE
)
_REST = re.compile(
    r"\b(?:others?|rest|remaining|remainder|not|n['’]t|without|never|nor|neither|escaped)\b", re.I
)
_SHARES = frozenset({"percent", "share", "ratio", "multiple"})
_PAIRS = 2_000
"""The pairs of numbers that are tried; a record has some ten numbers."""


def is_derived(quantity: Quantity, text: str, held: Sequence[Held]) -> bool:
    """Whether a quantity is the rest, sum, difference or share of what one finding holds.

    A sum, a difference or the rest of a hundred needs a word that says so; a share in figures
    needs both its numbers in the claim.
    """
    if quantity.high is not None:
        return False
    total = _TOTAL.search(text) is not None
    difference = quantity.sign != 0 or _DIFFERENCE.search(text) is not None
    for id in dict.fromkeys(each.evidence.id for each in held):
        mine = [each.quantity for each in held if each.evidence.id == id]
        if quantity.kind == "time" and _by_years(quantity, mine):
            return True
        if total and any(_is(quantity, one + two) for one, two in _like(quantity, mine)):
            return True
        if difference and any(_is(quantity, abs(one - two)) for one, two in _like(quantity, mine)):
            return True
        if _REST.search(text) and _is_rest(quantity, mine):
            return True
        if quantity.kind in _SHARES and _by_shares(quantity, text, mine):
            return True
    return False


def _by_years(quantity: Quantity, mine: Sequence[Quantity]) -> bool:
    """Whether a duration is that between the ends of a period, or of a stretch of time."""
    unit = by_name()[quantity.unit]
    spans = []
    for each in mine:
        if each.high and (each.kind == "year" or each.unit == quantity.unit):
            scale = 365.25 / unit.factor if each.kind == "year" else 1.0
            spans.append((each.high - each.value) * scale)
    return any(near(quantity, span) for span in spans)


def _like(quantity: Quantity, mine: Sequence[Quantity]) -> Iterator[tuple[float, float]]:
    """The pairs of single numbers that are of the quantity's kind, unit and noun."""
    return _pairs(
        [
            each.value
            for each in mine
            if (each.kind, each.unit) == (quantity.kind, quantity.unit)
            and each.high is None
            and (not each.noun or not quantity.noun or alike(each.noun, quantity.noun))
        ]
    )


def _is(quantity: Quantity, value: float) -> bool:
    """Whether a quantity is this number, rounded at most in its decimals or said as about."""
    if quantity.approximator:
        return near(quantity, value)
    room = quantity.step / 2 if quantity.step < 1 else 0.0
    return abs(quantity.value - value) <= room + 1e-6


def _is_rest(quantity: Quantity, mine: Sequence[Quantity]) -> bool:
    """Whether a share is what another one leaves of the whole."""
    if quantity.kind not in ("percent", "share", "ratio"):
        return False
    whole = 100.0 if quantity.kind == "percent" else 1.0
    parts = [each.value / 100 * whole for each in mine if each.kind == "percent" and not each.high]
    parts += [each.value * whole for each in mine if each.kind in ("share", "ratio")]
    return any(near(quantity, whole - part) for part in parts)


def _by_shares(quantity: Quantity, text: str, mine: Sequence[Quantity]) -> bool:
    counts = [each for each in mine if each.kind == "number" and each.high is None]
    if quantity.kind in ("percent", "ratio"):
        counts = [each for each in counts if each.text.split(" ")[0] in text]
    values = [each.value for each in counts if each.value > 0]
    scale = 100.0 if quantity.kind == "percent" else 1.0
    words = quantity.kind in ("share", "multiple")
    return any(
        near(quantity, one / two * scale)
        for one, two in _pairs(values)
        if one < two or quantity.kind == "multiple"
        if not words or quantity.approximator or one in (two / 2, two / 3, two / 4)
    )


def _pairs(values: Sequence[float]) -> Iterator[tuple[float, float]]:
    return islice(permutations(dict.fromkeys(values), 2), _PAIRS)
