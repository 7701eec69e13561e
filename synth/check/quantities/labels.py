"""Numbers that are no quantities: labels, names, times of day, telephone numbers, ordinals."""

from __future__ import annotations

import re

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?!(?:1[89]|20|21)\d\d(?!\d))"
_LABELS = re.compile(
    rf"""
    \b(?:table|figure|fig\.?|box|chart|map|page|pages|pp\.?|appendix|annexe?|chapter|section|
      articles?|paragraph|para|clause|step|stage|key\ stage|ks|level|tier|grade|phase|part|years?|
      wave|question|option|paper|volume|vol\.|issue|no\.|number|nr\.?|version|room|type|class|
      category|model|schedule|regulation|rule|goal|sdg|line|note|footnote|ref|row|column|item|form|
      band|zone|ward|iso|bs|en|ch\.|channel|junction|circular|protocol|arm|point)
      [\s\u00a0]{_YEAR}\d+[a-z]?\b(?:[.]\d+)*(?:\s?(?:,|–|-|to|and|or)\s?\d+[a-z]?\b)*(?!\s?%|[.,]?\d)
    | (?-i:\b[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*-\d[\w-]*)      # COVID-19, PHQ-9
    | \b(?!(?:pre|post|mid|early|late|under|over|non|sub|age|aged|circa|n|up|near)-)
      [A-Za-z]{{2,}}-{_YEAR}\d+\b(?![.,]\d|%)                      # omega-3
    | (?<![\d.,£$€])\b(?!(?:gbp|usd|eur|n|p|r)\d)[A-Za-z]{{1,6}}\d[\w.]*      # CO2, B12, H1N1
    | (?<![\w.,])\d{{1,2}}(?::|\.)\d\d\s?(?:[ap]\.?m\b\.?)           # 9.30am
    | (?<![\w.,])\d{{1,2}}\s?[ap]\.?m\b\.?(?!\w)
    | (?<![\w.,:])\d{{1,2}}:\d\d(?!\d)
    | (?<![\w.,])\d{{1,2}}\ o['’]clock
    | \b\d{{1,2}}(?:st|nd|rd|th)?[\s\u00a0](?=(?:{_MONTHS})\b)          # the day of a date
    | (?<=\b)(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?(?=,?\s\d{{4}}\b)
    | \b\d+(?:st|nd|rd|th)\b
    | (?<![\w.])\+?\(?0\d{{2,4}}\)?[\s-]\d{{3,4}}[\s-]?\d{{3,4}}\b   # telephone numbers
    | \+\d{{1,3}}[\s\d()-]{{7,}}\d
    | \b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b
    | \b(?:24/7|9/11)\b
    | https?://\S+ | \bwww\.\S+ | \b\S+@\S+\b | \b10\.\d{{4,}}/\S+
    | ^\s*\(?\d{{1,2}}[.)]\s
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<![\w.,])\d[\d.,]*(?!(?:st|nd|rd|th)\b)(?P<tail>[A-Za-zµμ][\w]*)", re.IGNORECASE
)
_TAILS = frozenset(
    """
    k m bn mn tn x s p pp ppt ppts g kg mg t km cm mm l ml ha mph kph kmh ppm ppb kwh mwh gwh kw
    mw gw db h hr hrs min mins yr yrs fold plus c f mcg µg μg µm μm lb lbs oz ft kcal
    mmol""".split()
)
_IDIOMS = re.compile(
    r"""
    \b(?:one(?:\s|-)(?:another|off|to-one|sided|stop|way|by-one|day\b|or\ more|and\ all|time\b)
    | (?:two|three|four|five|six)-(?:way|tier|tiered|dimensional|pronged|sided|fifths?\ rule)
    | five-a-day | (?:at|any)\ one\b | no\ one\b | one\ hand\b | one\ of\ (?:the|these|those|our|
      its|their|us|them)\b | square\ one | on\ all\ fours | one-to-one
    | twenty-first\ century | half-(?:term|hearted|day|sibling|siblings|brother|sister)\w*
    | half\ (?:the\ battle|way|term)\b | halfway | catch-22
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|"
    r"[a-z]+ty|hundred|few|several|many|first|last|past))[\s-]$",
    re.IGNORECASE,
)


def without_labels(text: str) -> str:
    """The text, as long as it was, with blanks in place of numbers that are no quantities."""
    if not any(letter.isdigit() for letter in text):
        return _IDIOMS.sub(_blank, text)
    blanked = _IDIOMS.sub(_blank, _LABELS.sub(_label, text))
    return _GLUED.sub(_glued, blanked)


def _label(found: re.Match[str]) -> str:
    """A label blanked; "years 28" is none in "over two years 28 people died"."""
    years = found[0][:4].lower() == "year"
    before = found.string[max(0, found.start() - 14) : found.start()]
    return found[0] if years and _NUMBER_BEFORE.search(before) else _blank(found)


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def _glued(found: re.Match[str]) -> str:
    """Digits with letters that are no unit, such as 3ni, blanked."""
    tail = found["tail"].lower()
    return found[0] if tail in _TAILS else _blank(found)
