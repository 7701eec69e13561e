"""The flow diagram of a search in its final words, and what it shows told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.charts.flow_boxes import (
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
from synth.flow import Count, Flow, whole
from synth.synthesis.flow_counts import Counted, FlowFound, Number, told, words_of

MOST_PARTS = 10
"""More parts of one count than these are told together in the picture, and in full in the table."""


def chart(result: FlowFound, number: Number) -> FlowChart:
    """The diagram in its final words."""
    flow = result.flow
    box = _Boxes(result, number)
    previous = databases = other = None
    if flow.previous is not None:
        previous = Arm(words_of(flow, "previous"), (Step(IDENTIFIED, box.of("previous")),))
    if flow.databases is not None:
        databases = Arm(
            words_of(flow, "databases"),
            (
                Step(IDENTIFIED, box.of("databases.identified"), box.of("databases.removed")),
                Step(SCREENED, box.of("databases.screened"), box.of("databases.excluded")),
                *box.retrieval("databases"),
            ),
        )
    if flow.other_methods is not None:
        first = Step(IDENTIFIED, box.of("other-methods.identified"))
        other = Arm(words_of(flow, "other-methods"), (first, *box.retrieval("other-methods")))
    return FlowChart(
        bars=(
            words_of(flow, "identification"),
            words_of(flow, "screening"),
            words_of(flow, "included"),
        ),
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
    told = [words for words in _parts_told(flow, number) if words]
    end = f": {'; '.join(told)}." if told else "."
    return start + end + _after(flow, number)


def _parts_told(flow: Flow, number: Number) -> Iterator[str]:
    if flow.databases is not None and flow.other_methods is not None:
        first, second = whole(flow.databases.identified), whole(flow.other_methods.identified)
        yield f"{told(first, number)} came from databases and registers"
        yield f"{told(second, number)} from other methods"
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
