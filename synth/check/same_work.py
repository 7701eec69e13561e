"""The rule about one work, or one study, that a brief counts as two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from synth.check.subject import Statement, Subject
from synth.document import CitationItem
from synth.exchange.identity import alike, doi_of, first_author, isbns_of, pmid_of, year_of
from synth.model import CslItem
from synth.problems import Problem, Severity

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_KINDS = (
    "studies|trials|surveys|experiments|cohorts|evaluations|investigations|teams"
    "|groups of researchers"
)
SAME_WORDS = 0.5
"""Titles under one identifier that share less of their words are of two parts of one thing."""


def same_work_twice(subject: Subject) -> Iterator[Problem]:
    """Two keys that are one work, both cited; and reports of one study told as several studies."""
    yield from _twins(subject)
    if subject.document.locale.startswith("en"):
        for statement in subject.statements:
            yield from _counted_twice(statement, subject)


def _twins(subject: Subject) -> Iterator[Problem]:
    references = subject.project.references
    first: dict[str, tuple[CitationItem, str | None]] = {}
    for item, claim in subject.items():
        if item.reference in references:
            first.setdefault(item.reference, (item, claim))
    known: dict[tuple[str, str], str] = {}
    for key, (item, claim) in first.items():
        marks = _marks(references[key].item)
        found = next(((known[mark], mark) for mark in marks if mark in known), None)
        if found is not None and _one_title(references[found[0]].item, references[key].item):
            other, (kind, _) = found
            yield Problem(
                "same-work-twice",
                Severity.WARNING,
                f'"{key}" and "{other}" are one work ({kind}), and a reader takes them for two',
                item.place,
                f"Cite it by one key; {first[other][0].place} cites the other. "
                "`synth refs dedupe` merges the two entries.",
                claim,
            )
        for mark in marks:
            known.setdefault(mark, key)


def _marks(item: CslItem) -> list[tuple[str, str]]:
    """What a work is known by, each with its kind."""
    title, author, year = alike(item.get("title")), first_author(item), year_of(item)
    named = f"{title}|{year}|{author}" if title and author and year else ""
    found = [("same DOI", doi_of(item)), ("same PMID", pmid_of(item))]
    found += [
        ("same ISBN and title", f"{isbn}|{title}") for isbn in sorted(isbns_of(item)) if title
    ]
    return [
        *(each for each in found if each[1]),
        *([("same title, year and first author", named)] if named else []),
    ]


def _one_title(one: CslItem, two: CslItem) -> bool:
    """Whether two titles, where both are known, have half of their words in common."""
    words = [set(alike(item.get("title")).split()) for item in (one, two)]
    least = min(len(each) for each in words)
    return not least or len(words[0] & words[1]) >= SAME_WORDS * least


def _counted_twice(statement: Statement, subject: Subject) -> Iterator[Problem]:
    """A claim that says "two studies" and cites reports of fewer."""
    keys = list(dict.fromkeys(item.reference for item in statement.claim.items))
    if len(keys) < 2:
        return
    said = _several().search(statement.text)
    if said is None:
        return
    records = [subject.project.record_of(key) for key in keys]
    pairs = [
        (keys[one], keys[two])
        for one, two in combinations(range(len(keys)), 2)
        if records[one] is not None and records[one] is records[two]
    ]
    studies = len(keys) - len({two for _, two in pairs})
    number = _NUMBERS.get((said["number"] or "").lower(), 2)
    if pairs and studies < number <= len(keys):
        one, two = pairs[0]
        counted = f"are {studies} studies" if studies > 1 else "are one study"
        yield statement.problem(
            "same-work-twice",
            Severity.WARNING,
            f"“{said[0]}”: the works cited {counted}, as “{one}” and “{two}” report the same one",
            "Say that it is one study with several reports, or cite one of them.",
            said.start(),
        )


@cache
def _several() -> re.Pattern[str]:
    numbers = "|".join(_NUMBERS)
    return re.compile(
        rf"\b(?:(?P<number>{numbers})\s(?:of\s(?:the|these)\s)?(?:[\w’'-]+\s){{0,3}}?)?(?:{_KINDS})\b",
        re.IGNORECASE,
    )
