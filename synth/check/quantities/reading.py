"""From bare numbers to quantities: what stands round a number says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from synth.check.quantities.model import Kind, Quantity
from synth.check.quantities.numerals import Numeral
from synth.check.quantities.surroundings import (
    approximator_after,
    approximator_before,
    denominator,
    sign_of,
)
from synth.check.quantities.units import (
    CURRENCIES,
    HUNDREDTHS,
    Unit,
    counted,
    noun_after,
    units,
)

_CURRENCY_BEFORE = re.compile(
    r"(?P<minus>[−–-])?(?:(?:US|A|C|NZ)?[£$€¥₹]|\b(?:GBP|USD|EUR|JPY|INR|CHF|AUD|CAD|NZD|SEK|NOK|DKK))"
    r"\s?(?P<inner>[−–-])?$"
)
_CURRENCY_AFTER = re.compile(
    r"\s?(?P<name>[Pp]ounds?(?:\ssterling)?|[Ee]uros?|(?:US\s)?dollars?|pence|cents|rupees|yen|GBP|USD|EUR"
    r"|JPY|INR|CHF|AUD|CAD|NZD|SEK|NOK|DKK|[€£$])(?!\w)|(?P<pence>p)(?!\w)",
)
_MINUS = re.compile(r"(?:^|[\s(\[“‘/])[−–-]$")
_PERCENT = re.compile(
    r"\s?[-\s]?(?P<points>percentage[\s-]points?|pp\b|ppts?\b|(?:%|per\s?cent|percent)[\s-]points?)"
    r"|\s?(?P<percent>%|per[\s-]cents?\b|percents?\b|per cent\b)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\s?(?:confidence|credible|credibility|uncertainty|prediction|CI\b|CrI\b|interval)", re.I
)
_TIMES = re.compile(r"\s?-?(?:times\b|fold\b|x\b|×)(?P<rate>\s+(?:an?|per|each|every)\s)?", re.I)
_UNIT = re.compile(
    r"[\s-]?(?P<unit>km/h|[^\W\d_]+(?:-[^\W\d_]+)*[²³]?|°\s?[CFcf]?\b|°|[µμ][^\W\d_]+)"
)
_UNIT_WORDS = re.compile(r"[\s-](?P<first>\w+)\s(?P<unit>[^\W\d_]+)")
_OLD = re.compile(r"[\s-]?(?P<unit>years?|months?|weeks?|days?)?[\s-](?:old|olds|of age)\b", re.I)
_AGED = re.compile(
    r"(?:\b(?:aged?|ages|ages of|aged? of|years? of age)\s(?:between\s|from\s|about\s|under\s"
    r"|over\s|up to\s|at least\s)?|\b(?:under|over)-)$",
    re.IGNORECASE,
)
_AGE_BOUND = re.compile(r"(?:[’']?s\b|(?=\s*(?:[.,;:)]|$|and\b|or\b|who\b|in\b|at\b|had\b)))")
_BABY = re.compile(
    r"\b(?:bab(?:y|ies)|infants?|child(?:ren)?|toddlers?|boys|girls|vaccinated|given|people)\s"
    r"(?:of|at)\s(?:about\s|around\s)?$|\bat\s$",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"\b[nN]\s?=\s?$")
_DECADE = re.compile(r"[’']?s\b")
_JOIN = re.compile(r"\s?(?:to|[–—-]|through|or)\s?(?:[£$€¥]\s?)?$", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|or)\s(?:[£$€¥]\s?)?[−–-]?$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|from)\s(?:(?:about|around|roughly|only)\s)?[£$€¥]?[−–-]?$", re.I
)
_IN = re.compile(r"\s(?:in|out of)\s(?:every\s|each\s)?$", re.IGNORECASE)
_COLON = re.compile(r":$")
_INTERVAL = re.compile(
    r"\b(?:CI|CrI|intervals?|range|limits|IQR|margin of error)\b[^.;]{0,25}$|\($", re.IGNORECASE
)
_CALENDAR = range(1700, 2200)


def read_quantities(text: str, found: Sequence[Numeral]) -> Iterator[Quantity]:
    """The quantities of a text, from its bare numbers in their order."""
    atoms = [_atom(text, numeral) for numeral in found]
    at = 0
    while at < len(atoms):
        one = atoms[at]
        other = atoms[at + 1] if at + 1 < len(atoms) else None
        joined = _ratio(text, one, other) or _range(text, one, other) if other else None
        at += 2 if joined else 1
        yield _finished(text, joined or one)


def _atom(text: str, numeral: Numeral) -> Quantity:
    """A number with what stands right before and right after it."""
    before, start, end = (
        text[max(0, numeral.start - 60) : numeral.start],
        numeral.start,
        numeral.end,
    )
    value, unit, noun = numeral.value, "", ""
    kind: Kind = "share" if numeral.fraction and numeral.value < 1 else "number"
    money = _CURRENCY_BEFORE.search(before)
    percent = _PERCENT.match(text, end)
    if money is not None:
        start -= len(money[0])
        kind, unit = "money", CURRENCIES[money[0].strip(" −–-").lower()]
        value = -value if money["minus"] or money["inner"] else value
    elif percent is not None:
        end = percent.end()
        kind = "points" if percent["points"] else "percent"
        if kind == "percent" and _LEVEL.match(text, end):
            kind = "level"
    elif (after := _CURRENCY_AFTER.match(text, end)) is not None:
        name = "pence" if after["pence"] else after["name"].lower()
        kind, unit, end = "money", CURRENCIES[name], after.end()
        value = value / 100 if name in HUNDREDTHS else value
    elif (times := _TIMES.match(text, end)) is not None and not numeral.fraction:
        end = times.end() if not times["rate"] else times.start("rate")
        kind, unit = ("number", "occasions") if times["rate"] else ("multiple", "")
    else:
        kind, unit, noun, end, factor = _measured(text, numeral, before, kind)
        value *= factor
    step = numeral.step * (value / numeral.value if numeral.value else 1)
    if kind != "money" and _MINUS.search(text[max(0, start - 3) : start]):
        start, value = start - 1, -value
    return Quantity(
        value, kind, start, end, text[start:end], None, unit, step=abs(step), noun=noun
    )  # fmt: skip


def _measured(
    text: str, numeral: Numeral, before: str, kind: Kind
) -> tuple[Kind, str, str, int, float]:
    """The kind, unit, noun and end of a number that is neither money nor a share of a hundred."""
    end, plain = numeral.end, len(numeral.digits) == 4 and numeral.value in _CALENDAR
    plain = plain and text[numeral.start : numeral.end].isdigit()
    decade = _DECADE.match(text, end) if plain and numeral.value % 10 == 0 else None
    if decade is not None:
        return "year", "decade", "", decade.end(), 1.0
    old = _OLD.match(text, end)
    if old is not None:
        name = units()[(old["unit"] or "years").lower()].name
        return "age", name, "", old.end(), 1.0
    unit, unit_end = _unit_after(text, end, numeral)
    if _AGED.search(before):
        bound = _AGE_BOUND.match(text, end)
        if unit is None or unit.of == "time":
            stop = unit_end if unit else (bound.end() if bound else end)
            return "age", unit.name if unit else "year", "", stop, 1.0
    if unit is not None and unit.of in ("time", "term"):
        return ("age" if _BABY.search(before) else "time"), unit.name, "", unit_end, 1.0
    if unit is not None:
        return "measure", unit.name, "", unit_end, 1.0
    noun = noun_after(text, end)[0]
    if plain and not (noun in counted() and re.match(r"\s\w", text[end : end + 2])):
        return "year", "", "", end, 1.0
    return kind, "", noun, end, 1.0


def _unit_after(text: str, end: int, numeral: Numeral) -> tuple[Unit | None, int]:
    """The unit that follows a number, also after one other word ("5 school years")."""
    found = _UNIT.match(text, end)
    if found is None:
        return None, end
    word = found["unit"].replace(" ", "")
    single = len(word) == 1 and word.isalpha()
    unit = units().get(word.lower()) if not single or word.islower() else None
    if unit is not None and not (numeral.words and single):
        return unit, found.end()
    second = _UNIT_WORDS.match(text, end)
    if second is not None and second["first"].lower() in _ADJECTIVES:
        unit = units().get(second["unit"].lower())
        if unit is not None:
            return unit, second.end()
    return None, end


_ADJECTIVES = frozenset(
    "school calendar academic consecutive full whole further more extra fewer additional undated "
    "metric last successive missed lost".split()
)


def _ratio(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    """One number of another: one in five, 4 out of 10, 2:1."""
    between = text[one.end : other.start]
    if one.kind not in ("number", "share") or other.kind not in ("number", "share"):
        return None
    whole = one.value == int(one.value) and other.kind == "number"
    if _IN.fullmatch(between) and whole and 0 < one.value < other.value:
        end, noun = other.end, other.noun
    elif _COLON.fullmatch(between) and other.value > 0:
        end, noun = other.end, ""
    else:
        return None
    return replace(
        one, value=one.value / other.value, kind="ratio", end=end, text=text[one.start : end],
        parts=(one.value, other.value), noun=noun, step=0.0,
    )  # fmt: skip


def _range(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    """A range: 6 to 7, 6–7%, between 5 and 10 years, 2019–21."""
    between = text[one.end : other.start]
    inside = _JOIN.fullmatch(between) is not None
    if between.strip() == "or" and one.kind != "number":
        return None
    if not inside and _AND.fullmatch(between):
        inside = _BETWEEN.search(text[max(0, one.start - 40) : one.start]) is not None
    if not inside or "share" in (one.kind, other.kind):
        return None
    high = other.value
    if one.kind == "year" and other.kind in ("number", "year") and 0 <= high < 100:
        high += one.value - one.value % 100
        other = replace(other, kind="year", unit="", noun="")
    bare = one.kind == "number" and one.unit == ""
    low = one
    if bare and other.kind != "year":
        low = replace(one, kind=other.kind, unit=other.unit, noun=other.noun)
        size = _magnitude_of(text, other)
        if size > 1 and one.value < high / size * 1.000001:
            low = replace(low, value=one.value * size, step=one.step * size)
    elif one.kind == "money" and other.kind == "number":
        other = replace(other, kind="money", unit=one.unit, noun="")
        size = _magnitude_of(text, other)
        if size > 1 and one.value < high / size * 1.000001:
            low = replace(one, value=one.value * size, step=one.step * size)
    elif other.kind == "number" and not other.noun:
        other = replace(other, kind=one.kind, unit=one.unit)
    if (low.kind, low.unit) != (other.kind, other.unit) or low.value > high:
        return None
    return replace(
        low, high=high, end=other.end, text=text[one.start : other.end], noun=other.noun,
        step=min(low.step, other.step) if low.step and other.step else 0.0,
    )  # fmt: skip


def _magnitude_of(text: str, quantity: Quantity) -> float:
    """The magnitude that the number of a quantity was written with."""
    written = quantity.text.lower()
    for word, size in (
        ("trillion", 1e12), ("tn", 1e12), ("billion", 1e9), ("bn", 1e9), ("million", 1e6),
        ("thousand", 1e3),
    ):  # fmt: skip
        if word in written:
            return size
    found = re.search(r"\d([mk])\b", written)
    return {"m": 1e6, "k": 1e3}[found[1]] if found and quantity.kind != "measure" else 1.0


def _finished(text: str, quantity: Quantity) -> Quantity:
    """The quantity with its approximator, its sign and what it is counted by."""
    before, after = (
        text[max(0, quantity.start - 60) : quantity.start],
        text[quantity.end : quantity.end + 80],
    )
    word, bound = approximator_before(before, quantity)
    if not word:
        word, bound = approximator_after(after)
    interval = quantity.high is not None and _INTERVAL.search(before) is not None
    if _SAMPLE.search(before):
        quantity = replace(quantity, kind="number", unit="", noun="")
    if quantity.kind == "number" and bound and _AGE_BOUND.match(after) and _is_age(before):
        quantity = replace(quantity, kind="age", unit="year")
    return replace(
        quantity,
        approximator=word,
        bound=bound,
        interval=interval,
        per=denominator(before, after, quantity),
        sign=-1 if quantity.value < 0 else sign_of(before, after),
    )


_PEOPLE_UNDER = re.compile(
    r"\b(?:children|pupils|infants|people|those|boys|girls|adults|youngsters)\s(?:who\swere\s)?"
    r"(?:under|over|below|above)\s$",
    re.IGNORECASE,
)


def _is_age(before: str) -> bool:
    return _PEOPLE_UNDER.search(before) is not None
