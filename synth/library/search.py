"""Searching the library: the best works first.

Ranked by BM25 as FTS5 computes it (manual, section 5.1.1), with the columns weighted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from synth.library.index import open_index
from synth.library.query import Term, expression, parse
from synth.library.sources import LibraryFile

WEIGHTS = (8.0, 10.0, 8.0, 0.0, 2.0, 1.0, 4.0, 5.0, 0.5)
"""Of key, title, authors, year, journal, abstract, keywords, DOI and the rest."""

RANKED = 5_000
"""As many works are ranked at most. Where more match, those that have the words in title,
authors, key or keywords come first; a search that common is narrowed, not read to its end."""

LEADING = "title authors key keywords"

BEGINNINGS = 8
"""As many words are tried at most for the beginning of a word."""

START, END = "\x02", "\x03"
"""Round the words of a title that matched: no text of an index holds these."""

_RANK = f"bm25(works, {', '.join(str(weight) for weight in WEIGHTS)})"
_FOUND = f"""
SELECT shown_key, highlight(works, 1, '{START}', '{END}'), shown_author, shown_year, file, line,
       {_RANK} AS rank
FROM works WHERE works MATCH ? AND rowid <= ? ORDER BY rank, rowid LIMIT ?
"""  # noqa: S608
_LAST = """
SELECT max(rowid), count(*)
FROM (SELECT rowid FROM works WHERE works MATCH ? ORDER BY rowid LIMIT ?)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A work that matches; `marked` is its title with START and END round what matched.

    A greater `score` is a better match of the same search; it means nothing across searches.
    """

    key: str
    marked: str
    authors: str
    year: str
    score: float
    file: str
    line: int

    @property
    def title(self) -> str:
        """The title without marks."""
        return self.marked.replace(START, "").replace(END, "")


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, the best first; `more` when there is more than was asked for.

    `refused` counts the entries of the files that could not be read, and so not be searched.
    """

    found: tuple[Found, ...]
    more: bool = False
    refused: int = 0


def search(
    files: Sequence[LibraryFile], query: str, limit: int, folder: Path | None, root: Path
) -> Results:
    """The works of some reference files that match a query, at most `limit` of them.

    The index is kept in `folder` for the project at `root`, and made again when it is out of
    date or damaged. Raises ProjectError for a query without words and for a file that cannot
    be read, ToolError where SQLite has no full-text search.
    """
    terms = parse(query)
    try:
        with closing(open_index(files, folder, root)) as connection:
            return _search(connection, terms, limit)
    except sqlite3.DatabaseError:  # a damaged page is only found when it is read
        with closing(open_index(files, folder, root, anew=True)) as connection:
            return _search(connection, terms, limit)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an index; the `Vocabulary` that a query asks."""

    connection: sqlite3.Connection

    def beginning(self, start: str) -> list[str]:
        rows = self.connection.execute(
            "SELECT word FROM words WHERE word >= ? AND word < ? ORDER BY works DESC LIMIT ?",
            (start, start + "\U0010ffff", BEGINNINGS),
        )
        return [word for (word,) in rows]

    def years(self, first: int, last: int) -> list[int]:
        rows = self.connection.execute(
            "SELECT year FROM years WHERE year BETWEEN ? AND ?", (first, last)
        )
        return [year for (year,) in rows]


def _search(connection: sqlite3.Connection, terms: Sequence[Term], limit: int) -> Results:
    (refused,) = connection.execute("SELECT coalesce(sum(refused), 0) FROM files").fetchone()
    chosen = _few_enough(connection, terms)
    if chosen is None:
        return Results((), refused=refused)
    match, last = chosen
    rows = connection.execute(_FOUND, (match, last, limit + 1)).fetchall()
    found = tuple(
        Found(key, marked, authors, year, -rank, file, line)
        for key, marked, authors, year, file, line, rank in rows[:limit]
    )
    return Results(found, len(rows) > limit, refused)


def _few_enough(connection: sqlite3.Connection, terms: Sequence[Term]) -> tuple[str, int] | None:
    """What to match, and the last row to rank, so that no more than RANKED are."""
    words = _Words(connection)
    whole = expression(terms, words)
    if whole is None:
        return None
    last, count = _last(connection, whole)
    leading = expression(terms, words, LEADING) if count == RANKED else None
    if leading is not None:
        leading_last, leading_count = _last(connection, leading)
        if leading_count:
            return leading, leading_last
    return whole, last


def _last(connection: sqlite3.Connection, match: str) -> tuple[int, int]:
    last, count = connection.execute(_LAST, (match, RANKED)).fetchone()
    return last or 0, count
