"""How wide the columns of a table are, by what stands in them.

A browser and the PDF writer lay a table out by its cells; a heading that goes over all columns
misleads them, so that long words get narrow columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.document import Badge, Citation, Inline, Rating, Table, Weight, plain, walk

LONGEST = 60
"""Letters to a cell above which a column grows no wider: it grows longer."""

SHORT = 12
"""Letters to a cell that stands on one line, such as "not known": two would double its row."""

_EDGE = 3
"""About how many letters would fit into the space between two columns."""

_UNSEEN = {Citation: 14, Badge: 26, Rating: 26, Weight: 26}
"""About how many letters an inline takes whose words are not known yet."""


def shares(table: Table) -> tuple[float, ...]:
    """The share of each column in the table's width, in per cent; they add up to 100."""
    wanted = [_wanted(table, column) for column in range(len(table.head))]
    return tuple(100 * each / sum(wanted) for each in wanted)


def _wanted(table: Table, column: int) -> float:
    head, *cells = (table.head[column], *(row[column] for row in table.rows if column < len(row)))
    words = " ".join(plain(cell) for cell in (head, *cells)).split()
    longest = max((len(word) for word in words), default=1)
    letters = [_letters(cell) for cell in cells]
    short = max((each for each in (_letters(head), *letters) if each <= SHORT), default=0)
    typical = min(sum(letters) / max(len(cells), 1), LONGEST)
    return max(longest, short, typical) + _EDGE


def _letters(cell: Sequence[Inline]) -> int:
    nodes = walk(tuple(cell))
    return len(plain(tuple(cell))) + sum(_UNSEEN.get(type(node), 0) for node in nodes)
