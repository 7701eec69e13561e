"""A table of studies' effects in CSV: its head, its rows, and its cells as numbers.

Commas, semicolons or tabs part the cells; with the last two, numbers may have decimal commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from synth.exchange.tables.rows import Row, delimiter_of, rows_of
from synth.load.text_file import read_text
from synth.problems import ProjectError, did_you_mean

MOST_ROWS = 50_000
"""More rows than any meta-analysis has."""

MISSING = ("", "na", "n/a", "null", "none", ".", "-")
"""What stands in a cell whose value is not known, in small letters."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class EffectsTable:
    """A table as read: the names of its columns, and its rows with their lines."""

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str

    def index(self, column: str) -> int:
        """Where a column stands. Raises ProjectError for one that is not there."""
        name = column.strip()
        if name in self.head:
            return self.head.index(name)
        alike = [i for i, each in enumerate(self.head) if each.casefold() == name.casefold()]
        if len(alike) == 1:
            return alike[0]
        raise ProjectError(
            f'{self.name}:1: there is no column "{name}"{did_you_mean(name, self.head)}\n'
            f"    The columns are {', '.join(self.head)}."
        )

    def cell(self, row: Row, column: str) -> str:
        """The words in a cell, without the white space round them."""
        return row.cells[self.index(column)].strip()

    def only(self, column: str, value: str) -> EffectsTable:
        """The table with the rows alone that have this value in a column."""
        kept = tuple(row for row in self.rows if self.cell(row, column) == value)
        if not kept:
            known = sorted({self.cell(row, column) for row in self.rows})[:10]
            raise ProjectError(
                f'{self.name}: no row has "{value}" in the column "{column}"'
                f"{did_you_mean(value, known)}\n    It has {', '.join(known)}."
            )
        return EffectsTable(self.name, self.head, kept, self.delimiter)


def read_effects(path: Path) -> EffectsTable:
    """The table of a file. Raises ProjectError, with each line that is at fault."""
    text, _, problems = read_text(path, str(path))
    if text is None:
        raise ProjectError(
            "\n".join(
                f"{each.place}: {each.message}" + (f"\n    {each.hint}" if each.hint else "")
                for each in problems
            )
        )
    rows: list[Row] = []
    for row in rows_of(text):
        rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise ProjectError(
                f"{path}: the table has more than {MOST_ROWS:,} rows\n"
                "    Is this the right file? Pool fewer."
            )
    if len(rows) < 2:
        raise ProjectError(
            f"{path}: there is no study in this table\n"
            "    It wants a line with the names of the columns, and a line for each study."
        )
    delimiter = delimiter_of(text)
    refuse(_at(path, row.line, row.fault + _torn(row, delimiter)) for row in rows if row.fault)
    head = tuple(cell.strip() for cell in rows[0].cells)
    _distinct(head, str(path))
    return EffectsTable(str(path), head, tuple(rows[1:]), delimiter)


def refuse(faults: Iterable[str]) -> None:
    """Raises ProjectError with the first of some faults, if there is any."""
    several = list(faults)
    if several:
        more = len(several) - _MOST_FAULTS
        tail = [f"... and {more} more"] if more > 0 else []
        raise ProjectError("\n".join([*several[:_MOST_FAULTS], *tail]))


def numbers(table: EffectsTable, columns: Sequence[str]) -> list[dict[str, float] | str]:
    """For each row the numbers in some columns, or the column that has none.

    Raises ProjectError with the line and the column of each cell that is no number.
    """
    comma = table.delimiter != "," and _commas(table, columns)
    found: list[dict[str, float] | str] = []
    faults: list[str] = []
    for row in table.rows:
        values: dict[str, float] = {}
        blank = None
        for column in columns:
            cell = table.cell(row, column).replace("\N{MINUS SIGN}", "-")
            if cell.casefold() in MISSING:
                blank = blank or column
                continue
            plain = cell.replace(",", ".") if comma and _DECIMAL_COMMA.fullmatch(cell) else cell
            if _NUMBER.fullmatch(plain):
                values[column] = float(plain)
            else:
                faults.append(_at(table.name, row.line, _no_number(cell, column)))
        found.append(blank or values)
    refuse(faults)
    return found


def _commas(table: EffectsTable, columns: Sequence[str]) -> bool:
    """Whether the numbers have decimal commas. Raises ProjectError where some have points."""
    first: dict[str, tuple[int, str]] = {}
    for row in table.rows:
        for column in columns:
            cell = table.cell(row, column).replace("\N{MINUS SIGN}", "-")
            if _DECIMAL_COMMA.fullmatch(cell):
                first.setdefault(",", (row.line, cell))
            elif "." in cell and _NUMBER.fullmatch(cell):
                first.setdefault(".", (row.line, cell))
    if len(first) == 2:
        (line, one), (other_line, other) = first[","], first["."]
        raise ProjectError(
            f"{table.name}:{line}: decimal commas and decimal points are mixed: {one} here, and "
            f"{other} in line {other_line}\n"
            "    One of them could part thousands. Write all numbers in one way."
        )
    return "," in first


def _no_number(cell: str, column: str) -> str:
    what = f'"{cell[:40]}" in the column "{column}" is no number'
    if _DECIMAL_COMMA.fullmatch(cell):
        return (
            f"{what}: it has a decimal comma, in a table whose cells are separated by commas\n"
            "    Write a point (0.5), or separate the cells by semicolons."
        )
    if "," in cell:
        return f"{what}\n    Leave out what parts the thousands."
    if cell.endswith("%"):
        return f"{what}\n    Write a share: 0.12 for 12%."
    return f"{what}\n    Leave the cell empty, or write NA, where it is not known."


def _torn(row: Row, delimiter: str) -> str:
    """How to mend a row that cannot be used; decimal commas may have torn its numbers apart."""
    if delimiter == "," and sum(cell.strip().lstrip("-").isdigit() for cell in row.cells) > 2:
        return (
            "\n    Do its numbers have decimal commas? Then separate the cells by semicolons, or "
            "write points."
        )
    return "\n    Give it a cell for each column; one that is not known stays empty."


def _distinct(head: Sequence[str], name: str) -> None:
    twice = sorted({each for each in head if each and head.count(each) > 1})
    if twice:
        raise ProjectError(
            f'{name}:1: two columns are called "{twice[0]}"\n    Give each column its own name.'
        )


def _at(name: Path | str, line: int, words: str) -> str:
    return f"{name}:{line}: {words}"
