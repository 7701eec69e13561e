"""Mechanisms: in records, in manifests, and as a view."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.cli import main
from synth.document import Claim, Heading, Paragraph, Rating, plain, walk
from synth.load import load
from synth.manifest import finding_entry
from synth.model import Audience, Project
from synth.synthesis.asking import look
from synth.synthesis.mechanisms import VIEW, MechanismOptions, Mechanisms
from synth.synthesis.view import SynthesisError
from tests.conftest import REPOSITORY, Copy
from tests.evidence_library import Found, library, setting

OMAR = "references/records/omar2021.yaml"
TERMS = "mechanisms:\n  - {id: talk, label: Talking to others}\n  - {id: rest, label: Rest}\n"


def seen(project: Project, options: MechanismOptions | None = None) -> Mechanisms:
    evidence = tuple(project.evidence.values())
    return look(VIEW, evidence, options or MechanismOptions(), project).result


# ── records ─────────────────────────────────────────────────────────────────────────


def add(project: Copy, mechanism: str) -> None:
    vocabulary = (project.root / "references/vocabulary.yaml").read_text(encoding="utf-8")
    project.write("references/vocabulary.yaml", vocabulary + TERMS)
    project.replace(
        OMAR, "    exposure: isolation", f"    mechanism: {mechanism}\n    exposure: isolation"
    )


@pytest.mark.parametrize(
    ("written", "held"),
    [("talk", ("talk",)), ("[talk, rest]", ("talk", "rest")), ("[]", ()), ("null", ())],
)
def test_one_or_several(project: Copy, written: str, held: tuple[str, ...]) -> None:
    add(project, written)
    loaded = project.load()
    assert not loaded.problems
    assert loaded.evidence["omar2021#low-mood"].finding.mechanisms == held


@pytest.mark.parametrize(("written", "column"), [("takl", 16), ("[rest, takl]", 23)])
def test_an_unknown_term_is_named_with_its_place(project: Copy, written: str, column: int) -> None:
    add(project, written)
    (problem,) = project.load().problems
    assert problem.rule == "unknown-term"
    assert problem.message == 'unknown mechanism "takl"; did you mean "talk"?'
    assert problem.hint == "The mechanisms are listed in references/vocabulary.yaml."
    assert problem.place is not None
    assert (problem.place.file, problem.place.column) == (OMAR, column)


def test_a_manifest_holds_a_mechanism_only_where_there_is_one(project: Copy) -> None:
    before = project.load().evidence["omar2021#low-mood"]
    assert "mechanism" not in finding_entry(before)
    add(project, "talk")
    after = finding_entry(project.load().evidence["omar2021#low-mood"])
    assert after == finding_entry(before) | {"mechanism": ["talk"]}
    assert json.loads(json.dumps(after))["mechanism"] == ["talk"]


# ── the view ────────────────────────────────────────────────────────────────────────

MECHANISM = st.sampled_from([None, "friends", "habit", ("friends", "habit")])


@given(
    st.lists(
        st.builds(
            Found,
            study=st.sampled_from(["ada", "ben", "cai"]),
            mechanism=MECHANISM,
            basis=st.sampled_from(["result", "view", "proposal", "count"]),
        ),
        max_size=10,
    )
)
def test_every_finding_stands_under_each_of_its_mechanisms(found: list[Found]) -> None:
    project = library(found)
    taken = {id: each for id, each in project.evidence.items() if each.finding.basis != "count"}
    named = {id for id, each in taken.items() if each.finding.mechanisms}
    if not named:
        with pytest.raises(SynthesisError):
            seen(project)
        return
    result = seen(project)
    assert (result.named, result.unnamed) == (len(named), len(taken) - len(named))
    for group in result.mechanisms:
        of_it = [id for id in taken if group.mechanism in taken[id].finding.mechanisms]
        assert sorted(group.findings) == sorted(of_it)
        assert group.results == sum(taken[id].finding.basis == "result" for id in of_it)
        assert group.studies <= group.results


def test_results_come_first_and_what_is_none_is_said_to_be_none() -> None:
    project = library(
        [
            Found("ada", basis="proposal", mechanism="friends", statement="We propose a club."),
            Found("ben", mechanism="friends", statement="Friends come along."),
            Found("cai"),
        ]
    )
    found = look(VIEW, tuple(project.evidence.values()), MechanismOptions(), project)
    blocks = found.blocks(setting(project))
    heads = [plain(each.children) for each in blocks if isinstance(each, Heading)]
    assert heads == ["Making friends", "Forming a habit"]
    text = [plain(node.children) for node in walk(blocks) if isinstance(node, Paragraph)]
    assert text[0] == (
        "2 of 3 findings, views and proposals name a mechanism: a way in which something may work. "
        "The other 1 names none, and is not told "
        "here."
    )
    assert text[1] == (
        "Those who meet often come to like each other. 1 finding of 1 study and 1 view or proposal."
    )
    assert text[-1] == "Nothing here is about it: no study and no view."
    claims = [plain(node.children) for node in walk(blocks) if isinstance(node, Claim)]
    assert claims == ["Friends come along .", "We propose a club ."]
    assert [node.findings for node in walk(blocks) if isinstance(node, Rating)] == [
        ("ben#f0",),
        ("ada#f0",),
    ]
    anyone = Audience("Anyone", "anyone")
    words = " ".join(
        plain(node.children)
        for node in walk(found.blocks(setting(project, anyone)))
        if isinstance(node, Paragraph)
    )
    assert "A proposal, not tested." in words


def test_some_mechanisms_alone() -> None:
    project = library([Found("ada", mechanism=("friends", "habit"))])
    result = seen(project, MechanismOptions(mechanism=("habit",)))
    assert [each.mechanism for each in result.mechanisms] == ["habit"]
    with pytest.raises(SynthesisError, match='unknown mechanism "habbit"; did you mean "habit"'):
        seen(project, MechanismOptions(mechanism=("habbit",)))


def test_no_finding_names_one() -> None:
    with pytest.raises(SynthesisError, match="none of 2 findings names a mechanism"):
        seen(library([Found("ada"), Found("ben")]))


def test_in_a_brief(project: Copy) -> None:
    add(project, "talk")
    project.replace("briefs/demo/clubs.md", "- Whether it lasts.", "{{ mechanisms() }}")
    assert not [each for each in project.problems() if each.severity == "error"]
    (built, *_) = project.build("demo/clubs")
    page = built.paths[0].read_text(encoding="utf-8")
    assert "Talking to others" in page
    assert 'data-ties="omar2021#low-mood"' in page


def test_the_four_of_the_paper(capsys: pytest.CaptureFixture[str]) -> None:
    project = load(REPOSITORY)
    result = seen(project)
    assert [each.mechanism for each in result.mechanisms] == [
        "community-meetings", "advocacy", "everyday-activities", "family-interactions",
    ]  # fmt: skip
    for each in result.mechanisms:
        assert f"coutts2025#{each.mechanism}" in each.findings, "the paper names it"
    command = ["evidence", "mechanisms", "--project", str(REPOSITORY), "--to", "json"]
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert not ended.value.code
    assert json.loads(capsys.readouterr().out)["named"] == result.named
