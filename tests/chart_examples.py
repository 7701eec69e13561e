"""One picture of each kind, with words that try to be more than words."""

from __future__ import annotations

import math
import random

from synth.charts import Chart
from synth.charts.forest import Diamond, ForestGroup, ForestPlot, ForestRow
from synth.charts.funnel import FunnelPlot, FunnelPoint

HOSTILE = '<script>alert(1)</script> & $\\frac{1}{2}$ "quoted" \' {x} url(http://x) ]]> \u202eabc'

STUDIES = (
    ("Ferguson & Simes 1949", 0.20, 0.09, 0.49, 5.5),
    ("Hart & Sutherland 1977", 0.24, 0.18, 0.31, 22.0),
    ("Madras 1980", 1.01, 0.89, 1.14, 8.8),
    (HOSTILE, 1.56, 0.37, 6.53, 3.3),
)


def forest_rows(count: int = len(STUDIES)) -> tuple[ForestRow, ...]:
    """Studies with ratios; the ones after the fourth are made up, each time the same."""
    drawn = random.Random(7)
    rows = []
    for number in range(count):
        if number < len(STUDIES):
            label, estimate, low, high, weight = STUDIES[number]
        else:
            middle, error = drawn.gauss(-0.5, 0.4), drawn.uniform(0.05, 0.6)
            label = f"Study {number}"
            estimate = math.exp(middle)
            low, high = (math.exp(middle + way * 1.96 * error) for way in (-1, 1))
            weight = 0.02 / error**2
        cells = (f"{estimate:.2f} ({low:.2f} to {high:.2f})", f"{weight:.1f}%")
        rows.append(ForestRow(label, estimate, low, high, weight, cells, number))
    return tuple(rows)


def forest(rows: tuple[ForestRow, ...] = forest_rows()) -> ForestPlot:
    half = len(rows) // 2
    return ForestPlot(
        "Risk ratio (log scale)",
        (
            ForestGroup("Randomised", rows[:half], Diamond("Randomised studies", 0.22, 0.15, 0.34)),
            ForestGroup("Other designs", rows[half:]),
        ),
        Diamond(
            "All studies", 0.49, 0.34, 0.70, (0.15, 1.55), ("0.49 (0.34 to 0.70)",),
            ("0.15 to 1.55",), ("Heterogeneity: I² 92%",), row=len(rows),
        ),
        "log", 1.0, "less tuberculosis", "more tuberculosis",
        columns=("Risk ratio (95% CI)", "Weight"),
    )  # fmt: skip


def funnel(count: int = len(STUDIES)) -> FunnelPlot:
    points = tuple(
        FunnelPoint(row.label, math.log(row.estimate), math.log(row.high / row.low) / 3.92, row.row)
        for row in forest_rows(count)
        if row.estimate and row.low and row.high
    )
    return FunnelPlot(
        "Risk ratio (log scale)", points, math.log(0.49), "log", 0.0, (-0.2, -1.0),
        notes=("Egger's test: p 0.63.",),
    )  # fmt: skip


EXAMPLES: dict[str, Chart] = {"forest": forest(), "funnel": funnel()}
