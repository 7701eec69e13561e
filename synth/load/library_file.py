"""Reading a file of references, or what was kept of it when it was last read.

What is kept goes by the file's bytes, its name's suffix and the code that reads it, so it is
never out of date; without it the file is read again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from synth import exchange
from synth.cache import keep, kept
from synth.exchange.imported import Imported
from synth.exchange.stored import from_json, to_json


def read_library(data: bytes, name: str, sha256: str) -> Imported:
    """Every entry of a file of references. Raises ProjectError for one of no known format.

    `sha256` is that of the data.
    """
    asked = hashlib.sha256(f"{_readers()}\0{Path(name).suffix}\0{sha256}".encode())
    stored = f"{asked.hexdigest()}.json"
    if (known := kept("libraries", stored)) is not None:
        try:
            return from_json(known, name)
        except ValueError:
            pass
    imported = exchange.read_references(data, name)
    keep("libraries", stored, to_json(imported))
    return imported


@cache
def _readers() -> str:
    """What tells these readers from older or newer ones."""
    folder = Path(exchange.__file__).parent
    states = [path.stat() for path in sorted(folder.rglob("*.py"))]
    return " ".join(f"{state.st_size}-{state.st_mtime_ns}" for state in states)
