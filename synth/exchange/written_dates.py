"""Dates as reference databases write them, to and from the dates of CSL-JSON.

"2019/05/12/", "2019 May-Jun", "MAY 12", "2018 Dec-2019 Jan", "2019 Spring". A date is as precise
as its text; what cannot be read as one is kept as `literal`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Date: TypeAlias = dict[str, Any]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SEASONS = ("Spring", "Summer", "Autumn", "Winter")
"""The seasons of CSL, 1 to 4; in a place for a month, pandoc has them as 21 to 24."""

_SEASON_NUMBERS = {
    "spring": 1, "spr": 1, "summer": 2, "sum": 2, "autumn": 3, "aut": 3, "fall": 3, "fal": 3,
    "winter": 4, "win": 4,
}  # fmt: skip

LONGEST = 80
"""No date is longer, in characters."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+Z?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?(?:/(.*))?", re.ASCII | re.DOTALL)
_NAMED = re.compile(r"(\d{4})/([A-Za-z]{3,9})\.?(?:/(\d{1,2})?)?/?", re.ASCII)
"""A month by its name where RIS has its number."""

_TOKEN = re.compile(r"\s*(?:([A-Za-z]+)\.?|(\d{1,4})),?", re.ASCII)
_RANGE = re.compile(r"\s*(?:[-\u2010\u2013\u2014]|\bto\b)\s*")


@dataclass(frozen=True, slots=True)
class _End:
    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0

    def parts(self) -> list[int] | None:
        """Year, month and day as far as they are known; None for what no calendar has."""
        if not self.year or self.month > 12 or (self.day and not self.month):
            return None
        if self.day and self.day > calendar.monthrange(self.year, self.month)[1]:
            return None
        return [part for part in (self.year, self.month, self.day) if part]


def read_date(text: str) -> Date | None:
    """The date that a text gives, its `literal` if it gives none, None for an empty text."""
    text = text.strip()
    if not text:
        return None
    return _read(text) or {"literal": text}


def with_year(text: str, year: int) -> Date | None:
    """The date of a text that names no year, such as "May-Jun" or "MAY 12"; None if it is none."""
    if not re.match(r"\s*[A-Za-z]{3}", text) or re.search(r"\d{4}", text[:LONGEST]):
        return None
    return _read(f"{year:04d} {text}")


def read_slashed(text: str) -> tuple[Date | None, str]:
    """A date of RIS, "YYYY/MM/DD/other", and what of its last part is no date."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        named = _NAMED.fullmatch(text.strip())
        date = _read(" ".join(part for part in named.groups() if part)) if named else None
        return date or read_date(text), ""
    year, month, day, other = match.groups()
    parts = _End(int(year), int(month or 0), int(day or 0)).parts()
    if parts is None:
        return {"literal": text.strip()}, ""
    other = (other or "").strip()
    more = (with_year(other, int(year)) or _read(other)) if other else None
    if more is not None and _starts(more, parts):
        return more, ""
    return {"date-parts": [parts]}, other


def refines(date: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a date says all that another says, and perhaps more."""
    if "date-parts" not in date or "date-parts" not in other:
        return date == other
    if len(other["date-parts"]) > 1:
        return bool(date["date-parts"] == other["date-parts"])
    whole = _starts(date, other["date-parts"][0])
    return whole and other.get("season") in (None, date.get("season"))


def words_of(date: Mapping[str, Any]) -> str:
    """A date in words, as `read_date` reads it: "2019 May 12-2019 Jun 3", "2019 Spring"."""
    parts = date.get("date-parts")
    if not parts:
        return str(date.get("literal", ""))
    season = str(date.get("season", ""))
    if season in ("1", "2", "3", "4"):
        return f"{parts[0][0]:04d} {SEASONS[int(season) - 1]}"
    return "-".join(_words(end) for end in parts)


def iso_of(date: Mapping[str, Any]) -> str:
    """A date as in ISO 8601, ends joined by a slash; empty for what that cannot hold."""
    if set(date) != {"date-parts"}:
        return ""
    return "/".join(
        "-".join([f"{end[0]:04d}", *(f"{part:02d}" for part in end[1:])])
        for end in date["date-parts"]
    )


def read_iso(text: str) -> Date | None:
    """A date as in ISO 8601, or two joined by a slash; None for any other text."""
    found = [_ISO.fullmatch(end.strip()) for end in text.split("/")]
    ends = [_End(*(int(part or 0) for part in match.groups())) for match in found if match]
    parts = [end.parts() for end in ends]
    if len(found) > 2 or len(ends) < len(found) or not all(parts):
        return None
    return {"date-parts": parts}


def _words(end: Sequence[int]) -> str:
    year, month, day = (*end, 0, 0)[:3]
    if 21 <= month <= 24:
        return f"{year:04d} {SEASONS[month - 21]}"
    words = [f"{year:04d}", MONTHS[month - 1].title() if month else "", str(day or "")]
    return " ".join(word for word in words if word)


def _starts(date: Mapping[str, Any], parts: Sequence[int]) -> bool:
    mine: Sequence[Sequence[int]] = date.get("date-parts", ())
    return bool(mine) and list(mine[0][: len(parts)]) == list(parts)


def _read(text: str) -> Date | None:
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if (iso := read_iso(text)) is not None:
        return iso
    if compact := _COMPACT.fullmatch(text):
        parts = _End(*map(int, compact.groups())).parts()
        return {"date-parts": [parts]} if parts else None
    if "/" in text:
        return None
    ends = [_end(end) for end in _RANGE.split(text)]
    if len(ends) > 2 or None in ends:
        return None
    return _between([end for end in ends if end])


def _between(ends: list[_End]) -> Date | None:
    if len(ends) == 1:
        parts = ends[0].parts()
        season = {"season": ends[0].season} if ends[0].season else {}
        return {"date-parts": [parts], **season} if parts else None
    first, last = ends
    if first.season or last.season:
        return None
    last = replace(last, year=last.year or first.year)
    first = replace(first, year=first.year or last.year)
    if last.day and not last.month:
        last = replace(last, month=first.month)
    if first.day and not first.month:
        first = replace(first, month=last.month)
    start, end = first.parts(), last.parts()
    if start is None or end is None or start > end:
        return None
    return {"date-parts": [start] if start == end else [start, end]}


def _end(text: str) -> _End | None:
    """One end of a range: a year, a month or season, a day, in any order."""
    end = _End()
    position = 0
    text = text.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            return None
        position = token.end()
        word, digits = token.groups()
        field, number = _word(word.lower()) if word else _number(digits)
        if not number or getattr(end, field):
            return None
        end = replace(end, **{field: number})
    return end if position and not (end.season and end.month) else None


def _word(word: str) -> tuple[str, int]:
    if word in _SEASON_NUMBERS:
        return "season", _SEASON_NUMBERS[word]
    if word in _FULL:
        return "month", _FULL.index(word) + 1
    if word == "sept":
        return "month", 9
    return "month", MONTHS.index(word) + 1 if word in MONTHS else 0


def _number(digits: str) -> tuple[str, int]:
    return ("year" if len(digits) == 4 else "day", int(digits) if len(digits) != 3 else 0)
