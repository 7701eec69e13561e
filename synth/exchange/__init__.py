"""Reference files in and out. A new format is one module and one row of FORMATS.

An item has the field names of CSL-JSON. What a format says and CSL has no name for is kept
in `custom`, a mapping of plain strings: nothing that a file holds is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from synth.exchange.decode import decode
from synth.exchange.foreign import kind_of
from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import ProjectError, did_you_mean

Reader = Callable[[str, str], Imported]
"""From the text of a file, and the name that it is spoken of by, to its entries."""

Writer = Callable[[Sequence[Reference]], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of reference files: how it is told from others, and what reads and writes it.

    `looks` is searched for in the start of a text; `reader` and `writer` name a function, as
    `module:function` below this package, or are empty.
    """

    label: str
    suffixes: tuple[str, ...]
    looks: re.Pattern[str]
    reader: str = ""
    writer: str = ""


def _format(label: str, suffixes: str, looks: str, reader: str, writer: str = "") -> Format:
    pattern = re.compile(looks, re.MULTILINE | re.IGNORECASE)
    return Format(label, tuple(suffixes.split()), pattern, reader, writer)


_RIS = r"(TY|ER|T[12]|TI|A[12U]|PY|Y1|ID|J[AFO]|UR|DO|KW|AB|N[12]|SN|VL|SP|DA|AN|DB|M3|C[TY])"
"""The tags by which RIS is told; two capital letters and a hyphen stand in other texts too."""


def _head(*columns: str) -> str:
    """The pattern of a table whose first line has these columns, in any order."""
    cells = "".join(rf'(?=([^\n]*[,;\t])?"?{column}"?[ \t]*([,;\t]|$))' for column in columns)
    return rf"\A{cells}"


_ENTRY = r"^[ \t]*@[ \t]*\w+[ \t]*[{(]"

FORMATS: Mapping[str, Format] = {
    "biblatex": _format(
        "BibLaTeX", ".bib .bibtex", _ENTRY, "bibtex.read:read_bibtex", "bibtex.write:write_biblatex"
    ),
    "bibtex": _format(
        "BibTeX", ".bib .bibtex", _ENTRY, "bibtex.read:read_bibtex", "bibtex.write:write_bibtex"
    ),
    "endnote-xml": _format(
        "EndNote XML",
        ".xml",
        r"\A\s*(<\?xml[^>]*\?>\s*)?(<!DOCTYPE[^<>[]*(\[[^\]]*\]\s*)?>\s*)?<(xml|records)\b",
        "tagged.endnote_xml:read_endnote_xml",
    ),
    "csl-json": _format(
        "CSL-JSON",
        ".json",
        r'\A\s*(\[\s*([\[{\]"\d]|null|true|false|\Z)|\{\s*(["}]|\Z))',
        "csl.read:read_csl_json",
        "csl.read:write_csl_json",
    ),
    "nbib": _format(
        "PubMed",
        ".nbib .txt",
        r"^(?-i:PMID *- ?\d|(STAT|DCOM|EDAT|MHDA|PHST)- |(OWN|FAU|LID|JID|DEP) - )",
        "tagged.nbib:read_nbib",
    ),
    "enw": _format("EndNote tagged", ".enw .txt", r"^[ \t]*%[0AT][ \t]", "tagged.enw:read_enw"),
    "wos": _format(
        "Web of Science",
        ".ciw .isi .txt",
        r"^(FN (Clarivate|Thomson|ISI)\b|PT [JBSP][ \t]*$)",
        "tagged.wos:read_wos",
    ),
    "ris": _format(
        "RIS",
        ".ris .txt",
        rf"^[ \t]*((TY|ER)[ \t]{{1,4}}-|(?-i:{_RIS})([ \t]{{2,4}}-|[ \t]-[ \t]))",
        "tagged.ris:read_ris",
        "tagged.ris_write:write_ris",
    ),
    "scopus": _format(
        "Scopus CSV", ".csv", _head("Authors", "Source title"), "tables.read:read_scopus"
    ),
    "covidence": _format(
        "Covidence CSV",
        ".csv",
        rf"{_head('Title', 'Covidence #')}|{_head('Title', 'Published Year', 'Journal')}",
        "tables.read:read_covidence",
    ),
    "eppi": _format(
        "EPPI-Reviewer CSV",
        ".csv",
        rf"{_head('Title', '(EPPI|Item) ?-?ID')}|{_head('Title', 'Short ?Title', 'Parent ?Title')}",
        "tables.read:read_eppi",
    ),
    "zotero-csv": _format(
        "Zotero CSV",
        ".csv",
        _head("Key", "Item Type", "Publication Title"),
        "tables.read:read_zotero",
    ),
    "rayyan": _format(
        "Rayyan CSV", ".csv", _head("key", "title", "authors", "journal"), "tables.read:read_rayyan"
    ),
    "pubmed-csv": _format(
        "PubMed CSV", ".csv", _head("PMID", "Title", "Journal/Book"), "tables.read:read_pubmed"
    ),
    "csv": _format(
        "CSV", ".csv", r'\A"?(?-i:key)"?[,;\t]', "tables.read:read_csv", "tables.read:write_csv"
    ),
    "csl-yaml": _format(
        "CSL-YAML",
        ".yaml .yml",
        r"^(references:[ \t]*(\[[ \t]*\]|\n[ \t]*-[ \t])|- +(id|type|title|author):)",
        "csl.read:read_csl_yaml",
    ),
}
"""The formats; where two look the same, that of the file's suffix, else the first, is meant."""

HEAD = 100_000
"""As many characters of a text are looked at to tell its format."""


def detect(text: str, suffix: str) -> str | None:
    """The name of a text's format: the one whose looks come first in the text.

    The suffix decides only between formats that come at the same place.
    """
    head = text[:HEAD]
    found: list[tuple[int, bool, str]] = []
    for name, format in FORMATS.items():
        match = format.looks.search(head)
        if match is not None:
            found.append((match.start(), suffix.lower() not in format.suffixes, name))
    return min(found, key=lambda each: each[:2])[2] if found else None


def read_references(data: bytes, name: str, format: str | None = None) -> Imported:
    """Every entry of a file; `format` is told from its content when it is not given.

    Raises ProjectError for a file of no known format.
    """
    text = decode(data)
    chosen = format or detect(text, PurePath(name).suffix)
    if chosen is None:
        raise ProjectError(
            f"{name}: no references found: the file is {kind_of(data, text)}\n"
            f"    synth reads {', '.join(sorted({each.label for each in FORMATS.values()}))}."
        )
    if chosen not in FORMATS:
        raise ProjectError(f'no format is called "{chosen}"{did_you_mean(chosen, FORMATS)}')
    read = cast(Reader, _function(FORMATS[chosen].reader))
    return read(text, name)


def write_references(references: Sequence[Reference], format: str) -> str:
    """The references as the text of a format that has a writer."""
    write = cast(Writer, _function(FORMATS[format].writer))
    return write(references)


def _function(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(f"{__name__}.{module}"), name)


__all__ = ["FORMATS", "Format", "Imported", "detect", "read_references", "write_references"]
