"""The command line. Each command is one module and one row of COMMANDS.

A command's module imports what it works with inside its function, so that `--help` is quick.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from synth import __version__
from synth.cli.common import say_json, visible
from synth.cli.lazy import LazyGroup
from synth.problems import FaultyFileError, Problem, SynthError, error

CALM = (200_000, 20, 20)
"""Looking for cycles less often: a run makes many small values that live to its end, and the
default thresholds cost some 15% of its time."""

COMMANDS: Mapping[str, str] = {
    "init": "synth.cli.init:init",
    "build": "synth.cli.build:build",
    "check": "synth.cli.check:check",
    "verify": "synth.cli.verify:verify",
    "impact": "synth.cli.impact:impact",
    "diff": "synth.cli.diff:diff",
    "lock": "synth.cli.lock:lock",
    "cite": "synth.cli.cite:cite",
    "evidence": "synth.cli.evidence:evidence",
    "refs": "synth.cli.refs:refs",
    "schema": "synth.cli.schema:schema",
}


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="synth")
def cli() -> None:
    """Policy briefings in which every claim leads to its evidence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; exits with 0, 1 (errors were found) or 2 (it could not be done)."""
    gc.set_threshold(*CALM)
    try:
        sys.exit(cli.main(args=arguments, prog_name="synth", standalone_mode=False))
    except click.ClickException as fault:
        _tell_program([error("wrong-command", fault.format_message())], arguments)
        fault.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(2)
    except SynthError as fault:
        _tell_program(fault.problems, arguments)
        colour = "red" if sys.stderr.isatty() else None
        click.secho(visible(_said(fault)), err=True, fg=colour)
        sys.exit(fault.status)
    except OSError as fault:  # standard output is full or gone, or a disk has failed
        where = f"{fault.filename}: " if fault.filename else ""
        click.echo(f"synth: {where}reading or writing failed: {fault.strerror}", err=True)
        sys.exit(2)


def _said(fault: SynthError) -> str:
    """What stopped the command, in the form of a problem where one was found in what was read."""
    if isinstance(fault, FaultyFileError):
        return str(fault)
    return "\n".join(map(str, fault.problems)) if fault.status == 1 else f"synth: {fault}"


def _tell_program(problems: Iterable[Problem], arguments: Sequence[str] | None) -> None:
    """What stopped the command, as JSON on standard output, where that form was asked for."""
    words = " ".join(sys.argv[1:] if arguments is None else arguments).replace("=", " ")
    if re.search(r"--(output-format|to) json( |$)", words):
        say_json({"problems": [problem.to_json() for problem in problems]})
