"""How directions are told to a reader: in words, in a table, and instead of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from synth.document import (
    Badge,
    Block,
    Citation,
    Claim,
    Inline,
    Paragraph,
    RowGroup,
    Table,
    Text,
)
from synth.model import Evidence, Project
from synth.synthesis.pointing import (
    LeftOut,
    Pattern,
    Pointing,
    StudyPoint,
    patterns,
    study_points,
)
from synth.synthesis.scales import scale_of
from synth.synthesis.view import Setting, SynthesisError
from synth.wording import Rated, plain_words, rated_together

NOT_KNOWN = "not known"

MAX_SENTENCES = 6
"""So many patterns are told in the text instead of a picture; the table has the others."""

_NO_PATTERN = {
    "no direction": "no direction is recorded",
    "no hope": "the vocabulary does not say which direction is hoped for",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words for directions in one setting; `framework` is the id of the rating, or None."""

    setting: Setting
    framework: str | None

    def domain(self, domain: str) -> str:
        """The name of an outcome or of a wider domain."""
        if self.setting.project.vocabulary.outcome(domain):
            return self.setting.outcome(domain)
        return plain_words(domain, self.setting.audience)

    def in_order(self, domains: Iterable[str]) -> list[str]:
        """Some domains, each once, in the order of the vocabulary."""
        outcomes = self.setting.project.vocabulary.outcomes
        every = [name for term in outcomes for name in (term.domain, term.id)]
        return sorted(set(domains), key=every.index)

    def exposure(self, exposure: str | None) -> str:
        """The name of an exposure."""
        return self.setting.exposure(exposure) if exposure else "Exposure not known"

    def way(self, pointing: Pointing, domain: str) -> str:
        """`less` or `more`; `better` or `worse` where one is hoped for of some, one of others."""
        if pointing in ("conflicting", "none"):
            return "mixed or conflicting" if pointing == "conflicting" else "no difference"
        outcomes = self.setting.project.vocabulary.outcomes
        hopes = {term.desired for term in outcomes if domain in (term.domain, term.id)} - {None}
        if len(hopes) != 1:
            return "better" if pointing == "up" else "worse"
        return "more" if (hopes == {"increase"}) == (pointing == "up") else "less"

    def study(self, point: StudyPoint) -> str:
        """The study by its authors and year."""
        return self.setting.study(self.setting.project.evidence[next(iter(point.results))])

    def sample(self, point: StudyPoint) -> str:
        """The number of people, or that it is not known."""
        return NOT_KNOWN if point.sample is None else self.setting.number(point.sample, 0)

    @property
    def rating_title(self) -> str:
        """The short name of the rating, empty where there is none."""
        if self.framework is None:
            return ""
        framework = self.setting.project.frameworks[self.framework]
        return framework.short or framework.title

    @property
    def steps(self) -> int:
        """How many levels the rating has, 0 where there is none."""
        frameworks = self.setting.project.frameworks
        return len(frameworks[self.framework].levels) if self.framework else 0

    def rating(self, points: Sequence[StudyPoint]) -> Rated | None:
        """The lowest rating of all results of some points; None where there is no framework."""
        if self.framework is None:
            return None
        project = self.setting.project
        evidence = [project.evidence[id] for point in points for id in point.results]
        return rated_together(evidence, self.framework, project)

    def rank(self, points: Sequence[StudyPoint]) -> int:
        """The step at which some points are rated, 0 where they are not."""
        rated = self.rating(points)
        return rated.rank if rated else 0

    def mark(self, point: StudyPoint) -> str:
        """A mark of a picture in words."""
        rated = self.rating([point])
        sample = "sample not known" if point.sample is None else f"n = {self.sample(point)}"
        parts = [self.way(point.pointing, point.domain), sample, rated.label if rated else ""]
        said = ", ".join(part for part in parts if part)
        exposure = f", {_lower(self.exposure(point.exposure))}" if point.exposure else ""
        return f"{self.study(point)}, {self.domain(point.domain)}{exposure}: {said}"

    def alt(self, points: Sequence[StudyPoint]) -> str:
        """What the studies say together, instead of a picture of them."""
        found = sorted(patterns(points), key=lambda each: -each.studies)
        several = len({each.exposure for each in found}) > 1
        said = [self._pattern(each, points, several=several) for each in found[:MAX_SENTENCES]]
        rest = len(found) - MAX_SENTENCES
        if rest > 0:
            said.append(f"The table below tells of {rest} more.")
        if all(each.largest is None for each in found):
            said.append("The sample of no study is known.")
        return " ".join(said)

    def _pattern(self, pattern: Pattern, points: Sequence[StudyPoint], *, several: bool) -> str:
        name = self.domain(pattern.domain)
        if several:
            name = f"{name}, {_lower(self.exposure(pattern.exposure))}"
        largest = ""
        if pattern.largest is not None and pattern.studies > 1:
            point = next(
                point
                for point in points
                if (point.exposure, point.domain) == (pattern.exposure, pattern.domain)
                and point.reference == pattern.largest
            )
            largest = (
                f"; the largest study with a known sample, {self.study(point)} "
                f"(n = {self.sample(point)}), {self._one(point.pointing, point.domain)}"
            )
        return f"{name}: {self._counts(pattern)}{largest}."

    def _counts(self, pattern: Pattern) -> str:
        """`5 of 6 studies point to less, as is hoped for; 1 is mixed or conflicting`."""
        counts: dict[Pointing, int] = {
            "up": pattern.up,
            "down": pattern.down,
            "conflicting": pattern.conflicting,
            "none": pattern.none,
        }
        if pattern.studies == 1:
            way = next(way for way, count in counts.items() if count)
            return f"the only study {self._one(way, pattern.domain)}"
        hoped: Pointing = "up" if pattern.up >= pattern.down else "down"
        if not counts[hoped]:
            lead = f"none of {pattern.studies} studies points clearly one way"
        else:
            verb = "points" if counts[hoped] == 1 else "point"
            lead = (
                f"{counts.pop(hoped)} of {pattern.studies} studies {verb} to "
                f"{self.way(hoped, pattern.domain)}"
                f"{', as is hoped for' if hoped == 'up' else ', which is not hoped for'}"
            )
        others = [
            f"{count} {self._one(way, pattern.domain, count)}"
            for way, count in counts.items()
            if count
        ]
        return "; ".join([lead, *others])

    def _one(self, way: Pointing, domain: str, count: int = 1) -> str:
        one = count == 1
        if way == "conflicting":
            return f"{'is' if one else 'are'} mixed or conflicting"
        if way == "none":
            return f"{'finds' if one else 'find'} no difference"
        return f"{'points' if one else 'point'} to {self.way(way, domain)}"


def words_in(setting: Setting, framework: str | None) -> Words:
    """The words of a setting, with the rating that is asked for, else the audience's own.

    Raises SynthesisError for a framework that there is not.
    """
    if framework is not None:
        scale_of(framework, setting.project)
    return Words(setting, framework or setting.audience.framework)


MAX_STUDIES = 500
"""A plot of more studies than this cannot be read."""


def points_to_plot(
    evidence: Sequence[Evidence], project: Project, *, by_domain: bool, together: bool
) -> tuple[tuple[StudyPoint, ...], tuple[LeftOut, ...]]:
    """The points of a plot that shows each study, as `study_points` gives them.

    Raises SynthesisError if there is none, or if there are too many studies.
    """
    points, left_out = study_points(evidence, project, by_domain=by_domain, together=together)
    if not points:
        raise SynthesisError(nothing_points(left_out))
    studies = len({point.reference for point in points})
    if studies > MAX_STUDIES:
        raise SynthesisError(
            f"{studies:,} studies are too many for a plot that shows each of them\n"
            "    Narrow it by outcome, exposure, country or design, or take the evidence table."
        )
    return points, left_out


def data_table(points: Sequence[StudyPoint], words: Words, every: Sequence[StudyPoint]) -> Table:
    """A row for each point, tied to all of its findings, under headings for the exposures.

    Samples have a column where one of `every` point's is known; else the view says it once.
    """
    sampled = any(point.sample is not None for point in every)
    head = ["Study", "Outcome", "Points to", "Results", *["Sample"] * sampled]
    return Table(
        head=tuple((Text(part),) for part in (*head, *([words.rating_title] * bool(words.steps)))),
        rows=tuple(_row(point, words, sampled=sampled) for point in points),
        caption=(),
        number=None,
        place=words.setting.place,
        groups=groups_of([point.exposure for point in points], words),
    )


def groups_of(exposures: Sequence[str | None], words: Words) -> tuple[RowGroup, ...]:
    """A heading for each exposure of some rows; none where they are not told apart."""
    if not any(exposures):
        return ()
    return tuple(
        RowGroup(exposures.index(each), (Text(words.exposure(each)),))
        for each in dict.fromkeys(exposures)
    )


def _row(point: StudyPoint, words: Words, *, sampled: bool) -> tuple[tuple[Inline, ...], ...]:
    said = (
        words.domain(point.domain),
        words.way(point.pointing, point.domain),
        str(len(point.results)),
        *([words.sample(point)] * sampled),
    )
    cells: list[tuple[Inline, ...]] = [(tied(point, words.setting),)]
    cells += [(Text(each),) for each in said]
    rated = words.rating([point])
    if rated is not None:
        level = Badge(rated.label, rated.rank, rated.steps) if rated.rank else Text(rated.label)
        cells.append((level,))
    return tuple(cells)


def tied(point: StudyPoint, setting: Setting) -> Claim:
    """The name of a study, tied to each finding of a point."""
    first, *rest = (setting.project.evidence[id] for id in point.results)
    return setting.cited(first, also=rest)


def left_out_words(left_out: Sequence[LeftOut], setting: Setting) -> Iterator[Block]:
    """What is not shown, a paragraph for each reason."""
    for why, words in _NO_PATTERN.items():
        ids = [each.finding for each in left_out if each.why == why]
        if not ids:
            continue
        evidence = [setting.project.evidence[id] for id in ids]
        works = {each.reference: setting.citing(each).items[0] for each in reversed(evidence)}
        citation = Citation(0, tuple(reversed(works.values())), setting.place)
        count = "1 finding" if len(ids) == 1 else f"{len(ids)} findings"
        start = Text(f"Not shown, as {words}: {count} ")
        yield Paragraph((start, citation, Text(".")), setting.place)


def nothing_points(left_out: Sequence[LeftOut]) -> str:
    """Why there is nothing to show at all."""
    if all(each.why == "no hope" for each in left_out):
        return (
            "the vocabulary does not say which direction is hoped for of these outcomes\n"
            "    Give them `desired: increase` or `desired: decrease` in vocabulary.yaml."
        )
    count = "the finding has" if len(left_out) == 1 else f"none of {len(left_out)} findings has"
    no = "no " if len(left_out) == 1 else "a "
    return (
        f"{count} {no}direction, so there is nothing to point\n"
        "    Record `direction` where the source says which way the outcome goes."
    )


def _lower(words: str) -> str:
    """The words within a sentence; names in capitals stay."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
