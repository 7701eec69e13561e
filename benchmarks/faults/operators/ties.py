"""Faults in what a claim is tied to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from benchmarks.faults import meaning
from benchmarks.faults.facts import (
    causal,
    countries_named,
    countries_of,
    directions,
    has,
    hedges,
    held,
    levels,
    near,
    numbers,
)
from benchmarks.faults.fault import LEFT_TRUE, Edit, Fault, Planted, Spot
from benchmarks.faults.lexicon import CAUSES, OPPOSITES
from benchmarks.faults.subject import Sentence, Subject, Tie
from synth.model import Evidence


def drop_citation(subject: Subject) -> Planted:
    """A factual sentence loses its only citation."""
    for claim in subject.claims:
        if len(claim.groups) != 1 or any(not _inside(tie, claim) for tie in claim.ties):
            continue
        factual = numbers(claim.words) or CAUSES.search(claim.words) or _directed(claim.words)
        if not factual:
            yield LEFT_TRUE
            continue
        start, end = claim.groups[0]
        edit = Edit(claim.file, start, subject.text(claim.file)[start:end], "")
        yield _fault("drop-citation", edit, claim, meaning.NO_SUPPORT)


def swap_keys(subject: Subject) -> Planted:
    """Two claims, one after the other, have each other's citation."""
    single = [each for each in subject.claims if len(each.ties) == 1]
    for one, two in pairwise(single):
        if one.file != two.file or set(one.audiences) != set(two.audiences):
            continue
        first, second = one.ties[0], two.ties[0]
        if first.id == second.id:
            continue
        rules = wrong_tie(subject, one, second.id) | wrong_tie(subject, two, first.id)
        if not rules:
            yield LEFT_TRUE
            continue
        text = subject.text(one.file)
        old = text[first.start : second.end]
        new = f"@{second.id}{text[first.end : second.start]}@{first.id}"
        spots = (Spot(one.file, one.line), Spot(two.file, two.line))
        yield Fault("swap-keys", Edit(one.file, first.start, old, new), spots, frozenset(rules))


def other_finding_of_the_study(subject: Subject) -> Planted:
    """A claim is tied to another finding of the same study."""
    yield from _retied(subject, "other-finding-of-study", same_study=True)


def finding_of_another_study(subject: Subject) -> Planted:
    """A claim is tied to a finding of another study."""
    yield from _retied(subject, "finding-of-another-study", same_study=False)


def _retied(subject: Subject, operator: str, *, same_study: bool) -> Planted:
    known = list(subject.project.evidence)
    for number, claim in enumerate(subject.claims):
        if len(claim.ties) != 1:
            continue
        tie = claim.ties[0]
        others = [
            id for id in known if id != tie.id and (id.split("#")[0] == tie.key) is same_study
        ]
        if not others:
            continue
        other = others[(number * 7) % len(others)]
        rules = wrong_tie(subject, claim, other)
        if rules:
            yield _fault(
                operator, Edit(claim.file, tie.start, f"@{tie.id}", f"@{other}"), claim, rules
            )
        else:
            yield LEFT_TRUE


def wrong_finding_name(subject: Subject) -> Planted:
    """The key is right, but the finding's name is that of a finding of another study."""
    known = subject.project.evidence
    names = sorted({each.name for each in known.values()})
    for number, claim in enumerate(subject.claims):
        tie = claim.ties[0]
        others = [name for name in names if f"{tie.key}#{name}" not in known]
        new = f"@{tie.key}#{others[(number * 5) % len(others)]}"
        edit = Edit(claim.file, tie.start, f"@{tie.id}", new)
        yield _fault("wrong-finding-name", edit, claim, meaning.NO_SUCH_FINDING)


def misspelt_key(subject: Subject) -> Planted:
    """A key loses a letter or has two swapped."""
    for number, claim in enumerate(subject.claims):
        tie = claim.ties[-1]
        new = _misspelt(tie.key, number)
        if new in subject.project.references:
            yield LEFT_TRUE
            continue
        edit = Edit(claim.file, tie.start, f"@{tie.key}", f"@{new}")
        yield _fault("misspelt-key", edit, claim, meaning.NO_SUCH_WORK)


def misspelt_finding(subject: Subject) -> Planted:
    """A finding's name loses a letter or has two swapped."""
    for number, claim in enumerate(subject.claims):
        tie = claim.ties[-1]
        new = f"{tie.key}#{_misspelt(tie.finding or '', number)}"
        if new in subject.project.evidence or new == tie.id:
            yield LEFT_TRUE
            continue
        edit = Edit(claim.file, tie.start, f"@{tie.id}", f"@{new}")
        yield _fault("misspelt-finding", edit, claim, meaning.NO_SUCH_FINDING)


def whole_work(subject: Subject) -> Planted:
    """A claim names the work alone, and no finding of it."""
    for claim in subject.claims:
        if len(claim.ties) == 1:
            tie = claim.ties[0]
            edit = Edit(claim.file, tie.start, f"@{tie.id}", f"@{tie.key}")
            yield _fault("whole-work", edit, claim, meaning.WHOLE_WORK)


def second_hand_as_first_hand(subject: Subject) -> Planted:
    """A page is typed to a study that was read in another work only."""
    for number, claim in enumerate(subject.claims):
        tie = claim.ties[-1]
        if not subject.project.evidence[tie.id].record.second_hand or not _inside(tie, claim):
            continue
        edit = Edit(claim.file, tie.start, f"@{tie.id}", f"@{tie.id}, p. {3 + number % 40}")
        yield _fault("second-hand-as-first-hand", edit, claim, meaning.SECOND_HAND)


def wrong_tie(subject: Subject, claim: Sentence, other: str) -> frozenset[str]:
    """What would be wrong if a claim were tied to another finding; nothing if it stays true."""
    before, after = subject.evidence(claim), [subject.project.evidence[other]]
    designs = {design.id for design in subject.project.vocabulary.designs if design.causal}
    rules: set[str] = set()
    typed = [each.value for each in numbers(claim.words)]
    if any(near(v, held(before), 0.01) and not near(v, held(after)) for v in typed):
        rules |= meaning.NUMBER
    told = _directed(claim.words) or CAUSES.search(claim.words)
    if (
        told
        and directions(before)
        and directions(after)
        and directions(before) != directions(after)
    ):
        rules |= meaning.DIRECTION
    named = countries_named(claim.words) & countries_of(before)
    if named and countries_of(after) and not named & countries_of(after):
        rules |= meaning.SETTING
    if CAUSES.search(claim.words) and causal(before, designs) and not causal(after, designs):
        rules |= meaning.CAUSE
    if subject.graded(claim) and _surer(levels(before), levels(after)) and not hedges(claim.words):
        rules |= meaning.CERTAINTY
    if _topics(before) != _topics(after):
        rules |= meaning.TOPIC
    if rules <= meaning.TOPIC and not _other_outcome(before, after):
        return frozenset()
    return frozenset(rules)


def _surer(before: set[str], after: set[str]) -> bool:
    return bool(before & {"high"}) and bool(after) and not after & {"high"}


def _topics(findings: Sequence[Evidence]) -> set[tuple[str | None, str]]:
    return {(each.finding.exposure, each.finding.outcome) for each in findings}


def _other_outcome(before: Sequence[Evidence], after: Sequence[Evidence]) -> bool:
    """Whether the outcome differs, which a sentence about a result always speaks of."""
    outcomes = {each.finding.outcome for each in before}
    return outcomes.isdisjoint(each.finding.outcome for each in after)


def _directed(words: str) -> bool:
    return any(has(words, word) for word, _ in OPPOSITES)


def _misspelt(word: str, number: int) -> str:
    at = 1 + number % max(1, len(word) - 2)
    if number % 2 or word[at] == word[at - 1]:
        return word[:at] + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _inside(tie: Tie, claim: Sentence) -> bool:
    return any(low <= tie.start < high for low, high in claim.groups)


def _fault(operator: str, edit: Edit, claim: Sentence, rules: frozenset[str]) -> Fault:
    return Fault(operator, edit, (Spot(claim.file, claim.line),), rules)
