"""The pairs of findings and tellings of `tests/cases/direction-pairs.yaml`, and what is said of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from synth.checking import Task, check_tasks
from synth.load import load
from synth.problems import Problem
from tests.conftest import HERE

PAIRS = HERE / "cases" / "direction-pairs.yaml"


@dataclass(frozen=True, eq=False)
class Pair:
    """A finding and one telling of it; `seen` is whether the rule is known to report it."""

    domain: str
    half: str
    finding: dict[str, Any]
    text: str
    turned: bool
    seen: bool


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """All pairs, in the order of the file."""
    return [
        Pair(
            domain["domain"],
            domain["half"],
            finding,
            text,
            turned=kind in ("turned", "missed"),
            seen=kind in ("turned", "alarms"),
        )
        for domain in yaml.safe_load(path.read_text("utf-8"))
        for finding in domain["findings"]
        for kind in ("same", "alarms", "turned", "missed")
        for text in finding.get(kind, [])
    ]


def problems_by_pair(pairs: Sequence[Pair], folder: Path) -> list[list[Problem]]:
    """What the check says of each pair, when all stand in one brief, each in its paragraph."""
    project = folder / "project"
    shutil.copytree(HERE / "project", project)
    for old in (project / "references" / "records").glob("*.yaml"):
        old.unlink()
    shutil.rmtree(project / "briefs")
    (project / "briefs").mkdir()
    findings = list({pair.finding["statement"]: pair.finding for pair in pairs}.values())
    keys = {finding["statement"]: f"work{number}" for number, finding in enumerate(findings)}
    entries = (
        f"@article{{{key}, title = {{Work}}, author = {{Doe, Ada}}, year = {{2024}}}}\n"
        for key in keys.values()
    )
    (project / "references" / "library.bib").write_text("".join(entries), "utf-8")
    terms: dict[str, list[dict[str, Any]]] = {
        "outcomes": [],
        "exposures": [],
        "designs": [{"id": "trial", "label": "Randomised trial", "causal": True}],
    }
    for finding in findings:
        key = keys[finding["statement"]]
        desired = {"desired": finding["desired"]} if "desired" in finding else {}
        terms["outcomes"].append({"id": key, "label": finding["outcome"], **desired})
        terms["exposures"].append({"id": key, "label": finding["exposure"]})
        _write(project / "references" / "records" / f"{key}.yaml", _record(key, finding))
    _write(project / "references" / "vocabulary.yaml", terms)
    head = "---\ntitle: Pairs\naudience: schools\n---\n"
    texts = [f"\n{pair.text} [@{keys[pair.finding['statement']]}#told].\n" for pair in pairs]
    (project / "briefs" / "pairs.md").write_text(head + "".join(texts), "utf-8")
    loaded = load(project)
    assert not loaded.problems, loaded.problems
    checked = check_tasks(loaded, [Task("pairs", "schools")])
    first = head.count("\n") + 2
    found: list[list[Problem]] = [[] for _ in pairs]
    for each in checked[0].problems:
        if each.place and each.place.line and each.place.line >= first:
            found[(each.place.line - first) // 2].append(each)
    return found


def _record(key: str, finding: dict[str, Any]) -> dict[str, Any]:
    told = {
        "exposure": key,
        "outcome": key,
        "direction": finding["direction"],
        "statement": finding["statement"],
        "locator": {"label": "page", "value": "1"},
    }
    return {"reference": key, "design": "trial", "read": "full-text", "findings": {"told": told}}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")  # JSON is YAML as well
