"""Plants every fault alone and notes what the check says; two processes share the work."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.copies import Copy, Found
from benchmarks.faults.fault import Fault
from benchmarks.faults.peers import Peers
from benchmarks.faults.plant import MOST, plant
from benchmarks.faults.subject import FOLDERS, Subject
from synth.problems import Problem

PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one fault: `verdict` is caught, wrong line, another rule or missed.

    `severity` is that of the right answer, and empty without one. `said` are all the new rules.
    """

    subject: str
    half: str
    operator: str
    verdict: str
    severity: str
    pandoc: bool
    keys: bool
    place: str
    old: str
    new: str
    wanted: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """A subject without faults: its sentences, and what the check says of it all the same."""

    subject: str
    sentences: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    results: tuple[Result, ...]
    clean: tuple[Clean, ...]
    left: dict[str, int]


def measure(
    subjects: Sequence[str] = (),
    half: str | None = None,
    operators: Sequence[str] = (),
    most: int = MOST,
) -> Measured:
    """Plants the faults of the subjects, all of them when none is named."""
    jobs = [
        (name, half, tuple(operators), most, part)
        for name in subjects or FOLDERS
        for part in range(PROCESSES)
    ]
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = list(pool.map(_part, jobs))
    left: dict[str, int] = {}
    for _, _, own in parts:
        for name, count in own.items():
            left[name] = left.get(name, 0) + count
    return Measured(
        tuple(result for results, _, _ in parts for result in results),
        tuple(clean for _, clean, _ in parts if clean is not None),
        left,
    )


def _part(
    job: tuple[str, str | None, tuple[str, ...], int, int],
) -> tuple[list[Result], Clean | None, dict[str, int]]:
    """Every n-th fault of a subject, for n processes."""
    name, half, operators, most, part = job
    subject = Subject(name, FOLDERS[name])
    plantings, left = plant(subject, operators, most)
    wanted = [each for each in plantings if half in (None, each.half)]
    mine = [each for number, each in enumerate(wanted) if number % PROCESSES == part]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SYNTH_CACHE"] = str(Path(folder) / "cache")
        copy = Copy(subject, Path(folder))
        if any(each.fault.bytes_of is not None for each in mine):
            copy.build()
        peers = Peers(subject)
        results = [
            judge(
                subject.name,
                each.half,
                each.fault,
                copy.found(each.fault),
                peers.caught(each.fault),
            )
            for each in mine
        ]
    clean = Clean(name, len(subject.sentences), copy.clean) if part == 0 else None
    return results, clean, dict(left) if part == 0 else {}


def judge(
    subject: str, half: str, fault: Fault, found: Sequence[Found], peers: tuple[bool, bool]
) -> Result:
    """Sets what was found against the right answers."""
    right = [each for each in found if each.rule in fault.rules]
    there = [each for each in right if each.spot in fault.spots]
    verdict = (
        "caught" if there else "wrong line" if right else "another rule" if found else "missed"
    )
    worst: Callable[[Found], int] = lambda each: ["error", "warning", "info"].index(each.severity)  # noqa: E731
    severity = min(there, key=worst).severity if there else ""
    spot = fault.spots[0]
    return Result(
        subject,
        half,
        fault.operator,
        verdict,
        severity,
        *peers,
        f"{spot.file}:{spot.line}" if spot.line else spot.file,
        fault.edit.old,
        fault.edit.new,
        tuple(sorted(fault.rules)),
        tuple(sorted({each.rule for each in found})),
    )
