"""Pictures of evidence: each kind is a value and how it is drawn, as SVG.

A kind is a module with a frozen dataclass and `draw(spec, look, link) -> Picture`, a row in
`DRAWERS` and a member of `Chart`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from synth.charts import bias_bars, directions, flow, forest, funnel, gap_map, harvest, lights
from synth.charts.look import Look
from synth.charts.picture import Mark, Picture

Chart: TypeAlias = (
    bias_bars.BarsChart
    | directions.DirectionPlot
    | flow.FlowChart
    | forest.ForestPlot
    | funnel.FunnelPlot
    | gap_map.GapMap
    | harvest.HarvestPlot
    | lights.LightsChart
)
"""Every kind of picture."""

DRAWERS: Mapping[type[Any], Callable[[Any, Look, str | None], Picture]] = {
    bias_bars.BarsChart: bias_bars.draw,
    directions.DirectionPlot: directions.draw,
    flow.FlowChart: flow.draw,
    forest.ForestPlot: forest.draw,
    funnel.FunnelPlot: funnel.draw,
    gap_map.GapMap: gap_map.draw,
    harvest.HarvestPlot: harvest.draw,
    lights.LightsChart: lights.draw,
}


def draw(chart: Chart, look: Look, link: str | None = None) -> Picture:
    """The picture of a chart.

    `link` is the identifier of its data table: a mark of row n leads to `#<link>-row-<n>`.
    Without it the marks are no links. The same chart and look give the same bytes.
    Raises ToolError if the house's fonts are not installed.
    """
    return DRAWERS[type(chart)](chart, look, link)


__all__ = ["DRAWERS", "Chart", "Look", "Mark", "Picture", "draw"]
