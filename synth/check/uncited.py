"""The rule about sentences that want a citation and have none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from synth.check.factual import Kind, cue_of
from synth.check.no_statement import goes_on, is_advice, is_next_steps, is_no_statement
from synth.check.quantities.labels import without_labels
from synth.check.subject import Subject
from synth.check.words import content
from synth.document import Sentence
from synth.model import Evidence
from synth.problems import Problem, Severity

_FIGURE = re.compile(
    r"""
    [£$€¥]\s?\d[\d,.]*(?:\s?(?:million|billion|bn|m|k)\b)?   # an amount of money
    | \d[\d,.]*\s?(?:%|per\ cent|percent|percentage)       # a share
    | \b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\ (?:in|out\ of)
      \ (?:every\ )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b
    | (?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])                 # any other number
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"(?<![\d,.£$€])(?:1[89]|20|21)\d\d(?![\d%,]|\.\d)(?:[–-]\d\d(?:\d\d)?)?",
    re.IGNORECASE,
)

MOST_FINDINGS = 2000
"""Findings that an uncited sentence is set beside."""

RETOLD = 0.6
"""A sentence that has this part of its words from a finding, four words at least, retells it."""

HINT = "Tie the sentence to a finding: [@key#finding] before its full stop."

_MESSAGES: dict[Kind, str] = {
    "comparison": "“{}” compares, and the sentence has no citation",
    "cause": "“{}” says that one thing goes with another, and the sentence has no citation",
    "prevalence": "“{}” says how common something is, and the sentence has no citation",
    "research": "“{}” speaks of research, and the sentence cites none",
    "view": "“{}” gives the view of a source, and the sentence cites none",
    "count": "“{}” is a count, and the sentence has no citation",
    "method": "“{}” says how a study was done, and the sentence cites none",
}
_WEAK: frozenset[Kind] = frozenset({"method", "count"})
"""What a sentence that goes on with the source of the one before it may say of it."""


def uncited_claim(subject: Subject) -> Iterator[Problem]:
    """A sentence that says something of the world, and has no citation.

    A figure is an error; comparisons, causes, how common something is and what research shows
    are told in words, and so are warnings.
    """
    english = subject.document.locale.startswith("en")
    cited_rows = {each.block for each in subject.sentences if each.cited and each.kind == "cell"}
    going_on, block = False, -1
    for sentence in subject.sentences:
        goes = going_on and sentence.block == block and goes_on(sentence.text)
        going_on, block = sentence.cited or goes, sentence.block
        if sentence.cited:
            continue
        figure = _figure(sentence)
        if figure is not None:
            yield figure
        elif english and not _may_stand(sentence, cited_rows):
            yield from _told_in_words(sentence, subject, goes)


def _figure(sentence: Sentence) -> Problem | None:
    """The error about a sentence with a number, a share or an amount of money.

    Years, dates, names such as COVID-19 and the numbers of tables or steps are no figures; nor is
    a question a claim, or a piece of advice.
    """
    text = sentence.text
    if text.rstrip().endswith("?") or is_advice(text):
        return None
    found = _FIGURE.search(_DATE.sub(_blank, without_labels(text)))
    if found is None:
        return None
    return Problem(
        "uncited-claim",
        Severity.ERROR,
        f'the figure "{found[0].strip(" ,.")}" has no citation',
        sentence.at(found.start()),
        HINT,
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _may_stand(sentence: Sentence, cited_rows: set[int]) -> bool:
    """Whether words alone want no citation where the sentence stands.

    Head rows and rows of which another cell is cited, and the items of a list of what to do.
    """
    if sentence.kind == "head" or (sentence.kind == "cell" and sentence.block in cited_rows):
        return True
    return sentence.kind == "item" and (
        sentence.role == "options" or is_next_steps(sentence.section)
    )


def _told_in_words(sentence: Sentence, subject: Subject, goes: bool) -> Iterator[Problem]:
    cue = cue_of(sentence.text)
    if cue is not None and not (goes and cue.kind in _WEAK):
        message = _MESSAGES[cue.kind].format(cue.words)
        retold = _retold(sentence.text, subject)
        yield Problem(
            "uncited-claim",
            Severity.WARNING,
            message,
            sentence.at(cue.start),
            f"If it is what {retold.id} found, tie it to that: [@{retold.id}]." if retold else HINT,
        )
    elif cue is None and not goes and not is_no_statement(sentence.text):
        retold = _retold(sentence.text, subject)
        if retold is not None:
            yield Problem(
                "uncited-claim",
                Severity.WARNING,
                f"the sentence tells what {retold.id} found, and has no citation",
                sentence.place,
                f"Tie it to the finding: [@{retold.id}].",
            )


def _retold(text: str, subject: Subject) -> Evidence | None:
    """The finding that has most of a sentence's words, four at least."""
    said = content(text)
    if len(said) < 4:
        return None
    best, most = None, max(4.0, RETOLD * len(said))
    for evidence in islice(subject.project.evidence.values(), MOST_FINDINGS):
        shared = len(said & _words(evidence))
        if shared >= most:
            best, most = evidence, shared + 0.5
    return best


def _words(evidence: Evidence) -> frozenset[str]:
    record = evidence.record
    return content(
        f"{evidence.finding.statement} {record.setting or ''} {record.population or ''}"[:2000]
    )
