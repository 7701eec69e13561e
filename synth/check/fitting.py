"""Whether a quantity of a claim says what a quantity of a finding says.

Rounding within what the words say fits: half of the last digit that is written; a tenth after
"about"; up to a tenth below after "nearly"; from the number on after "more than".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from synth.check.held import Held
from synth.check.quantities import Quantity
from synth.check.quantities.units import by_name

Fit = Literal["fits", "no", "sign", "odds", "ratio", "change"]
"""`sign` is the same size the other way; `odds` a change of risk read from a ratio of odds;
`ratio` a ratio that is told as a change ("a reduction of 37%" of 0.37), `change` a change that is
told as a ratio ("63% as likely").
"""

_OWN_WORDS = frozenset({"share", "ratio", "multiple"})
_RATIOS = frozenset({"risk", "odds", "hazard"})
_AS_RATIO = re.compile(r"\sas\s(?!a\b|the\b|of\b)\w+(?!\sas\sresult)", re.IGNORECASE)
_EFFICACY = re.compile(r"\b(?:efficacy|effectiveness|protection)\b(?:\s\w+){0,3}\s$", re.IGNORECASE)


def near(quantity: Quantity, value: float, said: float | None = None) -> bool:
    """Whether the words of a quantity may stand for a value in its unit."""
    wanted = quantity.value if said is None else said
    if quantity.kind == "vague":
        return wanted <= value < 100 * wanted
    room = _slack(quantity, wanted) + 1e-9 * max(1.0, abs(wanted))
    size, held = abs(wanted), abs(value)
    if wanted * value < 0:
        return False
    share = quantity.kind in _OWN_WORDS
    if quantity.approximator == "below":
        floor = 0.9 if not quantity.bound else 0.5 if share else 0.67
        return floor * size - 1e-9 <= held <= size * (1 + 1e-9)
    if quantity.approximator == "above":
        ceiling = 1.15 if not quantity.bound else 2.0 if share else 1.5
        return size * (1 - 1e-9) <= held <= ceiling * size
    return abs(size - held) <= room


def _slack(quantity: Quantity, said: float) -> float:
    """What rounding may have taken from a number, by its last digit and its approximator."""
    size = abs(said)
    about = quantity.approximator == "about"
    if quantity.kind in _OWN_WORDS:
        return (0.1 if about else 0.05) * size
    if quantity.step == 0:
        return min(0.5, 0.05 * size) if size >= 1 else 0.05 * size
    written = quantity.step / 2
    whole = round(size)
    if quantity.step < 1 or abs(size - whole) > 1e-9 or whole == 0:
        return written
    place = _place(whole)
    if about and whole % 5 == 0 and place == 1:
        place = 5
    return max(written, min(place / 2, (0.1 if about else 0.05) * size))


def _place(whole: int) -> int:
    """The place of the last digit that is not nought: 1000 for 107,000."""
    place = 1
    while whole % (place * 10) == 0:
        place *= 10
    return place


def fit(quantity: Quantity, held: Held, text: str) -> Fit:
    """Whether a quantity in a claim's text says what a finding holds."""
    result: Fit = "no"
    other = held.quantity
    if (quantity.kind, other.kind) == ("percent", "points") and "absolute" in text.lower():
        quantity = replace(quantity, kind="points")
    if quantity.high is not None:
        return _fit_range(quantity, held)
    for value, sign, source in _views(quantity, held):
        said = quantity.value
        if held.crosses or (said < 0 and source in ("plain", "percent")):
            close = near(quantity, value, said) or (
                not held.crosses and other.sign < 0 < value and near(quantity, -value, said)
            )
        else:
            close = near(quantity, abs(value), abs(said))
        if not close:
            continue
        measure, _, itself = source.partition(" ")
        if itself and _is_change(quantity, text):
            result = "ratio"
        elif measure in _RATIOS and not itself and _AS_RATIO.match(text, quantity.end):
            result = "change"
        elif measure in ("odds", "hazard") and measure not in text.lower():
            result = "odds"
        elif sign and quantity.sign and sign != quantity.sign and quantity.kind != "multiple":
            result = "sign"
        else:
            return "fits"
    if result == "no" and other.high is not None and _inside(quantity, other):
        return "fits"
    return result


def _is_change(quantity: Quantity, text: str) -> bool:
    """Whether a claim's words make a share a change: "37% lower", "an efficacy of 37%"."""
    if quantity.kind == "multiple":
        return False
    before = text[max(0, quantity.start - 40) : quantity.start]
    return quantity.sign != 0 or _EFFICACY.search(before) is not None


def _inside(quantity: Quantity, other: Quantity) -> bool:
    """Whether a single number is an end of a range that is held, or about inside it."""
    assert other.high is not None
    scales = _scales(quantity, other)
    if scales is None:
        return False
    low, high = other.value * scales, other.high * scales
    if near(quantity, low) or near(quantity, high):
        return True
    return quantity.approximator == "about" and low <= quantity.value <= high


def _fit_range(quantity: Quantity, held: Held) -> Fit:
    other = held.quantity
    assert quantity.high is not None
    scales = _scales(quantity, other)
    if other.high is None or scales is None:
        return "no"
    low, high = other.value * scales, other.high * scales
    fits = near(quantity, low) and near(quantity, high, quantity.high)
    return "fits" if fits else "no"


def _scales(quantity: Quantity, other: Quantity) -> float | None:
    """The factor from a held quantity's unit to that of the claim, or None."""
    kind, held = quantity.kind, other.kind
    if {kind, held} <= {"time", "age", "measure"}:
        one, two = by_name().get(quantity.unit), by_name().get(other.unit)
        if one is None or two is None or one.of != two.of:
            return None
        if (kind, held) == ("time", "age") and two.name == "year":
            return None
        return two.factor / one.factor
    if kind == "money" and held == "money":
        return 1.0 if quantity.unit == other.unit else None
    if kind == held or (held == "points" and quantity.noun == "point"):
        return 1.0
    if kind == "number":
        if other.unit == "decade":
            return None
        return 1.0 if not quantity.noun or held in ("year", "age", "vague") else None
    if held == "number" and (not other.noun or kind in ("year", "age")):
        return 1.0 if kind in ("age", "year", "level", "money", "time", "measure") else None
    if {kind, held} == {"percent", "level"}:
        return 1.0
    return None


def _views(quantity: Quantity, held: Held) -> Iterator[tuple[float, int, str]]:
    """The values that a held quantity has in the kind of the claim's, each with its sign."""
    other = held.quantity
    kind, value = quantity.kind, other.value
    scale = _scales(quantity, other)
    if kind == "year" and "decade" in (quantity.unit, other.unit):
        if quantity.unit == "decade":
            yield (
                (quantity.value if math.floor(value / 10) * 10 == quantity.value else 0),
                0,
                "year",
            )
        elif other.unit == "decade" and value <= quantity.value < value + 10:
            yield quantity.value, 0, "year"
        return
    if kind == "vague" and other.kind == "number":
        yield value, 0, "plain"
    if scale is not None:
        plain = "percent" if kind in ("percent", "points") else "plain"
        yield value * scale, other.sign if kind in ("percent", "points") else 0, plain
    if other.high is None:
        yield from _as_share(kind, held, value)


def _as_share(kind: str, held: Held, value: float) -> Iterator[tuple[float, int, str]]:
    """A share, a ratio or a relative effect, as another of them."""
    other = held.quantity
    unitless = other.kind == "number" and not other.noun and not other.unit
    if kind not in ("percent", "share", "ratio", "multiple"):
        return
    hundred = 100.0 if kind == "percent" else 1.0
    if kind == other.kind:
        pass
    elif other.kind == "percent":
        part = value / 100 * hundred
        if kind == "multiple":
            yield 1 + value / 100, 1, "relative"
            yield value / 100, 0, "relative"
        yield part, other.sign, "percent"
    elif other.kind in ("share", "ratio", "multiple"):
        yield value * hundred, other.sign, "plain"
    if other.kind == "multiple" and kind == "percent":
        yield (value - 1) * 100, 1 if value > 1 else -1, "relative"
    if unitless or other.kind == "multiple":
        yield from _relative(hundred, held, value)


def _relative(hundred: float, held: Held, value: float) -> Iterator[tuple[float, int, str]]:
    """What a ratio of risks, odds or hazards says of a change; of a proportion, itself."""
    measure = held.measure
    if measure not in _RATIOS:
        if 0 < value <= 1 or hundred == 1.0:
            yield value * hundred, 0, "plain"
        return
    sign = 1 if value > 1 else -1
    yield abs(value - 1) * hundred, sign, measure
    yield value * hundred, 0, f"{measure} itself"
    if hundred == 1.0 and value > 0:
        yield 1 / value, 0, measure
