"""Faults in how much a claim says: causes, certainty, direction, sweep."""

from __future__ import annotations

import re

from benchmarks.faults import meaning
from benchmarks.faults.facts import causal, directions, each_of, hedges, levels, like
from benchmarks.faults.fault import LEFT_TRUE, Edit, Fault, Planted, Spot
from benchmarks.faults.lexicon import (
    ACTIVE_LINK,
    DROPPED,
    HARDENED,
    LINKS,
    NONE_TO_SOME,
    OPPOSITES,
    STRENGTHENED,
    SWEEPING,
    WIDER,
)
from benchmarks.faults.subject import Sentence, Subject


def link_to_cause(subject: Subject) -> Planted:
    """A link becomes a cause, though no study behind it can show one."""
    designs = {design.id for design in subject.project.vocabulary.designs if design.causal}
    for number, claim in enumerate(subject.claims):
        for pattern, causes in LINKS:
            for match in re.finditer(pattern, claim.words):
                if causal(subject.evidence(claim), designs):
                    yield LEFT_TRUE
                    continue
                new = causes[number % len(causes)]
                yield _put("link-to-cause", claim, match.start(), match[0], new, meaning.CAUSE)
        for match in re.finditer(ACTIVE_LINK, claim.words):
            if not causal(subject.evidence(claim), designs):
                new = f"shows that {match[1]} cause"
                yield _put("link-to-cause", claim, match.start(), match[0], new, meaning.CAUSE)


def drop_hedge(subject: Subject) -> Planted:
    """A word of doubt goes, though the certainty is not high."""
    for claim in subject.claims:
        if not subject.graded(claim):
            continue
        for old, new in DROPPED:
            found = next(each_of(claim.words, old), None)
            if found is None:
                continue
            start, written = found
            rest = claim.words[:start] + " " * len(written) + claim.words[start + len(written) :]
            if not _not_high(subject, claim) or hedges(rest):
                yield LEFT_TRUE
                break
            if new:
                yield _put(
                    "drop-hedge", claim, start, written, like(written, new), meaning.CERTAINTY
                )
            else:
                old_text = claim.text[start : start + len(written) + 1]
                yield _put("drop-hedge", claim, start, old_text, "", meaning.CERTAINTY)
            break


def harden_hedge(subject: Subject) -> Planted:
    """May becomes will, probably becomes certainly."""
    for claim in subject.claims:
        for old, new in HARDENED:
            found = next(each_of(claim.words, old), None)
            if found is None:
                continue
            if not subject.graded(claim) or not _not_high(subject, claim):
                yield LEFT_TRUE
                continue
            yield _put(
                "harden-hedge", claim, found[0], found[1], like(found[1], new), meaning.CERTAINTY
            )
            break


def strengthen_verb(subject: Subject) -> Planted:
    """Suggests or found becomes proves or proved."""
    for claim in subject.claims:
        if not directions(subject.evidence(claim)):
            continue
        for pattern, proofs in STRENGTHENED:
            for match in re.finditer(pattern, claim.words):
                word = match[1]
                new = proofs.get(word[-1], proofs.get(""))
                if new is not None:
                    rules = meaning.TOO_WIDE | meaning.CERTAINTY
                    yield _put("strengthen-verb", claim, match.start(1), word, new, rules)


def add_always(subject: Subject) -> Planted:
    """What was found in a study is said to be so always."""
    for claim in subject.claims:
        if not directions(subject.evidence(claim)):
            yield LEFT_TRUE
            continue
        for pattern in SWEEPING:
            match = re.search(pattern, claim.words)
            if match is not None:
                new = f"{match[0]} always" if match[0] else "always "
                yield _put("add-always", claim, match.start(), match[0], new, meaning.TOO_WIDE)
                break


def flip_direction(subject: Subject) -> Planted:
    """A word of direction is its opposite."""
    for claim in subject.claims:
        found = directions(subject.evidence(claim))
        if not found & {"increase", "decrease"} or len(found) != 1:
            continue
        for old, new in OPPOSITES:
            hit = next(
                (each for each in each_of(claim.words, old) if _of_result(claim.words, *each)), None
            )
            if hit is not None:
                yield _put(
                    "flip-direction", claim, hit[0], hit[1], like(hit[1], new), meaning.DIRECTION
                )
                break


def none_to_some(subject: Subject) -> Planted:
    """No clear difference becomes a clear one."""
    for claim in subject.claims:
        if "none" not in directions(subject.evidence(claim)):
            continue
        for old, new in NONE_TO_SOME:
            hit = next(each_of(claim.words, old), None)
            if hit is not None:
                yield _put(
                    "none-to-some", claim, hit[0], hit[1], like(hit[1], new), meaning.DIRECTION
                )
                break


def widen_population(subject: Subject) -> Planted:
    """A narrow group of people becomes a wide one."""
    for claim in subject.claims:
        for pattern, new in WIDER:
            match = re.search(pattern, claim.words)
            if match is None:
                continue
            told = " ".join(
                f"{each.record.population} {each.finding.statement}"
                for each in subject.evidence(claim)
            )
            if not _shared(match[0], told):
                yield LEFT_TRUE
                continue
            start, old = match.start(), match[0]
            if not new and claim.text[start - 1 : start] == " ":
                start, old = start - 1, f" {old}"
            new = like(old, new) if match.start() == 0 else new
            yield _put("widen-population", claim, start, old, new, meaning.TOO_WIDE)
            break


def _shared(words: str, told: str) -> bool:
    """Whether the record speaks of the narrow group as well, by a number or its last word."""
    marks = re.findall(r"\d+", words) or [words.split()[-1]]
    return all(mark.lower() in told.lower() for mark in marks)


def _of_result(words: str, start: int, written: str) -> bool:
    """Not the "more" of "more than 100", nor of "once more", nor a share of an interval."""
    after = words[start + len(written) :]
    if re.match(r"\s+than\s+\d", after):
        return False
    return not re.search(r"(?:\d|interval[^;:]*|runs? from[^;:]*)\s*$", words[:start])


def _not_high(subject: Subject, claim: Sentence) -> bool:
    found = levels(subject.evidence(claim))
    return bool(found) and "high" not in found


def _put(
    operator: str, claim: Sentence, start: int, old: str, new: str, rules: frozenset[str]
) -> Fault:
    edit = Edit(claim.file, claim.start + start, old, new)
    return Fault(operator, edit, (Spot(claim.file, claim.line),), rules)
