"""The manifest inside every finished file: its claims, ties, references and sources.

Its shape is the contract of `interface.md`. It is written once the document is cited, and
read back by `verify`; a claim that has citations within it also gives its words as printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from synth import __version__
from synth.document import CitationItem, CitedDocument, Claim, fold, plain, sha256
from synth.model import Evidence, Finding, Project

SEAL = "seal"
FILE_NAME = "manifest.json"
ELEMENT_ID = "synth-manifest"
MAX_BYTES = 20_000_000

OF_VIEWS = (
    "references/bodies/",
    "references/flows/",
    "references/risk-of-bias/",
    "references/synthesis.yaml",
)
"""What views of the evidence draw on beside records."""


def manifest_of(cited: CitedDocument, project: Project, *, draft: bool = False) -> dict[str, Any]:
    """The manifest of a document, without a seal; a draft's says that it is one."""
    document = cited.document
    ties = {item.tie for claim in document.claims() for item in claim.items}
    return {
        "synth": __version__,
        "brief": document.brief,
        "audience": document.audience,
        "series": document.series,
        "place": document.place,
        "style": document.style,
        "locale": document.locale,
        "framework": framework_entry(document.audience, project),
        "claims": [_claim(claim, cited) for claim in document.claims()],
        "references": [dict(item) for item in cited.items.values()],
        "bibliography": [
            {"reference": entry.reference, "text": fold(plain(entry.children))}
            for entry in cited.bibliography
        ],
        "findings": {
            id: finding_entry(project.evidence[id]) for id in sorted(ties) if id in project.evidence
        },
        "sources": [asdict(source) for source in _sources(cited, project)],
    } | ({"draft": True} if draft else {})


def _claim(claim: Claim, cited: CitedDocument) -> dict[str, Any]:
    text = cited.claim_text(claim)
    printed = cited.claim_printed(claim)
    entry: dict[str, Any] = {
        "id": claim.id,
        "kind": claim.kind,
        "text": text,
        "sha256": sha256(text),
        "ties": [_tie(item) for item in claim.ties],
    }
    return entry | ({"printed": printed} if printed != text else {})


def _tie(item: CitationItem) -> dict[str, Any]:
    locator = asdict(item.locator) if item.locator else None
    return {"reference": item.reference, "finding": item.finding, "locator": locator}


def _fields(finding: Finding) -> dict[str, Any]:
    """The finding's own keys; what it may have and does not, such as a mechanism, is no key."""
    fields = asdict(finding)
    effect = fields["effect"]
    for name in ("se", "level", "exposed", "comparison", "per"):
        if effect[name] is None:
            del effect[name]
    if finding.review_by is None:
        del fields["review_by"]
    told = {"mechanism": list(finding.mechanisms), "cited_with": list(finding.cited_with)}
    for name, value in told.items():
        if value:
            fields[name] = value
        else:
            del fields[name]
    return fields


def finding_entry(evidence: Evidence) -> dict[str, Any]:
    """A finding as the manifest tells it, with what its record says of the study.

    `appraisal` is that of the finding, and of the study where the finding has none of its own.
    """
    record = evidence.record
    judged = {**record.appraisal, **evidence.finding.appraisal}
    return {
        **_fields(evidence.finding),
        "limits": [limit.text for limit in evidence.finding.limits],
        "appraisal": {name: asdict(judgement) for name, judgement in judged.items()},
        "design": record.design,
        "countries": list(record.countries),
        "population": record.population,
        "read": record.read,
        "via": record.via,
    }


def framework_entry(audience: str, project: Project) -> dict[str, Any] | None:
    """The rating scale that an audience is shown, its levels from the lowest; None without one."""
    id = project.audiences[audience].framework
    framework = project.frameworks.get(id or "")
    if framework is None:
        return None
    levels = [{"id": level.id, "label": level.label} for level in framework.levels]
    return {"id": id, "title": framework.title, "unrated": framework.unrated, "levels": levels}


def _sources(cited: CitedDocument, project: Project) -> list[Any]:
    """The files that this document rests on: its own, its records, and what all share."""
    brief = project.brief(cited.document.brief)
    records = {
        evidence.place.file
        for evidence in project.evidence.values()
        if evidence.reference in cited.items
    }
    shared: tuple[str, ...] = (
        "references/library",
        "references/vocabulary",
        "references/frameworks/",
        f"templates/{cited.document.audience}/",
        f"briefs/{cited.document.series}/series.yaml",
    )
    if cited.document.holds_views:
        shared += OF_VIEWS
    return [
        source
        for source in project.sources
        if source.path in records
        or (brief is not None and source.path == brief.path)
        or source.path.startswith(shared)
    ]


def to_text(manifest: Mapping[str, Any]) -> str:
    """The manifest as JSON that may stand in an HTML script element."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
