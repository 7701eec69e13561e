"""synth evidence meta: the studies of a table, or the findings of the project, pooled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from synth.cli.common import project_option, visible
from synth.cli.evidence.meta_table import COLUMNS, analysis_of
from synth.cli.evidence.views import as_options, form_of, writing_options
from synth.problems import ProjectError

if TYPE_CHECKING:
    from synth.model import Project
    from synth.synthesis.asking import Seen
    from synth.synthesis.meta.analysis import MetaAnalysis

F = TypeVar("F", bound=Callable[..., Any])

MEASURES = ("OR", "RR", "RD", "SMD", "MD", "COR", "ZCOR", "GEN")
METHODS = ("REML", "DL", "PM", "ML", "HE", "EE")

NARROWING = ("outcome", "exposure", "country", "design", "read", "reference", "population")
"""The options that narrow findings."""


def _column_options(command: F) -> F:
    for part, (option, about) in reversed(COLUMNS.items()):
        command = click.option(option, part, metavar="COLUMN", help=about)(command)
    return command


def _narrowing_options(command: F) -> F:
    for name in reversed(NARROWING):
        about = f"Findings: only with this {name}."
        command = click.option(f"--{name}", multiple=True, help=about)(command)
    return command


def _writing_options(command: F) -> F:
    for add in reversed(writing_options()):
        command = add(command)
    return command


class _Level(click.FloatRange):
    """A level in per cent; what is no number is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The level as a number."""
        level = super().convert(value, param, ctx)
        if level != level:  # no number
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return level


_LEVEL = _Level(1, 99.999)


@click.command()
@click.argument(
    "data", metavar="[DATA.csv]", required=False, type=click.Path(path_type=Path, dir_okay=False)
)
@_column_options
@click.option("--study", multiple=True, metavar="COLUMN", help="The names of the studies.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only rows with this value.")
@click.option(
    "--interval-level",
    type=_LEVEL,
    default=95.0,
    show_default=True,
    help="The level of the intervals in the table.",
)
@click.option("--drop00", is_flag=True, help="Leave out studies where nobody has the event.")
@_narrowing_options
@click.option("--mixed-exposures", is_flag=True, help="Pool different exposures all the same.")
@click.option(
    "--measure",
    type=click.Choice(MEASURES, case_sensitive=False),
    help="What the effects are; a ratio is pooled on the log scale. Of a table, else GEN.",
)
@click.option(
    "--method",
    type=click.Choice(METHODS, case_sensitive=False),
    default="REML",
    show_default=True,
    help="The estimator of the variance between studies; EE for none.",
)
@click.option(
    "--test",
    type=click.Choice(("z", "knha"), case_sensitive=False),
    default="z",
    show_default=True,
    help="The test: z, or t by Knapp and Hartung.",
)
@click.option(
    "--level",
    type=_LEVEL,
    default=95.0,
    show_default=True,
    help="The level of the intervals that are printed, in per cent.",
)
@click.option(
    "--by", help="Pool by groups as well: a column, or exposure, country, design or read."
)
@click.option("--leave-one-out", is_flag=True, help="Pool once without each study.")
@click.option("--egger", is_flag=True, help="Egger's test; it wants ten studies.")
@click.option("--funnel", is_flag=True, help="Of a table: the funnel plot, not the forest plot.")
@_writing_options
@project_option
def meta(
    data: Path | None,
    folder: Path | None,
    to: str | None,
    output: str,
    out: Path | None,
    audience: str | None,
    **given: Any,
) -> None:
    """Pool the studies of a table in CSV, or without one the findings of the project.

    Name the columns, as in `--yi yi --vi vi`; columns that are called so are found by themselves.
    """
    chosen = form_of(to, output, out)
    given = {name: _upper_case(name, value) for name, value in given.items()}
    if data is None:
        _refuse(given, (*COLUMNS, "study", "where", "drop00"), "reads a table, and none is named")
        _refuse(given, ("funnel",), "is of a table; of findings it is `synth evidence funnel`")
        found = _of_findings(folder, audience, given)
    else:
        _refuse(given, NARROWING, "narrows findings; use --where for a table")
        found = _of_table(data, folder, given)
    _write(found, chosen, out, audience)


@dataclass(frozen=True)
class _Found:
    """An analysis, as a view of a project has it."""

    seen: Seen[Any, MetaAnalysis]
    project: Project
    title: str


def _of_findings(folder: Path | None, audience: str | None, given: dict[str, Any]) -> _Found:
    from dataclasses import fields

    from synth.cli.common import open_evidence
    from synth.synthesis.asking import look, options_of
    from synth.synthesis.meta.options import MetaOptions
    from synth.synthesis.meta.view import VIEW

    project = open_evidence(folder, audience)
    names = [each.name for each in fields(MetaOptions)]
    asked = {name: given[name] for name in names if given.get(name) not in ((), None)}
    with as_options():
        options = options_of(MetaOptions, asked)
        seen = look(VIEW, tuple(project.evidence.values()), options, project)
    return _Found(seen, project, "Meta-analysis")


def _of_table(data: Path, folder: Path | None, given: dict[str, Any]) -> _Found:
    from synth.synthesis.asking import Seen
    from synth.synthesis.meta import funnel, view
    from synth.synthesis.meta.options import MetaOptions

    with as_options():
        analysis = analysis_of(data, given)
    shown = funnel.VIEW if given["funnel"] else view.VIEW
    return _Found(Seen(shown, MetaOptions(), analysis), _no_project(data, folder), data.stem)


def _no_project(data: Path, folder: Path | None) -> Project:
    """The project that was named, or one without evidence: a table wants none."""
    from synth.cli.common import open_project
    from synth.load import house_folder
    from synth.model import Project

    if folder is not None:
        return open_project(folder)
    return Project(root=data.parent.resolve(), template_folders=(house_folder("templates"),))


def _write(found: _Found, to: str, out: Path | None, audience: str | None) -> None:
    from synth.cli.evidence.views import known_audience, write
    from synth.output import write_whole
    from synth.synthesis.meta.report import as_lines

    known_audience(audience, found.project)
    if to not in ("text", "json"):
        write(found.seen, found.project, found.title, to, out, audience)
        return
    analysis = found.seen.result
    text = "\n".join(as_lines(analysis)) + "\n" if to == "text" else _json(analysis)
    if out is None:
        click.echo(visible(text) if to == "text" else text, nl=False)
    else:
        write_whole(out, text.encode())
        click.echo(f"  {out}", err=True)


def _json(analysis: MetaAnalysis) -> str:
    import json

    from synth.synthesis.meta.report import as_json

    return json.dumps(as_json(analysis), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _upper_case(name: str, value: Any) -> Any:
    """A choice as the library spells it, whatever capitals it was typed in."""
    if name in ("measure", "method") and isinstance(value, str):
        return value.upper()
    return value.lower() if name == "test" else value


def _refuse(given: dict[str, Any], names: tuple[str, ...], why: str) -> None:
    for name in names:
        if given[name] not in ((), None, False):
            raise ProjectError(
                f"--{name.replace('_', '-')} {why}\n    `synth evidence meta --help` has both ways."
            )
