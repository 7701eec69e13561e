"""The table of `synth evidence meta`: the options that name its columns, and what it comes to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from synth.problems import ProjectError

if TYPE_CHECKING:
    from synth.load.effects_file import EffectsTable
    from synth.load.effects_studies import Asked
    from synth.synthesis.meta.analysis import MetaAnalysis

COLUMNS = {
    "yi": ("--yi", "Effects, on the scale on which they are pooled: logarithms for ratios."),
    "vi": ("--vi", "Their sampling variances."),
    "se": ("--se", "Their standard errors, on the scale on which they are pooled."),
    "estimate": ("--estimate", "Effects as published: ratios, not their logarithms."),
    "ci_low": ("--ci-low", "The lower end of their intervals."),
    "ci_high": ("--ci-high", "The upper end of their intervals."),
    "ai": ("--ai", "Group 1: people with the event."),
    "bi": ("--bi", "Group 1: people without it."),
    "ci": ("--ci", "Group 2: people with the event."),
    "di": ("--di", "Group 2: people without it."),
    "n1i": ("--n1i", "People in group 1."),
    "n2i": ("--n2i", "People in group 2."),
    "m1i": ("--m1i", "The mean of group 1."),
    "sd1i": ("--sd1i", "The standard deviation of group 1."),
    "m2i": ("--m2i", "The mean of group 2."),
    "sd2i": ("--sd2i", "The standard deviation of group 2."),
    "ri": ("--ri", "Correlations."),
    "ni": ("--ni", "People in each study, for correlations."),
}
"""The options that name a column, by the part that it plays."""


def analysis_of(data: Path, given: dict[str, Any]) -> MetaAnalysis:
    """The studies of a table pooled, as the options ask for.

    Raises FaultyFileError, SynthesisError or ProjectError, with what is wrong.
    """
    from synth.load.effects_alike import measure_of, refuse_mixed, refuse_ratios, unnamed
    from synth.load.effects_file import read_effects, refuse
    from synth.load.effects_studies import form_of, read_studies
    from synth.synthesis.meta.analysis import Beside, analyse
    from synth.synthesis.meta.funnel import refuse_few
    from synth.synthesis.meta.pooling import How

    table = read_effects(data)
    for condition in given["where"]:
        column, equals, value = condition.partition("=")
        if not equals:
            raise ProjectError(
                f'"{condition}" is no condition\n    Write COLUMN=VALUE, such as country=UK.'
            )
        table = table.only(column, value.strip())
    asked = _asked(given, table)
    kind = measure_of(table, given["measure"])
    refuse_mixed(table, kind, asked.by, exposures=given["mixed_exposures"])
    refuse([*unnamed(table)])
    if given["measure"] is None and kind.id == "GEN":
        refuse_ratios(table, asked.columns)
    form = form_of(asked, kind, {part: option for part, (option, _) in COLUMNS.items()})
    studies, left_out = read_studies(table, form, kind, asked)
    how = How(given["method"], given["test"], given["level"])
    if given["funnel"]:
        refuse_few(len(studies))
    egger = given["egger"] or given["funnel"]
    beside = Beside(asked.by is not None, given["leave_one_out"], egger)
    return analyse(studies, kind.id, how, beside, left_out)


def _asked(given: dict[str, Any], table: EffectsTable) -> Asked:
    """What the options say of the table; where they name no column, its own names do."""
    from synth.load.effects_studies import Asked, columns_found

    named = {part: column for part in COLUMNS if (column := given[part]) is not None}
    columns = named or columns_found(table)
    if not columns:
        raise ProjectError(
            f"{table.name}: which columns have the effects, and which say how sure they are?\n"
            "    For published estimates with intervals: --estimate COLUMN --ci-low COLUMN "
            "--ci-high COLUMN. For other tables see `synth evidence meta --help`.\n"
            f"    {table.columns}"
        )
    for column in (*columns.values(), *given["study"], *filter(None, [given["by"]])):
        table.index(column)
    twice = next((each for each in columns.values() if [*columns.values()].count(each) > 1), None)
    if twice is not None:
        raise ProjectError(
            f'the column "{twice}" is named for two things\n    Name each column once.'
        )
    return Asked(columns, given["study"], given["by"], given["interval_level"], given["drop00"])
