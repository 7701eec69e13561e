"""synth lock: who signed off what a finding says, and what became of it since."""

from __future__ import annotations

import json
import re

import pytest

from synth.check import subject_of
from synth.check.review import changed_since_review
from synth.cli import main
from synth.editions import documents
from synth.model import Signature
from synth.problems import Problem
from synth.signing import PATH, fingerprint, sign_off_file
from synth.today import today
from tests.conftest import Copy
from tests.history import commit, git

RECORD = "references/records/lee2019.yaml"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")


@pytest.fixture
def lock(project: Copy, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main(["lock", "--project", str(project.root), *arguments])
        told = capsys.readouterr()
        return int(leaving.value.code or 0), told.out, told.err

    return run


def reopened(project: Copy) -> list[Problem]:
    loaded = project.load()
    return [
        problem
        for document in documents(loaded)
        for problem in changed_since_review(subject_of(document, loaded, today()))
    ]


def test_all_that_claims_cite(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    status, out, err = lock("--by", "A Reviewer")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "lee2019#attendance: signed off by A Reviewer",
        "lee2019#pupils: signed off by A Reviewer",
        "omar2021#low-mood: signed off by A Reviewer",
        "3 findings signed off, 0 as signed before; written to references/sign-off.yaml.",
    ]
    loaded = project.load()
    assert loaded.problems == ()
    assert loaded.signatures["lee2019#pupils"] == Signature(
        fingerprint(loaded.evidence["lee2019#pupils"]), "A Reviewer", "2026-01-01"
    )
    assert reopened(project) == []


def test_only_those_named(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("omar2021", "lee2019#pupils", "--by", "A Reviewer")
    assert set(project.load().signatures) == {"omar2021#low-mood", "lee2019#pupils"}
    assert lock("lee2018")[0] == 2
    assert 'did you mean "lee2019#pupils"?' in lock("lee2019#pupil")[2]
    assert "has no findings to sign off" in lock("review2020")[2]


def test_a_finding_as_it_was_keeps_its_signature(
    project: Copy, lock, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "First")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")  # 2026-02-01
    before = (project.root / PATH).read_bytes()
    assert lock("--by", "Second")[1] == (
        "0 findings signed off, 3 as signed before; references/sign-off.yaml stays as it is.\n"
    )
    assert (project.root / PATH).read_bytes() == before
    project.replace(RECORD, "estimate: 840", "estimate: 841")
    assert (
        "lee2019#pupils: signed off by Second (before by First, 2026-01-01)"
        in lock("--by", "Second")[1]
    )
    names = {id: (each.by, each.date) for id, each in project.load().signatures.items()}
    assert names == {
        "lee2019#attendance": ("First", "2026-01-01"),
        "lee2019#pupils": ("Second", "2026-02-01"),
        "omar2021#low-mood": ("First", "2026-01-01"),
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("statement: 840 pupils", "statement: 841 pupils"),
        ("estimate: 840", "estimate: 841"),
        ('label: table, value: "1"', 'label: table, value: "2"'),
        ("countries: [GB]", "countries: [JP]"),
        ("design: randomised-trial", "design: cross-sectional"),
        ("population: pupils aged 11 to 14", "population: pupils"),
        ("level: 4", "level: 3"),
    ],
)
def test_an_edited_finding_opens_its_claims(project: Copy, lock, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "A Reviewer")
    project.replace(RECORD, old, new)
    found = [problem for problem in reopened(project) if "lee2019#pupils" in problem.message]
    assert [str(problem) for problem in found] == [
        'briefs/demo/clubs.md:18:35: error[changed-since-review] the finding "lee2019#pupils" was '
        "edited after A Reviewer signed it off on 2026-01-01\n"
        f"    Read {project.load().evidence['lee2019#pupils'].place} and this sentence again; if both are right, "
        "run `synth lock lee2019#pupils`."
    ]
    assert found[0].claim == "claim-3"
    lock("lee2019#pupils", "--by", "A Reviewer")
    assert not [problem for problem in reopened(project) if "lee2019#pupils" in problem.message]


def test_what_else_is_edited_opens_nothing(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "A Reviewer")
    project.replace(RECORD, "reference: lee2019", "# Read again.\nreference: lee2019")
    project.replace("references/library.bib", "After-school", "After school")
    assert reopened(project) == []


def test_the_name_comes_from_git(project: Copy, lock, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    status, _, err = lock()
    assert status == 2
    assert "it is not known who signs off" in err
    assert not (project.root / PATH).exists()
    commit(project.root, "v1")
    git(project.root, "config", "user.name", "Name\x1b[31m In Git")
    lock()
    assert {each.by for each in project.load().signatures.values()} == {"Name[31m In Git"}
    project.replace(RECORD, "estimate: 840", "estimate: 841")
    assert "--by" in lock("--by", "  ")[2]
    monkeypatch.setenv("PATH", "/nowhere")
    assert "it is not known who signs off" in lock()[2]


def test_the_status(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("lee2019", "--by", "A Reviewer")
    project.replace(RECORD, "estimate: 840", "estimate: 841")
    status, out, _ = lock("--status")
    assert status == 0
    assert out.splitlines() == [
        "lee2019#attendance: signed off by A Reviewer on 2026-01-01",
        "lee2019#pupils: changed since signed off by A Reviewer on 2026-01-01",
        "omar2021#low-mood: never signed off",
        "3 findings: 1 signed off, 1 changed since, 1 never signed off.",
    ]
    line = project.load().evidence["omar2021#low-mood"].place.line
    value = json.loads(lock("--status", "omar2021", "--output-format", "json")[1])
    assert value == {
        "findings": [
            {"finding": "omar2021#low-mood", "state": "unsigned", "by": None, "date": None,
             "file": "references/records/omar2021.yaml", "line": line}
        ],
        "signed": 0, "changed": 0, "unsigned": 1, "problems": [],
    }  # fmt: skip


def test_json(lock) -> None:  # type: ignore[no-untyped-def]
    value = json.loads(lock("lee2019", "--by", "A", "--output-format", "json")[1])
    assert value == {
        "file": PATH, "by": "A", "signed": ["lee2019#attendance", "lee2019#pupils"],
        "kept": [], "removed": [],
    }  # fmt: skip


def test_a_finding_that_is_gone(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "A Reviewer")
    project.replace(RECORD, "  pupils:\n", "  children:\n")
    project.replace("briefs/demo/clubs.md", "@lee2019#pupils", "@lee2019#children")
    (problem,) = project.load().problems
    assert str(problem).startswith(
        'references/sign-off.yaml:7:3: warning[unknown-finding] no finding is called "lee2019#pupils"'
    )
    assert "lee2019#pupils: taken out, there is no such finding" in lock("--by", "A Reviewer")[1]
    assert project.load().problems == ()


def test_nothing_is_signed_while_a_record_cannot_be_read(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "A Reviewer")
    before = (project.root / PATH).read_bytes()
    project.replace(RECORD, "design: randomised-trial", "design: [")
    status, out, _ = lock("--by", "A Reviewer")
    assert status == 1
    assert "yaml-syntax" in out
    assert (project.root / PATH).read_bytes() == before


def test_a_work_under_another_key(project: Copy, lock) -> None:  # type: ignore[no-untyped-def]
    lock("--by", "A Reviewer")
    for path in [*(project.root / "briefs").rglob("*.md"), project.root / RECORD]:
        path.write_text(path.read_text().replace("lee2019", "leeokafor2019"))
    project.replace("references/library.bib", "{lee2019,", "{leeokafor2019,\n  ids = {lee2019},")
    assert project.load().problems == ()
    assert reopened(project) == []
    assert lock("--by", "B")[1].startswith("0 findings signed off, 3 as signed before")


GOOD = "0" * 64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f"findings:\n  lee2019#pupils: {{sha256: '{GOOD}', by: A}}\n",
            'the key "date" is missing',
        ),
        (
            f"findings:\n  lee2019#pupils: {{sha256: '{GOOD}', by: A, date: '2026-13-01'}}\n",
            '"date" wants a date',
        ),
        (
            "findings:\n  lee2019#pupils: {sha256: abc, by: A, date: '2026-01-01'}\n",
            '"sha256" wants a fingerprint',
        ),
        (
            f"findings:\n  lee2019#pupils: {{sha256: '{GOOD}', by: ' ', date: '2026-01-01'}}\n",
            '"by" wants the name',
        ),
        ("findings: [lee2019]\n", '"findings" wants keys and values'),
        ("reviews: {}\n", 'unknown key "reviews"'),
        ("- x\n", "the file should hold keys and values"),
        ("findings: {\n", "not valid YAML"),
    ],
)
def test_a_file_that_was_spoilt(project: Copy, lock, text: str, words: str) -> None:  # type: ignore[no-untyped-def]
    project.write(PATH, text)
    found = [problem for problem in project.load().problems if words in problem.message]
    assert found, project.load().problems
    assert found[0].place is not None
    assert found[0].place.file == PATH
    assert lock("--by", "A")[0] == 1
    assert (project.root / PATH).read_text() == text


@pytest.mark.parametrize("name", ['O’Neil: "x" # {y}', "a\u2028b", "- 'q'", "\ud800half", "no"])
def test_any_name_comes_back(project: Copy, name: str) -> None:
    text = sign_off_file({"lee2019#pupils": Signature(GOOD, name, "2026-01-01")})
    project.write(PATH, text)
    loaded = project.load()
    assert loaded.problems == ()
    assert loaded.signatures["lee2019#pupils"].by == name.replace("\ud800", "?")


def test_a_fingerprint_does_not_hang_on_the_order_of_keys(project: Copy) -> None:
    before = fingerprint(project.load().evidence["lee2019#pupils"])
    assert re.fullmatch("[0-9a-f]{64}", before)
    project.replace(
        RECORD,
        "    outcome: attendance\n    statement: 840 pupils took part.\n",
        "    statement: 840 pupils took part.\n    outcome: attendance\n",
    )
    assert fingerprint(project.load().evidence["lee2019#pupils"]) == before
