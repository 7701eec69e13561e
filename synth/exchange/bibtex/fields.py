"""Which types and fields of BibTeX and BibLaTeX are which of CSL 1.0.2.

The types and fields are those of the BibLaTeX manual (3.18, sections 2.1 and 2.2); what they
become is as in pandoc, whose printed text synth's must equal.
"""

from __future__ import annotations

TYPES = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "book": "book",
    "bookinbook": "chapter", "booklet": "pamphlet", "collection": "book", "commentary": "book",
    "conference": "paper-conference", "data": "dataset", "dataset": "dataset",
    "electronic": "webpage", "image": "graphic", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case", "legal": "treaty", "legislation": "legislation",
    "letter": "personal_communication", "letters": "personal_communication", "manual": "book",
    "mastersthesis": "thesis", "misc": "document", "movie": "motion_picture", "music": "song",
    "mvbook": "book", "mvcollection": "book", "mvproceedings": "book", "mvreference": "book",
    "newsarticle": "article-newspaper", "online": "webpage", "patent": "patent",
    "performance": "speech", "periodical": "article-journal", "phdthesis": "thesis",
    "proceedings": "book", "reference": "book", "report": "report", "review": "review",
    "set": "document", "software": "software", "standard": "legislation", "suppbook": "chapter",
    "suppcollection": "chapter", "suppperiodical": "article-journal", "techreport": "report",
    "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture", "www": "webpage",
}  # fmt: skip

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""What `entrysubtype` makes of an article or a periodical."""

PERIODICAL = frozenset(("article", "periodical", "suppperiodical", "review"))
"""Types whose `number` is an issue."""

IN_A_BOOK = frozenset(
    ("inbook", "incollection", "inproceedings", "conference", "inreference", "bookinbook")
)
"""Types that stand in a work with a title of its own, `booktitle`."""

BOOKS = frozenset((
    "book", "collection", "proceedings", "reference", "mvbook", "mvcollection", "mvproceedings",
    "mvreference", "bookinbook", "inbook", "incollection", "inproceedings", "conference",
    "inreference", "suppbook", "suppcollection",
))  # fmt: skip
"""Types whose `number` counts the volumes of a series."""

TEXTS = {
    "abstract": "abstract", "chapter": "chapter-number", "edition": "edition",
    "origlocation": "original-publisher-place", "origpublisher": "original-publisher",
    "pagetotal": "number-of-pages", "venue": "event-place", "version": "version",
    "volumes": "number-of-volumes",
}  # fmt: skip
"""Fields of text, and their variables."""

VERBATIM = {
    "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "library": "call-number", "pmcid": "PMCID",
    "pmid": "PMID", "url": "URL",
}  # fmt: skip
"""Fields whose characters mean themselves: a percent sign or an underscore is no LaTeX."""

TITLES = {"eventtitle": "event-title", "origtitle": "original-title"}
"""Titles that stand alone."""

NAMES = {
    "author": "author", "bookauthor": "container-author", "director": "director",
    "editor": "editor", "translator": "translator",
}  # fmt: skip

DATES = {"": "issued", "event": "event-date", "orig": "original-date", "url": "accessed"}
"""Beginnings of `date`, `year`, `month` and `day`, and the dates that they give."""

PUBLISHERS = ("school", "institution", "organization", "howpublished", "publisher")
"""Fields that together are the publisher, in this order."""

PARAGRAPHED = frozenset(("abstract", "annotation", "annote", "note"))
"""Fields in which an empty line parts paragraphs."""

CSL = "csl-"
"""Begins the name of a field that holds a variable of CSL which BibLaTeX has no field for."""

CSL_CUSTOM = "csl-custom-"
"""Begins the name of a field that is kept as it stands though its name has a meaning."""

CSL_NAMES = frozenset((
    "chair", "collection-editor", "compiler", "composer", "container-author", "contributor",
    "curator", "director", "editorial-director", "executive-producer", "guest", "host",
    "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer",
    "producer", "recipient", "reviewed-author", "script-writer", "series-creator", "author",
    "editor", "translator",
))  # fmt: skip
CSL_DATES = frozenset((
    "accessed", "available-date", "event-date", "issued", "original-date", "submitted",
))  # fmt: skip

BIBSTRINGS = {
    "bathesis": "Bachelor’s thesis", "mathesis": "Master’s thesis", "phdthesis": "PhD thesis",
    "candthesis": "Candidate thesis", "resreport": "research report",
    "techreport": "technical report", "software": "computer software", "datacd": "CD-ROM",
    "audiocd": "audio CD", "patent": "patent", "patentde": "German patent",
    "patenteu": "European patent", "patentfr": "French patent", "patentuk": "British patent",
    "patentus": "U.S. patent", "patreq": "patent request", "patreqde": "German patent request",
    "patreqeu": "European patent request", "patreqfr": "French patent request",
    "patrequk": "British patent request", "patrequs": "U.S. patent request",
    "inpreparation": "in preparation", "submitted": "submitted", "forthcoming": "forthcoming",
    "inpress": "in press", "prepublished": "pre-published", "newseries": "new series",
    "oldseries": "old series", "countryde": "Germany", "countryeu": "European Union",
    "countryep": "European Union", "countryfr": "France", "countryuk": "United Kingdom",
    "countryus": "United States of America",
}  # fmt: skip
"""BibLaTeX's localisation keys that stand in databases, in English (english.lbx)."""

EPRINTS = {
    "arxiv": "https://arxiv.org/abs/", "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "googlebooks": "https://books.google.com?id=",
}  # fmt: skip
"""Archives whose identifiers make a URL."""

NOT_INHERITED = frozenset((
    "ids", "crossref", "xref", "entryset", "entrysubtype", "execute", "label", "options",
    "presort", "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand",
    "shorthandintro", "sortkey", "xdata",
))  # fmt: skip
"""Fields that no entry takes from its parent (BibLaTeX manual, appendix B)."""

INHERITED = frozenset((
    "abstract", "addendum", "address", "afterword", "annotation", "annotator", "annote", "author",
    "bookauthor", "booksubtitle", "booktitle", "booktitleaddon", "chapter", "commentator", "date",
    "day", "director", "doi", "edition", "editor", "editortype", "eid", "eprint", "eprintclass",
    "eprinttype", "archiveprefix", "primaryclass", "eventdate", "eventday", "eventmonth",
    "eventtitle", "eventyear", "foreword", "howpublished", "hyphenation", "institution",
    "introduction", "isbn", "issn", "issue", "journal",
    "journalsubtitle", "journaltitle", "keywords", "langid", "langidopts", "language", "library",
    "location", "mainsubtitle", "maintitle", "maintitleaddon", "month", "note", "number",
    "organization", "origdate", "origlocation", "origpublisher", "origtitle", "pages",
    "pagetotal", "part", "pmcid", "pmid", "publisher", "pubstate", "school", "series",
    "shortjournal", "shorttitle", "subtitle", "title", "titleaddon", "translator", "type", "url",
    "urldate", "urlday", "urlmonth", "urlyear", "venue", "version", "volume", "volumes", "year",
    "endyear", "endmonth", "endday",
))  # fmt: skip
"""Fields that mean something here, and so are worth taking from a parent."""

SAME = (
    frozenset(("date", "year", "month", "day", "endyear", "endmonth", "endday")),
    frozenset(("eventdate", "eventyear", "eventmonth", "eventday")),
    frozenset(("urldate", "urlyear", "urlmonth", "urlday")),
    frozenset(("journal", "journaltitle", "journalsubtitle")),
    frozenset(("address", "location")),
    frozenset(("annote", "annotation")),
    frozenset(("langid", "hyphenation", "langidopts")),
)
"""Fields that say one thing between them: an entry that has one takes none of its parent's."""
