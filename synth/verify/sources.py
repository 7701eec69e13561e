"""What a file's manifest says, set against the project as it stands today."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from synth.model import Project
from synth.problems import Problem, error, warning
from synth.verify.outdated import finding_changes, told


def compare_with_project(manifest: Mapping[str, Any], project: Project) -> Iterator[Problem]:
    """What has changed in the project since the file was built.

    A changed finding or reference is an error: the file no longer says what the evidence does.
    A file that changed without touching them is told of as a warning.
    """
    for id in manifest["findings"]:
        changed = finding_changes(id, manifest, project)
        if changed is None:
            yield error("finding-gone", f'the project no longer holds the finding "{id}"')
        elif changed:
            yield error(
                "finding-changed",
                f'the finding "{id}" has changed since the file was built: {told(changed)}',
                hint=f"See {project.evidence[project.own_id(id)].place}, read the brief again, "
                "and build it again.",
            )
    for item in manifest["references"]:
        reference = project.references.get(project.own_id(item["id"]))
        if reference is None:
            yield error("reference-gone", f'the library no longer holds "{item["id"]}"')
        elif _without_keys(reference.item) != _without_keys(item):
            yield error(
                "reference-changed",
                f'the reference "{item["id"]}" has changed since the file was built',
                hint=f"See {reference.place}, and build the brief again.",
            )
    today = {source.path: source.sha256 for source in project.sources}
    for source in manifest["sources"]:
        path = source["path"]
        if path not in today:
            yield warning("source-gone", f"{path} is gone since the file was built")
        elif today[path] != source["sha256"]:
            yield warning("source-changed", f"{path} has changed since the file was built")


def _without_keys(item: Mapping[str, Any]) -> Any:
    """An item as it comes back from JSON, without the keys that it goes by."""
    custom = {name: each for name, each in item.get("custom", {}).items() if name != "ids"}
    return _as_json({**item, "id": "", "custom": custom})


def _as_json(value: Mapping[str, Any]) -> Any:
    """The value as it comes back from JSON."""
    return json.loads(json.dumps(value))
