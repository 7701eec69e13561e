"""A table as HTML: its groups, the notes below it, and what a picture's marks lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from synth.document import (
    Citation,
    Inline,
    Note,
    NoteMark,
    Table,
    group_anchor,
    note_letter,
    plain,
    row_anchor,
    walk,
)
from synth.render.columns import shares
from synth.render.filters import filters
from synth.render.footnotes import Medium

BREAKS_FROM = 6
"""A table of as many rows that a view made may break over pages; one by a writer stays whole."""


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes the tables of one document; `inlines` writes the words in their cells."""

    medium: Medium
    inlines: Callable[[Sequence[Inline]], Markup]
    printed: Mapping[int, tuple[Inline, ...]]

    def table(self, table: Table) -> Markup:
        """The table, on the web under what it can be filtered by."""
        words = self.unfiltered(table)
        return (
            words
            if self.medium == "print"
            else filters([table], f"table {table.number}" if table.number else "table") + words
        )

    def unfiltered(self, table: Table, name: str = "") -> Markup:
        """The table in a frame that can be scrolled; `name` is for one without a caption."""
        label = plain(table.caption) or name or "Table"
        frame = said = Markup("")
        if self.medium == "web":
            frame = Markup(' tabindex="0" role="region" aria-label="{}"').format(label)
            if name and not table.caption:
                said = Markup(' aria-label="{}"').format(name)
        return Markup(
            '<div class="table-frame"{}><table{}{}{}>{}{}<thead{}><tr{}>{}</tr></thead>\n'
            "{}\n</table>{}</div>"
        ).format(
            frame,
            self._names(table),
            said,
            self._role("table"),
            self._caption(table),
            self._widths(table),
            self._role("rowgroup"),
            self._role("row"),
            self._head(table),
            Markup("\n").join(self._bodies(table)),
            self._notes(table),
        )

    def mark(self, letter: str, table: str) -> Markup:
        """The raised letter that leads to a note below a table."""
        return Markup('<sup class="table-note"><a href="#{0}-note-{1}">{1}</a></sup>').format(
            table, letter
        )

    def _caption(self, table: Table) -> Markup:
        if not table.caption:
            return Markup("")
        number = Markup("Table {}. ").format(table.number) if table.number else Markup("")
        return Markup("<caption>{}{}</caption>").format(number, self.inlines(table.caption))

    def _widths(self, table: Table) -> Markup:
        if not table.id:
            return Markup("")  # a writer's table is laid out by its cells
        columns = Markup("").join(
            Markup('<col style="width:{:.1f}%">').format(share) for share in shares(table)
        )
        return Markup("<colgroup>{}</colgroup>").format(columns)

    def _head(self, table: Table) -> Markup:
        return Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                self._role("columnheader"), self.inlines(cell)
            )
            for cell in table.head
        )

    def _bodies(self, table: Table) -> Iterator[Markup]:
        """The rows, each group of them in a body of its own."""
        starts = [group.first for group in table.groups]
        edges = [*(() if starts[:1] == [0] else (0,)), *starts, len(table.rows)]
        numbers = {group.first: number for number, group in enumerate(table.groups)}
        for first, last in pairwise(edges):
            heading = [self._group(table, numbers[first])] if first in numbers else []
            rows = [self._row(table, number) for number in range(first, last)]
            if heading or rows or not table.rows:
                yield Markup("<tbody{}>\n{}\n</tbody>").format(
                    self._role("rowgroup"), Markup("\n").join([*heading, *rows])
                )

    def _group(self, table: Table, number: int) -> Markup:
        id = Markup(' id="{}"').format(group_anchor(table.id, number)) if table.id else Markup("")
        return Markup(
            '<tr class="group"{}{}><th scope="rowgroup" colspan="{}"{}>{}</th></tr>'
        ).format(
            id,
            self._role("row"),
            len(table.head),
            self._role("rowheader"),
            self.inlines(table.groups[number].words),
        )

    def _row(self, table: Table, number: int) -> Markup:
        id = Markup(' id="{}"').format(row_anchor(table.id, number)) if table.id else Markup("")
        names = [_name(cell) for cell in table.head]
        cells = Markup("").join(self._cells(table.rows[number], names))
        return Markup("<tr{}{}>{}</tr>").format(id, self._role("row"), cells)

    def _cells(self, row: Sequence[Sequence[Inline]], names: Sequence[str]) -> Iterator[Markup]:
        for number, cell in enumerate(row):
            words = self.inlines(cell)
            if number == 0:
                yield Markup('<th scope="row"{}>{}</th>').format(self._role("rowheader"), words)
            else:
                name = names[number] if number < len(names) else ""
                yield Markup('<td data-head="{}"{}>{}</td>').format(name, self._role("cell"), words)

    def _notes(self, table: Table) -> Markup:
        if not table.notes:
            return Markup("")
        items = Markup("\n").join(
            Markup('<li id="{}-note-{}">{}</li>').format(
                table.id, note_letter(number), self.inlines(words)
            )
            for number, words in enumerate(table.notes)
        )
        return Markup('<ol class="table-notes">\n{}\n</ol>').format(items)

    def _names(self, table: Table) -> Markup:
        """The identifier of a table and its classes: how it breaks over pages and narrow screens.

        It may break over pages where it is long, and must where footnotes stand in it.
        """
        name = table.id or (f"s-table-{table.number}" if table.number else "")
        id = Markup(' id="{}"').format(name) if name else Markup("")
        may_break = self._holds_notes(table) or (bool(table.id) and len(table.rows) >= BREAKS_FROM)
        classes = [*(["may-break"] if may_break else []), *(["stacks"] if table.id else [])]
        return id + (Markup(' class="{}"').format(" ".join(classes)) if classes else Markup(""))

    def _holds_notes(self, table: Table) -> bool:
        nodes = list(walk((table,)))
        return any(isinstance(node, Note) for node in nodes) or any(
            isinstance(each, Note)
            for node in nodes
            if isinstance(node, Citation)
            for each in self.printed.get(node.number, ())
        )

    def _role(self, name: str) -> Markup:
        """A table part's role said again: a narrow screen shows it as a block, which hides it."""
        return Markup(' role="{}"').format(name) if self.medium == "web" else Markup("")


def _name(head: Sequence[Inline]) -> str:
    """The words of a column's head, without the letters of notes."""
    return plain(tuple(node for node in head if not isinstance(node, NoteMark)))
