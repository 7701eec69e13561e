"""An edition: the claims of some briefs at one time, from a project or a finished file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from synth.document import CitationItem, CitedDocument, Document
from synth.manifest import finding_entry, framework_entry
from synth.model import Locator, Project
from synth.wording import claim_words, short_name

Page: TypeAlias = tuple[str, str]
"""A brief and its audience."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a claim rests on: a finding of a work, or the work, and the place that is given.

    `entry` is the finding as a manifest tells it, None where there is no such finding.
    """

    reference: str
    finding: str | None
    locator: str
    entry: Mapping[str, Any] | None

    @property
    def id(self) -> str:
        """`<reference>#<finding>`, or the reference alone."""
        return f"{self.reference}#{self.finding}" if self.finding else self.reference


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure we are of a claim: a level of a framework; the level is empty where unrated."""

    framework: str
    title: str
    level: str
    label: str

    def __str__(self) -> str:
        return f"{self.label} ({self.title})"


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A claim as an edition makes it. A finished file knows no `file` and `line`.

    `certainty` is None where it is not known, or where the audience is shown no rating.
    """

    id: str
    page: Page
    text: str
    ties: tuple[Tie, ...]
    certainty: Certainty | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Edition:
    """The claims of some briefs at one time.

    `aliases` leads from other keys of works to their own, `names` from keys to authors and year.
    `unread` are the pages whose text could not be put together, `notes` what a reader of a
    comparison should know. `finished` says that it is one file, read from its manifest.
    """

    name: str
    claims: tuple[StatedClaim, ...]
    pages: tuple[Page, ...]
    aliases: Mapping[str, str]
    names: Mapping[str, str]
    unread: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    finished: bool = False


def from_documents(
    name: str, project: Project, documents: Sequence[tuple[Document, CitedDocument | None]]
) -> Edition:
    """The edition of a project's documents; one that was cited says its claims as printed."""
    unread = tuple(_page(each) for each, _ in documents if not each.blocks and each.problems)
    return Edition(
        name=name,
        claims=tuple(
            claim for document, cited in documents for claim in _stated(document, cited, project)
        ),
        pages=tuple(_page(document) for document, _ in documents),
        aliases=project.aliases,
        names={key: short_name(each.item) for key, each in project.references.items()},
        unread=unread,
        notes=tuple(f"{brief} for {audience} cannot be read in {name}: it is not compared."
                    for brief, audience in unread),
    )  # fmt: skip


def _page(document: Document) -> Page:
    return document.brief, document.audience


def _stated(
    document: Document, cited: CitedDocument | None, project: Project
) -> Iterator[StatedClaim]:
    framework = _as_json(framework_entry(document.audience, project))
    for claim in document.claims():
        ties = tuple(_tie(item, project) for item in claim.ties)
        yield StatedClaim(
            id=claim.id,
            page=_page(document),
            text=cited.claim_text(claim) if cited else claim_words(claim, project),
            ties=ties,
            certainty=_certainty(ties, framework),
            file=claim.place.file,
            line=claim.place.line,
        )


def _tie(item: CitationItem, project: Project) -> Tie:
    evidence = project.evidence.get(item.tie)
    entry = _as_json(finding_entry(evidence)) if evidence else None
    return Tie(item.reference, item.finding, _place_in(item.locator), entry)


def _place_in(locator: Locator | None) -> str:
    return f"{locator.label} {locator.value}" if locator else ""


def from_manifest(name: str, manifest: Mapping[str, Any], notes: Sequence[str] = ()) -> Edition:
    """The edition of a finished file, from its manifest, whose shape was checked."""
    page = (str(manifest["brief"]), str(manifest["audience"]))
    items = {str(item["id"]): item for item in manifest["references"]}
    claims = []
    for each in manifest["claims"]:
        ties = tuple(_manifest_tie(tie, manifest["findings"]) for tie in each["ties"])
        rating = _certainty(ties, manifest.get("framework"))
        claims.append(StatedClaim(each["id"], page, each["text"], ties, rating))
    return Edition(
        name=name,
        claims=tuple(claims),
        pages=(page,),
        aliases={alias: key for key, item in items.items() for alias in _other_keys(item)},
        names={key: _safe_name(key, item) for key, item in items.items()},
        notes=tuple(notes),
        finished=True,
    )


def _manifest_tie(tie: Mapping[str, Any], findings: Mapping[str, Any]) -> Tie:
    locator = tie["locator"]
    place = f"{locator['label']} {locator['value']}" if locator else ""
    id = f"{tie['reference']}#{tie['finding']}" if tie["finding"] else tie["reference"]
    return Tie(tie["reference"], tie["finding"], place, findings.get(id))


def _other_keys(item: Mapping[str, Any]) -> Iterator[str]:
    custom = item.get("custom")
    known = str(custom.get("ids", "")) if isinstance(custom, Mapping) else ""
    return (key for part in known.split(",") if (key := part.strip()))


def _safe_name(key: str, item: Mapping[str, Any]) -> str:
    """Authors and year of an item that anyone may have written."""
    try:
        return short_name(item)
    except (AttributeError, IndexError, KeyError, TypeError):
        return key


def _certainty(ties: Sequence[Tie], framework: object) -> Certainty | None:
    """The rating of a claim: the lowest that any result behind it has, as in `wording`."""
    if not isinstance(framework, Mapping) or not isinstance(framework.get("levels"), list):
        return None
    entries = [tie.entry for tie in ties if tie.entry is not None]
    if not entries:
        return None
    results = [each for each in entries if each.get("basis") == "result"] or entries
    levels = [str(each.get("id")) for each in framework["levels"] if isinstance(each, Mapping)]
    labels = [str(each.get("label")) for each in framework["levels"] if isinstance(each, Mapping)]
    id, title = str(framework.get("id")), str(framework.get("title"))
    given = [_level(each, id) for each in results]
    if not all(level in levels for level in given):
        return Certainty(id, title, "", str(framework.get("unrated")))
    rank = min(levels.index(level) for level in given)
    return Certainty(id, title, levels[rank], labels[rank])


def _level(entry: Mapping[str, Any], framework: str) -> str:
    """The level that a finding was given; empty where it has none or is no result."""
    judgement = judged(entry, framework)
    return str(judgement.get("level")) if judgement and entry.get("basis") == "result" else ""


def judged(entry: Mapping[str, Any], framework: str) -> Mapping[str, Any] | None:
    """What a finding was given in a framework, and why."""
    appraisal = entry.get("appraisal")
    found = appraisal.get(framework) if isinstance(appraisal, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _as_json(value: Any) -> Any:
    """The value as it comes back from JSON."""
    return json.loads(json.dumps(value))
