"""The rule about headline claims that rest on one study and do not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from synth.check.lexicon import lexicon
from synth.check.phrases import in_english, is_claim
from synth.check.places import includes, mentions
from synth.check.subject import Statement, Subject
from synth.document import KEY_POINTS, Claim, Paragraph, walk
from synth.model import Evidence, EvidenceRecord, Project
from synth.problems import Problem, Severity
from synth.wording import country_name, listed


def single_study(subject: Subject) -> Iterator[Problem]:
    """A key point, or a claim of the lead, that rests on one study and does not say so."""
    head = subject.brief.head
    if not in_english(subject) or _one().search(f"{head.title}. {head.subtitle or ''}"):
        return
    leads = _in_leads(subject)
    for statement in subject.statements:
        headline = statement.sentence.role == KEY_POINTS or statement.claim.id in leads
        if not headline or not is_claim(statement):
            continue
        record = _only_study(statement, subject.project)
        if record is None or _says_so(statement, record, subject.project):
            continue
        large = _at_large(statement, record, subject.project)
        spoken = f"says “{large}”, and " if large else ""
        yield statement.problem(
            "single-study",
            Severity.WARNING,
            f"this headline {spoken}rests on one study, “{record.references[0]}”, "
            "and does not say so",
            f"Name it as one: “In a study{_where(record)}, …”, “one survey”, or by its authors. Or "
            "tie the claim to the other studies that show it.",
            statement.text.find(large) if large and large in statement.text else None,
        )


def _where(record: EvidenceRecord) -> str:
    names = [country_name(each, "en-GB") for each in record.countries]
    return f" in {listed(names)}" if names else ""


def _in_leads(subject: Subject) -> frozenset[str]:
    return frozenset(
        node.id
        for block in walk(subject.document.blocks)
        if isinstance(block, Paragraph) and block.role == "lead"
        for node in walk(block.children)
        if isinstance(node, Claim)
    )


def _only_study(statement: Statement, project: Project) -> EvidenceRecord | None:
    """The one study whose results a claim rests on; several reports of one record are one study.

    None when there are more, when a review or a count stands behind it too, or when it tells of a
    view or a proposal.
    """
    if any(item.tie not in project.evidence for item in statement.claim.items):
        return None
    if any(not _is_study(each, project) for each in statement.evidence):
        return None
    records = {each.record.references[0]: each.record for each in statement.evidence}
    return next(iter(records.values())) if len(records) == 1 else None


def _is_study(evidence: Evidence, project: Project) -> bool:
    """Whether a finding is the result of one investigation: no view, no count, no review."""
    design = project.vocabulary.design(evidence.record.design)
    named = f"{design.id} {design.label}".lower() if design else ""
    return evidence.finding.basis == "result" and not any(
        word in named for word in lexicon("studies")["pooled"]
    )


def _says_so(statement: Statement, record: EvidenceRecord, project: Project) -> bool:
    """Whether the sentence lets a reader see that one study is meant.

    It names a study, a survey, an author; or the study's own place, so that it tells what was
    seen there, and does not speak of research at large.
    """
    text = statement.sentence.text
    if statement.narrative or _one().search(text) or _names_author(text, record, project):
        return True
    return _at_large(statement, record, project) is None and names_place(text, record)


def names_place(text: str, record: EvidenceRecord) -> bool:
    """Whether a text names one of a study's countries, or a place of its setting."""
    countries = frozenset(record.countries)
    if any(includes(countries, each) for each in mentions(text)):
        return True
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in _names(record.setting or ""))


@lru_cache(maxsize=1_000)
def _names(setting: str) -> frozenset[str]:
    """The names in a setting: its words in capitals, but for a first word that is no name."""
    words = re.findall(r"[A-ZÀ-Þ][\w’'-]{2,}", setting)
    name = re.match(r"[^\s,;]+(?:$|[,;]| [A-Z]| and [A-Z])", setting)
    return frozenset(words if name or not setting[:1].isupper() else words[1:])


def _names_author(text: str, record: EvidenceRecord, project: Project) -> bool:
    for key in record.references:
        reference = project.references.get(key)
        for name in (reference.item.get("author") or []) if reference else ():
            family = str(name.get("literal") or name.get("family") or "")
            if len(family) > 2 and re.search(rf"\b{re.escape(family)}\b", text):
                return True
    return False


def _at_large(statement: Statement, record: EvidenceRecord, project: Project) -> str | None:
    """The words of a sentence that speak of several studies, or of research at large.

    None when the record tells of its study in the same word, as of a report on two trials.
    """
    found = _large().search(statement.sentence.text)
    if found is None:
        return None
    works = [project.references.get(key) for key in record.references]
    told = [
        record.setting or "",
        *(str(work.item.get("title", "")) for work in works if work),
        *(each.finding.statement for each in statement.evidence),
    ]
    return None if found[0].lower() in " ".join(told).lower() else found[0]


@cache
def _one() -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, lexicon("studies")["one"]))
    return re.compile(
        rf"\b(?:an?|one|another|the|this|that|single|its|our|each|only)\s+(?:[\w’'-]+,?\s+){{0,5}}?"
        rf"(?:{nouns})(?:[’']s)?(?![\w-])",
        re.I,
    )


@cache
def _large() -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon("studies")["several"]))
    phrases = "|".join(map(re.escape, lexicon("studies")["at_large"]))
    return re.compile(rf"\b(?:{words}|{phrases})\b", re.I)
