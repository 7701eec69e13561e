"""Whether a part of a claim tells a finding the other way round, and by which word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from synth.check.parity import Part, Signed, parts_of
from synth.check.words import EMPTY, content, words_of
from synth.model import Evidence, Project

_NUMBER = re.compile(r"\d[\d,.]*")
_OPENING = re.compile(r"\W*(?:In|Among|Across)\b[^,;:]*,")
_DENIAL = re.compile(r"(?i)\b(?:no|not|never|without|nobody|cannot)\b|n[’']t\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding says of a part of a claim: the word by which the part turns it round, and
    whether that word has a counterpart in it; the words that agree; whether the part fits.
    """

    blamed: Signed | None = None
    sure: bool = False
    same: tuple[Signed, ...] = ()
    fits: bool = False


def verdict_on(
    part: Part, telling: list[Signed], evidence: Evidence, project: Project, bad: frozenset[str]
) -> Verdict:
    """What a finding says of a part of a claim; `bad` are the words of its unwanted outcome."""
    own = _closest(part, evidence, bad)
    expected = expected_sign(evidence, project)
    if len(part.words) == 1 and telling[0].sort == "quality" and own is not None:
        expected = None  # "parents were asked about isolation" compares nothing
    if own is None:
        sign = _sign_alone(part, telling, evidence, project)
        if sign is None or expected is None or not _is_about(part, evidence, project):
            return Verdict()
        return Verdict(fits=True) if sign == expected else Verdict(telling[0])
    same, other, rest = aligned(part, telling, own)
    agreed = tuple(same)
    if other:
        alike = product_of(rest[0]) == product_of(rest[1])
        turned = len(other) % 2 == 1 and (alike or _word_for_word(part, own, same, rest))
        return Verdict(other[0], True, agreed) if turned else Verdict(same=agreed, fits=True)
    strange, missing = ([each for each in side if each.sort != "bad"] for side in rest)
    if same and not strange and (not missing or not part.whole):
        return Verdict(same=agreed, fits=True)
    if part.sign is None or own.sign is None or part.sign == own.sign:
        return Verdict(same=agreed, fits=bool(same) or part.sign == own.sign)
    if expected == own.sign or (expected is None and not same and _retells(part, own, rest)):
        return Verdict(_strange(telling, own), False, agreed)
    return Verdict(same=agreed, fits=bool(same))


def _word_for_word(
    part: Part, own: Part, same: list[Signed], rest: tuple[list[Signed], list[Signed]]
) -> bool:
    """Whether a part has the finding's own signed words but for those that are turned.

    Words in an opening "In poor urban areas of …," and repeated ones do not count.
    """
    opening = _OPENING.match(part.text)
    begin = part.start + (opening.end() if opening else 0)
    known = {each.text for each in (*part.words, *same)}
    strange = [each for each in rest[0] if each.sort != "bad" and each.start >= begin]
    missing = [
        each
        for each in rest[1]
        if each.sort != "bad"
        and each.text not in known
        and sum(word.text == each.text for word in own.words) < 2
    ]
    denied = [bool(_DENIAL.search(each.text)) for each in (part, own)]
    return bool(same) and not strange and not missing and denied[0] == denied[1]


def _retells(part: Part, own: Part, rest: tuple[list[Signed], list[Signed]]) -> bool:
    """Whether a part says what a finding does, one signed word apart."""
    said = content(part.text)
    alike = len(said & content(own.text)) >= 0.5 * len(said)
    return alike and all(len([each for each in side if each.sort != "bad"]) == 1 for side in rest)


def _sign_alone(
    part: Part, telling: list[Signed], evidence: Evidence, project: Project
) -> int | None:
    """The sign of a part that is set beside the `direction` of a finding.

    "Reduces it" is of the outcome; protection from what is bad is no minus.
    """
    if part.sign is None:
        return None
    if any(each.text.startswith("protect") and each.sign > 0 for each in telling):
        return product_of(telling)
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    if outcome and outcome.desired == "decrease" and len(telling) == len(part.words):
        after = part.text[telling[-1].end - part.start :]
        return -part.sign if re.match(r" (?:it|them|this)\b", after) else part.sign
    return part.sign


def _closest(part: Part, evidence: Evidence, bad: frozenset[str]) -> Part | None:
    """The part of a finding's statement that a part of a claim tells, if its words have signs.

    A statement of counts in two groups has no direction in its words.
    """
    text = evidence.finding.statement
    if len(_NUMBER.findall(text)) > 3:
        return None
    said = content(part.text)
    shared = {own: len(said & content(own.text)) for own in parts_of(text, bad)}
    best = max(shared, key=lambda own: shared[own], default=None)
    if best is None or shared[best] < min(2, len(said)):
        return None
    return best if any(word.sort != "bad" for word in best.words) else None


def aligned(
    part: Part, telling: list[Signed], own: Part
) -> tuple[list[Signed], list[Signed], tuple[list[Signed], list[Signed]]]:
    """The claim's words that stand with the same head as in the finding, with the same sign and
    with the other one; and the words of both that have no counterpart.
    """
    same: list[Signed] = []
    other: list[Signed] = []
    left = [word for word in own.words if word.sort != "bad"]
    rest = [word for word in part.words if word.sort == "bad"]
    for word in telling:
        heads = _heads(part, word)
        headed = [each for each in left if heads & _heads(own, each)]
        same_word = [each for each in headed or left if each.text == word.text]
        match = next(iter(same_word or headed), None)
        if match is None:
            rest.append(word)
            continue
        left.remove(match)
        (same if match.sign == word.sign else other).append(word)
    ours = {each.text for each in rest if each.sort == "bad"}
    theirs = {each.text for each in own.words if each.sort == "bad"}
    rest = [each for each in rest if each.sort != "bad" or each.text not in theirs]
    left += [each for each in own.words if each.sort == "bad" and each.text not in ours]
    return same, other, (rest, left)


def _heads(part: Part, word: Signed) -> frozenset[str]:
    """What a signed word is said of: the two words after it, or else the two before."""
    start = word.start - part.start
    after = [each for each in words_of(part.text) if each.start >= start + len(word.text)][:3]
    found = [(">", each.stem) for each in after if each.text not in EMPTY][:2]
    if len(after) < 1 or after[0].text in EMPTY or "," in part.text[start : after[0].start]:
        before = [each for each in words_of(part.text) if each.end <= start][-4:]
        found = [("<", each.stem) for each in before if each.text not in EMPTY][-2:]
    return frozenset("".join(each) for each in found)


def product_of(words: list[Signed]) -> int:
    """The product of signed words, in which what is bad counts once."""
    product = 1
    for word in words:
        product *= word.sign if word.sort != "bad" else 1
    return -product if any(word.sort == "bad" for word in words) else product


def _strange(telling: list[Signed], own: Part) -> Signed:
    """The word to blame: one that the finding does not have, a degree before others."""
    known = {each.text for each in own.words}
    strange = [each for each in telling if each.text not in known] or telling
    return min(strange, key=lambda each: (each.sort != "degree", each.start))


def _is_about(part: Part, evidence: Evidence, project: Project) -> bool:
    """Whether a part of a claim speaks of the exposure or the outcome of a finding."""
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    exposure = project.vocabulary.exposure(evidence.finding.exposure)
    labels = " ".join(each.label for each in (outcome, exposure) if each is not None)
    return bool(content(part.text) & (content(labels) | {"it", "case", "risk"}))


def expected_sign(evidence: Evidence, project: Project) -> int | None:
    """The product that `direction` asks for, with the signs of exposure and outcome."""
    direction = {"increase": 1, "decrease": -1}.get(evidence.finding.direction or "")
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    exposure = project.vocabulary.exposure(evidence.finding.exposure)
    if direction is None or outcome is None or outcome.desired is None or exposure is None:
        return None
    wanted = 1 if outcome.desired == "increase" else -1
    of_exposure = 1
    for part in parts_of(exposure.label):
        of_exposure *= part.sign or 1
    return direction * wanted * of_exposure
