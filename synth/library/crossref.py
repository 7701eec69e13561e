"""A work as Crossref describes it, as a CSL item.

The reply is that of `https://api.crossref.org/works/{doi}` (REST API format, "Work").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from synth.library.crossref_text import abstract, plain, rich
from synth.problems import ProjectError

TYPES: Mapping[str, str] = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "book-track": "chapter",
    "component": "document",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "proceedings-series": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "report": "report",
    "report-component": "chapter",
    "report-series": "report",
    "standard": "standard",
}
"""From the types of `https://api.crossref.org/types` to those of CSL 1.0.2, appendix III."""

NAMES = ("author", "editor", "translator", "chair")
MOST_NAMES = 10_000

_PLAIN = {
    "publisher": "publisher",
    "publisher-location": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "edition-number": "edition",
    "language": "language",
}
_FIRST_OF = {
    "short-container-title": "container-title-short",
    "short-title": "title-short",
    "group-title": "container-title",
    "ISSN": "ISSN",
}


@dataclass(frozen=True, slots=True)
class Update:
    """A notice about a work that Crossref knows of; `kind` is in the words of its type."""

    kind: str
    date: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A work as Crossref describes it; `updates` were made to it, `amends` are what it is about."""

    item: Mapping[str, Any]
    updates: tuple[Update, ...] = ()
    amends: tuple[Update, ...] = ()


def read_work(reply: bytes, doi: str) -> Work:
    """The work of a reply. Raises ProjectError when the reply is not one about this DOI."""
    message = _message(reply, doi)
    told = message.get("DOI")
    if not isinstance(told, str) or told.lower() != doi.lower():
        other = f"about {told[:200]!r}" if isinstance(told, str) else "without a DOI"
        raise ProjectError(f"{doi}: Crossref answered {other}; nothing was taken from it")
    item: dict[str, Any] = {
        "type": TYPES.get(str(message.get("type")), "document"),
        **_titles(message),
        **_names(message),
        **_dates(message),
        **_words(message),
        "DOI": told,
    }
    return Work(
        {name: value for name, value in item.items() if value},
        tuple(_updates(message.get("updated-by"))),
        tuple(_updates(message.get("update-to"))),
    )


def _message(reply: bytes, doi: str) -> Mapping[str, Any]:
    try:
        value = json.loads(reply)
    except (ValueError, RecursionError) as fault:
        start = reply.lstrip()[:1]
        what = "a web page" if start == b"<" else "something that is no JSON"
        raise ProjectError(
            f"{doi}: Crossref answered with {what}\n"
            "    Perhaps a network's sign-in page stands between. Open a browser and look."
        ) from fault
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, dict):
        raise ProjectError(f"{doi}: Crossref's answer holds no work")
    return message


def _texts(value: Any) -> list[str]:
    """The texts of a list, or of one text."""
    values = value if isinstance(value, list) else [value]
    return [_whole(each) for each in values if isinstance(each, str) and each.strip()]


def _whole(text: str) -> str:
    """The text without half characters, which JSON can write and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _titles(message: Mapping[str, Any]) -> dict[str, str]:
    """Title with its subtitle, and the title of what the work is in, with that of its series."""
    found: dict[str, str] = {}
    titles = [rich(each) for each in _texts(message.get("title"))]
    subtitles = [rich(each) for each in _texts(message.get("subtitle"))]
    if titles:
        found["title"] = titles[0]
        if subtitles and subtitles[0].lower() not in titles[0].lower():
            joint = " " if titles[0][-1] in "?!:" else ": "
            found["title"] = f"{titles[0]}{joint}{subtitles[0]}"
    within = [rich(each) for each in _texts(message.get("container-title"))]
    if within:
        found["container-title"] = within[0]
        if message.get("type") in ("book-chapter", "proceedings-article") and len(within) > 1:
            series, book = within[0], within[1]
            found.update({"container-title": book, "collection-title": series})
    return found


def _names(message: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for role in NAMES:
        people = message.get(role)
        given = people if isinstance(people, list) else []
        listed = [each for each in given if isinstance(each, dict)]
        listed.sort(key=lambda each: each.get("sequence") != "first")
        names = [name for each in listed[:MOST_NAMES] if (name := _name(each))]
        if names:
            found[role] = names
    return found


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    def part(name: str) -> str:
        texts = _texts(person.get(name))
        return plain(texts[0]) if texts else ""

    if part("family"):
        parts = {"family": part("family"), "given": part("given"), "suffix": part("suffix")}
        return {name: value for name, value in parts.items() if value}
    literal = part("name") or part("given")
    return {"literal": literal} if literal else {}


def _dates(message: Mapping[str, Any]) -> dict[str, Any]:
    """The date of publication, the first of those that are known."""
    for name in ("issued", "published", "published-print", "published-online", "posted"):
        if parts := _date_parts(message.get(name)):
            return {"issued": {"date-parts": [parts]}}
    return {}


def _date_parts(value: Any) -> list[int]:
    """Year, month and day as far as they are known and can be; empty for no date."""
    try:
        given = list(value["date-parts"][0])[:3]
    except (KeyError, IndexError, TypeError):
        return []
    parts: list[int] = []
    for number, last in zip(given, (9999, 12, 31), strict=False):
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= last:
            break
        parts.append(number)
    return parts if len(parts) < 3 or _is_day(*parts) else parts[:2]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _words(message: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, field in _PLAIN.items():
        if texts := _texts(message.get(name)):
            found[field] = plain(texts[0])
    for name, field in _FIRST_OF.items():
        if texts := _texts(message.get(name)):
            found[field] = rich(texts[0]) if field != "ISSN" else texts[0]
    if numbers := _texts(message.get("article-number")):
        found.setdefault("page", plain(numbers[0]))
    if isbns := _texts(message.get("ISBN")):
        found["ISBN"] = isbns[0].rpartition("/")[2]
    if subjects := _texts(message.get("subject")):
        found["keyword"] = "; ".join(plain(each) for each in subjects)
    if texts := _texts(message.get("abstract")):
        found["abstract"] = abstract(texts[0])
    return {**found, **_of_kind(message)}


def _of_kind(message: Mapping[str, Any]) -> dict[str, str]:
    """What only some kinds of work have: a thesis, a preprint, a talk."""
    more: dict[str, str] = {}
    if degrees := _texts(message.get("degree")):
        more["genre"] = plain(degrees[0])
    elif message.get("subtype") == "preprint":
        more["genre"] = "Preprint"
    institution = message.get("institution")
    houses = institution if isinstance(institution, list) else [institution]
    names = [name for each in houses if isinstance(each, dict) for name in _texts(each.get("name"))]
    if names and message.get("type") in ("dissertation", "report", "posted-content"):
        more["publisher"] = plain(names[0])
    event = message.get("event")
    if isinstance(event, dict):
        for name, field in (("name", "event-title"), ("location", "event-place")):
            if texts := _texts(event.get(name)):
                more[field] = plain(texts[0])
    return more


def _updates(value: Any) -> Iterator[Update]:
    """The notices of a reply, each once although publisher and Retraction Watch both tell it."""
    seen: set[Update] = set()
    for each in value if isinstance(value, list) else []:
        if not isinstance(each, dict):
            continue
        kinds, dois = _texts(each.get("type")), _texts(each.get("DOI"))
        parts = _date_parts(each.get("updated"))
        update = Update(
            plain(kinds[0]).lower().replace("_", " ").replace("-", " ") if kinds else "update",
            "-".join(f"{part:02}" for part in parts) or None,
            dois[0].lower() if dois else None,
        )
        if update not in seen:
            seen.add(update)
            yield update
