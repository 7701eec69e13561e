"""A table of studies' effects in CSV: its head, its rows, and its cells as numbers.

Commas, semicolons or tabs part the cells; with the last two, numbers may have decimal commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from synth.exchange.tables.rows import Row, cell_starts, delimiter_of, rows_of
from synth.load.text_file import read_text
from synth.problems import FaultyFileError, Place, Problem, ProjectError, did_you_mean, error

MOST_ROWS = 50_000
"""More rows than any meta-analysis has."""

MISSING = ("", "na", "n/a", "null", "none", ".", "-")
"""What stands in a cell whose value is not known, in small letters."""

_MOST_NAMED = 30
"""So many columns are named in a hint."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_RANGE = re.compile(r"[(\[]?\s*[-+]?[\d.,]+\s*(?:to|-|;|,\s)\s*[-+]?[\d.,]+\s*[)\]]?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class EffectsTable:
    """A table as read: the names of its columns, and its rows with their lines."""

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    lines: tuple[str, ...]

    @property
    def columns(self) -> str:
        """The names of the columns in a sentence, the first of many."""
        more = len(self.head) - _MOST_NAMED
        rest = [f"and {more:,} more"] if more > 0 else []
        return f"The columns are {', '.join([*self.head[:_MOST_NAMED], *rest])}."

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
            f"    {self.columns}"
        )

    def cell(self, row: Row, column: str) -> str:
        """The words in a cell, without the white space round them."""
        return row.cells[self.index(column)].strip()

    def place(self, row: Row, column: str) -> Place:
        """Where a cell stands; of a row over several lines, as far as its first."""
        return self.cell_place(row, self.index(column))

    def cell_place(self, row: Row, number: int) -> Place:
        """Where the cell of a column stands, by the column's number from 0."""
        starts = [*cell_starts(self.lines[row.line - 1], self.delimiter)]
        return Place(self.name, row.line, starts[number] if number < len(starts) else 1)

    def only(self, column: str, value: str) -> EffectsTable:
        """The table with the rows alone that have this value in a column."""
        kept = tuple(row for row in self.rows if self.cell(row, column) == value)
        if not kept:
            known = sorted({self.cell(row, column) for row in self.rows})[:10]
            raise ProjectError(
                f'{self.name}: no row has "{value}" in the column "{column}"'
                f"{did_you_mean(value, known)}\n    It has {', '.join(known)}."
            )
        return replace(self, rows=kept)


def read_effects(path: Path) -> EffectsTable:
    """The table of a file. Raises FaultyFileError, with each line that is at fault."""
    name = str(path)
    text, _, problems = read_text(path, name)
    if text is None:
        raise FaultyFileError(problems)
    rows: list[Row] = []
    for row in rows_of(text):
        rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise FaultyFileError(
                [
                    error(
                        "unreadable-file",
                        f"the table has more than {MOST_ROWS:,} rows",
                        Place(name, row.line, 1),
                        "Is this the right file? Pool fewer.",
                    )
                ]
            )
    if len(rows) < 2:
        raise FaultyFileError(
            [
                error(
                    "wrong-shape",
                    "there is no study in this table",
                    Place(name, 1, 1),
                    "It wants a line with the names of the columns, and a line for each study.",
                )
            ]
        )
    head = tuple(cell.strip() for cell in rows[0].cells)
    table = EffectsTable(name, head, tuple(rows[1:]), delimiter_of(text), tuple(text.split("\n")))
    refuse([*_torn(table, rows), *_twice(table, rows[0])])
    return table


def refuse(problems: Sequence[Problem]) -> None:
    """Raises FaultyFileError with some problems, if there are any."""
    if problems:
        raise FaultyFileError(problems)


@dataclass(frozen=True, slots=True)
class Blank:
    """The column of a row in which nothing stands."""

    column: str


Read: TypeAlias = Mapping[str, float] | Blank | list[Problem]
"""A row as read: its numbers by column, or where it has none, or what is wrong with it."""


def numbers(table: EffectsTable, columns: Sequence[str]) -> list[Read]:
    """Each row as read in some columns. Raises FaultyFileError where numbers are ambiguous."""
    comma = table.delimiter != "," and _commas(table, columns)
    return [_numbers_of(table, row, columns, comma) for row in table.rows]


def _numbers_of(table: EffectsTable, row: Row, columns: Sequence[str], comma: bool) -> Read:
    values: dict[str, float] = {}
    blank: Blank | None = None
    faults: list[Problem] = []
    for column in columns:
        cell = _number_cell(table, row, column)
        if cell.casefold() in MISSING:
            blank = blank or Blank(column)
            continue
        plain = cell.replace(",", ".") if comma and _DECIMAL_COMMA.fullmatch(cell) else cell
        if _NUMBER.fullmatch(plain):
            values[column] = float(plain)
        else:
            what, hint = _no_number(cell, column)
            faults.append(error("wrong-value", what, table.place(row, column), hint))
    return faults or blank or values


def _number_cell(table: EffectsTable, row: Row, column: str) -> str:
    """A cell with a hyphen for the signs and dashes that people write for minus."""
    return table.cell(row, column).translate(_MINUS)


_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})


def _commas(table: EffectsTable, columns: Sequence[str]) -> bool:
    """Whether the numbers have decimal commas. Raises FaultyFileError where some have points."""
    first: dict[str, tuple[Place, str]] = {}
    for row in table.rows:
        for column in columns:
            cell = _number_cell(table, row, column)
            if _DECIMAL_COMMA.fullmatch(cell):
                first.setdefault(",", (table.place(row, column), cell))
            elif "." in cell and _NUMBER.fullmatch(cell):
                first.setdefault(".", (table.place(row, column), cell))
    if len(first) == 2:
        (place, one), (other_place, other) = first[","], first["."]
        raise FaultyFileError(
            [
                error(
                    "wrong-value",
                    f"decimal commas and decimal points are mixed: {one} here, and {other} in "
                    f"line {other_place.line}",
                    place,
                    "One of them could part thousands. Write all numbers in one way.",
                )
            ]
        )
    return "," in first


def _no_number(cell: str, column: str) -> tuple[str, str]:
    """What is wrong with a cell, and how to mend it."""
    what = f'"{cell[:40]}" in the column "{column}" is no number'
    if _DECIMAL_COMMA.fullmatch(cell):
        return (
            f"{what}: it has a decimal comma, in a table whose cells are separated by commas",
            "Write a point (0.5), or separate the cells by semicolons.",
        )
    if cell.endswith("%"):
        return what, "Leave out the sign %, or write a share: 0.12 for 12%."
    if _RANGE.fullmatch(cell):
        return what, "It holds two numbers: give the ends of an interval a column each."
    if "," in cell:
        return what, "Leave out what parts the thousands."
    return what, "Leave the cell empty, or write NA, where it is not known."


def _torn(table: EffectsTable, rows: Sequence[Row]) -> Iterator[Problem]:
    """The rows that cannot be used; decimal commas may have torn their numbers apart.

    Where none fits the head but all fit each other, it is the head that is none.
    """
    widths = {len(row.cells) for row in rows[1:]}
    if len(widths) == 1 and all(row.fault for row in rows[1:]) and len(rows) > 2:
        (width,) = widths
        if width != 2 * len(table.head) - 1:  # as decimal commas would have it
            yield error(
                "wrong-value",
                f"line {rows[0].line} names {len(table.head)} of the {width} columns of the rows",
                Place(table.name, rows[0].line, 1),
                "The first line names the columns. Delete a title or remark above it.",
            )
            return
    for row in rows:
        if row.fault:
            digits = sum(cell.strip().lstrip("-").isdigit() for cell in row.cells)
            hint = "Give it a cell for each column; one that is not known stays empty."
            if any("\n" in cell for cell in row.cells) or "quot" in row.fault:
                hint = "Is a quotation mark missing in this row, or one too many?"
            if table.delimiter == "," and digits > 2:
                hint = (
                    "Do its numbers have decimal commas? Then separate the cells by semicolons, or "
                    "write points."
                )
            yield error("wrong-value", row.fault, Place(table.name, row.line, 1), hint)


def _twice(table: EffectsTable, head: Row) -> Iterator[Problem]:
    """The columns that have the name of one before them."""
    for number, name in enumerate(table.head):
        if name and name in table.head[:number]:
            yield error(
                "duplicate-key",
                f'two columns are called "{name}"',
                table.cell_place(head, number),
                "Give each column its own name.",
            )
