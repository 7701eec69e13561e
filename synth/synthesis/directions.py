"""The effect direction plot: which way each study points, without pooling what cannot be pooled.

After Hilton Boon and Thomson (2021), Research Synthesis Methods 12, 29-33, which revises Thomson
and Thomas (2013). The paper classes studies by the people in the intervention group; records hold
the sample of the whole study, and readers are told so.
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
from synth.synthesis.sign_test import SignTest, sign_tests
from synth.synthesis.sign_test_words import sign_test_blocks
from synth.synthesis.view import Narrow, Setting, View


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionOptions(Narrow):
    """How the effect direction plot is put together."""

    domains: Literal["outcome", "domain"] = field(
        default="outcome",
        metadata={"help": "A column for each outcome, or for each `domain` of the vocabulary."},
    )
    exposures: Literal["apart", "together"] = field(
        default="apart", metadata={"help": "Whether exposures are told apart or counted together."}
    )
    framework: str | None = field(
        default=None, metadata={"help": "The rating that shades the rows; else the audience's own."}
    )
    sign_test: bool = field(default=False, metadata={"help": "Add the sign test, with its caveat."})


@dataclass(frozen=True, slots=True)
class Directions:
    """Which way each study points, what they say together, and what shows no direction."""

    points: tuple[StudyPoint, ...]
    patterns: tuple[Pattern, ...]
    left_out: tuple[LeftOut, ...] = ()
    sign_tests: tuple[SignTest, ...] = ()


def find(findings: Sequence[Evidence], options: DirectionOptions, project: Project) -> Directions:
    """The directions of the findings.

    Raises SynthesisError if no finding has a direction, if there are too many studies, and if the
    sign test is asked for where no study points clearly one way.
    """
    points, left_out = points_to_plot(
        findings,
        project,
        by_domain=options.domains == "domain",
        together=options.exposures == "together",
    )
    said = patterns(points)
    return Directions(points, said, left_out, sign_tests(said) if options.sign_test else ())


def show(found: Directions, options: DirectionOptions, setting: Setting) -> tuple[Block, ...]:
    """A picture with its data for each page, the sign test, and what was left out."""
    from synth.synthesis.directions_picture import figures  # brings what draws

    words = words_in(setting, options.framework)
    return (
        *figures(found.points, words),
        *sign_test_blocks(found.sign_tests, words),
        *counting_notes((id for point in found.points for id in point.results), setting),
        *left_out_words(found.left_out, setting),
    )


VIEW = View(options=DirectionOptions, find=find, show=show)

__all__ = ["VIEW", "DirectionOptions", "Directions", "find", "show"]
