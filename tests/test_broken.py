"""Bad input: the cases of cases/broken.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import HERE, Copy

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases" / "broken.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_bad_input(project: Copy, case: dict[str, Any]) -> None:
    if "change" in case:
        project.replace(*case["change"])
    for file, text in case.get("write", {}).items():
        project.write(file, text)
    if "remove" in case:
        (project.root / case["remove"]).unlink()
    said = [str(problem).split("\n")[0] for problem in project.problems()]
    wanted = list(case["says"])
    if wanted and wanted[-1] == "...":
        wanted.pop()
        assert any(fits(wanted[0], line) for line in said), said
        for line in wanted:
            assert any(fits(line, each) for each in said), (line, said)
        return
    assert len(said) == len(wanted), said
    for line in wanted:
        assert any(fits(line, each) for each in said), (line, said)


def fits(wanted: str, said: str) -> bool:
    """Whether a message is as wanted; three dots stand for anything."""
    return re.fullmatch(re.escape(wanted).replace(r"\.\.\.", ".*"), said) is not None


def test_every_case_is_told_apart() -> None:
    names = [case["case"] for case in CASES]
    assert len(set(names)) == len(names)
    assert Path(HERE / "project").is_dir()
