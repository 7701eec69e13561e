"""synth lock: who signed off what the findings say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import (
    leave,
    open_project,
    output_option,
    plural,
    project_option,
    say,
    say_json,
    visible,
)
from synth.problems import ProjectError, Severity, in_order

if TYPE_CHECKING:
    from synth.model import Project
    from synth.problems import Problem
    from synth.signing import Standing

_WORDS = {"signed": "signed off", "changed": "changed since", "unsigned": "never signed off"}


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY[#FINDING]...]")
@click.option("--by", metavar="NAME", help="Who signs off; else the user.name of git.")
@click.option("--status", is_flag=True, help="Only show how the findings stand.")
@project_option
@output_option
def lock(
    keys: tuple[str, ...], by: str | None, status: bool, folder: Path | None, output: str
) -> None:
    """Sign off what findings say: those named, or all that claims cite.

    Writes references/sign-off.yaml: for each finding its fingerprint, who signed it off, and the
    date (that of SOURCE_DATE_EPOCH where it is set). A finding that is as it was signed keeps its
    signature; one that was edited is signed anew. `synth check` reports the claims on a finding
    that was edited after it was signed off.
    """
    from synth.signing import standing

    project = open_project(folder)
    problems, ids = _wanted(project, keys)
    if status:
        more = () if keys else set(project.signatures) & set(project.evidence)
        _show([standing(id, project) for id in sorted({*ids, *more})], output, problems)
    elif problems:
        _show([], output, problems)
    else:
        _sign(project, ids, by, output)
    leave(problems)


def _wanted(project: Project, keys: tuple[str, ...]) -> tuple[tuple[Problem, ...], list[str]]:
    """The findings that are meant, and the errors that keep them from being known."""
    from synth.editions import documents
    from synth.impact import target_of

    problems = [
        problem
        for problem in project.problems
        if problem.severity is Severity.ERROR
        and problem.place is not None
        and problem.place.file.startswith("references/")
    ]
    if not keys:
        composed = list(documents(project))
        problems += [each for one in composed if not one.blocks for each in one.problems]
        cited = {item.tie for one in composed for claim in one.claims() for item in claim.items}
        return in_order(problems), sorted(cited & set(project.evidence))
    found: dict[str, None] = {}
    for key in keys:
        target = target_of(project, key)
        ids = [
            each.id
            for each in project.findings_of(target.reference)
            if target.finding in (None, each.name)
        ]
        if not ids:
            raise ProjectError(
                f'"{key}" has no findings to sign off\n'
                f"    Add an evidence record: references/records/{target.reference}.yaml."
            )
        found.update(dict.fromkeys(ids))
    return in_order(problems), sorted(found)


def _sign(project: Project, ids: list[str], by: str | None, output: str) -> None:
    """Signs the findings, and says which are new and which entries are gone."""
    from synth.history import author
    from synth.output import write_whole
    from synth.signing import PATH, sign_off_file, signed, standing
    from synth.today import today

    name = " ".join((by if by is not None else author(project.root) or "").split())
    if not name:
        raise ProjectError(
            "it is not known who signs off\n"
            '    Say it: `synth lock --by "Your Name"`, or tell git: '
            '`git config user.name "Your Name"`.'
        )
    before = {id: standing(id, project) for id in ids}
    signatures, now = signed(project, ids, name, today().isoformat())
    path = project.root / PATH
    gone = set(project.signatures) - set(signatures)
    if now or gone:
        write_whole(path, sign_off_file(signatures).encode())
    if output == "json":
        say_json(
            {
                "file": PATH,
                "by": name,
                "signed": [each.id for each in now],
                "kept": [id for id, each in before.items() if each.state == "signed"],
                "removed": sorted(gone),
            }
        )
        return
    for each in now:
        click.echo(visible(f"{each.id}: signed off by {name}{_before(each)}"))
    for id in sorted(gone):
        click.echo(visible(f"{id}: taken out, there is no such finding"))
    kept = len(ids) - len(now)
    where = f"written to {PATH}" if now or gone else f"{PATH} stays as it is"
    click.echo(f"{plural(len(now), 'finding')} signed off, {kept} as signed before; {where}.")


def _before(each: Standing) -> str:
    return f" (before by {each.signature.by}, {each.signature.date})" if each.signature else ""


def _show(standings: list[Standing], output: str, problems: Iterable[Problem]) -> None:
    counts = {state: sum(each.state == state for each in standings) for state in _WORDS}
    if output == "json":
        say_json(
            {
                "findings": [_told(each) for each in standings],
                **counts,
                "problems": [problem.to_json() for problem in problems],
            }
        )
        return
    for problem in problems:
        say(problem)
    for line in _lines(standings):
        click.echo(visible(line))
    if standings or not tuple(problems):
        said = ", ".join(f"{count} {_WORDS[state]}" for state, count in counts.items())
        click.echo(f"{plural(len(standings), 'finding')}: {said}.")


def _lines(standings: Iterable[Standing]) -> Iterator[str]:
    for each in standings:
        if each.signature is None:
            yield f"{each.id}: never signed off"
        else:
            whom = f"{each.signature.by} on {each.signature.date}"
            words = "signed off by" if each.state == "signed" else "changed since signed off by"
            yield f"{each.id}: {words} {whom}"


def _told(each: Standing) -> dict[str, Any]:
    return {
        "finding": each.id,
        "state": each.state,
        "by": each.signature.by if each.signature else None,
        "date": each.signature.date if each.signature else None,
        "file": each.evidence.place.file,
        "line": each.evidence.place.line,
    }
