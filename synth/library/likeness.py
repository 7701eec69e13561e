"""How sure it is that two entries are one work.

An identifier that both have decides, unless their titles are at odds: the chapters of a book
share its ISBN. Else titles, first authors and years are compared; titles by the normalised
Indel similarity of rapidfuzz. The marks taken off are set by hand and measured by
`benchmarks/dedupe.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from synth.exchange.identity import (
    alike,
    doi_of,
    first_author,
    isbns_of,
    pmid_of,
    without_markup,
    year_of,
)
from synth.model import CslItem

SAME_TITLE = 88.0
"""Titles less alike than this (per cent) are of two works."""

SAME_START = 95.0
"""A title without a subtitle and the start of one that has one are the same from here on."""

OTHER_TITLE = 55.0
"""Titles less alike than this are of two works, even under one identifier."""

_NOTICE = re.compile(
    r"\b(?:errat(?:um|a)|corrigend(?:um|a)|correction|retract(?:ion|ed)|expression of concern|"
    r"reply|response|rejoinder|comment(?:ary)?|letter|author'?s? repl(?:y|ies)|editorial|"
    r"addendum|protocol|preface|foreword|review of|book review|appendix|supplement(?:ary)?)\b"
)
"""Words that make another work of a title: a notice about it, an answer to it, a part of it."""

_NUMBERS = re.compile(
    r"\b(?:[0-9]+|(?<=part )i|ii|iii|iv|vi{0,3}|ix|xi{0,3}|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|"
    r"first|second|third|fourth|fifth|spring|summer|autumn|fall|winter|january|february|march|"
    r"april|may|june|july|august|september|october|november|december|"
    r"(?<=part )[a-d]|(?<=volume )[a-d])\b"
)
"""Words that tell the parts of a series from each other."""

_PREPRINT_DOI = re.compile(
    r"10\.(?:1101|48550|31234|31235|31219|2139|21203|20944|26434|7287|12688|36227|5281)/"
)
"""bioRxiv and medRxiv, arXiv, PsyArXiv, SocArXiv, OSF, SSRN, Research Square, Preprints.org, …"""

_PREPRINT_NAME = re.compile(
    r"\b(?:[a-z]*r ?xiv|ssrn|preprints?|research square|(?:working|discussion) papers?|zenodo)\b"
)
_REPORTS = frozenset(
    ("report", "document", "webpage", "book", "legislation", "dataset", "standard")
)
_PARTS = frozenset(("chapter", "entry-encyclopedia", "entry-dictionary", "paper-conference"))


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a work is compared."""

    type: str
    title: str
    main: str
    family: str
    year: int | None
    doi: str
    pmid: str
    isbns: frozenset[str]
    container: str
    volume: str
    page: str
    edition: str
    preprint: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """The identifiers, each with its kind."""
        found = [f"doi {self.doi}" if self.doi else "", f"pmid {self.pmid}" if self.pmid else ""]
        return (*filter(None, found), *(f"isbn {isbn}" for isbn in sorted(self.isbns)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two works are one, from 0 to 1, and why."""

    score: float
    reason: str = ""


NONE = Likeness(0.0)


def traits(item: CslItem) -> Traits:
    """What of an item is compared."""
    title = without_markup(str(item.get("title") or ""))
    main = re.split(r"\s*[:?!–—]\s|\s-\s|\.\s", title, maxsplit=1)[0]
    container = alike(item.get("container-title"))
    doi = doi_of(item)
    source = alike(f"{item.get('publisher', '')} {container} {item.get('genre', '')}")
    return Traits(
        type=str(item.get("type", "")),
        title=alike(title),
        main=alike(main),
        family=first_author(item),
        year=year_of(item),
        doi=doi,
        pmid=pmid_of(item),
        isbns=isbns_of(item),
        container=container,
        volume=alike(item.get("volume")),
        page=alike(re.split(r"[-–—,]", str(item.get("page") or ""))[0]),
        edition=re.sub(r"\D", "", str(item.get("edition") or "")) or alike(item.get("edition")),
        preprint=bool(_PREPRINT_DOI.match(doi) or _PREPRINT_NAME.search(source)),
    )


def likeness(one: Traits, two: Traits, at_least: float) -> Likeness:
    """How alike two works are; one that cannot reach `at_least` may be given as none."""
    shared = _shared_identifier(one, two)
    if shared:
        return _by_identifier(one, two, shared)
    title, by_main = _title(one, two)
    if title < SAME_TITLE or _series(one, two, by_main):
        return NONE
    author = _author(one, two)
    if author == 0:
        return NONE
    score = title / 100 - (0.03 if by_main else 0.0) - (1 - author) * 0.3
    years, off = _years(one, two)
    score -= off + (0.0 if by_main else _other_words(one.title, two.title))
    if score < at_least:
        return NONE
    score -= _at_odds(one, two)
    words = ["title without subtitle" if by_main else f"title {title:.0f} %"]
    words += [years] if years else []
    words += ["first author"] if one.family and two.family else []
    return Likeness(round(max(0.0, min(score, 0.99)), 3), ", ".join(words))


def _shared_identifier(one: Traits, two: Traits) -> str:
    if one.doi and one.doi == two.doi:
        return "same DOI"
    if one.pmid and one.pmid == two.pmid:
        return "same PMID"
    if one.isbns & two.isbns:
        return "same ISBN"
    return ""


def _by_identifier(one: Traits, two: Traits, shared: str) -> Likeness:
    """The likeness of two works with one identifier: less when their titles are at odds."""
    if one.title and two.title:
        whole = fuzz.ratio(one.title, two.title)
        alike_titles = max(whole, fuzz.ratio(one.main, two.main))
        if alike_titles < OTHER_TITLE or bool(_NOTICE.search(one.title)) != bool(
            _NOTICE.search(two.title)
        ):
            return Likeness(0.3, f"{shared}, but another title")
    if shared == "same ISBN":
        if (one.type in _PARTS) != (two.type in _PARTS):
            return Likeness(0.3, f"{shared}, but one is a part of the other")
        if one.type in _PARTS and (not one.title or alike_titles < SAME_TITLE):
            return Likeness(0.3, f"{shared}, but other chapters")
        if _differ(one.edition, two.edition) or _differ(one.volume, two.volume):
            return Likeness(0.5, f"{shared}, but another edition or volume")
    return Likeness(1.0, shared)


def _title(one: Traits, two: Traits) -> tuple[float, bool]:
    """How alike the titles are, in per cent, and whether only with a subtitle left out."""
    if not one.title or not two.title:
        return 0.0, False
    whole = fuzz.ratio(one.title, two.title, score_cutoff=SAME_TITLE)
    if whole >= SAME_START:
        return whole, False
    short, long = sorted((one, two), key=lambda each: len(each.title))
    if len(short.title.split()) < 3 or short.title != short.main or long.title == long.main:
        return whole, False
    main = fuzz.ratio(short.title, long.main, score_cutoff=SAME_START)
    if not main:
        return whole, False
    return (0.0 if _NOTICE.search(long.title[len(long.main) :]) else main), True


def _other_words(one: str, two: str) -> float:
    """What words take off that stand in one title only, and are no misspelling of each other."""
    if one == two:
        return 0.0
    first, second = one.split(), two.split()
    ours = "".join(word for word in first if word not in second)
    theirs = "".join(word for word in second if word not in first)
    if not ours or not theirs:
        return 0.0 if len(ours or theirs) < 4 else 0.04
    if max(len(ours), len(theirs)) < 4:
        return 0.0
    return 0.0 if fuzz.ratio(ours, theirs) >= 75 else 0.15


def _series(one: Traits, two: Traits, by_main: bool) -> bool:
    """Whether the titles are of two parts of a series, or one is a notice about the other."""
    if one.title == two.title:
        return False
    first, second = (one.main, two.main) if by_main else (one.title, two.title)
    if sorted(_NUMBERS.findall(first)) != sorted(_NUMBERS.findall(second)):
        return True
    return set(_NOTICE.findall(one.title)) != set(_NOTICE.findall(two.title))


def _author(one: Traits, two: Traits) -> float:
    """How alike the first authors are, from 0 to 1; a little less when one is not known."""
    if not one.family or not two.family:
        return 1.0 if one.family == two.family else 0.75
    if one.family == two.family:
        return 1.0
    short, long = sorted((one.family, two.family), key=len)
    if long.endswith(f" {short}") or long.startswith(f"{short} "):  # a particle, a second name
        return 0.9
    near = fuzz.ratio(short, long)
    return near / 100 if near >= 75 else 0.0


def _years(one: Traits, two: Traits) -> tuple[str, float]:
    """The years in words, and what they take off."""
    if one.year is None or two.year is None:
        return "", 0.03
    apart = abs(one.year - two.year)
    if apart == 0:
        return "year", 0.0
    words = "year off by one" if apart == 1 else f"{apart} years apart"
    if one.preprint != two.preprint:
        return words, 0.02 * apart
    if one.type in _REPORTS or two.type in _REPORTS:  # a report may come every year
        return words, 0.2
    return words, 0.04 if apart == 1 else 0.1 * apart


def _at_odds(one: Traits, two: Traits) -> float:
    """What identifiers, editions and places that differ take off."""
    off = 0.0
    preprint = one.preprint != two.preprint
    if preprint:
        off += 0.03
    elif one.doi and two.doi:
        off += 0.03 if _same_place(one, two) else 0.2
    if one.pmid and two.pmid:
        off += 0.2
    if _differ(one.edition, two.edition):
        off += 0.3
    elif one.edition != two.edition and one.year != two.year:
        off += 0.1
    if one.type != two.type and {one.type, two.type} & _PARTS:
        off += 0.12
    elif _differ(one.volume, two.volume) and _differ(one.page, two.page):
        off += 0.2
    if len(one.title.split()) < 3 and one.container != two.container:
        off += 0.2
    return off


def _same_place(one: Traits, two: Traits) -> bool:
    """Whether both stand on one page of one volume."""
    return bool(one.page) and (one.volume, one.page) == (two.volume, two.page)


def _differ(one: str, two: str) -> bool:
    return bool(one and two and one != two)
