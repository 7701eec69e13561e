"""Two descriptions of one work, field by field: what one lacks, and where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synth.exchange.identity import alike, doi_of, family_of, isbns_of
from synth.model import CslItem

OWN = frozenset({"id", "custom", "ids", "bibtex-type"})
"""What belongs to the entry and not to the work: its key, its aliases, its type in BibTeX."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two descriptions disagree, with both values in words."""

    field: str
    held: str
    other: str


def lacking(held: CslItem, other: CslItem) -> tuple[dict[str, Any], dict[str, str]]:
    """What another description says and this one does not: CSL fields, and those of `custom`."""
    csl = {
        name: value
        for name, value in other.items()
        if name not in OWN and value and not held.get(name) and not _is_derived(name, other)
    }
    own = held.get("custom") or {}
    custom = {
        name: value
        for name, value in (other.get("custom") or {}).items()
        if value and name not in OWN and not own.get(name)
    }
    return csl, custom


def _is_derived(name: str, item: CslItem) -> bool:
    """Whether a field only says again what the title does: its start, as a short title."""
    short = alike(item.get("title-short"))
    return name == "title-short" and alike(item.get("title")).startswith(short)


def differences(held: CslItem, other: CslItem) -> Iterator[Difference]:
    """Each field that both have and in which they disagree; how it is written does not count."""
    for name, value in other.items():
        if name not in OWN and value and held.get(name) and not agree(name, held[name], value):
            yield Difference(name, in_words(held[name]), in_words(value))
    own = held.get("custom") or {}
    for name, value in (other.get("custom") or {}).items():
        if name not in OWN and own.get(name) and not agree(name, own[name], value):
            yield Difference(name, in_words(own[name]), in_words(value))


def agree(field: str, one: Any, two: Any) -> bool:
    """Whether two values of a field say the same, one of them perhaps less of it."""
    if one == two:
        return True
    if isinstance(one, list) and isinstance(two, list):
        return _same_names(one, two)
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return _same_date(one, two)
    if field == "ISBN":
        return bool(isbns_of({"ISBN": one}) & isbns_of({"ISBN": two})) or alike(one) == alike(two)
    if field == "DOI":
        return doi_of({"DOI": one}) == doi_of({"DOI": two})
    if field == "page":
        return _page(str(one)) == _page(str(two))
    return alike(one) == alike(two) != ""


def _page(text: str) -> str:
    return re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", text.strip()).lower()


def _same_date(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether one date is the other, or its start: 2020 and 2020-05 agree."""
    first, second = one.get("date-parts"), two.get("date-parts")
    if not first or not second:
        return alike(one.get("literal")) == alike(two.get("literal")) and not (first or second)
    pairs = zip(first, second, strict=False)
    return all(str(a) == str(b) for left, right in pairs for a, b in zip(left, right, strict=False))


def _same_names(one: list[Any], two: list[Any]) -> bool:
    """Whether two lists of names agree: family names alike, given names no more than shortened.

    A list that ends in "others" agrees with a longer one.
    """
    first, second = _open_list(one), _open_list(two)
    if len(first) != len(second) and len(first) == len(one) and len(second) == len(two):
        return False
    return all(_same_name(a, b) for a, b in zip(first, second, strict=False))


def _open_list(names: list[Any]) -> list[Any]:
    return names[:-1] if names and names[-1].get("literal") == "others" else names


def _same_name(one: CslItem, two: CslItem) -> bool:
    return family_of(one) == family_of(two) and given_fit(
        str(one.get("given", "")), str(two.get("given", ""))
    )


def given_fit(one: str, two: str) -> bool:
    """Whether two given names can be one person's: each part the other's, or its initial."""
    return all(
        a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0])
        for a, b in zip(given_parts(one), given_parts(two), strict=False)
    )


def given_parts(given: str) -> list[str]:
    """The parts of a given name, with initials that are written together taken apart."""
    parts: list[str] = []
    for word in re.findall(r"[^\W\d_]+", given):
        if len(word) <= 3 and word.isupper():
            parts += [alike(letter) for letter in word]
        else:
            parts.append(alike(word))
    return [part for part in parts if part]


def in_words(value: Any) -> str:
    """A value as plain text: names as `Last, First; …`, dates as in ISO 8601."""
    if isinstance(value, list):
        return "; ".join(_name(each) for each in value)
    if isinstance(value, Mapping):
        return _date(value)
    return str(value)


def _name(name: Any) -> str:
    if not isinstance(name, Mapping):
        return str(name)
    if name.get("literal"):
        return str(name["literal"])
    family = [str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part)]
    given = [str(name[part]) for part in ("given", "dropping-particle") if name.get(part)]
    parts = [" ".join(family), str(name.get("suffix", "")), " ".join(given)]
    return ", ".join(part for part in parts if part)


def _date(date: Mapping[str, Any]) -> str:
    ends = [
        "-".join(f"{int(part):02}" if str(part).isdecimal() else str(part) for part in end)
        for end in date.get("date-parts") or ()
    ]
    return "/".join(ends) or str(date.get("literal", "")) or str(dict(date))
