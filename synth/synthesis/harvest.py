"""The harvest plot: how the studies of each outcome fall to the possible answers.

After Ogilvie and others (2008), BMC Medical Research Methodology 8:8: a matrix of outcomes by
competing answers, with a bar for each study. There a bar is as high as the study's design is
suitable and darker for hard outcomes; here its height is the rating in a framework or the class
of the sample, and it is darker where the design can show a cause. A column for mixed results is
added, as no answer is supported by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from synth.document import Block
from synth.model import Evidence, Project
from synth.synthesis.counting import counting_notes
from synth.synthesis.pointing import (
    LeftOut,
    Pattern,
    StudyPoint,
    patterns,
)
from synth.synthesis.pointing_words import (
    left_out_words,
    points_to_plot,
    words_in,
)
from synth.synthesis.view import Narrow, Setting, SynthesisError, View


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestOptions(Narrow):
    """How the harvest plot is put together."""

    height: Literal["rating", "sample"] = field(
        default="rating", metadata={"help": "What makes a bar high: its rating or its sample."}
    )
    domains: Literal["outcome", "domain"] = field(
        default="outcome",
        metadata={"help": "A row for each outcome, or for each `domain` of the vocabulary."},
    )
    exposures: Literal["apart", "together"] = field(
        default="apart", metadata={"help": "Whether exposures are told apart or counted together."}
    )
    framework: str | None = field(
        default=None, metadata={"help": "The rating that gives the height; else the audience's."}
    )


@dataclass(frozen=True, slots=True)
class Harvest:
    """Which answer each study supports, and what shows no direction."""

    points: tuple[StudyPoint, ...]
    patterns: tuple[Pattern, ...]
    left_out: tuple[LeftOut, ...] = ()


def find(findings: Sequence[Evidence], options: HarvestOptions, project: Project) -> Harvest:
    """The answer of each study. Raises SynthesisError if none has one, or there are too many."""
    points, left_out = points_to_plot(
        findings,
        project,
        by_domain=options.domains == "domain",
        together=options.exposures == "together",
    )
    return Harvest(points, patterns(points), left_out)


def show(found: Harvest, options: HarvestOptions, setting: Setting) -> tuple[Block, ...]:
    """A picture with its data for each page, and what was left out."""
    from synth.synthesis.harvest_picture import figures  # brings what draws

    words = words_in(setting, options.framework)
    if options.height == "rating" and not words.steps:
        raise SynthesisError(
            "no rating is given that could make a bar high\n"
            f"    Name one with framework=...{_in_use(found, setting)}, or write "
            'height="sample" for the number of people.'
        )
    return (
        *figures(found.points, words, options),
        *counting_notes((id for point in found.points for id in point.results), setting),
        *left_out_words(found.left_out, setting),
    )


def _in_use(found: Harvest, setting: Setting) -> str:
    """The frameworks by which these findings are rated."""
    evidence = [setting.project.evidence[id] for point in found.points for id in point.results]
    used = [id for id in setting.project.frameworks if any(e.judgement(id) for e in evidence)]
    return f" (these findings are rated by {', '.join(used)})" if used else ""


VIEW = View(options=HarvestOptions, find=find, show=show)
