"""Select boxes that narrow a table, and the picture of it, by what its rows have in common.

They work in the page itself: `filter.js` of the templates shows them, and hides rows and the
marks that lead to them. Without a script, and in print, there are none, and all is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from synth.document import Facet, Table
from synth.render.stylesheets import Loader

NOT_KNOWN = "not known"
"""A value that stands last, whatever its letters are."""


def filters(table: Table, name: str) -> Markup:
    """The select boxes of a table, which is called by `name`; nothing where there is no choice.

    Each choice knows the numbers of its rows, so that the rows themselves need say nothing.
    """
    choices = [(facet.label, rows) for facet in table.facets if len(rows := _rows(facet)) > 1]
    if not choices or not table.id:
        return Markup("")
    boxes = Markup("\n").join(
        _box(f"{table.id}-facet-{number}", label, rows)
        for number, (label, rows) in enumerate(choices)
    )
    return Markup(
        '<form class="filters" data-table="{}" data-rows="{}" aria-label="Filter: {}" '
        'autocomplete="off" hidden>\n{}\n<button type="reset">Show all</button>\n'
        '<p class="filter-said" role="status" aria-live="polite"></p>\n</form>\n'
    ).format(table.id, len(table.rows), name, boxes)


def script(loader: Loader) -> str:
    """The house's scripts as one: panels and notes, and what narrows and opens tables."""
    return "\n".join(loader.text(name) for name in ("brief.js", "filter.js"))


def _rows(facet: Facet) -> Mapping[str, Sequence[int]]:
    """The numbers of the rows that have each value, by value."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, values in enumerate(facet.values):
        for value in dict.fromkeys(values):
            rows[value].append(number)
    order = sorted(rows, key=lambda value: (value.casefold() == NOT_KNOWN, value.casefold()))
    return {value: rows[value] for value in order}


def _box(id: str, label: str, rows: Mapping[str, Sequence[int]]) -> Markup:
    options = Markup("").join(
        Markup('<option value="{}" data-rows="{}">{} ({})</option>').format(
            number, " ".join(map(str, held)), value, len(held)
        )
        for number, (value, held) in enumerate(rows.items(), 1)
    )
    return Markup(
        '<span class="filter"><label for="{0}">{1}</label> '
        '<select id="{0}"><option value="">All</option>{2}</select></span>'
    ).format(id, label, options)
