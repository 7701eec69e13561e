"""synth evidence list and show: the findings, one a line or in whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import (
    open_project,
    output_option,
    plural,
    project_option,
    say_json,
)
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.model import Evidence, Project

_FILTERS = ("outcome", "exposure", "country", "design", "read", "reference")


def _filters(command: Any) -> Any:
    for name in reversed(_FILTERS):
        command = click.option(f"--{name}", multiple=True, help=f"Only with this {name}.")(command)
    return command


@click.command("list")
@_filters
@project_option
@output_option
def list_evidence(folder: Path | None, output: str, **filters: tuple[str, ...]) -> None:
    """List the findings, one a line."""
    from synth.model import FindingFilter
    from synth.selection import reason_against, under_own_keys

    project = open_project(folder)
    for kind in ("outcome", "exposure", "design"):
        known = [term.id for term in getattr(project.vocabulary, f"{kind}s")]
        for word in filters[kind]:
            if word not in known:
                raise ProjectError(
                    f'unknown {kind} "{word}"{did_you_mean(word, known)}\n'
                    f"    These are: {', '.join(known)}."
                )
    wanted = under_own_keys(FindingFilter(**filters), project)  # type: ignore[arg-type]
    found = [each for each in project.evidence.values() if reason_against(each, wanted) is None]
    if output == "json":
        say_json([_row(each) for each in found])
        return
    for each in found:
        row = _row(each)
        where = ", ".join(row["countries"]) or "country not known"
        click.echo(
            f"{each.id}\n    {row['outcome']}: {row['direction'] or 'no direction'} "
            f"({row['design'] or 'design not known'}; {where}; {row['read']})"
        )
    click.echo(f"{plural(len(found), 'finding')}.")


@click.command()
@click.argument("key")
@project_option
@output_option
def show(key: str, folder: Path | None, output: str) -> None:
    """Show a study by its KEY, or one finding by KEY#FINDING."""
    project = open_project(folder)
    own = project.own_id(key)
    found = [each for each in project.evidence.values() if own in (each.id, each.reference)]
    if not found:
        known = [*project.evidence, *project.records]
        raise ProjectError(
            f'no evidence is called "{key}"{did_you_mean(key, known)}\n'
            "    `synth evidence list` shows all of it."
        )
    if output == "json":
        say_json([_whole(each, project) for each in found])
        return
    for number, each in enumerate(found):
        if number:
            click.echo()
        click.echo(click.style(each.id, bold=True))
        for name, value in _whole(each, project).items():
            if name not in ("id", "place"):
                click.echo(f"    {name}: {_words(value)}")
        click.echo(f"    in {each.place}")


def _row(each: Evidence) -> dict[str, Any]:
    return {
        "id": each.id,
        "reference": each.reference,
        "outcome": each.finding.outcome,
        "exposure": each.finding.exposure,
        "direction": each.finding.direction,
        "design": each.record.design,
        "countries": list(each.record.countries),
        "read": each.record.read,
    }


def _whole(each: Evidence, project: Project) -> dict[str, Any]:
    from dataclasses import asdict

    from synth.manifest import finding_entry
    from synth.wording import plain_title

    reference = project.references.get(each.reference)
    return {
        "id": each.id,
        "title": plain_title(reference.item) if reference else None,
        **finding_entry(each),
        "setting": each.record.setting,
        "sample": each.record.sample,
        "period": each.record.period,
        "study limits": [limit.text for limit in each.record.limits],
        "study appraisal": {
            name: asdict(judgement) for name, judgement in each.record.appraisal.items()
        },
        "place": str(each.place),
    }


def _words(value: Any) -> str:
    """A value for a person: what is not known is said."""
    if value in (None, (), [], {}, ""):
        return "not known"
    match value:
        case Mapping():
            inner = [f"{name} {_words(each)}" for name, each in value.items() if each is not None]
            return ", ".join(inner) or "not known"
        case list() | tuple():
            return "; ".join(_words(each) for each in value)
        case _:
            return str(value)
