"""One picture of each kind, with words that try to be more than words."""

from __future__ import annotations

import math
import random

from synth.charts import Chart
from synth.charts.bias_bars import BarRow, BarsChart
from synth.charts.directions import (
    DirectionColumn,
    DirectionGroup,
    DirectionMark,
    DirectionPlot,
    DirectionRow,
    DirectionSign,
)
from synth.charts.flow import Arm, Box, FlowChart, Line, Step
from synth.charts.forest import Diamond, ForestGroup, ForestPlot, ForestRow
from synth.charts.funnel import FunnelPlot, FunnelPoint
from synth.charts.gap_map import GapMap, MapCell, MapMark
from synth.charts.harvest import Bar, HarvestPlot, HarvestRow
from synth.charts.lights import Column, Level, LightRow, LightsChart

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
            ("0.15 to 1.55",), ("Heterogeneity: I² 92%",), row=len(rows), beside="I² 92%",
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


def directions() -> DirectionPlot:
    marks = (
        DirectionMark("up", "large", 3, "Nawa 2018: less abuse", 0),
        DirectionMark("down", "small", 1, HOSTILE, 1),
        DirectionMark("conflicting", "unknown", 2, "mixed", 2),
        DirectionMark("none", "medium", 1, "no change", 3),
    )
    rows = (
        DirectionRow("Nawa and others 2018", "3,944", 2, (marks[0], marks[2])),
        DirectionRow(HOSTILE, "not known", 0, (None, marks[1])),
        DirectionRow("Third", "12", 3, (marks[3], None)),
    )
    return DirectionPlot(
        (DirectionColumn("Physical abuse", "less"), DirectionColumn(HOSTILE, "more")),
        (DirectionGroup("Trust", rows[:2]), DirectionGroup("Clubs", rows[2:])),
        (
            (DirectionSign("up", "medium", "for the better"), DirectionSign("down", "medium", HOSTILE)),
            (DirectionSign("up", "large", "above 300"), DirectionSign("up", "unknown", "not known")),
        ),
        rating="Maryland scale", steps=5, notes=("A note.", HOSTILE),
    )  # fmt: skip


def harvest() -> HarvestPlot:
    bars = (
        Bar("1", 3, "Nawa 2018, a cohort", "full", 0),
        Bar("2", 1, HOSTILE, "half", 1),
        Bar("3", 0, "Design not known", "full", 2),
    )
    return HarvestPlot(
        ("Decrease", "No clear change", "Increase"),
        (
            HarvestRow("Physical abuse", (bars[:2], (), bars[2:])),
            HarvestRow(HOSTILE, ((), bars[1:2], ())),
        ),
        ("survey", "cohort", "trial"), unknown_level="not known", full="measured",
        half="self-reported",
    )  # fmt: skip


def gap_map() -> GapMap:
    marks = tuple(MapMark(level, f"Study {level}", (level,)) for level in range(4))
    cells = (
        MapCell(0, 0, "Trust and abuse: four studies", 0, marks),
        MapCell(1, 1, HOSTILE, 1, (MapMark(2, HOSTILE, (4, 5)),)),
    )
    return GapMap(
        "What was studied", ("Trust", HOSTILE), ("Abuse", HOSTILE, "Health"), cells,
        ("low", "moderate", "high"), "not rated", "GRADE",
    )  # fmt: skip


def flow() -> FlowChart:
    def box(row: int, *lines: str) -> Box:
        return Box(tuple(Line(words, min(depth, 1)) for depth, words in enumerate(lines)), row)

    return FlowChart(
        ("Identification", "Screening", "Included"),
        box(6, "New studies included in review", "(n = 12)"),
        databases=Arm(
            "Identification of new studies via databases and registers",
            (
                Step(0, box(0, "Records identified from:", "Scopus (n = 200)"), box(1, HOSTILE)),
                Step(1, box(2, "Records screened"), box(3, "Records excluded (n = 150)")),
                Step(
                    3, box(4, "Reports assessed"), box(5, "Reports excluded:", "no data (n = 38)")
                ),
            ),
        ),
    )


LEVELS = (
    Level("Low", "+", "good"),
    Level("Some concerns", "?", "mild"),
    Level("High", "−", "bad"),
    Level("Critical", "!", "worst"),
    Level("No information", "0", "none"),
)


def lights() -> LightsChart:
    return LightsChart(
        (Column("R", "Randomisation"), Column("M", HOSTILE), Column("O", "Overall")),
        (LightRow("Nawa 2018", (0, 1, 2), 0), LightRow(HOSTILE, (3, None, 4), 1)),
        LEVELS, "not judged",
    )  # fmt: skip


def bars() -> BarsChart:
    shares, counts = (0.5, 0.1, 0.1, 0.1, 0.1, 0.1), ("5 low", "1", "1", "1", "1", "1 not judged")
    rows = (BarRow("Randomisation", shares, counts, 0), BarRow(HOSTILE, shares, counts, 1))
    return BarsChart(rows, LEVELS, "not judged", "Share of the studies")


EXAMPLES: dict[str, Chart] = {
    "bars": bars(),
    "directions": directions(),
    "flow": flow(),
    "forest": forest(),
    "funnel": funnel(),
    "gap map": gap_map(),
    "harvest": harvest(),
    "lights": lights(),
}
