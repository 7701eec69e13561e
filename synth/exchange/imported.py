"""What reading a file of references gives."""

from __future__ import annotations

from dataclasses import dataclass

from synth.model import Reference
from synth.problems import Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """The entries of a file: each is in `references`, or `refused` says why it is not.

    `problems` tells what is doubtful in those that were read.
    """

    references: tuple[Reference, ...] = ()
    refused: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries the file holds."""
        return len(self.references) + len(self.refused)
