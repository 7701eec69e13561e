"""Which files of a project's `references/` are libraries."""

from __future__ import annotations

from pathlib import Path

from synth.exchange import FORMATS

FORMS = ("biblatex", "csl-json", "ris", "nbib", "enw", "wos")
"""The formats of which a project may hold libraries, told by their suffixes."""

MERGES = "merges.json"
"""The record of merges, which stands among the libraries and is none."""

_SUFFIXES = {each for name in FORMS for each in FORMATS[name].suffixes} - {".txt"}


def is_library(path: Path) -> bool:
    """Whether a file of `references/` holds references, by its name."""
    return path.suffix.lower() in _SUFFIXES and path.name != MERGES
