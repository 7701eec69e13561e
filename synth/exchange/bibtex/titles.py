"""The titles of a work, of what it stands in, and of their parts (BibLaTeX manual, 2.2.2).

As in pandoc: a title, its subtitle and what is added to it are one text; a work of several
volumes has its main title as its title; a short title is the title up to its colon.
"""

from __future__ import annotations

from typing import Any

from synth.exchange.bibtex.fields import IN_A_BOOK, TITLES
from synth.exchange.bibtex.text import Fields


def put_titles(item: dict[str, Any], fields: Fields) -> None:
    """Puts the titles into an item."""
    in_a_book = fields.type in IN_A_BOOK
    main = fields.has("maintitle") and not in_a_book
    own = "main" if main else "issue" if _has_issue_title(fields) else ""
    found = {
        "title": _whole(fields, own),
        "volume-title": _whole(fields, "") if main else _volume_in(fields, in_a_book),
        "container-title": _container(fields, in_a_book),
        "title-short": _short(fields, main),
        "container-title-short": _short_container(fields),
        "collection-title": _series(fields),
        **{variable: fields.title(name) for name, variable in TITLES.items()},
    }
    item.update({variable: title for variable, title in found.items() if title})


def _has_issue_title(fields: Fields) -> bool:
    return fields.type == "periodical" and fields.has("issuetitle")


def _whole(fields: Fields, prefix: str) -> str:
    """A title with its subtitle and addition; those of a periodical's issue may stand alone."""
    join = fields.decoder.joined
    title = fields.title(f"{prefix}title")
    if not title:
        return ""
    sub = fields.title(f"{prefix}subtitle")
    if not sub and fields.type == "periodical":
        sub = fields.title("issuesubtitle")
    if not prefix and not sub:
        sub = fields.title("subtitle")
    return join(".", join(":", title, sub), fields.title(f"{prefix}titleaddon"))


def _volume_in(fields: Fields, in_a_book: bool) -> str:
    if in_a_book and fields.has("maintitle"):
        return _whole(fields, "book")
    return ""


def _container(fields: Fields, in_a_book: bool) -> str:
    join = fields.decoder.joined
    if fields.type == "periodical" and fields.has("title"):
        sub = fields.text("subtitle" if fields.has("subtitle") else "journalsubtitle")
        text = join(":", fields.text("title"), sub)
        return join(".", text, fields.text("titleaddon"))
    if in_a_book and fields.has("maintitle"):
        return _whole(fields, "main")
    if in_a_book and fields.has("booktitle"):
        return _whole(fields, "book")
    name = next((each for each in ("journaltitle", "journal") if fields.has(each)), "")
    if not name:
        return ""
    return join(":", fields.text(name), fields.text("journalsubtitle"))


def _short(fields: Fields, main: bool) -> str:
    if not main and fields.has("shorttitle"):
        return fields.title("shorttitle")
    raw = fields.raw.get("title", "")
    parts = ("subtitle", "titleaddon", *["issuesubtitle"] * (fields.type == "periodical"))
    whole = not main and any(map(fields.has, parts))
    if not raw or not (whole or ":" in raw):
        return ""
    title = fields.decoder.title(raw, fields.english)
    return up_to_colon(title) or (title if whole else "")


def up_to_colon(title: str) -> str:
    """A title up to its first colon that no tag encloses; empty if there is none."""
    at = title.find(":")
    while at >= 0:
        before = title[:at]
        if before.count("<") == 0:
            return before.strip()
        opened = sum(before.count(tag) for tag in ("<i>", "<b>", "<su", "<span"))
        closed = before.count("</")
        if opened == closed and before.rfind("<") <= before.rfind(">"):
            return before.strip()
        at = title.find(":", at + 1) if at < _FAR else -1
    return ""


_FAR = 2000
"""Characters; a colon further on ends no short title."""


def _short_container(fields: Fields) -> str:
    if fields.type == "periodical" and not fields.has("maintitle") and fields.has("shorttitle"):
        return fields.text("shorttitle")
    return fields.text("shortjournal")


def _series(fields: Fields) -> str:
    raw = fields.raw.get("series", "")
    if raw.isdecimal() and len(raw) < 5:
        return f"{_ordinal(int(fields.take('series')))} series"
    known = raw.lower() in ("newseries", "oldseries")
    return fields.key("series") if known else fields.title("series")


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
