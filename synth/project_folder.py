"""Where a project is: a folder that holds `references/` and `briefs/`."""

from __future__ import annotations

from pathlib import Path

from synth.problems import ProjectError


def find_project(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds `references/` and `briefs/`.

    Raises ProjectError when there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "references").is_dir() and (folder / "briefs").is_dir():
            return folder
    raise ProjectError(
        f"{start}: no project here or above: a project is a folder with references/ and briefs/.\n"
        "    Start one with `synth init DIR`, or name one with --project DIR."
    )
