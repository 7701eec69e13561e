"""From YAML data to the dataclasses of the model, every fault at its line and column.

Pydantic validates the plain frozen dataclasses; this module only says how the files
spell the names, and puts its findings into words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from synth import bias, flow, model
from synth.load.yaml_file import Path, YamlFile
from synth.problems import Problem, did_you_mean, error

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema, ErrorDetails

T = TypeVar("T")

_SHAPES: tuple[type, ...] = (
    model.Locator,
    model.Arm,
    model.Effect,
    model.Judgement,
    model.Limit,
    model.Finding,
    model.EvidenceRecord,
    model.Term,
    model.Outcome,
    model.Design,
    model.Vocabulary,
    model.Level,
    model.Scale,
    model.Framework,
    model.DomainJudgement,
    model.Domains,
    model.Upgrade,
    model.Upgrades,
    model.Start,
    model.ComparisonRisk,
    model.SizeJudgement,
    model.Body,
    model.Methods,
    model.Audience,
    model.Series,
    model.FindingFilter,
    model.FrontMatter,
    model.Notice,
    model.NoticeList,
    model.Signature,
    model.SignOff,
    bias.BiasDomain,
    bias.BiasLevel,
    bias.BiasTool,
    bias.DomainBias,
    bias.BiasAssessment,
    flow.Included,
    flow.Search,
    flow.DatabaseSearch,
    flow.Flow,
)
"""The dataclasses that mirror a file or a part of one."""

_TEXT_ALONE: Mapping[type, str] = {model.Limit: "text", bias.DomainBias: "judgement"}
"""The shapes that may be written as text, and the key that the text then has."""


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    from pydantic import ConfigDict, TypeAdapter, with_config  # slow to load

    spelling = ConfigDict(
        extra="forbid", strict=True, alias_generator=lambda name: name.replace("_", "-")
    )
    for each in _SHAPES:
        with_config(spelling)(each)
    for each in _TEXT_ALONE:
        setattr(each, "__get_pydantic_core_schema__", classmethod(_text_or_keys))  # noqa: B010
    return TypeAdapter(shape)


def _text_or_keys(shape: type, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """A shape that may be written as one of its keys alone."""
    from pydantic_core import core_schema

    whole: Any = dict(handler(source))
    name = whole.pop("ref")
    return core_schema.no_info_before_validator_function(
        partial(_written_out, _TEXT_ALONE[shape]),
        whole,
        ref=name,
        json_schema_input_schema=core_schema.union_schema([whole, core_schema.str_schema()]),
    )


def _written_out(key: str, value: Any) -> Any:
    from pydantic_core import PydanticKnownError

    if isinstance(value, str):
        return {key: value}
    if not isinstance(value, dict):
        raise PydanticKnownError("string_type")
    return value


def fit(shape: type[T], file: YamlFile) -> tuple[T | None, list[Problem]]:
    """The file's data as a value of the shape, or None and everything that does not fit."""
    if not isinstance(file.data, dict):
        return None, [
            error(
                "wrong-shape",
                "the file should hold keys and values, such as `title: ...`",
                file.place(()),
            )
        ]
    from pydantic import ValidationError

    try:
        value: T = _adapter(cast(Any, shape)).validate_json(json.dumps(file.data))
        return value, []
    except ValidationError as invalid:
        return None, _problems(shape, file, invalid.errors(include_url=False))


def schema(shape: type) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a shape, for editors."""
    return _adapter(shape).json_schema(by_alias=True)


def _problems(shape: type, file: YamlFile, faults: Iterable[ErrorDetails]) -> list[Problem]:
    """One problem for each place: the branches of a union are one fault, not several."""
    found: dict[tuple[Path, str], Problem] = {}
    branches: dict[Path, list[ErrorDetails]] = {}
    for fault in faults:
        path = tuple(fault["loc"])
        if fault["type"] == "unexpected_keyword_argument":
            found[path, ""] = _unknown_key(shape, file, path)
        elif fault["type"] in ("missing", "missing_argument"):
            found[path, ""] = _missing_key(file, path)
        else:
            while path and path not in file.values:
                path = path[:-1]
            branches.setdefault(path, []).append(fault)
    for path, several in branches.items():
        found[path, ""] = _wrong_value(file, path, several)
    return list(found.values())


def _unknown_key(shape: type, file: YamlFile, path: Path) -> Problem:
    key = str(path[-1])
    known = sorted(_keys_at(shape, path[:-1]))
    return error(
        "unknown-key",
        f'unknown key "{key}"{did_you_mean(key, known)}',
        file.key_place(path),
        f"Keys that may stand here: {', '.join(known)}.",
    )


def _missing_key(file: YamlFile, path: Path) -> Problem:
    return error(
        "missing-key",
        f'the key "{path[-1]}" is missing',
        file.key_place(path[:-1]),
        f"Add `{path[-1]}: ...` here; write null where the value is not known and may be.",
    )


def _wrong_value(file: YamlFile, path: Path, branches: Sequence[ErrorDetails]) -> Problem:
    """A value that fits none of the shapes that it may have."""
    number = next((each for each in branches if each["type"].startswith("float_")), None)
    fault = number or branches[0]
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    value = fault["input"]
    wanted = {
        "string_type": "text",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "float_type": "a number",
        "bool_type": "true or false",
        "tuple_type": "a list",
        "mapping_type": "keys and values",
        "dict_type": "keys and values",
        "dataclass_type": "keys and values",
        "dataclass_exact_type": "keys and values",
    }.get(fault["type"])
    if fault["type"] == "literal_error":
        choices = fault.get("ctx", {}).get("expected", "")
        return error(
            "wrong-value",
            f'"{value}" is no value of "{key}"{_nearest_choice(str(value), choices)}',
            file.place(path),
            f"It may be {choices}.",
        )
    shown = "nothing" if value is None else f"{value!r}" if not isinstance(value, dict) else "keys"
    return error(
        "wrong-value",
        f'"{key}" wants {wanted or "another kind of value"}, and has {shown[:60]}',
        file.place(path),
        'Put quotes round a number or a yes/no that is meant as text, such as "1".'
        if wanted == "text"
        else None,
    )


def _nearest_choice(value: str, choices: str) -> str:
    return did_you_mean(
        value, [part.strip("'") for part in choices.replace(" or ", ", ").split(", ")]
    )


def _keys_at(shape: type, path: Path) -> set[str]:
    """The keys that a shape has at a path, read from its JSON Schema."""
    whole = schema(shape)
    node: Mapping[str, Any] = whole
    for part in path:
        node = _resolve(whole, node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
        if not isinstance(node, Mapping):
            return set()
    return set(_resolve(whole, node).get("properties", {}))


def _resolve(whole: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node that a reference, or the first branch of a choice, points to."""
    while True:
        if "$ref" in node:
            node = whole["$defs"][str(node["$ref"]).rpartition("/")[2]]
        elif branches := node.get("anyOf") or node.get("allOf"):
            node = next((each for each in branches if each.get("type") != "null"), branches[0])
        else:
            return node
