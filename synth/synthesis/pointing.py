"""Which way each study points on each domain of outcomes: vote counting by direction of effect.

As in Hilton Boon and Thomson (2021), Research Synthesis Methods 12, 29-33, box 1: where a study has
several results in a domain, it points the way that at least 70% of them point; otherwise it is
conflicting. Statistical significance plays no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias, TypeVar

from synth.model import Direction, Evidence, Outcome, Project
from synth.wording import rated_together, short_name

T = TypeVar("T")

Pointing: TypeAlias = Literal["up", "down", "conflicting", "none"]
"""Up is the direction that people hope for. `conflicting` is mixed too."""

SizeClass: TypeAlias = Literal["large", "medium", "small", "unknown"]

MAJORITY = 70
"""How many per cent of a study's results must point one way."""

LARGE, SMALL = 300, 50
"""A sample above the one is large, one below the other is small."""


@dataclass(frozen=True, slots=True)
class StudyPoint:
    """Which way a study points on a domain, for one exposure.

    `exposure` is None where it is not known, or where exposures are taken together. `results`
    gives the pointing of each finding. `ratings` has the frameworks in which all of them are
    rated, each with the lowest level.
    """

    exposure: str | None
    domain: str
    reference: str
    pointing: Pointing
    results: Mapping[str, Pointing]
    sample: int | None
    size: SizeClass
    ratings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding without a direction that could be shown, and why."""

    finding: str
    why: Literal["no direction", "no hope"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How many studies point which way on a domain, for one exposure.

    `largest` is the work of the largest study whose sample is known.
    """

    exposure: str | None
    domain: str
    up: int
    down: int
    conflicting: int
    none: int
    largest: str | None
    largest_sample: int | None

    @property
    def studies(self) -> int:
        """All studies, whichever way they point."""
        return self.up + self.down + self.conflicting + self.none


def combined(pointings: Sequence[Pointing]) -> Pointing:
    """Which way the results of one study point together. `pointings` is not empty."""
    for way in ("up", "down", "none"):
        if 100 * sum(each == way for each in pointings) >= MAJORITY * len(pointings):
            return way
    return "conflicting"


def size_class(sample: int | None) -> SizeClass:
    """The class of a sample, by the number of people."""
    if sample is None:
        return "unknown"
    return "large" if sample > LARGE else "small" if sample < SMALL else "medium"


def pointing_of(direction: Direction, outcome: Outcome) -> Pointing:
    """Which way one result points, by the direction that its outcome is hoped to take."""
    if direction == "mixed":
        return "conflicting"
    if direction == "none":
        return "none"
    return "up" if direction == outcome.desired else "down"


def study_points(
    evidence: Sequence[Evidence], project: Project, *, by_domain: bool, together: bool
) -> tuple[tuple[StudyPoint, ...], tuple[LeftOut, ...]]:
    """The studies by exposure, domain and name, and the findings that show no direction.

    `by_domain` puts the outcomes of one `domain` of the vocabulary together, `together` all
    exposures.
    """
    groups: dict[tuple[str | None, str, str], dict[str, Pointing]] = {}
    left: list[LeftOut] = []
    for each in evidence:
        outcome = project.vocabulary.outcome(each.finding.outcome)
        if each.finding.direction is None:
            left.append(LeftOut(each.id, "no direction"))
        elif outcome is None or outcome.desired is None:
            left.append(LeftOut(each.id, "no hope"))
        else:
            domain = (by_domain and outcome.domain) or outcome.id
            exposure = None if together else each.finding.exposure
            key = (exposure, domain, each.record.references[0])
            pointing = pointing_of(each.finding.direction, outcome)
            groups.setdefault(key, {})[each.id] = pointing
    found = {each.id: each for each in evidence}
    points = [
        _point(key, results, [found[id] for id in results], project)
        for key, results in groups.items()
    ]
    return tuple(sorted(points, key=lambda point: _order(point, project))), tuple(left)


def _point(
    key: tuple[str | None, str, str],
    results: Mapping[str, Pointing],
    evidence: Sequence[Evidence],
    project: Project,
) -> StudyPoint:
    exposure, domain, reference = key
    sample = evidence[0].record.sample
    return StudyPoint(
        exposure=exposure,
        domain=domain,
        reference=reference,
        pointing=combined(list(results.values())),
        results=results,
        sample=sample,
        size=size_class(sample),
        ratings={
            name: rating.label
            for name in project.frameworks
            if (rating := rated_together(evidence, name, project)).rank
        },
    )


def _order(point: StudyPoint, project: Project) -> tuple[int, int, str, str]:
    """Exposures and domains as the vocabulary has them, studies by name."""
    exposures = [term.id for term in project.vocabulary.exposures]
    domains = [name for term in project.vocabulary.outcomes for name in (term.domain, term.id)]
    reference = project.references.get(point.reference)
    name = short_name(reference.item) if reference else point.reference
    exposure = exposures.index(point.exposure) if point.exposure in exposures else len(exposures)
    return exposure, domains.index(point.domain), name.casefold(), point.reference


def patterns(points: Sequence[StudyPoint]) -> tuple[Pattern, ...]:
    """What the studies say together, of each exposure and domain, in the order of the studies."""
    groups: dict[tuple[str | None, str], list[StudyPoint]] = {}
    for point in points:
        groups.setdefault((point.exposure, point.domain), []).append(point)
    return tuple(_pattern(exposure, domain, each) for (exposure, domain), each in groups.items())


def _pattern(exposure: str | None, domain: str, points: Sequence[StudyPoint]) -> Pattern:
    known = [(point.sample, point.reference) for point in points if point.sample is not None]
    sample, largest = max(known, default=(None, None), key=lambda each: each[0])
    return Pattern(
        exposure=exposure,
        domain=domain,
        **{way: sum(point.pointing == way for point in points) for way in _WAYS},
        largest=largest,
        largest_sample=sample,
    )


_WAYS: tuple[Pointing, ...] = ("up", "down", "conflicting", "none")


def even_parts(things: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The things in as few parts of `most` as there must be, each about as long."""
    parts = -(-len(things) // most)
    ends = [round(len(things) * part / parts) for part in range(parts + 1)]
    for start, end in pairwise(ends):
        yield things[start:end]
