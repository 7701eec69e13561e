"""The files of a library, as text that can be edited."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from synth.problems import ProjectError

SUFFIXES = (".bib", ".bibtex")
"""What the files that can be edited in place end in."""


def read_library(path: Path, name: str) -> str:
    """The text of a library file with its own line ends; empty when there is no such file.

    Raises ProjectError for a file that is not BibTeX by name, or not UTF-8.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ProjectError(
            f"{name}: only BibTeX libraries can be changed\n"
            f"    Name a file that ends in .bib; other formats can be imported into one."
        )
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError as fault:
        raise ProjectError(
            f"{name}: the file is not UTF-8 text (byte {fault.start + 1:,})\n"
            '    Save it again with the encoding "UTF-8"; every text editor can.'
        ) from None
    except OSError as fault:
        raise ProjectError(f"{name}: the file cannot be read: {fault.strerror}") from None


def library_names(paths: Iterable[str]) -> tuple[str, ...]:
    """Of the files of a project, by their paths below it, those of its BibTeX libraries."""
    return tuple(
        path
        for path in paths
        if path.startswith("references/")
        and path.count("/") == 1
        and path.lower().endswith(SUFFIXES)
    )
