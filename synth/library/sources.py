"""The reference files of a project, and how it is seen that one has changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from synth.exchange.libraries import is_library
from synth.problems import ProjectError

MAX_BYTES = 50_000_000
"""A reference file beyond this is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A reference file, and the name that it is spoken of by."""

    path: Path
    name: str


def library_files(root: Path) -> tuple[LibraryFile, ...]:
    """The reference files of a project, in the order of their names.

    A link that leads out of the folder is no file of the project. Raises ProjectError for a
    folder that is no project.
    """
    folder = root / "references"
    if not folder.is_dir():
        raise ProjectError(f"{root}: not a project: it has no folder references/")
    paths = (path for path in sorted(folder.iterdir()) if is_library(path))
    return tuple(
        LibraryFile(path, path.relative_to(root).as_posix())
        for path in paths
        if path.is_file() and path.resolve().is_relative_to(folder.resolve())
    )


@dataclass(frozen=True, slots=True)
class Print:
    """The fingerprint of a file: bytes, nanoseconds since 1970."""

    size: int
    changed: int


def fingerprint(file: LibraryFile) -> Print:
    """The fingerprint of a file. Raises ProjectError for one that cannot be read."""
    try:
        status = file.path.stat()
    except OSError as fault:
        raise ProjectError(f"{file.name}: the file cannot be read: {fault.strerror}") from fault
    if status.st_size > MAX_BYTES:
        raise ProjectError(f"{file.name}: the file is larger than {MAX_BYTES:,} bytes")
    return Print(status.st_size, status.st_mtime_ns)


def read(file: LibraryFile) -> bytes:
    """The bytes of a file. Raises ProjectError when it cannot be read."""
    try:
        return file.path.read_bytes()
    except OSError as fault:
        raise ProjectError(f"{file.name}: the file cannot be read: {fault.strerror}") from fault
