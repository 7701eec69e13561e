"""Writing a result whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from synth.problems import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file in one step, its folders first. Raises OutputError; then nothing is left.

    A file that is there keeps its rights; what is no plain file, as a device, is written to.
    """
    temporary: str | None = None
    try:
        there = _mode(path)
        if there is not None and not stat.S_ISREG(there):
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644 if there is None else stat.S_IMODE(there))
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError(
            f"{path}: the file cannot be written: {fault.strerror or fault}\n"
            "    Ask for the right to write there, or name another place."
        ) from fault


def _mode(path: Path) -> int | None:
    """The kind and the rights of a file, None where there is none."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
