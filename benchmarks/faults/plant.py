"""Which faults are planted: all that the operators find, and of many a sample with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.faults.fault import Fault, half
from benchmarks.faults.operators import OPERATORS
from benchmarks.faults.subject import Subject

SEED = 4
MOST = 30
"""The most faults of one operator in one subject."""

SPECIFIC = ("number-for-one", "direction-for-one", "hedge-for-one", "change-sample")
"""Operators whose edits others would make too: theirs they are, and no edit is planted twice."""


@dataclass(frozen=True, slots=True)
class Planting:
    """A fault with its subject and half."""

    subject: str
    half: str
    fault: Fault


def plant(
    subject: Subject, operators: Sequence[str] = (), most: int = MOST
) -> tuple[list[Planting], Mapping[str, int]]:
    """The faults of a subject, and by operator how many edits were left out as still true."""
    drawn: dict[str, list[Fault]] = {}
    left: dict[str, int] = {}
    taken: set[tuple[object, ...]] = set()
    wanted = operators or list(OPERATORS)
    for name in sorted(OPERATORS, key=lambda name: name not in SPECIFIC):
        if name not in wanted and name not in SPECIFIC:
            continue
        made = list(OPERATORS[name](subject))
        left[name] = sum(fault is None for fault in made)
        once = {_mark(fault): fault for fault in made if fault is not None}
        faults = [fault for mark, fault in once.items() if mark not in taken]
        if len(faults) > most:
            draw = random.Random(f"{SEED}|{subject.name}|{name}")
            kept = sorted(draw.sample(range(len(faults)), most))
            faults = [faults[at] for at in kept]
        taken.update(_mark(fault) for fault in faults)
        drawn[name] = faults
    chosen = [
        Planting(subject.name, half(subject.name, fault), fault)
        for name in OPERATORS
        if name in wanted
        for fault in drawn[name]
    ]
    return chosen, {name: left[name] for name in wanted}


def _mark(fault: Fault) -> tuple[object, ...]:
    """What two equal faults have in common, whichever operators made them."""
    if fault.bytes_of is not None:
        return (fault.operator, fault.edit)
    return (fault.edit, fault.more)
