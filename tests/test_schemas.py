"""The JSON Schemas for editors: they accept what synth accepts, and refuse what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from synth.cli.schema import KINDS, schema_for
from tests.conftest import HERE, REPOSITORY

PLACES: dict[str, tuple[str, ...]] = {
    "record": ("references/records/*.yaml",),
    "brief": ("briefs/*.md", "briefs/*/*.md"),
    "audience": ("templates/*/audience.yaml",),
    "series": ("briefs/*/series.yaml",),
    "vocabulary": ("references/vocabulary.yaml",),
    "framework": ("references/frameworks/*.yaml",),
    "bias-tool": ("references/risk-of-bias/*.yaml",),
    "flow": ("references/flows/*.yaml",),
    "body": ("references/bodies/*.yaml",),
    "synthesis": ("references/synthesis.yaml",),
    "retractions": ("references/retractions.yaml",),
    "settings": ("synth.toml",),
}


class Plain(yaml.SafeLoader):
    """YAML as synth reads it: dates stay text."""


Plain.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def files() -> Iterator[tuple[str, Path]]:
    """Every file of the projects of this repository, with its kind."""
    for root in (REPOSITORY, HERE / "project"):
        for kind, patterns in PLACES.items():
            for pattern in patterns:
                yield from ((kind, path) for path in sorted(root.glob(pattern)))


def read(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return tomllib.loads(text)
    if path.suffix == ".md":
        text = text.split("\n---", 1)[0].removeprefix("---")
    return yaml.load(text, Plain)


def check(kind: str, value: Any) -> None:
    jsonschema.Draft202012Validator(schema_for(kind)).validate(value)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_schema(kind: str) -> None:
    schema = schema_for(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["description"]


def test_every_file_of_this_repository_is_accepted() -> None:
    seen = set()
    for kind, path in files():
        check(kind, read(path))
        seen.add(kind)
    assert seen >= {"record", "brief", "audience", "series", "vocabulary", "framework"}


RECORD = {"reference": "x", "read": "full-text", "findings": {}}
FINDING = {"outcome": "o", "statement": "S."}

BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "a key is mistyped": ("record", {**RECORD, "desing": "trial"}),
    "a key is missing": ("record", {"reference": "x", "findings": {}}),
    "a value is none of the choices": ("record", {**RECORD, "read": "skimmed"}),
    "a direction is none": (
        "record", {**RECORD, "findings": {"f": {**FINDING, "direction": "up"}}},
    ),
    "a key of a finding": ("record", {**RECORD, "findings": {"f": {**FINDING, "efect": {}}}}),
    "a number as text": (
        "record", {**RECORD, "findings": {"f": {**FINDING, "effect": {"estimate": "8"}}}},
    ),
    "a place that CSL does not know": (
        "record",
        {**RECORD, "findings": {"f": {**FINDING, "locator": {"label": "pg", "value": "1"}}}},
    ),
    "a brief without a title": ("brief", {"audience": "schools"}),
    "an audience's sentence": ("audience", {"name": "A", "reader": "R", "max-sentence": "long"}),
    "papers without numbers": ("series", {"title": "T", "publisher": "P", "papers": {"a": "one"}}),
    "a design that is causal perhaps": (
        "vocabulary", {"designs": [{"id": "d", "label": "D", "causal": "maybe"}]},
    ),
    "a level without a label": (
        "framework", {"title": "T", "source": "S", "levels": [{"id": 1, "description": "D"}]},
    ),
    "a level of a scale without a label": (
        "framework",
        {"title": "T", "source": "S",
         "scales": [{"id": "s", "label": "S", "levels": [{"id": 1, "description": "D"}]}]},
    ),
    "a domain that GRADE does not have": (
        "body", {"outcome": "o", "exposure": "e", "domains": {"risk-of-bais": None}},
    ),
    "a judgement without a reason": (
        "body", {"outcome": "o", "exposure": "e", "domains": {"imprecision": {"judgement": "serious"}}},
    ),
    "an upgrade by three levels": (
        "body", {"outcome": "o", "exposure": "e", "upgrades": {"large-effect": {"by": 3, "why": "w"}}},
    ),
    "a notice of no nature": (
        "retractions",
        {"list": "l", "list-date": "d", "sha256": "s", "checked": "c",
         "notices": [{"reference": "x", "nature": "withdrawn"}]},
    ),
    "an unknown rule": ("settings", {"rules": {"causal-wordng": "error"}}),
    "an unknown severity": ("settings", {"rules": {"uncited-claim": "fatal"}}),
    "an unknown setting": ("settings", {"rulez": {}}),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_refused(case: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(*BROKEN[case])


def test_good_neighbours_of_the_broken_are_accepted() -> None:
    check("record", {**RECORD, "findings": {"f": {**FINDING, "direction": "none"}}})
    check("settings", {"rules": {"uncited-claim": "off"}})
    check("settings", {})


def test_keys_say_what_they_are() -> None:
    finding = schema_for("record")["$defs"]["Finding"]["properties"]
    assert finding["direction"]["description"].startswith("`direction` is of the outcome")
    rules = schema_for("settings")["properties"]["rules"]["properties"]
    assert rules["uncited-claim"]["description"]


def test_the_command_line(tmp_path: Path) -> None:
    def synth(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "synth", "schema", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = synth("--all", "schemas")
    assert (done.returncode, done.stderr) == (0, "")
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("*/*.json")}
    assert written == {kind: schema_for(kind) for kind in KINDS}
    assert json.loads(synth("record").stdout) == written["record"]
    assert synth().returncode == synth("record", "--all", "x").returncode == 2
