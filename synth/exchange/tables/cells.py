"""How a field of CSL stands in a cell of the table that `write_csv` writes.

Names are "Family, Given; {Institution}", dates are as in ISO 8601. What these forms cannot hold
exactly stands as JSON, so that every field comes back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from synth.exchange.names import Name, name_of
from synth.exchange.written_dates import Date, iso_of, read_date, read_iso

_LITERAL = re.compile(r"\{([^{}]*)\}")
_AND = re.compile(r"\s*;\s*")


def names_cell(names: Sequence[Mapping[str, Any]]) -> str:
    """The cell of some names."""
    cell = "; ".join(_name(name) for name in names)
    return cell if read_names(cell) == list(names) else _json(names)


def read_names(cell: str) -> list[Name]:
    """The names of a cell."""
    if cell.startswith("[") and isinstance(data := _read_json(cell), list):
        return [name for name in data if isinstance(name, dict)]
    return [_read_name(part) for part in _split(cell)]


def date_cell(date: Mapping[str, Any]) -> str:
    """The cell of a date."""
    for cell in (iso_of(date), str(date.get("literal", ""))):
        if cell and _read_written(cell) == date:
            return cell
    return _json(date)


def read_date_cell(cell: str) -> Date | None:
    """The date of a cell."""
    if cell.startswith("{") and isinstance(data := _read_json(cell), dict):
        return data
    return _read_written(cell)


def text_cell(value: Any) -> str:
    """The cell of any other field."""
    return value if isinstance(value, str) else _json(value)


def _read_written(cell: str) -> Date | None:
    return read_iso(cell) or read_date(cell)


def _name(name: Mapping[str, Any]) -> str:
    if "literal" in name:
        return f"{{{name['literal']}}}"
    parts = [str(name.get(part, "")) for part in ("family", "given", "suffix")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return ", ".join(parts)


def _read_name(part: str) -> Name:
    literal = _LITERAL.fullmatch(part)
    if literal is not None:
        return {"literal": literal[1]}
    return name_of(part) if "," in part else {"family": part}


def _split(cell: str) -> list[str]:
    """The parts between semicolons that stand outside braces."""
    parts: list[str] = []
    for piece in re.split(r"(\{[^{}]*\})", cell):
        if _LITERAL.fullmatch(piece):
            parts.append(piece)
        else:
            parts += _AND.split(piece)
    return [part.strip() for part in parts if part.strip()]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read_json(cell: str) -> object:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None
