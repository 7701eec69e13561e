"""Select boxes that narrow a table, and the picture of it, by what its rows have in common.

They work in the page itself: `filter.js` of the templates shows them, and hides rows and the
marks that lead to them. Without a script, and in print, there are none, and all is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from markupsafe import Markup

from synth.document import Citation, Facet, Inline, Table, walk
from synth.render.stylesheets import Loader

Unit: TypeAlias = Literal["study", "finding"]

NOT_KNOWN = "not known"
"""A value that stands last, whatever its letters are."""

_SEVERAL: Mapping[Unit, str] = {"study": "studies", "finding": "findings"}


def filters(tables: Sequence[Table], name: str, unit: Unit = "finding") -> Markup:
    """The select boxes of a table, which is called by `name`; nothing where there is no choice.

    The tables of one view narrow together, and their rows are numbered through. Each choice knows
    the numbers of its rows, so that the rows themselves need say nothing. What is counted is each
    `unit` once: a row is a finding, and the rows that cite one work are a study.
    """
    units = _numbered(tables, unit)
    choices = [(facet.label, rows) for facet in _facets(tables) if len(rows := _rows(facet)) > 1]
    if not choices or not all(table.id for table in tables):
        return Markup("")
    boxes = Markup("\n").join(
        _box(f"{tables[0].id}-facet-{number}", label, rows, units, unit)
        for number, (label, rows) in enumerate(choices)
    )
    return Markup(
        '<form class="filters" data-tables="{}" data-sizes="{}" data-units="{}" data-one="{}" '
        'data-many="{}" data-where="{}" aria-label="Filter: {}" autocomplete="off" hidden>\n{}\n'
        '<button type="reset">Show all</button>\n'
        '<p class="filter-said" role="status" aria-live="polite"></p>\n</form>\n'
    ).format(
        " ".join(table.id for table in tables),
        " ".join(str(len(table.rows)) for table in tables),
        " ".join(map(str, units)),
        unit,
        _SEVERAL[unit],
        f" in {name}" if len(tables) > 1 else "",
        name,
        boxes,
    )


def script(loader: Loader) -> str:
    """The house's scripts as one: panels and notes, and what narrows and opens tables."""
    return "\n".join(loader.text(name) for name in ("brief.js", "filter.js"))


def _facets(tables: Sequence[Table]) -> Iterator[Facet]:
    """What the rows of all the tables can be narrowed by: each facet through all of them."""
    for same in zip(*(table.facets for table in tables), strict=True):
        yield Facet(same[0].label, tuple(row for facet in same for row in facet.values))


def _numbered(tables: Sequence[Table], unit: Unit) -> Sequence[int]:
    """The number of what each row is counted as, from 0; rows of one study have the same."""
    rows = [row for table in tables for row in table.rows]
    numbers: dict[Hashable, int] = {}
    return [
        numbers.setdefault(_work(row) if unit == "study" else at, len(numbers))
        for at, row in enumerate(rows)
    ]


def _work(row: Sequence[Sequence[Inline]]) -> str:
    """The work that a row cites first: its study."""
    nodes = (node for cell in row for node in walk(tuple(cell)))
    cited = (node.items[0].reference for node in nodes if isinstance(node, Citation))
    return next(cited, "")


def _rows(facet: Facet) -> Mapping[str, Sequence[int]]:
    """The numbers of the rows that have each value, by value."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, values in enumerate(facet.values):
        for value in dict.fromkeys(values):
            rows[value].append(number)
    order = sorted(rows, key=lambda value: (value.casefold() == NOT_KNOWN, value.casefold()))
    return {value: rows[value] for value in order}


def _box(
    id: str, label: str, rows: Mapping[str, Sequence[int]], units: Sequence[int], unit: Unit
) -> Markup:
    options = Markup("").join(
        Markup('<option value="{}" data-rows="{}">{} ({})</option>').format(
            number,
            " ".join(map(str, held)),
            value,
            _counted(len({units[row] for row in held}), unit),
        )
        for number, (value, held) in enumerate(rows.items(), 1)
    )
    return Markup(
        '<span class="filter"><label for="{0}">{1}</label> '
        '<select id="{0}"><option value="">All</option>{2}</select></span>'
    ).format(id, label, options)


def _counted(count: int, unit: Unit) -> str:
    return f"{count} {unit if count == 1 else _SEVERAL[unit]}"
