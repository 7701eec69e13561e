"""What disagrees: findings that point another way than most, or no way, beside those that do.

In a brief this is of the outcomes that the brief speaks of, where no others are asked for.
Findings are set side by side where exposure and outcome are the same. Studies are counted, not
weighed: that most point one way is no measure of how large or how sure an effect is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from synth.document import Block, Heading, Inline, ListBlock, Paragraph, Text
from synth.model import Direction, Evidence, Project
from synth.synthesis.counting import counting_notes, up_to
from synth.synthesis.telling import claimed, said, told_list
from synth.synthesis.view import Narrow, Setting, SynthesisError, View
from synth.synthesis.ways import WAYS, Pair, by_pair, findings, studies, studies_of

_ONE: Mapping[Direction, str] = {
    "increase": "points to more",
    "decrease": "points to less",
    "none": "finds no difference",
    "mixed": "has mixed results",
}
_SEVERAL: Mapping[Direction, str] = {
    "increase": "point to more",
    "decrease": "point to less",
    "none": "find no difference",
    "mixed": "have mixed results",
}

_FEW = 4
"""More pairs than this at which one study alone looked are counted, not listed."""


@dataclass(frozen=True, slots=True)
class Side:
    """The findings of one direction, and of how many studies they are."""

    direction: Direction
    findings: tuple[str, ...]
    studies: int


@dataclass(frozen=True, slots=True)
class Compared:
    """All that points anywhere on one outcome and exposure.

    `most` is the direction that more studies point to than to any other; None where there is none
    such, or where most results are mixed. `second_hand` counts studies. `elsewhere` are findings
    of the library that were not taken and that point another way than most; where `most` is None,
    all that were not taken.
    """

    exposure: str
    outcome: str
    most: Direction | None
    sides: tuple[Side, ...]
    studies: int
    second_hand: int
    elsewhere: tuple[str, ...]

    @property
    def disagrees(self) -> bool:
        """Whether a finding points another way than most, or nothing is settled."""
        return any(side.direction != self.most for side in self.sides)


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What was set side by side, in the order of the vocabulary."""

    compared: tuple[Compared, ...]
    disagreeing: int


def find(evidence: Sequence[Evidence], _options: Narrow, project: Project) -> Disagreements:
    """What points which way. Raises SynthesisError where no finding points anywhere."""
    pairs = by_pair(evidence)
    if not pairs:
        raise SynthesisError(
            f"none of {findings(len(evidence))} says which way an outcome goes\n"
            "    Only results of studies with an exposure and a direction can disagree."
        )
    whole = by_pair(each for each in project.evidence.values() if _is_main(each))
    taken = {id(each.finding) for each in evidence}
    left: dict[Pair, list[Evidence]] = {
        pair: [each for each in whole.get(pair, ()) if id(each.finding) not in taken]
        for pair in pairs
    }
    order = _order(project)
    last = len(order)
    compared = tuple(
        _compared(pair, pairs[pair], left[pair])
        for pair in sorted(pairs, key=lambda pair: order.get(pair, last))
    )
    return Disagreements(compared, sum(each.disagrees for each in compared))


def _is_main(each: Evidence) -> bool:
    """Whether a finding stands under the main report of its study, so that it counts once."""
    return each.reference == each.record.references[0]


def _order(project: Project) -> Mapping[Pair, int]:
    vocabulary = project.vocabulary
    pairs = [(e.id, o.id) for o in vocabulary.outcomes for e in vocabulary.exposures]
    return {pair: index for index, pair in enumerate(pairs)}


def _compared(pair: Pair, found: Sequence[Evidence], left: Sequence[Evidence]) -> Compared:
    exposure, outcome = pair
    assert exposure is not None
    sides = tuple(
        Side(direction, tuple(each.id for each in inside), len(studies_of(inside)))
        for direction in WAYS
        if (inside := [each for each in found if each.finding.direction == direction])
    )
    most = _most(sides)
    return Compared(
        exposure,
        outcome,
        most,
        sides,
        len(studies_of(found)),
        len(studies_of(each for each in found if each.record.second_hand)),
        tuple(each.id for each in left if each.finding.direction != most),
    )


def _most(sides: Sequence[Side]) -> Direction | None:
    """The direction of more studies than any other; mixed results are no direction."""
    largest = max(side.studies for side in sides)
    found = [side.direction for side in sides if side.studies == largest]
    return found[0] if len(found) == 1 and found[0] != "mixed" else None


# ── in words ────────────────────────────────────────────────────────────────────────


def show(result: Disagreements, _options: Narrow, setting: Setting) -> tuple[Block, ...]:
    """What disagrees, under a heading for each outcome; then what nothing disagrees with."""
    return (
        said(_summary(result), setting),
        *_disagreeing([each for each in result.compared if each.disagrees], setting),
        *_agreeing([each for each in result.compared if not each.disagrees], setting),
        *counting_notes(
            (id for each in result.compared for side in each.sides for id in side.findings), setting
        ),
    )


def _summary(result: Disagreements) -> str:
    count = len(result.compared)
    if count == 1:
        first = "One outcome was looked at beside one exposure."
        differ = "The findings disagree, or are mixed."
        return f"{first} {differ if result.disagreeing else 'No study disagrees.'}"
    among = f"Outcomes were set beside exposures in {count} pairs."
    if not result.disagreeing:
        return f"{among} In none of them does a study here find otherwise."
    return f"{among} In {result.disagreeing} of them findings disagree, or are mixed."


def _disagreeing(compared: Sequence[Compared], setting: Setting) -> Iterator[Block]:
    before = None
    for each in compared:
        if each.outcome != before:
            before = each.outcome
            yield Heading(3, "", (Text(setting.outcome(each.outcome)),), setting.place)
        yield from _sides(each, setting)


def _sides(each: Compared, setting: Setting) -> Iterator[Block]:
    """What most say, in one sentence, and what disagrees, each finding in one of its own."""
    exposure = setting.exposure(each.exposure)
    most = next((side for side in each.sides if side.direction == each.most), None)
    others = [side for side in each.sides if side is not most]
    if most is not None:
        evidence = _evidence(most, setting)
        words = f"{up_to(evidence)}{_most_words(most, each)}"
        claim = claimed(f"{_named(each, setting)}: {words}", evidence, setting)
        yield Paragraph((claim, Text(" What disagrees:")), setting.place)
    elif [side.direction for side in others] == ["mixed"]:
        yield said(f"Set against “{exposure}”, there are only mixed results:", setting)
    else:
        yield said(f"Set against “{exposure}”, the findings do not agree:", setting)
    against = [found for side in others for found in _evidence(side, setting)]
    yield told_list(against, setting)
    if each.elsewhere:
        yield said(_elsewhere(each), setting)


def _agreeing(compared: Sequence[Compared], setting: Setting) -> Iterator[Block]:
    """What nothing disagrees with, how many studies looked, and what that does not prove.

    Where one study alone looked none could disagree; many such pairs are only counted.
    """
    if not compared:
        return
    yield Heading(3, "", (Text("No study here found otherwise"),), setting.place)
    yield said(
        "That nothing disagrees is no proof. It may be that few have looked, or that those who "
        "found otherwise are not in this library.",
        setting,
    )
    alone = [each for each in compared if each.studies == 1 and not each.elsewhere]
    shown = [each for each in compared if len(alone) <= _FEW or each not in alone]
    if shown:
        items = tuple((Paragraph(_agreed(each, setting), setting.place),) for each in shown)
        yield ListBlock(False, items, setting.place)
    if len(shown) < len(compared):
        other = "other " if shown else ""
        yield said(
            f"In {len(alone)} {other}pairs only one study has looked, so that none could disagree.",
            setting,
        )


def _agreed(each: Compared, setting: Setting) -> tuple[Inline, ...]:
    (side,) = each.sides
    evidence = _evidence(side, setting)
    count = f"{up_to(evidence)}{studies(side.studies)}"
    words = f"{_named(each, setting)}: {_points(side, count, side.studies)}{_how_read(each)}"
    claim = claimed(words, evidence, setting)
    return (claim, *((Text(f" {_elsewhere(each)}"),) if each.elsewhere else ()))


def _named(each: Compared, setting: Setting) -> str:
    return f"{setting.outcome(each.outcome)}, set against “{setting.exposure(each.exposure)}”"


def _most_words(most: Side, each: Compared) -> str:
    """`2 of 3 studies point to less`; a study with results of several ways is told apart."""
    others = {study for side in each.sides if side is not most for study in _studies(side)}
    both = len(_studies(most) & others)
    only = most.studies - both
    if not both:
        return _points(most, f"{only} of {studies(each.studies)}", only)
    if not only:
        count = f"{both} of {studies(each.studies)}"
        return f"{_points(most, count, both)} in some results, and not in others"
    some = "does in some of its" if both == 1 else "do in some of their"
    count = f"{only} of {studies(each.studies)}"
    return f"{_points(most, count, only)}, and {both} more {some} results, but not in others"


def _studies(side: Side) -> set[str]:
    return {id.partition("#")[0] for id in side.findings}


def _points(side: Side, count: str, number: int) -> str:
    return f"{count} {(_ONE if number == 1 else _SEVERAL)[side.direction]}"


def _how_read(each: Compared) -> str:
    """That the studies were not read themselves, where none or not all of them were."""
    if not each.second_hand:
        return ""
    if each.second_hand < each.studies:
        return f", {each.second_hand} of them read second-hand"
    return ", read second-hand" if each.studies == 1 else ", all read second-hand"


def _elsewhere(each: Compared) -> str:
    count = len(each.elsewhere)
    if each.most is None:
        verb = "is" if count == 1 else "are"
        return f"In the library, {findings(count)} on this {verb} not drawn on here."
    verb = "is not drawn on here and points" if count == 1 else "are not drawn on here and point"
    return f"In the library, {findings(count)} {verb} another way."


def _evidence(side: Side, setting: Setting) -> list[Evidence]:
    return [setting.project.evidence[id] for id in side.findings]


VIEW = View(options=Narrow, find=find, show=show, positional=("outcome",), spoken=True)
