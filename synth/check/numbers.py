"""Rules about figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.check.subject import Subject
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
_LABELLED = re.compile(
    r"\b(?:appendix|box|chapter|figure|key stage|no\.|option|page|paper|part|phase|question|"
    r"section|stage|step|table|tier|year|years?)\s+\d+(?:[.,–-]\d+)*",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"(?<![\d,.£$€])(?:1[89]|20|21)\d\d(?![\d%,]|\.\d)(?:[–-]\d\d(?:\d\d)?)?",
    re.IGNORECASE,
)


def uncited_claim(subject: Subject) -> Iterator[Problem]:
    """A sentence with a number, a share or an amount of money, and no citation.

    Years, dates and the numbers of tables or steps are no figures; nor is a question a claim.
    """
    for sentence in subject.sentences:
        if sentence.cited or sentence.text.rstrip().endswith("?"):
            continue
        words = _DATE.sub(" ", _LABELLED.sub(" ", sentence.text))
        figure = _FIGURE.search(words)
        if figure is not None:
            yield Problem(
                "uncited-claim",
                Severity.ERROR,
                f'the figure "{figure[0].strip(" ,.")}" has no citation',
                sentence.place,
                "Tie the sentence to a finding: [@key#finding] before its full stop.",
            )
