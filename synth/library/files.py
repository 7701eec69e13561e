"""The files of a library, as text that can be edited."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import realpath
from pathlib import Path

from synth.output import write_whole
from synth.problems import OutputError, ProjectError

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


def write_library(path: Path, before: str, after: str, root: Path | None) -> None:
    """Writes the text of a library file, where it still is as it was read: `before`.

    Raises as `writable_library` does, and OutputError when the file cannot be written; the
    library then stays as it was.
    """
    write_whole(writable_library(path, before, root), after.encode("utf-8"))


def writable_library(path: Path, before: str, root: Path | None) -> Path:
    """The file to be written for a library: where its name is a link, what that leads to.

    Raises ProjectError for a link that leads out of the project in `root`, OutputError when the
    text is no longer `before`.
    """
    real = Path(realpath(path))
    inside = root is not None and path.absolute().is_relative_to(root)
    if root is not None and inside and not real.is_relative_to(realpath(root)):
        raise ProjectError(
            f"{path}: the file leads out of the project, to {real}\n"
            "    Name that file with --to, or put the library itself into references/."
        )
    if read_library(path, str(path)) != before:
        raise OutputError(
            f"{path}: the library was changed by another program meanwhile; nothing was written\n"
            "    Run the command again."
        )
    return real


def library_names(paths: Iterable[str]) -> tuple[str, ...]:
    """Of the files of a project, by their paths below it, those of its BibTeX libraries."""
    return tuple(
        path
        for path in paths
        if path.startswith("references/")
        and path.count("/") == 1
        and path.lower().endswith(SUFFIXES)
    )
