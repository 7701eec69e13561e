"""The view of a meta-analysis: findings pooled, in words, with a forest plot and its data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.document import Block, Inline, ListBlock, Paragraph, Table, Text
from synth.model import Evidence, Project
from synth.synthesis.meta.analysis import Beside, MetaAnalysis, analyse
from synth.synthesis.meta.finding_cautions import cautions_of_findings
from synth.synthesis.meta.findings import Gathered, gather, study_of
from synth.synthesis.meta.forest import Naming, forest_figures
from synth.synthesis.meta.options import GROUPS, MetaOptions, PoolOptions
from synth.synthesis.meta.pooling import Pooled, Study
from synth.synthesis.meta.telling import (
    Telling,
    Topic,
    between_sentence,
    egger_sentence,
    heterogeneity_sentence,
    prediction_sentence,
    result_sentence,
)
from synth.synthesis.view import Setting, View


def find(findings: Sequence[Evidence], options: MetaOptions, project: Project) -> MetaAnalysis:
    """The findings pooled. Raises SynthesisError for what should not be pooled."""
    how = options.how()
    mixed = options.mixed_exposures or options.by == "exposure"
    gathered = gather(findings, options.measure, project, exposures=mixed)
    beside = Beside(options.by is not None, options.leave_one_out, options.egger)
    studies = _studies(gathered, options, project)
    cautions = cautions_of_findings(gathered.usable, project)
    return analyse(studies, gathered.measure, how, beside, gathered.left_out, cautions)


def _studies(gathered: Gathered, options: MetaOptions, project: Project) -> list[Study]:
    group = GROUPS[options.by] if options.by else None
    return [
        study_of(each, group(each.evidence) if group else None, project) for each in gathered.usable
    ]


def show(analysis: MetaAnalysis, _: PoolOptions, setting: Setting) -> tuple[Block, ...]:
    """A sentence, the plot with its data, how far the studies differ, and the cautions."""
    telling = Telling.of(analysis, setting)

    def name(study: Study) -> tuple[Inline, ...]:
        evidence = setting.project.evidence.get(study.source)
        return (setting.cited(evidence),) if evidence else (Text(study.label),)

    return tuple(_blocks(analysis, _topic(analysis, setting), telling, name))


def _topic(analysis: MetaAnalysis, setting: Setting) -> Topic:
    """What the findings are about; nothing for studies that are of no project."""
    found = [setting.project.evidence.get(each.source) for each in analysis.studies]
    first = next((each.finding for each in found if each is not None), None)
    if first is None:
        return Topic()
    exposures = {each.finding.exposure for each in found if each is not None}
    exposure = setting.exposure(first.exposure) if exposures == {first.exposure} else ""
    return Topic(_lower(setting.outcome(first.outcome)), _lower(exposure if first.exposure else ""))


def _blocks(
    analysis: MetaAnalysis, topic: Topic, telling: Telling, name: Naming
) -> Iterator[Block]:
    place = telling.setting.place

    def said(*sentences: str) -> Paragraph:
        return Paragraph((Text(" ".join(each for each in sentences if each)),), place)

    yield said(result_sentence(analysis, topic, telling), prediction_sentence(analysis, telling))
    yield from forest_figures(analysis, topic, telling, name)
    yield said(heterogeneity_sentence(analysis, telling))
    if analysis.subgroups is not None:
        yield said(between_sentence(analysis.subgroups.separate, telling))
    if analysis.without is not None:
        rows = [(each.study, each.pooled) for each in analysis.without]
        yield _pooled_table("Without each study in turn", "Left out", rows, telling)
    if analysis.egger is not None:
        yield said(egger_sentence(analysis.egger, telling))
    if analysis.cautions:
        yield _list(analysis.cautions, telling)
    if analysis.left_out:
        yield said("Left out:")
        yield _list([f"{each.label}: {each.reason}." for each in analysis.left_out], telling)


def _list(sentences: Sequence[str], telling: Telling) -> ListBlock:
    place = telling.setting.place
    return ListBlock(False, tuple((Paragraph((Text(each),), place),) for each in sentences), place)


def _pooled_table(
    caption: str, first: str, rows: Sequence[tuple[str, Pooled]], telling: Telling
) -> Table:
    def row(label: str, pooled: Pooled) -> tuple[str, ...]:
        ends = telling.effect(pooled.estimate, pooled.ci_low, pooled.ci_high)
        return (label, ends, telling.share(pooled.i2))

    head = (first, telling.interval_head, "I²")
    return Table(
        head=tuple((Text(each),) for each in head),
        rows=tuple(tuple((Text(cell),) for cell in row(*each)) for each in rows),
        caption=(Text(caption),),
        number=None,
        place=telling.setting.place,
    )


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


VIEW = View(options=MetaOptions, find=find, show=show, positional=("outcome", "exposure"))
