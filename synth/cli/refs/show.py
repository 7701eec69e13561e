"""synth refs show: everything that a project knows of one work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import open_project, output_option, project_option, say_json, visible
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.model import Project, Reference


@click.command()
@click.argument("key")
@project_option
@output_option
def show(key: str, folder: Path | None, output: str) -> None:
    """Show the work with this KEY, or one of its other keys.

    As JSON, its item in CSL-JSON.
    """
    project = open_project(folder)
    reference = project.references.get(project.aliases.get(key, key))
    if reference is None:
        known = [*project.references, *project.aliases]
        raise ProjectError(
            f'no work has the key "{key}"{did_you_mean(key, known)}\n'
            "    `synth refs search WORDS` finds works by what is known of them."
        )
    if output == "json":
        say_json(reference.item)
        return
    click.echo(click.style(reference.key, bold=True))
    parts = (_fields(reference), _evidence(reference, project), _notices(reference, project),
             _briefs(reference, project))  # fmt: skip
    for part in parts:
        for name, text in part:
            click.echo(f"    {name}: {text}")
    click.echo(f"    in {reference.place}")


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of the item in its own order, those that CSL has no name for last."""
    from synth.library.comparing import in_words
    from synth.wording import plain_title

    for name, value in reference.item.items():
        if name == "title":
            yield name, visible(plain_title(reference.item))
        elif name not in ("id", "custom") and value not in (None, "", [], {}):
            yield name, visible(in_words(value))
    for name, value in (reference.item.get("custom") or {}).items():
        yield name, visible(str(value))


def _evidence(reference: Reference, project: Project) -> Iterator[tuple[str, str]]:
    record = project.record_of(reference.key)
    if record is None:
        yield "evidence", "no record"
        return
    read = f"{record.read}, in {record.via}" if record.via else record.read
    parts = [record.design or "design not known", ", ".join(record.countries), read]
    yield "evidence", "; ".join(part for part in parts if part)
    for each in project.findings_of(reference.key):
        yield f"#{each.name}", f"{each.finding.statement} ({each.place})"


def _notices(reference: Reference, project: Project) -> Iterator[tuple[str, str]]:
    from synth.notices import in_words, standing

    notices = project.notices.get(reference.key, ())
    stand = standing(notices)
    for notice in notices:
        lifted = notice.nature == "retraction" and notice not in stand
        link = f", https://doi.org/{notice.notice_doi}" if notice.notice_doi else ""
        yield "notice", f"it {in_words(notice)}{', and reinstated since' if lifted else ''}{link}"


def _briefs(reference: Reference, project: Project) -> Iterator[tuple[str, str]]:
    """The briefs in whose text the work is cited; what a template cites is not seen."""
    keys = "|".join(re.escape(key) for key in (reference.key, *reference.aliases))
    cited = re.compile(rf"(?<!\w)@\{{?(?:{keys})(?![:.$%&+?<>~/_-]*[^\W_])")
    for brief in project.briefs:
        if cited.search(brief.source):
            yield "cited in", f"{brief.id} ({brief.path})"
