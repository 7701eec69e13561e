"""A command for a view of the evidence, made from the view's own options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import click

from synth.cli.common import open_evidence, project_option, visible
from synth.problems import ProjectError, did_you_mean

if TYPE_CHECKING:
    from synth.model import Project
    from synth.synthesis import Listed
    from synth.synthesis.asking import Seen
    from synth.synthesis.view import Setting

TO = ("text", "html", "svg", "csv", "json", "md")
"""What a view can be written as; text is for a person at a terminal."""

PLAIN = ("text", "csv", "md")
"""What is often read at a terminal, which no character may command."""


class ViewCommand(click.Command):
    """The command of a view; the view is loaded where its options are asked for."""

    def __init__(self, listed: Listed) -> None:
        self.listed = listed
        self.options: list[click.Parameter] = []
        super().__init__(listed.command, help=listed.about, callback=self.run)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the options; a word without one is told which option it may belong to."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if ctx.args:
            word = ctx.args[0]
            first = next(iter((*self.listed.load().positional, "outcome")))
            flag = f"--{first.replace('_', '-')}"
            raise click.UsageError(
                f'"{word}" stands alone; write the option before it, such as {flag} {word}.', ctx
            )
        return rest

    @property
    def params(self) -> list[click.Parameter]:
        """An option for each of the view's, then how it is written."""
        if not self.options:
            self.options = [*_options(self.listed), *_writing()]
        return self.options

    @params.setter
    def params(self, _none: list[click.Parameter]) -> None:
        """Click sets them; they are made when they are read."""

    def run(
        self, folder: Path | None, to: str | None, output: str, out: Path | None,
        audience: str | None, **given: Any,
    ) -> None:  # fmt: skip
        """Writes what the view finds in a project."""
        from synth.synthesis.asking import look, options_of

        form = form_of(to, output, out)
        project = open_evidence(folder, audience)
        view = self.listed.load()
        asked = {name: value for name, value in given.items() if value not in ((), None)}
        with as_options():
            options = options_of(view.options, asked)
            seen = look(view, tuple(project.evidence.values()), options, project)
            write(seen, project, self.listed.title, form, out, audience)


ENDINGS = {
    "text": ".txt",
    "html": ".html",
    "svg": ".svg",
    "csv": ".csv",
    "json": ".json",
    "md": ".md",
}
"""The ending of a file of each form."""


def form_of(to: str | None, output: str, out: Path | None) -> str:
    """What to write: as asked for, else by the ending of the file, else text.

    Raises ProjectError where the file is named as something else.
    """
    asked = "json" if output == "json" else to
    ending = out.suffix.casefold() if out is not None else ""
    by_ending = next((form for form, known in ENDINGS.items() if known == ending), None)
    if ending in (".pdf", ".docx", ".png", ".xlsx"):
        raise ProjectError(
            f"a view alone is not written as {ending[1:].upper()}\n"
            f"    It can be {', '.join(TO)}. For PDF, put it into a brief and build that."
        )
    if out is not None and not out.name:
        raise ProjectError("--out names no file\n    Write a name, such as --out map.html.")
    if asked is not None and by_ending is not None and asked != by_ending:
        raise ProjectError(
            f"--to {asked} and a file that ends in {ending} do not go together\n"
            f"    Name it with {ENDINGS[asked]}, or leave --to out."
        )
    return asked or by_ending or "text"


@contextmanager
def as_options() -> Iterator[None]:
    """Words what stops a view as the command line writes its options: `framework=...` in a brief
    is `--framework ...` here.
    """
    from synth.synthesis.view import SynthesisError

    try:
        yield
    except SynthesisError as fault:
        raise type(fault)(_IN_A_BRIEF.sub(_as_option, str(fault))) from None


_IN_A_BRIEF = re.compile(r'(?<!["\w])([a-z]+(?:_[a-z]+)*)=("[^"]*"|true\b|[\w.]+)')


def _as_option(found: re.Match[str]) -> str:
    value = found[2].strip('"')
    flag = f"--{found[1].replace('_', '-')}"
    return flag if value == "true" else f"{flag} {value}"


def _writing() -> list[click.Parameter]:
    """The options of how a view is written, as parameters."""
    command = click.command()(lambda: None)
    for add in reversed([*writing_options(), project_option]):
        command = add(command)
    return command.params


def writing_options() -> list[Any]:
    """The options of how a view is written."""
    return [
        click.option(
            "--to",
            type=click.Choice(TO),
            help="What to write; else by the ending of --out, else text.",
        ),
        click.option(
            "--output-format",
            "output",
            type=click.Choice(["text", "json"]),
            default="text",
            help="JSON for a program: the same as --to json.",
        ),
        click.option(
            "--out",
            type=click.Path(path_type=Path, dir_okay=False),
            help="The file to write; else standard output.",
        ),
        click.option("--audience", help="In the words of this audience."),
    ]


def write(
    seen: Seen[Any, Any],
    project: Project,
    title: str,
    to: str,
    out: Path | None,
    audience: str | None = None,
) -> None:
    """Writes what a view found. Raises ProjectError for an audience that there is not."""
    from synth.viewing import setting_for, written

    known_audience(audience, project)
    setting: Setting = setting_for(project, audience)
    files = written(seen, setting, to, title)
    if not any(files):
        what = "picture" if to == "svg" else "table"
        others = [form for form in TO if form not in ("svg", to)]
        raise ProjectError(f"this has no {what}\n    It can be {', '.join(others)}.")
    if out is None:
        if len(files) != 1:
            raise ProjectError(
                f"this is {len(files)} pictures\n    Name a file with --out: they are numbered."
            )
        text = visible(files[0]) if to in PLAIN else files[0]
        click.echo(text, nl=not text.endswith("\n"))
        return
    from synth.output import write_whole

    for number, text in enumerate(files, 1):
        path = out if len(files) == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        write_whole(path, text.encode())
        click.echo(f"  {path}", err=True)


def known_audience(audience: str | None, project: Project) -> None:
    """Raises ProjectError for an audience that there is not."""
    if audience is not None and audience not in project.audiences:
        raise ProjectError(
            f'there is no audience "{audience}"{did_you_mean(audience, project.audiences)}'
        )


def _options(listed: Listed) -> list[click.Parameter]:
    """The options of a view as the command line has them."""
    shape = listed.load().options
    hints = get_type_hints(shape)
    return [
        _option(each.name, hints[each.name], str(each.metadata.get("help", "")))
        for each in fields(shape)
    ]


def _option(name: str, hint: Any, about: str) -> click.Option:
    flag = f"--{name.replace('_', '-')}"
    if hint is bool:
        return click.Option([flag, name], is_flag=True, default=None, help=about)
    choices = get_args(hint)
    if get_origin(hint) is tuple:
        return click.Option([flag, name], type=_type(choices[0]), multiple=True, help=about)
    if choices and type(None) in choices:
        return click.Option([flag, name], type=_type(choices[0]), help=about)
    return click.Option([flag, name], type=_type(hint), help=about)


def _type(hint: Any) -> Any:
    if get_origin(hint) is Literal:
        return Word([str(each) for each in get_args(hint)])
    return hint


class Word(click.Choice[str]):
    """One of some words; where several stand with commas, told how to give them."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What is wrong with a word."""
        said = super().get_invalid_choice_message(value, ctx)
        near = did_you_mean(str(value), [str(each) for each in self.choices]).removeprefix("; ")
        if "," in str(value):
            return f"{said} Give the option once for each word."
        return f"{said} {near[:1].upper()}{near[1:]}" if near else said
