"""The cells of an evidence table, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from synth.document import Badge, Inline, Rating, Styled, Text
from synth.model import Evidence, Reading
from synth.synthesis.table.rows import Column, limits_of
from synth.synthesis.view import Setting
from synth.synthesis.ways import SIGNS, WAYS, hoped_for
from synth.wording import BASIS_WORDS, effect_words, listed, plain_words, rated, short_name

NOT_KNOWN = "not known"
MOST_LIMITS = 3
"""A cell names this many limits and counts the rest; major ones are all named."""

HEADS: Mapping[Column, str] = {
    "study": "Study",
    "finding": "What it found",
    "country": "Country",
    "design": "Kind of study",
    "sample": "People",
    "population": "Who was studied",
    "period": "When",
    "exposure": "Set against",
    "outcome": "Outcome",
    "direction": "Direction",
    "effect": "Size",
    "rating": "How sure",
    "limits": "Limits",
    "read": "How it was read",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a table need to know: where it is shown, and what stands beside them.

    `names_outcome` and `names_exposure` say whether the direction must name these; `own_scale`
    whether `framework` is the audience's own.
    """

    setting: Setting
    framework: str | None
    own_scale: bool
    names_outcome: bool
    names_exposure: bool

    def first(self, each: Evidence, with_finding: bool, rated: bool) -> tuple[Inline, ...]:
        """The study, tied to its finding, with what it found where that is asked for.

        Where no rating says so, it is said of what is no result.
        """
        words = plain_words(each.finding.statement, self.setting.audience)
        claim = self.setting.cited(each, *((Text(f": {words}"),) if with_finding else ()))
        said = None if rated else BASIS_WORDS.get(each.finding.basis)
        note = (Text(" "), Styled("emphasis", (Text(f"({_lower(said)})"),))) if said else ()
        return (claim, *note)

    def cell(self, column: Column, each: Evidence) -> tuple[Inline, ...]:
        """What stands in one column of a row; that it is not known where it is not."""
        return _CELLS[column](self, each)


def _text(words: str | None) -> tuple[Inline, ...]:
    return (Text(words or NOT_KNOWN),)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _country(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(listed([cells.setting.country(code) for code in each.record.countries]))


def _design(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(cells.setting.design(each.record.design))


def _sample(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    sample = each.record.sample
    return _text(None if sample is None else cells.setting.number(sample))


def _population(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(plain_words(each.record.population or "", cells.setting.audience))


def _period(_cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(each.record.period)


def _exposure(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    exposure = each.finding.exposure
    return _text(cells.setting.exposure(exposure) if exposure else "none")


def _outcome(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(cells.setting.outcome(each.finding.outcome))


def _direction(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    direction = each.finding.direction
    if direction is None:
        return _text("none told")
    before = f"{cells.setting.outcome(each.finding.outcome)}: " if cells.names_outcome else ""
    good = hoped_for(each, cells.setting.project)
    after = {True: ", as hoped", False: ", not as hoped", None: ""}[good]
    if cells.names_exposure and each.finding.exposure:
        after += f" (set against: {cells.setting.exposure(each.finding.exposure)})"
    return (Text(f"{before}{SIGNS[direction]} {WAYS[direction]}{after}"),)


def _effect(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    return _text(effect_words(each.finding.effect, cells.setting.locale).rstrip("."))


def _rating(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    if cells.own_scale:
        return (Rating((each.id,)),)
    assert cells.framework is not None
    level = rated(each, cells.framework, cells.setting.project)
    return (Badge(level.label, level.rank, level.steps),) if level.rank else (Text(level.label),)


def _limits(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    limits = limits_of(each)
    major = sum(limit.severity == "major" for limit in limits)
    shown = limits[: max(major, MOST_LIMITS)]
    words = [_sentence(plain_words(limit.text, cells.setting.audience)) for limit in shown]
    if left := len(limits) - len(shown):
        words.append(f"And {left} more.")
    return (Text(" ".join(words) or "none named"),)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


_READ: Mapping[Reading, str] = {
    "full-text": "in full",
    "abstract": "abstract only",
    "second-hand": "second-hand",
}


def _read(cells: Cells, each: Evidence) -> tuple[Inline, ...]:
    via = cells.setting.project.references.get(each.record.via or "")
    return _text(_READ[each.record.read] + (f", in {short_name(via.item)}" if via else ""))


_CELLS: Mapping[Column, Callable[[Cells, Evidence], tuple[Inline, ...]]] = {
    "country": _country,
    "design": _design,
    "sample": _sample,
    "population": _population,
    "period": _period,
    "exposure": _exposure,
    "outcome": _outcome,
    "direction": _direction,
    "effect": _effect,
    "rating": _rating,
    "limits": _limits,
    "read": _read,
}
