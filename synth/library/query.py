"""What a person types into a search, as an expression of SQLite's FTS5.

The words are data: each goes into the expression between double quotes, which is the only
thing that FTS5 does not read as its own language (manual, section 3.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from synth.problems import ProjectError

FIELDS: Mapping[str, str] = {
    "abstract": "abstract",
    "author": "authors",
    "authors": "authors",
    "doi": "doi",
    "journal": "journal",
    "key": "key",
    "keyword": "keywords",
    "keywords": "keywords",
    "title": "title",
    "year": "year",
}
"""The fields that a person may name before a colon, and the columns of the index."""

MAX_TERMS = 50
MAX_LENGTH = 2_000

_TERM = re.compile(r'(?:([A-Za-z]+):\s*)?(?:"([^"]*)"?|([^\s"]+))')
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/|\bdoi:(?=\s*10\.)", re.IGNORECASE)
_YEARS = re.compile(r"([0-9]{1,4})?([-–—])?([0-9]{1,4})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Vocabulary(Protocol):
    """What an index knows of its words."""

    def beginning(self, start: str) -> Sequence[str]:
        """The commonest words that begin so, folded."""

    def years(self, first: int, last: int) -> Sequence[int]:
        """The years of publication in a span, both ends included."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that a work must have: next to each other, and in one field if one is named."""

    text: str
    field: str | None = None
    phrase: bool = False


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query. Raises ProjectError when it holds none, or far too many."""
    if len(query) > MAX_LENGTH:
        raise ProjectError(f"the search has more than {MAX_LENGTH:,} characters")
    terms = tuple(term for term in _terms(clean(query)) if _searchable(term.text))
    if not terms:
        raise ProjectError(
            "there is no word to search for\n"
            '    Give some, such as: trust "social capital" author:coutts year:2015-2020'
        )
    if len(terms) > MAX_TERMS:
        raise ProjectError(f"the search has more than {MAX_TERMS} words")
    return terms


def clean(text: str) -> str:
    """The text in Unicode's composed form, without control characters or half characters."""
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", whole(text)))


def whole(text: str) -> str:
    """The text with a question mark for each half of a character: SQLite takes no such."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _terms(query: str) -> Iterator[Term]:
    for match in _TERM.finditer(_DOI_ADDRESS.sub("", query)):
        name, quoted, word = match.groups()
        field = FIELDS.get(name.lower()) if name else None
        if name and field is None:
            yield Term(name)
        phrase = quoted is not None
        yield Term(quoted if phrase else word, field, phrase)


def _searchable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def expression(terms: Sequence[Term], words: Vocabulary, within: str = "") -> str | None:
    """The terms in FTS5's language, all of which must match; None when nothing can.

    `within` names the columns that terms without a field are looked for in, all by default.

    The last word, unless it is quoted, also stands for the words that begin with it. They are
    looked up: FTS5's own prefixes are stemmed first, and "educat" would not find "education".
    """
    parts: list[str] = []
    for number, term in enumerate(terms):
        if term.field == "year" and (span := _years(term.text)):
            years = words.years(*span)
            if not years:
                return None
            choices = [str(year) for year in years]
        elif number == len(terms) - 1 and not term.phrase:
            choices = _begun(term.text, words)
        else:
            choices = [term.text]
        either = " OR ".join(_quoted(choice) for choice in choices)
        columns = term.field or within
        parts.append(f"{{{columns}}} : ({either})" if columns else f"({either})")
    return " AND ".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _begun(text: str, words: Vocabulary) -> list[str]:
    """The text, and the text with its last word made whole in each way that is known."""
    found = re.search(r"[^\W_]+\Z", text)
    if found is None:
        return [text]
    head = text[: found.start()]
    return list(dict.fromkeys([text, *(head + word for word in words.beginning(fold(found[0])))]))


def fold(word: str) -> str:
    """The word in small letters without diacritics, as the index's tokenizer folds it."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _years(text: str) -> tuple[int, int] | None:
    """The span of `2018`, `2015-2020`, `2015-` or `-2020`; None for other words."""
    match = _YEARS.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        return None
    first = int(match[1]) if match[1] else 0
    last = int(match[3]) if match[3] else (9999 if match[2] else first)
    return first, last
