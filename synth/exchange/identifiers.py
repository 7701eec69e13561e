"""What tells works apart: DOI, ISSN, ISBN, and page ranges."""

from __future__ import annotations

import re

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi\s*:?\s*(?:https?://(?:dx\.)?doi\.org/)?)?"
    r"(10\.\d{4,9}(?:\.\d+)*/\S+)",
    re.IGNORECASE | re.ASCII,
)
_DOI_BEFORE = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi\s*:\s*)+", re.IGNORECASE)
_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dXx]\b", re.ASCII)
_ISBN = re.compile(r"\b(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\b", re.ASCII)
_PAGES = re.compile(r"(\D{0,3})(\d{1,9})\s*[-\u2013]+\s*(\D{0,3})(\d{1,9})", re.ASCII)

LONGEST = 2000
"""No identifier is longer, in characters (ISO 26324 sets no limit to a DOI)."""


def doi_of(text: str) -> str | None:
    """The DOI that a text is, bare and with its characters as they stand; None for other text."""
    match = _DOI.fullmatch(text.strip()) if len(text) < LONGEST else None
    return match[1] if match else None


def bare_doi(text: str) -> str:
    """The content of a field for a DOI without the address of its resolver."""
    return _DOI_BEFORE.sub("", text.strip(), count=1) if _DOI_BEFORE.match(text.strip()) else text


def issn_of(text: str) -> str | None:
    """The first ISSN of a text that holds no ISBN."""
    short = text[:LONGEST]
    match = None if _ISBN.search(short) else _ISSN.search(short)
    return match[0] if match else None


def several_issns(text: str) -> str | None:
    """The ISSNs of a text that is nothing but these, each once; None for any other text."""
    parts = [part for part in re.split(r"[,;\s]+", text[:LONGEST]) if part]
    if not parts or len(text) > LONGEST or not all(map(_ISSN.fullmatch, parts)):
        return None
    return "; ".join(dict.fromkeys(parts))


def isbn_of(text: str) -> str | None:
    """The first ISBN of a text."""
    match = _ISBN.search(text[:LONGEST])
    return match[0].strip() if match else None


def full_range(pages: str) -> str:
    """A page range with its end written out: "123-9" is "123-129" (as MEDLINE's PG is read)."""
    match = _PAGES.fullmatch(pages.strip())
    if match is None:
        return pages.strip()
    before, first, after, last = match.groups()
    if after not in ("", before):
        return pages.strip()
    if len(last) < len(first) and not after:
        full = first[: len(first) - len(last)] + last
        last = full if int(full) >= int(first) else last
    return f"{before}{first}-{after or before}{last}"
