"""The mark on the cover: the gap map of the brief's own findings, a dot a cell.

Exposures down, outcomes across; size and colour follow the number of findings. It is made of
the evidence, so each brief has its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from synth.model import Evidence

MAX_SIDE = 8
"""The most exposures or outcomes shown: those with the most findings."""

CELL = 10.0


def mark(evidence: Sequence[Evidence], colours: Mapping[str, str]) -> Markup:
    """The mark as SVG, with a title that says what it shows; empty without findings."""
    cells = Counter(
        (each.finding.exposure, each.finding.outcome)
        for each in evidence
        if each.finding.exposure is not None
    )
    if not cells:
        return Markup("")
    rows = _most(Counter(exposure for exposure, _ in cells.elements()))
    columns = _most(Counter(outcome for _, outcome in cells.elements()))
    side = max(len(rows), len(columns), 4)
    dots = Markup("").join(
        _dot(x, y, cells.get((row, column), 0), colours)
        for y, row in enumerate(rows)
        for x, column in enumerate(columns)
    )
    title = (
        f"Map of the evidence in this brief: {sum(cells.values())} findings, "
        f"influences down ({len(rows)} shown), outcomes across ({len(columns)} shown). "
        "Larger dots mean more findings."
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img">'
        "<title>{1}</title>{2}</svg>"
    ).format(side * CELL, title, dots)


def _most(counts: Counter[str | None]) -> list[str]:
    """The names with the highest counts, in the order of their names."""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0] or ""))
    return sorted(name for name, _ in ranked[:MAX_SIDE] if name is not None)


def _dot(x: int, y: int, count: int, colours: Mapping[str, str]) -> Markup:
    sizes = (
        (0, 0.8, "mark-none"),
        (1, 2.9, "mark-few"),
        (2, 3.7, "mark-some"),
        (4, 4.3, "mark-many"),
    )
    radius, name = (
        next((r, n) for limit, r, n in sizes if count <= limit)
        if count <= 4
        else (4.8, "mark-most")
    )
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(
        (x + 0.5) * CELL, (y + 0.5) * CELL, radius, colours[name]
    )
