"""The command line: its exit statuses, its JSON, and that it never shows a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from synth.batch import build_many
from synth.checking import tasks
from synth.rules import RULES
from tests.conftest import REPOSITORY, Copy


def synth(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "synth", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_build_writes_and_says_what_it_wrote(project: Copy) -> None:
    done = synth("build", "--format", "html", folder=project.root)
    assert done.returncode == 0, done.stdout
    assert "demo/clubs for schools: 7 of 7 claims tied" in done.stdout
    assert (project.root / "out" / "demo" / "clubs.html").is_file()
    assert (project.root / "out" / "both--schools.html").is_file()


def test_the_project_is_found_from_below(project: Copy) -> None:
    assert synth("check", folder=project.root / "briefs" / "demo").returncode == 0
    assert synth("check", "--project", project.root, folder=Path("/")).returncode == 0


def test_outside_a_project(tmp_path: Path) -> None:
    for command in ("build", "check"):
        done = synth(command, folder=tmp_path)
        assert done.returncode == 2
        assert "synth init" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "demo/club"), 'no brief is called "demo/club"; did you mean "demo/clubs"?'),
        (("build", "--audience", "school"), 'did you mean "schools"?'),
        (("build", "--format", "doc"), 'no format "doc"'),
        (("check", "--select", "unknown-findings"), 'did you mean "unknown-finding"?'),
        (("verify", "nothing.pdf"), "nothing.pdf: the file cannot be read"),
        (("verify", "briefs/both.md"), "only .html and .pdf files can be verified"),
        (("evidence", "show", "lee2018"), 'did you mean "lee2019"?'),
        (("evidence", "list", "--outcome", "low-moods"), 'did you mean "low-mood"?'),
        (("init", "."), "there is something there already"),
        (("bild",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_said(project: Copy, arguments: tuple[str, ...], words: str) -> None:
    done = synth(*arguments, folder=project.root)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_problems_end_with_status_1(project: Copy) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    done = synth("check", folder=project.root)
    assert done.returncode == 1
    assert "briefs/both.md:8:36: error[unknown-finding]" in done.stdout
    assert "Its findings are attendance, pupils." in done.stdout
    assert synth("check", "--ignore", "unknown-finding", folder=project.root).returncode == 0
    assert synth("check", "demo/clubs", folder=project.root).returncode == 0
    assert synth("build", "--format", "html", folder=project.root).returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("build", "--format", "html"),
        ("evidence", "list"),
        ("evidence", "show", "lee2019"),
    ],
)
def test_json_and_nothing_else(project: Copy, arguments: tuple[str, ...]) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    done = synth(*arguments, "--output-format", "json", folder=project.root)
    value = json.loads(done.stdout)
    if arguments[0] == "check":
        assert value["problems"][0] == {
            "rule": "unknown-finding",
            "severity": "error",
            "message": '"lee2019" has no finding "atendance"; did you mean "attendance"?',
            "file": "briefs/both.md",
            "line": 8,
            "column": 36,
            "hint": "Its findings are attendance, pupils.",
            "claim": "claim-2",
        }
        assert value["briefs"][-1] == {
            "brief": "demo/clubs",
            "audience": "schools",
            "claims": 7,
            "tied": 7,
            "coverage": 1.0,
        }
    assert done.stderr == ""


def test_the_evidence(project: Copy) -> None:
    listed = synth("evidence", "list", "--country", "JP", folder=project.root).stdout
    assert "omar2021#low-mood" in listed
    assert "lee2019" not in listed
    shown = synth("evidence", "show", "lee2019#attendance", folder=project.root).stdout
    assert "sample: 840" in shown
    assert "references/records/lee2019.yaml:11:3" in shown


@pytest.mark.parametrize(
    "kind", ["record", "brief", "audience", "series", "vocabulary", "framework"]
)
def test_schemas(tmp_path: Path, kind: str) -> None:
    schema = json.loads(synth("schema", kind, folder=tmp_path).stdout)
    assert schema["additionalProperties"] is False
    assert schema["properties"]


def test_init_gives_a_project_that_builds(tmp_path: Path) -> None:
    assert synth("init", "new", folder=tmp_path).returncode == 0
    done = synth("build", folder=tmp_path / "new")
    assert done.returncode == 0, done.stdout
    names = {path.name for path in (tmp_path / "new" / "out").iterdir()}
    assert names == {
        f"{page}.{suffix}"
        for page in ("neighbours--schools", "neighbours--health-partners", "state-of-the-evidence")
        for suffix in ("html", "pdf")
    }
    assert "no problems" in done.stdout


def test_a_folder_that_cannot_be_written(project: Copy) -> None:
    project.write("file", "not a folder")
    done = synth("build", "--format", "html", "--out", "file/out", folder=project.root)
    assert done.returncode == 2
    assert "the file cannot be written" in done.stderr
    assert (project.root / "file").read_text() == "not a folder"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder(project: Copy) -> None:
    folder = project.root / "closed"
    folder.mkdir(mode=0o500)
    done = synth("build", "--format", "html", "--out", "closed", folder=project.root)
    assert done.returncode == 2
    assert list(folder.iterdir()) == []


def test_jobs_change_nothing(project: Copy) -> None:
    for jobs in ("1", "2"):
        synth("build", "--format", "html", "--out", jobs, "--jobs", jobs, folder=project.root)
    for path in sorted((project.root / "1").rglob("*.html")):
        other = project.root / "2" / path.relative_to(project.root / "1")
        assert path.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("command", ["build", "check", "verify", "init", "schema", "evidence"])
def test_help_loads_nothing_heavy(command: str) -> None:
    heavy = "weasyprint pydantic jinja2 markdown bibtexparser babel yaml pikepdf rich".split()
    code = (
        "import sys\n"
        "from synth.cli import main\n"
        "try: main([sys.argv[1], '--help'])\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', [name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("HEAVY []")


def test_every_problem_names_a_rule_of_the_table() -> None:
    import ast

    named: set[str] = set()
    said: set[str] = set()
    for path in (REPOSITORY / "synth").rglob("*.py"):
        if path.name == "rules.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if function in ("error", "warning", "unknown", "_problem", "Problem", "_report"):
                    named.add(str(node.args[0].value))
    assert named <= set(RULES)
    assert set(RULES) <= said


def test_a_system_that_grants_no_processes(project: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    loaded = project.load()
    wanted = tasks(loaded, [])
    built = build_many(loaded, wanted, ["html"], project.root / "out", jobs=2)
    assert [each.task for each in built] == list(wanted)
    assert all(each.paths for each in built)
