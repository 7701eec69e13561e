"""Who reads, and what was written: audiences, series and briefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from synth.model.evidence import Reading
from synth.problems import Place


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads, and what changes for them.

    `max_sentence` is the number of words that a sentence may have. `reading_age` is the age, in
    years, at which a reader should follow the text. `acronyms` gives those that its readers know.
    `max_age` is how old a statistic may be, in years.
    """

    name: str
    reader: str
    style: str = "apa"
    locale: str = "en-GB"
    framework: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    max_sentence: int | None = None
    reading_age: int | None = None
    acronyms: tuple[str, ...] = ()
    max_age: int | None = None
    template: str = "brief.html"
    colours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """An ordered group of briefs; `papers` gives the number of each brief, by its file name."""

    title: str
    publisher: str
    papers: Mapping[str, int] = field(default_factory=dict)
    licence: str | None = None
    about: str | None = None
    funders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings a brief may draw on; an empty tuple does not narrow."""

    outcome: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    read: tuple[Reading, ...] = ()
    reference: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a brief's file."""

    title: str
    audience: str | tuple[str, ...]
    subtitle: str | None = None
    summary: str | None = None
    style: str | None = None
    locale: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    review_by: str | None = None
    findings: FindingFilter = FindingFilter()
    nocite: str | tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One brief as written: its head, and the source text of its file, head included."""

    name: str
    series: str | None
    path: str
    head: FrontMatter
    source: str
    body_line: int
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`<series>/<name>`, or the name alone."""
        return f"{self.series}/{self.name}" if self.series else self.name

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whom the brief is for, by the names of their folders."""
        named = self.head.audience
        return (named,) if isinstance(named, str) else named
