"""Word lists that the operators edit by. They are of general English, not of these briefs."""

from __future__ import annotations

import re

OPPOSITES = (
    ("more often", "less often"), ("more common", "less common"), ("more likely", "less likely"),
    ("higher", "lower"), ("lower", "higher"), ("greater", "smaller"), ("larger", "smaller"),
    ("fewer", "more"), ("less", "more"), ("more", "less"), ("better", "worse"),
    ("worse", "better"), ("poorer", "richer"), ("rarer", "commoner"), ("taller", "shorter"),
    ("stronger", "weaker"), ("weaker", "stronger"), ("safer", "riskier"),
    ("reduces", "increases"), ("reduced", "increased"), ("reduce", "increase"),
    ("increases", "reduces"), ("increased", "reduced"), ("increase", "reduce"),
    ("raises", "lowers"), ("raised", "lowered"), ("raise", "lower"),
    ("lowered", "raised"), ("lowers", "raises"), ("rose", "fell"), ("fell", "rose"),
    ("gained", "lost"), ("prevented", "brought about"), ("prevents", "brings about"),
    ("prevent", "bring about"), ("protected", "endangered"), ("protects", "endangers"),
    ("protect", "endanger"), ("halved", "doubled"), ("improves", "worsens"),
    ("improved", "worsened"), ("improve", "worsen"),
)  # fmt: skip
"""Words of direction; the longer ones stand first."""

SIZE = (
    ("more", "less"), ("less", "more"), ("fewer", "more"), ("higher", "lower"),
    ("lower", "higher"), ("taller", "shorter"), ("raised", "lowered"), ("rose", "fell"),
    ("fell", "rose"), ("gave", "cost"), ("prevented", "added"), ("reduction", "rise"),
    ("gain", "loss"), ("-", ""),
)  # fmt: skip
"""Words, and a minus, that give the number beside them its sign."""

ACTIVE_LINK = r"\blinks? ((?:(?!\bto\b)[\w’' -]){3,60}?) to\b"
"""A study links one thing to another."""

LINKS = (
    (r"\b(?:was|were) (?:both )?linked to\b", ("caused", "led to", "brought about")),
    (r"\b(?:is|are) linked to\b", ("causes", "leads to", "brings about")),
    (r"\bmay go with\b", ("causes", "leads to")),
    (r"\bgo with\b", ("cause", "lead to")),
    (r"\bgoes with\b", ("causes", "leads to")),
    (r"\bwent with\b", ("caused", "led to")),
    (r"\b(?:was|were|is|are) associated with\b", ("caused", "led to")),
)
"""Wording of a link, and of a cause in its stead."""

HEDGES = ("may", "might", "could", "probably", "possibly", "perhaps", "likely", "uncertain",
          "suggest", "suggests", "suggested", "appears", "seems", "linked", "link", "links",
          "said", "says", "holds", "reported", "reads", "writes", "calls", "estimate", "would",
          "paper", "proposes", "views", "expected")  # fmt: skip
"""Words that say that something is not sure, or whose word it is."""

DROPPED = (("may be", "is"), ("may have been", "was"), ("may have", "has"),
           ("may not have", "has not"), ("may", ""), ("might", ""), ("probably", ""),
           ("possibly", ""), ("perhaps", ""))  # fmt: skip
HARDENED = (("may", "will"), ("might", "will"), ("probably", "certainly"),
            ("possibly", "certainly"), ("very uncertain", "very sure"))  # fmt: skip
STRENGTHENED = (
    (r"(?<!than it )\b(suggests?|points? to|indicates?)\b", {"s": "proves", "": "prove"}),
    (r"(?<=study )\b(found|shows|links)\b", {"s": "proves", "d": "proved"}),
    (r"(?<=review )\b(found|shows)\b", {"s": "proves", "d": "proved"}),
    (r"(?<=studies )\b(found|show|report)\b", {"w": "prove", "d": "proved", "t": "prove"}),
    (r"(?<=trial )\b(found|shows)\b", {"s": "proves", "d": "proved"}),
    (r"(?<=, )(we are very uncertain)\b", {"n": "it is proved"}),
)
"""Cautious verbs of a study, and by their last letter the word of proof in their stead."""

SWEEPING = (
    r"\b(?:was|were|is|are)(?= (?:probably )?"
    r"(?:linked|less|more|lower|higher|better|worse|rarer|fewer))",
    r"\b(?:had|have|showed)(?= (?:more|less|fewer|better|worse))",
    r"\b(?=(?:prevented|reduced|raised|lowered|reduces|halved|protected)\b)",
)
"""Where the word "always" goes: behind a match."""

NONE_TO_SOME = (
    ("no clear difference", "a clear difference"), ("no difference", "a difference"),
    ("no sign", "a clear sign"), ("no clear effect", "a clear effect"),
    ("no clear link", "a clear link"), ("no link", "a link"),
    ("not clearly change", "clearly change"), ("nothing more", "much more"),
    ("no more than", "much more than"), ("changed nothing", "changed much"),
    ("probably no different", "probably very different"), ("stayed the same", "rose"),
)  # fmt: skip

UNITS = (
    ("percentage points", "%"), ("percentage point", "%"), ("%", " percentage points"),
    ("US dollars", "pounds sterling"), ("£", "€"), ("GBP", "EUR"), ("million", "billion"),
    ("years", "months"), ("months", "years"), ("weeks", "days"), ("days", "weeks"),
    ("kg", "g"), ("cwt", "tons"), ("tons", "cwt"), ("bushels", "tons"), ("ounces", "pounds"),
    ("pounds", "ounces"), ("inches", "feet"), ("person-years", "person-months"),
)  # fmt: skip
SCALES = (("per 100,000", "per 10,000"), ("of 100,000", "of 10,000"), ("per 1,000", "per 100"),
          ("each 1,000", "each 100"), ("every 1,000", "every 100"))  # fmt: skip

WIDER = (
    (r"(?:\w+ )?(?:with|and) babies of 4 months", ""), (r",? aged \d+ to \d+(?: years?)?", ""),
    (r"aged \d+", ""), (r"school children", "people"), (r"high school students", "people"),
    (r"young people", "people"), (r"infants", "people"), (r"migrant women", "women"),
    (r"American Indians and Alaska Natives", "people"), (r"ill-treated children", "children"),
    (r"older people", "people"), (r"Simmental cows", "cattle"), (r"bacon pigs", "animals"),
    (r"children tested strictly", "people"), (r"ten cows", "cows"),
)  # fmt: skip
"""Words for a narrow group, and for a wider one in their stead."""

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fifteen": 15, "twenty": 20,
}  # fmt: skip
FRACTIONS = {"half": 0.5, "a third": 1 / 3, "two thirds": 2 / 3, "a quarter": 0.25,
             "three quarters": 0.75, "a fifth": 0.2, "a tenth": 0.1}  # fmt: skip

CAUSES = re.compile(
    r"\b(?:caus\w+|led to|leads? to|prevent\w*|reduc\w+|rais\w+|lower(?:s|ed)\b|protect\w*|"
    r"improv\w+|brought about|because of|kill\w*|increas\w+)\b"
)
"""Words that say that one thing brings about another."""

SAYS_CAUSE = re.compile(
    r"\b(?:caused|led to|prevent(?:s|ed)|reduc(?:es|ed)|rais(?:es|ed)|lower(?:s|ed)|"
    r"protect(?:s|ed)|brought about|because of|kill(?:s|ed)|increas(?:es|ed)|halved|"
    r"improv(?:es|ed))\b"
)
"""Verbs that tell a cause as a fact."""

COUNTRIES = {
    "GB": ("United Kingdom", "UK", "Great Britain", "Britain", "England", "Scotland", "Wales",
           "British"),
    "US": ("United States", "USA", "US", "Iowa", "Chicago", "Georgia", "Utah", "American"),
    "CA": ("Canada", "Saskatchewan", "British Columbia", "Canadian"),
    "JP": ("Japan", "Tokyo", "Japanese"), "CN": ("China", "Chinese"), "IN": ("India", "Madras"),
    "BR": ("Brazil", "Salvador", "Manaus"), "MW": ("Malawi", "Karonga"), "PR": ("Puerto Rico",),
    "AU": ("Australia",), "NG": ("Nigeria",), "NL": ("Netherlands",), "HN": ("Honduras",),
    "CO": ("Colombia",), "GT": ("Guatemala",), "KE": ("Kenya",), "MX": ("Mexico",),
}  # fmt: skip
STAND_INS = (("Peru", "PE"), ("Kenya", "KE"), ("Norway", "NO"), ("Vietnam", "VN"), ("Poland", "PL"))
"""Countries that no library here holds, to be named in another's stead."""
