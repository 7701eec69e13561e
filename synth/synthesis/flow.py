"""How the studies of a review were found: the PRISMA 2020 flow diagram and its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from synth.document import Block, Figure, Inline, RowGroup, Table, Text
from synth.model import Evidence, Project
from synth.synthesis.flow_counts import Counted, FlowFound, found, told
from synth.synthesis.flow_picture import alt, chart
from synth.synthesis.view import Narrow, Setting, SynthesisError, UnknownWordError, View


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowOptions(Narrow):
    """Which search is shown."""

    flow: str = field(
        default="",
        metadata={"help": "The search, by its file in references/flows; else the only one."},
    )


_SEARCHES = "The files of references/flows (.yaml or .csv) are"


def find(_: Sequence[Evidence], options: FlowOptions, project: Project) -> FlowFound:
    """The search that is asked for. Raises SynthesisError where there is none of that name."""
    asked = [f.name for f in fields(Narrow) if getattr(options, f.name) != f.default]
    if asked:
        raise SynthesisError(f'a search is told as a whole: it cannot be narrowed by "{asked[0]}"')
    name = options.flow
    if not name and len(project.flows) == 1:
        name = next(iter(project.flows))
    known = ", ".join(project.flows) or "none"
    if not name:
        raise SynthesisError(f"this wants the name of a search\n    {_SEARCHES}: {known}.")
    if name not in project.flows:
        raise UnknownWordError.among("search", name, project.flows, _SEARCHES)
    return found(name, project.flows[name])


def show(result: FlowFound, _: FlowOptions, setting: Setting) -> tuple[Block, ...]:
    """The diagram with its table."""

    def number(n: int) -> str:
        return setting.number(n)

    title = result.flow.title or "How the studies were found"
    table = Table(
        head=((Text("Box"),), (Text("Count"),)),
        rows=tuple(
            ((Text(_row_words(each)),), (Text(told(each.n, number)),)) for each in result.counts
        ),
        caption=(Text(f"{title}: every count"),),
        number=None,
        place=setting.place,
        groups=tuple(_groups(result)),
    )
    caption: tuple[Inline, ...] = (Text(f"{title}. After the PRISMA 2020 flow diagram."),)
    words = alt(result.flow, number)
    return (Figure(chart(result, number), words, caption, setting.place, table),)


VIEW = View(options=FlowOptions, find=find, show=show, positional=("flow",), whole=True)


# ── the table ───────────────────────────────────────────────────────────────────────


def _row_words(each: Counted) -> str:
    return f"{'– ' * each.depth}{each.words.removesuffix(' from')}"


_GROUPS: Mapping[str, str] = {
    "previous": "Previous studies",
    "databases": "Databases and registers",
    "other-methods": "Other methods",
    "included": "Included",
}


def _groups(result: FlowFound) -> Iterator[RowGroup]:
    """A heading where each arm, and the part of what was included, begins."""
    before = ""
    for row, each in enumerate(result.counts):
        arm = each.box.partition(".")[0]
        arm = "included" if arm in ("total", "meta-analysis") else arm
        if arm != before:
            yield RowGroup(row, (Text(result.flow.words.get(arm) or _GROUPS[arm]),))
        before = arm
