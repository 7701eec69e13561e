"""Risk of bias of the studies behind some findings, by a tool such as RoB 2: lights and bars.

Nothing is judged here: what a record does not say of a domain is shown as not judged, and a study
without any judgement by the tool is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from synth.bias import BiasTool
from synth.document import Block, Inline, Paragraph, Text
from synth.model import Evidence, Project
from synth.synthesis.bias_pictures import bars, lights
from synth.synthesis.bias_studies import BiasFound, BiasStudy
from synth.synthesis.view import Narrow, Setting, SynthesisError, UnknownWordError, View
from synth.wording import short_name

Shown = Literal["both", "lights", "bars"]
Weighing = Literal["study", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasOptions(Narrow):
    """Which tool, and which of the two pictures."""

    tool: str = field(
        default="",
        metadata={"help": "The tool, by its file in references/risk-of-bias; else the only one."},
    )
    picture: Shown = field(
        default="both", metadata={"help": "Lights for each study, bars for all, or both."}
    )
    weight: Weighing = field(
        default="study",
        metadata={"help": "In the bars, count each study as one, or by its sample."},
    )


def find(findings: Sequence[Evidence], options: BiasOptions, project: Project) -> BiasFound:
    """What the studies were judged. Raises SynthesisError where none was, or for a wrong tool."""
    studies = list({id(each.record): each for each in reversed(findings)}.values())[::-1]
    name = options.tool or _only_tool(studies, project)
    tool = project.bias_tools.get(name)
    if tool is None:
        raise UnknownWordError.among("risk-of-bias tool", name, sorted(project.bias_tools))
    judged = [each for each in studies if name in each.record.risk_of_bias]
    if not judged:
        raise SynthesisError(
            f"none of these {len(studies)} studies is judged by {tool.name}\n"
            f"    Add `risk-of-bias: {{{name}: ...}}` to their records."
        )
    if options.weight == "sample":
        _all_have_samples(judged, project)
    domains: list[str | None] = [domain.id for domain in tool.domains]
    columns = [*domains, None] if tool.overall else domains
    return BiasFound(
        name,
        tuple(_study(each, name, columns) for each in judged),
        tuple(each.id for each in studies if each not in judged),
        options.weight == "sample",
    )


def _only_tool(studies: Sequence[Evidence], project: Project) -> str:
    used = sorted({name for each in studies for name in each.record.risk_of_bias})
    if not used:
        tool = "rob-2" if "rob-2" in project.bias_tools else next(iter(project.bias_tools), "...")
        raise SynthesisError(
            "no study here is judged for its risk of bias\n"
            f"    Add `risk-of-bias: {{{tool}: ...}}` to their records."
        )
    if len(used) > 1:
        raise SynthesisError(
            f"the studies are judged by several tools: {', '.join(used)}\n"
            f'    Write tool="{used[0]}", for example.'
        )
    return used[0]


def _all_have_samples(judged: Sequence[Evidence], project: Project) -> None:
    without = [
        short_name(project.references[each.reference].item)
        if each.reference in project.references
        else each.reference
        for each in judged
        if not each.record.sample
    ]
    if without:
        raise SynthesisError(
            f"studies cannot be weighed by their sample: it is not known of {'; '.join(without)}\n"
            '    Leave out weight="sample", or add `sample` to their records.'
        )


def _study(each: Evidence, name: str, columns: Sequence[str | None]) -> BiasStudy:
    assessment = each.record.risk_of_bias[name]
    judged = [assessment.of(column) for column in columns]
    return BiasStudy(
        each.id,
        each.record.sample,
        tuple(one.judgement if one else None for one in judged),
        tuple(one.why if one else None for one in judged),
    )


def show(result: BiasFound, options: BiasOptions, setting: Setting) -> tuple[Block, ...]:
    """The pictures with their tables, the studies that were not judged, and the tool's source."""
    tool = setting.project.bias_tools[result.tool]
    blocks: list[Block] = []
    if options.picture != "bars":
        blocks += lights(result, tool, setting)
    if options.picture != "lights":
        blocks.append(bars(result, tool, setting))
    blocks += _left_out(result, tool, setting)
    about = " ".join(part for part in (tool.about, f"{tool.title}. {tool.source}") if part)
    return (*blocks, Paragraph((Text(about),), setting.place))


def _left_out(result: BiasFound, tool: BiasTool, setting: Setting) -> Iterator[Block]:
    if not result.missing:
        return
    whole = len(result.missing) + len(result.studies)
    words: list[Inline] = [
        Text(f"Not judged by {tool.name} here, {len(result.missing)} of {whole} studies: ")
    ]
    for number, id in enumerate(result.missing):
        words += [Text("; ")] if number else []
        words.append(setting.cited(setting.project.evidence[id]))
    yield Paragraph((*words, Text(".")), setting.place)


VIEW = View(options=BiasOptions, find=find, show=show, positional=("tool",))
