"""synth schema: the shape of a project's files, for editors."""

from __future__ import annotations

import click

from synth.cli.common import say_json

KINDS = ("record", "brief", "audience", "series", "vocabulary", "framework")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file."""
    from synth import model
    from synth.load.shape import schema as schema_of

    shapes = {
        "record": model.EvidenceRecord,
        "brief": model.FrontMatter,
        "audience": model.Audience,
        "series": model.Series,
        "vocabulary": model.Vocabulary,
        "framework": model.Framework,
    }
    say_json(schema_of(shapes[kind]))
