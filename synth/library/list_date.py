"""The date of a list of retractions, which the list itself does not give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from synth.problems import ProjectError

_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})([-_.]?)([01][0-9])\2([0-3][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class ListDate:
    """The date of a list as in ISO 8601, and what it was taken from, in words."""

    date: str
    source: str


def list_date(path: Path, given: str | None) -> ListDate:
    """The date that was given, else the one in the file's name, else that of its last change.

    Raises ProjectError for a date that is none.
    """
    if given is not None:
        return ListDate(_day(given), "as given")
    for match in _IN_NAME.finditer(path.name):
        year, _, month, day = match.groups()
        try:
            return ListDate(date(int(year), int(month), int(day)).isoformat(), "from its name")
        except ValueError:
            continue
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return ListDate(changed, "the day its file was last changed; give the real one with --date")


def _day(text: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise ProjectError(f'"{text}" is no date: write year, month and day, such as 2026-11-20')
