"""Whether a part of a claim tells a finding the other way round, and by which word.

A turn is told only where little else can differ: a signed word of the claim stands with the same
head as its counterpart in the finding, with the other sign, and both speak of the same end of the
comparison. Whatever the claim says in words that the finding does not have may be that other end
("noisy streets" for "quiet streets"), so such words make the rule keep silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from synth.check.clear_sign import clear_sign
from synth.check.ends import ends_of, terms
from synth.check.parity import Part, Signed, parts_of
from synth.check.words import EMPTY, content, stem, words_of
from synth.model import Evidence, Project

_NUMBER = re.compile(r"\d[\d,.]*")
_OPENING = re.compile(r"\W*(?:In|Among|Across)\b[^,;:]*,")
_DETERMINERS = frozenset("the a an its their his her our your".split())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding says of a part of a claim.

    `blamed` is the word by which the part turns it round; `sure` says that nearly all other words
    are the finding's own; `fits` that the part tells it as it is.
    """

    blamed: Signed | None = None
    sure: bool = False
    fits: bool = False


def verdict_on(
    part: Part,
    telling: list[Signed],
    text: str,
    evidence: Evidence,
    project: Project,
    bad: frozenset[str],
) -> Verdict:
    """What a finding says of a part of a claim's `text`; `bad` are the words of its unwanted
    outcome.
    """
    own = _closest(part, evidence, bad) if telling else None
    if own is not None:
        same, other, rest = aligned(part, telling, own)
        if (other or same) and not _other_end_before(part, own, text, evidence, project):
            verdict = _aligned_verdict(part, own, same, other, rest, evidence, project)
            if verdict.fits or verdict.blamed:
                return verdict
    found = clear_sign(part.text, evidence, project)
    direction = {"increase": 1, "decrease": -1}.get(evidence.finding.direction or "")
    if found is None or direction is None:
        return Verdict()
    sign, word = found
    told = replace(word, start=part.start + word.start, end=part.start + word.end)
    return Verdict(fits=True) if sign == direction else Verdict(told)


def _aligned_verdict(
    part: Part,
    own: Part,
    same: list[Signed],
    other: list[Signed],
    rest: tuple[list[Signed], list[Signed]],
    evidence: Evidence,
    project: Project,
) -> Verdict:
    """The verdict where a signed word of the part has its counterpart in the finding.

    Each turned word, a denial and a change of the ends turn the whole round once.
    """
    ends = ends_of(part, own, evidence, project)
    opening = _OPENING.match(part.text)
    begin = part.start + (opening.end() if opening else 0)
    strange_signs = [each for each in rest[0] if each.sort != "bad" and each.start >= begin]
    missing_signs = [
        each
        for each in rest[1]
        if each.sort != "bad" and sum(word.text == each.text for word in own.words) < 2
    ]
    for each in list(strange_signs):
        twin = next((one for one in missing_signs if stem(one.text) == stem(each.text)), None)
        if twin is not None:
            strange_signs.remove(each)
            missing_signs.remove(twin)
    named = terms(evidence, project)  # "isolation" is the exposure itself, no turn of it
    strange_signs = [each for each in strange_signs if stem(each.text) not in named]
    low = [each for each in strange_signs if each.sort == "quality" and each.sign < 0]
    turns = len(other) + ends.turns + len(low)
    if turns % 2 == 0:
        known = bool(same or other) and not strange_signs and not missing_signs
        return Verdict(fits=known and not ends.doubtful)
    if len(strange_signs) > len(low):
        return Verdict()
    plain = turns == len(other)
    if plain and _at_odds(part, own, same, other):
        return Verdict(other[0], sure=not ends.doubtful and not ends.strange)
    if not ends.strange:  # "… and have strong ties" may be left out
        missing_signs = [
            each for each in missing_signs if " and " not in own.text[: each.start - own.start]
        ]
    if ends.doubtful or missing_signs:
        return Verdict()
    few = not ends.strange and len(ends.missing) <= 2
    if few or (plain and same and len(ends.strange) <= 2) or (plain and not ends.strange and same):
        blamed = (other or same)[0]
        return Verdict(blamed, sure=plain and not ends.strange and bool(same or not ends.missing))
    return Verdict()


def _other_end_before(
    part: Part, own: Part, text: str, evidence: Evidence, project: Project
) -> bool:
    """Whether a later part, such as "though fewer fell ill", rests on a beginning that may speak
    of another end than the beginning of the finding.
    """
    if not part.start or not own.start:
        return False
    first = Part(text[: part.start], 0, (), None)
    its = Part(evidence.finding.statement[: own.start], 0, (), None)
    ends = ends_of(first, its, evidence, project)
    return ends.doubtful or ends.turns > 0 or bool(ends.strange)


def _at_odds(part: Part, own: Part, same: list[Signed], other: list[Signed]) -> bool:
    """Whether another signed word, with its own head, is as in the finding: one turned and one
    not, so that no end of the comparison makes the part true. "More common" is one word here.
    """
    return any(
        _bare(_heads(part, word)) & _bare(_heads(own, each))
        for word in same
        for each in own.words
        if each.text == word.text
        and all(
            min(abs(word.start - turned.end), abs(turned.start - word.end)) > 1 for turned in other
        )
    )


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
    after = [each for each in words_of(part.text) if each.start >= start + len(word.text)][:4]
    if after and after[0].text in _DETERMINERS and "," not in part.text[start : after[0].start]:
        del after[0]
    after = after[:3]
    found = [(">", each.stem) for each in after if each.text not in EMPTY][:2]
    if len(after) < 1 or after[0].text in EMPTY or "," in part.text[start : after[0].start]:
        before = [each for each in words_of(part.text) if each.end <= start][-4:]
        found = [("<", each.stem) for each in before if each.text not in EMPTY][-2:]
    return frozenset("".join(each) for each in found)


def _bare(heads: frozenset[str]) -> frozenset[str]:
    """Heads, whether they stand before or after: "better protection", "protection is better"."""
    return frozenset(each[1:] for each in heads)


def product_of(words: list[Signed]) -> int:
    """The product of signed words, in which what is bad counts once."""
    product = 1
    for word in words:
        product *= word.sign if word.sort != "bad" else 1
    return -product if any(word.sort == "bad" for word in words) else product
