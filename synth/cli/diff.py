"""synth diff: what changed in the claims between two editions."""

from __future__ import annotations

from pathlib import Path

import click

from synth.cli.common import project_option, say_json, visible


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@project_option
@click.option(
    "--output-format",
    "output",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Text for a person, JSON for a program, Markdown for a note to readers.",
)
def diff(old: str, new: str | None, folder: Path | None, output: str) -> None:
    """Say which claims appeared, went or changed between OLD and NEW.

    Each is a git revision of the project (a tag, a branch, a commit), a folder that holds a
    project, or a finished file (HTML or PDF). Without NEW, OLD is compared with the project as it
    stands. The exit status is 0 whether or not there are differences.
    """
    from synth.diff.words import as_markdown, as_text
    from synth.editions import difference

    found = difference(old, new, folder)
    if output == "json":
        say_json(found.to_json())
        return
    for line in as_markdown(found) if output == "markdown" else as_text(found):
        click.echo(visible(line))
