"""The evidence vocabulary: what a project knows, as values that never change.

The dataclasses mirror the files of a project: a field here is a key there, and a key
with a hyphen there has an underscore here. Unknown is None, never guessed.
Nothing here imports anything but the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from synth.bias import BiasAssessment, BiasTool
from synth.flow import Flow
from synth.problems import Place, Problem

CslItem: TypeAlias = Mapping[str, Any]
"""A bibliographic item with the field names of CSL-JSON (schema csl-data.json 1.0.2)."""

Direction = Literal["increase", "decrease", "none", "mixed"]
Reading = Literal["full-text", "abstract", "second-hand"]
Desired = Literal["increase", "decrease"]
RuleSeverity = Literal["error", "warning", "info", "off"]
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
    error, of the logarithm for a ratio. `per` is the rise of the exposure that the estimate is for,
    such as "1% more engagement"; None where groups are compared. `exposed` holds the figures of the
    exposed group. `comparison` holds those of the group that it is compared with.
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


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliographic item of the library, and where it stands."""

    key: str
    item: CslItem
    place: Place

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other keys that the work goes by: the field `ids`, as in the BibLaTeX manual (2.3.2)."""
        known = str(self.item.get("custom", {}).get("ids", ""))
        return tuple(key for part in known.split(",") if (key := part.strip()))


NoticeNature = Literal["retraction", "expression-of-concern", "correction", "reinstatement"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a journal published about a work of the library after its publication.

    `list_date` is the date of the list that told of it; dates are as in ISO 8601.
    """

    reference: str
    nature: NoticeNature
    date: str | None = None
    doi: str | None = None
    notice_doi: str | None = None
    reasons: tuple[str, ...] = ()
    list_date: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeList:
    """What a list of notices told of the library: its file's name, date and SHA-256, and the
    day on which it was looked through. Dates are as in ISO 8601.
    """

    list: str
    list_date: str
    sha256: str
    checked: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed off what a finding says, on which day (ISO 8601), and its fingerprint then."""

    sha256: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """The signatures of a project, by the ids of the findings."""

    findings: Mapping[str, Signature] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary that findings may use."""

    id: str
    label: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Term):
    """A term for what is measured; `desired` is the direction that people hope for.

    `domain` names a wider field of outcomes, such as "Safety of children".
    """

    desired: Desired | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Design(Term):
    """A term for how a study was done; `causal` says whether it can carry a causal claim.

    `randomised` says whether chance settled who was exposed; GRADE starts such evidence high.
    `primary` is false for what rests on other works: a review, a theory. Readers are told so where
    studies are counted.
    """

    causal: bool = False
    randomised: bool = False
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a project, by kind."""

    outcomes: tuple[Outcome, ...] = ()
    exposures: tuple[Term, ...] = ()
    designs: tuple[Design, ...] = ()
    mechanisms: tuple[Term, ...] = ()

    def design(self, id: str | None) -> Design | None:
        """The design with this id, or None."""
        return next((term for term in self.designs if term.id == id), None)

    def outcome(self, id: str | None) -> Outcome | None:
        """The outcome with this id, or None."""
        return next((term for term in self.outcomes if term.id == id), None)

    def exposure(self, id: str | None) -> Term | None:
        """The exposure with this id, or None."""
        return next((term for term in self.exposures if term.id == id), None)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a framework."""

    id: str | int
    label: str
    description: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """One of several things that a framework rates, on levels of its own.

    `id` follows the framework's name in a rating: `emmie/effect`. `dots` is false where a higher
    level is not one of more trust, as of costs: its levels are then shown in words alone.
    """

    id: str
    label: str
    levels: tuple[Level, ...]
    about: str | None = None
    dots: bool = True


@dataclass(frozen=True, slots=True)
class Framework:
    """A rating scale: named levels from the lowest to the highest.

    A framework that rates several things has `scales`, each with levels of its own, and no
    `levels`. `unrated` is what readers see where there is no rating. `dots` is false where a
    higher level is not one of more trust.
    """

    title: str
    source: str
    levels: tuple[Level, ...] = ()
    short: str | None = None
    about: str | None = None
    unrated: str = "Not rated"
    domains: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    dots: bool = True

    def rank(self, level: str | int) -> int | None:
        """The position of a level, 1 for the lowest; None if there is no such level."""
        ids = [str(each.id) for each in self.levels]
        return ids.index(str(level)) + 1 if str(level) in ids else None


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


@dataclass(frozen=True, slots=True)
class Settings:
    """The project's own settings, the file `synth.toml`: how severe it takes each rule to be."""

    rules: Mapping[str, RuleSeverity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the project was read from, and the fingerprint of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Project:
    """Everything that was loaded, with what is wrong with it. It never changes; one is equal to
    itself alone.

    `aliases` leads from each other key of a work to the key that it has in `references`. `texts`
    are the files in which the words of works are stored, by the works' keys.
    """

    root: Path
    template_folders: tuple[Path, ...]
    references: Mapping[str, Reference] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    texts: Mapping[str, Path] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    records: Mapping[str, EvidenceRecord] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    vocabulary: Vocabulary = Vocabulary()
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    bias_tools: Mapping[str, BiasTool] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    methods: Methods = Methods()
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    briefs: tuple[Brief, ...] = ()
    settings: Settings = Settings()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    def own_id(self, id: str) -> str:
        """The id of a work or a finding under the work's own key, where an alias was used."""
        if id in self.aliases:
            return self.aliases[id]
        reference, mark, finding = id.rpartition("#")
        return f"{self.aliases.get(reference, reference)}{mark}{finding}"

    def record_of(self, reference: str) -> EvidenceRecord | None:
        """The evidence record that counts this reference among its reports, or None."""
        return self.records.get(reference)

    def findings_of(self, reference: str) -> Iterator[Evidence]:
        """Each finding of the study that this reference reports."""
        return (each for each in self.evidence.values() if each.reference == reference)

    def brief(self, id: str) -> Brief | None:
        """The brief with this id, or None."""
        return next((brief for brief in self.briefs if brief.id == id), None)
