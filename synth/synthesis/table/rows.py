"""The rows of an evidence table: which findings, in which order, under which headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, TypeAlias, get_args

from synth.model import Basis, Direction, Effect, Evidence, Limit, Project, Reading
from synth.synthesis.scales import scale_of
from synth.synthesis.view import Narrow, SynthesisError
from synth.synthesis.ways import WAYS, hoped_for, studies_of
from synth.wording import country_name, short_name

Column = Literal[
    "study", "finding", "country", "design", "sample", "population", "period", "exposure",
    "outcome", "direction", "effect", "rating", "limits", "read",
]  # fmt: skip
Grouping = Literal["exposure", "outcome", "design", "country", "direction"]
Sorting = Literal[
    "study", "year", "country", "design", "sample", "direction", "rating",
    "-study", "-year", "-country", "-design", "-sample", "-direction", "-rating",
]  # fmt: skip
Key: TypeAlias = str | float | None

COLUMNS: tuple[Column, ...] = (
    "study", "finding", "country", "design", "direction", "rating", "limits",
)  # fmt: skip
"""What is shown where nothing else is asked for: it fits a sheet of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions(Narrow):
    """What an evidence table shows. The first cell of a row is always its study."""

    columns: tuple[Column, ...] = field(
        default=COLUMNS, metadata={"help": f"The columns, of {', '.join(get_args(Column))}."}
    )
    group: Grouping | None = field(
        default=None, metadata={"help": "Rows of one kind under a heading."}
    )
    sort: tuple[Sorting, ...] = field(
        default=("study",), metadata={"help": "The order of the rows; -year: the newest first."}
    )
    framework: str | None = field(
        default=None, metadata={"help": "The rating scale, if not the one of the audience."}
    )
    caption: str | None = field(
        default=None, metadata={"help": "The heading of the table; empty for none."}
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as its row tells it; `ratings` are its levels by their frameworks.

    `year` is that of publication. `hoped_for` says whether the outcome moves the way that people
    hope for; None where that cannot be said.
    """

    finding: str
    study: str
    year: int | None
    statement: str
    basis: Basis
    countries: tuple[str, ...]
    design: str | None
    sample: int | None
    population: str | None
    period: str | None
    exposure: str | None
    outcome: str
    direction: Direction | None
    hoped_for: bool | None
    effect: Effect
    ratings: Mapping[str, str | int]
    limits: tuple[Limit, ...]
    read: Reading
    via: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that stands before row `first`; no values where they are not known.

    Of its findings so many are results of studies, and of so many studies.
    """

    first: int
    values: tuple[str, ...]
    findings: int
    results: int
    studies: int


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """The rows in their order, with the headings among them, and how many there are of each."""

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    findings: int
    results: int
    studies: int


def find(evidence: Sequence[Evidence], options: TableOptions, project: Project) -> EvidenceTable:
    """The rows of a table. Raises SynthesisError for what no table can have.

    Where rows are to be sorted by a rating and no framework is named, that key waits for the
    audience: `arranged` is called again with its framework.
    """
    _check(options, project)
    return arranged(evidence, options, project, options.framework)


def arranged(
    evidence: Sequence[Evidence], options: TableOptions, project: Project, framework: str | None
) -> EvidenceTable:
    """The rows in the order asked for; a key that is not known comes last, whichever the order."""
    ordered = _sorted(evidence, options.sort, project, framework)
    if options.group is None:
        groups: tuple[Group, ...] = ()
    else:
        values = GROUPS[options.group]
        place = _order(options.group, project)
        ordered.sort(key=lambda each: (not values(each), place(values(each))))
        groups = tuple(_groups(ordered, values))
    rows = tuple(_row(each, project) for each in ordered)
    return EvidenceTable(rows, groups, *_counts(ordered))


def _check(options: TableOptions, project: Project) -> None:
    for name in ("columns", "sort"):
        words: tuple[str, ...] = getattr(options, name)
        twice = next((word for word in words if words.count(word) > 1), None)
        if not words or twice is not None:
            what = f"“{twice}” stands twice" if twice else "nothing is named"
            raise SynthesisError(f'{what} in "{name}"\n    Name each once, and at least one.')
    if options.framework is not None:
        scale_of(options.framework, project)


# ── order ───────────────────────────────────────────────────────────────────────────


def _sorted(
    evidence: Sequence[Evidence],
    keys: Sequence[Sorting],
    project: Project,
    framework: str | None,
) -> list[Evidence]:
    """By the first key, then by the next; sorted from the last, as sorting is stable."""
    ordered = list(evidence)
    for name in reversed(keys):
        told = {
            id(each): _key(name.removeprefix("-"), each, project, framework) for each in ordered
        }
        known = [each for each in ordered if told[id(each)] is not None]
        unknown = [each for each in ordered if told[id(each)] is None]
        known.sort(key=lambda each, told=told: told[id(each)], reverse=name.startswith("-"))  # type: ignore[misc]
        ordered = [*known, *unknown]
    return ordered


def _key(name: str, each: Evidence, project: Project, framework: str | None) -> Key:
    """What a row is sorted by; None where it is not known."""
    match name:
        case "year":
            return _year(each, project)
        case "country":
            return ", ".join(_names(each.record.countries)) or None
        case "design":
            return _index([term.id for term in project.vocabulary.designs], each.record.design)
        case "sample":
            return each.record.sample
        case "direction":
            return _index(list(WAYS), each.finding.direction)
        case "rating":
            return _rank(each, project, framework)
        case _:
            return _study(each, project).casefold()


def _rank(each: Evidence, project: Project, framework: str | None) -> int | None:
    judgement = each.judgement(framework) if framework else None
    if judgement is None or framework is None or each.finding.basis != "result":
        return None
    return project.frameworks[framework].rank(judgement.level)


def _index(known: Sequence[str], word: str | None) -> int | None:
    return known.index(word) if word in known else None


def _names(countries: Sequence[str]) -> list[str]:
    """The names of countries in English, in their order: rows stand alike for all readers."""
    return sorted(country_name(code, "en-GB") for code in countries)


# ── groups ──────────────────────────────────────────────────────────────────────────


GROUPS: Mapping[Grouping, Callable[[Evidence], tuple[str, ...]]] = {
    "exposure": lambda each: (each.finding.exposure,) if each.finding.exposure else (),
    "outcome": lambda each: (each.finding.outcome,),
    "design": lambda each: (each.record.design,) if each.record.design else (),
    "country": lambda each: tuple(sorted(set(each.record.countries))),
    "direction": lambda each: (each.finding.direction,) if each.finding.direction else (),
}
"""What a finding is grouped by. A study of two countries stands under both names together."""


def _order(group: Grouping, project: Project) -> Callable[[tuple[str, ...]], Any]:
    """How the groups are sorted: as the vocabulary lists them, countries by their names."""
    if group == "country":
        return lambda values: (_names(values), values)
    vocabulary = project.vocabulary
    terms: Mapping[str, Sequence[str]] = {
        "exposure": [term.id for term in vocabulary.exposures],
        "outcome": [term.id for term in vocabulary.outcomes],
        "design": [term.id for term in vocabulary.designs],
        "direction": list(WAYS),
    }
    known = terms[group]
    return lambda values: (
        [known.index(word) if word in known else len(known) for word in values],
        values,
    )


def _groups(
    ordered: Sequence[Evidence], values: Callable[[Evidence], tuple[str, ...]]
) -> Iterator[Group]:
    first = 0
    for value, members in groupby(ordered, values):
        inside = list(members)
        yield Group(first, value, *_counts(inside))
        first += len(inside)


def _counts(evidence: Sequence[Evidence]) -> tuple[int, int, int]:
    """How many findings, how many of them results, and of how many studies these are."""
    results = sum(each.finding.basis == "result" for each in evidence)
    return len(evidence), results, len(studies_of(evidence))


# ── rows ────────────────────────────────────────────────────────────────────────────


def _row(each: Evidence, project: Project) -> Row:
    finding, record = each.finding, each.record
    judged = {**record.appraisal, **finding.appraisal} if finding.basis == "result" else {}
    return Row(
        each.id,
        _study(each, project),
        _year(each, project),
        finding.statement,
        finding.basis,
        record.countries,
        record.design,
        record.sample,
        record.population,
        record.period,
        finding.exposure,
        finding.outcome,
        finding.direction,
        hoped_for(each, project),
        finding.effect,
        {name: judgement.level for name, judgement in judged.items()},
        limits_of(each),
        record.read,
        record.via,
    )


def limits_of(each: Evidence) -> tuple[Limit, ...]:
    """The limits of a finding and its study, major ones first, then the finding's own."""
    every = (*each.finding.limits, *each.record.limits)
    return tuple(sorted(every, key=lambda limit: limit.severity != "major"))


def _study(each: Evidence, project: Project) -> str:
    reference = project.references.get(each.reference)
    return short_name(reference.item) if reference else each.reference


def _year(each: Evidence, project: Project) -> int | None:
    reference = project.references.get(each.reference)
    parts = ((reference.item.get("issued") or {}).get("date-parts") or [[]]) if reference else [[]]
    return int(parts[0][0]) if parts[0] and str(parts[0][0]).isdigit() else None
