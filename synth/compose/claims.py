"""From running text with citations to claims: the sentence that carries a citation is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sentencex import segment

from synth.compose.marks import MARK, Marks, unmark
from synth.document import (
    Badge,
    Citation,
    Claim,
    ClaimKind,
    Code,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Rating,
    Sentence,
    Styled,
    Text,
    Weight,
    walk,
)
from synth.problems import Place

STAND_IN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a citation or another object, so that each is one character long."""

_STOPS = frozenset(".,;:?!)")
_MARKED_RUN = re.compile(rf"(?P<mark>{MARK}*)(?P<words>[^{MARK[1:-1]}]+)")
_RUN = re.compile(rf"(?P<mark>{MARK})|(?P<blank>\s+)|(?P<words>[^\s{STAND_IN}{MARK[1:-1]}]+)")
_CITED_STOP = re.compile(rf"[.!?][\"”’')]*\s?{STAND_IN}+(?:\s+|$)")
_TAIL = re.compile(rf"(?<![\s{STAND_IN}])(?:\s*{STAND_IN})+\s*[.!?;:,]*[\"”’')]*$")
_ABBREVIATION = re.compile(
    r"\b(?:approx|c|ca|cf|eds?|et al|fig|no|nos|pp?|para|vol|vs)\.\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of an inline sequence, in characters that count objects as one."""

    start: int
    end: int


def claims_in(
    nodes: tuple[Inline, ...], marks: Marks, setting: Sentence, locale: str
) -> tuple[tuple[Inline, ...], list[Sentence]]:
    """The nodes with claims wrapped, and the sentences that they hold.

    `setting` says where the block stands, for text that no mark stands in too. Claims carry an
    empty id: they are numbered when the document is whole. The sentence splitter is
    Wikimedia's sentencex.
    """
    text = flat(nodes)
    result: list[Inline] = []
    sentences: list[Sentence] = []
    for span in _sentences(text, locale):
        part = cut(nodes, span)
        place = _first_place(part, marks) or setting.place
        wrapped = _wrap(part, marks, place)
        result += wrapped
        citations = tuple(node.number for node in walk(part) if isinstance(node, Citation))
        words, places = _placed(part, marks)
        if words:
            sentences.append(
                replace(setting, text=words, place=place, citations=citations, words=places)
            )
    return tuple(result), sentences


def _wrap(part: tuple[Inline, ...], marks: Marks, place: Place) -> tuple[Inline, ...]:
    """One sentence with its claim: those that the writer narrowed, or else its whole."""
    citations = tuple(node for node in walk(part) if isinstance(node, Citation))
    if not citations:
        return part
    if any(isinstance(node, Claim) for node in walk(part)):
        first = next(i for i, node in enumerate(part) if _holds_claim(node))
        cited = [i for i, node in enumerate(part[:first]) if isinstance(node, Citation)]
        end = cited[-1] + 1 if cited else 0
        before = _wrap(part[:end], marks, place)
        return (*before, *part[end:first], *_give_citations(part[first:], marks))
    text = flat(part)
    tail = _TAIL.search(text.rstrip())
    end = tail.start() if tail else len(text.rstrip())
    start = len(text) - len(text.lstrip(f" \n\t{STAND_IN}"))
    if start >= end:
        start, end = 0, len(text)
    body = Claim("", "finding", cut(part, _Span(start, end)), citations, place)
    return (*cut(part, _Span(0, start)), body, *cut(part, _Span(end, len(text))))


def _holds_claim(node: Inline) -> bool:
    return any(isinstance(each, Claim) for each in walk((node,)))


def _give_citations(part: tuple[Inline, ...], marks: Marks) -> tuple[Inline, ...]:
    """Claims that the writer narrowed take the citations in them and up to the next claim."""
    result: list[Inline] = []
    for index, node in enumerate(part):
        if not _holds_claim(node):
            result.append(node)
            continue
        until = next((i for i in range(index + 1, len(part)) if _holds_claim(part[i])), len(part))
        after = tuple(each for each in walk(part[index + 1 : until]) if isinstance(each, Citation))
        result.append(_given(node, after, marks))
    return tuple(result)


def _given(node: Inline, after: tuple[Citation, ...], marks: Marks) -> Inline:
    """A node that is or holds a claim, the last one in it with the citations that follow."""
    match node:
        case Claim(children=children):
            inside = tuple(each for each in walk(children) if isinstance(each, Citation))
            place = _first_place(children, marks) or node.place
            return replace(node, citations=(*inside, *after), place=place)
        case Styled() | Link():
            children = _give_citations(node.children, marks)
            last = max(i for i, child in enumerate(children) if _holds_claim(child))
            given = _given(node.children[last], _following(node.children, last) + after, marks)
            return replace(node, children=(*children[:last], given, *children[last + 1 :]))
        case _:
            return node


def _following(part: tuple[Inline, ...], index: int) -> tuple[Citation, ...]:
    return tuple(each for each in walk(part[index + 1 :]) if isinstance(each, Citation))


def _sentences(text: str, locale: str) -> Iterator[_Span]:
    ends: list[int] = []
    position = 0
    for piece in segment(locale.partition("-")[0], text):
        position += len(piece)
        ends.append(position)
    if position != len(text):
        ends = [len(text)]
    forced = [match.end() for match in _CITED_STOP.finditer(text)]
    start = 0
    for end in sorted({*ends, *forced, len(text)}):
        rest = text[end:]
        if end < len(text) and end not in forced and _continues(text[start:end], rest):
            continue
        if end > start:
            yield _Span(start, end)
        start = end


def _continues(before: str, after: str) -> bool:
    """Whether a break was found where the sentence goes on."""
    following = after.lstrip()
    if _ABBREVIATION.search(before) or not before.strip():
        return True
    if not following or (following.startswith(STAND_IN) and not following.strip(f"{STAND_IN} .!?")):
        return True
    if following.startswith(STAND_IN):
        return True
    return following[0].islower() or following[0] in ".,;:)"


def _placed(nodes: tuple[Inline, ...], marks: Marks) -> tuple[str, tuple[tuple[int, Place], ...]]:
    """The nodes' words, folded and without stand-ins, and the place of each that has one."""
    words: list[str] = []
    places: list[tuple[int, Place]] = []
    length = 0
    pending: Place | None = None
    for run in _RUN.finditer(_marked(nodes)):
        if run["mark"]:
            pending = marks.place(run["mark"])
            continue
        said = run["words"] or (" " if words and words[-1] != " " else "")
        if words and words[-1] == " " and said[:1] in _STOPS:
            words.pop()
            length -= 1
        if pending is not None and run["words"]:
            places.append((length, pending))
            pending = None
        if said:
            words.append(said)
            length += len(said)
    return "".join(words).rstrip(), tuple(places)


def flat(nodes: tuple[Inline, ...]) -> str:
    """The nodes' words without marks, with one character for each object among them."""
    return unmark(_marked(nodes))


def _marked(nodes: tuple[Inline, ...]) -> str:
    return "".join(_marked_node(node) for node in nodes)


def _marked_node(node: Inline) -> str:
    match node:
        case Text(value) | Code(value):
            return value
        case Styled(_, children) | Link(_, children) | Claim(children=children):
            return _marked(children)
        case LineBreak():
            return "\n"
        case Citation() if node.narrative:
            return "X"
        case Citation() | Image() | Note() | NoteMark() | Rating() | Badge() | Weight():
            return STAND_IN


def cut(nodes: tuple[Inline, ...], span: _Span) -> tuple[Inline, ...]:
    """The part of the nodes between two characters; styled runs are divided where they must."""
    result: list[Inline] = []
    position = 0
    for node in nodes:
        length = len(flat((node,)))
        start, end = max(span.start - position, 0), min(span.end - position, length)
        position += length
        if start >= end:
            continue
        if start == 0 and end == length:
            result.append(node)
        else:
            result.append(_cut_node(node, _Span(start, end)))
    return tuple(result)


def _cut_node(node: Inline, span: _Span) -> Inline:
    match node:
        case Text(value):
            return Text(_cut_marked(value, span))
        case Code(value):
            return Code(_cut_marked(value, span))
        case Styled() | Link() | Claim():
            return replace(node, children=cut(node.children, span))
        case _:
            return node


def _cut_marked(value: str, span: _Span) -> str:
    """A stretch of a text with marks, counted without them; a mark goes with its word."""
    kept: list[str] = []
    count = 0
    for found in _MARKED_RUN.finditer(value):
        mark, words = found["mark"], found["words"]
        start, end = max(span.start - count, 0), min(span.end - count, len(words))
        if start < end:
            kept += [mark if start == 0 else "", words[start:end]]
        count += len(words)
    return "".join(kept)


def _first_place(nodes: tuple[Inline, ...], marks: Marks) -> Place | None:
    for node in walk(nodes):
        match node:
            case Text(value) | Code(value):
                if place := marks.first(value):
                    return place
            case Citation(place=place):
                return place
            case _:
                pass
    return None


KINDS: dict[str, ClaimKind] = {
    "finding": "finding",
    "statistic": "statistic",
    "judgement": "judgement",
    "recommendation": "recommendation",
}
"""The classes that a writer may give a narrowed claim: `[words]{.claim .judgement}`."""
