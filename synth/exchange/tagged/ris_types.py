"""The reference types of RIS and of EndNote, and the CSL types that they are.

RIS types as in the RIS specification of Reference Manager and EndNote's export of RIS; the
names are those of EndNote's reference types, which EndNote XML and tagged EndNote files use.
"""

from __future__ import annotations

TYPES = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "figure",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "document",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "EQUA": "figure",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "GRANT": "document",
    "GRNT": "document",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "INTV": "interview",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MULTI": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "POD": "broadcast",
    "PRESS": "document",
    "RPRT": "report",
    "SER": "periodical",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}

MAIN = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "POD",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "document": "GEN",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "INTV",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CONF",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""The RIS type that stands for a CSL type; another one is kept, so that it can be put back."""

NEAREST = {
    "article": "GEN",
    "collection": "GEN",
    "entry": "ENCYC",
    "event": "GEN",
    "performance": "GEN",
    "post": "BLOG",
    "review": "JOUR",
    "review-book": "JOUR",
    "treaty": "LEGAL",
}
"""What is written for a CSL type that RIS has no type for."""

ENDNOTE = {
    "aggregated database": "dataset",
    "ancient text": "classic",
    "artwork": "graphic",
    "audiovisual material": "motion_picture",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "book section": "chapter",
    "case": "legal_case",
    "catalog": "document",
    "chart or table": "figure",
    "classical work": "classic",
    "computer program": "software",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "dataset": "dataset",
    "dictionary": "entry-dictionary",
    "discussion forum": "post",
    "edited book": "book",
    "electronic article": "article-journal",
    "electronic book": "book",
    "electronic book section": "chapter",
    "electronic source": "webpage",
    "encyclopedia": "entry-encyclopedia",
    "equation": "figure",
    "figure": "figure",
    "film or broadcast": "motion_picture",
    "generic": "document",
    "government document": "report",
    "grant": "document",
    "hearing": "hearing",
    "interview": "interview",
    "journal article": "article-journal",
    "legal rule or regulation": "regulation",
    "magazine article": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "multimedia application": "software",
    "music": "musical_score",
    "newspaper article": "article-newspaper",
    "online database": "dataset",
    "online multimedia": "motion_picture",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "personal communication": "personal_communication",
    "podcast": "broadcast",
    "press release": "document",
    "report": "report",
    "serial": "periodical",
    "serial publication": "periodical",
    "social media": "post",
    "standard": "standard",
    "statute": "legislation",
    "television episode": "broadcast",
    "thesis": "thesis",
    "unpublished work": "manuscript",
    "web page": "webpage",
}

ENDNOTE_MAIN = frozenset(
    name
    for name, type_ in ENDNOTE.items()
    if list(ENDNOTE.values()).count(type_) == 1
) | frozenset(
    (
        "journal article", "book", "book section", "generic", "report", "web page", "statute",
        "conference proceedings", "personal communication", "unpublished work", "dataset",
        "computer program", "figure", "classical work", "serial",
    )
)  # fmt: skip
"""The names that stand for a CSL type; another one is kept."""

ENDNOTE_NUMBERS = {
    "0": "article-journal", "2": "graphic", "3": "motion_picture", "4": "bill", "5": "chapter",
    "6": "book", "7": "legal_case", "8": "document", "9": "software", "10": "paper-conference",
    "12": "webpage", "13": "document", "14": "hearing", "17": "article-journal",
    "19": "article-magazine", "20": "map", "21": "motion_picture", "23": "article-newspaper",
    "25": "patent", "26": "personal_communication", "27": "report", "28": "book",
    "31": "legislation", "32": "thesis", "34": "manuscript", "35": "pamphlet",
    "36": "manuscript", "37": "figure", "38": "figure", "39": "figure", "43": "article-journal",
    "44": "book", "45": "dataset", "46": "report", "47": "paper-conference",
    "48": "motion_picture", "49": "classic", "50": "regulation", "51": "classic",
    "52": "entry-dictionary", "53": "entry-encyclopedia", "54": "document", "55": "dataset",
    "56": "post-weblog", "57": "periodical", "58": "standard", "59": "dataset", "60": "chapter",
    "61": "musical_score",
}  # fmt: skip
"""EndNote's numbers of reference types, for a record that does not name its type."""

ARTICLES = frozenset(("article-journal", "article-magazine", "article-newspaper", "article"))
IN_SERIES = frozenset(("book", "report", "map", "software", "pamphlet"))
"""Types whose second title is that of a series."""

IN_BOOKS = frozenset(("book", "chapter", "paper-conference"))
NUMBERED = frozenset(
    ("report", "standard", "patent", "legislation", "bill", "regulation", "hearing")
)
WITH_GENRE = frozenset(
    (
        "thesis", "report", "manuscript", "map", "webpage", "post-weblog", "speech", "graphic",
        "personal_communication", "interview", "broadcast", "post",
    )
)  # fmt: skip
"""Types whose "type of work" is their genre; with others it is a database's own class."""

WITH_SECTION = frozenset(("article-newspaper", "legislation", "regulation", "bill", "legal_case"))
WITH_PAGE_COUNT = frozenset(("book", "thesis", "manuscript", "report"))
