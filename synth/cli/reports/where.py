"""How a place of the project is spoken of outside it: from the top of the repository."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from synth.problems import Place


def workspace(environment: Mapping[str, str] = os.environ) -> Path:
    """The top of the repository: GitHub's `GITHUB_WORKSPACE`, else the working directory."""
    return Path(environment.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()


def path_of(place: Place, root: Path, top: Path) -> str | None:
    """The path of a place's file below `top`; None for a file of synth itself.

    A project that does not lie below `top` is spoken of by the paths within it.
    """
    if place.file.startswith("synth:"):
        return None
    root = root.resolve()
    below = root.relative_to(top).as_posix() if root.is_relative_to(top) else "."
    return place.file if below == "." else f"{below}/{place.file}"
