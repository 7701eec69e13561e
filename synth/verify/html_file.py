"""Reading a finished web page: its claims, links and references, as a browser finds them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from synth.linked.provenance import ELEMENT_ID as LINKED_ID
from synth.linked.provenance import claims_of
from synth.manifest import ELEMENT_ID
from synth.problems import Problem, error
from synth.sealing.html import html_digest
from synth.verify.manifest_shape import manifest_in
from synth.verify.seen import Seen, SeenClaim, SeenEntry

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_FETCHING = ("src", "srcset", "data", "poster", "background", "action", "formaction")


def read_html(data: bytes) -> Seen:
    """The manifest, claims and entries of a page."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Seen(None, problems=(error("unreadable-file", "the page is not UTF-8 text"),))
    tree = LexborHTMLParser(text)
    holders = tree.css(f"#{ELEMENT_ID}")
    if len(holders) != 1 or holders[0].tag != "script":
        return Seen(None)
    manifest, problems = manifest_in(holders[0].text())
    claims, repeated = _claims(tree)
    problems += [*repeated, *_requests(tree)]
    if manifest is not None:
        problems += _linked(tree, manifest)
    return Seen(manifest, html_digest(text), claims, _entries(tree), tuple(problems))


def _claims(tree: LexborHTMLParser) -> tuple[dict[str, SeenClaim], list[Problem]]:
    """The claims in the order of the page, each with the links in it and right after it."""
    found: dict[str, SeenClaim] = {}
    problems: list[Problem] = []
    notes = _notes(tree)
    current: str | None = None
    for node in tree.body.traverse() if tree.body else ():
        if node.tag == "span" and "claim" in (node.attributes.get("class") or "").split():
            current = node.attributes.get("id") or ""
            if current in found:
                problems.append(error("repeated-claim", f"{current} is in the file twice"))
            found[current] = _claim(node)
        elif node.tag in _BLOCKS:
            current = None
        elif current is not None and (cited := _cited(node, notes)):
            claim = found[current]
            found[current] = replace(claim, links=claim.links | cited)
    return found, problems


def _notes(tree: LexborHTMLParser) -> dict[str, frozenset[str]]:
    """The references that each footnote links to."""
    return {
        node.attributes.get("id") or "": frozenset(
            reference for link in node.css("a") for reference in _cited(link, {})
        )
        for node in tree.css('[role="doc-endnotes"] li[id^="note-"]')
    }


def _claim(node: LexborNode) -> SeenClaim:
    ties = tuple((node.attributes.get("data-ties") or "").split())
    return SeenClaim(node.text(), frozenset(), node.attributes.get("data-kind") or "", ties)


def _cited(node: LexborNode, notes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The references that a citation link leads to, by way of its footnote where it has one."""
    role = node.attributes.get("role")
    target = (node.attributes.get("href") or "").removeprefix("#")
    if node.tag == "a" and role == "doc-biblioref":
        return frozenset([target.removeprefix("ref-")])
    if node.tag == "a" and role == "doc-noteref":
        return notes.get(target, frozenset())
    return frozenset()


def _entries(tree: LexborHTMLParser) -> dict[str, SeenEntry]:
    found: dict[str, SeenEntry] = {}
    for node in tree.css('[id^="ref-"]'):
        words = node.css_first(".entry") or node
        label = words.css_first(".label")
        text = words.text().removeprefix(label.text() if label is not None else "")
        back = frozenset(
            (link.attributes.get("href") or "").removeprefix("#")
            for link in node.css('a[role="doc-backlink"]')
        )
        reference = (node.attributes.get("id") or "").removeprefix("ref-")
        found[reference] = SeenEntry(text, back)
    return found


def _linked(tree: LexborHTMLParser, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """Whether the page's linked data, where it has some, tells the claims of the manifest."""
    for holder in tree.css(f"#{LINKED_ID}"):
        try:
            said = claims_of(json.loads(holder.text()))
        except (ValueError, RecursionError):
            said = None
        if said != {claim["id"]: claim["text"] for claim in manifest["claims"]}:
            yield error(
                "provenance-differs",
                "the page's linked data tells other claims than its manifest",
                hint="Build it again, and hand on the file as it was built.",
            )


def _requests(tree: LexborHTMLParser) -> Iterator[Problem]:
    """Every part of the page that a browser would fetch from elsewhere."""
    for node in tree.css("*"):
        values = [node.attributes.get(name) for name in _FETCHING]
        if node.tag in ("link", "image", "use"):
            values += [node.attributes.get("href"), node.attributes.get("xlink:href")]
        for value in values:
            if value and not value.startswith(("data:", "#")):
                yield error("outside-fetch", f"the page would fetch {value[:60]} from elsewhere")
