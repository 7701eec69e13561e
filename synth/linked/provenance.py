"""A brief, its claims and the works that they rest on, as JSON-LD.

The claims are those of the manifest, in its words. A claim is a schema.org `Claim`, and the brief
its `appearance`. Where else it was said first is not known, so there is no `firstAppearance`. The
context stands in the data itself: whoever reads it fetches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synth.linked import cito
from synth.linked.works import Node, plain_date, told, web_address, work_id, work_node
from synth.model import Brief, CslItem, Project, Series

ELEMENT_ID = "synth-provenance"
SCHEMA_ORG = "https://schema.org/"

CONTEXT: Mapping[str, Any] = {
    "@vocab": SCHEMA_ORG,
    "cito": cito.PREFIX,
    **{
        name: {"@type": "@id"}
        for name in ("appearance", "citation", "identifier", "url", *cito.PROPERTIES)
    },
}


def provenance(manifest: Mapping[str, Any], brief: Brief, project: Project) -> dict[str, Any]:
    """The linked data of a brief's page, whose own address stands for the brief.

    Works have their DOI for an address; those without stand at `#ref-KEY`, their place among the
    page's references.
    """
    works = _works(manifest, project)
    return {
        "@context": CONTEXT,
        "@graph": [
            brief_node(manifest, brief, project, [work_id(item) for item in works.values()]),
            *claim_nodes(manifest, works),
            *{work_id(item): work_node(item) for item in works.values()}.values(),
        ],
    }


def claims_of(data: object) -> dict[str, str]:
    """The words of each claim, by its id, in linked data that anyone may have written.

    Raises ValueError for what cannot be such.
    """
    graph = data.get("@graph") if isinstance(data, dict) else None
    if not isinstance(graph, list) or not all(isinstance(node, dict) for node in graph):
        raise ValueError("no graph")
    claims = [node for node in graph if node.get("@type") == "Claim"]
    return {str(node.get("@id")).removeprefix("#"): str(node.get("text")) for node in claims}


def brief_node(
    manifest: Mapping[str, Any], brief: Brief, project: Project, cited: list[str], id: str = ""
) -> Node:
    """The brief: what its head and its series say of it."""
    head = brief.head
    series = project.series.get(brief.series or "")
    audience = project.audiences[manifest["audience"]]
    return told(
        {
            "@id": id,
            "@type": "Report",
            "name": head.title,
            "alternativeHeadline": head.subtitle,
            "abstract": head.summary,
            "inLanguage": manifest["locale"],
            "datePublished": plain_date(head.date),
            "author": [{"name": name} for name in head.authors],
            "audience": {"@type": "Audience", "name": audience.name},
            "creativeWorkStatus": "Draft" if manifest.get("draft") else None,
            "citation": list(dict.fromkeys(cited)),
        }
    ) | (_series(series, brief) if series else {})


def _series(series: Series, brief: Brief) -> Node:
    return told(
        {
            "publisher": {"@type": "Organization", "name": series.publisher},
            "isPartOf": {"@type": "CreativeWorkSeries", "name": series.title},
            "position": series.papers.get(brief.name),
            "license": licence(series),
        }
    )


def licence(series: Series) -> Node | str | None:
    """The licence by its address, where its words hold one, else in its words."""
    written = series.licence
    if not written:
        return None
    address = next((found for word in written.split() if (found := web_address(word))), None)
    return {"@type": "CreativeWork", "name": written} | ({"@id": address} if address else {})


def claim_nodes(
    manifest: Mapping[str, Any], works: Mapping[str, CslItem], page: str = ""
) -> Iterator[Node]:
    """Each claim, with its relations to the works that it cites; `page` is the brief's address."""
    for claim in manifest["claims"]:
        relations: dict[str, list[str]] = {}
        for tie in claim["ties"]:
            for name, key in _relations(claim["kind"], tie, manifest["findings"]):
                if key in works:
                    relations.setdefault(name, []).append(work_id(works[key]))
        cited = [work_id(works[tie["reference"]]) for tie in claim["ties"]
                 if tie["reference"] in works]  # fmt: skip
        yield told(
            {
                "@id": f"{page}#{claim['id']}",
                "@type": "Claim",
                "text": claim["text"],
                "genre": claim["kind"],
                "isPartOf": {"@id": page},
                "appearance": page,
                "citation": list(dict.fromkeys(cited)),
                **{name: list(dict.fromkeys(ids)) for name, ids in relations.items()},
            }
        )


def _relations(
    kind: str, tie: Mapping[str, Any], findings: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """How a claim cites the work of a tie, and the work in which that was read."""
    id = f"{tie['reference']}#{tie['finding']}" if tie["finding"] else None
    finding = findings.get(id) if id else None
    yield cito.relation(kind, finding), tie["reference"]
    if finding is not None and finding.get("read") == "second-hand" and finding.get("via"):
        yield cito.SOURCE_DOCUMENT, finding["via"]


def _works(manifest: Mapping[str, Any], project: Project) -> dict[str, CslItem]:
    """The works that are listed, and those in which others were read, by the keys in use."""
    works: dict[str, CslItem] = {item["id"]: item for item in manifest["references"]}
    for finding in manifest["findings"].values():
        key = finding.get("via")
        reference = project.references.get(project.own_id(key)) if key else None
        if key and reference is not None:
            works.setdefault(key, {**reference.item, "id": key})
    return works
