"""Pictures of evidence: each kind is a value and how it is drawn, as SVG.

A kind is a module with a frozen dataclass and `draw(spec, look, link) -> Picture`, a row in
`DRAWERS` and a member of `Chart`. It is loaded where one of its pictures is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from synth.charts.look import Look
from synth.charts.picture import Mark, Picture

if TYPE_CHECKING:
    from synth.charts import bias_bars, directions, flow, forest, funnel, gap_map, harvest, lights

Chart: TypeAlias = (
    "bias_bars.BarsChart"
    "| directions.DirectionPlot"
    "| flow.FlowChart"
    "| forest.ForestPlot"
    "| funnel.FunnelPlot"
    "| gap_map.GapMap"
    "| harvest.HarvestPlot"
    "| lights.LightsChart"
)
"""Every kind of picture."""

DRAWERS: Mapping[str, str] = {
    "BarsChart": "bias_bars",
    "DirectionPlot": "directions",
    "FlowChart": "flow",
    "ForestPlot": "forest",
    "FunnelPlot": "funnel",
    "GapMap": "gap_map",
    "HarvestPlot": "harvest",
    "LightsChart": "lights",
}
"""The module that draws a kind of picture, by the name of its class."""


def draw(chart: Chart, look: Look, link: str | None = None) -> Picture:
    """The picture of a chart.

    `link` is the identifier of its data table: a mark of row n leads to `#<link>-row-<n>`.
    Without it the marks are no links. The same chart and look give the same bytes.
    Raises ToolError if the house's fonts are not installed.
    """
    module = import_module(f"synth.charts.{DRAWERS[type(chart).__name__]}")
    picture: Picture = module.draw(chart, look, link)
    return picture


__all__ = ["DRAWERS", "Chart", "Look", "Mark", "Picture", "draw"]
