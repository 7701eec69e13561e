"""Stored texts: how they are found and read, and what of them counts as quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.check import source_text
from synth.check.source_text import alike, holds, nearest, read_source
from tests.conftest import Copy

SAID = "“It was never said like this at all” [@lee2019#attendance]."


def quoting(project: Copy, words: str = SAID) -> list[str]:
    project.write("briefs/both.md", f"---\ntitle: T\naudience: schools\n---\n\n{words}\n")
    rules = ("quote-not-found", "unreadable-file", "unknown-reference", "outside-project")
    return [str(each) for each in project.problems() if each.rule in rules]


def test_nothing_is_said_without_a_stored_text(project: Copy) -> None:
    assert quoting(project) == []
    project.write("references/texts/omar2021.txt", "Another work altogether.")
    assert quoting(project) == []


def test_an_alias_of_a_work_finds_its_text(project: Copy) -> None:
    project.replace(
        "references/library.bib", "@article{lee2019,", "@article{lee2019,\n ids = {lee},"
    )
    project.write("references/texts/lee.txt", "Clubs were open.")
    assert "not in the stored text" in quoting(project)[0]


def test_a_text_of_no_work_is_told_of(project: Copy) -> None:
    project.write("references/texts/lea2019.txt", "Clubs were open.")
    project.write("references/texts/README.md", "Keep this folder to yourself.")
    [said] = quoting(project)
    assert said.startswith("references/texts/lea2019.txt: warning[unknown-reference]")
    assert 'did you mean "lee2019"' in said


def test_a_text_that_cannot_be_read_is_told_of(project: Copy) -> None:
    project.write("references/texts/lee2019.txt", b"caf\xe9")
    [said] = quoting(project)
    assert said.startswith("references/texts/lee2019.txt: warning[unreadable-file]")


def test_a_text_that_is_too_large_is_not_read(
    project: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("references/texts/lee2019.txt", "x" * 200)
    monkeypatch.setattr(source_text, "MAX_BYTES", 100)
    assert "warning[unreadable-file]" in quoting(project)[0]


def test_a_text_outside_the_project_is_refused(project: Copy, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("It was never said like this at all")
    project.write("references/texts/README.md", "")
    (project.root / "references/texts/lee2019.txt").symlink_to(tmp_path / "secret.txt")
    assert [said for said in quoting(project) if "[outside-project]" in said]


def test_a_changed_text_is_read_again(project: Copy) -> None:
    project.write("references/texts/lee2019.txt", "Clubs were open.")
    assert quoting(project)
    project.write("references/texts/lee2019.txt", "It was never said like this at all, they say.")
    assert quoting(project) == []


def test_a_report_that_is_not_stored_may_hold_the_words(project: Copy) -> None:
    project.write("references/texts/omar2021.txt", "Something else stands here.")
    words = "“It was never said like this at all” [@lee2019#attendance; @omar2021#low-mood]."
    assert quoting(project, words) == []


def test_a_second_hand_study_is_looked_up_where_it_was_read(project: Copy) -> None:
    project.write("references/texts/review2020.txt", "Parents with nobody near are low in mood.")
    words = "“Parents with nobody near were low in mood” [@omar2021#low-mood]."
    assert "Parents with nobody near are low in mood" in quoting(project, words)[0]


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("the differ-\nence was large", "the difference was large"),
        ("the well-\nknown club", "the well-known club"),
        ("a ﬁnal ﬂourish of it", "A final flourish of it"),
        ("clubs -- open daily -- closed", "clubs — open daily — closed"),
        ("“Yes”, he ‘said’ to all", "'Yes', he \"said\" to all"),
        ("one two three four five six", "one two […] five six."),
        ("one two three four five six", "one two ... five six"),
        ("one two three four five six", "one two [and then some] five six"),
        ("one two [3, 4] three four", "one two three four"),
        ("soft\u00adly it went away", "softly it went away"),
        ("they say no. Then they left", "they say no"),
    ],
)
def test_what_makes_no_difference(source: str, passage: str) -> None:
    assert holds(alike(source), passage)


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("one two three four five six", "five six … one two"),
        ("fell by -5 degrees in all", "fell by 5 degrees in all"),
        ("between 5-7 and more cases", "between 57 and more cases"),
        ("it did not help them much", "it did help them much"),
        ("the WHO said so to all", "the who said so to all"),
    ],
)
def test_what_makes_a_difference(source: str, passage: str) -> None:
    assert not holds(alike(source), passage)


def test_the_reference_list_ends_where_an_appendix_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# References\n\nNone yet.\n\nWords.\n\n## References\n\nA (2001). B (2002).\n\n## Annex\n\nLast words."
    )
    source = read_source(path)
    assert holds(source.body, "Words.")
    assert holds(source.body, "Last words")
    assert not holds(source.body, "A (2001)")
    assert holds(source.listed, "A (2001). B (2002)")


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_can_be_looked_up(source: str, passage: str) -> None:
    assert isinstance(holds(alike(source), passage), bool)
    assert nearest(source, passage) is None or nearest(source, passage) in source


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_what_stands_in_a_text_is_found(passage: str, before: str, after: str) -> None:
    plain = "".join(each for each in passage if each.isalnum() or each == " ")
    assert holds(alike(f"{before}. {plain} .{after}"), plain)
