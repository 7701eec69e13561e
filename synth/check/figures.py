"""Rules about figures: what a claim says in numbers is what its findings hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from synth.check.derived import is_derived
from synth.check.fitting import fit
from synth.check.held import Held, held_by
from synth.check.other_units import (
    Found,
    change_error,
    counted_otherwise,
    odds_error,
    ratio_error,
    same_number,
    told,
    unit_error,
)
from synth.check.quantities import Quantity, quantities_of
from synth.check.quantities.units import counted, rhetorical
from synth.check.studies import both_studies, is_country_count, is_study_count, study_count
from synth.check.subject import Statement, Subject
from synth.problems import Problem, Severity


def figures(subject: Subject) -> Iterator[Problem]:
    """A figure of a claim that none of its findings holds, or holds in another unit."""
    for statement in subject.statements:
        if statement.evidence and statement.claim.kind != "recommendation":
            yield from _of_claim(statement, subject)


def _of_claim(statement: Statement, subject: Subject) -> Iterator[Problem]:
    locale = subject.document.locale
    said = quantities_of(statement.text, locale)
    if locale.startswith("en"):
        said = (*said, *both_studies(statement.text))
    if not said:
        return
    held = [
        each
        for evidence in statement.evidence
        for each in held_by(evidence, subject.project, locale)
    ]
    for quantity in said:
        if is_study_count(quantity):
            found = study_count(quantity, statement, subject, held)
        elif is_country_count(quantity, statement):
            found = None
        else:
            found = _of_quantity(quantity, statement, subject, held)
        if found is not None:
            rule, severity, message, hint = found
            offset = place_of(statement, quantity)
            yield statement.problem(rule, severity, message, hint, offset)


def place_of(statement: Statement, quantity: Quantity) -> int:
    """Where a quantity stands, as an offset from the beginning of the claim in its sentence.

    Names that a citation prints are missing from the claim's words, so its place is looked for.
    """
    meant = statement.start + quantity.start
    at, text = statement.sentence.text, quantity.text
    places = list(_all(at, text))
    best = min(places, key=lambda found: abs(found - meant), default=meant)
    return best - statement.start


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0 and part:
        yield at
        at = text.find(part, at + 1)


def _of_quantity(
    quantity: Quantity, statement: Statement, subject: Subject, held: Sequence[Held]
) -> Found | None:
    """What is wrong with a quantity of a claim, or None."""
    if _rhetorical(quantity, statement.text, held):
        return None
    fits = [fit(quantity, each, statement.text) for each in held]
    if "fits" not in fits and quantity.high is not None and _ends_fit(quantity, statement, held):
        fits.append("fits")
    matched = [each for each, result in zip(held, fits, strict=False) if result == "fits"]
    if "fits" in fits:
        return counted_otherwise(quantity, statement, subject, matched)
    if quantity.kind == "level" and not any(each.quantity.kind == "level" for each in held):
        return None
    if is_derived(quantity, statement.text, held):
        return None
    if "ratio" in fits:
        return ratio_error(quantity, held[fits.index("ratio")])
    if "change" in fits:
        return change_error(quantity, held[fits.index("change")])
    if "odds" in fits:
        return odds_error(quantity, held[fits.index("odds")])
    if "sign" in fits:
        other = held[fits.index("sign")]
        way = "a fall" if other.quantity.sign < 0 or other.quantity.value < 1 else "a rise"
        message = f'"{quantity.text}" is told the other way: {told(other)} is {way}'
        return (
            "number-mismatch",
            Severity.ERROR,
            message,
            "Turn the sentence, or the number, round.",
        )
    other_unit = next((each for each in held if same_number(quantity, each)), None)
    if other_unit is not None:
        return unit_error(quantity, other_unit)
    return _mismatch(quantity, statement, subject, held)


def _mismatch(
    quantity: Quantity, statement: Statement, subject: Subject, held: Sequence[Held]
) -> Found:
    nearest = _nearest(quantity, held)
    ids = " and ".join(dict.fromkeys(each.id for each in statement.evidence))
    message = f'"{quantity.text}" is not what {ids} holds'
    if nearest is not None:
        message += f": the nearest is {told(nearest)}"
    elif not held or all(each.where == "year of publication" for each in held):
        message += ": it holds no number"
    else:
        message += ": it holds no number of this kind"
    severity = Severity.ERROR
    small = quantity.step == 0 and quantity.kind == "number" and quantity.value <= 10
    other = _elsewhere(quantity, statement, subject)
    if quantity.kind == "vague" or other or (small and quantity.noun not in counted()):
        severity = Severity.WARNING
    hint = "Give the finding's number, rounded as the sentence says, or cite where yours is from."
    return "number-mismatch", severity, message, other or hint


def _elsewhere(quantity: Quantity, statement: Statement, subject: Subject) -> str | None:
    """A hint: another finding of the same studies that holds the number, or None."""
    cited = {each.id for each in statement.evidence}
    for evidence in statement.evidence:
        for other in subject.project.findings_of(evidence.reference):
            if other.id not in cited and any(
                fit(quantity, each, statement.text) == "fits"
                for each in held_by(other, subject.project, subject.document.locale)
                if each.evidence.id == other.id and each.where in ("effect", "statement")
            ):
                return f"{other.id} holds it: cite that finding too."
    return None


def _ends_fit(quantity: Quantity, statement: Statement, held: Sequence[Held]) -> bool:
    """Whether both ends of a range are held one by one, as ends of intervals if it is one."""
    assert quantity.high is not None
    low = replace(quantity, high=None)
    high = replace(quantity, value=quantity.high, high=None)
    for each in held:
        if each.quantity.high is not None and each.quantity.kind == quantity.kind:
            ends = {abs(each.quantity.value), abs(each.quantity.high)}
            if len(ends & {abs(low.value), abs(high.value)}) == 1:
                return False
    bounds = [each for each in held if each.end] if quantity.interval else []
    for evidence in dict.fromkeys(each.evidence.id for each in held):
        mine = [each for each in bounds or held if each.evidence.id == evidence]
        if all(
            any(fit(one, each, statement.text) == "fits" for each in mine) for one in (low, high)
        ):
            return True
    return False


def _rhetorical(quantity: Quantity, text: str, held: Sequence[Held]) -> bool:
    """Whether a small number in words only orders the writer's own words ("two reasons")."""
    if quantity.kind != "number" or quantity.step != 0 or quantity.value > 10 or quantity.unit:
        return quantity.unit == "occasions" and quantity.step == 0
    if text[quantity.end : quantity.end + 4] == " of " or quantity.noun in counted():
        return False
    if quantity.noun and quantity.noun not in rhetorical():
        return False
    numbered = {each.quantity.noun for each in held if each.quantity.step == 0}
    return quantity.noun not in numbered or not quantity.noun


def _nearest(quantity: Quantity, held: Sequence[Held]) -> Held | None:
    """The held quantity of the same kind that is nearest by ratio."""

    def distance(each: Held) -> float:
        one, two = abs(quantity.value), abs(each.quantity.value)
        return abs(math.log((one + 1e-9) / (two + 1e-9)))

    same = [each for each in held if each.quantity.kind == quantity.kind]
    alike_units = [each for each in same if each.quantity.unit == quantity.unit]
    return min(alike_units or same, key=distance, default=None)
