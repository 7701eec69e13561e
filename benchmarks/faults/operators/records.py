"""Faults in the evidence under a claim, or in the library: the brief itself stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.faults import meaning
from benchmarks.faults.facts import (
    Number,
    digits_changed,
    directions,
    each_of,
    has,
    hedges,
    held,
    numbers,
)
from benchmarks.faults.fault import LEFT_TRUE, Edit, Fault, Planted, Spot
from benchmarks.faults.lexicon import OPPOSITES, SAYS_CAUSE
from benchmarks.faults.subject import Sentence, Subject
from synth.model import Evidence

NOTICES = "references/retractions.yaml"
RECENT = 2015
"""A count of this year or later is not old to begin with."""


def delete_finding(subject: Subject) -> Planted:
    """The finding under a claim is no longer in its record."""
    for evidence, claims in _cited(subject):
        block = _block(subject, evidence)
        if block is None or len(evidence.record.findings) < 2:
            yield LEFT_TRUE
            continue
        edit = Edit(evidence.place.file, block[0], block[1], "")
        yield Fault("delete-finding", edit, _lines(claims), meaning.NO_SUCH_FINDING)


def change_number_in_record(subject: Subject) -> Planted:
    """A number of a finding is corrected in its record, and the brief still has the old one."""
    for evidence, claims in _cited(subject):
        block = _block(subject, evidence)
        sizes = (evidence.finding.effect.estimate, evidence.finding.effect.low)
        for size in [abs(float(each)) for each in sizes if each]:
            telling = [claim for claim in claims if size in {n.value for n in numbers(claim.words)}]
            if block is None or not telling:
                continue
            others = held([each for claim in telling for each in subject.evidence(claim)])
            new_block = _renumbered(block[1], size, others)
            if new_block is None:
                yield LEFT_TRUE
                continue
            edit = Edit(evidence.place.file, block[0], block[1], new_block)
            yield Fault("change-number-in-record", edit, _lines(telling), meaning.NUMBER)
            break


def flip_direction_in_record(subject: Subject) -> Planted:
    """The direction of a finding is turned round in its record."""
    turned = {"increase": "decrease", "decrease": "increase", "none": "increase"}
    for evidence, claims in _cited(subject):
        block, way = _block(subject, evidence), evidence.finding.direction
        telling = [claim for claim in claims if _directed(claim.words) and len(claim.ties) == 1]
        if block is None or way not in turned or not telling:
            continue
        found = re.search(rf"direction: {way}\b", block[1])
        if found is None:
            continue
        start = block[0] + found.start()
        edit = Edit(evidence.place.file, start, found[0], f"direction: {turned[way]}")
        yield Fault("flip-direction-in-record", edit, _lines(telling), meaning.DIRECTION)


def weaken_design(subject: Subject) -> Planted:
    """A record turns out to be of a design that cannot show a cause."""
    vocabulary = subject.project.vocabulary
    weak = next(design.id for design in vocabulary.designs if not design.causal)
    done: set[str] = set()
    for evidence, _ in _cited(subject):
        design = vocabulary.design(evidence.record.design)
        file = evidence.place.file
        if design is None or not design.causal or file in done:
            continue
        done.add(file)
        claims = [
            claim
            for claim in subject.claims
            if SAYS_CAUSE.search(claim.words)
            and not set(hedges(claim.words)) - {"probably"}
            and directions(subject.evidence(claim)) & {"increase", "decrease"}
            and {tie.key for tie in claim.ties} <= set(evidence.record.references)
        ]
        found = re.search(r"^design: .+$", subject.text(file), re.MULTILINE)
        if claims and found:
            edit = Edit(file, found.start(), found[0], f"design: {weak}")
            yield Fault("weaken-design", edit, _lines(claims), meaning.CAUSE)


def lower_certainty(subject: Subject) -> Planted:
    """A GRADE rating of high or moderate becomes very low, and the claims stay as sure.

    What a study is said to have found stays true.
    """
    for file in sorted({each.place.file for each in subject.project.evidence.values()}):
        text = subject.text(file)
        for found in re.finditer(r"grade: \{level: (high|moderate),", text):
            findings = {
                each.id
                for each in subject.project.evidence.values()
                if each.place.file == file and _rated_here(subject, each, found.start())
            }
            claims = [
                claim
                for claim in subject.claims
                if subject.graded(claim)
                and {tie.id for tie in claim.ties} <= findings
                and not set(hedges(claim.words)) - {"probably"}
                and not has(claim.words, "found")
            ]
            if claims:
                edit = Edit(file, found.start(), found[0], "grade: {level: very-low,")
                yield Fault("lower-certainty", edit, _lines(claims), meaning.CERTAINTY)


def old_statistic(subject: Subject) -> Planted:
    """A count is of a year long past."""
    done: set[str] = set()
    for evidence, claims in _cited(subject):
        file, period = evidence.place.file, evidence.record.period
        years = [int(year) for year in re.findall(r"(?:18|19|20)\d\d", period or "")]
        if evidence.finding.basis != "count" or not years or max(years) < RECENT or file in done:
            continue
        done.add(file)
        found = re.search(r'^period: "?[^"\n]*"?$', subject.text(file), re.MULTILINE)
        if found:
            edit = Edit(file, found.start(), found[0], 'period: "1981"')
            yield Fault("old-statistic", edit, _lines(claims), meaning.STALE)


def past_review(subject: Subject) -> Planted:
    """A brief stands past the day on which it was to be looked at again."""
    for brief in subject.project.briefs:
        for year in ("2019-05", "2023-02"):
            found = re.search(r'review-by: "(.+?)"', subject.text(brief.path))
            if found:
                edit = Edit(brief.path, found.start(1), found[1], year)
                spots = (Spot(brief.path, subject.line(brief.path, found.start(1))),)
                yield Fault("past-review", edit, spots, meaning.STALE)


def retracted_work(subject: Subject) -> Planted:
    """A journal takes back a work that a claim rests on."""
    keys = sorted({tie.key for claim in subject.claims for tie in claim.ties})
    for key in keys:
        notice = (
            f'list: retraction-watch.csv\nlist-date: "2026-10-01"\nsha256: "{"0" * 64}"\n'
            f'checked: "2026-10-02"\nnotices:\n  - reference: {key}\n    nature: retraction\n'
            f'    date: "2026-09-01"\n'
        )
        claims = [claim for claim in subject.sentences if any(t.key == key for t in claim.ties)]
        edit = Edit(NOTICES, 0, "", notice)
        yield Fault("retracted-work", edit, _lines(claims), meaning.RETRACTED)


def same_work_twice(subject: Subject) -> Planted:
    """A work is in the library under a second key, and a claim cites both."""
    library = "references/library.bib"
    text = subject.text(library)
    for key in sorted({tie.key for claim in subject.claims for tie in claim.ties}):
        entry = re.search(rf"^@\w+\{{{re.escape(key)},.*?^\}}$", text, re.MULTILINE | re.DOTALL)
        claim = next((c for c in subject.claims if c.groups and c.ties[-1].key == key), None)
        if entry is None or claim is None:
            continue
        twin = entry[0].replace(f"{{{key},", f"{{{key}-b,", 1)
        tie = claim.ties[-1]
        edit = Edit(claim.file, tie.start, f"@{tie.id}", f"@{tie.id}; @{key}-b")
        end = len(text)
        more = Edit(library, end, "", f"\n{twin}\n")
        first = text[: entry.start()].count("\n") + 1
        spots = (
            Spot(claim.file, claim.line),
            Spot(library, first),
            Spot(library, text.count("\n") + 2),
        )
        yield Fault("same-work-twice", edit, spots, meaning.TWICE, (more,))


def _cited(subject: Subject) -> Iterator[tuple[Evidence, list[Sentence]]]:
    for evidence in subject.project.evidence.values():
        if claims := [c for c in subject.claims if any(t.id == evidence.id for t in c.ties)]:
            yield evidence, claims


def _lines(claims: list[Sentence]) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(Spot(claim.file, claim.line) for claim in claims))


def _block(subject: Subject, evidence: Evidence) -> tuple[int, str] | None:
    """Where a finding stands in its record, and its text."""
    text = subject.text(evidence.place.file)
    found = re.search(rf"^  {re.escape(evidence.name)}:\n(?:    .*\n?)+", text, re.MULTILINE)
    return (found.start(), found[0]) if found else None


def _rated_here(subject: Subject, evidence: Evidence, offset: int) -> bool:
    """Whether the rating at this offset is the one that counts for a finding."""
    block = _block(subject, evidence)
    if block and block[0] <= offset < block[0] + len(block[1]):
        return True
    head = subject.text(evidence.place.file).find("\nfindings:")
    return offset < head and "grade" not in evidence.finding.appraisal


def _renumbered(block: str, size: float, others: set[float]) -> str | None:
    """The finding with each occurrence of a number replaced by one that no claim has."""
    hits = [number for number in numbers(block) if number.value == size]
    if not hits:
        return None
    new = digits_changed(Number(0, hits[0].text.lstrip("-")), others)
    if new is None:
        return None
    value = Number(0, new).value
    for number in reversed(hits):
        typed = f"{value:,.10g}" if "," in number.text else f"{value:.10g}"
        sign = "-" if number.text.startswith("-") else ""
        block = block[: number.start] + sign + typed + block[number.end :]
    return block


def _directed(words: str) -> bool:
    return any(has(words, word) for word, _ in OPPOSITES) and not any(
        True for _ in each_of(words, "no clear difference")
    )
