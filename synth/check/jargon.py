"""The rule about terms for which an audience has a plain word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from synth.check.phrases import in_english
from synth.check.subject import Subject
from synth.check.words import content
from synth.document import Heading, fold, plain, walk
from synth.problems import Place, Problem, Severity

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_HEAD = ("title", "subtitle", "summary")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_EXPLAINED_AFTER = re.compile(
    r"[’”'\"]?(?:"
    r"\s*\((?!aged|see\b|in\b|for example|e\.g|n ?=)[^)\d]*[a-z]{3}[^)\d]*\s[^)\d]*\)"
    r"|:\s|\s[–—]\s|, or [^,;.)]{3,60}[,;.)]"
    r"|,? (?:that is|i\.e\.|meaning|namely|by which|in other words|in plain words|we mean|"
    r"which (?:means?|refers? to)|in (?:the|this|our) sense)\b"
    r"| (?:here )?(?:means?|refers? to|stands? for|is when|are when|describes?|to mean)\b"
    r"| (?:is|are) (?:the |an? |those )?[\w’ -]{0,40}?\b(?:where|who|whose|in which)\b)"
)
_EXPLAINED_BEFORE = re.compile(
    r"\b(?:called|known as|termed|so-called|named|(?:the|a) (?:term|word|phrase|name)s?|"
    r"calls? (?:this|it|these|them|such)|call|speaks? of)\s+[‘“'\"]?$"
)


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of an audience, its words in their simple forms, and the plain word for it."""

    words: tuple[str, ...]
    term: str
    plain: str


def jargon(subject: Subject) -> Iterator[Problem]:
    """A term of the audience's `words` in the writer's own text; one that is explained may stay."""
    terms = _terms(subject.audience.words)
    if not terms or not in_english(subject):
        return
    explained: set[str] = set()
    for text, place in _head(subject):
        yield from (_problem(term, said, place) for said, term, _ in _used(text, terms, explained))
    for sentence in subject.sentences:
        if sentence.kind != "quote":
            for said, term, start in _used(sentence.text, terms, explained):
                yield _problem(term, said, sentence.at(start))
    for node in walk(subject.document.blocks):
        if isinstance(node, Heading):
            for said, term, _ in _used(fold(plain(node.children)), terms, explained):
                yield _problem(term, said, node.place)


def _problem(term: _Term, said: str, place: Place) -> Problem:
    return Problem(
        "jargon",
        Severity.WARNING,
        f"“{said}” is a term for which these readers have a plain word",
        place,
        f"Say “{term.plain}”, or explain the term where it stands. In a brief for several "
        f'audiences, write {{{{ word("{term.term}") }}}}.',
    )


def _head(subject: Subject) -> Iterator[tuple[str, Place]]:
    """What the head of the brief says to its readers, and where."""
    for key in _HEAD:
        text = getattr(subject.brief.head, key)
        if text:
            yield text, subject.brief.places.get(key, subject.head)


def _terms(words: Mapping[str, str]) -> tuple[_Term, ...]:
    return tuple(
        _Term(forms, term, plain_word)
        for term, plain_word in words.items()
        if (forms := _forms(term)) and term.casefold() not in plain_word.casefold()
    )


@lru_cache(maxsize=20_000)
def _forms(text: str) -> tuple[str, ...]:
    return tuple(simple_form(word.lower().replace("’", "'")) for word in _WORD.findall(text))


def simple_form(word: str) -> str:
    """A word in small letters without the ending of a plural or a possessive."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word.replace("isation", "ization").replace("behavior", "behaviour")


def _used(
    text: str, terms: tuple[_Term, ...], explained: set[str]
) -> Iterator[tuple[str, _Term, int]]:
    """The terms that a text uses unexplained: as it writes each, the term, and where it begins.

    One that it explains is remembered, and may be used from there on.
    """
    forms = _forms(text)
    for term in terms:
        if term.term in explained or term.words[0] not in forms:
            continue
        length = len(term.words)
        for index in range(len(forms) - length + 1):
            if forms[index : index + length] != term.words:
                continue
            words = list(_WORD.finditer(text))
            start, end = words[index].start(), words[index + length - 1].end()
            if _explains(text, start, end, term):
                explained.add(term.term)
                break
            if not _is_name(text, start, end) and not _in_quotation(text, start, end):
                yield text[start:end], term, start
                break


def _explains(text: str, start: int, end: int, term: _Term) -> bool:
    """Whether a text says what the term at this place means."""
    before = text[max(0, start - 60) : start]
    if _EXPLAINED_AFTER.match(text, end) or _EXPLAINED_BEFORE.search(before):
        return True
    if before.endswith(" (") and text.startswith(")", end):
        return True
    other = content(text[:start] + text[end:])
    meaning = content(term.plain)
    return bool(meaning) and meaning <= other and not meaning <= content(term.term)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the term is a part of a name in capitals, such as that of an organisation."""
    words = text[start:end].split()
    capital = all(word[:1].isupper() and not word.isupper() for word in words)
    return capital and start > 0 and text[start - 2 : start] not in (". ", ": ")


def _in_quotation(text: str, start: int, end: int) -> bool:
    """Whether the term stands within words that are quoted, more than the term itself."""
    return any(
        quoted.start() < start and end < quoted.end() and len(quoted[0].split()) > 3
        for quoted in _QUOTED.finditer(text)
    )
