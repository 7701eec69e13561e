"""BibTeX and BibLaTeX to CSL-JSON items, through bibtexparser.

Types and fields are mapped as in CSL 1.0.2, appendices III and IV. LaTeX is decoded only
in fields that hold some: decoding is twenty times slower than parsing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import bibtexparser
from bibtexparser.middlewares.interpolate import ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)

from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import Place, Problem, did_you_mean, error, warning

# The library is asked for its findings, so its log would only say them twice.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "legislation": "legislation",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "online": "webpage",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}

FIELDS = {
    "abstract": "abstract",
    "address": "publisher-place",
    "booktitle": "container-title",
    "chapter": "chapter-number",
    "doi": "DOI",
    "edition": "edition",
    "eventtitle": "event-title",
    "howpublished": "medium",
    "institution": "publisher",
    "isbn": "ISBN",
    "issn": "ISSN",
    "issue": "issue",
    "journal": "container-title",
    "journaltitle": "container-title",
    "langid": "language",
    "language": "language",
    "location": "publisher-place",
    "note": "note",
    "organization": "publisher",
    "pages": "page",
    "pmid": "PMID",
    "publisher": "publisher",
    "school": "publisher",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "type": "genre",
    "url": "URL",
    "version": "version",
    "volume": "volume",
}

NAMES = {"author": "author", "editor": "editor", "translator": "translator"}

VERBATIM = {"doi", "url", "isbn", "issn", "pmid", "eprint"}
"""Fields whose characters mean themselves: a percent sign or an underscore is no LaTeX."""

TITLES = {"title", "booktitle", "shorttitle", "journal", "journaltitle", "series"}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_bibtex(text: str, name: str) -> Imported:
    """The entries of a BibTeX or BibLaTeX text."""
    library = bibtexparser.parse_string(text, parse_stack=[ResolveStringReferencesMiddleware(True)])
    references: list[Reference] = []
    problems: list[Problem] = []
    for entry in library.entries:
        reference, faults = _reference(entry, name)
        problems += faults
        if reference is not None:
            references.append(reference)
    refused = [_failed(block, name) for block in library.failed_blocks]
    return Imported(tuple(references), tuple(refused), tuple(problems))


def _failed(block: ParsingFailedBlock, name: str) -> Problem:
    place = Place(name, (block.start_line or 0) + 1, 1)
    if isinstance(block, DuplicateBlockKeyBlock):
        first = block.previous_block.start_line
        return error(
            "duplicate-key",
            f'the key "{block.key}" is taken by an earlier entry; this one is not used',
            place,
            f"It stands first at line {(first or 0) + 1}. Give one of the two another key.",
        )
    if isinstance(block, DuplicateFieldKeyBlock):
        twice = ", ".join(sorted(block.duplicate_keys))
        return error("duplicate-key", f"the entry has a field twice: {twice}", place)
    what = re.match(r"@?\s*(\w+)\s*[{(]\s*([^,\s]*)", block.raw or "")
    which = f'the entry "{what[2]}"' if what and what[2] else "this entry"
    detail = str(getattr(block.error, "abort_reason", block.error or "")).strip().rstrip(".")
    return error(
        "bibtex-syntax",
        f"{which} cannot be read{': ' + detail[0].lower() + detail[1:] if detail else ''}",
        place,
        "Look for a brace, bracket or quotation mark that is opened and not closed.",
    )


def _reference(entry: Entry, name: str) -> tuple[Reference | None, list[Problem]]:
    place = Place(name, (entry.start_line or 0) + 1, 1)
    if not entry.key:
        return None, [error("bibtex-syntax", f"this @{entry.entry_type} has no key", place)]
    problems: list[Problem] = []
    kind = entry.entry_type.lower()
    if kind not in TYPES:
        problems.append(
            warning(
                "unknown-type",
                f'unknown entry type "@{kind}"{did_you_mean(kind, TYPES)}',
                place,
                "It is read as @misc.",
            )
        )
    item: dict[str, Any] = {"id": entry.key, "type": TYPES.get(kind, "document")}
    values = {field.key.lower(): str(field.value) for field in entry.fields}
    for field, raw in values.items():
        _fill(item, field, _unwrap(raw), values)
    if "page" in item:
        item["page"] = re.sub(r"\s*(--+|–)\s*", "-", item["page"])
    if kind in ("phdthesis", "mastersthesis"):
        item.setdefault("genre", "PhD thesis" if kind == "phdthesis" else "Master's thesis")
    if issued := _issued(values):
        item["issued"] = issued
    if accessed := _date(_unwrap(values.get("urldate", ""))):
        item["accessed"] = accessed
    return Reference(entry.key, item, place), problems


def _fill(item: dict[str, Any], field: str, bare: str, values: Mapping[str, str]) -> None:
    """Puts a field of the entry into the item, under its name in CSL."""
    if field in NAMES:
        item[NAMES[field]] = _names(bare)
    elif field == "title":
        item["title"] = _title(bare, values.get("subtitle"))
    elif field in TITLES:
        item[FIELDS[field]] = _title(bare, None)
    elif field == "number":
        item[_number_field(item["type"])] = _text(bare, field)
    elif field in FIELDS:
        item.setdefault(FIELDS[field], _text(bare, field))


def _number_field(type_: str) -> str:
    if type_ in ("article-journal", "periodical"):
        return "issue"
    return (
        "number"
        if type_ in ("report", "patent", "standard", "legislation")
        else "collection-number"
    )


def _unwrap(value: str) -> str:
    """The value without its outer quotes or braces, when they are one pair, and on one line."""
    value = " ".join(value.split())
    while len(value) > 1 and (value[0] + value[-1] in ('""', "{}")) and _one_group(value):
        inner = value[1:-1].strip()
        if value[0] == "{" and inner.startswith("{") and _one_group(inner):
            return inner
        value = inner
        break
    return value


def _one_group(value: str) -> bool:
    """Whether the first character's brace closes only at the last one."""
    if value[0] == '"':
        return True
    depth = 0
    for index, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index == len(value) - 1
    return False


def _text(value: str, field: str) -> str:
    if field in VERBATIM:
        return value.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").strip("{} ")
    return _decode(value).replace("{", "").replace("}", "").strip()


def _decode(value: str) -> str:
    if "\\" not in value and "$" not in value:
        return value.replace("---", "—").replace("--", "–").replace("~", "\N{NO-BREAK SPACE}")
    from pylatexenc.latex2text import LatexNodes2Text  # slow to load, seldom needed

    escaped = re.sub(r"(?<!\\\\)([&%#])", r"\\\\\1", value)
    try:
        reader = LatexNodes2Text(keep_braced_groups=True, strict_latex_spaces=True)
        return str(reader.latex_to_text(escaped))
    except RecursionError:  # thousands of braces: shown as they stand
        return value


def _title(value: str, subtitle: str | None) -> str:
    """A title as CSL rich text: words in braces are marked so that no style changes their case."""
    decoded = _decode(value)
    if decoded.startswith("{") and decoded.endswith("}") and _one_group(decoded):
        decoded = f"{{{decoded[1:-1].replace('{', '').replace('}', '')}}}"
    marked = re.sub(r"\{([^{}]*)\}", r'<span class="nocase">\1</span>', decoded)
    title = marked.replace("{", "").replace("}", "").strip()
    return f"{title}: {_title(_unwrap(subtitle), None)}" if subtitle else title


def _names(value: str) -> list[dict[str, Any]]:
    return list(_each_name(value))


def _each_name(value: str) -> Iterator[dict[str, Any]]:
    for name in split_multiple_persons_names(value):
        if name.strip().lower() == "others":
            yield {"literal": "others"}
        elif name.startswith("{") and _one_group(name):
            yield {"literal": _decode(name[1:-1]).replace("{", "").replace("}", "")}
        elif name.strip():
            yield _person(name)


def _person(name: str) -> dict[str, Any]:
    parts = parse_single_name_into_parts(name, strict=False)

    def words(some: list[str]) -> str:
        return _decode(" ".join(some)).replace("{", "").replace("}", "").strip()

    person = {
        "family": words(parts.last),
        "given": words(parts.first),
        "non-dropping-particle": words(parts.von),
        "suffix": words(parts.jr),
    }
    return {key: text for key, text in person.items() if text}


def _issued(values: dict[str, str]) -> dict[str, Any] | None:
    if "date" in values:
        return _date(_unwrap(values["date"]))
    year = _unwrap(values.get("year", ""))
    if not year:
        return None
    if not re.fullmatch(r"-?[0-9]{1,4}", year):
        return {"literal": _text(year, "year")}
    parts = [int(year)]
    month = _unwrap(values.get("month", "")).lower()
    if month[:3] in MONTHS:
        parts.append(MONTHS.index(month[:3]) + 1)
    elif re.fullmatch(r"[0-9]{1,2}", month) and 1 <= int(month) <= 12:
        parts.append(int(month))
    return {"date-parts": [parts]}


def _date(value: str) -> dict[str, Any] | None:
    """An ISO 8601 date, or a range of two joined by a slash; other text as it stands."""
    if not value:
        return None
    ends = value.split("/")
    matches = [re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", end) for end in ends]
    if not 1 <= len(ends) <= 2 or not all(matches):
        return {"literal": value}
    return {"date-parts": [[int(part) for part in m.groups() if part] for m in matches if m]}
