"""Which claims, briefs and series rest on a work or a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from synth.document import CitationItem, Claim, Document, Rating, Weight, walk
from synth.model import Project
from synth.problems import Place, ProjectError, did_you_mean
from synth.wording import claim_words, plain_title

How = Literal["cited", "same study", "read in it"]
"""How a claim rests on a work: it cites the work; it cites another report of the same study; or
it cites a study that was read only in this work's account of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked about: a work, or one finding of it."""

    reference: str
    finding: str | None
    title: str

    @property
    def id(self) -> str:
        """`<reference>#<finding>`, or the reference alone."""
        return f"{self.reference}#{self.finding}" if self.finding else self.reference


@dataclass(frozen=True, slots=True)
class Affected:
    """A claim that rests on it: by which ties, and how by the nearest of them."""

    id: str
    brief: str
    audience: str
    text: str
    place: Place
    ties: tuple[str, ...]
    how: How

    def to_json(self) -> dict[str, Any]:
        """The claim as `interface.md` gives it, and more."""
        return {
            "id": self.id,
            "brief": self.brief,
            "line": self.place.line,
            "text": self.text,
            "audience": self.audience,
            "file": self.place.file,
            "column": self.place.column,
            "ties": list(self.ties),
            "how": self.how,
        }


@dataclass(frozen=True, slots=True)
class AffectedBrief:
    """A brief that rests on it: by claims, or only by a rating that it shows or a list of works."""

    id: str
    title: str
    file: str
    series: str | None
    paper: int | None
    audiences: tuple[str, ...]
    claims: int
    shows_rating: bool
    listed: bool

    def to_json(self) -> dict[str, Any]:
        """The brief for a program; its claims are counted for each audience."""
        return {
            "brief": self.id,
            "title": self.title,
            "file": self.file,
            "series": self.series,
            "paper": self.paper,
            "audiences": list(self.audiences),
            "claims": self.claims,
            "shows-rating": self.shows_rating,
            "listed": self.listed,
        }


@dataclass(frozen=True, slots=True)
class AffectedSeries:
    """A series with papers that rest on it; a paper without a number is named."""

    id: str
    title: str
    papers: tuple[tuple[str, int | None], ...]

    def to_json(self) -> dict[str, Any]:
        """The series for a program."""
        papers = [{"brief": brief, "paper": number} for brief, number in self.papers]
        return {"series": self.id, "title": self.title, "papers": papers}


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that rests on a work or a finding."""

    target: Target
    claims: tuple[Affected, ...]
    briefs: tuple[AffectedBrief, ...]
    series: tuple[AffectedSeries, ...]

    def to_json(self) -> dict[str, Any]:
        """The impact as `interface.md` gives it, and what was asked about."""
        return {
            "key": self.target.id,
            "title": self.target.title,
            "claims": [each.to_json() for each in self.claims],
            "briefs": [each.to_json() for each in self.briefs],
            "series": [each.to_json() for each in self.series],
        }


def target_of(project: Project, key: str) -> Target:
    """The work or finding that a key means, an alias followed.

    Raises ProjectError for a key that neither the library nor a record knows.
    """
    own = project.aliases.get(key, key)
    if own in project.references or own in project.records:
        return Target(own, None, _title(project, own))
    own = project.own_id(key)
    if own in project.evidence:
        found = project.evidence[own]
        return Target(found.reference, found.name, _title(project, found.reference))
    reference = own.rpartition("#")[0]
    names = [each.id for each in project.findings_of(reference)]
    if reference in project.references and names:
        raise ProjectError(
            f'"{reference}" has no finding "{own.rpartition("#")[2]}"{did_you_mean(own, names)}\n'
            f"    Its findings are {', '.join(each.rpartition('#')[2] for each in names)}."
        )
    known = [*project.references, *project.aliases, *project.evidence]
    raise ProjectError(
        f'no work and no finding is called "{key}"{did_you_mean(key, known)}\n'
        "    `synth refs search WORDS` finds works, `synth evidence list` shows findings."
    )


def impact_of(target: Target, project: Project, documents: Iterable[Document]) -> Impact:
    """What rests on a target, in some documents of a project."""
    claims: list[Affected] = []
    shown: set[str] = set()
    listed: set[str] = set()
    met: dict[str, dict[str, None]] = {}
    for document in documents:
        found = list(_claims(document, target, project))
        claims += found
        rated = _shows_rating(document, target, project)
        lists = target.finding is None and target.reference in {
            project.own_id(key) for key in document.nocite
        }
        shown |= {document.brief} if rated else set()
        listed |= {document.brief} if lists else set()
        if found or rated or lists:
            met.setdefault(document.brief, {})[document.audience] = None
    briefs = tuple(
        _brief(project, id, tuple(audiences), claims, id in shown, id in listed)
        for id, audiences in met.items()
    )
    return Impact(target, tuple(claims), briefs, tuple(_series(project, briefs)))


def by_place(claims: Iterable[Affected]) -> Iterator[tuple[Affected, ...]]:
    """The claims by their places; one that several audiences read is given once, with each."""
    found: dict[tuple[str, int, int, str], list[Affected]] = {}
    for claim in claims:
        place = claim.place
        key = (place.file, place.line or 0, place.column or 0, claim.text)
        found.setdefault(key, []).append(claim)
    return (tuple(found[key]) for key in sorted(found))


def _title(project: Project, key: str) -> str:
    reference = project.references.get(key)
    return plain_title(reference.item) if reference else ""


def _claims(document: Document, target: Target, project: Project) -> Iterator[Affected]:
    for claim in document.claims():
        found = {item.tie: how for item in claim.ties if (how := _how(item, target, project))}
        if found:
            nearest: How = next(
                how for how in ("cited", "same study", "read in it") if how in found.values()
            )
            yield Affected(
                claim.id,
                document.brief,
                document.audience,
                claim_words(claim, project),
                _place(claim, found),
                tuple(found),
                nearest,
            )


def _place(claim: Claim, ties: Iterable[str]) -> Place:
    """Where a claim stands; where its first citation of these does if that is not known."""
    if claim.place.line is not None:
        return claim.place
    return next(item.place for item in claim.items if item.tie in ties)


def _how(item: CitationItem, target: Target, project: Project) -> How | None:
    """How a citation rests on the target, or None if it does not."""
    record = project.record_of(item.reference)
    together = record.references if record else ()
    if target.finding is not None:
        if item.finding != target.finding:
            return None
        if item.reference == target.reference:
            return "cited"
        return "same study" if target.reference in together else None
    if item.reference == target.reference:
        return "cited"
    if target.reference in together:
        return "same study"
    read_there = record is not None and record.second_hand and record.via == target.reference
    return "read in it" if read_there else None


def _shows_rating(document: Document, target: Target, project: Project) -> bool:
    """Whether a rating that a writer asked for is of the target."""
    for node in walk(document.blocks):
        if isinstance(node, Rating | Weight):
            for id in node.findings:
                reference, _, finding = project.own_id(id).rpartition("#")
                if reference == target.reference and target.finding in (None, finding):
                    return True
    return False


def _brief(
    project: Project,
    id: str,
    audiences: tuple[str, ...],
    claims: Iterable[Affected],
    shows_rating: bool,
    listed: bool,
) -> AffectedBrief:
    brief = project.brief(id)
    assert brief is not None
    series = project.series.get(brief.series or "")
    return AffectedBrief(
        id,
        brief.head.title,
        brief.path,
        brief.series,
        series.papers.get(brief.name) if series else None,
        audiences,
        sum(each.brief == id for each in claims),
        shows_rating,
        listed,
    )


def _series(project: Project, briefs: Iterable[AffectedBrief]) -> Iterator[AffectedSeries]:
    papers: dict[str, list[tuple[str, int | None]]] = {}
    for brief in briefs:
        if brief.series is not None:
            papers.setdefault(brief.series, []).append((brief.id, brief.paper))
    for id, found in papers.items():
        series = project.series.get(id)
        yield AffectedSeries(id, series.title if series else id, tuple(found))
