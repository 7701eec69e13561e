"""A library of evidence made in memory, for views that look at many findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synth.model import (
    Audience,
    Basis,
    Design,
    Direction,
    Effect,
    Evidence,
    EvidenceRecord,
    Finding,
    Framework,
    Judgement,
    Level,
    Limit,
    Outcome,
    Project,
    Reading,
    Reference,
    Term,
    Vocabulary,
)
from synth.problems import Place
from synth.synthesis.view import Setting

HERE = Place("briefs/it.md", 1, 1)
VOCABULARY = Vocabulary(
    outcomes=(
        Outcome("attendance", "Attendance at school", desired="increase"),
        Outcome("low-mood", "Low mood", desired="decrease"),
        Outcome("tea", "Drinking tea"),
    ),
    exposures=(Term("clubs", "Clubs after school"), Term("isolation", "Isolation")),
    designs=(
        Design("randomised-trial", "Randomised trial", causal=True),
        Design("cross-sectional", "One survey at one time"),
        Design("overview", "Overview", primary=False),
    ),
    mechanisms=(
        Term("friends", "Making friends", "Those who meet often come to like each other."),
        Term("habit", "Forming a habit"),
    ),
)
SURE = Framework(
    "How sure", "Made up", (Level("low", "low", "Low."), Level("high", "high", "High."))
)
READER = Audience("Schools", "head teachers", framework="sure", words={"pupils": "young people"})


@dataclass(frozen=True)
class Found:
    """A finding of a study, as few of its fields as a test is about."""

    study: str
    direction: Direction | None = "increase"
    outcome: str = "attendance"
    exposure: str | None = "clubs"
    basis: Basis = "result"
    read: Reading = "full-text"
    countries: tuple[str, ...] = ()
    design: str | None = None
    sample: int | None = None
    year: int | None = 2020
    rating: str | None = None
    effect: Effect = field(default_factory=Effect)
    limits: tuple[Limit, ...] = ()
    mechanism: str | tuple[str, ...] | None = None
    population: str | None = None
    cited_with: tuple[str, ...] = ()
    statement: str = "Pupils in clubs come more often."


def library(found: Iterable[Found], frameworks: Mapping[str, Framework] | None = None) -> Project:
    """A project that holds these findings, the first of a study telling what the study is."""
    studies: dict[str, list[Found]] = {}
    for each in found:
        studies.setdefault(each.study, []).append(each)
    evidence: dict[str, Evidence] = {}
    references = {"review": _reference("review", 2024)}
    for key, inside in studies.items():
        references[key] = _reference(key, inside[0].year)
        record = _record(key, inside)
        for name, finding in record.findings.items():
            evidence[f"{key}#{name}"] = Evidence(key, name, finding, record, HERE)
    return Project(
        Path(),
        (),
        references=references,
        records={each.reference: each.record for each in evidence.values()},
        evidence=evidence,
        vocabulary=VOCABULARY,
        frameworks={"sure": SURE} if frameworks is None else frameworks,
        audiences={"schools": READER},
    )


def setting(project: Project, audience: Audience = READER) -> Setting:
    """Where a view of the project is shown."""
    return Setting(project, audience, "en-GB", HERE)


def _reference(key: str, year: int | None) -> Reference:
    issued = {"issued": {"date-parts": [[year]]}} if year else {}
    item = {"id": key, "type": "book", "title": "On it", "author": [{"family": key.title()}]}
    return Reference(key, item | issued, HERE)


def _record(key: str, inside: list[Found]) -> EvidenceRecord:
    first = inside[0]
    findings = {
        f"f{number}": Finding(
            outcome=each.outcome,
            statement=each.statement,
            basis=each.basis,
            exposure=each.exposure,
            direction=each.direction,
            effect=each.effect,
            limits=each.limits,
            appraisal={"sure": Judgement(each.rating, "as judged")} if each.rating else {},
            mechanism=each.mechanism,
            cited_with=each.cited_with,
        )
        for number, each in enumerate(inside)
    }
    return EvidenceRecord(
        key,
        first.read,
        findings,
        design=first.design,
        countries=first.countries,
        population=first.population,
        sample=first.sample,
        via="review" if first.read == "second-hand" else None,
    )
