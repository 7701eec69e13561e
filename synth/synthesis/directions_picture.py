"""The pictures of an effect direction plot, each with its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from synth.charts.directions import (
    MAX_COLUMNS,
    DirectionColumn,
    DirectionGroup,
    DirectionMark,
    DirectionPlot,
    DirectionRow,
    DirectionSign,
    SizeClass,
)
from synth.charts.paging import Group, dealt, part_words
from synth.document import Figure, Text
from synth.synthesis.pointing import (
    Pointing,
    StudyPoint,
    even_parts,
)
from synth.synthesis.pointing_words import (
    Words,
    data_table,
)

MAX_LINES = 25
"""An exposure with more lines than this, its heading counted, goes on in a further picture."""

TOGETHER = 14
"""Exposures share a picture up to so many lines: a tall one leaves much of a page empty before it,
as no picture breaks over pages."""

_POINTINGS: dict[Pointing, str] = {
    "up": "the way people hope for",
    "down": "the other way",
    "conflicting": "mixed or conflicting",
    "none": "no difference",
}

_SIZES: dict[SizeClass, str] = {
    "large": "sample above 300",
    "medium": "50 to 300",
    "small": "below 50",
    "unknown": "sample not known",
}


def figures(points: Sequence[StudyPoint], words: Words) -> list[Figure]:
    """A picture with its data for each page; legend and notes stand on the first."""
    pages = list(_pages(points, words))
    return [_figure(pages, number, words) for number in range(len(pages))]


def _pages(points: Sequence[StudyPoint], words: Words) -> Iterator[tuple[StudyPoint, ...]]:
    """The points in parts that fit a picture each, cut where an exposure ends."""
    pieces = list(_pieces(points, words))
    groups = [
        Group(1 + len({point.reference for point in piece}), frozenset(p.domain for p in piece))
        for piece in pieces
    ]
    for part in dealt(groups, TOGETHER, MAX_COLUMNS):
        yield tuple(point for piece in part for point in pieces[piece])


def _pieces(points: Sequence[StudyPoint], words: Words) -> Iterator[tuple[StudyPoint, ...]]:
    """The points of each exposure; in several pieces where no picture could hold them."""
    for exposure in dict.fromkeys(point.exposure for point in points):
        own = [point for point in points if point.exposure == exposure]
        for columns in even_parts(words.in_order(point.domain for point in own), MAX_COLUMNS):
            inside = [point for point in own if point.domain in columns]
            studies = list(dict.fromkeys(point.reference for point in inside))
            for rows in even_parts(studies, MAX_LINES - 1):
                yield tuple(point for point in inside if point.reference in rows)


def _figure(pages: Sequence[Sequence[StudyPoint]], number: int, words: Words) -> Figure:
    """A page; what is said instead of it tells of all studies on its outcomes and exposures."""
    points = pages[number]
    every = [point for page in pages for point in page]
    pairs = {(point.exposure, point.domain) for point in points}
    told = [point for point in every if (point.exposure, point.domain) in pairs]
    part = (
        ""
        if len(told) == len(points)
        else f" This picture shows {len(points)} of their {len(told)} signs."
    )
    return Figure(
        chart=_chart(pages, number, words),
        alt=f"{words.alt(told)}{part}",
        caption=(Text(f"Which way each study points{part_words(number + 1, len(pages))}"),),
        place=words.setting.place,
        data=data_table(points, words, every),
    )


def _chart(pages: Sequence[Sequence[StudyPoint]], number: int, words: Words) -> DirectionPlot:
    """A page's picture. The first tells what the signs of all pages mean."""
    points = pages[number]
    every = [point for page in pages for point in page]
    before = {point.exposure for page in pages[:number] for point in page}
    columns = words.in_order(point.domain for point in points)
    exposures = list(dict.fromkeys(point.exposure for point in points))
    numbered = list(enumerate(points))
    return DirectionPlot(
        columns=tuple(
            DirectionColumn(words.domain(domain), words.way("up", domain)) for domain in columns
        ),
        groups=tuple(
            DirectionGroup(
                _heading(exposure, before, words) if exposures != [None] else "",
                tuple(_rows([p for p in numbered if p[1].exposure == exposure], columns, words)),
            )
            for exposure in exposures
        ),
        legend=tuple(_legend(every)) if number == 0 else (),
        sample="Sample" if any(point.sample is not None for point in every) else "",
        rating=words.rating_title,
        steps=words.steps,
        unrated="not rated",
        notes=(" ".join(_notes(every, words)),) if number == 0 else (),
        widest=max(len({point.domain for point in page}) for page in pages),
        longest=max((words.study(point) for point in every), key=len),
    )


def _heading(exposure: str | None, before: Set[str | None], words: Words) -> str:
    return f"{words.exposure(exposure)}{' (continued)' if exposure in before else ''}"


def _legend(points: Sequence[StudyPoint]) -> Iterator[tuple[DirectionSign, ...]]:
    """The signs that occur, as they are drawn; then the sizes, where a sample is known."""
    sizes = {way: {point.size for point in points if point.pointing == way} for way in _POINTINGS}
    signs = [
        DirectionSign(way, "unknown" if found == {"unknown"} else "medium", _POINTINGS[way])
        for way, found in sizes.items()
        if found
    ]
    yield tuple(signs)
    used = {point.size for point in points}
    if used != {"unknown"}:
        first = signs[0].pointing
        yield tuple(DirectionSign(first, size, _SIZES[size]) for size in _SIZES if size in used)


def _rows(
    points: Sequence[tuple[int, StudyPoint]], columns: Sequence[str], words: Words
) -> Iterator[DirectionRow]:
    for reference in dict.fromkeys(point.reference for _, point in points):
        own = {point.domain: (row, point) for row, point in points if point.reference == reference}
        marks = tuple(_mark(*own[column], words) if column in own else None for column in columns)
        first = next(iter(own.values()))[1]
        yield DirectionRow(
            label=words.study(first),
            sample=words.sample(first),
            rank=words.rank([point for _, point in own.values()]),
            marks=marks,
        )


def _mark(row: int, point: StudyPoint, words: Words) -> DirectionMark:
    return DirectionMark(point.pointing, point.size, len(point.results), words.mark(point), row)


def _notes(points: Sequence[StudyPoint], words: Words) -> Iterator[str]:
    yield "Statistical significance is left out on purpose: to count significant results misleads."
    named = any(point.exposure for point in points)
    more = "what the heading above it names" if named else "what was studied"
    yield (
        f"Where there is more of {more}, an arrow up means that the outcome goes the way that "
        "people hope for, and an arrow down the other way."
    )
    if any(len(point.results) > 1 for point in points):
        yield (
            "A small number is how many results of a study are put together. They point one way "
            "if at least 70% of them do; otherwise they are conflicting."
        )
    if words.steps:
        yield (
            "The darker a row and the more dots it has, the higher the study is rated; of several "
            "results the lowest rating counts."
        )
    if any(point.sample is not None for point in points):
        yield "The sample is that of the whole study."
    else:
        yield "No study’s sample is known here, so all arrows are empty."
