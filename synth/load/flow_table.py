"""The table that the R package PRISMA2020 takes, as the same keys and values as our own YAML.

Source: Haddaway, N. R. and others (2022). PRISMA2020: An R package and Shiny app. Campbell
Systematic Reviews, 18, e1230; and its file PRISMA.csv. The column `data` names the box and `n`
has its count; `boxtext` has its words, and the other columns are passed over. Parts stand in one
cell: `MEDLINE, 100; Embase, 200`. An empty cell, NA and xxx are counts that are not known; but a
row that is one part of a box, such as the registers, is left out where it has NA, as PRISMA2020
does, and where it is not there.

The template has 0 everywhere. So an arm whose counts are all 0 or not known was not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from synth.exchange.tables.rows import Row, cell_starts, delimiter_of, rows_of
from synth.flow import LONGEST_NAME, MOST_PARTS, TOTAL, WORDS
from synth.load.yaml_file import Path, YamlFile
from synth.problems import Place, Problem, did_you_mean, error

ROWS: Mapping[str, Path] = {
    "previous_studies": ("previous", "studies"),
    "previous_reports": ("previous", "reports"),
    "database_results": ("databases", "identified", "databases"),
    "database_specific_results": ("databases", "identified", "databases"),
    "register_results": ("databases", "identified", "registers"),
    "register_specific_results": ("databases", "identified", "registers"),
    "website_results": ("other-methods", "identified", "websites"),
    "organisation_results": ("other-methods", "identified", "organisations"),
    "citations_results": ("other-methods", "identified", "citations"),
    "duplicates": ("databases", "removed", "duplicates"),
    "excluded_automatic": ("databases", "removed", "automation"),
    "excluded_other": ("databases", "removed", "other"),
    "records_screened": ("databases", "screened"),
    "records_excluded": ("databases", "excluded"),
    "dbr_sought_reports": ("databases", "sought"),
    "dbr_notretrieved_reports": ("databases", "not-retrieved"),
    "dbr_assessed": ("databases", "assessed"),
    "dbr_excluded": ("databases", "reports-excluded"),
    "other_sought_reports": ("other-methods", "sought"),
    "other_notretrieved_reports": ("other-methods", "not-retrieved"),
    "other_assessed": ("other-methods", "assessed"),
    "other_excluded": ("other-methods", "reports-excluded"),
    "new_studies": ("included", "studies"),
    "new_reports": ("included", "reports"),
    "total_studies": ("total", "studies"),
    "total_reports": ("total", "reports"),
    "total_studies_ma": ("meta-analysis", "studies"),
    "total_reports_ma": ("meta-analysis", "reports"),
    "identification": ("identification",),
    "screening": ("screening",),
    "included": ("included",),
}
"""Where the count of each row stands in our own keys; the last three are the side bars."""

HEADS: Mapping[str, str] = {
    "prevstud": "previous",
    "newstud": "databases",
    "othstud": "other-methods",
}
"""The heads of the columns, which have no name in `data`, by what stands in `box`."""

_SPLIT = ("database_specific_results", "register_specific_results")
_BARS = ("identification", "screening", "included")
_READ = ("data", "box", "boxtext", "n")
MOST_ROWS = 1000
LONGEST_PART = LONGEST_NAME + 50
"""Rows of a table and letters of a part with its count; the template has 34 rows."""

_UNKNOWN = frozenset({"", "na", "n/a", "null", "xxx", "not known", "unknown"})
_SIGN = r"[-\N{MINUS SIGN}+]"
_BETWEEN = r"[,\s'\N{RIGHT SINGLE QUOTATION MARK}]"
_WHOLE = re.compile(rf"{_SIGN}?\s*(?:[0-9]{{1,3}}(?:{_BETWEEN}[0-9]{{3}})+|[0-9]+)")
_FIGURES = re.compile(rf"{_SIGN}?(?:[0-9.]|{_BETWEEN})+")
_DECIMAL_PART = re.compile(r"(?:^|,)\s*[0-9]+,[0-9]+$")
_PART_BACKWARDS = re.compile(
    rf"(?is)(?P<n>(?:(?:[0-9]{{3}}{_BETWEEN})+[0-9]{{1,3}}|[0-9]+)(?:\s*{_SIGN})?|xxx|an|a/n|)"
    r"\s*,\s*(?P<name>\S.*)"
)
"""A part with its letters in reverse. The count stands last, so it is found there at once; read
from the front, each comma of the name would have to be tried.
"""


def read_flow_table(text: str, name: str) -> tuple[YamlFile, list[Problem]]:
    """The data of a table with the places of its cells, and what is wrong with it."""
    rows = list(islice(rows_of(text), MOST_ROWS + 2))
    if len(rows) > MOST_ROWS + 1:
        return _nothing(name, f"the table has more than {MOST_ROWS:,} rows", rows[-1].line)
    if not rows:
        return _nothing(name, "the table is empty", 1)
    columns = [cell.strip().lower() for cell in rows[0].cells]
    missing = [column for column in ("data", "n") if column not in columns]
    if missing:
        said = " and no ".join(f'"{column}"' for column in missing)
        return _nothing(name, f"the table has no column {said}", rows[0].line)
    reader = _Table(name, columns, text)
    if twice := list(reader.columns_that_stand_twice(rows[0])):
        return YamlFile(name, None, {}, {}), twice
    for row in rows[1:]:
        reader.row(row)
    reader.drop_unused()
    return YamlFile(name, reader.data, reader.values, reader.keys), reader.problems


def _nothing(name: str, why: str, line: int) -> tuple[YamlFile, list[Problem]]:
    hint = "It wants the columns of PRISMA2020's template: data, node, box, …, boxtext, …, n."
    problem = error("wrong-shape", why, Place(name, line, 1), hint)
    return YamlFile(name, None, {}, {}), [problem]


class _Table:
    """One table while its rows are read."""

    def __init__(self, name: str, columns: list[str], text: str) -> None:
        self.name = name
        self.columns = columns
        self.lines = text.removeprefix("\ufeff").split("\n")
        self.delimiter = delimiter_of(text)
        self.data: dict[str, Any] = {}
        self.values: dict[Path, Place] = {(): Place(name, 1, 1)}
        self.keys: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}

    def columns_that_stand_twice(self, head: Row) -> Iterator[Problem]:
        """Of two columns of one name nobody can say which is meant."""
        for column in _READ:
            here = [number for number, each in enumerate(self.columns) if each == column]
            if len(here) > 1:
                yield error(
                    "duplicate-key",
                    f'the columns {here[0] + 1} and {here[1] + 1} are both called "{column}"',
                    self._place_of(head.line, here[1]),
                    "Keep one of the two, or give the other a name of its own.",
                )

    def row(self, row: Row) -> None:
        """Takes one row in: a count, the words of a head, or a fault."""
        if row.fault:
            self.problems.append(
                error(
                    "wrong-shape",
                    row.fault,
                    Place(self.name, row.line, 1),
                    'Put quotes round a cell that holds commas: "MEDLINE, 100; Embase, 200".',
                )
            )
            return
        cells = dict(zip(self.columns, row.cells, strict=True))
        id = cells["data"].strip()
        words = cells.get("boxtext", "").strip()
        if id.lower() in ("", "na"):
            self._without_a_box(cells, words, row)
        elif id not in ROWS:
            said = id[:60]
            self.problems.append(
                error(
                    "unknown-key",
                    f'no box of PRISMA2020 is called "{said}"{did_you_mean(said, ROWS)}',
                    self._place(row, "data"),
                    f"The boxes are {', '.join(ROWS)}.",
                )
            )
        elif id in self.seen:
            self.problems.append(
                error(
                    "duplicate-key",
                    f'the row "{id}" stands here a second time',
                    self._place(row, "data"),
                    f"It stands first at line {self.seen[id]}. Keep one of the two.",
                )
            )
        else:
            self.seen[id] = row.line
            self._known(id, cells["n"], words, row)

    def _without_a_box(self, cells: Mapping[str, str], words: str, row: Row) -> None:
        """The head of a column, or a count that would be lost; the template's 0 is none."""
        head = HEADS.get(cells.get("box", "").strip().lower())
        count = cells["n"].strip()
        if head is not None:
            self._word(head, words, row)
        elif count != "0" and count.lower() not in _UNKNOWN:
            self.problems.append(
                error(
                    "missing-key",
                    f"this row names no box, and has the count {count[:60]!r}",
                    self._place(row, "data"),
                    "Write the name of its box in the column data, or take the count out. "
                    f"The boxes are {', '.join(ROWS)}.",
                )
            )

    def _known(self, id: str, cell: str, words: str, row: Row) -> None:
        path = ROWS[id]
        if len(path) == 3 and id not in _SPLIT and cell.strip().upper() == "NA":
            return  # a part that there is not
        if id in _BARS:
            self._word(str(path[0]), words, row)
            return
        self._note_place(path, row)
        value = self._count(path, cell, row)
        if id in _SPLIT:
            self._split(path, value, row)
            return
        self._word(".".join(map(str, path)), words, row)
        before = self._at(path)
        if isinstance(before, dict) and value is not None:
            before.setdefault(TOTAL, value)
        elif not isinstance(before, dict):
            self._put(path, value)

    def _split(self, path: Path, value: Any, row: Row) -> None:
        """The parts of a count whose total stands in another row."""
        if isinstance(value, dict):
            before = self._at(path)
            if isinstance(before, int):
                value[TOTAL] = before
                self.values[(*path, TOTAL)] = self.values[path]
            self._put(path, value)
        elif value not in (None, 0):
            self.problems.append(
                error(
                    "wrong-value",
                    f"{str(value)[:60]!r} names no parts",
                    self._place(row, "n"),
                    'Write them as "MEDLINE, 100; Embase, 200".',
                )
            )

    def _word(self, box: str, words: str, row: Row) -> None:
        if words and words.lower() != "na" and words != WORDS[box]:
            self.data.setdefault("words", {})[box] = words
            self.keys["words", box] = self.values["words", box] = self._place(row, "boxtext")

    def _count(self, path: Path, cell: str, row: Row) -> Any:
        """A whole number, None, a mapping of parts, or the text that is none of these."""
        cell = cell.strip()
        if cell.lower() in _UNKNOWN:
            return None
        if _WHOLE.fullmatch(cell):
            return _number(cell)
        if "," not in cell or _FIGURES.fullmatch(cell):
            return cell
        return self._parts(path, cell, self._place(row, "n"))

    def _parts(self, path: Path, cell: str, place: Place) -> dict[str, Any] | None:
        """The parts of a count by their names; None where there are too many, or none yet."""
        pieces = [piece for each in cell.split(";") if (piece := each.strip())]
        if len(pieces) > MOST_PARTS:
            said = f'"{path[-1]}" has {len(pieces):,} parts; a box may have {MOST_PARTS}'
            self.problems.append(error("wrong-value", said, place))
            return None
        parts: dict[str, Any] = {}
        for piece in pieces:
            name, count, fault = _part(piece, place)
            if fault is not None:
                self.problems.append(fault)
            elif name in parts:
                said = f'"{name[:60]}" stands twice in this cell'
                self.problems.append(error("duplicate-key", said, place))
            parts[name] = count
            self.keys[(*path, name)] = self.values[(*path, name)] = place
        if all(count is None for count in parts.values()) and "xxx" in cell.lower():
            return None  # the template's own words, not filled in
        return parts

    def _note_place(self, path: Path, row: Row) -> None:
        self.values.setdefault(path, self._place(row, "n"))
        self.keys.setdefault(path, self._place(row, "data"))

    def _at(self, path: Path) -> Any:
        node: Any = self.data
        for part in path:
            node = node.get(part) if isinstance(node, dict) else None
        return node

    def _put(self, path: Path, value: Any) -> None:
        node = self.data
        for part in path[:-1]:
            inner = node.get(str(part))
            if not isinstance(inner, dict):
                inner = node[str(part)] = {}
            node = inner
        node[str(path[-1])] = value

    def _place(self, row: Row, column: str) -> Place:
        """The place of a cell: its column in the line where its row starts."""
        return self._place_of(row.line, self.columns.index(column))

    def _place_of(self, line: int, number: int) -> Place:
        starts = cell_starts(self.lines[line - 1], self.delimiter)
        return Place(self.name, line, next(islice(starts, number, None), 1))

    def drop_unused(self) -> None:
        """Takes out what the template holds for an arm that was not used."""
        for arm in ("previous", "other-methods", "meta-analysis"):
            if not any(_leaves(self.data.get(arm))):
                self.data.pop(arm, None)
        if "previous" not in self.data and not any(_leaves(self.data.get("total"))):
            self.data.pop("total", None)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)
    else:
        yield value


def _number(written: str) -> int | str:
    bare = re.sub(r"[,\s'’]", "", written)
    bare = bare.replace("\N{MINUS SIGN}", "-")
    return int(bare) if len(bare) < 20 else written


def _part(piece: str, place: Place) -> tuple[str, int | str | None, Problem | None]:
    """The name of a part, its count, and what is wrong with them."""
    if len(piece) > LONGEST_PART:
        said = f"a part may have {LONGEST_PART} letters with its count, and this one has"
        return piece[:60], None, error("wrong-value", f"{said} {len(piece):,}", place)
    found = _PART_BACKWARDS.fullmatch(piece[::-1])
    if found is None:
        said = f'no count stands behind "{piece[:60]}"'
        hint = 'Write "MEDLINE, 100; Embase, 200"; NA for a count that is not known.'
        return piece, None, error("wrong-value", said, place, hint)
    name, written = found["name"][::-1], found["n"][::-1]
    if "," not in written and _DECIMAL_PART.search(piece):
        said = f"{piece[:60]!r} has a decimal comma, and a count is a whole number"
        hint = f"If the count is {written}, write a space before it."
        return name, None, error("wrong-value", said, place, hint)
    return name, None if written.lower() in _UNKNOWN else _number(written), None
