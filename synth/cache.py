"""Where results that can always be made again are kept between runs."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "SYNTH_CACHE"
"""The environment variable that names another folder."""


def cache_folder() -> Path | None:
    """The folder for this user's cache, made if need be; None when it cannot be made.

    `SYNTH_CACHE` if it is set, else the place that the system has for caches.
    """
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else user_cache_path("synth")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        usable = os.access(folder, os.W_OK | os.X_OK)
    except (OSError, ValueError):  # a name that no file can have
        return None
    return folder.resolve() if usable else None


MAX_KEPT = 300
"""Entries of a kind; the oldest give way."""


def kept(kind: str, name: str) -> bytes | None:
    """What was kept under a name, or None; what is not as it was kept is passed over."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        seal, _, data = (folder / kind / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if seal == _seal(name, data) else None


def keep(kind: str, name: str, data: bytes) -> None:
    """Keeps some bytes under a name; where that cannot be done, nothing is kept."""
    folder = cache_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        (folder / kind).mkdir(mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder / kind, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(name, data) + b"\n" + data)
        Path(temporary).replace(folder / kind / name)
        _prune(folder / kind)


def _seal(name: str, data: bytes) -> bytes:
    """The first line of an entry: it shows that the file is whole and stands under its own name."""
    return hashlib.sha256(name.encode() + b"\0" + data).hexdigest().encode()


def _prune(folder: Path) -> None:
    """Removes the oldest entries of a kind, when there are too many."""
    files = [path for path in folder.iterdir() if path.is_file()]
    if len(files) > MAX_KEPT:
        files.sort(key=lambda path: path.stat().st_mtime)
        for path in files[: len(files) - MAX_KEPT * 3 // 4]:
            path.unlink(missing_ok=True)
