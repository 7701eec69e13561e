"""The page that `synth build` writes for the whole library."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from synth.cli import cli
from synth.state_of_evidence import AUDIENCE, NAME, with_state_page
from synth.verify import verify_bytes
from tests.conftest import Copy


def build(project: Copy, *arguments: str) -> dict[str, list[str]]:
    result = CliRunner().invoke(
        cli,
        ["build", *arguments, "--project", str(project.root), "--out", str(project.root / "out"),
         "--format", "html", "--output-format", "json", "--jobs", "1"],
    )  # fmt: skip
    told = json.loads(result.stdout)
    return {each["brief"]: each["files"] for each in told["briefs"]}


def test_a_whole_build_writes_it(project: Copy) -> None:
    built = build(project)
    (page,) = (Path(each) for each in built[NAME])
    assert page == project.root / "out" / f"{NAME}.html"
    verified = verify_bytes(page.read_bytes(), ".html", page.name)
    assert not verified.problems
    html = page.read_text(encoding="utf-8")
    ties = {tie for each in re.findall(r'data-ties="([^"]+)"', html) for tie in each.split()}
    results = {id for id, each in project.load().evidence.items() if each.finding.basis == "result"}
    assert ties == results, "every result of the library is on the page, and nothing else"


def test_a_build_of_one_brief_does_not(project: Copy) -> None:
    assert NAME not in build(project, "demo/clubs")


def test_it_gives_no_warnings_that_nobody_could_mend(project: Copy) -> None:
    told = json.loads(
        CliRunner().invoke(
            cli,
            ["build", "--project", str(project.root), "--out", str(project.root / "out"),
             "--format", "html", "--output-format", "json", "--jobs", "1"],
        ).stdout
    )  # fmt: skip
    assert not [each for each in told["problems"] if NAME in each.get("file", "")]


def test_a_brief_of_that_name_is_left_alone(project: Copy) -> None:
    project.write(f"briefs/{NAME}.md", "---\ntitle: Ours\naudience: schools\n---\n\nOurs.\n")
    loaded = project.load()
    assert with_state_page(loaded) is loaded


def test_a_library_without_results_has_none(project: Copy) -> None:
    for path in (project.root / "references/records").glob("*.yaml"):
        path.unlink()
    loaded = project.load()
    assert with_state_page(loaded) is loaded


def test_a_project_may_say_for_whom_it_is(project: Copy) -> None:
    project.write(
        f"templates/{AUDIENCE}/audience.yaml",
        "name: Our board\nreader: the board\nstyle: chicago-notes\n",
    )
    loaded = with_state_page(project.load())
    assert loaded.audiences[AUDIENCE].name == "Our board"


@pytest.mark.parametrize("reason", ["None can be given"])
def test_what_cannot_be_pooled_is_said(project: Copy, reason: str) -> None:
    (page,) = (Path(each) for each in build(project)[NAME])
    assert reason in page.read_text(encoding="utf-8")
