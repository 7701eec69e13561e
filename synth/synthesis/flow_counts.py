"""Every count of a search for studies, in the order of reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

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

Number: TypeAlias = Callable[[int], str]
"""How a count is written for a reader."""


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


def found(name: str, flow: Flow) -> FlowFound:
    """A search with its counts in the order of reading."""
    return FlowFound(name, flow, tuple(_counts(flow)))


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
        yield Counted(name, words_of(flow, f"{name}.{key}"), 0, n)


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
    yield Counted(box, words_of(flow, box), 0, whole(tally))
    for name, part in parts_of(tally):
        path = f"{box}.{name}"
        yield Counted(box, words_of(flow, path, name), 1, whole(part))
        for inner, count in parts_of(part):
            yield Counted(box, inner, 2, whole(count))


def words_of(flow: Flow, path: str, name: str = "") -> str:
    """What a box is called: as the file says, else as PRISMA 2020 does."""
    usual = {**WORDS, **FIRST_WORDS} if flow.previous is None else WORDS
    return flow.words.get(path) or usual.get(path) or name


def told(n: Count, number: Number) -> str:
    """A count in words."""
    return "not known" if n is None else number(n)
