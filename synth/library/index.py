"""The index that a search looks in: made of the reference files, and never more than a copy.

It is one SQLite file for each set of files. It is written under a name of its own and then
renamed, so no other process sees half of it; what is damaged or of another version is made
anew. The files' size and time of change tell whether they are still what was indexed, and
where these differ the SHA-256 of their bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from synth import __version__
from synth.exchange import read_references
from synth.library.query import clean, whole
from synth.library.sources import LibraryFile, Print, fingerprint, read
from synth.library.words import indexed, shown
from synth.problems import ProjectError, ToolError

VERSION = 1
"""Raised whenever the tables or what is put into them change; another release of synth, whose
readers may differ, has an index of its own."""

SETTLED = 2_000_000_000
"""Nanoseconds. A file that was changed so shortly before it was read may have been changed
again within one tick of its file system's clock: its time is not relied on."""

_TABLES = """
CREATE TABLE files (name TEXT PRIMARY KEY, size INT, changed INT, sha256 TEXT, refused INT);
CREATE TABLE years (year INTEGER PRIMARY KEY);
CREATE TABLE words (word TEXT PRIMARY KEY, works INT) WITHOUT ROWID;
CREATE VIRTUAL TABLE works USING fts5(
    key, title, authors, year, journal, abstract, keywords, doi, other, file UNINDEXED,
    line UNINDEXED, shown_key UNINDEXED, shown_author UNINDEXED, shown_year UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2');
"""
_SEARCHED = "key, title, authors, year, journal, abstract, keywords, doi, other"
_COLUMNS = f"{_SEARCHED}, file, line, shown_key, shown_author, shown_year"
_VALUES = ", ".join("?" * 14)

_WORDS = f"""
CREATE VIRTUAL TABLE temp.plain USING fts5(
    {_SEARCHED}, content = '', columnsize = 0, detail = none,
    tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO temp.plain (rowid, {_SEARCHED}) SELECT rowid, {_SEARCHED} FROM works;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(temp, plain, row);
INSERT INTO words SELECT term, doc FROM temp.vocabulary;
"""  # noqa: S608
"""The unstemmed words, each with the number of works that have it."""


_COPY = f"INSERT INTO works ({_COLUMNS}) SELECT {_COLUMNS} FROM old.works WHERE file = ?"  # noqa: S608
_INSERT = f"INSERT INTO works ({_COLUMNS}) VALUES ({_VALUES})"  # noqa: S608
_YEAR = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file of an old index: its fingerprint, and how many entries could not be read."""

    sha256: str
    refused: int


def open_index(
    files: Sequence[LibraryFile], folder: Path | None, root: Path, *, anew: bool = False
) -> sqlite3.Connection:
    """A connection to an index of just these files, made now if it has to be.

    It is kept in `folder`, by the path of the project's `root`; without a folder, or when
    nothing can be written there, it is made in memory. `anew` distrusts what is kept.
    Raises ToolError when Python's SQLite has no FTS5, ProjectError for a file that cannot be
    read.
    """
    _need_fts5()
    prints = {file.name: fingerprint(file) for file in files}
    if folder is None:
        return _in_memory(files, prints)
    name = hashlib.sha256(os.fsencode(root) + f"\0{__version__}".encode()).hexdigest()[:32]
    path = folder / "search" / f"{name}.sqlite"
    if not anew and (kept := _kept(path, files, prints)) is not None:
        return kept
    try:
        _write(path, files, prints, None if anew else path)
        return sqlite3.connect(path)
    except (OSError, sqlite3.Error):
        return _in_memory(files, prints)


def _need_fts5() -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        try:
            memory.execute("CREATE VIRTUAL TABLE probe USING fts5(word)")
        except sqlite3.OperationalError as fault:
            raise ToolError(
                "this Python's SQLite has no full-text search (FTS5)\n"
                "    Install Python from python.org or your system's packages: theirs have it."
            ) from fault


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _kept(
    path: Path, files: Sequence[LibraryFile], prints: dict[str, Print]
) -> sqlite3.Connection | None:
    """The index at a path if it is one, whole, and of these files as they are."""
    if not path.is_file():
        return None
    connection = sqlite3.connect(path)
    try:
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise sqlite3.DatabaseError("of another version")
        known = {
            name: (Print(size, changed), sha256)
            for name, size, changed, sha256 in connection.execute(
                "SELECT name, size, changed, sha256 FROM files"
            )
        }
        fresh = known.keys() == prints.keys() and all(
            _unchanged(file, prints[file.name], known[file.name], connection) for file in files
        )
    except sqlite3.Error:
        fresh = False
    if fresh:
        return connection
    connection.close()
    return None


def _unchanged(
    file: LibraryFile, now: Print, known: tuple[Print, str], connection: sqlite3.Connection
) -> bool:
    """Whether a file is what was indexed; a new time of the same bytes is noted."""
    if now == known[0]:
        return True
    if now.size != known[0].size or _sha256(read(file)) != known[1]:
        return False
    with contextlib.suppress(sqlite3.Error), connection:
        connection.execute(
            "UPDATE files SET changed = ? WHERE name = ?", (_reliable(now), file.name)
        )
    return True


def _reliable(fingerprint: Print) -> int:
    """The time of change, or 0, which no file has, while it may not tell a later change."""
    return fingerprint.changed if time.time_ns() - fingerprint.changed > SETTLED else 0


def _in_memory(files: Sequence[LibraryFile], prints: dict[str, Print]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    _fill(connection, files, prints, {})
    return connection


def _write(
    path: Path, files: Sequence[LibraryFile], prints: dict[str, Print], old: Path | None
) -> None:
    """Makes the index whole under a name of its own, then puts it in its place.

    Rows of files that did not change are taken from the old index.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        try:
            _write_once(name, files, prints, old)
        except sqlite3.Error:
            if old is None:
                raise
            Path(name).write_bytes(b"")  # the old index was damaged: nothing is taken from it
            _write_once(name, files, prints, None)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _write_once(
    name: str, files: Sequence[LibraryFile], prints: dict[str, Print], old: Path | None
) -> None:
    with closing(sqlite3.connect(name)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _fill(connection, files, prints, _attach(connection, old))


def _attach(connection: sqlite3.Connection, old: Path | None) -> Mapping[str, _Kept]:
    """What an old index knows of its files; it is attached as `old`."""
    if old is None or not old.is_file():
        return {}
    connection.execute("ATTACH ? AS old", (str(old),))
    if connection.execute("PRAGMA old.user_version").fetchone() != (VERSION,):
        return {}
    rows = connection.execute("SELECT name, sha256, refused FROM old.files")
    return {name: _Kept(sha256, refused) for name, sha256, refused in rows}


def _fill(
    connection: sqlite3.Connection,
    files: Sequence[LibraryFile],
    prints: dict[str, Print],
    known: Mapping[str, _Kept],
) -> None:
    """Puts every file into an empty index; rows of files that are `known` are copied."""
    connection.executescript(_TABLES)
    for file in files:
        data = read(file)
        sha256 = _sha256(data)
        kept = known.get(file.name)
        if kept is not None and kept.sha256 == sha256:
            connection.execute(_COPY, (file.name,))
            refused = kept.refused
        else:
            refused = _index(connection, file, data)
        connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
            (file.name, len(data), _reliable(prints[file.name]), sha256, refused),
        )
    dated = connection.execute("SELECT DISTINCT year FROM works")
    years = {int(word) for (text,) in dated for word in text.split() if _YEAR.fullmatch(word)}
    connection.executemany("INSERT INTO years VALUES (?)", ((year,) for year in years))
    connection.executescript(_WORDS)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.commit()


def _index(connection: sqlite3.Connection, file: LibraryFile, data: bytes) -> int:
    """Puts the entries of a file into the index; how many could not be read is returned."""
    try:
        imported = read_references(data, file.name)
    except ProjectError:  # of no known format, as `synth check` says
        return bool(data.strip())

    def rows() -> Iterator[tuple[str | int, ...]]:
        for reference in imported.references:
            yield (
                *(clean(text) for text in indexed(reference)),
                file.name,
                reference.place.line or 0,
                whole(reference.key),
                *(clean(text) for text in shown(reference.item)),
            )

    connection.executemany(_INSERT, rows())
    return len(imported.refused)
