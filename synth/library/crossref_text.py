"""The text of Crossref's metadata: titles with markup of faces and formulas, abstracts in JATS.

Crossref passes on what publishers deposit (Crossref documentation, "Face markup" and
"JATS-formatted abstracts"): tags, sometimes with their brackets escaped, and entities, sometimes
escaped twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

LONGEST = 100_000
"""Characters of one text that are read."""

_KEPT: Mapping[str, tuple[str, str]] = {
    "i": ("<i>", "</i>"),
    "em": ("<i>", "</i>"),
    "italic": ("<i>", "</i>"),
    "b": ("<b>", "</b>"),
    "strong": ("<b>", "</b>"),
    "bold": ("<b>", "</b>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "scp": ('<span style="font-variant:small-caps;">', "</span>"),
    "sc": ('<span style="font-variant:small-caps;">', "</span>"),
}
"""The tags that CSL rich text has a match for."""

_TAG = re.compile(r"<(/?)(?:[a-zA-Z][\w-]{0,30}:)?([a-zA-Z][\w-]{0,30})(?:\s[^<>]{0,300})?/?>")
_HIDDEN = re.compile(
    r"<(?:\w{1,10}:)?(annotation|tex-math)\b[^<>]{0,300}>[^<>]{0,5000}</[^<>]{1,60}>"
)
_HEADING = re.compile(r"\s*<(?:jats:)?title>\s*(?:Abstract|Summary)\s*</(?:jats:)?title>", re.I)
_PARTS = frozenset({"p", "sec", "title", "list-item", "disp-formula"})
"""Elements of JATS after which a new paragraph starts."""


def rich(text: str) -> str:
    """A title as CSL rich text, on one line; tags that it has no match for leave their words.

    Tags that do not pair give plain words.
    """
    unescaped = _unescaped_tags(_HIDDEN.sub("", text[:LONGEST]))
    open_tags: list[str] = []
    pieces: list[str] = []
    position = kept = 0
    for match in _TAG.finditer(unescaped):
        closing, name = bool(match[1]), match[2].lower()
        pieces.append(_words(unescaped[position : match.start()]))
        position = match.end()
        if name not in _KEPT or match[0].endswith("/>"):
            continue
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return plain(text)
        pieces.append(_KEPT[name][closing])
        kept += 1
    pieces.append(_words(unescaped[position:]))
    title = " ".join("".join(pieces).split())
    if open_tags or len(_TAG.findall(title)) != kept:
        return plain(text)
    return title


def plain(text: str) -> str:
    """The words of a text without any tag, on one line."""
    unescaped = _unescaped_tags(_HIDDEN.sub("", text[:LONGEST]))
    words = " ".join(_words(_TAG.sub("", unescaped)).split())
    # What stood on both sides of a tag may together look like another: `<<b>i>`.
    return words.replace("<", "") if _TAG.search(words) else words


def abstract(text: str) -> str:
    """The words of an abstract in JATS, its paragraphs parted by an empty line, its own heading
    left out.
    """

    def gap(match: re.Match[str]) -> str:
        return "\n\n" if match[2].lower() in _PARTS else ""

    short = _HEADING.sub("", _HIDDEN.sub("", text[:LONGEST]), count=1)
    parts = _words(_TAG.sub(gap, short)).split("\n\n")
    return "\n\n".join(line for part in parts if (line := " ".join(part.split())))


def _unescaped_tags(text: str) -> str:
    """The text with the brackets of escaped tags restored: `&lt;i&gt;` is `<i>`."""
    return re.sub(r"&(?:amp;)?lt;(/?[a-zA-Z][\w:-]{0,40})&(?:amp;)?gt;", r"<\1>", text)


def _words(text: str) -> str:
    """The text without entities, which are sometimes escaped twice."""
    once = html.unescape(text)
    return html.unescape(once) if "&" in once else once
