"""The rule about one finding told with other numbers to other readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from synth.check.figures import place_of
from synth.check.fitting import near
from synth.check.held import held_by
from synth.check.quantities import Quantity, quantities_of
from synth.check.quantities.units import alike, counted, rhetorical
from synth.check.studies import is_study_count
from synth.check.variants import Telling, beside
from synth.model import Evidence, Project
from synth.problems import Problem, Severity

_MEASURED = frozenset({"percent", "points", "share", "ratio", "multiple", "money"})
_SHARES = frozenset({"percent", "share", "ratio"})
_LEFT_OUT = frozenset({"level", "vague", "year", "age"})
_NO_LIBRARY = Project(Path(), ())


def variant_number(told: Sequence[Telling]) -> Iterator[tuple[Telling, Problem]]:
    """A number that another telling of the same finding gives otherwise.

    Two tellings conflict when each has one number of a kind that the other has not, and neither
    number can be a rounding of the other. Numbers that the finding itself holds side by side are
    no conflict.
    """
    numbers = {id(each): _own_numbers(each) for each in told}
    done: set[int] = set()
    for one, other in beside(told):
        if id(one) in done:
            continue
        pair = _conflict(one.evidence, numbers[id(one)], numbers[id(other)])
        if pair is not None:
            done.add(id(one))
            here, there = pair
            yield (
                one,
                one.problem(
                    "variant-number",
                    Severity.ERROR,
                    f'{one.evidence.id} is "{here.text}" for {one.reader.name}, '
                    f'and "{there.text}" for {other.reader.name}',
                    other,
                    place_of(one.statement, here),
                ),
            )


def _conflict(
    evidence: Evidence, mine: Sequence[Quantity], theirs: Sequence[Quantity]
) -> tuple[Quantity, Quantity] | None:
    """The numbers of two tellings that are meant for the same thing and do not agree."""
    if not mine or not theirs:
        return None
    only_mine = [each for each in mine if not any(_agree(each, there) for there in theirs)]
    only_theirs = [each for each in theirs if not any(_agree(each, here) for here in mine)]
    for each in only_mine:
        rivals = [there for there in only_theirs if _same_thing(each, there)]
        if not rivals:
            continue
        nearest = min(rivals, key=lambda there: abs(_value(there) - _value(each)))
        held = _held(evidence)
        if not (_is_held(each, held) and _is_held(nearest, held)):
            return each, nearest
    return None


def _own_numbers(telling: Telling) -> list[Quantity]:
    """The numbers of a telling that are not those of another finding of its claim."""
    others = [
        quantity
        for evidence in telling.statement.evidence
        if evidence.id != telling.evidence.id
        for quantity in _held(evidence)
    ]
    numbers = quantities_of(telling.statement.text, telling.reader.locale)
    return [
        each
        for each in numbers
        if each.kind not in _LEFT_OUT
        and not is_study_count(each)
        and not any(_agree(each, there) for there in others)
    ]


def _held(evidence: Evidence) -> list[Quantity]:
    """The numbers of a finding and its study, each of which a telling may give."""
    return [each.quantity for each in held_by(evidence, _NO_LIBRARY, "en-GB")]


def _is_held(quantity: Quantity, held: Sequence[Quantity]) -> bool:
    ends = [replace(each, value=each.high, high=None) for each in held if each.high is not None]
    return any(
        near(quantity, abs(_in_kind(each, quantity)), abs(quantity.value))
        for each in (*held, *ends)
        if _comparable(quantity, each)
    )


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may stand for the same value, each as exactly as it is said."""
    if not _comparable(one, other):
        return False
    if one.high is not None and other.high is not None:
        return near(one, _in_kind(other, one)) and near(one, other.high, one.high)
    first, second = _value(one), _value(other)
    close = near(one, _in_kind(other, one)) or near(other, _in_kind(one, other))
    hedged = one.approximator or other.approximator
    return close or bool(hedged and abs(first - second) <= 0.12 * max(abs(first), abs(second)))


def _value(quantity: Quantity) -> float:
    return quantity.value * (100 if quantity.kind in ("share", "ratio") else 1)


def _in_kind(quantity: Quantity, like: Quantity) -> float:
    """The value of a quantity as a share or a percentage, as the other one is."""
    return _value(quantity) / (100 if like.kind in ("share", "ratio") else 1)


def _comparable(one: Quantity, other: Quantity) -> bool:
    shares = {one.kind, other.kind} <= _SHARES
    return shares or (one.kind, one.unit) == (other.kind, other.unit)


def _same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are of one kind and unit, and of things that may be the same."""
    if not _comparable(one, other) or (one.high is None) != (other.high is None):
        return False
    if one.kind == "number":
        if {one.noun, other.noun} & rhetorical():
            return False
        counts = one.noun in counted() and other.noun in counted() and alike(one.noun, other.noun)
        return one.noun == other.noun or counts
    return one.per == other.per or not one.per or not other.per or one.kind not in _MEASURED
