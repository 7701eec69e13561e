"""The pictures of risk of bias in their final words, each with its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.bias import BiasTool
from synth.charts.bias_bars import BarRow, BarsChart
from synth.charts.lights import Column, Level, LightRow, LightsChart
from synth.document import Figure, Inline, Paragraph, Table, Text
from synth.synthesis.bias_studies import (
    NOT_JUDGED,
    BiasFound,
    BiasStudy,
    counts,
    heads,
    levels_of,
    shares,
)
from synth.synthesis.footnotes import Footnotes
from synth.synthesis.view import Setting
from synth.wording import as_sentence

PART = 30
"""More studies than these are shown in several pictures, so that each fits a page."""

FEWEST = 3
"""Fewer studies than these have no bars: a bar that is full looks like much, and is one study."""


def lights(found: BiasFound, tool: BiasTool, setting: Setting) -> Iterator[Figure]:
    """A row of lights for each study, in parts, each with the table of its judgements.

    There is none where the tool has no column; its file is at fault then, and told of elsewhere.
    """
    if not heads(tool):
        return
    parts = [found.studies[start : start + PART] for start in range(0, len(found.studies), PART)]
    for number, part in enumerate(parts, 1):
        title = f"Risk of bias of each study, by {tool.name}"
        if len(parts) > 1:
            title += f", part {number} of {len(parts)}"
        yield Figure(
            _lights(part, tool, setting),
            alt_of_lights(part, tool),
            (Text(title),),
            setting.place,
            _table(part, tool, setting, f"{title}: the judgements"),
        )


def _lights(studies: Sequence[BiasStudy], tool: BiasTool, setting: Setting) -> LightsChart:
    evidence = setting.project.evidence
    return LightsChart(
        tuple(Column(head.letter, head.label, head.group) for head in heads(tool)),
        tuple(
            LightRow(setting.study(evidence[study.finding]), levels_of(study, tool), row)
            for row, study in enumerate(studies)
        ),
        _levels(tool),
        NOT_JUDGED,
    )


def _levels(tool: BiasTool) -> tuple[Level, ...]:
    return tuple(Level(each.label, each.letter.strip(), each.tone) for each in tool.judgements)


def _table(studies: Sequence[BiasStudy], tool: BiasTool, setting: Setting, title: str) -> Table:
    notes = Footnotes()
    head = [(Text("Study"),)]
    for each in heads(tool):
        group = f"{each.group}: " if each.group else ""
        head.append((Text(f"{each.letter}: {group}{each.label}"),))
    rows = tuple(
        (
            (setting.cited(setting.project.evidence[study.finding]),),
            *(
                _cell(tool, level, why, notes)
                for level, why in zip(levels_of(study, tool), study.whys, strict=True)
            ),
        )
        for study in studies
    )
    caption: tuple[Inline, ...] = (Text(title),)
    return Table(tuple(head), rows, caption, None, setting.place, notes=tuple(notes.notes))


def _cell(
    tool: BiasTool, level: int | None, why: str | None, notes: Footnotes
) -> tuple[Inline, ...]:
    words = Text(NOT_JUDGED if level is None else tool.judgements[level].label)
    if not why or not any(map(str.isalnum, why)):
        return (words,)
    return (words, notes.mark(as_sentence(why)))


def alt_of_lights(studies: Sequence[BiasStudy], tool: BiasTool) -> str:
    """What the lights show, the result first."""
    number = len(studies)
    start = f"Risk of bias of {number} {'study' if number == 1 else 'studies'} by {tool.name}"
    columns = heads(tool)
    if tool.overall:
        result = f"overall, {_told(counts(studies, tool, len(columns) - 1), tool)}"
    else:
        good = {i for i, each in enumerate(tool.judgements) if each.tone == "good"}
        clean = sum(set(levels_of(study, tool)) <= good for study in studies)
        verb = "is" if clean == 1 else "are"
        result = f"{clean} of {number} {verb} {_words(tool, ('good',))} in every domain"
    return f"{start}: {result}. {_worst(studies, tool)}"


def _worst(studies: Sequence[BiasStudy], tool: BiasTool) -> str:
    """In which domain most studies were judged badly."""
    bad = [i for i, each in enumerate(tool.judgements) if each.tone in ("bad", "worst")]
    words = _words(tool, ("bad", "worst"))
    if not bad or not tool.domains:
        return ""
    columns = [(head, counts(studies, tool, i)) for i, head in enumerate(heads(tool))]
    sums = [(sum(each[i] for i in bad), head) for head, each in columns[: len(tool.domains)]]
    most = max(count for count, _ in sums)
    if not most:
        return f"No domain of any study is judged {words}."
    where = [
        f"{head.label}{f' ({head.group.lower()})' if head.group else ''}"
        for count, head in sums
        if count == most
    ]
    return f"Most often {words}: {'; '.join(where)} ({most} of {len(studies)})."


def _words(tool: BiasTool, tones: Sequence[str]) -> str:
    return " or ".join(each.label.lower() for each in tool.judgements if each.tone in tones)


def _told(found: Sequence[int], tool: BiasTool) -> str:
    labels = [each.label.lower() for each in tool.judgements] + [NOT_JUDGED.lower()]
    return ", ".join(f"{n} {label}" for n, label in zip(found, labels, strict=True) if n)


def bars(found: BiasFound, tool: BiasTool, setting: Setting) -> Figure | Paragraph:
    """A bar for each domain, with the table of its numbers; where there is none, why."""
    if not heads(tool):
        return Paragraph((Text(f"No bars are drawn: {tool.name} has no domains."),), setting.place)
    if len(found.studies) < FEWEST:
        few = "one study" if len(found.studies) == 1 else "two studies"
        said = f"No bars are drawn: shares of {few} would mislead."
        said += " They are drawn from three studies on."
        return Paragraph((Text(said),), setting.place)
    title = f"Risk of bias across {len(found.studies)} studies, by {tool.name}"
    columns = heads(tool)
    counted = [counts(found.studies, tool, i) for i in range(len(columns))]
    weighed = [shares(found, tool, i) for i in range(len(columns))]
    names = [
        f"{head.label} ({head.group.lower()})" if head.group else head.label for head in columns
    ]
    labels = [*(each.label for each in tool.judgements), NOT_JUDGED]
    axis = "Share of the people in the studies" if found.weighed else "Share of the studies"
    chart = BarsChart(
        tuple(
            BarRow(
                name,
                share,
                tuple(f"{n} {label.lower()}" for n, label in zip(each, labels, strict=True)),
                row,
            )
            for row, (name, share, each) in enumerate(zip(names, weighed, counted, strict=True))
        ),
        _levels(tool),
        NOT_JUDGED,
        axis,
    )
    caption = f"{title}. {axis}; the numbers in the bars are studies."
    alt = f"{title}. " + " ".join(
        f"{name}: {_told(each, tool)}." for name, each in zip(names, counted, strict=True)
    )
    rows = [
        (
            (Text(name),),
            *((Text(_percent(n, share, setting)),) for n, share in zip(each, of, strict=True)),
        )
        for name, each, of in zip(names, counted, weighed, strict=True)
    ]
    table = Table(
        ((Text("Domain"),), *((Text(label),) for label in labels)),
        tuple(rows),
        (Text(f"{title}: studies, and {axis[0].lower()}{axis[1:]}"),),
        None,
        setting.place,
    )
    return Figure(chart, alt, (Text(caption),), setting.place, table)


def _percent(n: int, share: float, setting: Setting) -> str:
    return f"{n} ({setting.number(100 * share, 0)}%)"
