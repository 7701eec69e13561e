"""What a renderer gives back."""

from __future__ import annotations

from dataclasses import dataclass

from synth.problems import Problem


@dataclass(frozen=True, slots=True)
class Artefact:
    """The bytes of a finished file, and what was wrong on the way; no bytes after an error."""

    data: bytes
    problems: tuple[Problem, ...]
