"""Ratings side by side: each finding or study in each framework, in that framework's own words.

Nothing is converted: a level of one scale says nothing of the levels of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from synth.document import Badge, Block, Inline, Paragraph, Table, Text
from synth.model import Evidence, Framework, Judgement, Project
from synth.synthesis.footnotes import Footnotes
from synth.synthesis.view import Narrow, Setting, SynthesisError, UnknownWordError, View
from synth.wording import as_sentence, level_of, mid_sentence, plain_words

By = Literal["finding", "study"]

NOT_CONVERTED = (
    "Each scale is shown in its own words. They rate different things, and a level of one is not "
    "converted into a level of another."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsOptions(Narrow):
    """What is rated, and on which scales."""

    frameworks: tuple[str, ...] = field(
        default=(), metadata={"help": "Only these frameworks, in this order; else all in use."}
    )
    by: By = field(default="finding", metadata={"help": "One row for each finding or study."})
    rated: bool = field(
        default=False, metadata={"help": "Only what is rated in one at least; the rest is counted."}
    )


@dataclass(frozen=True, slots=True)
class RatedAs:
    """A rating in one framework: its level, that level's words, rank and reason; None unrated."""

    framework: str
    label: str
    level: str | int | None = None
    rank: int = 0
    steps: int = 0
    dots: bool = True
    why: str | None = None


@dataclass(frozen=True, slots=True)
class RatingsRow:
    """One finding, or one study by its first finding, with a rating for each framework."""

    finding: str
    ratings: tuple[RatedAs, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """The frameworks of the columns, the rows, and how many unrated ones were left out."""

    frameworks: tuple[str, ...]
    by: By
    rows: tuple[RatingsRow, ...]
    left_out: int = 0


def find(findings: Sequence[Evidence], options: RatingsOptions, project: Project) -> Ratings:
    """The ratings. Raises SynthesisError for an unknown framework, or where nothing is rated."""
    for name in options.frameworks:
        if name not in project.frameworks:
            raise UnknownWordError.among("framework", name, sorted(project.frameworks))
    asked = options.frameworks or tuple(
        name
        for name in project.frameworks
        if any(_judged(each, name, options.by) for each in findings)
    )
    if not asked:
        raise SynthesisError(
            "none of these findings is rated in any framework\n"
            "    Add `appraisal` to their records, or name frameworks=... to show that."
        )
    rows = tuple(
        RatingsRow(
            each.id, tuple(_rated(_judged(each, name, options.by), name, project) for name in asked)
        )
        for each in _each(findings, options.by)
    )
    rated = tuple(row for row in rows if any(each.level is not None for each in row.ratings))
    kept = rated if options.rated else rows
    return Ratings(asked, options.by, kept, len(rows) - len(kept))


def _each(findings: Sequence[Evidence], by: By) -> Iterator[Evidence]:
    seen: set[int] = set()
    for each in findings:
        if by == "finding" or id(each.record) not in seen:
            yield each
        seen.add(id(each.record))


def _judged(each: Evidence, framework: str, by: By) -> Judgement | None:
    """A finding's own rating, else its study's; of a study, its own alone."""
    return each.judgement(framework) if by == "finding" else each.record.appraisal.get(framework)


def _rated(judged: Judgement | None, name: str, project: Project) -> RatedAs:
    framework = project.frameworks[name]
    if judged is None or framework.rank(judged.level) is None:
        return RatedAs(name, framework.unrated, steps=len(framework.levels))
    return RatedAs(
        name,
        level_of(framework, judged.level).label,
        judged.level,
        framework.rank(judged.level) or 0,
        len(framework.levels),
        framework.dots,
        judged.why,
    )


def show(ratings: Ratings, _: RatingsOptions, setting: Setting) -> tuple[Block, ...]:
    """A table with a column for each framework, each reason a lettered note below it."""
    notes = Footnotes()
    project = setting.project
    titles = [project.frameworks[name] for name in ratings.frameworks]
    first = "Finding" if ratings.by == "finding" else "Study"
    heads = [(Text(each.short or each.title), notes.mark(_about(each))) for each in titles]
    subjects = Counter(_subject(row, setting) for row in ratings.rows)
    rows = tuple(
        (_name(row, ratings.by, setting, subjects), *(_cell(rated, notes) for rated in row.ratings))
        for row in ratings.rows
    )
    table = Table(
        head=((Text(first),), *heads),
        rows=rows,
        caption=(Text("Ratings side by side"),),
        number=None,
        place=setting.place,
        notes=tuple(notes.notes),
    )
    return (table, *(Paragraph((Text(said),), setting.place) for said in _said(ratings)))


def _said(ratings: Ratings) -> Iterator[str]:
    yield NOT_CONVERTED
    if ratings.left_out:
        all_of_them = ratings.left_out + len(ratings.rows)
        what = "findings" if ratings.by == "finding" else "studies"
        verb = "is" if ratings.left_out == 1 else "are"
        yield f"{ratings.left_out} of {all_of_them} {what} {verb} not rated, and not shown here."


def _about(framework: Framework) -> str:
    """What a framework is, where it comes from, and what its ratings mean."""
    about = f" {as_sentence(framework.about)}" if framework.about else ""
    return f"{as_sentence(f'{framework.title}: {framework.source}')}{about}"


def _name(
    row: RatingsRow, by: By, setting: Setting, subjects: Mapping[tuple[str, str], int]
) -> tuple[Inline, ...]:
    """A row by its study and subject; by what was found, where a study has others on the same."""
    each = setting.project.evidence[row.finding]
    if by == "study":
        return (setting.cited(each),)
    subject = _subject(row, setting)
    words = mid_sentence(subject[1])
    if subjects[subject] > 1:
        words = plain_words(each.finding.statement, setting.audience).rstrip(".")
    return (setting.cited(each, Text(f": {words}")),)


def _subject(row: RatingsRow, setting: Setting) -> tuple[str, str]:
    each = setting.project.evidence[row.finding]
    exposure = f", {mid_sentence(setting.exposure(each.finding.exposure))}"
    about = setting.outcome(each.finding.outcome) + (exposure if each.finding.exposure else "")
    return each.reference, about


def _cell(rated: RatedAs, notes: Footnotes) -> tuple[Inline, ...]:
    if rated.level is None:
        return (Text(rated.label),)
    shown = Badge(rated.label, rated.rank, rated.steps) if rated.dots else Text(rated.label)
    why = as_sentence(rated.why or "")
    return (shown, notes.mark(why)) if why else (shown,)


VIEW = View(RatingsOptions, find, show, positional=("frameworks",))
