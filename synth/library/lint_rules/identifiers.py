"""Identifiers that cannot be right: DOI, ISBN, ISSN, URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from synth.exchange.identifiers import bare_doi
from synth.exchange.identity import isbn13, isbn_parts
from synth.library.lint_rules.subject import Library, Work
from synth.problems import Problem

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]*[^\s.,;]")
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ISSN = re.compile(r"([0-9]{4})[-\u2010-\u2013]?([0-9]{3}[0-9Xx])")


def malformed_dois(library: Library) -> Iterator[Problem]:
    """DOIs that are not of the form 10.<registrant>/<suffix> (ISO 26324)."""
    for work in library.works:
        doi = bare_doi(str(work.item.get("DOI", "")).strip())
        if doi and not _DOI.fullmatch(doi):
            yield work.warn(
                "bad-doi",
                f'"{doi}" is no DOI: one looks like 10.1000/182, without blanks',
                "Copy it from the work's own page.",
                "DOI",
            )


def dois_as_urls(library: Library) -> Iterator[Problem]:
    """DOIs that are given as addresses: in the field for the DOI, or in place of it."""
    for work in library.works:
        written = work.written("DOI")
        typed = written.bare if written is not None else str(work.item.get("DOI", ""))
        address = str(work.item.get("URL", ""))
        if bare_doi(typed.strip()) != typed.strip():
            yield work.warn(
                "doi-as-url",
                f'the DOI is given as "{typed.strip()}"',
                f"Write {bare_doi(typed.strip())}; --fix does.",
                "DOI",
            )
        elif not work.item.get("DOI") and _RESOLVER.match(address):
            yield work.warn(
                "doi-as-url",
                "the address is that of a DOI, and there is no doi field",
                f"Write doi = {{{bare_doi(address)}}}.",
                "URL",
            )


def malformed_isbns(library: Library) -> Iterator[Problem]:
    """ISBNs of the wrong length or with the wrong check digit (ISO 2108)."""
    for work in library.works:
        for isbn in isbn_parts(str(work.item.get("ISBN", ""))):
            if not isbn13(isbn):
                yield work.warn(
                    "bad-isbn",
                    f'"{isbn}" is no ISBN: {_isbn_fault(isbn)}',
                    "Compare it with the one that is printed in the book.",
                    "ISBN",
                )


def _isbn_fault(isbn: str) -> str:
    digits = re.sub(r"[^0-9Xx]", "", isbn)
    if len(digits) in (10, 13):
        return "its check digit does not fit the others"
    return f"it has {len(digits)} digits, not 10 or 13"


def malformed_issns(library: Library) -> Iterator[Problem]:
    """ISSNs of the wrong form or with the wrong check digit (ISO 3297)."""
    for work in library.works:
        for typed in re.split(r"[\s,;/]+", re.sub(r"\([^()]*\)", " ", _issn(work))):
            if typed and not _is_issn(typed):
                yield work.warn(
                    "bad-issn",
                    f'"{typed}" is no ISSN: it has eight digits as in 0277-9536, '
                    "the last of which follows from the others",
                    "Compare it with the one on the journal's own page.",
                    "ISSN",
                )


def _issn(work: Work) -> str:
    return re.sub(r"(?i)\b[ep]?-?issn\b:?", " ", str(work.item.get("ISSN", "")))


def _is_issn(typed: str) -> bool:
    found = _ISSN.fullmatch(typed)
    if found is None:
        return False
    digits = (found[1] + found[2]).upper()
    values = [10 if char == "X" else int(char) for char in digits]
    return sum((8 - index) * value for index, value in enumerate(values)) % 11 == 0


def malformed_urls(library: Library) -> Iterator[Problem]:
    """URLs without a scheme or a host, or with a blank in them (RFC 3986)."""
    for work in library.works:
        url = str(work.item.get("URL", ""))
        if url and (fault := _url_fault(url)):
            yield work.warn(
                "bad-url", f'"{url}" is no address: {fault}', "Copy it from the browser.", "URL"
            )


def _url_fault(url: str) -> str:
    if re.search(r"\s", url.strip()):
        return "there is a blank in it"
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return "it cannot be taken apart"
    if parts.scheme.lower() not in ("http", "https", "ftp"):
        return "it does not start with https:// or http://"
    if not host or ("." not in host and host != "localhost" and ":" not in host):
        return "it names no host"
    return ""
