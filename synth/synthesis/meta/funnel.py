"""The view of a funnel plot: estimates against their standard errors, with Egger's test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from synth.document import Block, Figure, Inline, ListBlock, Paragraph, Table, Text
from synth.model import Evidence, Project
from synth.synthesis.meta.analysis import Beside, MetaAnalysis, analyse
from synth.synthesis.meta.asymmetry import FEWEST
from synth.synthesis.meta.finding_cautions import cautions_of_findings
from synth.synthesis.meta.findings import gather, study_of
from synth.synthesis.meta.measures import Measure
from synth.synthesis.meta.options import PoolOptions
from synth.synthesis.meta.pooling import Study
from synth.synthesis.meta.report import decimals_of
from synth.synthesis.meta.telling import Telling, egger_sentence
from synth.synthesis.view import Setting, SynthesisError, View

if TYPE_CHECKING:
    from synth.charts.funnel import FunnelPlot

CAVEAT = (
    "Small studies may show other effects for other reasons than that results went unpublished: "
    "other people, other methods, or chance (Cochrane Handbook, section 13.3.5)."
)


def find(findings: Sequence[Evidence], options: PoolOptions, project: Project) -> MetaAnalysis:
    """The findings pooled, with Egger's test.

    Raises SynthesisError for what should not be pooled, and for fewer than ten studies.
    """
    gathered = gather(findings, options.measure, project, exposures=options.mixed_exposures)
    refuse_few(len(gathered.usable))
    studies = [study_of(each, None, project) for each in gathered.usable]
    beside = Beside(egger=True)
    cautions = cautions_of_findings(gathered.usable, project)
    how = options.how()
    return analyse(studies, gathered.measure, how, beside, gathered.left_out, cautions)


def refuse_few(count: int) -> None:
    """Raises SynthesisError for so few studies that a funnel shows nothing."""
    if count < FEWEST:
        raise SynthesisError(
            f"a funnel plot wants {FEWEST} studies or more, and {count} can be pooled: with fewer "
            "chance cannot be told from asymmetry\n"
            "    Leave it out (Cochrane Handbook, section 13.3.5.4)."
        )


def show(analysis: MetaAnalysis, _: PoolOptions, setting: Setting) -> tuple[Block, ...]:
    """The plot with its data, and what Egger's test says."""
    telling = Telling.of(analysis, setting)
    assert analysis.egger is not None
    said = egger_sentence(analysis.egger, telling)
    figure = Figure(
        chart=_chart(analysis, telling),
        alt=f"Funnel plot of {analysis.pooled.k} studies. {said}",
        caption=(Text("Effects of small and of large studies"),),
        place=setting.place,
        data=_table(analysis, telling, setting),
    )
    paragraphs: list[Block] = [Paragraph((Text(f"{said} {CAVEAT}"),), setting.place)]
    if analysis.cautions:
        paragraphs.append(_list(analysis.cautions, setting))
    if analysis.left_out:
        paragraphs.append(Paragraph((Text("Left out:"),), setting.place))
        words = [f"{each.label}: {each.reason}." for each in analysis.left_out]
        paragraphs.append(_list(words, setting))
    return (figure, *paragraphs)


def _list(sentences: Sequence[str], setting: Setting) -> ListBlock:
    items = tuple((Paragraph((Text(each),), setting.place),) for each in sentences)
    return ListBlock(False, items, setting.place)


def _chart(analysis: MetaAnalysis, telling: Telling) -> FunnelPlot:
    from synth.charts.funnel import FunnelPlot, FunnelPoint  # brings what draws

    kind, egger = analysis.kind, analysis.egger
    points = tuple(
        FunnelPoint(each.label, each.yi, each.vi**0.5, row)
        for row, each in enumerate(analysis.studies)
    )
    return FunnelPlot(
        measure=kind.label[:1].upper() + kind.label[1:],
        points=points,
        pooled=analysis.pooled.estimate,
        scale="linear" if kind.scale == "identity" else kind.scale,
        null=None if kind.null is None else kind.pooled_scale(kind.null),
        egger=(egger.limit, egger.bias) if egger else None,
        spacing="spaced by Fisher’s z" if kind.scale == "fisher-z" else "",
        se_label=_error_label(kind),
        decimal="." if telling.setting.number(0.5, 1)[1] == "." else ",",
    )


def _error_label(kind: Measure) -> str:
    """What the standard errors are of, where it is not the effect as it is read."""
    match kind.scale:
        case "log":
            return f"Standard error of the log {kind.label}"
        case "fisher-z":
            return "Standard error of Fisher’s z"
        case "identity":
            return "Standard error"


def _table(analysis: MetaAnalysis, telling: Telling, setting: Setting) -> Table:
    def first(study: Study) -> tuple[Inline, ...]:
        evidence = setting.project.evidence.get(study.source)
        return (setting.cited(evidence),) if evidence else (Text(study.label),)

    errors = [each.vi**0.5 for each in analysis.studies]
    decimals = decimals_of(errors)
    head = ("Study", analysis.kind.label.capitalize(), _error_label(analysis.kind))
    return Table(
        head=tuple((Text(each),) for each in head),
        rows=tuple(
            (first(each), (Text(telling.value(each.yi)),), (Text(telling.number(se, decimals)),))
            for each, se in zip(analysis.studies, errors, strict=True)
        ),
        caption=(),
        number=None,
        place=setting.place,
    )


VIEW = View(options=PoolOptions, find=find, show=show, positional=("outcome", "exposure"))
