"""From one format to another and back: what both can hold is kept.

The samples of tests/exports stand for what programs write; each is read, written in each format,
and read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synth.exchange import read_references, write_references
from synth.exchange.imported import Imported

SAMPLES = sorted(path for path in (Path(__file__).parent / "exports").iterdir() if path.is_file())
FORMATS = ("biblatex", "bibtex", "ris", "csl-json", "csv")

DIFFERENT = {
    # What a format cannot hold, or holds in its own way; docs/guides/import says so.
    "biblatex": {"title-short"},  # the part before a colon, as pandoc reads it
    "bibtex": {"title-short"},
    "ris": {"circa", "number", "event-place"},
    "csl-json": set[str](),
    "csv": set[str](),
}


def read(path: Path) -> Imported:
    return read_references(path.read_bytes(), path.name)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_what_both_hold_is_kept(sample: Path, format: str) -> None:
    first = read(sample).references
    text = write_references(first, format)
    second = read_references(text.encode(), "x", format)
    assert second.refused == ()
    assert len(second.references) == len(first)
    for before, after in zip(first, second.references, strict=True):
        if format != "ris":
            assert after.key == before.key
        kept = held(dict(after.item), format)
        for field, value in held(dict(before.item), format).items():
            assert kept.get(field) == value, (before.key, field)
    again = read_references(write_references(second.references, format).encode(), "x", format)
    assert [each.item for each in again.references] == [each.item for each in second.references]


def held(item: dict[str, Any], format: str) -> dict[str, Any]:
    """The fields of an item as a format can hold them."""
    fields = {name: value for name, value in item.items() if name not in DIFFERENT[format]}
    for name in ("id", "custom") if format == "ris" else ():
        fields.pop(name, None)
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = _text(value)
        elif isinstance(value, list) and format in ("ris", "bibtex"):
            fields[name] = [_name(each) for each in value]
        elif isinstance(value, dict):
            fields[name] = {
                part: each for part, each in value.items() if part not in DIFFERENT[format]
            }
    return fields


def _text(text: str) -> str:
    """The words of a text: lines made one, and no marks of case."""
    plain = text.replace('<span class="nocase">', "").replace("</span>", "")
    return " ".join(plain.split())


def _name(name: dict[str, str]) -> dict[str, str]:
    """A name as RIS and BibTeX hold it: the particle with the family name, initials apart."""
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    whole = f"{particle} {name.get('family', '')}".strip()
    given = name.get("given", "").replace(".", ". ")
    return {
        "name": whole or name.get("literal", ""),
        "given": " ".join(given.split()),
        "suffix": name.get("suffix", ""),
    }
