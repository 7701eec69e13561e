"""How evidence is named to a reader: authors, countries, kinds of study, ratings."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from synth.document import Claim, Text, fold
from synth.document import plain as words_of
from synth.model import (
    Arm,
    Audience,
    Basis,
    CslItem,
    Effect,
    Evidence,
    EvidenceRecord,
    Framework,
    Level,
    Project,
)


@dataclass(frozen=True, slots=True)
class Rated:
    """A level of a framework as a badge shows it: `rank` of `steps`, 0 when not rated."""

    framework: str
    rank: int
    steps: int
    label: str
    why: str | None = None
    colour: str | None = None


BASIS_WORDS: Mapping[Basis, str] = {
    "proposal": "A proposal, not tested",
    "view": "A view, not a result",
    "count": "A published count",
}
"""What is said of a finding that is no result of a study."""


def short_author(item: CslItem) -> str:
    """The authors in few words: `Nawa and others`, `Menon and Allen`, `NSPCC`."""
    names = item.get("author") or item.get("editor") or []
    words = [str(name.get("literal") or _family(name)) for name in names]
    if not words:
        return plain_title(item)
    if len(words) == 1:
        return words[0]
    if len(words) == 2 and words[1] != "others":
        return f"{words[0]} and {words[1]}"
    return f"{words[0]} and others"


def _family(name: CslItem) -> str:
    particle = name.get("non-dropping-particle")
    family = str(name.get("family") or name.get("given") or "")
    return f"{particle} {family}" if particle else family


def year(item: CslItem) -> str:
    """The year of publication, or `undated`."""
    issued = item.get("issued") or {}
    parts = issued.get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else str(issued.get("literal") or "undated")


def short_name(item: CslItem) -> str:
    """Authors and year: `Nawa and others 2018`."""
    return f"{short_author(item)} {year(item)}"


def plain_title(item: CslItem) -> str:
    """The title without the marks of CSL's rich text."""
    title = re.sub(r"</?(?:span[^>]*|i|b|sup|sub|sc)>", "", str(item.get("title") or item["id"]))
    return html.unescape(title)


@cache
def country_name(code: str, locale: str) -> str:
    """The name of a country (ISO 3166 alpha-2) in a locale, by CLDR; `UK` and `US` for short."""
    from babel import Locale, UnknownLocaleError  # loads data files: only where a name is shown

    if code in ("GB", "US"):
        return {"GB": "UK", "US": "US"}[code]
    try:
        return str(Locale.parse(locale.replace("-", "_")).territories.get(code, code))
    except (UnknownLocaleError, ValueError):  # reported where the locale is written
        return code


def listed(words: Sequence[str]) -> str:
    """The words as a list in a sentence: `Japan, Honduras and the UK`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def as_sentence(words: str) -> str:
    """The words with a capital at their start and a full stop at their end; empty as it is."""
    words = words.strip()
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def mid_sentence(label: str) -> str:
    """A label as it stands within a sentence: without its capital, unless in an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def plain_words(text: str, audience: Audience) -> str:
    """The text with the audience's plain words for its terms, whole words only.

    What stands before a term already is not said again: "parents and caregivers", with "parents
    and carers" for the term, stays "parents and carers".
    """
    for term, plain in audience.words.items():
        if not term.strip() or not plain.strip():
            continue

        def said(found: re.Match[str], plain: str = plain) -> str:
            before, words = found.string[: found.start()].rstrip(), plain.split()
            for count in range(len(words) - 1, 0, -1):
                if re.search(rf"\b{re.escape(' '.join(words[:count]))}$", before, re.IGNORECASE):
                    return " ".join(words[count:])
            return plain[0].upper() + plain[1:] if found[0][0].isupper() else plain

        text = re.sub(rf"\b{re.escape(term)}\b", said, text, flags=re.IGNORECASE)
    return text


def amount(value: float, unit: str | None, locale: str) -> str:
    """A number with its unit as the locale writes it: `£281,000`, `−30%`, `1.5 days a term`."""
    from babel.core import Locale
    from babel.numbers import format_currency, format_decimal

    known = Locale.parse(locale.replace("-", "_"))
    if unit is not None and unit in known.currencies:
        return str(format_currency(value, unit, locale=known, format_type="standard")).removesuffix(
            ".00"
        )
    number = str(format_decimal(value, locale=known)).replace("-", "\N{MINUS SIGN}")
    return number if unit is None else f"{number}{'' if unit == '%' else ' '}{unit}"


def effect_words(effect: Effect, locale: str) -> str:
    """How large a finding is, in one line; empty where nothing is known of it."""
    parts: list[str] = []
    if effect.estimate is not None:
        per = f" per {effect.per}" if effect.per else ""
        parts.append(
            f"{effect.metric or 'estimate'}: {amount(effect.estimate, effect.unit, locale)}{per}"
        )
    if effect.low is not None and effect.high is not None:
        low, high = (amount(end, effect.unit, locale) for end in (effect.low, effect.high))
        level = f"{amount(effect.level, '%', locale)} " if effect.level is not None else ""
        parts.append(f"{level}interval {low} to {high}")
    if effect.exposed is not None and effect.comparison is not None:
        groups = (
            _arm_words(arm, effect.unit, locale) for arm in (effect.exposed, effect.comparison)
        )
        parts.append(" against ".join(groups))
    if effect.note:
        parts.append(effect.note)
    line = "; ".join(parts)
    return f"{line[0].upper()}{line[1:].rstrip('.')}." if line else ""


def _arm_words(arm: Arm, unit: str | None, locale: str) -> str:
    """`6 of 306`, or `a mean of 12 days among 50`."""
    people = amount(arm.n, None, locale)
    if arm.events is not None:
        return f"{amount(arm.events, None, locale)} of {people}"
    if arm.mean is not None:
        return f"a mean of {amount(arm.mean, unit, locale)} among {people}"
    return f"{people} people"


def study_line(record: EvidenceRecord, project: Project, locale: str) -> str:
    """What kind of study, where, and of whom, in one line; empty where nothing is known."""
    design = project.vocabulary.design(record.design)
    where = listed([country_name(code, locale) for code in record.countries])
    place = ", ".join(part for part in (where, record.setting) if part)
    kind = design.label if design else "Study type not stated"
    parts = [f"{kind}{', ' + place if place else ''}", record.population or ""]
    line = "; ".join(part.rstrip(".") for part in parts if part)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def rated(evidence: Evidence, framework_id: str, project: Project) -> Rated:
    """The rating of one finding in a framework; rank 0 where it has none.

    What is no result of a study is not rated: it is said what it is.
    """
    framework = project.frameworks[framework_id]
    judgement = evidence.judgement(framework_id)
    said = BASIS_WORDS.get(evidence.finding.basis)
    if judgement is None or said is not None:
        return Rated(framework.title, 0, len(framework.levels), said or framework.unrated)
    level = level_of(framework, judgement.level)
    rank = framework.rank(judgement.level) or 0
    return Rated(
        framework.title, rank, len(framework.levels), level.label, judgement.why, level.colour
    )


def rated_together(evidence: Sequence[Evidence], framework_id: str, project: Project) -> Rated:
    """The rating of a statement that rests on several findings: the lowest that any result has.

    One result without a rating leaves the statement without one. What is no result counts only
    where there is none.
    """
    results = [each for each in evidence if each.finding.basis == "result"] or evidence
    return min((rated(each, framework_id, project) for each in results), key=lambda each: each.rank)


def level_of(framework: Framework, id: str | int) -> Level:
    """The level of a framework with this id."""
    return next(level for level in framework.levels if str(level.id) == str(id))


def claim_words(claim: Claim, project: Project) -> str:
    """The words of a claim before it is cited, authors in the sentence by short names."""
    printed = {
        citation.number: (Text(_named(citation.items[0].reference, project)),)
        for citation in claim.citations
        if citation.narrative
    }
    return fold(words_of(claim.children, printed, brackets=False))


def _named(key: str, project: Project) -> str:
    """A work by its authors and year; by its key where the library does not hold it."""
    reference = project.references.get(key)
    return short_name(reference.item) if reference else key
