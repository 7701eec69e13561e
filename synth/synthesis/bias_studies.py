"""What some studies were judged by a tool for risk of bias, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.bias import BiasTool

NOT_JUDGED = "Not judged here"


@dataclass(frozen=True, slots=True)
class BiasStudy:
    """A study by one of its findings: for each domain, then overall, its judgement and why."""

    finding: str
    sample: int | None
    judgements: tuple[str | None, ...]
    whys: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class BiasFound:
    """The studies that were judged by a tool, and the findings of those that were not."""

    tool: str
    studies: tuple[BiasStudy, ...]
    missing: tuple[str, ...]
    weighed: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What a column is about."""

    letter: str
    label: str
    group: str = ""


def heads(tool: BiasTool) -> tuple[Head, ...]:
    """The columns of a tool: its domains, then the whole."""
    domains = tuple(Head(each.letter, each.label, each.group or "") for each in tool.domains)
    return (*domains, Head("All", "Overall")) if tool.overall else domains


def levels_of(study: BiasStudy, tool: BiasTool) -> tuple[int | None, ...]:
    """The judgements of a study by their positions in the tool."""
    return tuple(None if word is None else tool.level(word) for word in study.judgements)


def counts(studies: Sequence[BiasStudy], tool: BiasTool, column: int) -> tuple[int, ...]:
    """How many studies have each judgement in a column; last, those that have none."""
    found = [levels_of(study, tool)[column] for study in studies]
    return (*(found.count(level) for level in range(len(tool.judgements))), found.count(None))


def shares(found: BiasFound, tool: BiasTool, column: int) -> tuple[float, ...]:
    """The share of the studies, or of their samples, that has each judgement; last, none.

    Every share is 0 where no sample is above 0.
    """
    weights = [max(study.sample or 0, 0) if found.weighed else 1 for study in found.studies]
    whole = sum(weights) or 1
    levels = [levels_of(study, tool)[column] for study in found.studies]
    return tuple(
        sum(weight for weight, each in zip(weights, levels, strict=True) if each == level) / whole
        for level in (*range(len(tool.judgements)), None)
    )
