"""Reading a file of the project as text, with a message when it cannot be."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from synth.model import Source
from synth.problems import Place, Problem, error

MAX_BYTES = 50_000_000
"""A text file of a project beyond this is a mistake or an attack."""


_SAVE = (
    'Save the file again with the encoding "UTF-8": every text editor can. In a spreadsheet, save '
    'it as "CSV UTF-8".'
)
_SPREADSHEET = "This is a spreadsheet or an archive. Save the table as CSV in UTF-8."


def read_bytes(path: Path, name: str) -> tuple[bytes | None, Source | None, list[Problem]]:
    """The file's bytes and fingerprint, or what is wrong with it."""
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            return None, None, [error("unreadable-file", "this is no ordinary file", Place(name))]
        if known.st_size > MAX_BYTES:
            large = f"the file is larger than {MAX_BYTES:,} bytes"
            return None, None, [error("unreadable-file", large, Place(name))]
        raw = path.read_bytes()
    except OSError as fault:
        why = f"the file cannot be read: {fault.strerror}"
        return None, None, [error("unreadable-file", why, Place(name))]
    return raw, Source(name, hashlib.sha256(raw).hexdigest()), []


def read_text(path: Path, name: str) -> tuple[str | None, Source | None, list[Problem]]:
    """The file's text (UTF-8, line ends made \\n) and fingerprint, or what is wrong with it."""
    raw, source, problems = read_bytes(path, name)
    if raw is None:
        return None, source, problems
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        read = fault.object  # without a byte order mark
        before = read[: fault.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return (
            None,
            source,
            [
                error(
                    "not-utf-8",
                    _what(raw, read[fault.start]),
                    Place(name, line, column),
                    _SPREADSHEET if raw.startswith(b"PK\x03\x04") else _SAVE,
                )
            ],
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return (
            None,
            source,
            [
                error(
                    "not-utf-8",
                    "the file holds a NUL byte: it is no UTF-8 text",
                    Place(name, line, 1),
                    _SAVE,
                )
            ],
        )
    return text, source, []


def _what(raw: bytes, byte: int) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is in UTF-16, not UTF-8"
    return f"this byte (0x{byte:02x}) is not UTF-8 text"
