"""What the commands share: their options, finding the project, and saying what is wrong."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from synth.problems import FaultyFileError, Problem, Severity, has_errors

if TYPE_CHECKING:
    from synth.model import Project

F = TypeVar("F", bound=Callable[..., Any])

_COMMANDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def project_option(command: F) -> F:
    """Adds --project."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="The project's folder; else the nearest one above the working directory.",
    )(command)


def output_option(command: F) -> F:
    """Adds --output-format."""
    return click.option(
        "--output-format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for a person, JSON for a program.",
    )(command)


def open_project(folder: Path | None) -> Project:
    """The project of a folder, or the nearest one. Raises ProjectError when there is none."""
    from synth.load import load
    from synth.project_folder import find_project

    return load(folder) if folder is not None else load(find_project(Path.cwd()))


def open_evidence(folder: Path | None, audience: str | None = None) -> Project:
    """The project, if all that its evidence rests on could be read: counts would be wrong.

    Raises FaultyFileError with the errors in references/, and of the audience, otherwise.
    """
    project = open_project(folder)
    faults = [
        each
        for each in project.problems
        if each.severity is Severity.ERROR
        and each.place is not None
        and each.place.file.startswith(("references/", f"templates/{audience}/"))
    ]
    if faults:
        raise FaultyFileError(faults)
    return project


def say(problem: Problem, *, aside: bool = False) -> None:
    """One problem, for a person; `aside` keeps it off standard output."""
    text = visible(str(problem))
    if (sys.stderr if aside else sys.stdout).isatty():
        mark = f"{problem.severity}[{problem.rule}]"
        text = text.replace(mark, click.style(mark, fg=_COLOURS[problem.severity]), 1)
    click.echo(text, err=aside)


def visible(text: str) -> str:
    """A text without the characters that would command a terminal or turn its lines round."""
    return _COMMANDING.sub("\N{REPLACEMENT CHARACTER}", text)


def say_json(value: Any) -> None:
    """A value for a program; nothing else goes to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def summary(problems: Iterable[Problem]) -> str:
    """How many problems there are of each severity: `2 errors, 1 warning`."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    words = [
        f"{count} {severity}{'' if count == 1 or severity is Severity.INFO else 's'}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(words) or "no problems"


def leave(problems: Iterable[Problem]) -> None:
    """Ends the command with status 1 if any problem is an error."""
    if has_errors(problems):
        raise click.exceptions.Exit(1)


def plural(count: int, word: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
