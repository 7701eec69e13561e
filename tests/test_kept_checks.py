"""`synth check` keeps the report of a project that has not changed, and prints its matrix."""

from __future__ import annotations

import json
import os

import pytest
from click.testing import CliRunner

from synth.cli import cli
from synth.cli.reports import kept
from tests.conftest import Copy


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One entry for each time that a project is really checked, with a cache of its own."""
    monkeypatch.setenv("SYNTH_CACHE", str(tmp_path_factory.mktemp("kept")))
    made: list[str] = []
    import synth.cli.check as command

    really = command._made

    def counted(root, briefs):  # type: ignore[no-untyped-def]
        made.append(str(root))
        return really(root, briefs)

    monkeypatch.setattr(command, "_made", counted)
    return made


def run(project: Copy, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["check", "--project", str(project.root), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def test_an_unchanged_project_is_told_of_again_in_the_same_words(
    project: Copy, looks: list[str]
) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    first = run(project)
    assert "unknown-finding" in first
    assert run(project) == first
    assert run(project, "--select", "unknown-finding") != run(
        project, "--ignore", "unknown-finding"
    )
    assert len(looks) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("briefs/both.md", "fewer missed days", "fewer missed dayz"),
        ("references/records/lee2019.yaml", "fewer days", "fewer dayz"),
        ("references/vocabulary.yaml", "Clubs after", "Clubz after"),
        ("references/library.bib", "Ana", "Anb"),
    ],
)
def test_any_change_is_seen_though_size_and_time_are_the_same(
    project: Copy, looks: list[str], file: str, old: str, new: str
) -> None:
    run(project)
    path = project.root / file
    before = path.stat()
    project.replace(file, old, new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    run(project)
    assert len(looks) == 2


def test_new_files_other_questions_and_another_day_are_seen(
    project: Copy, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project)
    project.write("synth.toml", '[rules]\nuncited-claim = "warning"\n')
    run(project)
    run(project, "both")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    run(project, "both")
    assert len(looks) == 4
    project.write("out/demo/clubs.html", "what a build writes changes nothing")
    run(project, "both")
    assert len(looks) == 4


def test_a_brief_that_asks_git_is_always_checked(project: Copy, looks: list[str]) -> None:
    project.write(
        "briefs/plain.md", '---\ntitle: T\naudience: schools\n---\n\n{{ changes (since="v1") }}\n'
    )
    run(project)
    run(project)
    assert len(looks) == 2


def test_what_is_kept_and_cannot_be_read_is_made_again(project: Copy, looks: list[str]) -> None:
    first = run(project)
    name = kept._fingerprint(project.root, [])
    assert name is not None
    kept.keep(kept.KIND, name, b'{"problems": [{"rule": "x"}], "briefs": [], "waived": []}')
    assert run(project) == first
    assert len(looks) == 2


def test_waived_problems_are_counted(project: Copy, looks: list[str]) -> None:
    project.replace(
        "briefs/both.md",
        "Clubs went with",
        "About 30% agree. <!-- synth: allow uncited-claim: our own count --> Clubs went with",
    )
    assert "1 waived, with reasons." in run(project)
    told = json.loads(run(project, "--output-format", "json"))
    assert {(each["rule"], each["reason"]) for each in told["waived"]} == {
        ("uncited-claim", "our own count")
    }


def test_the_matrix_shows_each_finding_with_its_audiences(project: Copy) -> None:
    told = json.loads(run(project, "both", "--matrix", "--output-format", "json"))["matrix"]
    audiences = {each["finding"]: {claim["audience"] for claim in each["claims"]} for each in told}
    assert audiences["omar2021#low-mood"] == {"schools", "health-partners"}
    text = run(project, "both", "--matrix")
    assert "omar2021#low-mood: 2 audiences" in text
    assert "Isolated parents report more low mood" in text


def test_the_matrix_is_no_annotation(project: Copy) -> None:
    assert "--matrix prints text or JSON" in run(project, "--matrix", "--output-format", "sarif")
