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
    chosen: list[Planting] = []
    left: dict[str, int] = {}
    for name in operators or OPERATORS:
        made = list(OPERATORS[name](subject))
        left[name] = sum(fault is None for fault in made)
        faults = [fault for fault in made if fault is not None]
        if len(faults) > most:
            draw = random.Random(f"{SEED}|{subject.name}|{name}")
            kept = sorted(draw.sample(range(len(faults)), most))
            faults = [faults[at] for at in kept]
        chosen += [Planting(subject.name, half(subject.name, fault), fault) for fault in faults]
    return chosen, left
