"""Whether the rows of a table of effects are about the same thing, as far as its columns say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synth.exchange.tables.rows import Row
from synth.load.effects_file import EffectsTable, numbers
from synth.problems import Problem, error
from synth.synthesis.meta.effect_sizes import like_a_ratio
from synth.synthesis.meta.measures import Measure, measure, measure_of_metric
from synth.synthesis.view import SynthesisError

_MEASURE = ("measure", "metric")
_SUBJECT = ("outcome", "outcomes", "exposure")
_UNIT = ("unit", "units")


def measure_of(table: EffectsTable, asked: str | None) -> Measure:
    """The measure that was asked for, else the one that the table names, else GEN.

    Raises SynthesisError where the table names several, or another than was asked for.
    """
    column = _column(table, _MEASURE)
    named = _values(table, column) if column else {}
    kinds = {kind.id if (kind := measure_of_metric(word)) else word for word in named.values()}
    if column is None or not kinds:
        return measure(asked or "GEN")
    if len(kinds) > 1:
        raise SynthesisError(_mixed(table, column, "measure", named))
    found = measure_of_metric(next(iter(named.values())))
    if found is None:
        return measure(asked or "GEN")
    if asked is not None and asked != found.id:
        raise SynthesisError(
            f'{table.name}: the column "{column}" says {found.id}, and {asked} is asked for\n'
            f"    Say --measure {found.id}, or correct the column."
        )
    return found


def refuse_mixed(
    table: EffectsTable, kind: Measure, by: str | None, *, exposures: bool = False
) -> None:
    """Raises SynthesisError where the rows are of several outcomes, exposures or units.

    `by` is the column of groups, which may differ. `exposures` allows different exposures.
    """
    names = (*_SUBJECT, *(_UNIT if kind.id in ("MD", "GEN") else ()))
    for name in names:
        column = _column(table, (name,))
        if column is None or column == by or (exposures and name == "exposure"):
            continue
        named = _values(table, column)
        if len(named) > 1:
            raise SynthesisError(_mixed(table, column, name.removesuffix("s"), named))


def refuse_ratios(table: EffectsTable, columns: Mapping[str, str]) -> None:
    """Raises SynthesisError for estimates that look like ratios, where no measure is named.

    They would be pooled as they stand, and tested against 0.
    """
    parts = ("estimate", "ci_low", "ci_high")
    if set(columns) != set(parts):
        return
    names = [columns[part] for part in parts]
    rows = [row for row in numbers(table, names) if isinstance(row, Mapping)]
    alike = sum(like_a_ratio(*(row[name] for name in names)) for row in rows)
    if 2 * alike > len(rows):
        raise SynthesisError(
            f"{table.name}: of which measure? {alike} of {len(rows)} estimates look like ratios\n"
            "    Say --measure OR or --measure RR; if they are no ratios, --measure GEN."
        )


def unnamed(table: EffectsTable) -> Iterator[Problem]:
    """The rows that do not say of which measure or outcome they are, where others do."""
    for names in (_MEASURE, _SUBJECT):
        column = _column(table, names)
        if column is None or not _values(table, column):
            continue
        for row in table.rows:
            if not table.cell(row, column):
                yield _blank(table, row, column)


def _blank(table: EffectsTable, row: Row, column: str) -> Problem:
    return error(
        "wrong-value",
        f'this row has nothing in the column "{column}", and others have',
        table.place(row, column),
        "Write what the row is of, or leave the row out.",
    )


def _column(table: EffectsTable, names: tuple[str, ...]) -> str | None:
    return next((each for each in table.head if each.casefold() in names), None)


def _values(table: EffectsTable, column: str) -> dict[str, str]:
    """What stands in a column, each once as first written; capitals make no difference."""
    found: dict[str, str] = {}
    for row in table.rows:
        if cell := table.cell(row, column):
            found.setdefault(cell.casefold(), cell)
    return found


def _mixed(table: EffectsTable, column: str, what: str, named: dict[str, str]) -> str:
    several = list(named.values())
    return (
        f"{table.name}: the rows have different {what}s ({', '.join(several[:5])}), which should "
        f'not be pooled\n    Pool one at a time: --where "{column}={several[0]}".'
    )
