"""A gap map as its readers see it: the picture with its data, and where no study looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synth.charts.gap_map import GapMap, MapCell, MapMark, parts
from synth.document import Badge, Block, Facet, Figure, Inline, Paragraph, RowGroup, Table, Text
from synth.model import Evidence, Framework
from synth.synthesis.axes import AXES, NOT_KNOWN, Names, capital, counted, of_axis
from synth.synthesis.counting import counting_notes
from synth.synthesis.gaps import first_gap, gaps, some, unseen
from synth.synthesis.matrix import Axis, Cell, CellStudy, Matrix, values
from synth.synthesis.view import Setting
from synth.synthesis.ways import SIGNS, WAYS
from synth.wording import listed, plain_words, rated_together


def shown(
    found: Matrix, setting: Setting, framework: str | None, scale: Framework | None
) -> tuple[Block, ...]:
    """The map with its data, in parts where it is too large for a page; then what is missing.

    `framework` names the scale of the signs, if there is one.
    """
    view = _Shown(found, setting, framework, scale)
    whole = view.figure(found, "")
    cuts = parts(whole.chart) if isinstance(whole.chart, GapMap) else []
    blocks: list[Block] = [whole]
    if len(cuts) > 1:
        blocks = [Paragraph((Text(view.why_parts(len(cuts))),), setting.place)]
        for number, (rows, columns) in enumerate(cuts, 1):
            blocks.append(view.figure(_part(found, rows, columns), f"{number} of {len(cuts)}"))
    told = (id for cell in found.cells for study in cell.studies for id in study.findings)
    return (*blocks, *gaps(found, setting, view.names.within), *counting_notes(told, setting))


def _part(found: Matrix, rows: range, columns: range) -> Matrix:
    """Some rows and columns of a matrix alone."""
    kept = [found.rows[each] for each in rows], [found.columns[each] for each in columns]
    cells = tuple(each for each in found.cells if each.row in kept[0] and each.column in kept[1])
    studies = {study.reference for cell in cells for study in cell.studies}
    return Matrix(
        found.rows_by, found.columns_by, tuple(kept[0]), tuple(kept[1]), cells, len(studies)
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """A map in the words of its readers; `framework` names the scale of the signs, if any."""

    whole: Matrix
    setting: Setting
    framework: str | None
    scale: Framework | None

    @property
    def names(self) -> Names:
        """How rows and columns are called."""
        return Names(self.setting)

    def cell_name(self, found: Matrix, cell: Cell) -> str:
        """A cell by its row and column, and how many studies it has."""
        place = self.place_name(found, cell.row, cell.column)
        return f"{place}: {counted(len(cell.studies), 'study', 'studies')}"

    def place_name(self, found: Matrix, row: str | None, column: str | None) -> str:
        """A cell by its row and column."""
        return f"{self.names.of(found.rows_by, row)} → {self.names.of(found.columns_by, column)}"

    def why_parts(self, count: int) -> str:
        """Why the map is not one picture."""
        return (
            f"The map has {self.size(self.whole)}, more than a page can show in letters that can "
            f"be read, so it is in {count} parts."
        )

    def size(self, found: Matrix) -> str:
        """How many rows and columns there are."""
        rows = self._values(found.rows, found.rows_by)
        return f"{rows} and {self._values(found.columns, found.columns_by)}"

    def _values(self, several: Sequence[str | None], axis: Axis) -> str:
        known = of_axis(sum(value is not None for value in several), axis)
        return f"{known} (and “not known”)" if None in several else known

    # ── the picture and its data ────────────────────────────────────────────────────

    def figure(self, found: Matrix, part: str) -> Figure:
        """A map, or a part of it, with its own data."""
        rows: list[tuple[Evidence, tuple[tuple[Inline, ...], ...]]] = []  # one for each study
        groups: list[RowGroup] = []
        cells: list[MapCell] = []
        for number, cell in enumerate(found.cells):
            name = self.cell_name(found, cell)
            groups.append(RowGroup(len(rows), (Text(name),)))
            marks: list[MapMark] = []
            for level, label, study in self._by_level(cell):
                evidence = [self.setting.project.evidence[id] for id in study.findings]
                said = self.setting.study(evidence[0]) + (f": {label}" if label else "")
                marks.append(MapMark(level, said, (len(rows),)))
                rows.append((evidence[0], self._row(found, evidence)))
            place = found.rows.index(cell.row), found.columns.index(cell.column)
            cells.append(MapCell(*place, name, number, tuple(marks)))
        table = Table(
            head=tuple((Text(words),) for words in self._head(found)),
            rows=tuple(row for _, row in rows),
            caption=(),
            number=None,
            place=self.setting.place,
            groups=tuple(groups),
            facets=self._facets([each for each, _ in rows]),
        )
        return Figure(
            chart=self._chart(found, tuple(cells)),
            alt=self._alt(found, part),
            caption=(Text(self._caption(part)),),
            place=self.setting.place,
            data=table,
        )

    def _chart(self, found: Matrix, cells: tuple[MapCell, ...]) -> GapMap:
        unrated = any(not mark.level for cell in cells for mark in cell.marks)
        axes = (AXES[axis][0] for axis in (found.rows_by, found.columns_by))
        return GapMap(
            corner=capital(", by ".join(axes)),
            rows=tuple(self.names.of(found.rows_by, each) for each in found.rows),
            columns=tuple(self.names.of(found.columns_by, each) for each in found.columns),
            cells=cells,
            levels=tuple(level.label for level in self.scale.levels) if self.scale else (),
            unrated=_small(self.scale.unrated) if self.scale and unrated else "",
            rating=(self.scale.short or self.scale.title) if self.scale else "",
        )

    def _by_level(self, cell: Cell) -> list[tuple[int, str, CellStudy]]:
        """The studies of a cell, the surest first, each with its level and that level's words."""
        if self.framework is None:
            return [(0, "", study) for study in cell.studies]
        project = self.setting.project
        found: list[tuple[int, str, CellStudy]] = []
        for study in cell.studies:
            evidence = [project.evidence[id] for id in study.findings]
            rating = rated_together(evidence, self.framework, project)
            found.append((rating.rank, rating.label, study))
        return sorted(found, key=lambda each: -each[0])

    def _head(self, found: Matrix) -> list[str]:
        others = [capital(AXES[axis][0]) for axis in self._other_axes(found)]
        rating = [self.scale.short or self.scale.title] if self.scale else []
        return ["Study", *others, "Who was studied", "Direction", *rating]

    def _other_axes(self, found: Matrix) -> list[Axis]:
        return [axis for axis in AXES if axis not in (found.rows_by, found.columns_by)]

    def _row(self, found: Matrix, several: Sequence[Evidence]) -> tuple[tuple[Inline, ...], ...]:
        """A study's row: the findings that it has in a cell, together."""
        each, *rest = several
        others = [
            (Text(listed([self.names.of(axis, value) for value in values(each, axis)])),)
            for axis in self._other_axes(found)
        ]
        rating: list[tuple[Inline, ...]] = []
        if self.framework is not None:
            level = rated_together(several, self.framework, self.setting.project)
            rating = [
                (Badge(level.label, level.rank, level.steps) if level.rank else Text(level.label),)
            ]
        return (
            (self.setting.cited(each, also=rest),),
            *others,
            (Text(self._people(each)),),
            (Text("; ".join(self._ways(several))),),
            *rating,
        )

    def _ways(self, several: Sequence[Evidence]) -> Iterator[str]:
        """Which way the findings point, and how many each way where there are several."""
        counts = Counter(each.finding.direction for each in several)
        for direction, count in counts.items():
            way = f"{SIGNS[direction]} {WAYS[direction]}" if direction else capital(NOT_KNOWN)
            yield f"{way} ({count} findings)" if count > 1 else way

    def _facets(self, evidence: Sequence[Evidence]) -> tuple[Facet, ...]:
        return (
            *(
                Facet(
                    capital(AXES[axis][0]),
                    tuple(
                        tuple(self.names.of(axis, value) for value in values(each, axis))
                        for each in evidence
                    ),
                )
                for axis in ("country", "design")
            ),
            Facet(
                "Who was studied",
                tuple((self._people(each),) for each in evidence),
            ),
        )

    def _people(self, each: Evidence) -> str:
        return capital(plain_words(each.record.population or NOT_KNOWN, self.setting.audience))

    # ── words ───────────────────────────────────────────────────────────────────────

    def _caption(self, part: str) -> str:
        row, column = (AXES[axis][0] for axis in (self.whole.rows_by, self.whole.columns_by))
        said = f"Evidence gap map: studies by {row} and {column}"
        return f"{said} (part {part})" if part else said

    def _alt(self, found: Matrix, part: str) -> str:
        """What the map shows: how full it is, where most studies are, and where there is none."""
        said = [
            f"Evidence gap map{f', part {part}' if part else ''}: {self.size(found)}",
            f"{counted(found.studies, 'study fills', 'studies fill')} "
            f"{found.known - found.empty} of {counted(found.known, 'cell', 'cells')}"
            + ("" if found.known == found.size else ", leaving out what is not known"),
        ]
        if found.cells:
            most = max(len(cell.studies) for cell in found.cells)
            fullest = [cell for cell in found.cells if len(cell.studies) == most]
            which = "The fullest is" if len(fullest) == 1 else "Among the fullest is"
            said.append(f"{which} {_read_out(self.cell_name(found, fullest[0]))}")
        missing = [
            (axis, self.names.within(axis, value))
            for axis, never in unseen(self.whole)
            for value in never
            if value in (found.rows if axis == found.rows_by else found.columns)
        ]
        if missing:
            kind = AXES[missing[0][0]][1]
            said.append(
                f"None of the studies looked at {some([name for _, name in missing], kind)}"
            )
        elif (gap := first_gap(found, self.setting.project)) is not None:
            many = f"{found.empty} cells are empty, among them"
            lead = many if found.empty > 1 else "The one empty cell is"
            said.append(f"{lead} {_read_out(self.place_name(found, *gap))}")
        return ". ".join(said) + "."


def _read_out(cell: str) -> str:
    """The name of a cell without its arrow, which screen readers leave out or call an arrow."""
    return cell.replace(" → ", " with ")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
