"""The rows of a table in CSV, with the line at which each starts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from synth.exchange.tagged.lines import lines_of

LARGEST_CELL = 100_000_000
"""Characters; more than any file that is read here has."""

_DELIMITERS = (",", ";", "\t")
_TOLD = re.compile(r"(?i)\ufeff?sep=([,;\t])[ ]*(?=\n|$)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, and the line of its start. `fault` says why it cannot be used."""

    line: int
    cells: list[str]
    fault: str = ""


def delimiter_of(text: str) -> str:
    """What parts the cells of a table's head: comma, semicolon (Excel in Europe) or tab.

    A first line such as `sep=;`, which is for Excel, is believed.
    """
    if (told := _TOLD.match(text)) is not None:
        return told[1]
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
    told = _TOLD.match(text)
    source = (
        "\n" if told and number == 1 else line + "\n"
        for number, line in lines_of(text.removeprefix("\ufeff"))
    )
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
            count = "1 cell" if len(cells) == 1 else f"{len(cells):,} cells"
            fault_text = f"this row has {count}, and the head {width:,}"
        yield Row(line, cells, fault_text)
