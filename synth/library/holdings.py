"""The works that are held, and which of them a new one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from rapidfuzz import fuzz

from synth.exchange.identity import alike, doi_of, first_author, isbns_of, pmid_of, year_of
from synth.exchange.keys import tries
from synth.library.comparing import in_words, lacking
from synth.model import CslItem, Reference

SAME_TITLE = 90
"""Titles this alike (per cent, Indel ratio) are one title under one key."""

OTHER_TITLE = 50
"""Titles less alike than this are of two works, even under one identifier."""

LONG = 3
"""A title of as many words is seldom that of two works of one year or author."""

LOOKED_AT = 20
"""As many works of one title, year and author are compared with a new one."""

Marks: TypeAlias = tuple[tuple[str, ...], ...]
"""What a work is known by, the surest first: each mark with its kind."""


class Holdings:
    """The works that are held, findable by what they are known by."""

    def __init__(self, works: Sequence[Reference]) -> None:
        self.works: list[Reference] = []
        self.slots: dict[str, int] = {}
        """By key and alias: the place in `works`."""
        self._known: dict[tuple[str, ...], list[int]] = {}
        self._tries: dict[str, Iterator[str]] = {}
        for work in works:
            self.append(work, tuple(marks_of(work.item)))
        self.first_new = len(self.works)

    def append(self, reference: Reference, marks: Marks) -> None:
        """Takes in a work with what it is known by."""
        slot = len(self.works)
        self.works.append(reference)
        for key in (reference.key, *reference.aliases):
            self.slots.setdefault(key, slot)
        self._know(slot, marks)

    def free_key(self, key: str) -> str:
        """The key, or the key with the first letters that make it free."""
        if key not in self.slots:
            return key
        ahead = self._tries.setdefault(key, tries(key))
        return next(each for each in ahead if each not in self.slots)

    def change(self, slot: int, reference: Reference) -> None:
        """Takes in what a work has gained."""
        self.works[slot] = reference
        self._know(slot, tuple(marks_of(reference.item)))

    def _know(self, slot: int, marks: Marks) -> None:
        for mark in marks:
            known = self._known.setdefault(mark, [])
            if slot not in known[-LOOKED_AT:]:
                known.append(slot)

    def find(self, reference: Reference, marks: Marks) -> tuple[int, str] | None:
        """The slot of the same work and why it is the same, or None.

        One that has all of it already is preferred, so that adding a file again finds what
        became of it; then one with the surest mark in common.
        """
        found = list(self._candidates(reference, marks))
        whole = (each for each in found if not any(self.gain(each[0], reference)))
        return next(whole, None) or next(iter(found), None)

    def gain(self, slot: int, reference: Reference) -> tuple[dict[str, Any], dict[str, str]]:
        """What a work would gain from a reference."""
        return lacking(self.works[slot].item, reference.item)

    def _candidates(self, reference: Reference, marks: Marks) -> Iterator[tuple[int, str]]:
        item = reference.item
        for mark in marks:
            for slot in self._known.get(mark, ())[:LOOKED_AT]:
                held = self.works[slot]
                if mark[0] == "all":
                    same = _comes_of(held.key, reference.key)
                else:
                    same = not _contradict(mark[0], held.item, item)
                if same:
                    yield slot, _REASONS[mark[0]]
        for key in islice(tries(reference.key), LOOKED_AT):
            slot = self.slots.get(key, -1)
            if slot < 0:
                break
            if _same_under_key(self.works[slot].item, item):
                yield slot, "same key"


_REASONS = {
    "doi": "same DOI",
    "pmid": "same PMID",
    "isbn": "same ISBN",
    "all": "the same in every field",
    "title": "same title, year and first author",
    "long title": "same title, year or first author",
}


def marks_of(item: CslItem) -> Iterator[tuple[str, ...]]:
    """The marks of a work."""
    if doi := doi_of(item):
        yield "doi", doi
    if pmid := pmid_of(item):
        yield "pmid", pmid
    for isbn in sorted(isbns_of(item)):
        yield "isbn", isbn
    csl = {name: value for name, value in item.items() if name not in _NOT_COMPARED}
    fields = [
        " ".join(f"{name} {in_words(value)}".lower().split())
        for name, value in (csl or _custom(item)).items()
        if value
    ]
    if fields:
        yield "all", str(item.get("type", "")), *sorted(fields)
    title, year, author = alike(item.get("title")), year_of(item), first_author(item)
    if title and year and author:
        yield "title", title, str(year), author
    if len(title.split()) >= LONG:
        yield "long title", title


_NOT_COMPARED = frozenset(("id", "type", "custom", "abstract"))


def _custom(item: CslItem) -> Mapping[str, str]:
    return item.get("custom") or {}


def _comes_of(key: str, wanted: str) -> bool:
    """Whether a key is the one that was wanted, or that with the letters that made it free."""
    return re.fullmatch(re.escape(wanted) + "[a-z]*", key) is not None


def _contradict(mark: str, one: CslItem, two: CslItem) -> bool:
    """Whether two works that share a mark are two works after all."""
    if mark == "long title":
        return _at_odds(one, two) or not _shares_year_or_author(one, two)
    if mark != "title":
        return _titles(one, two) < OTHER_TITLE or (
            mark == "isbn" and (one.get("type") != two.get("type") or _differ("edition", one, two))
        )
    return _at_odds(one, two)


def _at_odds(one: CslItem, two: CslItem) -> bool:
    """Whether two works of one title say of themselves what no one work says."""
    short = len(alike(one.get("title")).split()) < LONG
    return (
        (short and _differ("container-title", one, two))
        or _known_apart(year_of(one), year_of(two))
        or _known_apart(first_author(one), first_author(two))
        or _known_apart(doi_of(one), doi_of(two))
        or _known_apart(pmid_of(one), pmid_of(two))
        or _differ("edition", one, two)
        or (_differ("volume", one, two) and _differ("page", one, two))
    )


def _known_apart(one: object, two: object) -> bool:
    return bool(one and two and one != two)


def _shares_year_or_author(one: CslItem, two: CslItem) -> bool:
    year, author = year_of(one), first_author(one)
    return bool((year and year == year_of(two)) or (author and author == first_author(two)))


def _same_under_key(one: CslItem, two: CslItem) -> bool:
    """Whether two works of one key are one: titles alike, years and first authors not at odds."""
    if _at_odds(one, two):
        return False
    if one.get("title") and two.get("title"):
        return _titles(one, two) >= SAME_TITLE
    return _shares_year_or_author(one, two) or not _says_something(two)


def _says_something(item: CslItem) -> bool:
    return any(value for name, value in item.items() if name not in ("id", "type"))


def _titles(one: CslItem, two: CslItem) -> float:
    """How alike two titles are, in per cent; a title that is the other's start is wholly so."""
    first, second = alike(one.get("title")), alike(two.get("title"))
    if not first or not second or first.startswith(second) or second.startswith(first):
        return 100.0
    return fuzz.ratio(first, second)


def _differ(name: str, one: CslItem, two: CslItem) -> bool:
    return _known_apart(alike(one.get(name)), alike(two.get(name)))
