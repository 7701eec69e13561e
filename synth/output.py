"""Writing a result whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from synth.problems import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file in one step, its folders first. Raises OutputError; then nothing is left."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as fault:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError(
            f"{path}: the file cannot be written: {fault.strerror or fault}\n"
            "    Choose another folder with --out, or ask for the right to write there."
        ) from fault
