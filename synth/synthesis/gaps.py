"""Where no study looked: the empty cells of a map, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from synth.document import Block, ListBlock, Paragraph, Styled, Text
from synth.model import Project
from synth.synthesis.axes import AXES, capital
from synth.synthesis.matrix import Axis, Matrix
from synth.synthesis.view import Setting

Named: TypeAlias = Callable[[Axis, str | None], str]
"""The name of a value on an axis, within a sentence."""

BIG = 60
"""With more empty cells than these, only outcomes that have a desired direction are named."""

MOST_ROWS = 8
"""So many rows are gone into, those that most studies have."""

MOST_NAMED = 4
"""So many gaps of a row are named, and the others counted."""

CAVEAT = (
    "An empty cell shows that none of these studies looked there. It does not show that no study "
    "anywhere did."
)


def gaps(matrix: Matrix, setting: Setting, named: Named) -> tuple[Block, ...]:
    """How many cells are empty, and which gaps stand beside the most studies."""
    if not matrix.empty:
        words = "No cell is empty."
        if matrix.known <= 1:
            words = "With one cell alone no gap can show: there is one row and one column."
        return (Paragraph((Text(words),), setting.place),)
    lines = list(_lines(matrix, setting.project, named))
    head = f"{matrix.empty} of {matrix.known} cells are empty. {CAVEAT}"
    strong = Styled("strong", (Text("Where no study looked."),))
    items = tuple((Paragraph((Text(line),), setting.place),) for line in lines)
    return (
        Paragraph((strong, Text(f" {head}")), setting.place),
        *((ListBlock(False, items, setting.place),) if items else ()),
    )


def first_gap(matrix: Matrix, project: Project) -> tuple[str | None, str | None] | None:
    """The empty cell of a known row and column that have the most studies; None without one."""
    known = [row for row in matrix.rows if row is not None]
    for row in _most_first(known, lambda each: len(matrix.in_row(each))):
        if empty := _empty_in(matrix, row, project):
            return row, empty[0]
    return None


def unseen(matrix: Matrix) -> Iterator[tuple[Axis, tuple[str | None, ...]]]:
    """The rows and the columns that no study has."""
    rows = tuple(row for row in matrix.rows if not matrix.in_row(row))
    columns = tuple(column for column in matrix.columns if not matrix.in_column(column))
    if rows:
        yield matrix.rows_by, rows
    if columns:
        yield matrix.columns_by, columns


def some(names: Sequence[str], others: str, most: int = MOST_NAMED) -> str:
    """The names as a list in a sentence that denies: `a or b`; of a long one `a, b or 3 others`.

    `others` says what such things are called: `outcomes`.
    """
    shown = [*names]
    if len(names) > most + 1:
        shown = [*names[:most], f"{len(names) - most} other {others}"]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _lines(matrix: Matrix, project: Project, named: Named) -> Iterator[str]:
    for axis, never in unseen(matrix):
        yield f"No study at all: {some([named(axis, each) for each in never], AXES[axis][1])}."
    studied = [row for row in matrix.rows if row is not None and matrix.in_row(row)]
    rows = [
        (row, empty)
        for row in _most_first(studied, lambda each: len(matrix.in_row(each)))
        if (empty := _empty_in(matrix, row, project))
    ]
    for row, empty in rows[:MOST_ROWS]:
        by = matrix.columns_by
        said = some([named(by, each) for each in empty], AXES[by][1])
        name = named(matrix.rows_by, row)
        yield f"{capital(name)}: nothing on {said}."
    if len(rows) > MOST_ROWS:
        left = sum(len(empty) for _, empty in rows[MOST_ROWS:])
        yield f"Other rows: {left} more empty cells."


def _empty_in(matrix: Matrix, row: str | None, project: Project) -> list[str | None]:
    """The columns that a row has nothing in, though other rows do; the most studied first."""
    full = {cell.column for cell in matrix.cells if cell.row == row}
    columns = [
        each
        for each in matrix.columns
        if each is not None and each not in full and matrix.in_column(each)
    ]
    if matrix.empty > BIG and matrix.columns_by == "outcome":
        columns = [each for each in columns if _hoped(each, project)]
    return _most_first(columns, lambda each: len(matrix.in_column(each)))


def _hoped(id: str, project: Project) -> bool:
    outcome = project.vocabulary.outcome(id)
    return outcome is not None and outcome.desired is not None


def _most_first(
    values: Sequence[str | None], count: Callable[[str | None], int]
) -> list[str | None]:
    return sorted(values, key=count, reverse=True)
