"""The file of a search for studies: our own YAML, or the table of the R package PRISMA2020."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synth.flow import TOTAL, WORDS, Flow
from synth.load.flow_sums import check_sums
from synth.load.flow_table import read_flow_table
from synth.load.shape import fit
from synth.load.yaml_file import Path, YamlFile, read_yaml
from synth.problems import Problem, did_you_mean, error, has_errors

LARGEST = 10**12
MOST_PARTS = 500
LONGEST_NAME = 500
"""Counts, parts of one box and letters of a name beyond these are a mistake or an attack."""


def read_flow(text: str, name: str) -> tuple[Flow | None, list[Problem]]:
    """The search that a file tells of, and what is wrong with it, the sums included.

    A file whose name ends in `.csv` is read as the table of PRISMA2020. A search that does not
    add up is given with its problems; one with a fault in its counts is None.
    """
    reader = read_flow_table if name.lower().endswith(".csv") else read_yaml
    file, problems = reader(text, name)
    if isinstance(file.data, dict):
        problems += [*_counts(file), *_names(file)]
    if has_errors(problems):
        return None, problems
    flow, faults = fit(Flow, file)
    problems += faults
    if flow is not None:
        problems += check_sums(flow, file)
    return flow, problems


def _counts(file: YamlFile) -> Iterator[Problem]:
    """Every count that is none: below zero, with a fraction, or no number at all."""
    for key, value in file.data.items():
        if key not in ("title", "words"):
            yield from _count(value, (key,), file)


def _count(value: Any, path: Path, file: YamlFile) -> Iterator[Problem]:
    if isinstance(value, Mapping):
        if len(value) > MOST_PARTS:
            said = f'"{path[-1]}" has {len(value):,} parts; a box may have {MOST_PARTS}'
            yield error("wrong-value", said, file.key_place(path))
            return
        for key, inner in value.items():
            yield from _count(inner, (*path, key), file)
    elif value is None or (len(path) > 1 and _is_count(value)):
        return
    elif isinstance(value, int) and not isinstance(value, bool) and len(path) > 1:
        least = f"is {value:,}; a count is 0 or more" if value < 0 else "is too large for a count"
        hint = "For a count that is not known write null; in a table, leave the cell empty."
        yield error("wrong-value", f'"{path[-1]}" {least}', file.place(path), hint)
    else:
        wanted = "keys and values" if len(path) == 1 else "a whole number"
        yield error(
            "wrong-value",
            f'"{path[-1]}" wants {wanted}, and has {str(value)[:60]!r}',
            file.place(path),
            "For a count that is not known write null; in a table, leave the cell empty.",
        )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _names(file: YamlFile) -> Iterator[Problem]:
    """Names of parts and words of boxes that no diagram can print, or that no box has."""
    for path, place in file.keys.items():
        if len(str(path[-1])) > LONGEST_NAME:
            said = f"a name may have {LONGEST_NAME} letters, and this one has {len(str(path[-1]))}"
            yield error("wrong-value", said, place)
    words = file.data.get("words")
    for key, value in words.items() if isinstance(words, dict) else ():
        if key not in WORDS:
            yield error(
                "unknown-key",
                f'no box is called "{key}"{did_you_mean(key, WORDS)}',
                file.key_place(("words", key)),
                f"The boxes are {', '.join(WORDS)}.",
            )
        elif len(str(value)) > LONGEST_NAME:
            said = f"the words of a box may be {LONGEST_NAME} letters, not {len(str(value))}"
            yield error("wrong-value", said, file.place(("words", key)))
    yield from _removed(file)


def _removed(file: YamlFile) -> Iterator[Problem]:
    """What was removed before screening has names of its own; a near miss is a slip."""
    known = ("duplicates", "automation", "other", TOTAL)
    arm = file.data.get("databases")
    removed = arm.get("removed") if isinstance(arm, dict) else None
    for key in removed if isinstance(removed, dict) else ():
        if key not in known and (near := did_you_mean(key, known)):
            place = file.key_place(("databases", "removed", key))
            yield error("unknown-key", f'unknown key "{key}"{near}', place)
