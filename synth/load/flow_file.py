"""The file of a search for studies: our own YAML, or the table of the R package PRISMA2020."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from synth.flow import LARGEST, LONGEST_NAME, MOST_PARTS, TOTAL, WORDS, Flow
from synth.load.flow_sums import check_sums
from synth.load.flow_table import read_flow_table
from synth.load.shape import fit
from synth.load.yaml_file import Path, YamlFile, read_yaml
from synth.problems import Place, Problem, did_you_mean, error, has_errors

LONGEST_FILE = 1_000_000
MOST_VALUES = 2_000
"""Letters and values of a whole file: what is more takes minutes to read, or to draw."""

_BOXES = frozenset(tuple(name.split(".")[:2]) for name in WORDS if "." in name)
_ARMS = frozenset(arm for arm, _ in _BOXES)

_DECIMAL_COMMA = re.compile(r"[-\N{MINUS SIGN}+]?[0-9.\s'’]+,\s?(?![0-9]{3}\Z)[0-9]+")


def read_flow(text: str, name: str) -> tuple[Flow | None, list[Problem]]:
    """The search that a file tells of, and what is wrong with it, the sums included.

    A file whose name ends in `.csv` is read as the table of PRISMA2020. A search that does not
    add up is given with its problems; one with a fault in its counts is None.
    """
    if len(text) > LONGEST_FILE:
        said = f"a file of counts may have {LONGEST_FILE:,} letters, and this one has {len(text):,}"
        return None, [error("wrong-shape", said, Place(name, 1, 1))]
    reader = read_flow_table if name.lower().endswith(".csv") else read_yaml
    file, problems = reader(text, name)
    if file.data is None and problems:
        return None, problems
    if len(file.values) > MOST_VALUES:
        return None, [*problems, _too_many(file)]
    faulty = dict(_counts(file))
    flow, faults = fit(Flow, replace(file, data=_without(file.data, faulty)))
    problems += [*faulty.values(), *_names(file), *faults]
    if flow is None or has_errors(problems):
        return None, problems
    return flow, [*problems, *check_sums(flow, file)]


def _too_many(file: YamlFile) -> Problem:
    return error(
        "wrong-value",
        f"a file of counts may have {MOST_VALUES:,} values, and this one has {len(file.values):,}",
        list(file.values.values())[MOST_VALUES],
        "Tell small parts of a count together, such as `other: 12`.",
    )


def _without(value: Any, paths: Collection[Path], path: Path = ()) -> Any:
    """The data without the values at these paths, whose faults are told already."""
    if not isinstance(value, dict):
        return value
    return {
        key: _without(inner, paths, (*path, key))
        for key, inner in value.items()
        if (*path, key) not in paths
    }


def _counts(file: YamlFile) -> Iterator[tuple[Path, Problem]]:
    """Every count that is none: below zero, with a fraction, or no number at all.

    What stands under a key that there is not is left to the fault of the key.
    """
    for arm, boxes in file.data.items() if isinstance(file.data, dict) else ():
        if arm in _ARMS and isinstance(boxes, Mapping):
            for box, value in boxes.items():
                if (arm, box) in _BOXES:
                    yield from _count(value, (arm, box), file)
        elif arm in _ARMS and boxes is not None:
            yield (arm,), _no_count(boxes, (arm,), "keys and values", file)


def _count(value: Any, path: Path, file: YamlFile) -> Iterator[tuple[Path, Problem]]:
    if isinstance(value, Mapping):
        if len(value) > MOST_PARTS:
            said = f'"{path[-1]}" has {len(value):,} parts; a box may have {MOST_PARTS}'
            yield path, error("wrong-value", said, file.key_place(path))
            return
        for key, inner in value.items():
            yield from _count(inner, (*path, key), file)
    elif value is None or _is_count(value):
        return
    elif isinstance(value, int) and not isinstance(value, bool):
        least = f"is {value:,}; a count is 0 or more" if value < 0 else "is too large for a count"
        yield path, error("wrong-value", f'"{path[-1]}" {least}', file.place(path), _NOT_KNOWN)
    else:
        yield path, _no_count(value, path, "a whole number", file)


_NOT_KNOWN = "For a count that is not known write null; in a table, leave the cell empty."


def _no_count(value: Any, path: Path, wanted: str, file: YamlFile) -> Problem:
    said = f'"{path[-1]}" wants {wanted}, and has {str(value)[:60]!r}'
    if isinstance(value, str) and _DECIMAL_COMMA.fullmatch(value):
        said += ", with a decimal comma"
    return error("wrong-value", said, file.place(path), _NOT_KNOWN)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _names(file: YamlFile) -> Iterator[Problem]:
    """Names of parts and words of boxes that no diagram can print, or that no box has."""
    for path, place in file.keys.items():
        if len(str(path[-1])) > LONGEST_NAME:
            said = f"a name may have {LONGEST_NAME} letters, and this one has {len(str(path[-1]))}"
            yield error("wrong-value", said, place)
    data = file.data if isinstance(file.data, dict) else {}
    words = data.get("words")
    for key, value in words.items() if isinstance(words, dict) else ():
        if key not in WORDS:
            yield error(
                "unknown-key",
                f'no box is called "{key}"{did_you_mean(key, WORDS)}',
                file.key_place(("words", key)),
                f"The boxes are {', '.join(WORDS)}.",
            )
        elif isinstance(value, str) and len(value) > LONGEST_NAME:
            said = f"the words of a box may be {LONGEST_NAME} letters, not {len(value)}"
            yield error("wrong-value", said, file.place(("words", key)))
    yield from _removed(data, file)


def _removed(data: Mapping[str, Any], file: YamlFile) -> Iterator[Problem]:
    """What was removed before screening has names of its own; a near miss is a slip."""
    known = ("duplicates", "automation", "other", TOTAL)
    arm = data.get("databases")
    removed = arm.get("removed") if isinstance(arm, dict) else None
    for key in removed if isinstance(removed, dict) else ():
        if key not in known and (near := did_you_mean(key, known)):
            place = file.key_place(("databases", "removed", key))
            yield error("unknown-key", f'unknown key "{key}"{near}', place)
