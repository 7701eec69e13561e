"""The forest plot: each study's estimate with its interval, and what they say together.

As in the Cochrane Handbook 6.5, section 10.2.1: a square as large as the study's weight, a line
for its interval, a diamond for the pooled estimate and its interval, a vertical line where there
is no effect. The prediction interval is a dashed line below the diamond.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from synth.charts.axis import Scale, limits_of, usable
from synth.charts.look import Look
from synth.charts.picture import Picture

PER_PICTURE = 38
"""Lines in one picture, which fits a printed page: studies, headings and diamonds."""

ALTOGETHER = 400
"""Studies that are drawn at all; the data table has every one."""


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A study. All numbers are on the scale that is shown: odds ratios, not their logarithms.

    `estimate` may be None (not estimable): the row then has its words alone. An end that is None
    is not known, and no line is drawn. `weight` is the share of the pooled estimate, 0 to 100;
    None where nothing is pooled. `cells` are the words of the plot's columns; `row` is the row of
    the data table.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    weight: float | None = None
    cells: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Diamond:
    """A pooled estimate with its interval; `predicted` is the prediction interval.

    `cells` and `predicted_cells` are the words of the plot's columns in these two rows. `notes`
    are lines of words below them, such as the heterogeneity.
    """

    label: str
    estimate: float
    low: float
    high: float
    predicted: tuple[float, float] | None = None
    cells: tuple[str, ...] = ()
    predicted_cells: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ForestGroup:
    """Some studies under a heading (empty where there is one group), with their own diamond."""

    heading: str
    rows: tuple[ForestRow, ...]
    pooled: Diamond | None = None


@dataclass(frozen=True, slots=True)
class ForestPlot:
    """A forest plot.

    `measure` is the name of the axis ("Odds ratio"); `null` is where there is no effect (1 for
    ratios, 0 for differences; None where there is none). `left` and `right` say what values on
    either side of it mean ("less abuse", "more abuse"); no word is added to them. `columns` are
    the heads of the `cells`, which stand right of the plot, aligned right: at least the estimate
    with its interval, as the caller words it. `study` is the head of the labels. `limits` fixes
    the axis. `decimal` is the sign of the ticks' decimals.
    """

    measure: str
    groups: tuple[ForestGroup, ...]
    pooled: Diamond | None = None
    scale: Scale = "linear"
    null: float | None = 0.0
    left: str = ""
    right: str = ""
    study: str = "Study"
    columns: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    predicted_label: str = "Prediction interval"
    continued: str = "continued"
    decimal: str = "."
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[ForestRow, ...]:
        """The studies of all groups."""
        return tuple(row for group in self.groups for row in group.rows)

    def with_limits(self) -> ForestPlot:
        """The plot with the limits of its axis, which hold all estimates and diamonds."""
        if self.limits is not None:
            low, high = self.limits
            if usable(low, self.scale) and usable(high, self.scale) and low < high:
                return self
        diamonds = [d for d in (*(g.pooled for g in self.groups), self.pooled) if d]
        core = [row.estimate for row in self.rows if row.estimate is not None]
        core += [value for d in diamonds for value in (d.estimate, d.low, d.high)]
        core += [self.null] if self.null is not None else []
        ends = [end for row in self.rows for end in (row.low, row.high) if end is not None]
        ends += [end for d in diamonds if d.predicted for end in d.predicted]
        return replace(self, limits=limits_of(core, ends, self.scale))


def parts(
    plot: ForestPlot,
    size: int = PER_PICTURE,
    most: int = ALTOGETHER,
    part: str = "Part {part} of {parts}.",
    left_out: str = (
        "The picture has the {drawn} studies with the most weight, of {all}; the table has all."
    ),
) -> tuple[ForestPlot, ...]:
    """The plot as several of about `size` lines, with one axis.

    The diamond of a group stands in the part with its last study, the overall one in the last
    part. Where there are more than `most` studies, those with the most weight are drawn, in
    their order, and the notes of every part say so.
    """
    drawn = _heaviest(plot.with_limits(), most)
    if len(drawn.rows) < len(plot.rows):
        told = left_out.format(drawn=f"{len(drawn.rows):,}", all=f"{len(plot.rows):,}")
        drawn = replace(drawn, notes=(*plot.notes, told))
    pages = list(_pages(drawn, size))
    if len(pages) == 1:
        return (drawn,)
    return tuple(
        replace(
            drawn,
            groups=groups,
            pooled=drawn.pooled if number == len(pages) else None,
            notes=(*drawn.notes, part.format(part=number, parts=len(pages))),
        )
        for number, groups in enumerate(pages, 1)
    )


def _heaviest(plot: ForestPlot, most: int) -> ForestPlot:
    """The plot with at most some studies: those with the most weight, or else the first."""
    rows = plot.rows
    if len(rows) <= most:
        return plot
    by_weight = sorted(range(len(rows)), key=lambda n: -(rows[n].weight or 0.0))
    kept = iter(sorted(by_weight[:most]))
    following = next(kept, None)
    groups: list[ForestGroup] = []
    count = 0
    for group in plot.groups:
        shown: list[ForestRow] = []
        for row in group.rows:
            if count == following:
                shown.append(row)
                following = next(kept, None)
            count += 1
        if shown or not group.rows:
            groups.append(replace(group, rows=tuple(shown)))
    return replace(plot, groups=tuple(groups[:most]))


def _pages(plot: ForestPlot, size: int) -> Iterator[tuple[ForestGroup, ...]]:
    """The groups cut into pages of some lines; a heading is a line, and so is a diamond."""
    page: list[ForestGroup] = []
    used = 0
    for group in plot.groups:
        rest, heading = group.rows, group.heading
        while True:
            head = 1 if heading else 0
            if page and used + head + 1 > size:
                yield tuple(page)
                page, used = [], 0
            room = max(size - used - head, 1)
            last = len(rest) <= room
            page.append(ForestGroup(heading, rest[:room], group.pooled if last else None))
            used += head + len(rest[:room]) + (_lines(group.pooled) if last else 0)
            rest = rest[room:]
            if last:
                break
            heading = f"{group.heading} ({plot.continued})" if group.heading else ""
    yield tuple(page)


def _lines(diamond: Diamond | None) -> int:
    return 0 if diamond is None else 1 + (diamond.predicted is not None) + len(diamond.notes)


def draw(plot: ForestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a forest plot; of more studies than `ALTOGETHER`, of the heaviest alone."""
    from synth.charts.forest_drawing import drawn

    return drawn(_heaviest(plot, ALTOGETHER).with_limits(), look, link)
