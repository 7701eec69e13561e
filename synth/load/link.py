"""Checks across files: every name that one file uses is defined in another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path as FilePath

from synth.load.effect_figures import check_direction, check_figures
from synth.load.yaml_file import Path, YamlFile
from synth.model import (
    Audience,
    Brief,
    EvidenceRecord,
    Finding,
    Framework,
    Judgement,
    Reference,
    Series,
    Term,
    Vocabulary,
)
from synth.problems import Place, Problem, ProjectError, did_you_mean, error
from synth.styles import style_path


def unknown(rule: str, what: str, word: str, known: Collection[str], hint: str) -> Problem:
    """A problem for a word that no file defines; its place is added by the caller."""
    return error(rule, f'unknown {what} "{word}"{did_you_mean(word, known)}', None, hint)


def link_vocabulary(vocabulary: Vocabulary, file: YamlFile) -> Iterator[Problem]:
    """Terms that stand twice, or that nobody could read."""
    for part in fields(Vocabulary):
        terms: Sequence[Term] = getattr(vocabulary, part.name)
        ids = [term.id for term in terms]
        for index, term in enumerate(terms):
            if term.id in ids[:index]:
                place = file.place((part.name, index, "id"))
                yield error("duplicate-key", f'the id "{term.id}" stands twice', place)
            if not term.id.strip() or not term.label.strip():
                place = file.place((part.name, index))
                yield error("wrong-value", "a term wants an id and a label", place)


def link_record(
    record: EvidenceRecord,
    file: YamlFile,
    references: Mapping[str, Reference],
    vocabulary: Vocabulary,
    frameworks: Mapping[str, Framework],
    countries: Collection[str],
) -> Iterator[Problem]:
    """Every name in an evidence record that nothing defines."""
    for key in record.references:
        if key not in references:
            yield unknown(
                "unknown-reference", "reference", key, references, "Add it to library.bib."
            ).at(file.place(("reference",)))
    if record.via is not None and record.via not in references:
        yield unknown(
            "unknown-reference", "reference", record.via, references, "Add it to library.bib."
        ).at(file.place(("via",)))
    yield from _link_reading(record, file)
    designs = [term.id for term in vocabulary.designs]
    if record.design is not None and record.design not in designs:
        yield _unknown_term("design", record.design, designs).at(file.place(("design",)))
    if record.sample is not None and record.sample < 1:
        yield error(
            "wrong-value", f"a sample of {record.sample:,} people", file.place(("sample",)),
            "Write how many people were studied; null where it is not known.",
        )  # fmt: skip
    for index, country in enumerate(record.countries):
        if country not in countries:
            yield error(
                "unknown-term",
                f'"{country}" is no ISO 3166 country code',
                file.place(("countries", index)),
                "Use the code of two letters: GB, JP, US.",
            )
    yield from _link_appraisal(record.appraisal, file, ("appraisal",), frameworks)
    for name, finding in record.findings.items():
        if not re.fullmatch(r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*", name):
            yield error(
                "bad-name", f'no citation can name the finding "{name}"',
                file.key_place(("findings", name)),
                "Use letters, digits and hyphens: physical-abuse.",
            )  # fmt: skip
        yield from _link_finding(finding, file, ("findings", name), vocabulary, frameworks)
        for index, key in enumerate(finding.cited_with):
            if key not in references:
                yield unknown(
                    "unknown-reference", "reference", key, references, "Add it to library.bib."
                ).at(file.place(("findings", name, "cited-with", index)))


def _link_reading(record: EvidenceRecord, file: YamlFile) -> Iterator[Problem]:
    if record.second_hand and record.via is None:
        yield error(
            "secondhand-unmarked",
            "the study was read second-hand, but `via` does not say where",
            file.place(("read",)),
            "Add `via:` with the key of the work that reported it; readers are told so.",
        )
    if record.via is not None and not record.second_hand:
        yield error(
            "secondhand-unmarked",
            f'`via` names another work, but `read` says "{record.read}"',
            file.place(("read",)),
            "Write `read: second-hand`, or take `via` out if the study itself was read.",
        )


def _link_finding(
    finding: Finding,
    file: YamlFile,
    path: Path,
    vocabulary: Vocabulary,
    frameworks: Mapping[str, Framework],
) -> Iterator[Problem]:
    outcomes = [term.id for term in vocabulary.outcomes]
    exposures = [term.id for term in vocabulary.exposures]
    if finding.outcome not in outcomes:
        place = file.place((*path, "outcome"))
        yield _unknown_term("outcome", finding.outcome, outcomes).at(place)
    if finding.exposure is not None and finding.exposure not in exposures:
        place = file.place((*path, "exposure"))
        yield _unknown_term("exposure", finding.exposure, exposures).at(place)
    yield from _link_mechanisms(finding, file, (*path, "mechanism"), vocabulary)
    yield from check_figures(finding.effect, file, (*path, "effect"))
    yield from check_direction(finding, file, path)
    if finding.locator is not None and not finding.locator.value.strip():
        yield error(
            "missing-locator", "the locator says no place", file.place((*path, "locator", "value")),
            "Write the page, or the name of the section.",
        )  # fmt: skip
    if finding.review_by is not None and not _is_date(finding.review_by):
        yield error(
            "wrong-value", f'"{finding.review_by}" is no date', file.place((*path, "review-by")),
            "Write a year, a month or a day: 2027, 2027-11 or 2027-11-22.",
        )  # fmt: skip
    yield from _link_appraisal(finding.appraisal, file, (*path, "appraisal"), frameworks)


def _link_mechanisms(
    finding: Finding, file: YamlFile, path: Path, vocabulary: Vocabulary
) -> Iterator[Problem]:
    known = [term.id for term in vocabulary.mechanisms]
    for index, name in enumerate(finding.mechanisms):
        if name not in known:
            place = path if isinstance(finding.mechanism, str) else (*path, index)
            yield _unknown_term("mechanism", name, known).at(file.place(place))


def _link_appraisal(
    appraisal: Mapping[str, Judgement],
    file: YamlFile,
    path: Path,
    frameworks: Mapping[str, Framework],
) -> Iterator[Problem]:
    for name, judgement in appraisal.items():
        framework = frameworks.get(name)
        if framework is None:
            yield unknown(
                "unknown-framework", "framework", name, frameworks,
                f"Known: {', '.join(sorted(frameworks))}.",
            ).at(file.key_place((*path, name)))  # fmt: skip
        elif framework.rank(judgement.level) is None:
            levels = [str(level.id) for level in framework.levels]
            yield unknown(
                "unknown-level", f"level of {name}", str(judgement.level), levels,
                f"Its levels are {', '.join(levels)}.",
            ).at(file.place((*path, name, "level")))  # fmt: skip


def _unknown_term(kind: str, word: str, known: list[str]) -> Problem:
    return unknown(
        "unknown-term", kind, word, known, f"The {kind}s are listed in references/vocabulary.yaml."
    )


def link_brief(
    brief: Brief, audiences: Mapping[str, Audience], root: FilePath
) -> Iterator[Problem]:
    """Names in a brief's head that nothing defines: audiences, a style, a locale."""
    for name in brief.audiences:
        if name not in audiences:
            yield unknown(
                "unknown-audience", "audience", name, audiences,
                f"Known: {', '.join(sorted(audiences))}. Each is a folder of templates/.",
            ).at(brief.places["audience"])  # fmt: skip
    for key, written in (("date", brief.head.date), ("review-by", brief.head.review_by)):
        if written is not None and not _is_date(written):
            yield error(
                "wrong-value", f'"{written}" is no date', brief.places[key],
                "Write a year, a month or a day: 2026, 2026-11 or 2026-11-22.",
            )  # fmt: skip
    if brief.head.style is not None:
        yield from _style(brief.head.style, root, brief.places["style"])
    if brief.head.locale is not None:
        yield from _locale(brief.head.locale, brief.places["locale"])


def link_audience(
    audience: Audience,
    file: YamlFile,
    frameworks: Mapping[str, Framework],
    templates: Sequence[FilePath],
    root: FilePath,
) -> Iterator[Problem]:
    """Names in an audience's file that nothing defines: template, framework, style and locale."""
    own = FilePath(file.name).parent.name
    folders = [folder / part for folder in templates for part in (own, "base")]
    if FilePath(audience.template).name != audience.template or not any(
        (folder / audience.template).is_file() for folder in folders
    ):
        yield error(
            "template-missing", f'no template is called "{audience.template}"',
            file.place(("template",)), "It is a file beside audience.yaml, or in templates/base.",
        )  # fmt: skip
    yield from _style(audience.style, root, file.place(("style",)))
    yield from _locale(audience.locale, file.place(("locale",)))
    for term, plain in audience.words.items():
        if not term.strip() or not plain.strip():
            yield error(
                "wrong-value", f'the word "{term}" has no plain word',
                file.key_place(("words", term)),
                "Write what readers see instead of it, or take the line out.",
            )  # fmt: skip
    if audience.framework is not None and audience.framework not in frameworks:
        yield unknown(
            "unknown-framework", "framework", audience.framework, frameworks,
            f"Known: {', '.join(sorted(frameworks))}.",
        ).at(file.place(("framework",)))  # fmt: skip


def _is_date(written: str) -> bool:
    """Whether a text is a year, a month or a day as ISO 8601 writes them."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
        return False
    try:
        date.fromisoformat(f"{written}-01-01"[:10] if len(written) < 10 else written)
    except ValueError:
        return False
    return True


def link_series(series: Series, file: YamlFile, folder: FilePath) -> Iterator[Problem]:
    """Papers that a series numbers and that are not there."""
    known = [path.stem for path in folder.glob("*.md")]
    for name in series.papers:
        if name not in known:
            yield unknown(
                "unknown-brief",
                "brief",
                name,
                known,
                "Papers are named by their file, without .md.",
            ).at(file.key_place(("papers", name)))


def _style(style: str, root: FilePath, place: Place) -> Iterator[Problem]:
    try:
        style_path(style, root)
    except ProjectError as fault:
        message, _, hint = str(fault).partition("\n")
        yield error("unknown-style", message, place, hint.strip() or None)


def _locale(locale: str, place: Place) -> Iterator[Problem]:
    from babel import Locale, UnknownLocaleError

    known = re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", locale) is not None
    try:
        Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = False
    if not known:
        yield error(
            "unknown-locale", f'no locale is called "{locale}"', place,
            "Use a language and a country: en-GB, cy-GB, fr-FR.",
        )  # fmt: skip
