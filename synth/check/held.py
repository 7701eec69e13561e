"""What a finding holds: every quantity of its record, of its effect and of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from synth.check.quantities import Quantity, quantities_of
from synth.model import CslItem, Effect, Evidence, Project

Measure = Literal["", "risk", "odds", "hazard", "relative", "absolute"]
"""What a ratio or a percentage is of: `risk` is a ratio of risks or rates."""

_MEASURES: tuple[tuple[str, Measure], ...] = (
    (r"\bodds ratios?\b|(?-i:\ba?OR\b)", "odds"),
    (r"\bhazards? ratios?\b|(?-i:\ba?HR\b)", "hazard"),
    (r"\brelative risks?\b|\b(?:risk|rate|prevalence|incidence|response) ratios?\b|"
     r"\bratio of|(?-i:\ba?I?RRs?\b|\bPR\b)", "risk"),
    (r"absolute|percentage points?|\b(?:risk|rate) difference", "absolute"),
    (r"relative|per ?cent(?:age)? change|efficacy|effectiveness|growth", "relative"),
)  # fmt: skip
_FALL = re.compile(r"reduction|decrease|decline|fall\b", re.IGNORECASE)
_CHANGE = re.compile(r"change|growth|increase|rise|relative difference", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """A quantity that a finding holds, and in which part of its record.

    `end` says that it is an end of an interval, `crosses` that this interval includes no effect.
    """

    quantity: Quantity
    evidence: Evidence
    where: str
    measure: Measure = ""
    end: bool = False
    crosses: bool = False

    @property
    def told(self) -> str:
        """Where it stands, in words: the finding, the part of it, its file and line."""
        return f"{self.evidence.id}, {self.where} ({self.evidence.place})"


@lru_cache(maxsize=5_000)
def held_by(evidence: Evidence, project: Project, locale: str) -> tuple[Held, ...]:
    """Everything that a finding holds, those of its effect first."""
    found = list(_effect(evidence))
    for where, text in _texts(evidence, project):
        for each in _read(text, locale):
            before = text[max(0, each.start - 40) : each.start]
            found.append(Held(each, evidence, where, _measure(before), each.interval))
    return tuple(found)


def words_of_finding(evidence: Evidence, project: Project) -> str:
    """All words of a finding and its study, the labels of its terms included."""
    vocabulary, finding = project.vocabulary, evidence.finding
    terms = (vocabulary.outcome(finding.outcome), vocabulary.exposure(finding.exposure))
    labels = [term.label for term in terms if term is not None]
    return " . ".join([*(text for _, text in _texts(evidence, project)), *labels])


def _read(text: str, locale: str) -> tuple[Quantity, ...]:
    """The quantities of a record's text, which may be in English or in the brief's language."""
    if locale.startswith("en"):
        return quantities_of(text, locale)
    return (*quantities_of(text, locale), *quantities_of(text, "en-GB"))


def _texts(evidence: Evidence, project: Project) -> Iterator[tuple[str, str]]:
    finding, record, effect = evidence.finding, evidence.record, evidence.finding.effect
    locator = finding.locator
    yield "statement", finding.statement
    for part in ("note", "unit", "metric", "per"):
        text = getattr(effect, part)
        if text:
            yield f"{part} of its effect", text
    for limit in (*finding.limits, *record.limits):
        yield "limits", limit.text
    for name, text in (
        ("population", record.population),
        ("setting", record.setting),
        ("period", record.period),
        ("sample", None if record.sample is None else f"{record.sample:,}"),
        ("locator", f"{locator.label} {locator.value}" if locator else None),
    ):
        if text:
            yield name, text
    for judgement in (*finding.appraisal.values(), *record.appraisal.values()):
        yield "appraisal", judgement.why
    for key in (*record.references, *([record.via] if record.via else ())):
        reference = project.references.get(project.own_id(key))
        if reference is not None:
            yield "year of publication", str(year_of(reference.item) or "")
            yield "title", str(reference.item.get("title", ""))


def year_of(item: CslItem) -> int | None:
    """The year in which a work was published, or None."""
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    first = str(parts[0][0]) if parts and parts[0] else ""
    return int(first) if re.fullmatch(r"-?\d{1,6}", first) else None


def _measure(text: str) -> Measure:
    """What the last words of a text say that a number measures."""
    return next((measure for words, measure in _MEASURES if re.search(words, text, re.I)), "")


def _effect(evidence: Evidence) -> Iterator[Held]:
    """The estimate of a finding and the ends of its interval, each with unit and measure."""
    effect = evidence.finding.effect
    metric = effect.metric or ""
    like = unit_of(effect)
    measure = _measure(metric)
    sign = -1 if _FALL.search(metric) else 1 if _CHANGE.search(metric) else 0
    crosses = effect.low is not None and effect.high is not None and effect.low < 0 < effect.high
    for name, value in (("estimate", effect.estimate), ("low", effect.low), ("high", effect.high)):
        if value is not None:
            number = _number(like, value, effect.unit)
            turned = sign * (-1 if value < 0 else 1)
            end = name != "estimate"
            yield Held(
                replace(number, sign=turned), evidence, "effect", measure, end, crosses and end
            )
    if effect.low is not None and effect.high is not None:
        low, high = (_number(like, value, effect.unit) for value in (effect.low, effect.high))
        both = replace(low, high=high.value, text=f"{effect.low:,} to {high.text}")
        yield Held(both, evidence, "interval of its effect", measure, True, crosses)


def unit_of(effect: Effect) -> Quantity:
    """A quantity of one, of the kind and unit that the estimate of an effect has."""
    unit = effect.unit or ""
    metric = (effect.metric or "").lower()
    found = quantities_of(f"1 {unit}"[:200], "en-GB")
    like = found[0] if found and found[0].start == 0 else Quantity(1.0, "number", 0, 1, "1")
    if like.kind == "percent" and _measure(metric) == "absolute":
        return replace(like, kind="points")
    if like.kind == "number" and not unit and re.search(r"per ?cent(age)?\b", metric):
        return replace(like, kind="percent")
    return replace(like, noun="" if not unit or like.unit else like.noun)


def _number(like: Quantity, value: float, unit: str | None) -> Quantity:
    """The value in the unit of another quantity, with the text that a reader would see."""
    printed = f"{value:,}"
    decimals = len(printed.partition(".")[2])
    text = f"{printed}{unit}" if unit == "%" else f"{printed} {unit or ''}".rstrip()
    return replace(like, value=value * (like.value or 1.0), step=10.0**-decimals, text=text)
