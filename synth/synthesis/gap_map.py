"""An evidence gap map: where the studies are, how sure they make us, and where none looked.

After Campbell's guidance (White and others 2020, Campbell Systematic Reviews 16(4): e1125) and
3ie's evidence gap maps (Snilstveit and others 2013, World Bank Policy Research Working Paper
6725), whose empty cells are `absolute gaps`. A study stands once in each cell that it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from synth.document import Block
from synth.model import Evidence, Framework, Project
from synth.synthesis.axes import AXES
from synth.synthesis.matrix import Axis, Matrix, Order, matrix, vocabulary
from synth.synthesis.scales import scale_of
from synth.synthesis.view import Narrow, Setting, SynthesisError, View


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions(Narrow):
    """What the rows and the columns are, in which order, and on which scale studies are rated."""

    rows: Axis = field(default="exposure", metadata={"help": "What the rows are."})
    columns: Axis = field(default="outcome", metadata={"help": "What the columns are."})
    framework: str | None = field(
        default=None, metadata={"help": "The scale of the signs; else the audience's."}
    )
    order: Order = field(
        default="studies", metadata={"help": "By number of studies, or as in the vocabulary."}
    )
    all_terms: bool = field(
        default=False, metadata={"help": "Also terms of the vocabulary that no study looked at."}
    )


def find(findings: Sequence[Evidence], options: MapOptions, project: Project) -> Matrix:
    """The studies by rows and columns.

    Raises SynthesisError where rows and columns are the same, or for a framework that there is
    not, or that has more levels than there are signs.
    """
    if options.rows == options.columns:
        other = next(axis for axis in AXES if axis != options.rows)
        raise SynthesisError(
            f'the rows and the columns of a map are both "{options.rows}"\n'
            f'    Choose another for one of them, such as columns="{other}".'
        )
    if options.framework is not None:
        scale_for(options.framework, project)
    terms = {
        axis: getattr(options, axis) or vocabulary(axis, project)
        for axis in (options.rows, options.columns)
        if options.all_terms
    }
    return matrix(findings, options.rows, options.columns, options.order, project, terms)


def scale_for(name: str, project: Project) -> Framework:
    """The rating scale of a map. Raises SynthesisError for one that a map has no signs for."""
    from synth.charts.signs import MOST_LEVELS  # brings what draws

    framework = scale_of(name, project)
    if len(framework.levels) > MOST_LEVELS:
        raise SynthesisError(
            f'the scale "{name}" has {len(framework.levels)} levels, and a map has signs for '
            f"{MOST_LEVELS}\n    Name another with framework=..."
        )
    return framework


def show(found: Matrix, options: MapOptions, setting: Setting) -> tuple[Block, ...]:
    """The map with its data, in parts where it is too large for a page; then what is missing."""
    from synth.synthesis.gap_map_picture import shown  # brings what draws

    framework = options.framework or setting.audience.framework
    scale = scale_for(framework, setting.project) if framework else None
    return shown(found, setting, framework, scale)


VIEW = View(MapOptions, find, show, positional=("rows", "columns"))
