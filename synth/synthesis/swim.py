"""SWiM: what a synthesis without meta-analysis should report, what is given, and what is missing.

The nine items are those of Campbell and others (2020), BMJ 368:l6890, in our own short words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from synth.document import Block, Inline, LineBreak, Paragraph, Table, Text
from synth.model import Brief, Evidence, Methods, Project
from synth.selection import select
from synth.synthesis.swim_facts import Facts, facts_of
from synth.synthesis.view import Narrow, Setting, UnknownWordError, View

Status: TypeAlias = Literal["given", "in part", "missing"]

FILE = "references/synthesis.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwimOptions(Narrow):
    """Of which evidence, and in which brief, the items are looked for."""

    brief: str | None = field(
        default=None, metadata={"help": "Only what this brief tells; else every brief."}
    )


@dataclass(frozen=True, slots=True)
class Item:
    """An item of SWiM. `found` is what the project's files tell, `said` what people say of it,
    `supply` how to give what is missing.
    """

    number: str
    asks: str
    status: Status
    found: tuple[str, ...] = ()
    said: str | None = None
    supply: str | None = None


@dataclass(frozen=True, slots=True)
class Swim:
    """The items in their order, and how many findings they were looked for in."""

    items: tuple[Item, ...]
    findings: int


ASKS: dict[str, tuple[str, str, str]] = {
    "1a": ("grouping", "Which studies are put together, and why so",
           "Say why the studies are grouped in this way"),
    "1b": ("changes", "What changed in the groups after the protocol, and why",
           "Say what changed after the protocol, or that there was none"),
    "2": ("metric", "The common measure of effects, why that one, and how they were brought to it",
          "Say which measure is compared for each outcome, and why that one"),
    "3": ("synthesis", "How effects are put together where there is no meta-analysis, and why so",
          "Say how the effects are put together, and why there is no meta-analysis"),
    "4": ("priority", "Which studies count for more in the conclusions, by what, and why",
          "Say by what some studies count for more, or that all count alike"),
    "5": ("heterogeneity", "How differences between the studies’ effects were looked into",
          "Say how you looked into what makes studies differ, or that you did not"),
    "6": ("certainty", "How the certainty of what was found was judged",
          "Judge each outcome in a file of references/bodies/, or say how certainty was judged"),
    "7": ("presentation", "The tables and pictures of effects, and what puts the studies in order",
          "Say how effects are shown and what puts the studies in order"),
    "8": ("results", "What was found for each comparison and outcome, how surely, by which studies",
          "Cite a finding of each group in a brief and judge its certainty, or say where"),
    "9": ("limitations", "What limits the methods and the groups, and what follows from that",
          "Say what limits the way in which the studies were put together"),
}  # fmt: skip
"""Of each item its key in the file, what it asks for, and how to supply it."""


def find(findings: Sequence[Evidence], options: SwimOptions, project: Project) -> Swim:
    """The items for some findings. Raises SynthesisError for a brief that there is not."""
    briefs: Sequence[Brief] = project.briefs
    if options.brief is not None:
        brief = project.brief(options.brief)
        if brief is None:
            known = [each.id for each in project.briefs]
            raise UnknownWordError.among("brief", options.brief, known, "The briefs are")
        briefs = [brief]
        inside = {(id(each.record), each.name) for each in select(project, brief).included}
        findings = [each for each in findings if (id(each.record), each.name) in inside]
    facts = facts_of(findings, briefs, project)
    return Swim(tuple(_item(number, facts, project.methods) for number in ASKS), len(findings))


def _item(number: str, facts: Facts, methods: Methods) -> Item:
    key, asks, supply = ASKS[number]
    said: str | None = getattr(methods, key)
    found = facts.found[key]
    if said or key in facts.complete:
        return Item(number, asks, "given", found, said)
    how = f"{supply}: `{key}` in {FILE}."
    return Item(number, asks, "in part" if found else "missing", found, None, how)


def show(found: Swim, _: SwimOptions, setting: Setting) -> tuple[Block, ...]:
    """How many items are given, and a table of them."""
    results = "1 result" if found.findings == 1 else f"{found.findings} results"
    parts = [f"{status.capitalize()}: {_numbers(found, status)}." for status in _STATUSES]
    lead = (
        "SWiM is a list of nine items that a synthesis without meta-analysis should report "
        f"(Campbell and others 2020). These are looked for in {results}. {' '.join(parts)}"
    )
    table = Table(
        head=tuple((Text(words),) for words in ("Item", "Status", "What is there", "What to do")),
        rows=tuple(_row(item) for item in found.items),
        caption=(Text("What SWiM asks for"),),
        number=None,
        place=setting.place,
    )
    return (Paragraph((Text(lead),), setting.place), table)


_STATUSES: tuple[Status, ...] = ("given", "in part", "missing")


def _numbers(found: Swim, status: Status) -> str:
    return ", ".join(item.number for item in found.items if item.status == status) or "none"


def _row(item: Item) -> tuple[tuple[Inline, ...], ...]:
    there = [*([item.said] if item.said else []), *item.found]
    return (
        (Text(f"{item.number} {item.asks}"),),
        (Text(item.status),),
        tuple(_lines(there)) or (Text("nothing"),),
        (Text((item.supply or "–").replace("`", "")),),
    )


def _lines(words: Sequence[str]) -> Iterator[Inline]:
    for number, each in enumerate(words):
        if number:
            yield LineBreak()
        yield Text(each)


VIEW = View(options=SwimOptions, find=find, show=show, positional=("brief",), whole=True)
