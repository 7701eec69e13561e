"""Dates of CSL-JSON as fields of an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synth.exchange.bibtex.dates import MONTHS, date_parts, edtf_date, edtf_text
from synth.exchange.bibtex.latex_write import latex
from synth.exchange.bibtex.types import Dialect


def date_fields(
    date: Mapping[str, Any], prefix: str, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """The fields that hold a date. BibTeX has the year, month and day of one day at most; what
    it cannot say stands in BibLaTeX's `date`, beside the year.
    """
    text = edtf_text(date)
    if not text:
        if literal := str(date.get("literal", "")).strip():
            yield f"{prefix}year" if prefix == "" else f"{prefix}date", latex(literal)
        return
    parts = date_parts(date)
    first = parts[0]
    simple = len(parts) == 1 and first[0] > 0 and edtf_date(text) == {"date-parts": parts}
    if dialect == "biblatex" or prefix or not simple:
        yield f"{prefix}date", text
    if dialect == "bibtex" and not prefix and (first[0] > 0):
        yield "year", str(first[0])
        if simple and len(first) > 1:
            yield "month", MONTHS[first[1] - 1] if first[1] <= 12 else str(first[1])
            yield "day", str(first[2]) if len(first) > 2 else ""
