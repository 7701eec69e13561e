"""The funnel plot: each study's estimate against its standard error, the precise ones on top.

As in Sterne and Egger (2001, doi:10.1016/S0895-4356(01)00377-8) and the Cochrane Handbook 6.5,
section 13.3.5: the axis of the standard error is turned round, and two lines bound where 95 per
cent of the studies would stand if all estimated the same effect.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from synth.charts.axis import FARTHEST, Axis, Scale, limits_of, off_scale, words_of
from synth.charts.canvas import Canvas, Point
from synth.charts.look import COLUMN, Look
from synth.charts.picture import Picture

SINGLE = 500
"""Above so many studies the dots are small, and lead to no row one by one."""

_NORMAL = 1.959964
"""The 97.5 per cent point of the normal distribution."""

_TOP, _FOOT, _LEFT, _RIGHT = 14.0, 300.0, 52.0, COLUMN - 12.0


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A study. `estimate` is on the scale of the analysis: the logarithm, for ratios.

    `se` is the standard error of that: of the logarithm, or of Fisher's z.
    """

    label: str
    estimate: float
    se: float
    row: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """A funnel plot.

    `pooled` is where the dashed line stands, on the scale of the analysis. With `scale` "log" the
    ticks are ratios, and with "fisher-z" correlations: what is plotted, as it is read. `spacing`
    says below the axis how they are spaced; `se_label` says what the errors are of. `egger` is the
    line of Egger's test, as (intercept, slope) of the estimate on its standard error: estimate =
    intercept + slope x se. `null` is where there is no effect, on the scale of the analysis; None
    draws no line. The other labels name the lines in the key.
    """

    measure: str
    points: tuple[FunnelPoint, ...]
    pooled: float
    scale: Scale = "linear"
    null: float | None = 0.0
    egger: tuple[float, float] | None = None
    spacing: str = ""
    se_label: str = "Standard error"
    pooled_label: str = "Pooled estimate"
    limits_label: str = "95% of studies would stand inside, if all had one effect"
    egger_label: str = "Line of Egger's test"
    null_label: str = "No effect"
    decimal: str = "."
    notes: tuple[str, ...] = ()


def draw(plot: FunnelPlot, look: Look, link: str | None = None) -> Picture:
    """The picture of a funnel plot. Points without a positive standard error are not drawn."""
    notes = [line for note in plot.notes for line in look.wrapped(note, COLUMN - 8, look.small, 4)]
    frame = _Frame.of(plot)
    key = list(_key(plot))
    height = _FOOT + 46 + 17 * len(key) + 15 * len(notes) + 9
    canvas = Canvas(look, COLUMN, height, link)
    _background(canvas, plot, frame)
    _axes(canvas, plot, frame)
    _points(canvas, plot, frame)
    base = _FOOT + 56
    for number, (words, kind) in enumerate(key):
        y = base + 17 * number
        _stroke(canvas, kind, ((_LEFT, y - 4), (_LEFT + 26, y - 4)))
        room = COLUMN - _LEFT - 36
        canvas.text(_LEFT + 34, y, look.fitted(words, room, look.small), size=look.small)
    for number, note in enumerate(notes):
        canvas.text(4, base + 17 * len(key) + 15 * number + 3, note, size=look.small,
                    colour=look.muted)  # fmt: skip
    return canvas.picture()


@dataclass(frozen=True, slots=True)
class _Frame:
    """The two axes: `across` for estimates, as they are read, and `down` for their errors."""

    across: Axis
    down: Axis
    low: float
    high: float
    points: tuple[FunnelPoint, ...]

    @classmethod
    def of(cls, plot: FunnelPlot) -> _Frame:
        points = tuple(
            point
            for point in plot.points
            if math.isfinite(point.estimate) and math.isfinite(point.se) and point.se > 0
        )
        deepest = 1.06 * max((point.se for point in points), default=1.0)
        core = [point.estimate for point in points] + [plot.pooled]
        reach = _NORMAL * deepest
        low, high = limits_of(core, (plot.pooled - reach, plot.pooled + reach), "linear")
        most = FARTHEST[plot.scale]
        low, high = max(low, -most), min(high, most)
        ends = off_scale(low, plot.scale), off_scale(high, plot.scale)
        across = Axis(*ends, _LEFT, _RIGHT, plot.scale)
        return cls(across, Axis(0.0, deepest, _TOP, _FOOT), low, high, points)

    def x(self, estimate: float) -> float:
        return self.across.at(off_scale(estimate, self.across.scale))

    def line(self, start: float, slope: float) -> tuple[Point, Point] | None:
        """The part of estimate = start + slope x se that stands inside the frame."""
        ends = [0.0, self.down.high]
        if slope:
            edges = sorted(((self.low - start) / slope, (self.high - start) / slope))
            ends = [max(ends[0], edges[0]), min(ends[1], edges[1])]
        elif not self.low <= start <= self.high:
            return None
        if ends[0] >= ends[1]:
            return None
        first, last = ((self.x(start + slope * se), self.down.at(se)) for se in ends)
        return first, last


def _background(canvas: Canvas, plot: FunnelPlot, frame: _Frame) -> None:
    """The funnel and its lines, below the studies."""
    look = canvas.look
    canvas.rect(_LEFT, _TOP, _RIGHT - _LEFT, _FOOT - _TOP, fill=look.wash)
    canvas.polygon(tuple(_funnel(plot, frame)), fill=look.paper)
    lines = [("limits", plot.pooled, -_NORMAL), ("limits", plot.pooled, _NORMAL)]
    if plot.null is not None:
        lines.append(("null", plot.null, 0.0))
    lines.append(("pooled", plot.pooled, 0.0))
    if plot.egger is not None:
        lines.append(("egger", *plot.egger))
    for kind, start, slope in lines:
        ends = frame.line(start, slope)
        if ends is not None:
            _stroke(canvas, kind, ends)


def _funnel(plot: FunnelPlot, frame: _Frame) -> Iterator[Point]:
    """The corners of the region between the limits, cut at the frame."""
    yield frame.x(plot.pooled), _TOP
    for way, edge in ((1, frame.high), (-1, frame.low)):
        cut = min((edge - plot.pooled) * way / _NORMAL, frame.down.high)
        corners = [(frame.x(plot.pooled + way * _NORMAL * cut), frame.down.at(cut))]
        corners.append((corners[0][0], _FOOT))
        yield from corners[::way]


def _stroke(canvas: Canvas, kind: str, ends: tuple[Point, Point]) -> None:
    look = canvas.look
    if kind == "pooled":
        canvas.line(ends, colour=look.ink, thick=1.2, dash=(5, 3))
    elif kind == "egger":
        canvas.line(ends, colour=look.accents[1], thick=1.8, dash=(9, 3, 2, 3))
    elif kind == "null":
        canvas.line(ends, colour=look.muted, thick=1)
    else:
        canvas.line(ends, colour=look.ink, thick=1.2, dash=(1.2, 2.4))


def _key(plot: FunnelPlot) -> Iterator[tuple[str, str]]:
    yield plot.pooled_label, "pooled"
    yield plot.limits_label, "limits"
    if plot.egger is not None:
        yield plot.egger_label, "egger"
    if plot.null is not None:
        yield plot.null_label, "null"


def _axes(canvas: Canvas, plot: FunnelPlot, frame: _Frame) -> None:
    look = canvas.look
    canvas.line(((_LEFT, _TOP), (_LEFT, _FOOT), (_RIGHT, _FOOT)), colour=look.text)
    ticks = frame.across.ticks()
    for value, words in zip(ticks, words_of(ticks, plot.decimal), strict=True):
        x = frame.across.at(value)
        canvas.line(((x, _FOOT), (x, _FOOT + 4)), colour=look.text)
        canvas.text(x, _FOOT + 15, words, size=look.small, anchor="middle")
    ticks = frame.down.ticks()
    for value, words in zip(ticks, words_of(ticks, plot.decimal), strict=True):
        y = frame.down.at(value)
        canvas.line(((_LEFT - 4, y), (_LEFT, y)), colour=look.text)
        canvas.text(_LEFT - 7, y + 4, words, size=look.small, anchor="end")
    middle = (_LEFT + _RIGHT) / 2
    words = f"{plot.measure} ({plot.spacing})" if plot.spacing else plot.measure
    canvas.text(middle, _FOOT + 32, look.fitted(words, _RIGHT - _LEFT, look.size),
                anchor="middle")  # fmt: skip
    canvas.text(13, (_TOP + _FOOT) / 2, look.fitted(plot.se_label, _FOOT - _TOP, look.size),
                anchor="middle", turn=90)  # fmt: skip


def _points(canvas: Canvas, plot: FunnelPlot, frame: _Frame) -> None:
    look = canvas.look
    places = [(frame.x(point.estimate), frame.down.at(point.se)) for point in frame.points]
    if len(places) > SINGLE:
        # Whole pixels, each once: so the picture stays small, whatever the number of studies.
        canvas.dots(
            tuple(dict.fromkeys((round(x), round(y)) for x, y in places)), 1.5, fill=look.ink
        )
        return
    for point, (x, y) in zip(frame.points, places, strict=True):
        value = off_scale(point.estimate, plot.scale)
        said = words_of((float(f"{value:.3g}"), float(f"{point.se:.3g}")), plot.decimal)
        name = f"{point.label}: {plot.measure} {said[0]}, {plot.se_label} {said[1]}"
        with canvas.mark(point.row, name, (x - 8, y - 8, 16, 16)):
            canvas.circle(x, y, 4, fill=look.accents[2], edge=look.ink)
