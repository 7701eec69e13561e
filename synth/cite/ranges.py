"""Works that a style hides in a range: in `1–3` the second has no number of its own.

Each gets a link without words behind the dash, so that it still leads to its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from synth.document import Citation, Entry, Inline, Link, Note, Styled, Text, walk

_DASH = re.compile(r"\s*[-–—]\s*")


def fill_ranges(
    citations: Iterator[Citation],
    printed: Mapping[int, tuple[Inline, ...]],
    bibliography: Sequence[Entry],
) -> dict[int, tuple[Inline, ...]]:
    """The printed citations, with a link for each work that is listed and has none in them."""
    numbers = {entry.reference: _number(entry) for entry in bibliography}
    filled = dict(printed)
    for citation in citations:
        words = filled.get(citation.number, ())
        linked = {node.reference for node in walk(words) if isinstance(node, Link)}
        cited = dict.fromkeys(item.reference for item in citation.items)
        hidden = [key for key in cited if key in numbers and key not in linked]
        if hidden:
            hidden.sort(key=lambda key: numbers[key])
            words, left = _filled(words, hidden, numbers)
            filled[citation.number] = (*words, *map(_link, left))
    return filled


def _filled(
    nodes: tuple[Inline, ...], hidden: list[str], numbers: Mapping[str, int]
) -> tuple[tuple[Inline, ...], list[str]]:
    """The nodes with links behind their dashes, and the works that no dash stands for."""
    result: list[Inline] = []
    for index, node in enumerate(nodes):
        if isinstance(node, Styled | Note):
            children, hidden = _filled(node.children, hidden, numbers)
            node = replace(node, children=children)
        result.append(node)
        before, after = nodes[index - 1 : index], nodes[index + 1 : index + 2]
        if isinstance(node, Text) and _DASH.fullmatch(node.value) and before and after:
            first, last = (_reference(each[0]) for each in (before, after))
            if first in numbers and last in numbers:
                span = range(numbers[first] + 1, numbers[last])
                result += [_link(key) for key in hidden if numbers[key] in span]
                hidden = [key for key in hidden if numbers[key] not in span]
    return tuple(result), hidden


def _reference(node: Inline) -> str:
    return (node.reference or "") if isinstance(node, Link) else ""


def _link(key: str) -> Link:
    return Link(f"#ref-{key}", (), key)


def _number(entry: Entry) -> int:
    """The number of an entry in a numeric style, 0 in another."""
    found = re.search(r"\d+", entry.label)
    return int(found[0]) if found else 0
