"""Pandoc's inlines to and from those of a Document. Nothing is ever taken as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synth.document import (
    CitationItem,
    Code,
    Entry,
    Inline,
    LineBreak,
    Link,
    Note,
    Styled,
    Text,
    plain,
)

_MODES = {
    "normal": "NormalCitation",
    "narrative": "AuthorInText",
    "suppress-author": "SuppressAuthor",
}
_ROLES = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small-caps",
    "Strikeout": "struck",
    "Underline": "emphasis",
}
_TAGS = {role: tag for tag, role in _ROLES.items() if tag != "Underline"}

_QUOTED = re.compile(r"""(?<!\w)(?:"(?P<double>[^"]+)"|'(?P<single>[^']+)')(?!\w)""")

# ── to pandoc ───────────────────────────────────────────────────────────────────────


def cite_node(items: Sequence[CitationItem]) -> dict[str, Any]:
    """A citation for pandoc to print."""
    return _cite([_citation(item) for item in items])


def nocite_node(keys: Sequence[str]) -> dict[str, Any]:
    """A citation of works that are listed and not printed."""
    return _cite([_named(key, "AuthorInText") for key in keys])


def _cite(citations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"t": "Cite", "c": [citations, [_str("?")]]}


def _citation(item: CitationItem) -> dict[str, Any]:
    return _named(item.reference, _MODES[item.mode]) | {
        "citationPrefix": list(_nodes(item.prefix)),
        "citationSuffix": list(_nodes(item.suffix)),
    }


def _named(key: str, mode: str) -> dict[str, Any]:
    return {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _nodes(inlines: Sequence[Inline]) -> Iterator[dict[str, Any]]:
    for inline in inlines:
        match inline:
            case Text(value):
                yield from _quoted_nodes(value)
            case Code(value):
                yield {"t": "Code", "c": [["", [], []], value]}
            case Styled(role, children) if role in _TAGS:
                yield {"t": _TAGS[role], "c": list(_nodes(children))}
            case _:
                yield from text_nodes(plain((inline,)))


def _quoted_nodes(text: str) -> Iterator[dict[str, Any]]:
    """The words of a text; what stands in straight quotes is told as quoted: a style turns them."""
    start = 0
    for found in _QUOTED.finditer(text):
        yield from text_nodes(text[start : found.start()].replace("'", "’"))
        kind, words = (
            ("Double", found["double"]) if found["double"] else ("Single", found["single"])
        )
        yield {"t": "Quoted", "c": [{"t": f"{kind}Quote"}, list(_quoted_nodes(words))]}
        start = found.end()
    yield from text_nodes(text[start:].replace("'", "’"))


def text_nodes(text: str) -> Iterator[dict[str, Any]]:
    """The words of a text, with the spaces between them."""
    for index, word in enumerate(text.split(" ")):
        if index:
            yield {"t": "Space"}
        if word:
            yield _str(word)


def _str(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


# ── from pandoc ─────────────────────────────────────────────────────────────────────


def printed_citations(block: Mapping[str, Any]) -> list[tuple[Inline, ...]]:
    """The words of each citation of a paragraph, in order, those inside a note included."""
    found: list[tuple[Inline, ...]] = []
    for node in block["c"]:
        if node["t"] == "Cite":
            found.append(inlines(node["c"][1]))
        elif node["t"] == "Note":
            for inner in node["c"]:
                found += printed_citations(inner)
    return found


def entry(content: Sequence[Any]) -> Entry:
    """An entry of the bibliography; numeric styles put its number in a margin of its own."""
    reference = content[0][0].removeprefix("ref-")
    label: list[Inline] = []
    words: list[Inline] = []
    for block in content[1]:
        if block["t"] == "Div":
            classes = block["c"][0][1]
            inner = [inline for each in block["c"][1] for inline in inlines(each["c"])]
            if not inner:
                continue
            if "csl-block" in classes and words:
                words.append(LineBreak())
            (label if "csl-left-margin" in classes else words).extend(inner)
        else:
            for inline in block["c"]:
                classes = inline["c"][0][1] if inline["t"] == "Span" else []
                if "csl-left-margin" in classes:
                    label += inlines(inline["c"][1])
                else:
                    if words and {"csl-block", "csl-indent"} & set(classes):
                        words.append(LineBreak())
                    words += _inline(inline)
    number = plain(tuple(label)).strip()
    return Entry(reference, number, _merged(words))


def inlines(nodes: Sequence[Mapping[str, Any]]) -> tuple[Inline, ...]:
    """Some of pandoc's inlines as a Document's."""
    return _merged([inline for node in nodes for inline in _inline(node)])


def _inline(node: Mapping[str, Any]) -> tuple[Inline, ...]:
    kind: str = node["t"]
    content: Any = node.get("c", "")
    match kind:
        case "Str":
            return (Text(content),)
        case "Space" | "SoftBreak":
            return (Text(" "),)
        case "LineBreak":
            return (LineBreak(),)
        case "Code" | "Math" | "RawInline":
            return (Text(content[1]),)
        case "Quoted":
            left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
            return (Text(left), *inlines(content[1]), Text(right))
        case "Link":
            return (_link(content[2][0], inlines(content[1])),)
        case "Span" | "Cite":
            return inlines(content[1])
        case "Note":
            return (Note(tuple(_paragraphs(content))),)
        case _ if kind in _ROLES:
            return (Styled(_ROLES[kind], inlines(content)),)  # type: ignore[arg-type]
        case _:
            return ()


def _paragraphs(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Inline]:
    for index, block in enumerate(blocks):
        if index:
            yield LineBreak()
        yield from inlines(block["c"])


def _link(target: str, children: tuple[Inline, ...]) -> Link:
    """A link; one that leads to an entry holds no other, as a page cannot nest them."""
    if not target.startswith("#ref-"):
        return Link(target, children)
    return Link(target, _merged(list(_unlinked(children))), target.removeprefix("#ref-"))


def _unlinked(children: Sequence[Inline]) -> Iterator[Inline]:
    for child in children:
        match child:
            case Link(_, inner):
                yield from _unlinked(inner)
            case Styled(role, inner):
                yield Styled(role, tuple(_unlinked(inner)))
            case _:
                yield child


def _merged(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    """The nodes with neighbouring texts made one."""
    result: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].value + node.value)
        else:
            result.append(node)
    return tuple(result)
