"""The forms of a report: SARIF for code scanning, workflow commands for GitHub Actions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from synth.cli.reports import WRITERS, Report
from synth.cli.reports.github import lines
from synth.cli.reports.sarif import log
from synth.cli.reports.where import path_of, workspace
from synth.problems import Place, Problem, Severity, Waived, error, warning
from synth.rules import RULES
from tests.conftest import HERE, Copy

SHAPE = json.loads((HERE / "cases" / "sarif-shape.json").read_text(encoding="utf-8"))


def valid(written: dict[str, Any]) -> dict[str, Any]:
    """The one run of a log that keeps to the standard."""
    jsonschema.Draft7Validator.check_schema(SHAPE)
    jsonschema.Draft7Validator(SHAPE).validate(written)
    run: dict[str, Any] = written["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def run(project: Copy, form: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "synth", "check", "--output-format", form],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={key: each for key, each in os.environ.items() if key != "GITHUB_WORKSPACE"} | more,
    )


# ── SARIF ───────────────────────────────────────────────────────────────────────────


def test_a_log_of_problems(project: Copy) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    project.replace("references/records/lee2019.yaml", "outcome: attendance", "outcome: atendance")
    done = run(project, "sarif")
    assert done.returncode == 1
    told = valid(json.loads(done.stdout))
    result = next(each for each in told["results"] if each["ruleId"] == "unknown-finding")
    assert result["level"] == "error"
    assert "Its findings are attendance, pupils." in result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "briefs/both.md"
    assert place["region"] == {"startLine": 8, "startColumn": 36}
    rule = told["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["shortDescription"]["text"] == RULES["unknown-finding"]
    assert "docs/reference/rules.md" in rule["help"]["text"]


def test_a_clean_project_has_an_empty_log(project: Copy) -> None:
    done = run(project, "sarif")
    assert done.returncode == 0
    assert valid(json.loads(done.stdout))["results"] == []


def fingerprints(root: Path, *problems: Problem) -> list[str]:
    results = valid(log(Report(root, problems, ()), root))["results"]
    return [each["partialFingerprints"]["synth/v1"] for each in results]


def test_a_fingerprint_outlives_a_move_but_not_other_words(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("one\ntwo  words\n", encoding="utf-8")
    before = fingerprints(tmp_path, error("bad-name", "m", Place("x.md", 2, 1)))
    (tmp_path / "x.md").write_text("zero\none\n  two words\n", encoding="utf-8")
    moved = fingerprints(tmp_path, error("bad-name", "said otherwise", Place("x.md", 3, 3)))
    assert moved == before
    others = [
        error("bad-name", "m", Place("x.md", 2, 1)),  # another line
        error("untied-claim", "m", Place("x.md", 3, 1)),  # another rule
        error("bad-name", "m", Place("y.md", 3, 1)),  # another file
        error("bad-name", "m"),  # no place
    ]
    assert len({*before, *fingerprints(tmp_path, *others)}) == 5


def test_two_problems_of_one_line_are_two(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("one\n", encoding="utf-8")
    twice = [error("bad-name", each, Place("x.md", 1, 1)) for each in "ab"]
    assert len(set(fingerprints(tmp_path, *twice))) == 2


def test_a_fingerprint_reads_nothing_outside_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("first\n", encoding="utf-8")
    (tmp_path / "project").mkdir()
    problem = error("bad-name", "m", Place("../secret", 1, 1))
    before = fingerprints(tmp_path / "project", problem)
    (tmp_path / "secret").write_text("second\n", encoding="utf-8")
    assert fingerprints(tmp_path / "project", problem) == before


def test_a_waived_problem_is_suppressed_with_its_reason(tmp_path: Path) -> None:
    waived = Waived(warning("uncited-claim", "m", Place("x.md", 1, 1)), "randomised, see methods")
    results = valid(log(Report(tmp_path, [error("bad-name", "m")], (), [waived]), tmp_path))
    plain, suppressed = results["results"]
    assert "suppressions" not in plain
    assert suppressed["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "randomised, see methods"}
    ]


def test_a_waiver_in_a_brief(project: Copy) -> None:
    project.replace(
        "briefs/both.md", "[@omar2021#low-mood].",
        "[@omar2021]. <!-- synth: allow untied-claim: said in general -->",
    )  # fmt: skip
    results = valid(json.loads(run(project, "sarif").stdout))["results"]
    waived = [each for each in results if each["ruleId"] == "untied-claim"]
    assert waived
    assert {each["suppressions"][0]["justification"] for each in waived} == {"said in general"}


@pytest.mark.parametrize("name", ["a b.md", "é/x%20y.md", "x#1?.md", "synth:templates/base/x.css"])
def test_any_file_name_is_a_uri(tmp_path: Path, name: str) -> None:
    results = valid(log(Report(tmp_path, [error("bad-name", "m", Place(name, 1))], ()), tmp_path))
    uri = results["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == name
    assert "#" not in uri
    assert "?" not in uri


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_levels(tmp_path: Path, severity: str, level: str) -> None:
    problem = Problem("bad-name", Severity(severity), "m")
    assert valid(log(Report(tmp_path, [problem], ()), tmp_path))["results"][0]["level"] == level


def test_the_shape_refuses_what_the_standard_does(tmp_path: Path) -> None:
    written = log(Report(tmp_path, [error("bad-name", "m", Place("x.md", 1))], ()), tmp_path)
    for spoil in (
        lambda result: result.update(level="info"),
        lambda result: result.update(line=3),
        lambda result: result.pop("message"),
        lambda result: result["locations"][0]["physicalLocation"]["region"].update(startLine=0),
    ):
        spoilt = json.loads(json.dumps(written))
        spoil(spoilt["runs"][0]["results"][0])
        with pytest.raises(jsonschema.ValidationError):
            valid(spoilt)


# ── GitHub ──────────────────────────────────────────────────────────────────────────


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it (ActionCommand.cs): properties are split at
    commas, each at its first `=`, and the escapes are undone in each part."""
    found = re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line)
    assert found is not None, line
    properties = dict(part.split("=", 1) for part in (found[2] or "").split(",") if part)

    def undone(text: str) -> str:
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            text = text.replace(code, sign)
        return text

    return found[1], {key: undone(each) for key, each in properties.items()}, undone(found[3])


def test_annotations(project: Copy) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    done = run(project, "github", GITHUB_WORKSPACE=str(project.root.parent))
    assert done.returncode == 1
    command, properties, words = read_back(
        next(each for each in done.stdout.splitlines() if "unknown-finding" in each)
    )
    assert command == "error"
    assert properties == {
        "file": "project/briefs/both.md",
        "line": "8",
        "col": "36",
        "title": "unknown-finding",
    }
    assert "\nIts findings are attendance, pupils." in words
    assert re.search(r"^1 error", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "text", ["100% of it", "one\ntwo", "one\r\ntwo", "a: b, c", "::error::x", "%0A", "50%2C"]
)
def test_any_words_come_back(tmp_path: Path, text: str) -> None:
    problem = error("bad-name", text, Place(f"{text.replace(chr(13), '')}.md", 1, 2))
    (line,) = lines(Report(tmp_path, [problem], ()), tmp_path)
    assert "\n" not in line
    assert "\r" not in line
    _, properties, words = read_back(line)
    assert words == text
    assert properties["file"] == f"{text.replace(chr(13), '')}.md"


def test_severities_and_unknown_places(tmp_path: Path) -> None:
    problems = [
        Problem("bad-name", Severity.INFO, "said"),
        warning("bad-name", "said", Place("x.md")),
        error("template-syntax", "said", Place("synth:templates/base/brief.html", 3, 1)),
    ]
    told = [read_back(line) for line in lines(Report(tmp_path, problems, ()), tmp_path)]
    assert told == [
        ("notice", {"title": "bad-name"}, "said"),
        ("warning", {"file": "x.md", "title": "bad-name"}, "said"),
        ("error", {"title": "template-syntax"}, "synth:templates/base/brief.html:3:1: said"),
    ]


def test_files_are_named_from_the_top_of_the_repository(tmp_path: Path) -> None:
    place = Place("briefs/x.md", 1)
    assert path_of(place, tmp_path / "policy", tmp_path) == "policy/briefs/x.md"
    assert path_of(place, tmp_path, tmp_path) == "briefs/x.md"
    assert path_of(place, tmp_path, tmp_path / "policy") == "briefs/x.md"
    assert workspace({"GITHUB_WORKSPACE": str(tmp_path)}) == tmp_path.resolve()
    assert workspace({}) == Path.cwd().resolve()


def test_every_form_is_written(project: Copy) -> None:
    for form in WRITERS:
        done = run(project, form)
        assert (done.returncode, done.stderr) == (0, ""), form
        assert done.stdout
