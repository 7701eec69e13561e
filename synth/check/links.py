"""The rule about what links say of where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.phrases import in_english
from synth.check.subject import Subject
from synth.document import Image, Link, fold, plain, walk
from synth.problems import Place, Problem, Severity

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|[\w-]+(?:\.[\w-]+)+/\S*$", re.I)
_EDGES = " \t\n.,;:!?()[]«»‹›<>→>…“”‘’\"'–—-"


def vague_link(subject: Subject) -> Iterator[Problem]:
    """A link whose words do not tell where it leads: "here", "read more", a bare web address.

    As WCAG 2.2 asks, success criteria 2.4.4 and 2.4.9.
    """
    english = in_english(subject)
    for node in walk(subject.document.blocks):
        if not isinstance(node, Link) or node.reference is not None or node.target[:1] == "#":
            continue
        words = fold(plain(node.children)) or _alt(node)
        fault = _fault(words, english=english)
        if fault:
            yield Problem(
                "vague-link",
                Severity.WARNING,
                fault,
                node.place or Place(subject.brief.path),
                "Link words that name what is there, such as "
                f"[the title of the page]({_short(node)}).",
            )


def _fault(words: str, *, english: bool) -> str | None:
    if not words:
        return "a link has no words, so a reader cannot see where it leads"
    if _ADDRESS.match(words):
        return f"the link shows a bare address, {words[:60]}, which does not say what is there"
    if english and is_vague(words):
        return f"the link “{words[:60]}” does not say where it leads"
    return None


def is_vague(words: str) -> bool:
    """Whether the words of a link, read alone, say nothing of where it leads."""
    said = " ".join(words.casefold().strip(_EDGES).split())
    first, _, rest = said.partition(" ")
    while rest and first in _determiners():
        said = rest
        first, _, rest = said.partition(" ")
    return said in _vague() or said in _determiners() or not said


@cache
def _vague() -> frozenset[str]:
    return frozenset(lexicon("links")["vague"])


@cache
def _determiners() -> frozenset[str]:
    return frozenset(lexicon("links")["determiners"])


def _alt(link: Link) -> str:
    return " ".join(node.alt for node in walk(link.children) if isinstance(node, Image)).strip()


def _short(link: Link) -> str:
    return link.target if len(link.target) <= 60 else f"{link.target[:59]}…"
