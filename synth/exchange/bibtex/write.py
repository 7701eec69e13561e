"""References as BibTeX and BibLaTeX, such that reading them gives the references again.

A variable of CSL that BibLaTeX has no field for is written under its CSL name behind `csl-`,
which other programs pass over; so nothing is lost. What a field means is as in `bibtex_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synth.exchange.bibtex.date_fields import date_fields
from synth.exchange.bibtex.dates import edtf_text
from synth.exchange.bibtex.fields import (
    BIBSTRINGS,
    BOOKS,
    CSL,
    CSL_CUSTOM,
    CSL_DATES,
    CSL_NAMES,
    DATES,
    IN_A_BOOK,
    NAMES,
    PERIODICAL,
    SUBTYPES,
    TEXTS,
    TITLES,
    TYPES,
    VERBATIM,
)
from synth.exchange.bibtex.languages import BABEL_NAME, language_code
from synth.exchange.bibtex.latex_write import latex, rich_latex, title_latex
from synth.exchange.bibtex.name_write import names_latex
from synth.exchange.bibtex.raw import raw_latex
from synth.exchange.bibtex.titles import up_to_colon
from synth.exchange.bibtex.types import Dialect, entry_type
from synth.model import Reference

ORDER = (
    "author", "editor", "editortype", "translator", "bookauthor", "director", "title", "issuetitle",
    "shorttitle", "maintitle", "booktitle", "journaltitle", "journal", "shortjournal", "series",
    "date", "year", "month", "day", "volume", "volumes", "number", "issue", "edition", "version",
    "chapter", "pages", "pagetotal", "type", "publisher", "institution", "school", "location",
    "address", "eventtitle", "eventdate", "venue", "origtitle", "origdate", "origpublisher",
    "origlocation", "doi", "isbn", "issn", "pmid", "pmcid", "url", "urldate", "library", "langid",
    "pubstate", "note", "annotation", "annote", "keywords", "abstract",
)  # fmt: skip
"""The fields in the order in which they are written; any other comes after them."""

_BAD_KEY = re.compile(r"[\s,{}()\"#%\\~=@']+")
_BAD_NAME = re.compile(r"[^\w:+./-]+")
_AND = re.compile(r"(?<=\s)and(?=\s)")
_HANDLED = frozenset((
    "id", "type", "title", "volume-title", "container-title", "title-short",
    "container-title-short", "collection-title", "page", "volume", "issue", "number",
    "collection-number", "publisher", "publisher-place", "jurisdiction", "genre", "status",
    "language", "note", "annote", "keyword", "custom",
)) | {
    *TEXTS.values(), *VERBATIM.values(), *TITLES.values(), *NAMES.values(), *DATES.values(),
}  # fmt: skip


def write_bibtex(references: Sequence[Reference]) -> str:
    """The references as BibTeX, for BibTeX and natbib."""
    return "\n".join(write_entry(reference, "bibtex") for reference in references)


def write_biblatex(references: Sequence[Reference]) -> str:
    """The references as BibLaTeX, for biber."""
    return "\n".join(write_entry(reference, "biblatex") for reference in references)


def write_entry(reference: Reference, dialect: Dialect) -> str:
    """One reference as an entry, a field a line, with a line feed at its end."""
    entry = _Entry(reference.item, dialect)
    fields = sorted(entry.fields().items(), key=lambda field: _PLACES.get(field[0], len(ORDER)))
    key = _BAD_KEY.sub("-", reference.key)
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@{entry.type}{{{key},\n{lines}\n}}\n" if lines else f"@{entry.type}{{{key}}}\n"


_PLACES = {name: place for place, name in enumerate(ORDER)}


class _Entry:
    """An item on its way to an entry of a dialect."""

    def __init__(self, item: Mapping[str, Any], dialect: Dialect) -> None:
        self.item = item
        self.dialect: Dialect = dialect
        custom = item.get("custom")
        self.custom: Mapping[str, Any] = custom if isinstance(custom, Mapping) else {}
        kept = str(self.custom.get("bibtex-type", ""))
        self.type = kept if re.fullmatch(r"[a-z][\w-]*", kept) else entry_type(item, dialect)
        language = str(item.get("language", ""))
        self.langid = BABEL_NAME.get(language, language)
        self.known_language = bool(language) and language_code(self.langid) == language
        self.english = not self.known_language or language.startswith("en-")

    def fields(self) -> dict[str, str]:
        """The fields, each with its value in braces or bare."""
        texts: dict[str, str] = {}
        for part in (
            self._names(),
            self._titles(),
            self._dates(),
            self._numbers(),
            self._words(),
            self._others(),
        ):
            texts.update((name, value) for name, value in part if value)
        bare = self._month(texts)
        fields = {name: f"{{{value}}}" for name, value in texts.items()}
        fields |= {"month": bare} if bare else {}
        for name, value in self.custom.items():
            if name != "bibtex-type" and str(value).strip():
                fields[_custom_name(str(name), fields)] = f"{{{raw_latex(str(value), str(name))}}}"
        return fields

    def _month(self, texts: Mapping[str, str]) -> str:
        month = texts.get("month", "")
        return month if month.isalpha() else ""

    def _text(self, variable: str) -> str:
        value = self.item.get(variable)
        return rich_latex(str(value)) if isinstance(value, str | int | float) else ""

    def _title(self, variable: str) -> str:
        return title_latex(str(self.item.get(variable, "")), self.english)

    def _names(self) -> Iterator[tuple[str, str]]:
        for field, variable in NAMES.items():
            people = self.item.get(variable)
            if isinstance(people, list | tuple):
                yield field, names_latex(people, self.dialect)

    def _titles(self) -> Iterator[tuple[str, str]]:
        title, volume = self._title("title"), self._title("volume-title")
        in_a_book = self.type in IN_A_BOOK
        container = self.item.get("container-title", "")
        if self.type == "periodical" and container:
            yield "title", self._text("container-title")
            yield "issuetitle", title
            yield f"{CSL}volume-title", volume
        elif volume and not in_a_book:
            yield "maintitle", title
            yield "title", volume
        else:
            yield "title", title
        if in_a_book:
            yield "booktitle", volume or self._title("container-title")
            yield "maintitle", self._title("container-title") if volume else ""
        elif self.type != "periodical":
            yield self._of("journaltitle", "journal"), self._text("container-title")
        yield "shortjournal", self._text("container-title-short")
        yield "series", _no_key(self._title("collection-title"))
        for field, variable in TITLES.items():
            yield field, self._title(variable)
        short = str(self.item.get("title-short", ""))
        if short != up_to_colon(str(self.item.get("title", ""))):
            periodical = self.type == "periodical"  # whose own short title is another
            yield f"{CSL}title-short" if periodical else "shorttitle", self._title("title-short")

    def _dates(self) -> Iterator[tuple[str, str]]:
        for prefix, variable in DATES.items():
            date = self.item.get(variable)
            if isinstance(date, Mapping):
                yield from date_fields(date, prefix, self.dialect)

    def _numbers(self) -> Iterator[tuple[str, str]]:
        of_type = (
            "issue"
            if self.type in PERIODICAL
            else "collection-number"
            if self.type in BOOKS
            else "number"
        )
        for variable in ("issue", "collection-number", "number"):
            yield "number" if variable == of_type else f"{CSL}{variable}", self._text(variable)
        yield "volume", self._text("volume")
        pages = self._text("page")
        yield "pages", pages if "--" in pages or "-{}" in pages else pages.replace("-", "--")

    def _of(self, biblatex: str, bibtex: str) -> str:
        return biblatex if self.dialect == "biblatex" else bibtex

    def _words(self) -> Iterator[tuple[str, str]]:
        for field, variable in TEXTS.items():
            yield field, self._text(variable)
        for field, variable in VERBATIM.items():
            yield field, raw_latex(str(self.item.get(variable, "")), field)
        yield self._publisher_field(), _whole(self._text("publisher"))
        patent = self.type == "patent"
        place = "address" if patent else self._of("location", "address")
        yield place, _whole(self._text("publisher-place"))
        where = (
            "location" if patent and "publisher-place" not in self.item else f"{CSL}jurisdiction"
        )
        yield where, _whole(self._text("jurisdiction"))
        yield "type", self._genre()
        yield "pubstate", _no_key(self._text("status"))
        yield "langid", self.langid if self.known_language else ""
        if not self.known_language:
            yield f"{CSL}language", self._text("language")
        yield f"{CSL}note" if self.type == "periodical" else "note", self._text("note")
        yield self._of("annotation", "annote"), self._text("annote")
        yield "keywords", _keywords(self._text("keyword"))

    def _publisher_field(self) -> str:
        if "thesis" in self.type:
            return self._of("institution", "school")
        return "institution" if self.type in ("report", "techreport") else "publisher"

    def _genre(self) -> str:
        genre = str(self.item.get("genre", ""))
        key = next((key for key in ("phdthesis", "mathesis") if BIBSTRINGS[key] == genre), "")
        if key and self.type in ("phdthesis", "mastersthesis"):
            return ""
        return key if key and self.type == "thesis" else _no_key(self._text("genre"))

    def _others(self) -> Iterator[tuple[str, str]]:
        """The type, if the entry's does not tell it, and what has no field."""
        type_ = str(self.item.get("type", "document"))
        known = TYPES.get(self.type, "document")
        subtype = next((name for name, of in SUBTYPES.items() if of == type_), "")
        event = any(name in self.item for name in ("event-date", "event-title", "event-place"))
        if known == "article-journal" and subtype:
            yield "entrysubtype", subtype
        elif type_ != ("speech" if known == "manuscript" and event else known):
            yield f"{CSL}type", raw_latex(type_, "csl-type")
        for variable, value in self.item.items():
            if variable in _HANDLED:
                continue
            name = f"{CSL}{_BAD_NAME.sub('-', variable).lower()}"
            if variable in CSL_NAMES and isinstance(value, list | tuple):
                yield name, names_latex(value, self.dialect)
            elif variable in CSL_DATES and isinstance(value, Mapping):
                yield name, edtf_text(value) or latex(str(value.get("literal", "")))
            else:
                yield name, self._text(variable)


def _custom_name(name: str, taken: Mapping[str, str]) -> str:
    """The name of a field for a custom value: its own, unless that means something else."""
    safe = _BAD_NAME.sub("-", name).lower().strip("-") or "custom"
    other = safe in taken or safe in _MEANT or safe.startswith(CSL) or safe[0].isdigit()
    return f"{CSL_CUSTOM}{safe}" if other else safe


_MEANT = (
    {*TEXTS, *NAMES, *TITLES, *VERBATIM, "title", "volume", "pages", "keywords", "type", "series"}
    | {"note", "annotation", "annote", "pubstate", "publisher", "langid", "date"}
) - {"url", "doi"}


def _whole(text: str) -> str:
    """A name that is no list, though it may hold the word "and"."""
    return f"{{{text}}}" if _AND.search(text) else text


def _no_key(text: str) -> str:
    """A text that is none of BibLaTeX's localisation keys, and no bare number."""
    return f"{{{text}}}" if text.lower() in BIBSTRINGS or text.isdecimal() else text


def _keywords(text: str) -> str:
    if "," in text:
        return text if ";" in text else f"{text};"
    return text.replace("; ", ", ")
