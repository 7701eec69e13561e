"""Risk of bias: tools whose domains and judgements are data, and what a study was judged by them.

A judgement that is None was not given; that is not the same as a tool's own "no information".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["good", "mild", "bad", "worst", "none"]
"""What a judgement amounts to; it settles the shape and the colour in which it is drawn."""


@dataclass(frozen=True, slots=True)
class BiasDomain:
    """A question that a tool asks. `letter` heads its column: one to three letters.

    `group` is what several domains have in common, such as "Risk of bias".
    """

    id: str
    letter: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class BiasLevel:
    """A judgement that a tool allows. `letter` is the sign that stands in its mark.

    `tone` says what it amounts to: `none` for that nothing can be said.
    """

    id: str
    label: str
    letter: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BiasTool:
    """A tool for judging risk of bias. `judgements` are listed from the best.

    `overall` says whether a study is also judged as a whole.
    """

    title: str
    source: str
    domains: tuple[BiasDomain, ...]
    judgements: tuple[BiasLevel, ...]
    short: str | None = None
    about: str | None = None
    overall: bool = True

    @property
    def name(self) -> str:
        """The short name, else the title."""
        return self.short or self.title

    def level(self, id: str) -> int | None:
        """The position of a judgement, 0 for the best; None if there is no such judgement."""
        ids = [each.id for each in self.judgements]
        return ids.index(id) if id in ids else None


@dataclass(frozen=True, slots=True)
class DomainBias:
    """What was judged of one domain, and why. It may be written as its judgement alone."""

    judgement: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class BiasAssessment:
    """What a study was judged by one tool. A domain that is left out was not judged here."""

    overall: DomainBias | None = None
    domains: Mapping[str, DomainBias | None] = field(default_factory=dict)

    def of(self, domain: str | None) -> DomainBias | None:
        """The judgement of a domain, or of the whole for None; None where there is none."""
        return self.overall if domain is None else self.domains.get(domain)
