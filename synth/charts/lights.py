"""Risk of bias as traffic lights: a row for each study, a light for each domain.

Each judgement has a shape and a sign as well as a colour: a circle is good, a triangle raises
concerns, a square is bad, a diamond is worst, and an empty circle says that nothing can be said. A
dashed square stands where no judgement was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from synth.charts.canvas import Canvas, Point
from synth.charts.look import WIDE, Look
from synth.charts.picture import Picture

Tone: TypeAlias = Literal["good", "mild", "bad", "worst", "none"]

ROW = 26.0
"""The height of a row, in pixels."""

_RADIUS, _LINE, _STEP, _LABEL = 9.0, 14.0, 48.0, 210.0


@dataclass(frozen=True, slots=True)
class Level:
    """A judgement: its word, its sign, and what it amounts to."""

    label: str
    sign: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Column:
    """What is judged: a letter for the head, and what it stands for."""

    letter: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class LightRow:
    """A study: its name, and for each column the number of its level; None is not given."""

    words: str
    levels: tuple[int | None, ...]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class LightsChart:
    """A row of lights for each study. `missing` says what the dashed square means."""

    columns: tuple[Column, ...]
    rows: tuple[LightRow, ...]
    levels: tuple[Level, ...]
    missing: str


def draw(spec: LightsChart, look: Look, link: str | None = None) -> Picture:
    """The matrix, with what its letters and signs mean below it."""
    widest = max((look.width(row.words, look.small) for row in spec.rows), default=0.0)
    label = min(max(widest + 12, 90.0), _LABEL)
    step = min((WIDE - label - 2) / len(spec.columns), _STEP)
    width = max(label + step * len(spec.columns) + 2, min(WIDE, 420.0))
    legend = list(_legend(spec, look, width))
    key = list(key_rows(spec.levels, spec.missing, look, width))
    head = _LINE * (2 if any(column.group for column in spec.columns) else 1) + 10
    top = head + ROW * len(spec.rows)
    height = top + 12 + 22 * len(key) + _LINE * len(legend) + 4
    canvas = Canvas(look, width, height, link)
    _column_heads(canvas, spec.columns, label, step, head)
    for number, row in enumerate(spec.rows):
        _light_row(canvas, spec, row, head + ROW * number, label, step)
    _lines(canvas, head, label + step * len(spec.columns), len(spec.rows))
    for number, entries in enumerate(key):
        _key_row(canvas, entries, top + 24 + 22 * number)
    for number, words in enumerate(legend):
        y = top + 14 + 22 * len(key) + _LINE * (number + 1)
        canvas.text(0, y, words, size=look.small, colour=look.muted)
    return canvas.picture()


def _column_heads(
    canvas: Canvas, columns: Sequence[Column], label: float, step: float, head: float
) -> None:
    look = canvas.look
    for number, column in enumerate(columns):
        x = label + step * (number + 0.5)
        canvas.text(x, head - 8, column.letter, size=look.small, weight=600, anchor="middle")
        before = columns[number - 1].group if number else ""
        if column.group and column.group != before:
            several = sum(each.group == column.group for each in columns)
            left, right = label + step * number + 3, label + step * (number + several) - 3
            words = look.fitted(column.group, right - left, look.small, 600)
            canvas.text((left + right) / 2, 11, words, size=look.small, weight=600, anchor="middle")
            canvas.line(((left, 15), (right, 15)), colour=look.ink)


def _light_row(
    canvas: Canvas, spec: LightsChart, row: LightRow, top: float, label: float, step: float
) -> None:
    look = canvas.look
    said = [
        f"{column.letter} {spec.levels[level].label if level is not None else spec.missing}"
        for column, level in zip(spec.columns, row.levels, strict=True)
    ]
    area = (0.0, top, label + step * len(spec.columns), ROW)
    with canvas.mark(row.row, f"{row.words}: {', '.join(said)}", area):
        words = look.fitted(row.words, label - 8, look.small)
        canvas.text(0, top + ROW / 2 + 4, words, size=look.small, colour=look.text)
        for number, level in enumerate(row.levels):
            at = label + step * (number + 0.5), top + ROW / 2
            draw_light(canvas, *at, None if level is None else spec.levels[level])


def _lines(canvas: Canvas, head: float, right: float, rows: int) -> None:
    canvas.line(((0, head), (right, head)), colour=canvas.look.ink)
    for number in range(1, rows + 1):
        y = head + ROW * number
        canvas.line(((0, y), (right, y)), colour=canvas.look.line, thick=0.8)


def draw_light(canvas: Canvas, x: float, y: float, level: Level | None) -> None:
    """The mark of a judgement about a point."""
    look = canvas.look
    if level is None:
        half = _RADIUS - 1
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        square = [(x + half * across, y + half * down) for across, down in corners]
        canvas.line(square, colour=look.muted, dash=(3, 2))
        return
    fill = fill_of(level.tone, look)
    match level.tone:
        case "good" | "none":
            canvas.circle(x, y, _RADIUS, fill=fill, edge=look.ink)
        case "mild":
            canvas.polygon(_triangle(x, y), fill=fill, edge=look.ink)
        case "bad":
            canvas.rect(x - 8, y - 8, 16, 16, fill=fill, edge=look.ink)
        case "worst":
            reach = _RADIUS + 2
            diamond = (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)
            canvas.polygon(diamond, fill=fill, edge=look.ink)
    lower = 5.5 if level.tone == "mild" else 4.0
    sign = {"anchor": "middle", "weight": 600, "size": look.size, "colour": look.on(fill)}
    canvas.text(x, y + lower, level.sign, **sign)  # type: ignore[arg-type]


def _triangle(x: float, y: float) -> tuple[Point, ...]:
    return (x, y - _RADIUS - 2), (x + _RADIUS + 2.5, y + _RADIUS), (x - _RADIUS - 2.5, y + _RADIUS)


def fill_of(tone: Tone, look: Look) -> str:
    """The colour of a judgement: four clear steps apart in greyscale, and paper for none."""
    dark, middle, light, pale = look.accents
    return {"good": light, "mild": pale, "bad": middle, "worst": dark, "none": look.paper}[tone]


# ── below the picture ───────────────────────────────────────────────────────────────


def key_rows(
    levels: Sequence[Level], missing: str, look: Look, width: float
) -> Iterator[list[tuple[float, Level | None, str]]]:
    """The marks and what they mean, in as many rows as they need."""
    row: list[tuple[float, Level | None, str]] = []
    left = 0.0
    entries: list[tuple[Level | None, str]] = [(level, level.label) for level in levels]
    for level, words in [*entries, (None, missing)]:
        said = look.fitted(words, width - 32, look.small)
        wide = 26 + look.width(said, look.small) + 18
        if row and left + wide - 18 > width:
            yield row
            row, left = [], 0.0
        row.append((left, level, said))
        left += wide
    yield row


def _key_row(canvas: Canvas, entries: Sequence[tuple[float, Level | None, str]], y: float) -> None:
    for left, level, words in entries:
        draw_light(canvas, left + 12, y - 4, level)
        canvas.text(left + 28, y, words, size=canvas.look.small)


def _legend(spec: LightsChart, look: Look, width: float) -> Iterator[str]:
    for column in spec.columns:
        group = f" ({column.group.lower()})" if column.group else ""
        yield from look.wrapped(f"{column.letter}: {column.label}{group}", width, look.small, 2)
