"""A work of the library in the terms of schema.org.

What a reference does not say is left out: no type of author, no date and no licence is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

from synth.exchange.identifiers import doi_of
from synth.model import CslItem
from synth.wording import plain_title

Node: TypeAlias = dict[str, Any]
"""A node of JSON-LD: its `@id`, `@type` and properties."""

TYPES: Mapping[str, str] = {
    "article-journal": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""The type of schema.org for a type of CSL 1.0.2; any other is a CreativeWork."""

_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_WEB = re.compile(r"https?://[^\s\x00-\x20<>\"\\^`{|}]+", re.IGNORECASE)


def work_id(item: CslItem) -> str:
    """The identifier of a work: its DOI as a link, else its place among the page's references."""
    doi = _doi(item)
    return doi if doi is not None else f"#ref-{quote(str(item['id']), safe='')}"


def work_node(item: CslItem) -> Node:
    """A work: what kind it is, who wrote it, when it appeared, and where it is found."""
    container = item.get("container-title")
    published = iso_date(item.get("issued"))
    node: dict[str, Any] = {
        "@id": work_id(item),
        "@type": TYPES.get(str(item.get("type")), "CreativeWork"),
        "name": plain_title(item),
        "author": [_name(each) for each in item.get("author") or ()],
        "datePublished": published,
        "publisher": _named("Organization", item.get("publisher")),
        "isPartOf": _named(_container_type(item), container),
        "identifier": _doi(item),
        "url": web_address(item.get("URL")),
    }
    return told(node)


def told(node: Mapping[str, Any]) -> Node:
    """The node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, [], {})}


def iso_date(issued: object) -> str | None:
    """A CSL date as in ISO 8601, as exact as it is known; None for a range or words."""
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    if not isinstance(parts, Sequence) or len(parts) != 1:
        return None
    try:
        written = "-".join(
            f"{int(part):0{4 if number == 0 else 2}d}" for number, part in enumerate(parts[0])
        )
    except (TypeError, ValueError):
        return None
    return plain_date(written)


def plain_date(written: str | None) -> str | None:
    """The text, where it is a date of ISO 8601: a year, a month or a day."""
    return written if written and _ISO_DATE.fullmatch(written) else None


def web_address(written: object) -> str | None:
    """The text, where it is an address on the web, with other letters than ASCII's encoded."""
    text = str(written or "").strip()
    return quote(text, safe=":/?#[]@!$&'()*+,;=%~") if _WEB.fullmatch(text) else None


def _doi(item: CslItem) -> str | None:
    doi = doi_of(str(item.get("DOI") or ""))
    return f"https://doi.org/{quote(doi, safe='/:;()._-~')}" if doi else None


def _name(name: CslItem) -> Node:
    """A name; one that has no family name may be a person's or an organisation's."""
    family = " ".join(
        str(part) for part in (name.get("non-dropping-particle"), name.get("family")) if part
    )
    if not name.get("family"):
        return {"name": str(name.get("literal") or name.get("given") or "")}
    return told({"@type": "Person", "familyName": family, "givenName": name.get("given")})


def _named(type: str, name: object) -> Node | None:
    return {"@type": type, "name": str(name)} if name else None


def _container_type(item: CslItem) -> str:
    kind = item.get("type")
    if kind == "article-journal":
        return "Periodical"
    return "Book" if kind == "chapter" else "CreativeWork"
