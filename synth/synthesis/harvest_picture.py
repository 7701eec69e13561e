"""The pictures of a harvest plot, each with its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from synth.charts.harvest import Bar, HarvestPlot, HarvestRow, Tone, heights
from synth.charts.paging import Group, dealt, part_words
from synth.document import Figure, Table, Text
from synth.synthesis.pointing import (
    Pointing,
    StudyPoint,
)
from synth.synthesis.pointing_words import (
    Words,
    data_table,
)

if TYPE_CHECKING:
    from synth.synthesis.harvest import HarvestOptions

ROOM = 460
"""CSS pixels for the outcomes of a picture; more are put on a further one."""

_ANSWERS: dict[Pointing, str] = {
    "up": "Points to what is hoped for",
    "none": "No difference",
    "conflicting": "Mixed or conflicting",
    "down": "Points the other way",
}

_SIZES = {"small": 1, "medium": 2, "large": 3, "unknown": 0}


def figures(points: Sequence[StudyPoint], words: Words, options: HarvestOptions) -> list[Figure]:
    """A picture with its data for each page; the key and the notes stand on the first."""
    pages = list(_pages(points, words, options))
    return [_figure(pages, number, words, options) for number in range(len(pages))]


def _pages(
    points: Sequence[StudyPoint], words: Words, options: HarvestOptions
) -> Iterator[tuple[StudyPoint, ...]]:
    """The points in parts that fit a picture each, cut where an exposure ends."""
    keys = list(dict.fromkeys((point.exposure, point.domain) for point in points))
    high = [ceil(each) for each in heights(_chart([points], 0, words, options))]
    pieces: list[list[int]] = []
    for _, same in groupby(range(len(keys)), key=lambda row: keys[row][0]):
        rows = list(same)
        cuts = dealt([Group(high[row]) for row in rows], ROOM)
        pieces += [[rows[each] for each in cut] for cut in cuts]
    for part in dealt([Group(sum(high[row] for row in piece)) for piece in pieces], ROOM):
        inside = {keys[row] for piece in part for row in pieces[piece]}
        yield tuple(point for point in points if (point.exposure, point.domain) in inside)


def _figure(
    pages: Sequence[Sequence[StudyPoint]], number: int, words: Words, options: HarvestOptions
) -> Figure:
    points = pages[number]
    every = [point for page in pages for point in page]
    return Figure(
        chart=_chart(pages, number, words, options),
        alt=words.alt(points),
        caption=(Text(f"Which answer each study supports{part_words(number + 1, len(pages))}"),),
        place=words.setting.place,
        data=_numbered(data_table(points, words, every)),
    )


def _numbered(table: Table) -> Table:
    """The table with the number of each bar before the study."""
    from dataclasses import replace

    rows = tuple(
        ((Text(f"{number}. "), *row[0]), *row[1:]) for number, row in enumerate(table.rows, 1)
    )
    return replace(table, rows=rows)


def _chart(
    pages: Sequence[Sequence[StudyPoint]], number: int, words: Words, options: HarvestOptions
) -> HarvestPlot:
    """A page's picture. The first tells what the signs of all pages mean."""
    points = pages[number]
    every = [point for page in pages for point in page]
    answers = [way for way in _ANSWERS if way != "conflicting" or _used(every, way)]
    keys = dict.fromkeys((point.exposure, point.domain) for point in points)
    by_sample = options.height == "sample"
    bars = [_bar(0, point, words, by_sample=by_sample) for point in every]
    unknown = _unknown(words, by_sample=by_sample)
    return HarvestPlot(
        answers=tuple(_ANSWERS[way] for way in answers),
        rows=tuple(
            HarvestRow(
                label=words.domain(domain),
                under=words.exposure(exposure) if exposure or len(keys) > 1 else "",
                bars=tuple(
                    tuple(
                        _bar(row, point, words, by_sample=by_sample)
                        for row, point in enumerate(points)
                        if (point.exposure, point.domain, point.pointing) == (exposure, domain, way)
                    )
                    for way in answers
                ),
            )
            for exposure, domain in keys
        ),
        levels=_levels(words, by_sample=by_sample),
        height_label="Sample" if by_sample else words.rating_title,
        unknown_level="" if all(bar.height for bar in bars) else unknown,
        full=_toned(bars, "full", "the design can show a cause"),
        half=_toned(bars, "half", "the design cannot show a cause, or is not known"),
        key=number == 0,
        notes=(" ".join(_notes(every)),) if number == 0 else (),
    )


def _toned(bars: Sequence[Bar], tone: Tone, words: str) -> str:
    """What a tone means, if a bar has it."""
    return words if any(bar.height and bar.tone == tone for bar in bars) else ""


def _notes(every: Sequence[StudyPoint]) -> Iterator[str]:
    yield "The number below a bar is that of its row in the table."
    if any(len(point.results) > 1 for point in every):
        yield "A study with several results points one way if at least 70% of them do."
    if all(point.sample is None for point in every):
        yield "No study’s sample is known here."
    yield "Statistical significance is left out on purpose: to count significant results misleads."


def _used(points: Sequence[StudyPoint], way: Pointing) -> bool:
    return any(point.pointing == way for point in points)


def _levels(words: Words, *, by_sample: bool) -> tuple[str, ...]:
    if by_sample:
        return ("below 50", "50 to 300", "above 300")
    assert words.framework is not None
    framework = words.setting.project.frameworks[words.framework]
    return tuple(level.label for level in framework.levels)


def _unknown(words: Words, *, by_sample: bool) -> str:
    """What a bar without a height lacks, as the table says it."""
    if by_sample:
        return "sample not known"
    assert words.framework is not None
    unrated = words.setting.project.frameworks[words.framework].unrated
    return unrated[:1].lower() + unrated[1:]


def _bar(number: int, point: StudyPoint, words: Words, *, by_sample: bool) -> Bar:
    project = words.setting.project
    record = project.evidence[next(iter(point.results))].record
    design = project.vocabulary.design(record.design)
    return Bar(
        label=str(number + 1),
        height=_SIZES[point.size] if by_sample else words.rank([point]),
        name=words.mark(point),
        tone="full" if design is not None and design.causal else "half",
        row=number,
    )
