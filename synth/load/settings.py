"""The project's own settings: `synth.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from synth.model import RuleSeverity, Settings
from synth.problems import Place, Problem, did_you_mean, error
from synth.rules import NEEDED, RULES, UNWAIVABLE

SEVERITIES: tuple[RuleSeverity, ...] = get_args(RuleSeverity)

_AT = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$")


def read_settings(text: str, name: str) -> tuple[Settings, list[Problem]]:
    """The settings of a file's text, and what is wrong with it; what is wrong has no effect."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return Settings(), [_syntax(str(fault), name)]
    problems = list(_faults(data, text, name))
    rules = data.get("rules")
    given = rules.items() if isinstance(rules, Mapping) else ()
    bad = {problem.place for problem in problems}
    kept = {rule: said for rule, said in given if _place(text, name, rule) not in bad}
    return Settings(kept), problems


def _syntax(message: str, name: str) -> Problem:
    at = _AT.search(message)
    place = Place(name, int(at["line"]), int(at["column"])) if at else Place(name)
    return error(
        "toml-syntax",
        f"this is not TOML: {_AT.sub('', message)}",
        place,
        'A setting is a line such as causal-wording = "error" below a line [rules].',
    )


def _faults(data: Mapping[str, Any], text: str, name: str) -> Iterator[Problem]:
    for key, value in data.items():
        if key != "rules":
            yield error(
                "unknown-key",
                f'unknown key "{key}"{did_you_mean(key, ["rules"])}',
                _place(text, name, key),
                "Keys that may stand here: rules.",
            )
        elif not isinstance(value, Mapping):
            yield error("wrong-value", '"rules" wants keys and values', _place(text, name, key))
        else:
            for rule, said in value.items():
                yield from _fault(rule, said, _place(text, name, rule))


def _fault(rule: str, said: object, place: Place) -> Iterator[Problem]:
    if rule not in RULES:
        known = did_you_mean(rule, RULES)
        yield error("unknown-key", f'no rule is called "{rule}"{known}', place)
    elif said not in SEVERITIES:
        yield error(
            "wrong-value",
            f'"{said}" is no severity',
            place,
            f"It may be {', '.join(SEVERITIES[:-1])} or {SEVERITIES[-1]}.",
        )
    elif rule in UNWAIVABLE and said != "error":
        yield error(
            "wrong-value",
            f"{rule} is always an error: without it a claim leads to no evidence",
            place,
        )
    elif rule in NEEDED and said != "error":
        yield error(
            "wrong-value", f"{rule} is always an error: without it no briefing is made", place
        )


def _place(text: str, name: str, key: str) -> Place:
    """The place of a key; TOML's reader does not tell it."""
    found = re.search(
        rf"""(?m)^\s*\[?\s*(?:rules\s*\.\s*)?["']?(?P<key>{re.escape(key)})["']?\s*[\]=.]""", text
    )
    if found is None:
        return Place(name)
    start = found.start("key")
    return Place(name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
