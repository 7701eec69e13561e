"""The rule about acronyms that nobody explained to the reader."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from synth.check.lexicon import lexicon
from synth.check.phrases import in_english
from synth.check.subject import Subject
from synth.problems import Problem, Severity

_ACRONYM = re.compile(r"(?<![\w.&/@#])(?<!\d-)[A-Z][A-Z0-9]{1,5}(?=s?(?![\w&/@#]|-\d|\.\w))")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})$")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TOWN = re.compile(r"[A-Z][\w’-]+, $")
_MEANS = re.compile(
    r"s?[’”\"']?(?:,? (?:(?:which |here )?(?:means?|stands? for|is short for|refers? to)|that is|"
    r"short for|meaning|(?:by )?(?:which )?we mean)\b|, (?:an?|or) )"
)
_IN_APPOSITION = re.compile(r"s?, the (?P<said>[^,;.()]{3,80})[,;.)]")
_IN_BRACKETS = re.compile(r"s? \((?P<said>[^)]{4,120})\)")
_DASHED = re.compile(r"s? [–—] (?P<said>[^–—,;.]{4,80})")
_BEFORE = re.compile(
    r"(?:\((?:the |or |an? |now |formerly )?|, or |\b(?:known as|called|abbreviated (?:to|as)|"
    r"shortened to|or simply|by) (?:the )?|, |[–—] ?)[‘“\"']?$"
)
_NEAR = 140
"""How many characters before an acronym its full name may begin."""


@dataclass(frozen=True, slots=True)
class _Use:
    """An acronym in a text: its letters, where it begins, and whether the text explains it."""

    letters: str
    start: int
    explained: bool


def unexplained_acronym(subject: Subject) -> Iterator[Problem]:
    """A word of 2 to 6 capitals that nothing explains where the brief first uses it.

    Those that the audience knows, that any reader knows, and that are a name in the references
    need no explanation.
    """
    if not in_english(subject):
        return
    known = {*subject.audience.acronyms, *_named(subject), *subject.audience.words}
    told: set[str] = {word.removesuffix("s") if word[:-1].isupper() else word for word in known}
    for sentence in subject.sentences:
        for use in _uses(sentence.text):
            if use.letters in told or f"{use.letters}s" in known:
                continue
            told.add(use.letters)
            if not use.explained and not _named_in(sentence.section, use.letters):
                yield Problem(
                    "unexplained-acronym",
                    Severity.WARNING,
                    f"“{use.letters}” is not explained where it first stands",
                    sentence.at(use.start),
                    f"Write it out: the full name ({use.letters}). What all these readers know can "
                    "stand under `acronyms:` in their audience.yaml.",
                )


def _named(subject: Subject) -> Iterator[str]:
    """The authors of the works that are cited, where they go by one name: NSPCC, OECD."""
    references = subject.project.references
    for key in {item.reference for item, _ in subject.items()}:
        work = references.get(key)
        for name in (work.item.get("author") or []) if work else ():
            literal = str(name.get("literal") or name.get("family") or "")
            if literal.isupper():
                yield literal


def _named_in(heading: str, letters: str) -> bool:
    """Whether the heading above explains the acronym."""
    return any(use.letters == letters and use.explained for use in _uses(heading))


@lru_cache(maxsize=5_000)
def _uses(text: str) -> tuple[_Use, ...]:
    if not any(letter.isupper() for letter in text[1:]) or _is_shouted(text):
        return ()
    return tuple(
        _Use(found[0], found.start(), _is_explained(text, found.start(), found.end(), found[0]))
        for found in _ACRONYM.finditer(text)
        if _is_acronym(text, found)
    )


def _is_shouted(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 2 and sum(word.isupper() for word in words) > len(words) / 2


def _is_acronym(text: str, found: re.Match[str]) -> bool:
    letters = found[0]
    if sum(letter.isalpha() for letter in letters) < 2 or _ROMAN.match(letters):
        return False
    before = text[max(0, found.start() - 30) : found.start()]
    if letters in _words("states") and _TOWN.search(before):
        return False
    return letters not in _words("known") and letters not in _words("stressed")


@cache
def _words(kind: str) -> Collection[str]:
    return frozenset(lexicon("acronyms")[kind])


def _is_explained(text: str, start: int, end: int, letters: str) -> bool:
    if _MEANS.match(text, end):
        return True
    for form in (_IN_BRACKETS, _DASHED, _IN_APPOSITION):
        found = form.match(text, end)
        if found and (_spells(found["said"], letters) or _describes(found["said"], form)):
            return True
    before = text[max(0, start - _NEAR) : start]
    introduced = _BEFORE.search(before)
    return introduced is not None and _spells(before[: introduced.start()], letters, last=True)


def _describes(said: str, form: re.Pattern[str]) -> bool:
    """Whether words beside an acronym say what it is: "(a network of councils)"."""
    if form is _IN_APPOSITION:
        return len(said.split()) > 2
    return form is _IN_BRACKETS and said.startswith(("a ", "an ", "the "))


def _spells(said: str, letters: str, *, last: bool = False) -> bool:
    """Whether some words could be the full name: their initials hold the acronym's letters.

    The first letter must begin a word, and half of the others must begin later words, or stand in
    them, in their order. With `last`, the name is the end of what is said.
    """
    words = [part for word in _WORD.findall(said) for part in re.split(r"[-’']", word) if part]
    wanted = [letter for letter in letters.lower() if letter.isalpha()]
    if last:
        words = words[-2 * len(wanted) - 3 :]
    initials = [word[0].lower() for word in words]
    starts = [index for index, initial in enumerate(initials) if initial == wanted[0]]
    return any(_follow(initials[index:], words[index:], wanted) for index in starts)


def _follow(initials: list[str], words: list[str], wanted: list[str]) -> bool:
    position, found = 0, 0
    for letter in wanted:
        if letter in initials[position:]:
            position += initials[position:].index(letter) + 1
            found += 1
    if found == len(wanted):
        return True
    if len(words) == 1 or found * 2 >= len(wanted):  # "tuberculosis (TB)", "the index (BMI)"
        inside = iter(" ".join(words).lower())
        return all(letter in inside for letter in wanted)
    return False
