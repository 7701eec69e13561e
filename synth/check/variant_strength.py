"""Rules about one finding told with another direction, or more surely, to another audience."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from synth.check.causal_language import causal_words
from synth.check.certainty import is_measured
from synth.check.parity import Part, null_words, parts_of
from synth.check.phrases import Hedge, doubted, hedges, is_claim, is_open
from synth.check.turning import aligned, product_of
from synth.check.variants import Telling, beside
from synth.check.words import content
from synth.problems import Problem, Severity

_LINK = re.compile(
    r"(?i)\b(?:link(?:s|ed)?|associated|association|correlated|correlation|go(?:es)? with|"
    r"went with|tied to|(?:more|less) common|(?:more|less) often)\b"
)
_NO_EFFECT = re.compile(
    r"(?i)\b(?:no|little)(?: \w+)? (?:difference|effect|change)\b|\bchang(?:es|ed) nothing\b"
    r"|\bnothing changed\b|\bstayed the same\b"
)
_SURENESS: Mapping[Hedge | None, int] = {"weak": 1, "can": 1, "moderate": 2, None: 3}
_SAID = {1: "with “may”", 2: "with “probably”", 3: "as certain"}


def _comparable(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Each two tellings of different readers that claim something, in English."""
    english = [
        each
        for each in told
        if each.reader.locale.lower().startswith("en") and is_claim(each.statement)
    ]
    for later, first in beside(english):
        yield first, later


# ── direction ───────────────────────────────────────────────────────────────────────


def variant_direction(told: Sequence[Telling]) -> Iterator[tuple[Telling, Problem]]:
    """A finding told one way to one audience, and the other way round to another."""
    done: set[tuple[str, str, str]] = set()
    for one, other in _comparable(told):
        found = _turned(one, other)
        if found is None:
            continue
        telling, against, offset, words = found
        key = (telling.brief, telling.audience, telling.statement.claim.id)
        if key in done:
            continue
        done.add(key)
        yield (
            telling,
            telling.problem(
                "variant-direction",
                Severity.ERROR,
                f"“{words}” tells {telling.evidence.id} the other way round than "
                f"{against.reader.name} are told",
                against,
                offset,
            ),
        )


def _turned(one: Telling, other: Telling) -> tuple[Telling, Telling, int, str] | None:
    """Which of two tellings to blame, the other one, and the word where they part."""
    best = _closest(one.statement.text, other.statement.text)
    if best is None:
        return None
    left, right = best
    if bool(null_words().search(left.text)) != bool(null_words().search(right.text)):
        return None
    telling = [each for each in left.words if each.sort != "bad"]
    _, differing, rest = aligned(left, telling, right)
    if len(differing) % 2 == 0 or product_of(rest[0]) != product_of(rest[1]):
        return None
    first = differing[0]
    own = parts_of(one.evidence.finding.statement)
    texts = {word.text for part in own for word in part.words}
    ours = {word.text for word in left.words}
    turned = [each for each in right.words if each.sort != "bad" and each.text not in ours]
    counterpart = next((each for each in turned if each.sign != first.sign), None)
    if counterpart is None:
        return None
    if first.text in texts and counterpart.text not in texts:
        return other, one, counterpart.start, counterpart.text
    return one, other, first.start, first.text


def _closest(one: str, other: str) -> tuple[Part, Part] | None:
    """The parts of two texts that share most words, if both tell a direction."""
    pairs = [
        (len(content(left.text) & content(right.text)), left, right)
        for left in parts_of(one)
        for right in parts_of(other)
        if any(each.sort != "bad" for each in left.words)
        and any(each.sort != "bad" for each in right.words)
    ]
    if not pairs:
        return None
    shared, left, right = max(pairs, key=lambda each: each[0])
    return (left, right) if shared >= 2 else None


# ── certainty ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Strength:
    """How strongly a telling speaks: of an effect or a link, how surely, and in which words."""

    effect: bool
    sure: int
    words: str
    start: int


def variant_certainty(told: Sequence[Telling]) -> Iterator[tuple[Telling, Problem]]:
    """A finding told as an effect, or more surely, to one audience than to another."""
    done: set[tuple[str, str, str]] = set()
    strengths = {id(each): _strength(each) for each in told}
    for one, other in _comparable(told):
        left, right = strengths[id(one)], strengths[id(other)]
        if left is None or right is None:
            continue
        if (left.effect, left.sure) < (right.effect, right.sure):
            one, other, left, right = other, one, right, left
        message = _difference(one, other, left, right)
        key = (one.brief, one.audience, one.statement.claim.id)
        if message is None or key in done:
            continue
        done.add(key)
        yield (
            one,
            one.problem("variant-certainty", Severity.WARNING, message, other, left.start),
        )


def _difference(one: Telling, other: Telling, left: _Strength, right: _Strength) -> str | None:
    measured = is_measured(one.statement.sentence.text, left.words)
    if left.effect and not right.effect and left.sure >= 2 and not measured:
        return f"“{left.words}” tells an effect, and {other.reader.name} are told of a link"
    if left.effect == right.effect and left.sure > right.sure and _say_the_same(one, other):
        told = f"“{left.words}” is told {_SAID[left.sure]}"
        return f"{told}, and to {other.reader.name} {_SAID[right.sure]}"
    return None


def _say_the_same(one: Telling, other: Telling) -> bool:
    left, right = content(one.statement.text), content(other.statement.text)
    return len(left & right) >= 0.4 * min(len(left), len(right))


def _strength(telling: Telling) -> _Strength | None:
    """How strongly a telling speaks; None when it tells no effect, no link and hedges nothing."""
    statement = telling.statement
    sentence = statement.sentence.text
    for found in causal_words(statement.text):
        at = statement.start + found.start
        if not doubted(sentence, at):
            return _Strength(True, _sure(sentence, at), found.words, found.start)
    null, link = _NO_EFFECT.search(statement.text), _LINK.search(statement.text)
    hit = null or link
    if hit is None or is_open(sentence):
        return None
    if link is hit and doubted(sentence, statement.start + hit.start()):
        return None
    return _Strength(
        null is hit, _sure(sentence, statement.start + hit.start()), hit[0], hit.start()
    )


def _sure(sentence: str, at: int) -> int:
    """How surely the sentence says what stands at this character, by the hedges up to it."""
    kinds: list[Hedge | None] = [kind for kind, start, _ in hedges(sentence) if start < at + 25]
    return min((_SURENESS[kind] for kind in kinds), default=3)
