"""From `references/retractions.yaml` to the notices of a project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from synth.load.yaml_file import Path, YamlFile
from synth.model import Notice, NoticeList, Reference
from synth.problems import Problem, did_you_mean, error, warning

Notices = Mapping[str, tuple[Notice, ...]]

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def link_notices(
    told: NoticeList, file: YamlFile, references: Mapping[str, Reference]
) -> tuple[Notices, list[Problem]]:
    """The notices by the key of their work, each with the date of the list, and what is wrong."""
    aliases = {alias: key for key, each in references.items() for alias in each.aliases}
    dates = {"list-date": told.list_date, "checked": told.checked}
    problems = [
        no_date(name, value, file, (name,)) for name, value in dates.items() if not is_date(value)
    ]
    found: dict[str, tuple[Notice, ...]] = {}
    for number, notice in enumerate(told.notices):
        path: Path = ("notices", number)
        if notice.date is not None and not is_date(notice.date):
            problems.append(no_date("date", notice.date, file, (*path, "date")))
            continue
        named = notice.reference
        key = named if named in references else aliases.get(named)
        if key is None:
            problems.append(
                warning(
                    "unknown-reference",
                    f'the library has no work "{named}"{did_you_mean(named, references)}',
                    file.place((*path, "reference")),
                    "Run `synth refs retractions` again, so that the notice finds its work.",
                )
            )
            continue
        dated = notice.list_date or told.list_date
        found[key] = (*found.get(key, ()), replace(notice, reference=key, list_date=dated))
    return found, problems


def is_date(text: str) -> bool:
    """Whether a text is a day as in ISO 8601."""
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def no_date(name: str, value: str, file: YamlFile, path: Path) -> Problem:
    """A problem for a value that should be a day, at its place."""
    return error(
        "wrong-value",
        f'"{name}" wants a date, and has {value!r}',
        file.place(path),
        'Write it as year, month and day: "2026-11-20".',
    )
