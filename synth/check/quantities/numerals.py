"""Bare numbers in a text: in digits as a locale writes them, and in English words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

_WORD = re.compile(r"[A-Za-z]+|\s+|\d+|.", re.DOTALL)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[\s-])?"
    r"(?P<part>half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
    r"(?:\s(?:of\s)?an?\s(?P<of>hundred|thousand|million|billion|dozen)\b)?(?![\w-])",
    re.IGNORECASE,
)
_PART_FOLLOWED = re.compile(
    r"\s*(?:[.,;:)?!]|$|of\b|as\b|to\b|in\b|from\b|less\b|more\b|fewer\b|lower\b|higher\b|rarer\b|"
    r"greater\b|smaller\b|larger\b|that\b|the\b|when\b|where\b|among\b|for\b|with\b|over\b|were\b|"
    r"was\b|had\b|did\b|said\b|are\b|is\b|have\b|do\b|on\b|by\b|and\b|or\b|after\b|between\b|an?\b|"
    r"all\b|ha[sd]\b|holds?\b|held\b|d(?:id|ied|o|oes)\b|c[ao]me\b|fell\b|rose\b|said\b|says?\b|"
    r"could\b|can\b|may\b|might\b|w(?:ill|ould|ent|ho|hich)\b|took\b|takes?\b|lived\b|missed\b|"
    r"reported\b|felt\b|used\b|lost\b|gave\b|got\b|but\b|while\b|against\b|stayed\b|left\b)",
    re.IGNORECASE,
)
_NO_HALF = re.compile(
    r"(?:first|second|last|latter|other|better|one|next|(?:year|month|week|day|hour|decade|century)s?\sand)\s$",
    re.IGNORECASE,
)
_AND_PART = re.compile(r"\s+and\s+(?:a|one)[\s-](half|quarter|third)\b", re.IGNORECASE)
_MAGNITUDE = re.compile(
    r"\s?(?P<word>hundred thousand|hundred|thousand|million|billion|trillion|dozen|bn|mn|tn)\b"
    r"|(?P<letter>[km])\b",
    re.IGNORECASE,
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_MAGNITUDES = {
    "dozen": 12, "hundred": 100, "thousand": 1e3, "hundred thousand": 1e5, "million": 1e6,
    "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6, "tn": 1e12, "k": 1e3, "m": 1e6,
}  # fmt: skip
_ALONE = {
    word: float(value)
    for value, word in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
        1,
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
     "ninety": 90.0}  # fmt: skip
_NUMERIC = (
    r"(?:\d|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|trillion|dozen|"
    r"point|double|triple)"
)
_NUMERIC_BEFORE = re.compile(rf"\b{_NUMERIC}s?(?:\s*[-–]?\s*|\s+and\s+|,\s*)$", re.IGNORECASE)
_NUMERIC_AFTER = re.compile(
    rf"(?:\s*[-–]?\s*|\s+and\s+|,\s*)(?:{_NUMERIC}|first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A bare number and its place; `step` is the place of its last digit, 0 in words."""

    value: float
    step: float
    start: int
    end: int
    words: bool = False
    fraction: bool = False
    magnitude: float = 1.0
    digits: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    """One word, as text2num wants it."""

    value: str
    start: int
    end: int

    def text(self) -> str:
        """The word in small letters."""
        return self.value

    def nt_separated(self, previous: _Token) -> bool:  # noqa: ARG002
        """Whether a pause parts it from the word before: never."""
        return False

    def not_a_number_part(self) -> bool:
        """Whether it is known to be no number: digits are read elsewhere."""
        return self.value.isdigit()


def numerals(text: str, locale: str) -> list[Numeral]:
    """The numbers of a text in their order; `locale` is a BCP 47 name, such as de-CH."""
    found = list(_in_digits(text, locale))
    if locale.startswith("en"):
        found += _fractions(text, found)
        found += _in_words(text, found)
    return sorted(found, key=lambda each: each.start)


@cache
def marks(locale: str) -> tuple[str, str]:
    """The decimal mark and the grouping mark of a locale; English marks for an unknown one."""
    if locale.startswith("en") and not locale.endswith("ZA"):
        return ".", ","
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ".", ","
    return get_decimal_symbol(known), get_group_symbol(known)


@cache
def _digits(locale: str) -> re.Pattern[str]:
    decimal, group = marks(locale)
    spaces = r"[\s\u00a0\u202f\u2009]"
    between = spaces if group.isspace() else f"(?:{re.escape(group)}"
    if not group.isspace():
        between += "|’)" if group == "'" else "|')" if group == "’" else ")"
    more = rf"\d{{1,3}}(?:{between}\d{{2,3}})*{between}\d{{3}}(?!\d)"
    spaced = rf"[1-9]\d{{0,2}}(?:{spaces}\d{{3}})+(?!\d)"
    point = re.escape(decimal)
    return re.compile(
        rf"(?<![\d.,])(?<![^\W\d_])(?:(?P<whole>{more}|{spaced}|\d+)(?:{point}(?P<part>\d+))?"
        rf"(?P<vulgar>[¼½¾⅐-⅞])?|{point}(?P<bare>\d+)|(?P<alone>[¼½¾⅐-⅞]))"
    )


def _in_digits(text: str, locale: str) -> Iterator[Numeral]:
    for found in _digits(locale).finditer(text):
        if found["alone"]:
            value = unicodedata.numeric(found["alone"])
            yield Numeral(value, 0.0, *found.span(), fraction=True)
            continue
        whole = "".join(letter for letter in found["whole"] or "0" if letter.isdigit())[:30]
        part = (found["part"] or found["bare"] or "")[:15]
        value = float(f"{int(whole)}.{_plain(part) or 0}")
        step = 10.0 ** -len(part)
        if found["vulgar"]:
            value, step = value + unicodedata.numeric(found["vulgar"]), 0.0
        read = Numeral(value, step, *found.span(), digits=whole if not part else "")
        yield _magnified(text, read)


def _plain(digits: str) -> str:
    """Decimal digits of any script as those of English."""
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _magnified(text: str, read: Numeral) -> Numeral:
    """The number with a magnitude that follows: 1.2 million, 3m, 20k."""
    found = _MAGNITUDE.match(text, read.end)
    if found is None:
        return read
    letter = found["letter"]
    if letter and letter.lower() == "m" and not _is_million(text, read.start, found.end()):
        return read
    size = _MAGNITUDES[(found["word"] or letter).lower()]
    return replace(
        read,
        value=read.value * size,
        step=read.step * size,
        end=found.end(),
        magnitude=size,
        digits="",
    )


def _is_million(text: str, start: int, end: int) -> bool:
    """Whether the m after a number is a million: of money, or of people and things."""
    if text[:start].rstrip()[-1:] in "£$€" and text[:start].strip():
        return True
    return re.match(r"\s+(?:people|children|families|households|pupils|adults|homes)\b",
                    text[end : end + 20]) is not None  # fmt: skip


def _fractions(text: str, taken: list[Numeral]) -> list[Numeral]:
    """Fractions in words: a third, three-quarters, half; "a third study" is none."""
    found = []
    for match in _FRACTION.finditer(text):
        part, count, of = match["part"].lower(), match["count"], match["of"]
        halves = part in ("half", "halves")
        if not halves and not count:
            continue
        if halves and _NO_HALF.search(text, 0, match.start()):
            continue
        several = part.endswith("s") and part != "halves"
        if not halves and not of and not several and not _PART_FOLLOWED.match(text, match.end()):
            continue
        size = _MAGNITUDES[of.lower()] if of else 1.0
        value = _COUNTS[(count or "one").lower()] / _PARTS[part.rstrip("s") if several else part]
        if any(each.start < match.end() and match.start() < each.end for each in taken):
            continue
        found.append(
            Numeral(value * size, 0.0, *match.span(), words=True, fraction=not of, magnitude=size)
        )
    return found


def _in_words(text: str, taken: list[Numeral]) -> Iterator[Numeral]:
    found = list(_NUMBER_WORD.finditer(text))
    if not found:
        return
    if all(_alone(text, each) for each in found):
        for each in found:
            start, end = each.span()
            inside = any(one.start < end and start < one.end for one in taken)
            if not inside and not _is_name(text, start, end):
                yield _with_part(
                    text, Numeral(_ALONE[each[0].lower()], 0.0, start, end, words=True)
                )
        return
    from text_to_num import find_numbers  # slow to load

    tokens = [_Token(m[0].lower(), *m.span()) for m in _WORD.finditer(text)]
    for each in find_numbers(tokens, "en", threshold=0.0):
        first, last = tokens[each.start], tokens[each.end - 1]
        inside = any(one.start < last.end and first.start < one.end for one in taken)
        if each.is_ordinal or inside or _is_name(text, first.start, last.end):
            continue
        if first.value == "zero" or last.value in ("hundreds", "thousands", "millions"):
            continue
        yield _with_part(text, Numeral(float(each.value), 0.0, first.start, last.end, words=True))


def _alone(text: str, found: re.Match[str]) -> bool:
    """Whether a number is one word that no other word of a number stands next to."""
    near = _NUMERIC_BEFORE.search(text[max(0, found.start() - 16) : found.start()])
    return (
        found[0].lower() in _ALONE and near is None and not _NUMERIC_AFTER.match(text, found.end())
    )


def _with_part(text: str, read: Numeral) -> Numeral:
    """The number with a part that follows: two and a half, two and a half million."""
    half = _AND_PART.match(text, read.end)
    if half is None:
        return read
    value = read.value + 1 / _PARTS[half[1].lower()]
    return replace(_magnified(text, replace(read, value=value, end=half.end())), step=0.0)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether number words are a part of a name: Three Rivers, Big Five."""
    if not text[start].isupper() or not text[:start].strip():
        return False
    before = text[:start].rstrip()
    return before[-1] not in '.:!?“"('
