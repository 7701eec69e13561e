"""The certainty of a body of evidence after GRADE, worked out in steps that are all shown.

A body starts high where chance settled who was exposed, and low otherwise. Five domains take
levels, three reasons give some, and nothing goes below very low or above high (Balshem and others
2011, GRADE guidelines 3; Schünemann and others, Cochrane Handbook, chapter 14). A body that is
rated down for any reason is not rated up (Guyatt and others 2011, GRADE guidelines 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from synth.model import Body, CertaintyLevel, Concern, Design, Domains, Start, Upgrades

LEVELS: tuple[CertaintyLevel, ...] = ("very-low", "low", "moderate", "high")
"""GRADE's levels, from the lowest."""

TAKES: Mapping[Concern, int] = {
    "not-serious": 0,
    "serious": 1,
    "very-serious": 2,
    "extremely-serious": 3,
}
"""How many levels a concern takes."""

START = "start"

PARTS: tuple[str, ...] = (
    START,
    *(each.name.replace("_", " ") for each in fields(Domains)),
    *(each.name.replace("_", " ") for each in fields(Upgrades)),
)
"""What a certainty follows from, in the order in which it is judged."""

Effect = Literal["starts", "kept", "lowered", "raised", "not applied"]
"""What a step did to the certainty."""


@dataclass(frozen=True, slots=True)
class Step:
    """One judgement on the way: `part` is `start`, a domain or an upgrade, `by` its levels.

    `after` is the certainty that is reached, None from the first gap on.
    """

    part: str
    judgement: str
    by: int
    effect: Effect
    after: CertaintyLevel | None
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not judged yet, and why not where that is said."""

    part: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a body of evidence makes us, or None with what is `missing` for saying so."""

    level: CertaintyLevel | None
    steps: tuple[Step, ...]
    missing: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was judged that the certainty follows from."""
        return self.level is not None


def certainty(body: Body, designs: Sequence[Design | None]) -> Certainty:
    """The certainty of a body; `designs` holds that of each study, None where it is not known.

    It is not worked out while the start or a domain is open; what is judged is still shown.
    """
    start = starting_level(body.start, designs)
    domains = {part.name: getattr(body.domains, part.name) for part in fields(body.domains)}
    missing = tuple(
        Gap(_words(name), judged.why if judged else None)
        for name, judged in domains.items()
        if judged is None or judged.judgement is None
    )
    if start is None:
        unknown = sum(design is None for design in designs)
        why = (
            f"some studies are randomised, and the design of {unknown} of {len(designs)} is not "
            "known"
            if unknown
            else "some studies are randomised and others are not; GRADE rates them apart"
        )
        missing = (Gap("the level to start from", why), *missing)
    steps = tuple(_steps(body, start, open_=bool(missing)))
    return Certainty(None if missing else steps[-1].after, steps, missing)


def starting_level(given: Start | None, designs: Sequence[Design | None]) -> Start | None:
    """The level to start from: the one that is given, else what the designs settle.

    None where some studies are randomised and others are not: GRADE rates them apart.
    """
    if given is not None:
        return given
    randomised = sum(1 for design in designs if design is not None and design.randomised)
    unknown = sum(1 for design in designs if design is None)
    if designs and randomised == len(designs):
        why = "Chance settled who was exposed, in all studies."
        return Start("high", why)
    if randomised:
        return None
    gap = f"; the design of {unknown} of {len(designs)} is not known" if unknown else ""
    return Start("low", f"No study is known to have settled by chance who was exposed{gap}.")


def _steps(body: Body, start: Start | None, *, open_: bool) -> Iterator[Step]:
    at = LEVELS.index(start.level) if start is not None else 0
    if start is not None:
        yield Step(START, start.level, 0, "starts", None if open_ else start.level, start.why)
    down = 0
    for part in fields(body.domains):
        judged = getattr(body.domains, part.name)
        if judged is None or judged.judgement is None:
            continue
        takes = TAKES[judged.judgement]
        down += takes
        at = max(0, at - takes)
        after = None if open_ else LEVELS[at]
        effect: Effect = "lowered" if takes else "kept"
        yield Step(_words(part.name), _words(judged.judgement), -takes, effect, after, judged.why)
    for part in fields(body.upgrades):
        upgrade = getattr(body.upgrades, part.name)
        if upgrade is None:
            continue
        effect = "not applied" if down or at == len(LEVELS) - 1 else "raised"
        if effect == "raised":
            at = min(len(LEVELS) - 1, at + upgrade.by)
        after = None if open_ else LEVELS[at]
        yield Step(_words(part.name), "rated up", upgrade.by, effect, after, upgrade.why)


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
