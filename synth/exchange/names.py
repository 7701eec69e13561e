"""Names of people and institutions, as reference files write them on a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

Name: TypeAlias = dict[str, Any]

MOST_NAMES = 10_000
"""On one line; the longest list of authors that was ever printed has some five thousand."""

LONGEST = 2000
"""No name is longer, in characters; longer ones are not looked into."""

_INITIALS = re.compile(r"(?:\w\.[-\u2010 ]?)+")
_BARE_INITIALS = re.compile(r"(?:[^\W\d_]\.?[-\u2010]?){1,4}")
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "2nd", "3rd", "4th", "ii", "iii", "iv"))
_CAPITALS = re.compile(r"(?:[^\W\d_]-?){1,3}(?<=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,4}")
_COUNTRIES = frozenset(
    ("UK", "US", "USA", "EU", "UN", "GB", "NZ", "UAE", "DC", "NY", "EC", "HQ", "NHS", "NGO", "II")
)
"""What may stand at the end of an institution's name: "Cochrane UK"."""

_PLACES = frozenset(("D.C.", "U.S.", "U.K.", "U.S.A.", "E.U.", "U.N."))
"""What looks like initials at the end of an institution's name, and is none."""


def name_of(text: str) -> Name:
    """A name that a comma tells apart: "Family, Given, Suffix", else an institution.

    One word is a family name; so is what stands before initials with dots ("Liu R."). A comma
    at the end marks an institution, and so does a doubled one inside it, as in EndNote.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return {"literal": text}
    if ",," in text:
        return {"literal": text.replace(",,", ",", 1)}
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return _without_comma(text)
    if len(parts) > 3 or not parts[0]:
        return {"literal": text}
    if not any(parts[1:]):
        return {"literal": parts[0]}
    return _filled(*parts)


def indexed_name(text: str, among: bool = False) -> Name | None:
    """A person as MEDLINE and the Cochrane Library print one, "van der Berg JA"; else None.

    Told by initials without dots behind one word with its particles. `among` other such names
    more is taken for one: two words, and letters that also stand for a country.
    """
    words = text.split() if len(text) <= LONGEST and "," not in text else []
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    if len(words) < 2 or not words[-1].isupper() or not _CAPITALS.fullmatch(words[-1]):
        return None
    initials = words.pop()
    start = next((at for at, word in enumerate(words) if not word.islower()), len(words))
    core = words[start:]
    most = 2 if among and len(initials) < 3 else 1
    if not 1 <= len(core) <= most or any(
        word.isupper() or not word[0].isupper() or not _WORD.fullmatch(word) for word in core
    ):
        return None
    if initials in _COUNTRIES and not among:
        return None
    return _filled(" ".join(words), initials, suffix)


def with_families(names: list[Name], short: str) -> list[Name]:
    """EPPI-Reviewer's names, "Ohly Heather", parted as the short title says: "Ohly (2016)".

    The short title begins with what EPPI-Reviewer takes for the first author's family name.
    Where that is less than the whole name of the first of several, it is a person, and so are
    the others of two or three words. One alone may as well be an institution.
    """
    family = re.split(r" (?:\(|et al|and\b|&)", short[:LONGEST], maxsplit=1)[0].strip()
    whole = str(names[0].get("literal", ""))
    if len(names) < 2 or not family or not whole.startswith(f"{family} "):
        return names
    first = _family_first(names[0])
    return names if "literal" in first else [first, *map(_family_first, names[1:])]


def _family_first(name: Name) -> Name:
    words = str(name.get("literal", "")).split()
    start = next((at for at, word in enumerate(words) if not word.islower()), len(words))
    rest = words[start + 1 :]
    if not 1 <= len(rest) <= 2 or any(word.islower() for word in rest):
        return name
    return _filled(" ".join(words[: start + 1]), " ".join(rest))


def names_of(text: str) -> list[Name]:
    """The names of a line: one, or several with semicolons between them."""
    parts = [part.strip() for part in text.split(";", MOST_NAMES)]
    if 1 < len(parts) <= MOST_NAMES and ",," not in text and any("," in part for part in parts):
        return [name_of(part) for part in parts if part]
    return [name_of(text)] if text.strip() else []


def name_with_initials(text: str) -> Name:
    """A name as indexes print it: "Smith JA", "Smith J.A. Jr"; else as `name_of` reads it."""
    if len(text) > LONGEST:
        return {"literal": text}
    words = text.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    if "," in text or len(words) < 2 or not _BARE_INITIALS.fullmatch(words[-1]):
        return with_suffix_last(name_of(text))
    start = len(words) - 1
    while start > 1 and _BARE_INITIALS.fullmatch(words[start - 1]) and words[start - 1].isupper():
        start -= 1
    if not words[-1].isupper():
        return name_of(text)
    return _filled(" ".join(words[:start]), " ".join(words[start:]), suffix)


def with_suffix_last(name: Name) -> Name:
    """The name with the suffix that MEDLINE puts behind the given names: "King, Martin L Jr"."""
    given, _, last = str(name.get("given", "")).rpartition(" ")
    if given and last.lower() in _SUFFIXES and "suffix" not in name:
        return {**name, "given": given, "suffix": last}
    return name


def line_of(name: Mapping[str, Any]) -> str:
    """A name on a line, as `name_of` reads it. A particle goes to the part that it sorts with."""
    literal = str(name.get("literal", ""))
    if literal:
        if "," in literal:
            return literal.replace(",", ",,", 1)
        person = "family" in name_of(literal) or indexed_name(literal, among=True)
        return f"{literal}," if person else literal
    family = _joined(name.get("non-dropping-particle"), name.get("family"))
    given = _joined(name.get("given"), name.get("dropping-particle"))
    suffix = str(name.get("suffix", ""))
    if suffix:
        return f"{family}, {given}, {suffix}"
    return f"{family}, {given}" if given else family


def _without_comma(text: str) -> Name:
    before, _, last = text.rpartition(" ")
    if not before:
        return {"family": text}
    if _INITIALS.fullmatch(last) and last not in _PLACES:
        return {"family": before.strip(), "given": last}
    return {"literal": text}


def _filled(family: str, given: str = "", suffix: str = "") -> Name:
    parts = {"family": family, "given": given, "suffix": suffix}
    return {part: text for part, text in parts.items() if text}


def _joined(*words: object) -> str:
    return " ".join(str(word) for word in words if word)
