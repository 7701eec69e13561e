"""The forest plot: each study's estimate with its interval, and what they say together.

As in the Cochrane Handbook 6.5, section 10.2.1: a square as large as the study's weight, a line
for its interval, a diamond for the pooled estimate and its interval, a vertical line where there
is no effect. The prediction interval is a dashed line below the diamond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from synth.charts.axis import Scale, limits_of, usable
from synth.charts.look import Look
from synth.charts.picture import Picture

PER_PICTURE = 38
"""Lines in one picture, which fits a printed page: studies, headings and diamonds."""

ALTOGETHER = 400
"""Studies that are drawn at all, and groups; the data table has every one."""

NAME_LINES = 3
"""Lines that the name of a study may take; the rest of it is in the name of its mark."""

_LETTERS = 30
"""Letters of a name that fit one line, unless they are very wide."""

_FURTHER = 0.7
"""How high a further line of a name is, of a line."""


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

    `cells` and `predicted_cells` are the words of the plot's columns in these two rows. `beside`
    stands behind the label where there is room, such as I². `notes` are lines of words below.
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
    beside: str = ""


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
    the axis. `decimal` is the sign of the ticks' decimals. `partly` is the heading of a group of
    which some studies are not drawn. A part of a plot has that plot as its `whole`, so that all
    parts have columns as wide, squares to one scale, and the line of the pooled estimate.
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
    partly: str = "{heading} (drawn: {drawn} of {all} studies)"
    decimal: str = "."
    notes: tuple[str, ...] = ()
    whole: ForestPlot | None = field(default=None, repr=False)

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
        "The picture has {drawn} of {all} studies, those with the most weight{each}; "
        "the table has all."
    ),
    each: str = " of each group",
    line: str = "The dashed line stands at the pooled estimate, which is in the last part.",
) -> tuple[ForestPlot, ...]:
    """The plot as several of about `size` lines, with one axis.

    The diamond of a group stands in the part with its last study, the overall one in the last
    part. Where there are more than `most` studies, those with the most weight are drawn, in
    their order, and the notes of every part say so.
    """
    drawn = _heaviest(plot.with_limits(), most)
    if len(drawn.rows) < len(plot.rows):
        count, whole = f"{len(drawn.rows):,}", f"{len(plot.rows):,}"
        told = left_out.format(drawn=count, all=whole, each=each if len(plot.groups) > 1 else "")
        drawn = replace(drawn, notes=(*plot.notes, told))
    pages = list(_pages(drawn, size))
    if len(pages) == 1:
        return (drawn,)
    return tuple(
        replace(
            drawn,
            groups=groups,
            pooled=drawn.pooled if number == len(pages) else None,
            notes=(
                *drawn.notes,
                *([line] if drawn.pooled and number < len(pages) else []),
                part.format(part=number, parts=len(pages)),
            ),
            whole=drawn,
        )
        for number, groups in enumerate(pages, 1)
    )


def _heaviest(plot: ForestPlot, most: int) -> ForestPlot:
    """The plot with at most some studies: those with the most weight, or else the first.

    A group keeps its heading and its diamond, whatever studies it loses. More groups than `most`
    are no picture: those with the most weight are kept.
    """
    if len(plot.rows) <= most and len(plot.groups) <= most:
        return plot
    weights = [sum(_weight(row) for row in group.rows) for group in plot.groups]
    places = sorted(sorted(range(len(weights)), key=lambda n: -weights[n])[:most])
    groups = [plot.groups[place] for place in places]
    kept = _kept(groups, most)
    return replace(
        plot, groups=tuple(_partly(plot, *each) for each in zip(groups, kept, strict=True))
    )


def _kept(groups: Sequence[ForestGroup], most: int) -> list[tuple[ForestRow, ...]]:
    """The studies of each group that are drawn.

    One of a group without a diamond comes before all others, as nothing else tells of the group.
    """
    places = [(n, row) for n, group in enumerate(groups) for row in range(len(group.rows))]
    heaviest = {
        (n, max(range(len(group.rows)), key=lambda row: _weight(group.rows[row])))
        for n, group in enumerate(groups)
        if group.rows and group.pooled is None
    }
    places.sort(
        key=lambda place: (place not in heaviest, -_weight(groups[place[0]].rows[place[1]]))
    )
    chosen = set(places[:most])
    return [
        tuple(row for place, row in enumerate(group.rows) if (n, place) in chosen)
        for n, group in enumerate(groups)
    ]


def _partly(plot: ForestPlot, group: ForestGroup, rows: tuple[ForestRow, ...]) -> ForestGroup:
    """A group with the studies of it that are drawn; its heading says if these are not all."""
    heading = group.heading
    if heading and len(rows) < len(group.rows):
        count, whole = f"{len(rows):,}", f"{len(group.rows):,}"
        heading = plot.partly.format(heading=heading, drawn=count, all=whole)
    return replace(group, heading=heading, rows=rows)


def _weight(row: ForestRow) -> float:
    return row.weight or 0.0


def _pages(plot: ForestPlot, size: int) -> Iterator[tuple[ForestGroup, ...]]:
    """The groups cut into pages of some lines; a heading is a line, and so is a diamond."""
    page: list[ForestGroup] = []
    used = 0.0
    for group in plot.groups:
        rest, heading = group.rows, group.heading
        while True:
            head = 1 if heading else 0
            if page and used + head + 1 > size:
                yield tuple(page)
                page, used = [], 0.0
            here = rest[: _fitting(rest, size - used - head)]
            last = len(here) == len(rest)
            page.append(ForestGroup(heading, here, group.pooled if last else None))
            used += head + sum(map(_height, here)) + (_lines(group.pooled) if last else 0)
            rest = rest[len(here) :]
            if last:
                break
            heading = f"{group.heading} ({plot.continued})" if group.heading else ""
    yield tuple(page)


def _fitting(rows: Sequence[ForestRow], room: float) -> int:
    """How many of some studies fit so many lines: one at least, so that it goes on."""
    used = 0.0
    for count, row in enumerate(rows):
        used += _height(row)
        if count and used > room:
            return count
    return len(rows)


def _height(row: ForestRow) -> float:
    """About how many lines a study takes; its letters are measured only where they are drawn."""
    more = min(max(len(row.label) - 1, 0) // _LETTERS, NAME_LINES - 1)
    return 1 + _FURTHER * more


def _lines(diamond: Diamond | None) -> int:
    return 0 if diamond is None else 1 + (diamond.predicted is not None) + len(diamond.notes)


def draw(plot: ForestPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a forest plot; of more studies than `ALTOGETHER`, of the heaviest alone."""
    from synth.charts.forest_drawing import drawn

    return drawn(_heaviest(plot, ALTOGETHER).with_limits(), look, link)
