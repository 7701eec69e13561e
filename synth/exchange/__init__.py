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


_ENTRY = r"^[ \t]*@[ \t]*\w+[ \t]*[{(]"

FORMATS: Mapping[str, Format] = {
    "biblatex": _format(
        "BibLaTeX", ".bib .bibtex", _ENTRY, "bibtex:read_bibtex", "bibtex_write:write_biblatex"
    ),
    "bibtex": _format(
        "BibTeX", ".bib .bibtex", _ENTRY, "bibtex:read_bibtex", "bibtex_write:write_bibtex"
    ),
    "endnote-xml": _format(
        "EndNote XML", ".xml", r"<(xml|records?)\b[^>]*>", "endnote_xml:read_endnote_xml"
    ),
    "csl-json": _format(
        "CSL-JSON", ".json", r"\A\s*[\[{]", "csl:read_csl_json", "csl:write_csl_json"
    ),
    "nbib": _format("PubMed", ".nbib .txt", r"^PMID *- ?\d", "nbib:read_nbib"),
    "enw": _format("EndNote tagged", ".enw .txt", r"^%[0AT] ", "enw:read_enw"),
    "wos": _format(
        "Web of Science",
        ".ciw .isi .txt",
        r"^(FN (Clarivate|Thomson|ISI)|PT [JBSP]\s*$)",
        "wos:read_wos",
    ),
    "ris": _format(
        "RIS", ".ris .txt", r"^[ \t]*[A-Z][A-Z0-9]  ?- ?", "ris:read_ris", "ris_write:write_ris"
    ),
    "scopus": _format(
        "Scopus CSV", ".csv", r'\A"?Authors?"?,.*"?(EID|Source title)"?', "tables:read_scopus"
    ),
    "covidence": _format(
        "Covidence CSV", ".csv", r'\A.*"?(Covidence ?#|Published Year)"?', "tables:read_covidence"
    ),
    "eppi": _format(
        "EPPI-Reviewer CSV", ".csv", r'\A.*"?(EPPI ?ID|Item ?Id|Short ?Title)"?', "tables:read_eppi"
    ),
    "csv": _format("CSV", ".csv", r'\A"?key"?,', "tables:read_csv", "tables:write_csv"),
    "csl-yaml": _format(
        "CSL-YAML", ".yaml .yml", r"^(references:|- +(id|type|title):)", "csl:read_csl_yaml"
    ),
}
"""The formats, in the order in which a text is tried."""

HEAD = 100_000
"""As many characters of a text are looked at to tell its format."""


def detect(text: str, suffix: str) -> str | None:
    """The name of a text's format: that of its suffix if it looks so, else the first that fits."""
    head = text[:HEAD]
    own = [name for name, format in FORMATS.items() if suffix.lower() in format.suffixes]
    return next((name for name in [*own, *FORMATS] if FORMATS[name].looks.search(head)), None)


def read_references(data: bytes, name: str, format: str | None = None) -> Imported:
    """Every entry of a file; `format` is told from its content when it is not given.

    Raises ProjectError for a file of no known format.
    """
    text = decode(data)
    chosen = format or detect(text, PurePath(name).suffix)
    if chosen is None:
        raise ProjectError(
            f"{name}: this is no reference file that synth knows\n"
            f"    It reads {', '.join(sorted({each.label for each in FORMATS.values()}))}."
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
