"""The columns of Scopus, Covidence and EPPI-Reviewer, and the fields of CSL that they hold.

Scopus: both the columns of before 2020 and the later ones. Covidence: "Export references, CSV".
EPPI-Reviewer: the columns of its item export, with and without spaces in their names. Names of
columns are compared without case, spaces and punctuation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AUTHORS, FULL_AUTHORS, EDITORS = "authors", "full authors", "editors"
YEAR, MONTH, PAGE_START, PAGE_END, TYPE = "year", "month", "page start", "page end", "type"
KEYWORDS, NUMBER, NOTE = "keywords", "serial number", "note"
"""What a column may hold that is not one field of CSL as it stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A program that writes tables: its columns, and its types of work."""

    prefix: str
    columns: Mapping[str, str]
    types: Mapping[str, str]
    untyped: str = "article-journal"
    kept: frozenset[str] = field(default_factory=frozenset)


SCOPUS = Source(
    "scopus",
    {
        "authors": AUTHORS,
        "authorfullnames": FULL_AUTHORS,
        "title": "title",
        "year": YEAR,
        "sourcetitle": "container-title",
        "abbreviatedsourcetitle": "container-title-short",
        "volume": "volume",
        "issue": "issue",
        "artno": "number",
        "pagestart": PAGE_START,
        "pageend": PAGE_END,
        "doi": "DOI",
        "link": "URL",
        "abstract": "abstract",
        "authorkeywords": KEYWORDS,
        "indexkeywords": KEYWORDS,
        "editors": EDITORS,
        "publisher": "publisher",
        "conferencename": "event-title",
        "conferencelocation": "event-place",
        "issn": "ISSN",
        "isbn": "ISBN",
        "pubmedid": "PMID",
        "languageoforiginaldocument": "language",
        "documenttype": TYPE,
        "source": "source",
    },
    {
        "article": "article-journal",
        "article in press": "article-journal",
        "book": "book",
        "book chapter": "chapter",
        "conference paper": "paper-conference",
        "conference review": "paper-conference",
        "data paper": "article-journal",
        "editorial": "article-journal",
        "erratum": "article-journal",
        "letter": "article-journal",
        "note": "article-journal",
        "report": "report",
        "retracted": "article-journal",
        "review": "article-journal",
        "short survey": "article-journal",
    },
    kept=frozenset(("indexkeywords", "documenttype")),
)

COVIDENCE = Source(
    "covidence",
    {
        "title": "title",
        "authors": AUTHORS,
        "abstract": "abstract",
        "publishedyear": YEAR,
        "publishedmonth": MONTH,
        "journal": "container-title",
        "volume": "volume",
        "issue": "issue",
        "pages": "page",
        "doi": "DOI",
        "notes": NOTE,
    },
    {},
)

EPPI = Source(
    "eppi",
    {
        "title": "title",
        "authors": AUTHORS,
        "author": AUTHORS,
        "parenttitle": "container-title",
        "journal": "container-title",
        "parentauthors": EDITORS,
        "year": YEAR,
        "month": MONTH,
        "standardnumber": NUMBER,
        "city": "publisher-place",
        "publisher": "publisher",
        "volume": "volume",
        "pages": "page",
        "edition": "edition",
        "issue": "issue",
        "url": "URL",
        "doi": "DOI",
        "abstract": "abstract",
        "comments": NOTE,
        "typename": TYPE,
        "type": TYPE,
        "itemtype": TYPE,
        "referencetype": TYPE,
        "keywords": KEYWORDS,
    },
    {
        "book, chapter": "chapter",
        "book, whole": "book",
        "conference proceedings": "paper-conference",
        "document from internet site": "webpage",
        "dvd, video, media": "motion_picture",
        "dissertation": "thesis",
        "generic": "document",
        "internet site": "webpage",
        "journal, article": "article-journal",
        "journal, whole": "periodical",
        "report": "report",
        "research project": "report",
    },
    untyped="document",
)
