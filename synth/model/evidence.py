"""What a study found, as a record tells it: findings, effects, limits, judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from synth.bias import BiasAssessment
from synth.problems import Place

Direction = Literal["increase", "decrease", "none", "mixed"]

Reading = Literal["full-text", "abstract", "second-hand"]

LimitSeverity = Literal["major", "minor"]

Basis = Literal["result", "proposal", "view", "count"]
"""What a finding is: a study's result, something proposed, the authors' view, a published count."""

LocatorLabel = Literal[
    "act", "appendix", "article", "book", "canon", "chapter", "column", "elocation", "equation",
    "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part", "rule",
    "scene", "section", "sub-verbo", "supplement", "table", "timestamp", "title", "verse", "volume",
]  # fmt: skip
"""The locator terms of CSL 1.0.2, section "Locators"."""


@dataclass(frozen=True, slots=True)
class Locator:
    """A place inside a work: a page, a section, a table."""

    label: LocatorLabel
    value: str


@dataclass(frozen=True, slots=True)
class Arm:
    """What was counted or measured in one group of a study: `events` among `n` people, or the
    `mean` and standard deviation `sd` of `n` people.
    """

    n: int
    events: int | None = None
    mean: int | float | None = None
    sd: int | float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """How large a finding is: an estimate with its interval, in a named metric and unit.

    `level` is that of the interval in per cent, 95 where it is not said. `se` is the standard
    error, of the logarithm for a ratio, of Fisher's z for a correlation. `per` is the rise of the
    exposure that the estimate is for, such as "1% more engagement"; None where groups are compared.
    `exposed` holds the figures of the exposed group. `comparison` holds those of the group that it
    is compared with.
    """

    metric: str | None = None
    estimate: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    unit: str | None = None
    note: str | None = None
    se: int | float | None = None
    level: int | float | None = None
    exposed: Arm | None = None
    comparison: Arm | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The level of a framework that something was given, and why."""

    level: str | int
    why: str


@dataclass(frozen=True, slots=True)
class Limit:
    """What a reader should know before trusting a study or a finding.

    `severity` is `major` for what no brief should leave out. A limit without it may be written
    as its text alone.
    """

    text: str
    severity: LimitSeverity | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Finding:
    """One result for one outcome.

    `direction` is of the outcome as the exposure rises; None when the finding is no relation.
    `locator` is a place in the source that was read, which for second-hand reading is `via`.
    Only a `result` is counted as a study. `review_by` is a date as in ISO 8601, after which
    somebody should look whether the finding still stands. `mechanism` names the way, or the ways,
    of working that the source says the finding is about. `cited_with` has the keys of other works
    that the source names for the same statement, so that it is not known which of them shows it.
    """

    outcome: str
    statement: str
    locator: Locator | None = None
    basis: Basis = "result"
    exposure: str | None = None
    direction: Direction | None = None
    effect: Effect = Effect()
    limits: tuple[Limit, ...] = ()
    appraisal: Mapping[str, Judgement] = field(default_factory=dict)
    review_by: str | None = None
    mechanism: str | tuple[str, ...] | None = None
    cited_with: tuple[str, ...] = ()

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms that the finding is about."""
        if self.mechanism is None:
            return ()
        return (self.mechanism,) if isinstance(self.mechanism, str) else self.mechanism


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """What is known of one study: how it was done, how it was read, what it found.

    `risk_of_bias` is what it was judged by tools such as RoB 2.
    """

    reference: str | tuple[str, ...]
    read: Reading
    findings: Mapping[str, Finding]
    design: str | None = None
    countries: tuple[str, ...] = ()
    setting: str | None = None
    population: str | None = None
    sample: int | None = None
    period: str | None = None
    via: str | None = None
    appraisal: Mapping[str, Judgement] = field(default_factory=dict)
    risk_of_bias: Mapping[str, BiasAssessment] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        """The keys of the study's reports, the main one first."""
        return (self.reference,) if isinstance(self.reference, str) else self.reference

    @property
    def second_hand(self) -> bool:
        """Whether the study was read only in another work's account of it."""
        return self.read == "second-hand"


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A finding together with the study it belongs to; one is equal to itself alone."""

    reference: str
    name: str
    finding: Finding
    record: EvidenceRecord
    place: Place

    @property
    def id(self) -> str:
        """`<reference>#<finding>`, as a citation writes it."""
        return f"{self.reference}#{self.name}"

    def judgement(self, framework: str) -> Judgement | None:
        """The finding's own rating in a framework, else the study's, else None."""
        return self.finding.appraisal.get(framework) or self.record.appraisal.get(framework)
