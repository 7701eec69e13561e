"""The forest plot of an analysis, with the table of data that its marks lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from synth.charts.forest import Diamond, ForestGroup, ForestPlot, ForestRow, parts
from synth.document import Figure, Inline, RowGroup, Table, Text
from synth.synthesis.meta.analysis import MetaAnalysis
from synth.synthesis.meta.pooling import Pooled, Study
from synth.synthesis.meta.report import study_interval
from synth.synthesis.meta.telling import Telling, Topic, direction

Cell = tuple[Inline, ...]
Naming = Callable[[Study], Cell]
"""The first cell of a study's row."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the data table; `heading` is that of its group."""

    cells: tuple[Cell, ...]
    heading: str = ""


def forest_figures(
    analysis: MetaAnalysis, topic: Topic, telling: Telling, name: Naming
) -> tuple[Figure | Table, ...]:
    """The plot, in several parts where there are many studies, each with its data.

    What is not drawn is in a table of its own, so that every study is shown.
    """
    plot, entries = _whole(analysis, telling, name)
    alt = alt_text(analysis, topic, telling)
    pages = parts(plot)
    measure = _upper(telling.kind.label)
    shown: set[int] = set()
    figures: list[Figure | Table] = []
    for number, page in enumerate(pages, 1):
        rows = list(_rows_of(page))
        shown.update(rows)
        of = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        figures.append(
            Figure(
                chart=_renumbered(page, {row: place for place, row in enumerate(rows)}),
                alt=f"{alt}{of}",
                caption=_text(f"{measure}: the studies and what they come to{of}"),
                place=telling.setting.place,
                data=_table([entries[row] for row in rows], telling),
            )
        )
    rest = [entry for row, entry in enumerate(entries) if row not in shown]
    return (*figures, *([_table(rest, telling, "Studies that are not drawn")] if rest else ()))


def alt_text(analysis: MetaAnalysis, topic: Topic, telling: Telling) -> str:
    """What the picture shows: how many studies point which way, and the pooled estimate."""
    pooled, kind = analysis.pooled, analysis.kind
    ends = telling.effect(pooled.estimate, pooled.ci_low, pooled.ci_high)
    heaviest = max(range(pooled.k), key=pooled.weights.__getitem__)
    words = (
        f"pooled {kind.label} {ends}; the study with the most weight is "
        f"{analysis.studies[heaviest].label} ({telling.weight(pooled.weights[heaviest])})"
    )
    if kind.null is None:
        return f"Forest plot of {pooled.k} studies: {words}."
    null = kind.pooled_scale(kind.null)
    below = sum(each.yi < null for each in analysis.studies)
    above = sum(each.yi > null for each in analysis.studies)
    about = f" {topic.outcome}" if topic.outcome else ""
    zero = telling.setting.number(kind.null)
    seen = ""
    if direction(pooled, kind) == "unclear":
        seen = f"; the pooled interval includes {zero}, which would be no effect"
    return f"{_pointing(below, above, pooled.k, about)}; {words}{seen}."


def _pointing(below: int, above: int, whole: int, about: str) -> str:
    """`5 of 6 studies point to lower low mood, 1 to higher`."""
    told = sorted(((below, "lower"), (above, "higher")), key=lambda each: -each[0])
    (count, way), (other, other_way) = told
    if not count:
        return f"None of {whole} studies points to lower or higher{about}"
    verb = "points" if count == 1 else "point"
    rest = f", {other} to {other_way}" if other else ""
    level = whole - count - other
    neither = f", {level} to neither" if level else ""
    return f"{count} of {whole} studies {verb} to {way}{about}{rest}{neither}"


def _whole(
    analysis: MetaAnalysis, telling: Telling, name: Naming
) -> tuple[ForestPlot, list[_Entry]]:
    """The plot in one, and the rows of its data by the numbers that its marks have."""
    entries: list[_Entry] = []
    groups: list[ForestGroup] = []
    for heading, pooled in _groups(analysis):
        rows = []
        for study, weight in zip(analysis.studies, analysis.pooled.weights, strict=True):
            if analysis.subgroups is None or (study.group or "not known") == heading:
                rows.append(_row(study, weight, telling, len(entries)))
                entries.append(_Entry((name(study), *map(_text, rows[-1].cells)), heading))
        diamond = None
        if pooled is not None and pooled.k > 1:
            share = telling.weight(sum(row.weight or 0.0 for row in rows))
            diamond = _diamond(f"Pooled: {heading}", pooled, share, telling, len(entries))
            label = f"{diamond.label} ({diamond.beside})"
            entries.append(_Entry((_text(label), *map(_text, diamond.cells)), heading))
        groups.append(ForestGroup(heading, tuple(rows), diamond))
    pooled = analysis.pooled
    whole = _diamond(f"All {pooled.k:,} studies", pooled, "100%", telling, len(entries))
    last = "All studies" if analysis.subgroups else ""
    beyond = f"; prediction interval {whole.predicted_cells[0]}" if whole.predicted_cells else ""
    ends = (f"{whole.cells[0]}{beyond}", whole.cells[1])
    entries.append(_Entry((_text(whole.label), *map(_text, ends)), last))
    thing = {"OR": " odds", "RR": " risk", "RD": " risk"}.get(analysis.measure, "")
    sided = analysis.kind.null is not None
    plot = ForestPlot(
        measure=_upper(analysis.kind.label),
        groups=tuple(groups),
        pooled=whole,
        scale="log" if analysis.kind.scale == "log" else "linear",
        null=analysis.kind.null,
        left=f"lower{thing}" if sided else "",
        right=f"higher{thing}" if sided else "",
        columns=(f"Estimate ({telling.level} interval)", "Weight"),
        decimal="." if telling.setting.number(0.5, 1)[1] == "." else ",",
    )
    return plot, entries


def _groups(analysis: MetaAnalysis) -> Iterator[tuple[str, Pooled | None]]:
    if analysis.subgroups is None:
        yield "", None
        return
    yield from ((each.name, each.pooled) for each in analysis.subgroups.groups)


def _row(study: Study, weight: float, telling: Telling, row: int) -> ForestRow:
    low, high = study_interval(study, telling.how.level)
    read = telling.kind.read_scale
    return ForestRow(
        label=study.label,
        estimate=read(study.yi),
        low=read(low),
        high=read(high),
        weight=weight,
        cells=(telling.effect(study.yi, low, high), telling.weight(weight)),
        row=row,
    )


def _diamond(label: str, pooled: Pooled, share: str, telling: Telling, row: int) -> Diamond:
    """A pooled estimate; `share` is the weight of its studies."""
    read = telling.kind.read_scale
    predicted = None
    said: tuple[str, ...] = ()
    if pooled.pi_low is not None and pooled.pi_high is not None:
        predicted = (read(pooled.pi_low), read(pooled.pi_high))
        said = (telling.span(pooled.pi_low, pooled.pi_high), "")
    return Diamond(
        label=label,
        estimate=read(pooled.estimate),
        low=read(pooled.ci_low),
        high=read(pooled.ci_high),
        predicted=predicted,
        cells=(telling.effect(pooled.estimate, pooled.ci_low, pooled.ci_high), share),
        predicted_cells=said,
        row=row,
        beside=f"I² {telling.share(pooled.i2)}",
    )


def _rows_of(page: ForestPlot) -> Iterator[int]:
    """The rows of the data that the marks of a part lead to, in the order of the picture."""
    for group in page.groups:
        yield from (row.row for row in group.rows if row.row is not None)
        if group.pooled is not None and group.pooled.row is not None:
            yield group.pooled.row
    if page.pooled is not None and page.pooled.row is not None:
        yield page.pooled.row


def _renumbered(page: ForestPlot, places: dict[int, int]) -> ForestPlot:
    def moved(diamond: Diamond | None) -> Diamond | None:
        if diamond is None or diamond.row is None:
            return diamond
        return replace(diamond, row=places[diamond.row])

    groups = tuple(
        replace(
            group,
            rows=tuple(replace(row, row=places[row.row or 0]) for row in group.rows),
            pooled=moved(group.pooled),
        )
        for group in page.groups
    )
    return replace(page, groups=groups, pooled=moved(page.pooled))


def _table(entries: Sequence[_Entry], telling: Telling, caption: str = "") -> Table:
    headings = [entry.heading for entry in entries]
    groups = tuple(
        RowGroup(row, (Text(heading),))
        for row, heading in enumerate(headings)
        if heading and (row == 0 or headings[row - 1] != heading)
    )
    return Table(
        head=(_text("Study"), _text(telling.interval_head), _text("Weight")),
        rows=tuple(entry.cells for entry in entries),
        caption=_text(caption) if caption else (),
        number=None,
        place=telling.setting.place,
        groups=groups,
    )


def _text(words: str) -> Cell:
    return (Text(words),)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
