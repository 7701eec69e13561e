"""Faults in the numbers and units of a claim."""

from __future__ import annotations

import re

from benchmarks.faults import meaning
from benchmarks.faults.facts import Number, digits_changed, each_of, has, held, like, near, numbers
from benchmarks.faults.fault import LEFT_TRUE, Edit, Fault, Planted, Spot
from benchmarks.faults.lexicon import FRACTIONS, NUMBER_WORDS, SCALES, SIZE, UNITS
from benchmarks.faults.subject import Sentence, Subject

_RATIO = re.compile(r"(?:was |of |to )?(?<![\d.])0\.\d+")
_RATIO_WORD = re.compile(r"\b(?:risk|rate|odds) ratio\b")


def change_digit(subject: Subject) -> Planted:
    """A digit of a number is another."""
    for claim in subject.claims:
        values = held(subject.evidence(claim))
        for number in _of_the_findings(claim, values):
            if not _is_year(number):
                yield _digit("change-digit", claim, number, values)


def change_year(subject: Subject) -> Planted:
    """A year is another one."""
    for claim in subject.claims:
        values = held(subject.evidence(claim))
        for number in _of_the_findings(claim, values):
            if _is_year(number):
                for step in (-11, 12, -23, 17):
                    new = int(number.value) + step
                    if float(new) not in values:
                        yield _put(
                            "change-year",
                            claim,
                            number.start,
                            number.text,
                            str(new),
                            meaning.NUMBER,
                        )
                        break


def change_sample(subject: Subject) -> Planted:
    """The number of people, plots or studies is another."""
    for claim in subject.claims:
        found = subject.evidence(claim)
        samples = {float(each.record.sample) for each in found if each.record.sample}
        for number in numbers(claim.words):
            if number.value in samples:
                yield _digit("change-sample", claim, number, held(found))


def change_number_word(subject: Subject) -> Planted:
    """A number in words is another: two becomes four, a third becomes half."""
    for claim in subject.claims:
        values = held(subject.evidence(claim))
        for word, value in NUMBER_WORDS.items():
            other = next(
                (
                    w
                    for w, v in NUMBER_WORDS.items()
                    if v > 1 and abs(v - value) >= 2 and not near(v, values)
                ),
                None,
            )
            for start, written in each_of(claim.words, word):
                if value == 1 or value not in values or other is None:
                    yield LEFT_TRUE
                    continue
                yield _put(
                    "change-number-word",
                    claim,
                    start,
                    written,
                    like(written, other),
                    meaning.NUMBER,
                )
        shares = values | {1 - v for v in values if v < 1} | {v / 100 for v in values if v <= 100}
        for word, share in FRACTIONS.items():
            for start, written in each_of(claim.words, word):
                other = next((w for w, v in FRACTIONS.items() if not near(v, shares, 0.2)), None)
                if not near(share, shares, 0.15) or other is None:
                    yield LEFT_TRUE
                    continue
                yield _put(
                    "change-number-word",
                    claim,
                    start,
                    written,
                    like(written, other),
                    meaning.NUMBER,
                )


def change_unit(subject: Subject) -> Planted:
    """The unit behind a number is another: kg becomes g, % becomes percentage points."""
    yield from _units(subject, "change-unit", UNITS)


def change_scale(subject: Subject) -> Planted:
    """What a rate is of is another: per 100,000 becomes per 10,000."""
    for claim in subject.claims:
        if not _of_the_findings(claim, held(subject.evidence(claim))):
            continue
        for old, new in SCALES:
            for start, written in each_of(claim.words, old):
                yield _put("change-scale", claim, start, written, like(written, new), meaning.UNIT)


def flip_sign(subject: Subject) -> Planted:
    """The word beside a number, or its minus, is the opposite."""
    for claim in subject.claims:
        values = held(subject.evidence(claim))
        for number in _of_the_findings(claim, values):
            if number.text.startswith("-"):
                yield _put(
                    "flip-sign",
                    claim,
                    number.start,
                    number.text,
                    number.text[1:],
                    meaning.DIRECTION | meaning.NUMBER,
                )
                continue
            found = _sign(claim.words, number)
            if found:
                start, written, new = found
                yield _put(
                    "flip-sign",
                    claim,
                    start,
                    written,
                    like(written, new),
                    meaning.DIRECTION | meaning.NUMBER,
                )


def relative_for_absolute(subject: Subject) -> Planted:
    """A ratio is told as a share of cases, a difference in percentage points as a share."""
    for claim in subject.claims:
        values = held(subject.evidence(claim))
        if _RATIO_WORD.search(claim.words):
            for number in _of_the_findings(claim, values):
                share = round(number.value * 100)
                if number.value < 1 and "." in number.text and not near(share, values):
                    yield _put(
                        "relative-for-absolute",
                        claim,
                        number.start,
                        number.text,
                        f"a reduction of {share}%",
                        meaning.UNIT,
                    )
                    break
        for number in _of_the_findings(claim, values):
            tail = claim.words[number.end :]
            if re.match(r" percentage points?\b", tail):
                old = number.text + " percentage points"
                if claim.words[number.start :].startswith(old):
                    yield _put(
                        "relative-for-absolute",
                        claim,
                        number.start,
                        old,
                        f"{number.text}%",
                        meaning.UNIT,
                    )


def _units(subject: Subject, operator: str, pairs: tuple[tuple[str, str], ...]) -> Planted:
    for claim in subject.claims:
        found = subject.evidence(claim)
        values = held(found)
        told = " ".join(
            part
            for each in found
            for part in (each.finding.effect.unit, each.finding.statement, each.finding.effect.note)
            if part
        )
        done: set[int] = set()
        for number in _of_the_findings(claim, values):
            tail = claim.words[number.end :]
            for old, new in pairs:
                match = re.match(rf"\s?(?:more |less |fewer )?{re.escape(old)}", tail)
                if match is None or (
                    old[-1].isalpha() and tail[match.end() : match.end() + 1].isalpha()
                ):
                    continue
                start = number.end + match.end() - len(old)
                known = (
                    old in told
                    or (old == "%" and "%" in told)
                    or (old == "US dollars" and "USD" in told)
                )
                if not known or start in done:
                    yield LEFT_TRUE
                elif not (old == "%" and "interval" in tail[:12]):
                    done.add(start)
                    yield _put(operator, claim, start, old, new, meaning.UNIT)
                break


def _sign(words: str, number: Number) -> tuple[int, str, str] | None:
    """The word of size nearest to a number, within its clause."""
    best: tuple[int, int, str, str] | None = None
    for word, new in SIZE:
        if word == "-":
            continue
        for start, written in each_of(words, word):
            if has(words[start : start + len(word) + 6], f"{word} than"):
                continue
            gap = start - number.end if start >= number.end else number.start - start - len(word)
            between = words[min(start, number.end) : max(start, number.start)]
            beside = 0 <= gap <= 22 and not re.search(r"[.;:,]\s", between)
            if beside and (best is None or gap < best[0]):
                best = (gap, start, written, new)
    return best[1:] if best else None


def _of_the_findings(claim: Sentence, values: set[float]) -> list[Number]:
    return [number for number in numbers(claim.words) if number.value in values]


def _is_year(number: Number) -> bool:
    return re.fullmatch(r"(?:18|19|20)\d\d", number.text) is not None


def _digit(operator: str, claim: Sentence, number: Number, values: set[float]) -> Fault | None:
    new = digits_changed(number, values)
    if new is None:
        return LEFT_TRUE
    return _put(operator, claim, number.start, number.text, new, meaning.NUMBER)


def _put(
    operator: str, claim: Sentence, start: int, old: str, new: str, rules: frozenset[str]
) -> Fault:
    edit = Edit(claim.file, claim.start + start, old, new)
    return Fault(operator, edit, (Spot(claim.file, claim.line),), rules)
