"""Items of CSL-JSON as other programs write them, made regular.

Field names and shapes as in the schema csl-data.json 1.0.2. Numbers come as text: the readers
do not turn them into numbers, so that each is kept as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from synth.exchange.identifiers import bare_doi
from synth.exchange.names import name_of
from synth.exchange.written_dates import Date, read_date, read_slashed

NAMES = frozenset(
    (
        "author", "chair", "collection-editor", "compiler", "composer", "container-author",
        "contributor", "curator", "director", "editor", "editorial-director",
        "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator",
        "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
        "script-writer", "series-creator", "translator",
    )
)  # fmt: skip
DATES = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)
TEXTS = frozenset(
    (
        "abstract", "annote", "archive", "archive_collection", "archive_location",
        "archive-place", "authority", "call-number", "chapter-number", "citation-key",
        "citation-label", "citation-number", "collection-number", "collection-title",
        "container-title", "container-title-short", "dimensions", "division", "DOI", "edition",
        "event", "event-place", "event-title", "first-reference-note-number", "genre", "ISBN",
        "ISSN", "issue", "jurisdiction", "keyword", "language", "locator", "medium", "note",
        "number", "number-of-pages", "number-of-volumes", "original-publisher",
        "original-publisher-place", "original-title", "page", "page-first", "part", "part-title",
        "part-number", "PMCID", "PMID", "printing", "publisher", "publisher-place", "references",
        "reviewed-genre", "reviewed-title", "scale", "section", "source", "status",
        "supplement", "supplement-number", "title", "title-short", "URL", "version", "volume",
        "volume-title", "volume-title-short", "year-suffix",
    )
)  # fmt: skip
OTHER_NAMES = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short"}
"""Names of before CSL 1.0, which the schema still has."""

TYPES = frozenset(
    (
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
        "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
        "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
        "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
        "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
        "personal_communication", "post", "post-weblog", "regulation", "report", "review",
        "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    )
)  # fmt: skip
OTHER_TYPES = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "dissertation": "thesis",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "report-component": "report",
    "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper",
    "preprint": "article",
}
"""Types of Crossref and others, and the CSL types that they are."""

_HALF = re.compile("[\ud800-\udfff]")
_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
_FLAGS = ("comma-suffix", "static-ordering", "parse-names")
_FIELDS = {name.lower(): name for name in (*TEXTS, *NAMES, *DATES)} | {
    old.lower(): new for old, new in OTHER_NAMES.items()
}


def item_of(data: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """An item as CSL has it, and the type that was named where CSL has no such type.

    What CSL has no name for is kept in `custom`, under `csl-` and its name.
    """
    named = _text(data.get("type")) or ""
    type_ = OTHER_TYPES.get(named.lower(), named if named in TYPES else "document")
    item: dict[str, Any] = {"type": type_}
    custom: dict[str, str] = {}
    for name, value in data.items():
        if name in ("id", "type") or value is None:
            continue
        if name == "custom" and isinstance(value, Mapping):
            custom |= {str(key): text for key, each in value.items() if (text := _plain(each))}
            continue
        field = _FIELDS.get(name.lower(), "")
        read = _read(field, value) if field else None
        if read and field not in item:
            item[field] = read
            kept = _beyond(field, value)
        else:
            kept = _plain(value)
        if kept:
            custom.setdefault(f"csl-{name.lower()}", kept)
    if named and named != type_:
        custom.setdefault("csl-type", named)
    if custom:
        item["custom"] = custom
    return item, "" if not named or named in TYPES or named.lower() in OTHER_TYPES else named


def key_of(data: Mapping[str, Any]) -> str:
    """The identifier of an item, as text."""
    return (_text(data.get("id")) or "").strip()


def tidy(text: str) -> str:
    """Text that can be written as UTF-8: half of a surrogate pair is no character."""
    if not text.isascii() and _HALF.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _read(field: str, value: Any) -> Any:
    if field in NAMES:
        return _names(value)
    if field in DATES:
        return _date(value)
    text = _text(value)
    if text and field == "DOI":
        return bare_doi(text)
    if text and field == "keyword" and not isinstance(value, str):
        return "; ".join(text.split("; "))
    return text


def _text(value: Any) -> str | None:
    """A value as one text; several are joined. None for what is no text."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(tidy(each) for each in value if each)
    return None


def _plain(value: Any) -> str:
    """A value as text, what has parts as JSON."""
    text = _text(value)
    if text is not None or value is None:
        return text or ""
    return tidy(json.dumps(value, ensure_ascii=False))


def _names(value: Any) -> list[dict[str, Any]]:
    several = value if isinstance(value, list) else [value]
    return [name for each in several if (name := _name(each))]


def _name(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return dict(name_of(tidy(value))) if value.strip() else {}
    if not isinstance(value, Mapping):
        return {}
    name: dict[str, Any] = {
        part: text for part in value if part in _PARTS and (text := _text(value[part]))
    }
    if not name and (whole := _text(value.get("name"))):
        name = {"literal": whole}
    return name | {flag: True for flag in _FLAGS if name and value.get(flag) in (True, "true", "1")}


def _beyond(field: str, value: Any) -> str:
    """What a name says beyond CSL, such as an ORCID or an affiliation: the names as JSON."""
    if field not in NAMES:
        return ""
    several = value if isinstance(value, list) else [value]
    known = {*_PARTS, *_FLAGS}
    more = any(not isinstance(each, str | Mapping) or (
        isinstance(each, Mapping) and set(each) - known) for each in several)  # fmt: skip
    return _plain(value) if more else ""


def _date(value: Any) -> Date | None:
    if isinstance(value, str):
        return read_slashed(tidy(value))[0]
    if isinstance(value, list):
        return _old_date(value)
    if not isinstance(value, Mapping):
        return None
    parts = _date_parts(value.get("date-parts"))
    date: Date = {}
    if parts:
        date["date-parts"] = parts
    elif raw := _text(value.get("raw")) or "":
        date = dict(read_date(raw) or {})
    elif "year" in value:
        date = _old_date([value]) or {}
    if literal := _text(value.get("literal")):
        date.setdefault("literal", literal)
    if season := _text(value.get("season")):
        date["season"] = int(season) if re.fullmatch(r"[1-4]", season) else season
    if _text(value.get("circa")) not in (None, "", "false", "0"):
        date["circa"] = True
    return date or _unread(value)


def _unread(value: Mapping[str, Any]) -> Date | None:
    """A date of no shape that is known, as its text; None for an empty one."""
    said = any(each for name, each in value.items() if name != "date-parts")
    return {"literal": _plain(value)} if said else None


def _old_date(several: Sequence[Any]) -> Date | None:
    """Dates as pandoc wrote them: mappings with a year, a month and a day, or a season."""
    ends = [each for each in several if isinstance(each, Mapping)]
    parts = [_numbers([each.get("year"), each.get("month"), each.get("day")]) for each in ends]
    known = [each for each in parts if each]
    if not known:
        literal = "/".join(text for each in ends if (text := _text(each.get("literal"))))
        return {"literal": literal} if literal else None
    seasons = [_text(each.get("season")) or "" for each in ends]
    if len(seasons) == len(known) == 1 and re.fullmatch(r"[1-4]", seasons[0]):
        return {"date-parts": known, "season": int(seasons[0])}
    for end, season in zip(known, seasons, strict=False):
        if len(end) == 1 and len(seasons) == len(known) and re.fullmatch(r"[1-4]", season):
            end.append(20 + int(season))
    return {"date-parts": known[:2]}


def _date_parts(value: Any) -> list[list[int]]:
    if not isinstance(value, list):
        return []
    ends = value if all(isinstance(each, list) for each in value) else [value]
    return [numbers for end in ends[:2] if (numbers := _numbers(end))]


def _numbers(end: Sequence[Any]) -> list[int]:
    """Year, month and day, as far as they are numbers."""
    numbers: list[int] = []
    for part in end[:3]:
        text = (_text(part) or "").strip()
        if not re.fullmatch(r"-?\d{1,6}", text, re.ASCII) or (numbers and int(text) <= 0):
            break
        numbers.append(int(text))
    return numbers
