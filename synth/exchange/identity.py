"""What a work is known by: its identifiers, and its title, year and first author made alike.

Two texts are made alike by Unicode's compatibility form (NFKC's decomposition), without accents,
case, punctuation and the marks of CSL's rich text; `&` is read as "and".
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from synth.exchange.identifiers import bare_doi
from synth.model import CslItem

_MARKUP = re.compile(r"</?(?:span|i|b|sup|sub|sc)\b[^<>]{0,200}>")
_NO_WORD = re.compile(r"[^\w]+|_+")
_RESOLVER = re.compile(r"\s*https?://(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)


def without_markup(text: str) -> str:
    """A text without the tags of CSL's rich text."""
    return _MARKUP.sub("", text) if "<" in text else text


def alike(text: object) -> str:
    """A text as it is compared: lower-case words without accents, joined by single spaces."""
    plain = without_markup(str(text or "")).replace("&", " and ").lower()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain.replace("’", "'").translate(_LETTERS))
        plain = "".join(char for char in parts if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", plain.replace("'", "")).strip()


def doi_of(item: CslItem) -> str:
    """A work's DOI as it is compared: bare, in lower case (DOI Handbook, 2.4); or empty.

    An address of the DOI resolver stands in for a missing DOI.
    """
    doi = str(item.get("DOI", ""))
    address = str(item.get("URL", ""))
    if not doi and _RESOLVER.match(address):
        doi = unquote(_RESOLVER.sub("", address, count=1))
    return bare_doi(doi.strip()).strip().rstrip(".,;").lower()


_NOTED_PMID = re.compile(r"(?im)^\s*PMID:\s*([0-9]{1,9})\s*$")


def pmid_of(item: CslItem) -> str:
    """A work's number in PubMed without leading zeros, or empty.

    Zotero writes it on a line of the note of CSL-JSON.
    """
    told = str(item.get("PMID", ""))
    if not told and (noted := _NOTED_PMID.search(str(item.get("note", "")))):
        told = noted[1]
    digits = re.sub(r"(?i)^\s*(?:pmid)?[\s:]*", "", told).strip()
    return digits.lstrip("0") if digits.isdecimal() else ""


def isbns_of(item: CslItem) -> frozenset[str]:
    """The valid ISBNs of a work, each with thirteen digits."""
    found = (isbn13(each) for each in isbn_parts(str(item.get("ISBN", ""))))
    return frozenset(isbn for isbn in found if isbn)


def isbn_parts(text: str) -> list[str]:
    """The ISBNs that a field gives, as typed, without labels and remarks in brackets."""
    text = re.sub(r"\([^()]*\)|(?i:isbn(?:-?1[03])?\s*:?)", " ", text)
    found = re.findall(r"[0-9][0-9\-\u2010-\u2013\u00ad]*[0-9Xx]|[^\s,;]+", _join_groups(text))
    return [each for each in found if each.strip("-:.")]


def _join_groups(text: str) -> str:
    """The text with the spaces inside an ISBN made hyphens: `978 0 19 852663 6` is one."""
    whole = re.compile(r"(?<![\w-])(?:97[89] )?(?:\d{1,5} ){2}(?:\d{1,7} )?[\dXx](?![\w-])")
    return whole.sub(lambda found: found[0].replace(" ", "-"), text)


def isbn13(text: str) -> str:
    """An ISBN as thirteen digits; empty when it is none (ISO 2108: length and check digit)."""
    digits = re.sub(r"[^0-9Xx]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        total = sum(
            (10 - index) * (10 if char == "X" else int(char)) for index, char in enumerate(digits)
        )
        if total % 11:
            return ""
        digits = "978" + digits[:9]
        return digits + str(-_weighted(digits) % 10)
    if re.fullmatch(r"97[89][0-9]{10}", digits) and _weighted(digits) % 10 == 0:
        return digits
    return ""


def _weighted(digits: str) -> int:
    return sum(int(char) * (3 if index % 2 else 1) for index, char in enumerate(digits))


def year_of(item: CslItem) -> int | None:
    """The year of publication, or None."""
    return _first_part(item, 0)


def _first_part(item: CslItem, index: int) -> int | None:
    parts = item.get("issued", {}).get("date-parts") or [[]]
    try:
        return int(parts[0][index])
    except (IndexError, TypeError, ValueError):
        return None


def first_author(item: CslItem) -> str:
    """The first author's family name (else the first editor's) as it is compared, or empty."""
    for role in ("author", "editor"):
        for name in item.get(role) or ():
            return family_of(name)
    return ""


def family_of(name: CslItem) -> str:
    """A person's family name with its particle, or an institution's name, as it is compared."""
    if name.get("literal"):
        return alike(name["literal"])
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family"))
    return alike(" ".join(str(part) for part in parts if part) or name.get("given", ""))
