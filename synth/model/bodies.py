"""Bodies of evidence after GRADE, and how the evidence was put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from synth.model.evidence import Locator

CertaintyLevel = Literal["very-low", "low", "moderate", "high"]
"""GRADE's four levels of certainty, from the lowest."""

Concern = Literal["not-serious", "serious", "very-serious", "extremely-serious"]
"""How much a domain of GRADE takes from the certainty: no level, or one, two or three."""

EffectSize = Literal["trivial", "small", "moderate", "large"]
"""How much a difference matters: a judgement, as GRADE's wording asks for it."""


@dataclass(frozen=True, slots=True)
class DomainJudgement:
    """What was judged of one domain of GRADE, and why; null where it cannot be judged yet."""

    judgement: Concern | None
    why: str


@dataclass(frozen=True, slots=True)
class Domains:
    """The five reasons for which GRADE rates a body of evidence down; null is not judged yet."""

    risk_of_bias: DomainJudgement | None = None
    inconsistency: DomainJudgement | None = None
    indirectness: DomainJudgement | None = None
    imprecision: DomainJudgement | None = None
    publication_bias: DomainJudgement | None = None


@dataclass(frozen=True, slots=True)
class Upgrade:
    """By how many levels a body of evidence is rated up, one or two, and why."""

    by: Literal[1, 2]
    why: str


@dataclass(frozen=True, slots=True)
class Upgrades:
    """The three reasons for which GRADE rates a body of evidence up."""

    large_effect: Upgrade | None = None
    dose_response: Upgrade | None = None
    opposing_confounding: Upgrade | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The certainty from which a body of evidence starts, where its designs do not settle it."""

    level: Literal["low", "high"]
    why: str


@dataclass(frozen=True, slots=True)
class ComparisonRisk:
    """How many of 1,000 have the outcome in the comparison, and the work that says so.

    `per_thousand` is a number from 0 to 1,000; `reference` is a key of the library.
    """

    per_thousand: int | float
    reference: str
    locator: Locator | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SizeJudgement:
    """How large a difference is held to be, and why."""

    level: EffectSize
    why: str


@dataclass(frozen=True, slots=True)
class Body:
    """All evidence on one outcome of one exposure, and how sure it makes us, after GRADE.

    `findings` names the findings; without it, they are all results on the outcome and exposure.
    `exposed` and `comparison` say in words who is compared with whom; `measured` is the outcome as
    it stands in a sentence, after "less" or "more". `statement` is used instead
    of the sentence that follows from direction, size and certainty. `about` tells who judged, how
    and when.
    """

    outcome: str
    exposure: str
    domains: Domains = Domains()
    findings: tuple[str, ...] = ()
    upgrades: Upgrades = Upgrades()
    start: Start | None = None
    comparison_risk: ComparisonRisk | None = None
    size: SizeJudgement | None = None
    exposed: str | None = None
    comparison: str | None = None
    measured: str | None = None
    statement: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Methods:
    """How the evidence was put together, told by people: what SWiM asks for beyond the records.

    `grouping` says why studies are grouped as they are, and `changes` what changed in that after
    the protocol. `metric` says on which common measure effects are compared and why. `synthesis`
    says how they are put together, and why so. `priority` says what counts for more, and by what.
    `heterogeneity` says how differences between studies were looked into. `certainty` says how
    certainty was judged. `presentation` says how effects are shown and by what studies stand in
    order. `results` says where each outcome is told. `limitations` says what limits the methods.
    """

    grouping: str | None = None
    changes: str | None = None
    metric: str | None = None
    synthesis: str | None = None
    priority: str | None = None
    heterogeneity: str | None = None
    certainty: str | None = None
    presentation: str | None = None
    results: str | None = None
    limitations: str | None = None
