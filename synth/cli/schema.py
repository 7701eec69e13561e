"""synth schema: the shape of a project's files, for editors."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from synth.cli.common import say_json

KINDS = (
    "record",
    "brief",
    "audience",
    "series",
    "vocabulary",
    "framework",
    "bias-tool",
    "flow",
    "body",
    "synthesis",
    "retractions",
    "settings",
)


@click.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the schema of every kind into DIR, as KIND.json.",
)
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a KIND of file."""
    from synth.output import write_whole

    if (kind is None) == (folder is None):
        raise click.UsageError(f"name a kind, or --all DIR; the kinds are {', '.join(KINDS)}")
    if kind is not None:
        say_json(schema_for(kind))
    elif folder is not None:
        for each in KINDS:
            written = json.dumps(schema_for(each), ensure_ascii=False, indent=2) + "\n"
            write_whole(folder / f"{each}.json", written.encode())
        click.echo(f"{len(KINDS)} schemas written to {folder}.")


def schema_for(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file, its keys described where they are."""
    from synth import model
    from synth.bias import BiasTool
    from synth.flow import Flow
    from synth.load.shape import schema as schema_of

    shapes: Mapping[str, type] = {
        "record": model.EvidenceRecord,
        "brief": model.FrontMatter,
        "audience": model.Audience,
        "series": model.Series,
        "vocabulary": model.Vocabulary,
        "framework": model.Framework,
        "bias-tool": BiasTool,
        "flow": Flow,
        "body": model.Body,
        "synthesis": model.Methods,
        "retractions": model.NoticeList,
        "settings": model.Settings,
    }
    whole = schema_of(shapes[kind])
    for part in (whole, *whole.get("$defs", {}).values()):
        _describe(part)
    if kind == "settings":
        _name_rules(whole)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _describe(part: dict[str, Any]) -> None:
    """Gives each key the sentence that its shape's description says of it."""
    about = " ".join(str(part.get("description", "")).split())
    for key, node in part.get("properties", {}).items():
        name = re.escape(key.replace("-", "_"))
        found = re.search(rf"(?<![^ (])`{name}` .+?(?:[.;](?= |$)|$)", about)
        if found is not None and "$ref" not in node:
            node.setdefault("description", found[0].rstrip(";.") + ".")


def _name_rules(whole: dict[str, Any]) -> None:
    """Lists the rules, each with what it asks for, so that an editor can complete them."""
    from synth.rules import RULES

    severity = whole["properties"]["rules"].pop("additionalProperties")
    whole["additionalProperties"] = False
    whole["properties"]["rules"] |= {
        "properties": {name: {**severity, "description": asks} for name, asks in RULES.items()},
        "additionalProperties": False,
    }
