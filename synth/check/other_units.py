"""What is wrong with a number that a finding holds, but in another unit or of another thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synth.check.held import Held, words_of_finding
from synth.check.quantities import Quantity
from synth.check.quantities.surroundings import denominators
from synth.check.quantities.units import alike, by_name, counted
from synth.check.subject import Statement, Subject
from synth.check.words import content
from synth.problems import Severity

Found = tuple[str, Severity, str, str | None]
"""What is wrong with a quantity: the rule, its severity, the message and the hint."""


def told(held: Held) -> str:
    """A held quantity in words, with its place."""
    return f'"{held.quantity.text}" ({held.told})'


def odds_error(quantity: Quantity, held: Held) -> Found:
    """A change of risk that is read from a ratio of odds or of hazards."""
    measure = "odds ratio" if held.measure == "odds" else "hazard ratio"
    what = "odds are not risk" if held.measure == "odds" else "a hazard is not a risk"
    message = (
        f'"{quantity.text}" is read from {told(held)}, but {what}: '
        f"a change in the {held.measure} is no change in how likely something is"
    )
    hint = f'Say "{quantity.text} lower {held.measure}", or give the {measure} as it is.'
    return "number-mismatch", Severity.ERROR, message, hint.replace("lower", _way(quantity))


def ratio_error(quantity: Quantity, held: Held) -> Found:
    """A ratio that is told as a change: a risk ratio of 0.37 as "a reduction of 37%"."""
    share, change = _share_and_change(held)
    message = (
        f'"{quantity.text}" is told as a change, but it is the ratio itself: '
        f"{told(held)} is {share} of what it is compared with, {change}"
    )
    hint = f'Say "{change}", or "{share} of the risk".'
    return "number-mismatch", Severity.ERROR, message, hint


def change_error(quantity: Quantity, held: Held) -> Found:
    """A change that is told as a ratio: a risk ratio of 0.37 as "63% as likely"."""
    share, change = _share_and_change(held)
    message = (
        f'"{quantity.text}" is told as a ratio, but it is the change: '
        f"{told(held)} is {share} of what it is compared with, {change}"
    )
    hint = f'Say "{share} as likely", or "{change} likely".'
    return "number-mismatch", Severity.ERROR, message, hint


def _share_and_change(held: Held) -> tuple[str, str]:
    """A ratio as a share and as a change: 0.37 is "37%" and "63% less"."""
    ratio = held.quantity.value
    return f"{ratio * 100:.4g}%", f"{abs(ratio - 1) * 100:.4g}% {'less' if ratio < 1 else 'more'}"


def _way(quantity: Quantity) -> str:
    return "higher" if quantity.sign > 0 else "lower"


_MAGNITUDES = (1e3, 1e6, 1e9)


def same_number(quantity: Quantity, held: Held) -> bool:
    """Whether a finding holds the number as it is written, but in another unit or magnitude."""
    other = held.quantity
    if other.high is not None or other.kind in ("year", "level", "vague"):
        return False
    if (quantity.kind, quantity.unit) == (other.kind, other.unit):
        ratios = [quantity.value / other.value] if other.value else []
        sizes = [size for one in _MAGNITUDES for size in (one, 1 / one)]
        return any(abs(ratio / size - 1) < 1e-6 for ratio in ratios for size in sizes)
    if not _rivals(quantity, other):
        return False
    written, holds = _written(quantity), _written(other)
    return abs(abs(written) - abs(holds)) <= max(quantity.step / 2, 1e-9 * abs(holds))


def _rivals(quantity: Quantity, other: Quantity) -> bool:
    """Whether two kinds are such as are taken for one another."""
    kinds = {quantity.kind, other.kind}
    if kinds <= {"time", "age"} or kinds == {"money"} or kinds == {"measure"}:
        return True
    if kinds == {"percent", "points"}:
        return True
    one, two = (quantity, other) if quantity.kind == "number" else (other, quantity)
    return one.kind == "number" and bool(one.noun) and two.kind in ("percent", "points", "money")


def _written(quantity: Quantity) -> float:
    """The number of a quantity as it is written: 20 in "20 pence"."""
    return quantity.value * (100 if "penc" in quantity.text or "cent" in quantity.unit else 1)


def unit_error(quantity: Quantity, held: Held) -> Found:
    """A number that has another unit than the finding gives it."""
    message = f'"{quantity.text}" has the number of {told(held)}, but another unit'
    kinds = {quantity.kind, held.quantity.kind}
    hint = "Give the unit that the finding has."
    if kinds == {"percent", "points"}:
        hint = (
            "From 20% to 22% is a rise by 2 percentage points, and by 10 per cent: "
            "say the one that the finding gives."
        )
    elif "number" in kinds and "percent" in kinds:
        hint = "A share of a hundred is no count: say what the finding gives."
    return "unit-mismatch", Severity.ERROR, message, hint


def counted_otherwise(
    quantity: Quantity,
    statement: Statement,
    subject: Subject,
    matched: Sequence[Held],
) -> Found | None:
    """A number that is held, but counted by another time or area, or of another thing."""
    every = _denominators(matched) if quantity.per else frozenset()
    if (
        quantity.per
        and every
        and quantity.per not in every
        and _alike_measures(quantity.per, every)
    ):
        message = (
            f'"{quantity.text}" is told by the {quantity.per}, and the finding has it '
            f"by the {' and by the '.join(sorted(every))}"
        )
        return (
            "unit-mismatch",
            Severity.ERROR,
            message,
            "Give what it is counted by as the finding does.",
        )
    relative = _relative_as_absolute(quantity, matched)
    if relative is not None:
        return relative
    effect = [each for each in matched if each.where == "effect"]
    if quantity.kind == "number" and quantity.noun in counted() and effect:
        other = effect[0].quantity
        if other.noun in counted() and not alike(quantity.noun, other.noun):
            words = [content(words_of_finding(each.evidence, subject.project)) for each in matched]
            if not any(quantity.noun in each for each in words):
                message = (
                    f'"{_with_noun(quantity, statement.text)}" has the number of '
                    f"{told(effect[0])}, but counts something else"
                )
                hint = "Say what the finding counts."
                return "unit-mismatch", Severity.WARNING, message, hint
    return None


def _denominators(matched: Sequence[Held]) -> frozenset[str]:
    """What the findings of some numbers count by, wherever they say it."""
    findings = [each.evidence.finding for each in matched]
    texts = (
        (each.statement, each.effect.metric, each.effect.unit, each.effect.note, each.effect.per)
        for each in findings
    )
    return frozenset(per for some in texts for text in some if text for per in denominators(text))


def _alike_measures(per: str, every: frozenset[str]) -> bool:
    """Whether what the claim counts by and what the finding counts by measure the same."""
    measures = [unit.of.replace("term", "time") for each in every if (unit := by_name().get(each))]
    one = by_name().get(per)
    return one is not None and one.of.replace("term", "time") in measures


def _relative_as_absolute(quantity: Quantity, matched: Sequence[Held]) -> Found | None:
    """Percent that the wording makes relative, where the finding has an absolute difference."""
    if quantity.kind != "percent" or not matched:
        return None
    if any(each.measure != "absolute" for each in matched) or quantity.sign == 0:
        return None
    return unit_error(replace(quantity, kind="percent"), matched[0])


def _with_noun(quantity: Quantity, text: str) -> str:
    return text[quantity.start : quantity.end + 30].split(",")[0].rsplit(" ", 1)[0]
