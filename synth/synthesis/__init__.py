"""What a body of evidence says together: tables, maps, plots and pooled estimates.

A view is one module and one row of VIEWS. From that row a brief gets a name to call, and the
command line a subcommand of `synth evidence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synth.synthesis.view import View


@dataclass(frozen=True, slots=True)
class Listed:
    """A view by its names: `macro` in a brief, `command` behind `synth evidence`.

    `about` tells a writer what it does, `title` heads a page of it for readers.
    """

    macro: str
    command: str
    module: str
    about: str
    title: str

    def load(self) -> View[Any, Any]:
        """The view itself: the value VIEW of its module."""
        view: View[Any, Any] = import_module(f"synth.synthesis.{self.module}").VIEW
        return view


VIEWS: Sequence[Listed] = (
    Listed(
        "evidence_table",
        "table",
        "table",
        "The findings as a table: a row for each, under the columns that you name.",
        "What each study found",
    ),
    Listed(
        "gap_map",
        "map",
        "gap_map",
        "Map where the studies are, how sure they make us, and where none looked.",
        "Where the evidence is",
    ),
    Listed(
        "evidence_overview",
        "overview",
        "overview",
        "Count the evidence: studies, findings, countries, kinds of study, how they were read.",
        "The evidence in numbers",
    ),
    Listed(
        "effect_directions",
        "directions",
        "directions",
        "Plot which way each study points (effect direction plot).",
        "Which way the studies point",
    ),
    Listed(
        "harvest_plot",
        "harvest",
        "harvest",
        "Plot which answer each study supports (harvest plot).",
        "What the studies support",
    ),
    Listed(
        "swim",
        "swim",
        "swim",
        "What a synthesis without meta-analysis should report, and what of it is missing (SWiM).",
        "What a synthesis without meta-analysis should report",
    ),
    Listed(
        "summary_of_findings",
        "summary",
        "summary",
        "Sum up bodies of evidence in GRADE's form: effects, certainty and its reasons.",
        "What all the evidence says, and how sure it is",
    ),
    Listed(
        "meta_analysis",
        "meta",
        "meta.view",
        "Pool findings with intervals: one estimate, how far they differ, and a forest plot.",
        "What the effects come to together",
    ),
    Listed(
        "funnel_plot",
        "funnel",
        "meta.funnel",
        "Plot effects against their standard errors, with Egger's test; it wants ten studies.",
        "Do small studies show other effects?",
    ),
    Listed(
        "ratings",
        "ratings",
        "ratings",
        "Set the ratings of findings side by side, each in its framework's own words.",
        "How each finding is rated",
    ),
    Listed(
        "prisma_flow",
        "prisma",
        "flow",
        "How the studies of a review were found: the PRISMA 2020 flow diagram.",
        "How the studies were found",
    ),
    Listed(
        "mechanisms",
        "mechanisms",
        "mechanisms",
        "What the evidence says of how it works: the findings by their mechanism.",
        "How it may work",
    ),
    Listed(
        "what_disagrees",
        "disagreements",
        "disagreements",
        "Findings that point another way than most, or none, and what nothing disagrees with.",
        "What disagrees",
    ),
    Listed(
        "risk_of_bias",
        "bias",
        "bias",
        "Risk of bias of each study as traffic lights, and of all studies as bars.",
        "How far the studies could be wrong",
    ),
)


__all__ = ["VIEWS", "Listed"]
