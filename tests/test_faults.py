"""The planted-fault benchmark itself: its faults are faults, and its scores are earned."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.faults import copies, measure
from benchmarks.faults.copies import Copy, Found, new
from benchmarks.faults.fault import HELD_OUT_SUBJECT, Edit, Fault, Spot
from benchmarks.faults.measure import Clean, Measured, judge
from benchmarks.faults.operators import OPERATORS
from benchmarks.faults.plant import MOST, Planting, plant
from benchmarks.faults.report import misses, report, wilson
from benchmarks.faults.subject import FOLDERS, Subject, subjects
from synth.checking import check_task, tasks
from synth.problems import Place, Problem, Severity, error


@pytest.fixture(scope="module")
def all_subjects() -> dict[str, Subject]:
    return {subject.name: subject for subject in subjects()}


@pytest.fixture(scope="module")
def planted(all_subjects: dict[str, Subject]) -> list[Planting]:
    return [each for subject in all_subjects.values() for each in plant(subject)[0]]


def test_every_operator_plants_a_fault(planted: list[Planting]) -> None:
    assert len(OPERATORS) >= 24
    assert {each.fault.operator for each in planted} == set(OPERATORS)


def test_there_are_enough_and_no_more_than_asked_for(planted: list[Planting]) -> None:
    assert len(planted) >= 400
    each = Counter((planting.subject, planting.fault.operator) for planting in planted)
    assert max(each.values()) <= MOST


def test_the_same_faults_are_planted_each_time(
    all_subjects: dict[str, Subject], planted: list[Planting]
) -> None:
    again = Subject("bcg", FOLDERS["bcg"])
    first = [(each.fault.operator, each.fault.edits) for each in planted if each.subject == "bcg"]
    assert [(each.fault.operator, each.fault.edits) for each in plant(again)[0]] == first


def test_half_of_them_are_held_out(planted: list[Planting]) -> None:
    halves = Counter(each.half for each in planted)
    assert 0.4 < halves["held-out"] / len(planted) < 0.6
    assert {each.half for each in planted if each.subject == HELD_OUT_SUBJECT} == {"held-out"}
    for name in set(FOLDERS) - {HELD_OUT_SUBJECT}:
        assert {each.half for each in planted if each.subject == name} == {"dev", "held-out"}


def test_an_edit_changes_its_place_and_nothing_else(
    all_subjects: dict[str, Subject], planted: list[Planting]
) -> None:
    for planting in planted:
        if planting.fault.bytes_of is not None:
            continue
        subject = all_subjects[planting.subject]
        for edit in planting.fault.edits:
            exists = (subject.root / edit.file).exists()
            text = subject.text(edit.file) if exists else ""
            changed = edit.apply(text)
            assert changed != text
            assert changed[: edit.start] == text[: edit.start]
            assert changed[edit.start + len(edit.new) :] == text[edit.start + len(edit.old) :]


def test_a_right_answer_stands_where_there_is_a_line(
    all_subjects: dict[str, Subject], planted: list[Planting]
) -> None:
    for planting in planted:
        fault = planting.fault
        assert fault.spots
        assert fault.rules
        for spot in fault.spots:
            if spot.line is None:
                continue
            text = all_subjects[planting.subject].text(spot.file)
            for edit in fault.edits:
                text = edit.apply(text) if edit.file == spot.file else text
            assert text.split("\n")[spot.line - 1].strip()


def test_no_edit_is_planted_twice(planted: list[Planting]) -> None:
    edits = Counter(
        (each.subject, each.fault.edits) for each in planted if each.fault.bytes_of is None
    )
    assert max(edits.values()) == 1


@pytest.mark.parametrize("name", sorted(set(FOLDERS) - {HELD_OUT_SUBJECT}))
def test_the_clean_subjects_have_no_errors(name: str) -> None:
    problems = copies.check(FOLDERS[name])
    assert [str(each) for each in problems if each.severity is Severity.ERROR] == []


def test_the_held_out_subject_is_whole(all_subjects: dict[str, Subject]) -> None:
    """What rules say of its sentences is measured, not tested: nobody is to tune them to it."""
    project = all_subjects[HELD_OUT_SUBJECT].project
    assert [str(each) for each in project.problems] == []
    covered = [check_task(project, task).coverage for task in tasks(project, ())]
    assert all(each.tied == each.claims > 0 for each in covered)


def test_each_subject_has_readers_claims_and_directions(all_subjects: dict[str, Subject]) -> None:
    for name in ("bcg", "field-trials"):
        project = all_subjects[name].project
        findings = [each.finding for each in project.evidence.values()]
        assert len(project.references) >= 10
        assert len(findings) >= 25
        assert len({name for brief in project.briefs for name in brief.audiences}) >= 2
        assert {finding.direction for finding in findings} >= {"increase", "decrease", "none"}
        causal = {project.vocabulary.design(each.design) for each in project.records.values()}
        assert {design.causal for design in causal if design} == {True, False}
        assert len({finding.effect.metric for finding in findings}) >= 6
    assert len(all_subjects["bcg"].claims) >= 60
    assert len(all_subjects["field-trials"].claims) >= 60


# ── scores ──────────────────────────────────────────────────────────────────────────

FAULT = Fault("x", Edit("b.md", 0, "1", "2"), (Spot("b.md", 4),), frozenset({"number-mismatch"}))
NONE = (False, False)


@pytest.mark.parametrize(
    ("found", "verdict", "severity"),
    [
        ([], "missed", ""),
        ([Found("number-mismatch", "error", Spot("b.md", 4))], "caught", "error"),
        ([Found("number-mismatch", "warning", Spot("b.md", 4))], "caught", "warning"),
        ([Found("number-mismatch", "error", Spot("b.md", 5))], "wrong line", ""),
        ([Found("number-mismatch", "error", Spot("c.md", 4))], "wrong line", ""),
        ([Found("jargon", "error", Spot("b.md", 4))], "another rule", ""),
    ],
)
def test_verdicts(found: list[Found], verdict: str, severity: str) -> None:
    result = judge("s", "dev", FAULT, found, NONE)
    assert (result.verdict, result.severity) == (verdict, severity)


def test_what_the_clean_project_has_as_well_is_not_new() -> None:
    clean = [error("r", "old words", Place("b.md", 4, 1)), error("r", "low", Place("b.md", 9, 1))]
    edit = Edit("b.md", 0, "", "a line\n")
    moved = [error("r", "other words", Place("b.md", 5)), error("r", "low", Place("b.md", 10))]
    assert new(moved, clean, (edit,), {"b.md": "text"}) == []
    twice = [*moved, error("r", "more", Place("b.md", 5))]
    assert new(twice, clean, (edit,), {"b.md": "text"}) == [Found("r", "error", Spot("b.md", 5))]


def part(operators: tuple[str, ...], most: int) -> list[measure.Result]:
    job = ("bcg", None, operators, most, 0)
    return measure._part(job)[0]


def test_a_checker_that_finds_nothing_scores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(root: Path) -> tuple[Problem, ...]:
        return ()

    monkeypatch.setenv("SYNTH_CACHE", "")
    monkeypatch.setattr(copies, "check", blind)
    results = part(("misspelt-key", "change-digit", "delete-finding"), 6)
    assert len(results) == 9
    assert {result.verdict for result in results} == {"missed"}


def test_a_misspelt_key_is_caught_here_by_pandoc_and_by_the_key_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SYNTH_CACHE", "")
    results = part(("misspelt-key", "misspelt-finding"), 4)
    assert {result.verdict for result in results} == {"caught"}
    by_operator = {result.operator: (result.pandoc, result.keys) for result in results}
    assert by_operator == {"misspelt-key": (True, True), "misspelt-finding": (False, False)}


def test_the_copy_is_as_it_was_after_each_fault(
    all_subjects: dict[str, Subject], planted: list[Planting], tmp_path: Path
) -> None:
    copy = Copy(all_subjects["bcg"], tmp_path)
    before = {path: path.read_bytes() for path in copy.root.rglob("*") if path.is_file()}
    for operator in ("retracted-work", "same-work-twice", "drop-limit", "delete-finding"):
        fault = next(
            each.fault
            for each in planted
            if each.subject == "bcg" and each.fault.operator == operator
        )
        copy.found(fault)
    after = {path: path.read_bytes() for path in copy.root.rglob("*") if path.is_file()}
    assert after == before


def test_a_fault_in_a_finished_file_is_found_in_the_file(
    all_subjects: dict[str, Subject], planted: list[Planting], tmp_path: Path
) -> None:
    copy = Copy(all_subjects["bcg"], tmp_path)
    copy.build("bcg/second-dose")
    for operator in ("html-link", "html-claim-text", "pdf-text", "pdf-manifest"):
        fault = next(
            each.fault
            for each in planted
            if each.fault.operator == operator and "second-dose" in each.fault.edit.file
        )
        result = judge("bcg", "dev", fault, copy.found(fault), NONE)
        assert (operator, result.verdict) == (operator, "caught")


def test_wilson_interval() -> None:
    assert wilson(98, 100) == pytest.approx((0.9300, 0.9945), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_report() -> None:
    caught = judge("s", "dev", FAULT, [Found("number-mismatch", "error", FAULT.spots[0])], NONE)
    missed = judge("s", "held-out", FAULT, [], (True, False))
    clean = Clean("s", 50, (error("jargon", "words", Place("b.md", 3)),))
    text = report(Measured((caught, missed), (clean,), {"x": 2}))
    assert "| dev | 1 | 1 | 100.0% (20.7% to 100.0%) | 1 | 0 | 0 | 0 | 0 | 0 | 0 |" in text
    assert "| held-out | 1 | 0 | 0.0% (0.0% to 79.3%) | 0 | 0 | 0 | 0 | 1 | 1 | 0 |" in text
    assert "| s | 50 | 1 | 2.00 | 0 | 0.00 | jargon 1 |" in text
    assert [line.split(":")[0] for line in misses([caught, missed])] == ["x [s] b.md"]
