"""Rules about what a claim says of its study: where it was done, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.phrases import in_english, is_claim, is_open
from synth.check.places import countries_in, includes, mentions
from synth.check.subject import Statement, Subject
from synth.model import Evidence, Project
from synth.problems import Problem, Severity

_ELSEWHERE = re.compile(
    r"(?i)\b(?:not|outside|beyond|unlike|other than|rather than|compared (?:with|to)|than)\b"
    r"(?: \w+){0,4} $"
    r"|^\W*(?:no|none|nothing|nobody|neither|whether|whatever)\b.*\b(?:here|these?|this|tests?|whether)\b"
)
_UNSAID = re.compile(
    r"(?i)(?:\b(?:no|not|without|nor|neither|never)|n[’']t)\b(?: \w+){0,2} $"
    r"|^\W*(?:no|none|nothing|neither|nobody)\b[^;:.]*$"
)
_AT_HOME = re.compile(
    r"(?i)\b(?:no|none|nothing|never|elsewhere|without|lack of|neither|nor|whether|whatever|for|"
    r"to a|to the|would|could|here in|nobody|cannot|not)\b[^,;:.]*$"
)
"""What comes before a place that is named because the evidence is not from there. The reader's own
country is named in more such remarks than others: "what this means for schools in the UK".
"""


# ── where ───────────────────────────────────────────────────────────────────────────


def setting_mismatch(subject: Subject) -> Iterator[Problem]:
    """A claim that names a country, or a part of one, that none of its findings is from."""
    if not in_english(subject):
        return
    for statement in subject.statements:
        if not is_claim(statement) or any(_may_be_anywhere(each) for each in statement.evidence):
            continue
        known = frozenset(code for each in statement.evidence for code in each.record.countries)
        told = " ".join(_told(each, subject.project) for each in statement.evidence)
        known |= countries_in(told)
        for mention in mentions(statement.text):
            before = statement.text[: mention.start]
            if includes(known, mention) or mention.words in told or _ELSEWHERE.search(before):
                continue
            home = subject.document.locale[-2:] in mention.codes
            if home and (_AT_HOME.search(before) or is_open(statement.sentence.text)):
                continue
            if _by_people(statement.text, mention.end):
                continue
            yield _place_problem(statement, mention.words, mention.start)
            break
        else:
            yield from _other_part(statement, told)


def _may_be_anywhere(evidence: Evidence) -> bool:
    """Whether a record names no country, so that any may be among those that it looked at."""
    return not evidence.record.countries


def _by_people(text: str, end: int) -> bool:
    """Whether the word names who did the work: "British authors", "US researchers"."""
    return bool(re.match(r" (?:authors?|researchers?|scientists?|dollars?|pounds?)\b", text[end:]))


def _other_part(statement: Statement, told: str) -> Iterator[Problem]:
    """A part of a country told where the findings name another: England for Wales."""
    named = {part for part in _GROUPS if any(word in told for word in _GROUPS[part])}
    if not named:
        return
    for part, words in _GROUPS.items():
        for word in words:
            found = re.search(rf"\b{word}\b(?!-|\s+only)", statement.text)
            if found and part not in named:
                before = statement.text[: found.start()]
                told_here = {each.words for each in mentions(statement.text)}
                if not _ELSEWHERE.search(before) and found[0] in told_here:
                    yield _place_problem(statement, word, found.start())
                    return


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "England": ("England", "English"),
    "Scotland": ("Scotland", "Scottish", "Scots"),
    "Wales": ("Wales", "Welsh"),
    "Northern Ireland": ("Northern Ireland", "Northern Irish"),
}


def _place_problem(statement: Statement, words: str, offset: int) -> Problem:
    evidence = statement.evidence[0]
    where = evidence.record.setting or ", ".join(evidence.record.countries)
    return statement.problem(
        "setting-mismatch",
        Severity.ERROR,
        f"“{words}” is not where the evidence is from",
        f"The record of {evidence.reference} says: {where}.",
        offset,
    )


def _told(evidence: Evidence, project: Project) -> str:
    """What a record tells of its study in words, with the titles of its reports."""
    record, finding = evidence.record, evidence.finding
    titles = [
        str(project.references[key].item.get("title", ""))
        for key in record.references
        if key in project.references
    ]
    limits = [str(getattr(each, "text", each)) for each in (*record.limits, *finding.limits)]
    effect = finding.effect
    own = (record.setting, record.population, finding.statement, effect.note, effect.per)
    return " ".join([*titles, *limits, *(each for each in own if each)])


# ── how ─────────────────────────────────────────────────────────────────────────────


def design_mismatch(subject: Subject) -> Iterator[Problem]:
    """A claim that names a kind of study that none of its findings is."""
    if not in_english(subject):
        return
    for statement in subject.statements:
        if not is_claim(statement):
            continue
        project = subject.project
        told = " ".join(_designed(each, project) for each in statement.evidence).lower()
        if any(each.record.design is None for each in statement.evidence) and not told.strip():
            continue
        found = _wrong_kind(statement, told)
        if found is not None:
            words, offset = found
            evidence = statement.evidence[0]
            design = project.vocabulary.design(evidence.record.design)
            known = f"“{design.label}”" if design else "no design"
            yield statement.problem(
                "design-mismatch",
                Severity.ERROR if design else Severity.WARNING,
                f"“{words}” is not how the evidence was found",
                f"The record of {evidence.reference} gives {known}.",
                offset,
            )


def _wrong_kind(statement: Statement, told: str) -> tuple[str, int] | None:
    for kind, pattern in _kinds().items():
        for found in pattern.finditer(statement.text):
            if _UNSAID.search(statement.text[: found.start()]):
                continue
            if pattern.search(told) or any(word in told for word in _also()[kind]):
                continue
            return found[0], found.start()
    return None


def _designed(evidence: Evidence, project: Project) -> str:
    """What a record tells of how its study was done, the study behind a review's words too."""
    design = project.vocabulary.design(evidence.record.design)
    labels = [design.id.replace("-", " "), design.label] if design else []
    judged = [*evidence.record.appraisal.values(), *evidence.finding.appraisal.values()]
    whys = [each.why for each in judged]
    via = project.references.get(evidence.record.via or "")
    of_source = [str(via.item.get("title", ""))] if via else []
    return " ".join([*labels, *whys, *of_source, _told(evidence, project)])


@cache
def _kinds() -> Mapping[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"\b(?:{pattern})\b", re.I)
        for kind, pattern in lexicon("designs")["words"].items()
    }


@cache
def _also() -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(words) for kind, words in lexicon("designs")["also"].items()}
