"""From a table of effects to the studies that can be pooled, and those that are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from synth.exchange.tables.rows import Row
from synth.load.effects_file import Blank, EffectsTable, numbers, refuse
from synth.problems import Problem, ProjectError, error
from synth.synthesis.meta.analysis import LeftOut
from synth.synthesis.meta.effect_sizes import (
    Counts,
    Group,
    Size,
    from_correlation,
    from_counts,
    from_error,
    from_interval,
    from_means,
    refuse_untransformed,
)
from synth.synthesis.meta.measures import MEASURES, Measure, MeasureId
from synth.synthesis.meta.measures import measure as by_id
from synth.synthesis.meta.pooling import Study, unsound

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be read. `columns` leads from the part that a column plays to its name.

    `interval_level` is that of the intervals in the table, in per cent. With `drop00`, studies in
    which nobody, or everybody, has the event are left out.
    """

    columns: Mapping[str, str]
    study: tuple[str, ...] = ()
    by: str | None = None
    interval_level: float = 95.0
    drop00: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A way to give an effect: the parts it wants, the measures it fits, and how it is read."""

    about: str
    parts: tuple[str, ...]
    measures: tuple[MeasureId, ...]
    size: Callable[[Measure, Values, Asked], Size]


class PartError(ValueError):
    """A figure that cannot be; `part` says which one of its row."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


def _with_variance(measure: Measure, given: Values, _: Asked) -> Size:
    if given["vi"] <= 0:
        raise PartError("vi", f"the variance is {given['vi']:g}, and has to be above zero")
    _check_untransformed(measure, given["yi"])
    return Size(given["yi"], given["vi"])


def _with_error(measure: Measure, given: Values, _: Asked) -> Size:
    if given["se"] <= 0:
        raise PartError("se", f"the standard error is {given['se']:g}, and has to be above zero")
    _check_untransformed(measure, given["yi"])
    return Size(given["yi"], given["se"] ** 2)


def _check_untransformed(measure: Measure, yi: float) -> None:
    """Raises ValueError for a `yi` that the measure cannot have; a logarithm may be anything."""
    if not measure.transformed:
        measure.check(yi)


def _as_pooled(measure: Measure, given: Values, asked: Asked) -> Size:
    low, high = given["ci_low"], given["ci_high"]
    _check_untransformed(measure, given["yi"])
    refuse_untransformed(measure, given["yi"], low, high)
    return from_interval(by_id("GEN"), given["yi"], low, high, asked.interval_level)


def _as_read(measure: Measure, given: Values, asked: Asked) -> Size:
    return from_interval(
        measure, given["estimate"], given["ci_low"], given["ci_high"], asked.interval_level
    )


def _as_read_with_error(measure: Measure, given: Values, _: Asked) -> Size:
    return from_error(measure, given["estimate"], given["se"])


def _cells(measure: Measure, given: Values, _: Asked) -> Size:
    return from_counts(measure, _counts(given))


def _counts(given: Values) -> Counts:
    for name, value in given.items():
        if value < 0 or not value.is_integer():
            raise PartError(name, f"{name} is {value:g}, and a count is a whole number, 0 or more")
    if "bi" in given:
        return Counts(given["ai"], given["bi"], given["ci"], given["di"])
    for events, people in (("ai", "n1i"), ("ci", "n2i")):
        if given[events] > given[people]:
            raise PartError(
                events,
                f"{given[events]:g} of {given[people]:g} have the event: more than there are",
            )
    return Counts(given["ai"], given["n1i"] - given["ai"], given["ci"], given["n2i"] - given["ci"])


def _whole(given: Values, *parts: str) -> None:
    """Raises PartError for a number of people that is none, as where a point parts thousands."""
    for part in parts:
        if not given[part].is_integer():
            raise PartError(part, f"{part} is {given[part]:g}, and people are a whole number")


def _means(measure: Measure, given: Values, _: Asked) -> Size:
    _whole(given, "n1i", "n2i")
    return from_means(
        measure,
        Group(given["m1i"], given["sd1i"], given["n1i"]),
        Group(given["m2i"], given["sd2i"], given["n2i"]),
    )


def _correlation(measure: Measure, given: Values, _: Asked) -> Size:
    _whole(given, "ni")
    return from_correlation(measure, given["ri"], given["ni"])


_ANY: tuple[MeasureId, ...] = tuple(each.id for each in MEASURES)
_OF_COUNTS: tuple[MeasureId, ...] = ("OR", "RR", "RD")
_OF_MEANS: tuple[MeasureId, ...] = ("SMD", "MD")
_OF_R: tuple[MeasureId, ...] = ("ZCOR", "COR")

FORMS: tuple[Form, ...] = (
    Form("effects and variances", ("yi", "vi"), _ANY, _with_variance),
    Form("effects and standard errors", ("yi", "se"), _ANY, _with_error),
    Form("effects and intervals", ("yi", "ci_low", "ci_high"), _ANY, _as_pooled),
    Form("estimates and intervals", ("estimate", "ci_low", "ci_high"), _ANY, _as_read),
    Form("estimates and standard errors", ("estimate", "se"), _ANY, _as_read_with_error),
    Form("2x2 tables", ("ai", "bi", "ci", "di"), _OF_COUNTS, _cells),
    Form("events and group sizes", ("ai", "n1i", "ci", "n2i"), _OF_COUNTS, _cells),
    Form("means", ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"), _OF_MEANS, _means),
    Form("correlations", ("ri", "ni"), _OF_R, _correlation),
)
"""The ways to give an effect; parts are called as in metafor. `yi` is on the scale on which it
is pooled, `estimate` as a reader sees it."""

PARTS = tuple(dict.fromkeys(part for form in FORMS for part in form.parts))


def form_of(asked: Asked, measure: Measure, options: Mapping[str, str]) -> Form:
    """The form of the columns that were named. Raises ProjectError where they make none.

    `options` gives the name of the option for each part.
    """
    given = set(asked.columns)
    for form in FORMS:
        if given == set(form.parts):
            if measure.id not in form.measures:
                raise ProjectError(
                    f"{form.about} give {_or(form.measures)}, not {measure.id}\n"
                    f"    Say --measure {form.measures[0]}, for example."
                )
            return form
    more = [
        " and ".join(options[part] for part in form.parts if part not in given)
        for form in FORMS
        if given < set(form.parts) and measure.id in form.measures
    ]
    if more:
        raise ProjectError(
            f"{' '.join(sorted(options[part] for part in given))} is not enough: "
            f"add {', or '.join(more)}\n"
            "    Name the columns; the variance of an effect is never guessed."
        )
    ways = "; ".join(" ".join(options[part] for part in form.parts) for form in FORMS)
    raise ProjectError(
        f"these columns do not go together: {' '.join(sorted(options[part] for part in given))}\n"
        f"    Name one of these sets: {ways}."
    )


def columns_found(table: EffectsTable) -> dict[str, str]:
    """The columns whose names say what they are, where none was named; the first form wins."""
    known: dict[str, str] = {}
    for name in sorted(filter(None, table.head), key=lambda name: name != name.casefold()):
        known.setdefault(name.casefold().replace("-", "_"), name)
    for form in FORMS:
        if all(part in known for part in form.parts):
            return {part: known[part] for part in form.parts}
    return {}


def read_studies(
    table: EffectsTable, form: Form, measure: Measure, asked: Asked
) -> tuple[list[Study], list[LeftOut]]:
    """The studies of a table, and those left out with the reason.

    Raises FaultyFileError with each cell that is no number, and each study whose figures cannot be.
    """
    names = [asked.columns[part] for part in form.parts]
    studies: list[Study] = []
    left_out: list[LeftOut] = []
    faults: list[Problem] = []
    for row, given in zip(table.rows, numbers(table, names), strict=True):
        source, label = f"line {row.line}", _label(table, row, asked.study)
        if isinstance(given, list):
            faults += given
            continue
        if isinstance(given, Blank):
            left_out.append(LeftOut(label, source, f'nothing in the column "{given.column}"'))
            continue
        values = {part: given[asked.columns[part]] for part in form.parts}
        if asked.drop00 and form.size is _cells and _nobody(values):
            left_out.append(LeftOut(label, source, "nobody, or everybody, has the event"))
            continue
        try:
            size = form.size(measure, values, asked)
        except (ValueError, OverflowError) as fault:
            at = fault.part if isinstance(fault, PartError) else form.parts[0]
            place = table.place(row, asked.columns[at])
            faults.append(error("impossible-effect", f"{label}: {fault}", place, _mend(form)))
            continue
        why, _, hint = (unsound(size.yi, size.vi) or _beyond(measure, size.yi)).partition("\n")
        if why:
            place = table.place(row, names[0])
            mend = hint.strip() or _mend(form)
            faults.append(error("impossible-effect", f"{label}: {why}", place, mend))
            continue
        group = " ".join(table.cell(row, asked.by).split())[:LONGEST_NAME] if asked.by else None
        studies.append(
            Study(label, size.yi, size.vi, group or None, source, size.note, size.published)
        )
    refuse(faults)
    return studies, left_out


_LARGEST_LOG_RATIO = 50.0


def _beyond(measure: Measure, yi: float) -> str:
    """That a ratio is larger, or nearer to nothing, than any; empty for one that can be."""
    if measure.scale != "log" or abs(yi) <= _LARGEST_LOG_RATIO:
        return ""
    return f"{yi:g} cannot be the logarithm of the {measure.label}: that would be beyond any effect"


def _nobody(values: Values) -> bool:
    try:
        return _counts(values).uninformative
    except ValueError:
        return False


LONGEST_NAME = 200
"""Characters of a study's name that are kept."""

_LABELS = ("study", "slab", "label", "author", "trial")


def _label(table: EffectsTable, row: Row, columns: Sequence[str]) -> str:
    """The name of a study: of the columns named, else of one that is called so, else its line."""
    if not columns:
        known = {name.casefold(): name for name in table.head}
        named = next((known[name] for name in _LABELS if name in known), None)
        year = [known["year"]] if named and named.casefold() == "author" and "year" in known else []
        columns = [named, *year] if named else []
    words = " ".join(" ".join(table.cell(row, name) for name in columns).split())
    return words[:LONGEST_NAME] or f"line {row.line}"


def _mend(form: Form) -> str:
    if "yi" in form.parts or "estimate" in form.parts:
        return "Correct the line, or leave the cell empty where the figure is not known."
    return "Correct the line, or leave a cell empty to leave the study out."


def _or(words: Sequence[str]) -> str:
    return " or ".join(words)
