"""The flow diagram of PRISMA 2020: boxes in columns, arrows, and bars at the side.

Source: Page, M. J. and others (2021). The PRISMA 2020 statement. BMJ, 372, n71, figure 1. Each
box grows with its words, so that a long list of databases or reasons stays inside.
"""

from __future__ import annotations

from synth.charts.canvas import Canvas
from synth.charts.flow_boxes import BARS, Arm, Box, FlowChart, Line, Step
from synth.charts.flow_plan import BAR, LEAD, PAD, Placed, Plan, indent, weight_of, wrapped
from synth.charts.look import Look
from synth.charts.picture import Picture


def draw(spec: FlowChart, look: Look, link: str | None = None) -> Picture:
    """The diagram; at most `WIDE` wide, and as high as its words need."""
    plan = Plan(spec, look)
    canvas = Canvas(look, plan.width, plan.height, link)
    _bars(canvas, plan)
    for arm, (left, width) in zip(spec.arms, plan.heads, strict=True):
        _head(canvas, plan, arm, left, width)
    for line in plan.arrows():
        _arrow(canvas, line)
    for placed in plan.boxes.values():
        _box(canvas, placed)
    return canvas.picture()


def _bars(canvas: Canvas, plan: Plan) -> None:
    for words, (first, last) in zip(plan.spec.bars, BARS, strict=True):
        levels = [plan.levels[level] for level in range(first, last + 1) if level in plan.levels]
        if not levels:
            continue
        top, bottom = levels[0][0], levels[-1][0] + levels[-1][1]
        canvas.rect(1, top, BAR, bottom - top, fill=plan.look.ink)
        said = plan.look.fitted(words, bottom - top - 4, plan.look.small, 600)
        half = plan.look.width(said, plan.look.small, 600) / 2
        canvas.text(
            1 + BAR / 2 + 4,
            (top + bottom) / 2 + half,
            said,
            size=plan.look.small,
            weight=600,
            colour=plan.look.paper,
            turn=90,
        )


def _head(canvas: Canvas, plan: Plan, arm: Arm, left: float, width: float) -> None:
    look = plan.look
    main = arm is plan.spec.arms[plan.spec.spine]
    fill = look.accents[3] if main else look.wash
    canvas.rect(left, 1, width, plan.head_height - 1, fill=fill, edge=look.ink)
    lines = wrapped(look, arm.head, width - 2 * PAD, 600)
    start = (plan.head_height - len(lines) * LEAD) / 2
    for number, words in enumerate(lines):
        canvas.text(
            left + width / 2,
            start + number * LEAD + 10.5,
            words,
            size=look.small,
            weight=600,
            colour=look.on(fill),
            anchor="middle",
        )


def _box(canvas: Canvas, placed: Placed) -> None:
    look = canvas.look
    fill = look.wash if placed.quiet else look.paper
    with canvas.mark(placed.box.row, placed.box.name):
        canvas.rect(placed.left, placed.top, placed.width, placed.height, fill=fill, edge=look.ink)
        for number, (words, depth) in enumerate(placed.lines):
            canvas.text(
                placed.left + PAD + indent(depth),
                placed.top + PAD + number * LEAD + 9.5,
                words,
                size=look.small,
                weight=weight_of(depth),
                colour=look.text,
            )


def _arrow(canvas: Canvas, points: tuple[tuple[float, float], ...]) -> None:
    (before_x, before_y), (x, y) = points[-2:]
    canvas.line(points, colour=canvas.look.ink, thick=1.2)
    along = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
    back = x - 6 * along[0], y - 6 * along[1]
    wing = 3.5 * along[1], 3.5 * along[0]
    corners = (x, y), (back[0] + wing[0], back[1] + wing[1]), (back[0] - wing[0], back[1] - wing[1])
    canvas.polygon(corners, fill=canvas.look.ink)


__all__ = ["Arm", "Box", "FlowChart", "Line", "Step", "draw"]
