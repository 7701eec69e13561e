"""synth impact: what rests on a work or a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synth.cli.common import leave, open_project, plural, project_option, say, say_json, visible

if TYPE_CHECKING:
    from synth.document import Document
    from synth.impact import Affected, Impact
    from synth.model import Project
    from synth.problems import Problem


@click.command()
@click.argument("key", metavar="KEY[#FINDING]")
@project_option
@click.option(
    "--output-format",
    "output",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text for a person, JSON for a program, HTML as a page to hand on.",
)
def impact(key: str, folder: Path | None, output: str) -> None:
    """Show every claim, brief and series that rests on a work, or on one finding of it.

    A claim rests on a work that it cites, on another report of the study that it cites, and on
    the work in which second-hand evidence was read. A brief that cannot be read is said: what it
    holds is not known.
    """
    from synth.editions import documents
    from synth.impact import impact_of, target_of

    project = open_project(folder)
    target = target_of(project, key)
    composed = list(documents(project))
    found = impact_of(target, project, composed)
    problems = list(_unread(project, composed))
    if output == "json":
        say_json(found.to_json() | {"problems": [problem.to_json() for problem in problems]})
        leave(problems)
        return
    for problem in problems:
        say(problem, aside=True)
    if output == "html":
        from synth.render.impact_page import impact_page

        click.echo(impact_page(found, project, problems), nl=False)
    else:
        for line in _lines(found):
            click.echo(visible(line))
    leave(problems)


def _unread(project: Project, composed: Iterable[Document]) -> Iterator[Problem]:
    """The errors for which a brief could not be looked into, or a record not be read."""
    from synth.problems import Severity, in_order

    failed = [each for document in composed if not document.blocks for each in document.problems]
    kept = ("briefs/", "references/records/")
    yield from in_order(
        problem
        for problem in [*project.problems, *failed]
        if problem.severity is Severity.ERROR
        and problem.place is not None
        and (problem in failed or problem.place.file.startswith(kept))
    )


def _lines(found: Impact) -> Iterator[str]:
    yield f"{found.target.id}: {found.target.title}" if found.target.title else found.target.id
    for brief in found.briefs:
        number = f", paper {brief.paper}" if brief.paper else ""
        series = next((each.title for each in found.series if each.id == brief.series), None)
        of = f" ({series}{number})" if series else ""
        yield ""
        yield f"{brief.id}: {brief.title}{of}"
        yield from _claim_lines([claim for claim in found.claims if claim.brief == brief.id])
        if brief.listed:
            yield "  lists the work among its references (nocite)"
        if brief.shows_rating and not brief.claims:
            yield "  shows a rating of it"
    yield ""
    if not found.briefs:
        yield "Nothing rests on it."
        return
    places = {(claim.place, claim.text) for claim in found.claims}
    series_words = f", {len(found.series)} series" if found.series else ""
    yield (
        f"{plural(len(places), 'claim')} in {plural(len(found.briefs), 'brief')}{series_words} "
        f"rest{'s' if len(places) == 1 else ''} on it."
    )


def _claim_lines(claims: Iterable[Affected]) -> Iterator[str]:
    """The claims by their places; one that several audiences read is said once."""
    from synth.impact import by_place

    for same in by_place(claims):
        first = same[0]
        how = "" if first.how == "cited" else f" ({first.how})"
        audiences = ", ".join(f"{each.id} for {each.audience}" for each in same)
        yield f"  {first.place}: {audiences}{how}"
        yield f"      {first.text}"
        yield f"      rests on {', '.join(first.ties)}"
