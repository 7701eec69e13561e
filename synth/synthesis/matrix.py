"""Studies by two things at once, such as the exposures and the outcomes that they looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from synth.model import Evidence, Project
from synth.wording import rated_together

Axis: TypeAlias = Literal["exposure", "outcome", "design", "country"]
Order: TypeAlias = Literal["studies", "vocabulary"]


@dataclass(frozen=True, slots=True)
class CellStudy:
    """A study in a cell, once, by its main report, with its findings there.

    `ratings` has the frameworks in which all of these are rated, each with the lowest level.
    """

    reference: str
    findings: tuple[str, ...]
    ratings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """The studies of one row and column; there is at least one. None is what is not known."""

    row: str | None
    column: str | None
    studies: tuple[CellStudy, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows and columns in their order, and the cells that are not empty, row by row.

    `studies` counts each study once, in however many cells it stands.
    """

    rows_by: Axis
    columns_by: Axis
    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    cells: tuple[Cell, ...]
    studies: int

    @property
    def size(self) -> int:
        """The number of all cells, empty ones included."""
        return len(self.rows) * len(self.columns)

    @property
    def known(self) -> int:
        """The number of cells, empty ones included, whose row and column are known."""
        return (len(self.rows) - (None in self.rows)) * (len(self.columns) - (None in self.columns))

    @property
    def empty(self) -> int:
        """The number of empty cells whose row and column are known; nothing else can be a gap."""
        return self.known - sum(
            cell.row is not None and cell.column is not None for cell in self.cells
        )

    def in_row(self, row: str | None) -> set[str]:
        """The studies of a row."""
        return {s.reference for cell in self.cells if cell.row == row for s in cell.studies}

    def in_column(self, column: str | None) -> set[str]:
        """The studies of a column."""
        return {s.reference for cell in self.cells if cell.column == column for s in cell.studies}


def matrix(
    findings: Sequence[Evidence],
    rows: Axis,
    columns: Axis,
    order: Order,
    project: Project,
    terms: Mapping[Axis, Sequence[str]],
) -> Matrix:
    """The studies by two axes. A row or column of `terms` is there even if no study has it.

    By `studies`, the row and the column that most studies have come first; what is not known
    comes last in any order.
    """
    held: dict[tuple[str | None, str | None], dict[str, list[Evidence]]] = defaultdict(dict)
    for each in findings:
        for row in values(each, rows):
            for column in values(each, columns):
                studies = held[row, column]
                studies.setdefault(each.record.references[0], []).append(each)
    ordered = [
        _ordered(
            [key[at] for key in held],
            [set(studies) for studies in held.values()],
            vocabulary(axis, project),
            order,
            terms.get(axis, ()),
        )
        for at, axis in enumerate((rows, columns))
    ]
    cells = tuple(
        _cell(row, column, held[row, column], project)
        for row in ordered[0]
        for column in ordered[1]
        if (row, column) in held
    )
    known = {key for studies in held.values() for key in studies}
    return Matrix(rows, columns, tuple(ordered[0]), tuple(ordered[1]), cells, len(known))


def values(each: Evidence, axis: Axis) -> tuple[str | None, ...]:
    """Where a finding stands on an axis: several countries, or None for what is not known."""
    if axis == "country":
        return tuple(dict.fromkeys(each.record.countries)) or (None,)
    if axis == "design":
        return (each.record.design,)
    return (each.finding.outcome if axis == "outcome" else each.finding.exposure,)


def vocabulary(axis: Axis, project: Project) -> tuple[str, ...]:
    """All that may stand on an axis: the terms, or the countries of the records by their codes."""
    if axis == "country":
        return tuple(sorted({code for r in project.records.values() for code in r.countries}))
    terms = {
        "exposure": project.vocabulary.exposures,
        "outcome": project.vocabulary.outcomes,
        "design": project.vocabulary.designs,
    }
    return tuple(term.id for term in terms[axis])


def _cell(
    row: str | None,
    column: str | None,
    studies: Mapping[str, Sequence[Evidence]],
    project: Project,
) -> Cell:
    return Cell(
        row,
        column,
        tuple(
            CellStudy(
                reference,
                tuple(each.id for each in evidence),
                {
                    name: rating.label
                    for name in project.frameworks
                    if (rating := rated_together(evidence, name, project)).rank
                },
            )
            for reference, evidence in studies.items()
        ),
    )


def _ordered(
    found: Sequence[str | None],
    studies: Sequence[set[str]],
    known: Sequence[str],
    order: Order,
    terms: Sequence[str],
) -> list[str | None]:
    """The values of an axis in their order; `studies` are those of each value in `found`."""
    held: dict[str | None, set[str]] = {term: set() for term in terms}
    for value, keys in zip(found, studies, strict=True):
        held.setdefault(value, set()).update(keys)
    places = {term: number for number, term in enumerate(known)}

    def place(value: str | None) -> tuple[bool, int, int]:
        many = -len(held[value]) if order == "studies" else 0
        return value is None, many, places.get(value or "", len(places))

    return sorted(held, key=place)
