"""synth evidence: the evidence itself, listed and seen together.

Each view of `synth.synthesis` is a command by its row there; the others are in COMMANDS.
"""

from __future__ import annotations

from collections.abc import Mapping

import click

from synth.cli.lazy import LazyGroup

COMMANDS: Mapping[str, str] = {
    "list": "synth.cli.evidence.listing:list_evidence",
    "show": "synth.cli.evidence.listing:show",
    "meta": "synth.cli.evidence.meta:meta",
    "prisma": "synth.cli.evidence.prisma:prisma",
}


class EvidenceGroup(LazyGroup):
    """The commands of the table, then one for each view."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        from synth.synthesis import VIEWS

        return list(dict.fromkeys([*self.table, *(listed.command for listed in VIEWS)]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        from synth.cli.evidence.views import ViewCommand
        from synth.synthesis import VIEWS

        if cmd_name in self.table:
            return super().get_command(ctx, cmd_name)
        found = next((listed for listed in VIEWS if listed.command == cmd_name), None)
        return None if found is None else ViewCommand(found)


@click.group(cls=EvidenceGroup, table=COMMANDS)
def evidence() -> None:
    """List and show the evidence of a project, and what it says together."""
