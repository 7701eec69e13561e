"""A search for studies, counted as the PRISMA 2020 flow diagram counts it.

Source: Page, M. J. and others (2021). The PRISMA 2020 statement. BMJ, 372, n71, figure 1. A
count that is None is not known; an arm that is None was not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

TOTAL = "total"
"""The name that the whole has among its parts."""

Count: TypeAlias = int | None
Tally: TypeAlias = int | Mapping[str, int | None] | None
"""A count, or the counts that it is made of by their names; `total` among them is their sum."""

LARGEST = 10**12
MOST_PARTS = 500
LONGEST_NAME = 500
"""Counts, parts of one box and letters of a name beyond these are a mistake or an attack."""

Sources: TypeAlias = int | Mapping[str, int | Mapping[str, int | None] | None] | None
"""Where records were found: a count, or the tally of each source by its name."""


@dataclass(frozen=True, slots=True)
class Included:
    """How many studies, and how many reports of them."""

    studies: Count = None
    reports: Count = None


@dataclass(frozen=True, slots=True)
class Search:
    """One way of searching, from the records found to the reports assessed.

    `identified` is the records found, by source. `sought` is the reports sought for retrieval,
    and `not_retrieved` those that could not be had. `assessed` is the reports assessed for
    eligibility, and `reports_excluded` those that were not eligible, by reason.
    """

    identified: Sources = None
    sought: Count = None
    not_retrieved: Count = None
    assessed: Count = None
    reports_excluded: Tally = None


@dataclass(frozen=True, slots=True)
class DatabaseSearch(Search):
    """The search of databases and registers, in which records are screened before reports are
    sought.

    `removed` is the records removed before screening: `duplicates`, `automation` (marked as
    ineligible by automation tools) and `other`. `screened` is the records screened, and
    `excluded` those of them that were excluded.
    """

    removed: Tally = None
    screened: Count = None
    excluded: Tally = None


@dataclass(frozen=True, slots=True)
class Flow:
    """How the studies of a review were found.

    `previous` is the studies of the review's previous version. `databases` is the search of
    databases and registers. `other_methods` is what was found on websites, through organisations,
    by citation searching and the like. `included` is the new studies in the review. `total` is
    the studies of both versions, and `meta_analysis` those that were pooled. `words` gives the
    words of a box by its name, where they are not the usual ones.
    """

    title: str | None = None
    previous: Included | None = None
    databases: DatabaseSearch | None = None
    other_methods: Search | None = None
    included: Included = Included()
    total: Included | None = None
    meta_analysis: Included | None = None
    words: Mapping[str, str] = field(default_factory=dict)


WORDS: Mapping[str, str] = {
    "identification": "Identification",
    "screening": "Screening",
    "included": "Included",
    "previous": "Previous studies",
    "databases": "Identification of new studies via databases and registers",
    "other-methods": "Identification of new studies via other methods",
    "previous.studies": "Studies included in previous version of review",
    "previous.reports": "Reports of studies included in previous version of review",
    "databases.identified": "Records identified from",
    "databases.identified.databases": "Databases",
    "databases.identified.registers": "Registers",
    "databases.removed": "Records removed before screening",
    "databases.removed.duplicates": "Duplicate records",
    "databases.removed.automation": "Records marked as ineligible by automation tools",
    "databases.removed.other": "Records removed for other reasons",
    "databases.screened": "Records screened",
    "databases.excluded": "Records excluded",
    "databases.sought": "Reports sought for retrieval",
    "databases.not-retrieved": "Reports not retrieved",
    "databases.assessed": "Reports assessed for eligibility",
    "databases.reports-excluded": "Reports excluded",
    "other-methods.identified": "Records identified from",
    "other-methods.identified.websites": "Websites",
    "other-methods.identified.organisations": "Organisations",
    "other-methods.identified.citations": "Citation searching",
    "other-methods.sought": "Reports sought for retrieval",
    "other-methods.not-retrieved": "Reports not retrieved",
    "other-methods.assessed": "Reports assessed for eligibility",
    "other-methods.reports-excluded": "Reports excluded",
    "included.studies": "New studies included in review",
    "included.reports": "Reports of new included studies",
    "total.studies": "Total studies included in review",
    "total.reports": "Reports of total included studies",
    "meta-analysis.studies": "Total studies included in meta-analysis",
    "meta-analysis.reports": "Reports of total included studies in meta-analysis",
}
"""What PRISMA 2020 calls each box and its lines, by the path of the key; first the side bars and
the heads. A part that is not here is called as its key."""


FIRST_WORDS: Mapping[str, str] = {
    "databases": "Identification of studies via databases and registers",
    "other-methods": "Identification of studies via other methods",
    "included.studies": "Studies included in review",
    "included.reports": "Reports of included studies",
}
"""What PRISMA 2020 calls these boxes where a review has no previous version."""


def whole(tally: Tally | Sources) -> Count:
    """The count as one number: the total that is given, else the sum of the parts, else None."""
    if not isinstance(tally, Mapping):
        return tally
    given = tally.get(TOTAL)
    return given if isinstance(given, int) else sum_of_parts(tally)


def sum_of_parts(tally: Tally | Sources) -> Count:
    """The sum of the parts, or None where there are none or one of them is not known."""
    counts = [whole(part) for _, part in parts_of(tally)]
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def parts_of(tally: Tally | Sources) -> Iterator[tuple[str, Tally]]:
    """The parts of a count with their names, without the total."""
    if isinstance(tally, Mapping):
        yield from ((name, part) for name, part in tally.items() if name != TOTAL)
