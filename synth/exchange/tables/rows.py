"""The rows of a table in CSV, with the line at which each starts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from synth.exchange.tagged.lines import lines_of

LARGEST_CELL = 100_000_000
"""Characters; more than any file that is read here has."""

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, and the line of its start. `fault` says why it cannot be used."""

    line: int
    cells: list[str]
    fault: str = ""


def delimiter_of(text: str) -> str:
    """What parts the cells of a table's head: comma, semicolon (Excel in Europe) or tab."""
    head = text[: text.find("\n") + 1 or len(text)][:100_000]
    outside = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def cell_starts(line: str, delimiter: str) -> Iterator[int]:
    """The column, from 1, at which each cell of a line starts."""
    yield 1
    quoted = False
    for number, letter in enumerate(line, 1):
        if letter == '"':
            quoted = not quoted
        elif letter == delimiter and not quoted:
            yield number + 1


def rows_of(text: str) -> Iterator[Row]:
    """The head and the rows of a table; rows with nothing in them are left out.

    A row with more or fewer cells than the head has is given with its fault.
    """
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        yield from _rows(text)
    finally:
        csv.field_size_limit(before)


def _rows(text: str) -> Iterator[Row]:
    source = (line + "\n" for _, line in lines_of(text.removeprefix("\ufeff")))
    reader = csv.reader(source, delimiter=delimiter_of(text))
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield Row(line, [], f"this row cannot be read: {fault}")
            continue
        if not any(map(str.strip, cells)):
            continue
        if not width:
            width = len(cells)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        fault_text = ""
        if len(cells) != width:
            fault_text = f"this row has {len(cells):,} cells, and the head {width:,}"
        yield Row(line, cells, fault_text)
