"""A copy of a subject, in which one fault after the other is planted and taken out again."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import synth
from benchmarks.faults.fault import Edit, Fault, Spot, read
from benchmarks.faults.operators.finished import build_finished
from benchmarks.faults.subject import Subject
from synth.problems import Problem

PARTS = ("briefs", "references", "templates", "synth.toml")

Seen = Counter[tuple[str, str, int | None]]
"""How many problems of a rule stand at a line of a file."""


@dataclass(frozen=True, slots=True)
class Found:
    """A problem that the clean project has not: its rule, severity and place."""

    rule: str
    severity: str
    spot: Spot


class Copy:
    """The copy. `clean` is what the check says before anything is planted."""

    def __init__(self, subject: Subject, folder: Path) -> None:
        self.root = folder / subject.name
        for part in PARTS:
            source = subject.root / part
            if source.is_dir():
                shutil.copytree(source, self.root / part)
            elif source.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, self.root / part)
        self.subject = subject
        self.clean = check(self.root)
        self.finished = folder / f"{subject.name}-finished"
        self.verified: dict[str, tuple[Problem, ...]] = {}

    def build(self, *briefs: str) -> None:
        """Builds the finished files, for faults in them; of all briefs when none is named."""
        for path in build_finished(self.subject, self.finished, *briefs):
            name = path.relative_to(self.finished).as_posix()
            self.verified[name] = synth.verify(path).problems

    def found(self, fault: Fault) -> list[Found]:
        """What the check says of the project with the fault in it, and not without."""
        if fault.bytes_of is not None:
            return self._found_in_file(fault)
        kept = {edit.file: self._text(edit.file) for edit in fault.edits}
        try:
            for edit in fault.edits:
                self._write(edit.file, edit.apply(self._text(edit.file) or ""))
            return new(check(self.root), self.clean, fault.edits, kept)
        finally:
            for file, text in kept.items():
                self._write(file, text)

    def _found_in_file(self, fault: Fault) -> list[Found]:
        assert fault.bytes_of is not None
        name = fault.edit.file
        path = self.finished / name
        data = path.read_bytes()
        changed = fault.bytes_of(data)
        assert changed != data, f"{fault.operator} changes nothing in {name}"
        try:
            path.write_bytes(changed)
            problems = synth.verify(path).problems
        finally:
            path.write_bytes(data)
        known = {(each.rule, each.message) for each in self.verified[name]}
        return [
            Found(each.rule, str(each.severity), Spot(name))
            for each in problems
            if (each.rule, each.message) not in known
        ]

    def _text(self, file: str) -> str | None:
        path = self.root / file
        return read(path) if path.exists() else None

    def _write(self, file: str, text: str | None) -> None:
        path = self.root / file
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8", newline="")


def check(root: Path) -> tuple[Problem, ...]:
    """What `synth check` says of a project."""
    return synth.check(synth.load(root))


def new(
    problems: Iterable[Problem],
    clean: Iterable[Problem],
    edits: tuple[Edit, ...],
    texts: dict[str, str | None],
) -> list[Found]:
    """The problems of which the clean project has fewer at the same line, as lines stand now."""
    before: Seen = Counter(_seen(problem, edits, texts) for problem in clean)
    found: list[Found] = []
    for problem in problems:
        key = _seen(problem, (), {})
        if before[key] > 0:
            before[key] -= 1
        else:
            found.append(Found(problem.rule, str(problem.severity), Spot(key[1], key[2])))
    return found


def _seen(
    problem: Problem, edits: tuple[Edit, ...], texts: dict[str, str | None]
) -> tuple[str, str, int | None]:
    place = problem.place
    if place is None:
        return problem.rule, "", None
    line = place.line
    for edit in edits:
        text = texts.get(edit.file) or ""
        at = text.count("\n", 0, edit.start) + 1
        if line is not None and edit.file == place.file and line > at:
            line += edit.lines
    return problem.rule, place.file, line
