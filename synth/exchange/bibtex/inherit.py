"""What an entry takes from the entries that its `crossref` and `xdata` name.

The rules are those of the BibLaTeX manual (3.18, section 2.4.1 and appendix B): the parent's
title is the child's book title, and so on; an entry's own field always wins. In BibTeX every
field is taken under its own name (btxdoc, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from synth.exchange.bibtex.fields import INHERITED, NOT_INHERITED, SAME

LONGEST = 10_000
"""Characters; a longer value, such as an abstract, is of its own entry alone."""


@dataclass(frozen=True, slots=True)
class Parent:
    """An entry as others see it: its type, its own fields, and where it stands."""

    type: str
    fields: Mapping[str, str]
    line: int


Tell = Callable[[str, str, int], None]
"""Takes a kind of fault, `missing` or `circle`, the key that is at fault, and a line."""

_TITLES = {"title": "title", "subtitle": "subtitle", "titleaddon": "titleaddon"}
_DROPPED = frozenset(("shorttitle", "sorttitle", "indextitle", "indexsorttitle"))
_MV_BOOK = frozenset(("book", "inbook", "bookinbook", "suppbook"))
_MV_COLLECTION = frozenset(
    ("collection", "reference", "incollection", "inreference", "suppcollection")
)
_IN_BOOK = frozenset(("inbook", "bookinbook", "suppbook"))


def inherited(entries: Mapping[str, Parent], tell: Tell, biblatex: bool) -> dict[str, list[str]]:
    """Adds to each entry's fields, which are dicts, what it takes from its parents, and gives
    the keys of the parents of each entry that has some.

    No recursion: a chain of parents may be as long as the file.
    """
    used: dict[str, list[str]] = {}
    done: set[str] = {key for key, entry in entries.items() if not _named(entry.fields)}
    for key in entries:
        if key not in done:
            _complete(key, entries, done, used, tell, biblatex)
    return used


def _complete(
    start: str,
    entries: Mapping[str, Parent],
    done: set[str],
    used: dict[str, list[str]],
    tell: Tell,
    biblatex: bool,
) -> None:
    waiting: list[tuple[str, Iterator[str]]] = [(start, iter(_named(entries[start].fields)))]
    open_ = {start}
    while waiting:
        key, parents = waiting[-1]
        parent = next(parents, None)
        if parent is None:
            waiting.pop()
            open_.discard(key)
            done.add(key)
            _take(key, entries, used, biblatex)
        elif parent not in entries:
            tell("missing", parent, entries[key].line)
        elif parent in open_:
            tell("circle", parent, entries[key].line)
        else:
            used.setdefault(key, []).append(parent)
            if parent not in done:
                waiting.append((parent, iter(_named(entries[parent].fields))))
                open_.add(parent)


def _take(
    key: str, entries: Mapping[str, Parent], used: Mapping[str, list[str]], biblatex: bool
) -> None:
    child = entries[key]
    own = child.fields
    assert isinstance(own, dict)
    for parent in dict.fromkeys(used.get(key, ())):
        found: dict[str, str] = {}
        source = entries[parent]
        for name, value in source.fields.items():
            if name in INHERITED and len(value) <= LONGEST:
                if biblatex:
                    for target in _renamed(source.type, child.type, name):
                        found.setdefault(target, value)
                        if target != name:
                            found[target] = value
                else:
                    found[name] = value
        said = [names for names in SAME if not names.isdisjoint(own)]
        for name, value in found.items():
            if not any(name in names for names in said):
                own.setdefault(name, value)


def _named(fields: Mapping[str, str]) -> list[str]:
    """The keys that an entry names as parents: data first, as biber takes them."""
    result: list[str] = []
    for name in ("xdata", "crossref"):
        if value := fields.get(name):
            result += [key for part in value.split(",") if (key := part.strip(" {}"))]
    return result


def _renamed(parent: str, child: str, name: str) -> tuple[str, ...]:
    """The names under which a child takes a parent's field."""
    if name in NOT_INHERITED:
        return ()
    if parent == "xdata":
        return (name,)
    if name == "author" and (
        (parent in ("mvbook", "book") and child in _IN_BOOK)
        or (parent == "mvbook" and child == "book")
    ):
        return ("bookauthor", "author")
    if parent == "periodical" and child in ("article", "suppperiodical"):
        return _as_title(name, "journal")
    if (parent == "mvbook" and child in _MV_BOOK) or (
        parent in ("mvcollection", "mvreference") and child in _MV_COLLECTION
    ):
        return _as_title(name, "main")
    if parent == "mvproceedings" and child in ("proceedings", "inproceedings", "conference"):
        return _as_title(name, "main")
    if (
        (parent == "book" and child in _IN_BOOK)
        or (parent in ("collection", "reference") and child in _MV_COLLECTION - {parent})
        or (parent == "proceedings" and child in ("inproceedings", "conference"))
    ):
        return _as_title(name, "book")
    return (name,)


def _as_title(name: str, prefix: str) -> tuple[str, ...]:
    if name in _DROPPED:
        return ()
    if prefix == "journal" and name == "titleaddon":
        return (name,)
    return (f"{prefix}{name}",) if name in _TITLES else (name,)
