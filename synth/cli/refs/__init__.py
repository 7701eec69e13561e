"""synth refs: the reference library. Each command is one module and one row of COMMANDS."""

from __future__ import annotations

from collections.abc import Mapping

import click

from synth.cli.lazy import LazyGroup

COMMANDS: Mapping[str, str] = {
    "import": "synth.cli.refs.imports:import_",
    "export": "synth.cli.refs.export:export",
    "lint": "synth.cli.refs.lint:lint",
    "dedupe": "synth.cli.refs.dedupe:dedupe",
    "search": "synth.cli.refs.search:search",
    "show": "synth.cli.refs.show:show",
    "retractions": "synth.cli.refs.retractions:retractions",
    "complete": "synth.cli.refs.complete:complete",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def refs() -> None:
    """Bring in, tidy and search the reference library."""
