"""How the studies of a review were found: the PRISMA 2020 flow diagram and its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from synth.charts.flow import (
    ASSESSED,
    IDENTIFIED,
    SCREENED,
    SOUGHT,
    Arm,
    Box,
    FlowChart,
    Line,
    Step,
)
from synth.document import Block, Figure, Inline, RowGroup, Table, Text
from synth.flow import (
    FIRST_WORDS,
    WORDS,
    Count,
    DatabaseSearch,
    Flow,
    Included,
    Search,
    Sources,
    Tally,
    parts_of,
    whole,
)
from synth.model import Evidence, Project
from synth.problems import Place, did_you_mean
from synth.synthesis.view import Narrow, Setting, SynthesisError, View

MOST_PARTS = 10
"""More parts of one count than these are told together in the picture, and in full in the table."""

Number: TypeAlias = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowOptions(Narrow):
    """Which search is shown."""

    flow: str = field(
        default="",
        metadata={"help": "The search, by its file in references/flows; else the only one."},
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of the flow: its box, what it counts, how deep it is in its box, and the count."""

    box: str
    words: str
    depth: int
    n: Count


@dataclass(frozen=True, slots=True)
class FlowFound:
    """A search with the name of its file, and every count of it in the order of reading."""

    name: str
    flow: Flow
    counts: tuple[Counted, ...]


def find(_: Sequence[Evidence], options: FlowOptions, project: Project) -> FlowFound:
    """The search that is asked for. Raises SynthesisError where there is none of that name."""
    asked = [f.name for f in fields(Narrow) if getattr(options, f.name) != f.default]
    if asked:
        raise SynthesisError(f'a search is told as a whole: it cannot be narrowed by "{asked[0]}"')
    known = ", ".join(project.flows) or "none"
    name = options.flow
    if not name and len(project.flows) == 1:
        name = next(iter(project.flows))
    if name not in project.flows:
        said = f'no search is called "{name}"{did_you_mean(name, project.flows)}'
        if not name:
            said = "this wants the name of a search"
        raise SynthesisError(f"{said}\n    Those of references/flows are: {known}.")
    return found(name, project.flows[name])


def found(name: str, flow: Flow) -> FlowFound:
    """A search with its counts in the order of reading."""
    return FlowFound(name, flow, tuple(_counts(flow)))


def show(result: FlowFound, _: FlowOptions, setting: Setting) -> tuple[Block, ...]:
    """The diagram with its table."""
    return blocks(result, lambda n: setting.number(n), setting.place)


def blocks(result: FlowFound, number: Number, place: Place) -> tuple[Block, ...]:
    """The diagram with its table, its numbers written by `number`."""
    title = result.flow.title or "How the studies were found"
    table = Table(
        head=((Text("Box"),), (Text("Count"),)),
        rows=tuple(
            ((Text(_row_words(each)),), (Text(_n(each.n, number)),)) for each in result.counts
        ),
        caption=(Text(f"{title}: every count"),),
        number=None,
        place=place,
        groups=tuple(_groups(result)),
    )
    caption: tuple[Inline, ...] = (Text(f"{title}. After the PRISMA 2020 flow diagram."),)
    return (Figure(chart(result, number), alt(result.flow, number), caption, place, table),)


VIEW = View(options=FlowOptions, find=find, show=show, positional=("flow",), whole=True)


# ── counts ──────────────────────────────────────────────────────────────────────────


def _counts(flow: Flow) -> Iterator[Counted]:
    if flow.previous is not None:
        yield from _group(flow, "previous", flow.previous)
    if flow.databases is not None:
        yield from _arm(flow, "databases", flow.databases)
    if flow.other_methods is not None:
        yield from _arm(flow, "other-methods", flow.other_methods)
    yield from _group(flow, "included", flow.included)
    if flow.total is not None or flow.previous is not None:
        yield from _group(flow, "total", flow.total or Included())
    if flow.meta_analysis is not None:
        yield from _group(flow, "meta-analysis", flow.meta_analysis)


def _group(flow: Flow, name: str, group: Included) -> Iterator[Counted]:
    for key, n in (("studies", group.studies), ("reports", group.reports)):
        yield Counted(name, _words(flow, f"{name}.{key}"), 0, n)


def _arm(flow: Flow, name: str, arm: Search) -> Iterator[Counted]:
    """The counts of an arm, in the order of its boxes."""
    yield from _tally(flow, f"{name}.identified", arm.identified)
    if isinstance(arm, DatabaseSearch):
        yield from _tally(flow, f"{name}.removed", arm.removed)
        yield from _tally(flow, f"{name}.screened", arm.screened)
        yield from _tally(flow, f"{name}.excluded", arm.excluded)
    yield from _tally(flow, f"{name}.sought", arm.sought)
    yield from _tally(flow, f"{name}.not-retrieved", arm.not_retrieved)
    yield from _tally(flow, f"{name}.assessed", arm.assessed)
    yield from _tally(flow, f"{name}.reports-excluded", arm.reports_excluded)


def _tally(flow: Flow, box: str, tally: Tally | Sources) -> Iterator[Counted]:
    yield Counted(box, _words(flow, box), 0, whole(tally))
    for name, part in parts_of(tally):
        path = f"{box}.{name}"
        yield Counted(box, _words(flow, path, name), 1, whole(part))
        for inner, count in parts_of(part):
            yield Counted(box, inner, 2, whole(count))


def _words(flow: Flow, path: str, name: str = "") -> str:
    """What a box is called: as the file says, else as PRISMA 2020 does."""
    usual = {**WORDS, **FIRST_WORDS} if flow.previous is None else WORDS
    return flow.words.get(path) or usual.get(path) or name


def _n(n: Count, number: Number) -> str:
    return "not known" if n is None else number(n)


# ── the table ───────────────────────────────────────────────────────────────────────


def _row_words(each: Counted) -> str:
    return f"{'– ' * each.depth}{each.words}"


def _groups(result: FlowFound) -> Iterator[RowGroup]:
    """A heading where each arm, and the part of what was included, begins."""
    before = ""
    for row, each in enumerate(result.counts):
        arm = each.box.partition(".")[0]
        arm = "included" if arm in ("total", "meta-analysis") else arm
        if arm != before:
            yield RowGroup(row, (Text(_words(result.flow, arm)),))
        before = arm


# ── the picture ─────────────────────────────────────────────────────────────────────


def chart(result: FlowFound, number: Number) -> FlowChart:
    """The diagram in its final words."""
    flow = result.flow
    box = _Boxes(result, number)
    previous = databases = other = None
    if flow.previous is not None:
        previous = Arm(_words(flow, "previous"), (Step(IDENTIFIED, box.of("previous")),))
    if flow.databases is not None:
        databases = Arm(
            _words(flow, "databases"),
            (
                Step(IDENTIFIED, box.of("databases.identified"), box.of("databases.removed")),
                Step(SCREENED, box.of("databases.screened"), box.of("databases.excluded")),
                *box.retrieval("databases"),
            ),
        )
    if flow.other_methods is not None:
        first = Step(IDENTIFIED, box.of("other-methods.identified"))
        other = Arm(_words(flow, "other-methods"), (first, *box.retrieval("other-methods")))
    return FlowChart(
        bars=(_words(flow, "identification"), _words(flow, "screening"), _words(flow, "included")),
        new=box.of("included"),
        previous=previous,
        databases=databases,
        other_methods=other,
        whole=box.of("total") if box.has("total") else None,
        pooled=box.of("meta-analysis") if box.has("meta-analysis") else None,
    )


class _Boxes:
    """The boxes of the picture, made of the counts that stand in them."""

    def __init__(self, result: FlowFound, number: Number) -> None:
        self._result = result
        self._number = number

    def has(self, name: str) -> bool:
        return any(each.box == name for each in self._result.counts)

    def of(self, name: str) -> Box:
        """The box of this name, with the first of its rows."""
        here = [(row, each) for row, each in enumerate(self._result.counts) if each.box == name]
        return Box(tuple(self._lines([each for _, each in here])), here[0][0])

    def retrieval(self, arm: str) -> tuple[Step, Step]:
        """The two steps that both arms have."""
        return (
            Step(SOUGHT, self.of(f"{arm}.sought"), self.of(f"{arm}.not-retrieved")),
            Step(ASSESSED, self.of(f"{arm}.assessed"), self.of(f"{arm}.reports-excluded")),
        )

    def _lines(self, counts: Sequence[Counted]) -> Iterator[Line]:
        """A line for each count; of many parts the last ones are told together."""
        heads = [number for number, each in enumerate(counts) if each.depth == 0]
        for start, end in zip(heads, [*heads[1:], len(counts)], strict=True):
            parts = counts[start + 1 : end]
            yield self._line(counts[start], ":" if parts else "")
            yield from self._parts(parts, 1, MOST_PARTS)

    def _parts(self, counts: Sequence[Counted], depth: int, most: int) -> Iterator[Line]:
        firsts = [number for number, each in enumerate(counts) if each.depth == depth]
        room = max(MOST_PARTS // max(len(firsts), 1), 3)
        kept = firsts if len(firsts) <= most else firsts[: most - 1]
        for start, end in zip(kept, [*firsts[1:], len(counts)], strict=False):
            yield self._line(counts[start])
            yield from self._parts(counts[start + 1 : end], depth + 1, room)
        if len(kept) < len(firsts):
            yield self._rest([counts[number] for number in firsts[len(kept) :]])

    def _line(self, each: Counted, end: str = "") -> Line:
        return Line(f"{each.words} {self._bracket(each.n)}{end}", each.depth)

    def _rest(self, left: Sequence[Counted]) -> Line:
        known = [each.n for each in left if each.n is not None]
        n = sum(known) if len(known) == len(left) else None
        return Line(f"and {len(left)} more {self._bracket(n)}", left[0].depth)

    def _bracket(self, n: Count) -> str:
        said = "(n not known)" if n is None else f"(n = {self._number(n)})"
        return said.replace(" ", "\N{NO-BREAK SPACE}")


# ── the text ────────────────────────────────────────────────────────────────────────


def alt(flow: Flow, number: Number) -> str:
    """What the diagram shows, its result first."""
    arms = [arm for arm in (flow.databases, flow.other_methods) if arm is not None]
    found_in_all = _sum([whole(arm.identified) for arm in arms])
    start = "Flow diagram. "
    studies, reports = flow.included.studies, flow.included.reports
    kept = "it is not known how many studies were included"
    if studies is not None:
        kept = f"{number(studies)} {'study was' if studies == 1 else 'studies were'} included"
        if reports is not None:
            kept += f" ({number(reports)} {'report' if reports == 1 else 'reports'})"
    if arms and found_in_all is not None:
        start += f"Of {number(found_in_all)} records found, {kept}"
    else:
        start += f"{kept[:1].upper()}{kept[1:]}"
    told = [words for words in _told(flow, number) if words]
    end = f": {'; '.join(told)}." if told else "."
    return start + end + _after(flow, number)


def _told(flow: Flow, number: Number) -> Iterator[str]:
    if flow.databases is not None and flow.other_methods is not None:
        first, second = whole(flow.databases.identified), whole(flow.other_methods.identified)
        yield f"{_n(first, number)} came from databases and registers"
        yield f"{_n(second, number)} from other methods"
    if flow.databases is not None:
        yield _clause(whole(flow.databases.removed), "were removed before screening", number)
        screened = _clause(flow.databases.screened, "were screened", number)
        excluded = _clause(whole(flow.databases.excluded), "of them excluded", number)
        yield " and ".join(part for part in (screened, excluded) if part)
    arms = [arm for arm in (flow.databases, flow.other_methods) if arm is not None]
    missing = _sum([arm.not_retrieved for arm in arms])
    yield _clause(missing or None, "reports could not be had", number)
    assessed = _sum([arm.assessed for arm in arms])
    out = _sum([whole(arm.reports_excluded) for arm in arms])
    if assessed is not None and out is not None:
        yield f"of {number(assessed)} reports read in full, {number(out)} were excluded"


def _clause(n: Count, words: str, number: Number) -> str:
    return "" if n is None else f"{number(n)} {words}"


def _after(flow: Flow, number: Number) -> str:
    said = ""
    if flow.previous is not None and flow.previous.studies is not None:
        said += f" The previous version had {number(flow.previous.studies)} studies."
    if flow.total is not None and flow.total.studies is not None:
        said += f" In all, the review has {number(flow.total.studies)} studies."
    return said


def _sum(counts: Sequence[Count]) -> Count:
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


__all__ = ["VIEW", "FlowFound", "FlowOptions", "alt", "blocks", "chart", "found"]
