"""Faults for one audience only: what the others read stays as it was."""

from __future__ import annotations

import re
from dataclasses import replace

from benchmarks.faults import meaning
from benchmarks.faults.facts import numbers
from benchmarks.faults.fault import Fault, Operator, Planted
from benchmarks.faults.operators.numbers import change_digit
from benchmarks.faults.operators.strength import drop_hedge, flip_direction, none_to_some
from benchmarks.faults.subject import Sentence, Subject


def number_for_one(subject: Subject) -> Planted:
    """A number is another for one audience."""
    yield from _for_one(subject, "number-for-one", change_digit, meaning.VARIANT_NUMBER)


def direction_for_one(subject: Subject) -> Planted:
    """A direction is turned round for one audience."""
    for operator in (flip_direction, none_to_some):
        yield from _for_one(subject, "direction-for-one", operator, meaning.VARIANT_DIRECTION)


def hedge_for_one(subject: Subject) -> Planted:
    """A word of doubt goes for one audience."""
    yield from _for_one(subject, "hedge-for-one", drop_hedge, meaning.VARIANT_CERTAINTY)


def _for_one(subject: Subject, name: str, operator: Operator, rules: frozenset[str]) -> Planted:
    for fault in operator(subject):
        if fault is None:
            continue
        claim = _at(subject, fault)
        if claim is not None and _said_elsewhere(subject, claim, fault):
            yield replace(fault, operator=name, rules=rules | fault.rules)


def _at(subject: Subject, fault: Fault) -> Sentence | None:
    start, file = fault.edit.start, fault.edit.file
    return next(
        (
            each
            for each in subject.claims
            if each.file == file and each.start <= start < each.start + len(each.text)
        ),
        None,
    )


def _said_elsewhere(subject: Subject, claim: Sentence, fault: Fault) -> bool:
    """Whether another audience reads the same finding, with the number if one was changed."""
    for tie in claim.ties:
        for other in subject.citing(tie.id):
            if set(other.audiences) & set(claim.audiences):
                continue
            if not re.search(r"\d", fault.edit.old):
                return True
            old = {number.value for number in numbers(fault.edit.old)}
            if old & {number.value for number in numbers(other.words)}:
                return True
    return False
