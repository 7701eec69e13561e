"""Dates of references: ISO 8601 and the Extended Date/Time Format, to dates of CSL-JSON.

EDTF is read at the levels that the BibLaTeX manual (3.18, section 2.3.8) asks for: ranges, open
ranges, seasons, uncertain and approximate dates, unspecified digits, years of five digits. A
date of CSL is as precise as the text; what is no date is kept as its `literal`. As in pandoc, an
open end is the year 0, the year before 1 is -1, and a season in a range is a month from 21 to 24.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Date = dict[str, Any]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_LONG = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAY = re.compile(
    r"[~?%]?(?P<year>-?\d{4}|[yY]-?\d{4,9})"
    r"(?:-[~?%]?(?P<month>\d\d?|XX|xx|uu)(?:-[~?%]?(?P<day>\d\d?|XX|xx|uu))?)?"
    r"(?:T[\d:.+Z-]*)?(?P<marks>[~?%]*)",
    re.ASCII,
)
_UNKNOWN_YEAR = re.compile(r"(\d{2,3})([XxUu]{1,2})", re.ASCII)
_OPEN = frozenset(("", "..", "open", "unknown", "*"))
_YEAR_RANGE = re.compile(r"(\d{4})\s*(?:--?|–|—)\s*(\d{4})", re.ASCII)
_WORD = re.compile(r"[a-z]+|[0-9]+")
_DAY_OF_MONTH = re.compile(r"0?[1-9]|[12][0-9]|3[01]")
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
LONGEST = 200
"""Characters; a longer text is no date."""


def edtf_date(text: str) -> Date | None:
    """A date or a range in EDTF; None for an empty text, and the text itself if it is no date."""
    text = text.strip()
    if not text:
        return None
    if len(text) == 4 and text.isascii() and text.isdigit():
        return {"date-parts": [[int(text)]]}
    if len(text) > LONGEST:
        return {"literal": text}
    return _unspecified(text) or _seasoned(_range(text)) or {"literal": text}


def old_date(year: str, month: str = "", day: str = "") -> Date | None:
    """A date of BibTeX's fields `year`, `month` and `day`, each as it prints."""
    year = year.strip()
    if not year:
        return None
    if _NUMBER.fullmatch(year):
        return _seasoned({"date-parts": _with_months(int(year), month.strip(), day.strip())})
    years = _YEAR_RANGE.fullmatch(year)
    if years is not None:
        return {"date-parts": [[int(years[1])], [int(years[2])]]}
    return edtf_date(year)


def _seasoned(date: Date | None) -> Date | None:
    """The date with its season as CSL has it, from 1 to 4, where it is one date and no range."""
    parts = date["date-parts"] if date is not None and "date-parts" in date else []
    if date is None or len(parts) != 1 or len(parts[0]) != 2 or not 21 <= parts[0][1] <= 24:
        return date
    return {**date, "date-parts": [parts[0][:1]], "season": parts[0][1] - 20}


def _unspecified(text: str) -> Date | None:
    match = _UNKNOWN_YEAR.fullmatch(text)
    if match is None or len(text) != 4:
        return None
    low, high = (match[1] + digit * len(match[2]) for digit in "09")
    return {"date-parts": [[int(low)], [int(high)]]}


def _range(text: str) -> Date | None:
    ends = [end.strip() for end in text.split("/")]
    if len(ends) > 2 or all(end in _OPEN for end in ends):
        return None
    parts: list[list[int]] = []
    circa = False
    for end in ends:
        if end in _OPEN:
            parts.append([0])
            continue
        match = _DAY.fullmatch(end)
        found = _day(match) if match else None
        if match is None or found is None:
            return None
        parts.append(found)
        circa = circa or "~" in end or "%" in match["marks"]
    return {"date-parts": parts, "circa": True} if circa else {"date-parts": parts}


def _day(match: re.Match[str]) -> list[int] | None:
    """The year, month and day of a match, as far as they are known; None if there is no such."""
    year = int(match["year"].lstrip("yY"))
    parts = [year - 1 if match["year"].lstrip("yY").startswith("-") else year]
    for name in ("month", "day"):
        digits = match[name] or ""
        if not digits.isdigit() or int(digits) == 0:
            break
        number = int(digits)
        if number > 31 or (name == "month" and not _is_month(number)):
            return None
        parts.append(number)
    return parts


def _with_months(year: int, month: str, day: str) -> list[list[int]]:
    """One date, or two for months joined by a dash or slash. A day may stand beside the month."""
    words = _WORD.findall(month.lower()[:LONGEST])
    months = [number for word in words if word.isalpha() and (number := _month(word))]
    numbers = [word for word in words if not word.isalpha()]
    if not months:
        months, numbers = [number for word in numbers if (number := _month(word))], []
    if not months:
        return [[year]]
    if len(months) == 2 and not numbers:
        return [[year, months[0]], [year, months[1]]]
    day = numbers[0] if len(numbers) == 1 else day
    known = _DAY_OF_MONTH.fullmatch(day)
    return [[year, months[0], int(day)] if known else [year, months[0]]]


def _month(word: str) -> int | None:
    if word.isdecimal() and len(word) < 3:
        number = int(word)
        return number if _is_month(number) else None
    if word in _SEASONS:
        return _SEASONS[word]
    if word[:3] in MONTHS and (len(word) <= 4 or word in _LONG):
        return MONTHS.index(word[:3]) + 1
    return None


def date_parts(date: Mapping[str, Any]) -> list[list[int]]:
    """The parts of a date of CSL-JSON as numbers, a season as a month; empty if there are none."""
    result: list[list[int]] = []
    for part in date.get("date-parts") or ():
        try:
            numbers = [int(number) for number in part if number not in ("", None)]
        except (TypeError, ValueError):
            return []
        if numbers:
            result.append(numbers[:3])
    season = str(date.get("season", ""))
    if len(result) == 1 and len(result[0]) == 1 and season in ("1", "2", "3", "4"):
        result[0].append(20 + int(season))
    return result[:2]


def edtf_text(date: Mapping[str, Any]) -> str:
    """A date of CSL-JSON in EDTF; empty if it has no numbers."""
    parts = date_parts(date)
    mark = "~" if date.get("circa") not in (None, False, "", 0, "false") else ""
    return "/".join("" if part == [0] else _edtf_day(part) + mark for part in parts)


def _edtf_day(parts: Sequence[int]) -> str:
    year = parts[0] + 1 if parts[0] < 0 else parts[0]
    digits = f"{abs(year):04d}"
    text = f"{'y' if len(digits) > 4 else ''}{'-' if parts[0] < 0 else ''}{digits}"
    for name, number in zip(("month", "day"), parts[1:], strict=False):
        if not (1 <= number <= 31) or (name == "month" and not _is_month(number)):
            break
        text += f"-{number:02d}"
    return text


def _is_month(number: int) -> bool:
    return 1 <= number <= 12 or 21 <= number <= 24
