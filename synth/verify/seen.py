"""What a reader saw in a finished file, whatever its format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from synth.problems import Problem
from synth.verify.outdated import Outdated


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """A claim in the file: its words as printed, and the references that its links lead to.

    `kind` and `ties` are None where the format does not say them; `page` counts from 1, and is
    None in a format without pages.
    """

    text: str
    links: frozenset[str]
    kind: str | None = None
    ties: tuple[str, ...] | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """A bibliography entry in the file: its words, and the claims that its links lead back to."""

    text: str
    backlinks: frozenset[str]


@dataclass(frozen=True)
class Seen:
    """Everything that a reader found; no manifest when none could be read."""

    manifest: Mapping[str, Any] | None
    digest: str = ""
    claims: Mapping[str, SeenClaim] = field(default_factory=dict)
    entries: Mapping[str, SeenEntry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The result of verifying a file: how many claims it has, and how many of them held.

    `outdated` are the claims that no longer hold; None where no project was there to say so.
    """

    artefact: str
    claims: int
    tied: int
    problems: tuple[Problem, ...]
    outdated: tuple[Outdated, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading as `interface.md` gives it; `outdated` only after a project was compared."""
        known = self.outdated
        outdated = {} if known is None else {"outdated": [each.to_json() for each in known]}
        return {
            "artefact": self.artefact,
            "claims": self.claims,
            "tied": self.tied,
            "problems": [problem.to_json() for problem in self.problems],
            **outdated,
        }


_DROPPED = re.compile(r"[\s\-\u00ad\u2010\u2011\u0002\ufffe\u200b\u2060]+")


def squash(text: str) -> str:
    """The text as it is compared: NFKC, without white space and hyphens.

    A PDF keeps neither line ends nor the hyphens at them apart from a writer's own.
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))
