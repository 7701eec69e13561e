"""The evidence table: a row for each finding, tied to it, under the columns that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from synth.document import Block, Facet, Inline, NoteMark, RowGroup, Table, Text, note_letter
from synth.model import Evidence
from synth.synthesis.scales import scale_of
from synth.synthesis.table.cells import HEADS, NOT_KNOWN, Cells
from synth.synthesis.table.rows import (
    COLUMNS,
    Column,
    EvidenceTable,
    Group,
    Grouping,
    TableOptions,
    arranged,
    find,
)
from synth.synthesis.view import Setting, SynthesisError, View
from synth.synthesis.ways import WAYS, findings, studies, studies_of
from synth.wording import listed, plain_words, short_name

_MANY = 2
"""A caption names this many outcomes and counts more."""
_LONG = 8
"""From so many rows on, readers can narrow a table."""


def show(result: EvidenceTable, options: TableOptions, setting: Setting) -> tuple[Block, ...]:
    """The table. Raises SynthesisError where a rating is asked for that nothing says."""
    framework = options.framework or setting.audience.framework
    evidence = [setting.project.evidence[row.finding] for row in result.rows]
    if framework != options.framework and {"rating", "-rating"} & set(options.sort):
        result = arranged(evidence, options, setting.project, framework)
        evidence = [setting.project.evidence[row.finding] for row in result.rows]
    columns = _columns(options, framework, setting)
    seen = {*columns, options.group}
    several = len({row.outcome for row in result.rows}) > 1
    cells = Cells(
        setting,
        framework,
        own_scale=options.framework is None,
        names_outcome="outcome" not in seen and several,
        names_exposure="exposure" not in seen,
    )
    shown = [column for column in columns if column not in ("study", "finding")]
    notes = _notes(shown, evidence, setting)
    return (
        Table(
            head=_head(columns, shown, framework, setting, notes),
            rows=tuple(
                (
                    cells.first(each, "finding" in columns, "rating" in columns),
                    *(cells.cell(column, each) for column in shown),
                )
                for each in evidence
            ),
            caption=_caption(result, options, setting),
            number=None,
            place=setting.place,
            groups=tuple(_heading(group, options.group, setting) for group in result.groups),
            facets=_facets(evidence, setting),
            notes=tuple((Text(words),) for words in notes.values()),
        ),
    )


def _columns(options: TableOptions, framework: str | None, setting: Setting) -> tuple[Column, ...]:
    """The columns to show; of the usual ones, those that say something beside the headings."""
    if options.columns != COLUMNS:
        if "rating" in options.columns and framework is None:
            raise SynthesisError(
                f"{setting.audience.name} have no rating scale of their own\n"
                f"    Name one: framework={sorted(setting.project.frameworks)[0]}, for example."
            )
        return options.columns
    needless = {options.group, *(() if framework else ("rating",))}
    return tuple(column for column in COLUMNS if column not in needless)


def _head(
    columns: Sequence[Column],
    shown: Sequence[Column],
    framework: str | None,
    setting: Setting,
    notes: Mapping[Column, str],
) -> tuple[tuple[Inline, ...], ...]:
    """The head row; a column with a note below the table has the note's letter."""
    marks = {column: note_letter(index) for index, column in enumerate(notes)}
    names = dict(HEADS)
    if "finding" in columns:
        names["study"] = "Study, and what it found"
    if framework is not None:
        scale = scale_of(framework, setting.project)
        names["rating"] = f"How sure ({scale.short or scale.title})"
    return tuple(
        (Text(names[column]), *((NoteMark(marks[column]),) if column in marks else ()))
        for column in ("study", *shown)
    )


def _notes(
    shown: Sequence[Column], evidence: Sequence[Evidence], setting: Setting
) -> Mapping[Column, str]:
    """What a reader should know of a column, in the order of the columns."""
    notes: dict[Column, str] = {}
    if told := _second_hand(evidence, setting):
        notes["study"] = told
    if "direction" in shown:
        notes["direction"] = (
            "Which way the outcome goes where there is more of what it is set against. “As hoped” "
            "is by what people wish for this outcome. It says nothing of cause."
        )
    return notes


def _second_hand(evidence: Sequence[Evidence], setting: Setting) -> str:
    """How many of the studies were not read themselves, and where they are told of."""
    told = [each for each in evidence if each.record.second_hand]
    count, whole = len(studies_of(told)), len(studies_of(evidence))
    if not count:
        return ""
    works = dict.fromkeys(each.record.via for each in told if each.record.via)
    references = [setting.project.references.get(work) for work in works]
    names = listed([short_name(each.item) for each in references if each])
    if count == whole:
        every = {1: "The one study here was", 2: "Both studies were"}
        first = every.get(count, f"All {count} studies were")
    else:
        first = f"{count} of the {whole} studies {'was' if count == 1 else 'were'}"
    return f"{first} read second-hand, in {names}." if names else f"{first} read second-hand."


def _caption(result: EvidenceTable, options: TableOptions, setting: Setting) -> tuple[Inline, ...]:
    if options.caption is not None:
        return (Text(options.caption),) if options.caption.strip() else ()
    outcomes = list(dict.fromkeys(row.outcome for row in result.rows))
    counts = _counted(result)
    if len(outcomes) > _MANY:
        return (Text(f"{counts}, on {len(outcomes)} outcomes"),)
    names = "; ".join(setting.outcome(outcome) for outcome in outcomes)
    return (Text(f"{names}: {counts}"),)


def _counted(whole: EvidenceTable | Group) -> str:
    """What there is of each: `4 findings of 3 studies and 2 other statements`."""
    other = whole.findings - whole.results
    if not whole.results:
        return "1 statement, no result" if other == 1 else f"{other} statements, none a result"
    results = f"{findings(whole.results)} of {studies(whole.studies)}"
    if not other:
        return results
    return f"{results} and {'1 other statement' if other == 1 else f'{other} other statements'}"


# ── headings and filters ────────────────────────────────────────────────────────────


def _heading(group: Group, by: Grouping | None, setting: Setting) -> RowGroup:
    """The words of a heading: what its rows have in common, and how many studies they are of."""
    name = _NAMES[by](group.values, setting) if by and group.values else _UNKNOWN[by or "country"]
    return RowGroup(group.first, (Text(f"{name[0].upper()}{name[1:]} ({_counted(group)})"),))


_NAMES: Mapping[Grouping, Callable[[tuple[str, ...], Setting], str]] = {
    "exposure": lambda values, setting: setting.exposure(values[0]),
    "outcome": lambda values, setting: setting.outcome(values[0]),
    "design": lambda values, setting: setting.design(values[0]),
    "country": lambda values, setting: listed(sorted(setting.country(code) for code in values)),
    "direction": lambda values, _: WAYS[values[0]],  # type: ignore[index]
}
_UNKNOWN: Mapping[Grouping, str] = {
    "exposure": "nothing it is set against",
    "outcome": "outcome not known",
    "design": "kind of study not known",
    "country": "country not known",
    "direction": "no direction told",
}


def _facets(evidence: Sequence[Evidence], setting: Setting) -> tuple[Facet, ...]:
    """What the rows of a long table can be narrowed by, with the values of each row."""
    if len(evidence) < _LONG:
        return ()
    unknown = (NOT_KNOWN,)
    every = (
        Facet(
            "Country",
            tuple(
                tuple(sorted(setting.country(code) for code in each.record.countries)) or unknown
                for each in evidence
            ),
        ),
        Facet("Kind of study", tuple((setting.design(each.record.design),) for each in evidence)),
        Facet(
            "Who was studied",
            tuple(
                (plain_words(each.record.population or NOT_KNOWN, setting.audience),)
                for each in evidence
            ),
        ),
    )
    return tuple(facet for facet in every if len(set(facet.values)) > 1)


VIEW = View(options=TableOptions, find=find, show=show, positional=("outcome",))
