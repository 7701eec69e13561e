"""Faults in what a brief leaves out or puts elsewhere: places, limits, contrary results, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.faults import meaning
from benchmarks.faults.facts import countries_named, countries_of, each_of, has
from benchmarks.faults.fault import LEFT_TRUE, Edit, Fault, Planted, Spot, moved
from benchmarks.faults.lexicon import COUNTRIES, STAND_INS
from benchmarks.faults.subject import Sentence, Subject
from synth.model import Evidence

_QUOTED = re.compile(r"[“\"]([^“”\"]{20,})[”\"]")
_WORD = re.compile(r"[a-z]{4,}")


def change_country(subject: Subject) -> Planted:
    """The country of a study is another."""
    for number, claim in enumerate(subject.claims):
        codes = countries_named(claim.words) & countries_of(subject.evidence(claim))
        for code in sorted(codes):
            other, other_code = STAND_INS[number % len(STAND_INS)]
            if other_code in countries_of(subject.evidence(claim)):
                continue
            name, start, written = _named(claim, code)
            if name is None or len(_all_names(claim, code)) > 1:
                yield LEFT_TRUE
                continue
            edit = Edit(claim.file, claim.start + start, written, other)
            yield _fault("change-country", edit, claim, meaning.SETTING)


def drop_country(subject: Subject) -> Planted:
    """A foreign country is no longer named, neither in the sentence nor near it."""
    for claim in subject.claims:
        codes = countries_named(claim.words) & countries_of(subject.evidence(claim)) - {"GB"}
        if len(codes) != 1:
            continue
        code = next(iter(codes))
        match = _phrase(claim, code)
        if match is None:
            continue
        start, old, new = match
        left = claim.words[:start] + claim.words[start + len(old) :]
        beside = [each.words for each in _beside(subject, claim)] + [claim.heading]
        if code in countries_named(left) or any(code in countries_named(each) for each in beside):
            yield LEFT_TRUE
            continue
        if start == 0:
            old, new = claim.text[: len(old) + 1], claim.text[len(old)].upper()
        edit = Edit(claim.file, claim.start + start, old, new)
        yield _fault("drop-country", edit, claim, meaning.SETTING)


def drop_limit(subject: Subject) -> Planted:
    """The only sentence that tells a major limit of a finding goes."""
    for file in sorted({each.file for each in subject.sentences}):
        here = [each for each in subject.sentences if each.file == file]
        cited = {each.id: each for claim in here for each in subject.evidence(claim)}
        dropped: dict[int, tuple[Edit, list[Spot]]] = {}
        for evidence in cited.values():
            for limit in (*evidence.finding.limits, *evidence.record.limits):
                if limit.severity != "major":
                    continue
                told = [each for each in here if _tells(each, limit.text)]
                if not told:
                    continue
                if len(told) > 1 or len(told[0].ties) > 1 or told[0].kind != "text":
                    yield LEFT_TRUE
                    continue
                edit = _without(subject, told[0])
                spots = [
                    Spot(file, claim.line)
                    for claim in here
                    if claim is not told[0] and any(tie.id == evidence.id for tie in claim.ties)
                ]
                placed = moved(spots, edit, told[0].line)
                dropped.setdefault(edit.start, (edit, []))[1].extend(placed)
        for edit, all_spots in dropped.values():
            if all_spots:
                yield Fault("drop-limit", edit, tuple(dict.fromkeys(all_spots)), meaning.LIMIT)


def leave_out_contrary(subject: Subject) -> Planted:
    """All that a brief tells of one direction goes; of the same topic the rest stays."""
    for file in sorted({each.file for each in subject.claims}):
        here = [each for each in subject.claims if each.file == file]
        cited = {each.id: each for claim in here for each in subject.evidence(claim)}
        ways = {_way(each) for each in cited.values() if each.finding.direction}
        for topic, direction in sorted(ways):
            gone = {each.id for each in cited.values() if _way(each) == (topic, direction)}
            kept = {
                each.id
                for each in cited.values()
                if _way(each)[0] == topic and each.finding.direction not in (direction, None)
            }
            if not topic[0] or not kept:
                continue
            telling = [claim for claim in here if gone & {tie.id for tie in claim.ties}]
            if any(kept & {tie.id for tie in claim.ties} for claim in telling):
                yield LEFT_TRUE
                continue
            edits = sorted({_without(subject, claim) for claim in telling}, key=lambda e: -e.start)
            spots = [
                Spot(file, claim.line) for claim in here if kept & {tie.id for tie in claim.ties}
            ]
            for edit in edits:
                spots = list(moved(spots, edit, subject.line(file, edit.start)))
            rules = meaning.CONTRARY
            placed = tuple(dict.fromkeys(spots))
            yield Fault("leave-out-contrary", edits[0], placed, rules, tuple(edits[1:]))


def _way(evidence: Evidence) -> tuple[tuple[str, str], str]:
    """What a finding is about, and which way it goes."""
    finding = evidence.finding
    return (finding.exposure or "", finding.outcome), finding.direction or ""


def alter_quotation(subject: Subject) -> Planted:
    """Two words inside a quotation are swapped, or one is another."""
    for sentence in subject.sentences:
        for match in _QUOTED.finditer(sentence.words):
            words = list(re.finditer(r"[A-Za-z]{4,}", match[1]))
            for one, two in pairwise(words):
                start = match.start(1) + one.start()
                old = match[1][one.start() : two.end()]
                new = two[0] + old[len(one[0]) : len(old) - len(two[0])] + one[0]
                edit = Edit(sentence.file, sentence.start + start, old, new)
                yield _fault("alter-quotation", edit, sentence, meaning.QUOTE)


def _phrase(claim: Sentence, code: str) -> tuple[int, str, str] | None:
    """The words "in Japan" with a comma beside them, that a sentence can go without."""
    names = "|".join(re.escape(name) for name in COUNTRIES[code])
    place = rf"(?:(?:the |Western |northern |south )?(?:{names})(?:, (?:{names}))?)"
    if match := re.match(rf"In {place},? (?=\w)", claim.words):
        return match.start(), match[0], ""
    if match := re.search(rf",? (?:in|from|of|at|near) {place}(?=[ ,.:;]|$)", claim.words):
        return match.start(), match[0], ""
    if match := re.search(r"\b(?:US|UK) (?=\w)", claim.words):
        return (match.start(), match[0], "") if code == "US" and match.start() else None
    return None


def _named(claim: Sentence, code: str) -> tuple[str | None, int, str]:
    for name in COUNTRIES[code]:
        for start, written in each_of(claim.words, name):
            return name, start, written
    return None, 0, ""


def _all_names(claim: Sentence, code: str) -> list[str]:
    return [name for name in COUNTRIES[code] if has(claim.words, name)]


def _beside(subject: Subject, claim: Sentence) -> Iterator[Sentence]:
    for each in subject.sentences:
        if each is not claim and each.file == claim.file and each.block == claim.block:
            yield each


def _tells(sentence: Sentence, limit: str) -> bool:
    """Whether a sentence has most of the longer words of a limit."""
    wanted = {word[:5] for word in _WORD.findall(limit.lower())}
    found = {word[:5] for word in _WORD.findall(sentence.words.lower())}
    return (
        len(wanted) >= 3 and len(wanted & found) >= 3 and len(wanted & found) / len(wanted) >= 0.6
    )


def _without(subject: Subject, sentence: Sentence) -> Edit:
    """The edit that takes a sentence out, with its line if nothing else stands on it.

    Of a table, the whole row goes.
    """
    text = subject.text(sentence.file)
    end = sentence.start + len(sentence.text)
    first = text.rfind("\n", 0, sentence.start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if sentence.kind == "cell":
        return Edit(sentence.file, first, text[first : last + 1], "")
    before = re.sub(r"^\s*(?:\d+\.|[-*>])\s+", "", text[first : sentence.start]).strip()
    if not before and not text[end:last].strip():
        return Edit(sentence.file, first, text[first : last + 1], "")
    if text[end : end + 1] == " ":
        end += 1
    return Edit(sentence.file, sentence.start, text[sentence.start : end], "")


def _fault(operator: str, edit: Edit, claim: Sentence, rules: frozenset[str]) -> Fault:
    return Fault(operator, edit, (Spot(claim.file, claim.line),), rules)
