"""The names in one cell of a table, as Scopus, PubMed, Rayyan and others write them."""

from __future__ import annotations

import re

from synth.exchange.names import MOST_NAMES, Name, indexed_name, name_with_initials

_WITH_INITIALS = re.compile(r"[^,]{1,200} (?:\w\.-?){1,20}")


def people(cell: str) -> list[Name]:
    """The names of a cell, in its order."""
    return [_person(part) for part in _parts(cell)]


def _parts(cell: str) -> list[str]:
    """The names of a cell: between semicolons; "Smith J., Jones A." between commas."""
    parts = [part.strip() for part in cell.split(";", MOST_NAMES)]
    if len(parts) > MOST_NAMES:
        return [cell]
    if len(parts) == 1:
        between = [part.strip() for part in cell.split(",", MOST_NAMES)]
        whole = [part.removesuffix(".") for part in between]
        if all(_WITH_INITIALS.fullmatch(part) for part in between):
            parts = between
        elif all(indexed_name(part, among=True) for part in whole):
            parts = whole
        elif " and " in cell and "," in cell:
            parts = [part.strip() for part in cell.split(" and ")]
    return [part for part in parts if part and part != "[No author name available]"]


def _person(text: str) -> Name:
    """A name without the number that Scopus puts behind it in brackets."""
    return name_with_initials(re.sub(r"\s*\(\d+\)$", "", text))
