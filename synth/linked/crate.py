"""The metadata of an RO-Crate of finished briefings and their sources.

The shape is that of the RO-Crate Metadata Specification 1.2 (https://w3id.org/ro/crate/1.2):
JSON-LD, flattened and compacted, with the published context. Its root must have a name, a
description, a date and a licence; what else is not known is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from synth import __version__
from synth.linked import cito
from synth.linked.provenance import claim_nodes, licence
from synth.linked.works import Node, plain_date, told, work_id, work_node
from synth.model import Brief, CslItem, Project

FILE_NAME = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
NO_LICENCE = "The project states no licence."

CONTEXT = [
    f"{SPECIFICATION}/context",
    {
        "sha256": "http://schema.org/sha256",
        **{name.removeprefix("cito:"): name.replace("cito:", cito.PREFIX)
           for name in cito.PROPERTIES},
    },
]  # fmt: skip

MEDIA_TYPES: Mapping[str, str] = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".toml": "application/toml",
    ".json": "application/json",
    ".css": "text/css",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".xml": "application/xml",
    ".csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished briefing: its files in the crate, by their paths there, and their manifest."""

    brief: Brief
    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]


def metadata(
    finished: Sequence[Finished], sources: Mapping[str, bytes], project: Project, date: str
) -> dict[str, Any]:
    """The metadata document of a crate.

    `sources` are the project's files in the crate, by their paths there: `sources/` and the path
    in the project. `date` is the crate's date of publication, as in ISO 8601.
    """
    nodes: dict[str, Node] = {}
    for node in (
        {
            "@id": FILE_NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": SPECIFICATION},
        },
        _root(finished, sources, project, date),
        *(node for each in finished for node in _briefing(each, project)),
        *(_file(path, data) for path, data in sources.items()),
        *_people(finished, project),
        *_evidence(finished, sources, project),
        *_making(finished, sources),
    ):
        nodes.setdefault(node["@id"], node)
    return {"@context": CONTEXT, "@graph": [_compact(node) for node in nodes.values()]}


def _root(
    finished: Sequence[Finished], sources: Mapping[str, bytes], project: Project, date: str
) -> Node:
    named = dict.fromkeys(each.brief.series or "" for each in finished)
    series = {name: project.series[name] for name in named if name in project.series}
    titles = list(dict.fromkeys(each.brief.head.title for each in finished))
    paths = [*(path for each in finished for path in each.files), *sources]
    return told(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": "; ".join(each.title for each in series.values()) or "; ".join(titles),
            "description": f"Finished briefings and the sources that they rest on: "
            f"{'; '.join(titles)}.",
            "datePublished": date,
            "license": _distinct(_licence_ref(each, project) for each in finished)
            or [NO_LICENCE],
            "author": _distinct({"@id": _person_id(name)} for each in finished
                                for name in each.brief.head.authors),
            "publisher": _distinct({"@id": _publisher_id(each.publisher)}
                                   for each in series.values()),
            "hasPart": [{"@id": file_id(path)} for path in paths],
            "mentions": [{"@id": "#build"}],
        }
    )  # fmt: skip


def _briefing(each: Finished, project: Project) -> Iterator[Node]:
    """The files of one briefing, what its head says of them, and its claims with them."""
    head = each.brief.head
    series = project.series.get(each.brief.series or "")
    works = {item["id"]: item for item in each.manifest["references"]}
    claims = list(claim_nodes(each.manifest, works))
    places = [file_id(path) for path in each.files]
    for path, data in each.files.items():
        yield _file(path, data) | told(
            {
                "@type": ["File", "Report"],
                "name": head.title,
                "alternativeHeadline": head.subtitle,
                "abstract": head.summary,
                "inLanguage": each.manifest["locale"],
                "datePublished": plain_date(head.date),
                "creativeWorkStatus": "Draft" if each.manifest.get("draft") else None,
                "author": [{"@id": _person_id(name)} for name in head.authors],
                "publisher": {"@id": _publisher_id(series.publisher)} if series else None,
                "license": _licence_ref(each, project),
                "citation": _distinct({"@id": work_id(item)} for item in works.values()),
                "isBasedOn": [{"@id": file_id(f"sources/{source['path']}")}
                              for source in each.manifest["sources"]],
                "mentions": [{"@id": f"{places[0]}{claim['@id']}"} for claim in claims],
            }
        )  # fmt: skip
    for claim in claims:
        yield {
            **{key.removeprefix("cito:"): _refs(value) for key, value in claim.items()},
            "@id": f"{places[0]}{claim['@id']}",
            "isPartOf": {"@id": places[0]},
            "appearance": [{"@id": place} for place in places],
        }


def _people(finished: Sequence[Finished], project: Project) -> Iterator[Node]:
    """The authors, publishers and licences. Whether an author is a person is not known."""
    for each in finished:
        for name in each.brief.head.authors:
            yield {"@id": _person_id(name), "@type": "Thing", "name": name}
        series = project.series.get(each.brief.series or "")
        if series is None:
            continue
        yield {
            "@id": _publisher_id(series.publisher),
            "@type": "Organization",
            "name": series.publisher,
        }
        stated = licence(series)
        if isinstance(stated, dict):
            yield {"@id": _licence_id(stated), **stated, "description": stated["name"]}


def _evidence(
    finished: Sequence[Finished], sources: Mapping[str, bytes], project: Project
) -> Iterator[Node]:
    """The works, each with its entry in the references and the record of what it found."""
    for each in finished:
        printed = {entry["reference"]: entry["text"] for entry in each.manifest["bibliography"]}
        for item in each.manifest["references"]:
            yield _work(item, printed.get(item["id"]), sources, project)


def _work(
    item: CslItem, printed: str | None, sources: Mapping[str, bytes], project: Project
) -> Node:
    records = {
        f"sources/{evidence.place.file}"
        for evidence in project.findings_of(str(project.own_id(str(item["id"]))))
    }
    whole = work_node(item)
    flat = {key: whole[key] for key in ("@id", "@type", "name", "datePublished", "url")
            if key in whole}  # fmt: skip
    described = [{"@id": file_id(path)} for path in sorted(records) if path in sources]
    return flat | told(
        {"identifier": whole.get("identifier"), "creditText": printed, "subjectOf": described}
    )


def _making(finished: Sequence[Finished], sources: Mapping[str, bytes]) -> Iterator[Node]:
    """By what the files were made, of what."""
    yield {
        "@id": "#synth",
        "@type": "SoftwareApplication",
        "name": "synth",
        "softwareVersion": __version__,
    }
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "synth build",
        "instrument": {"@id": "#synth"},
        "object": [{"@id": file_id(path)} for path in sources],
        "result": [{"@id": file_id(path)} for each in finished for path in each.files],
    }


def _file(path: str, data: bytes) -> Node:
    return told(
        {
            "@id": file_id(path),
            "@type": "File",
            "name": PurePosixPath(path).name,
            "encodingFormat": MEDIA_TYPES.get(PurePosixPath(path).suffix.lower()),
            "contentSize": str(len(data)),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    )


def file_id(path: str) -> str:
    """The identifier of a file: its path, with what a URI may not hold encoded; letters stay."""
    return "".join(quote(sign) if sign.isascii() else sign for sign in path)


def _licence_ref(each: Finished, project: Project) -> Node | None:
    series = project.series.get(each.brief.series or "")
    stated = licence(series) if series else None
    return {"@id": _licence_id(stated)} if isinstance(stated, dict) else None


def _licence_id(stated: Node) -> str:
    return str(stated.get("@id") or f"#licence-{_short(stated['name'])}")


def _person_id(name: str) -> str:
    return f"#author-{_short(name)}"


def _publisher_id(name: str) -> str:
    return f"#publisher-{_short(name)}"


def _short(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _refs(value: Any) -> Any:
    """Lists of identifiers as references to entities."""
    return [{"@id": each} for each in value] if isinstance(value, list) else value


def _distinct(nodes: Iterable[Node | None]) -> list[Node]:
    """The nodes that there are, each once, in order."""
    found: list[Node] = []
    for node in nodes:
        if node is not None and node not in found:
            found.append(node)
    return found


def _compact(node: Node) -> Node:
    """A node in which a list of one is that one, as compacted JSON-LD has it."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in node.items()
    }
