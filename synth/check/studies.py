"""How many studies a claim says it rests on: "two studies in Japan", "both trials"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from synth.check.held import Held
from synth.check.places import countries_in
from synth.check.quantities import Quantity
from synth.check.quantities.units import counted
from synth.check.subject import Statement, Subject
from synth.check.words import stem
from synth.model import EvidenceRecord
from synth.problems import Severity

_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|all|our|its|their|other|of|same|such)\s(?:\w+\s)?$", re.IGNORECASE
)
_BOTH = re.compile(
    r"\bboth\s(?:the\s|these\s|those\s|of\s(?:the|these|those)\s)?(?:\w+\s)?"
    r"(?:studies|trials|reviews|surveys|experiments|evaluations|cohorts|papers|articles)\b(?!\sand\b)",
    re.IGNORECASE,
)
_COUNTRY = frozenset(stem(word) for word in ("country", "countries", "nation", "nations"))
_WHERE = re.compile(r"[^.;:,]{0,40}?\b(?:in|from|of)\s(?P<place>[^.;:,]{2,40})", re.IGNORECASE)


def is_study_count(quantity: Quantity) -> bool:
    """Whether a quantity counts studies: "two reviews"."""
    return (
        quantity.kind == "number"
        and quantity.high is None
        and quantity.value <= 20
        and "study" in counted().get(quantity.noun, ())
    )


def both_studies(text: str) -> Iterator[Quantity]:
    """The words "both studies" of a text, as a count of two."""
    for found in _BOTH.finditer(text):
        yield Quantity(2.0, "number", *found.span(), found[0], noun=stem("studies"))


def is_country_count(quantity: Quantity, statement: Statement) -> bool:
    """Whether a quantity is the number of countries of the studies that a claim cites."""
    if quantity.noun not in _COUNTRY or quantity.high is not None:
        return False
    places = [frozenset(each.countries) for each in _studies([statement])]
    return quantity.value in {len(frozenset().union(*places)), *map(len, places)} - {0}


def study_count(
    quantity: Quantity, statement: Statement, subject: Subject, held: Sequence[Held]
) -> tuple[str, Severity, str, str | None] | None:
    """What is wrong with a number of studies: neither that of the works tied nor one held."""
    said = quantity.value
    mine = [each for each in held if is_study_count(each.quantity)]
    if any(
        each.quantity.value == said and (is_study_count(each.quantity) or not each.quantity.noun)
        for each in held
        if each.quantity.kind == "number" and each.where not in ("title", "year of publication")
    ):
        return None
    cited = _studies([statement])
    sentence = [each for each in subject.statements if each.sentence is statement.sentence]
    counts = {len(cited), len(_studies(sentence)), *_by_kind(cited)}
    place = _place(statement.text, quantity)
    if place:
        there = [each for each in cited if not each.countries or place & set(each.countries)]
        if len(there) != said and len(cited) == said and there:
            names = ", ".join(each.references[0] for each in there)
            return _wrong(quantity, f"{len(there)} of the studies cited here ({names})")
        counts.add(len(there))
    if said in counts:
        return None
    definite = _DEFINITE.search(statement.text[: quantity.start][-40:]) is not None
    if definite and not mine and said <= len(_all_studies(subject)):
        return None
    if mine:
        nearest = min(mine, key=lambda each: abs(each.quantity.value - said))
        return _wrong(quantity, f'"{nearest.quantity.text}" ({nearest.told})')
    names = ", ".join(each.references[0] for each in cited)
    return _wrong(quantity, f"{len(cited)} ({names}), by the studies that the claim cites")


def _wrong(quantity: Quantity, what: str) -> tuple[str, Severity, str, str | None]:
    message = f'"{quantity.text}" does not fit the number of studies: it is {what}'
    hint = "Cite each study that is counted, or say the number that is cited."
    return "number-mismatch", Severity.ERROR, message, hint


def _studies(statements: Sequence[Statement]) -> list[EvidenceRecord]:
    """The studies that some claims are tied to, each once."""
    evidence = [each for statement in statements for each in statement.evidence]
    return list({each.record.references[0]: each.record for each in evidence}.values())


def _all_studies(subject: Subject) -> set[str]:
    return {item.reference for item, _ in subject.items()}


def _by_kind(cited: Sequence[EvidenceRecord]) -> set[int]:
    """How many of the studies are of one country, or of one design."""
    countries = Counter(country for each in cited for country in set(each.countries))
    designs = Counter(each.design for each in cited if each.design)
    return {*countries.values(), *designs.values()}


def _place(text: str, quantity: Quantity) -> frozenset[str]:
    """The countries that the counted studies are said to be from."""
    found = _WHERE.match(text, quantity.end)
    after = re.split(r"[,;:(]", text[quantity.end : quantity.end + 25])[0]
    words = text[quantity.end : found.end()] if found else after
    return countries_in(words)
