"""What disagrees: what most say, what points another way, and what nobody disagrees with."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synth.document import Claim, Heading, ListBlock, plain, walk
from synth.model import Project
from synth.synthesis.asking import look
from synth.synthesis.disagreements import VIEW, Disagreements
from synth.synthesis.view import Narrow, SynthesisError
from tests.conftest import HERE, Copy
from tests.evidence_library import Found, library, setting

CASES = yaml.safe_load((HERE / "synthesis" / "disagreements.yaml").read_text(encoding="utf-8"))


def seen(project: Project, options: Narrow | None = None) -> Disagreements:
    return look(VIEW, tuple(project.evidence.values()), options or Narrow(), project).result


def words(project: Project, options: Narrow | None = None) -> str:
    found = look(VIEW, tuple(project.evidence.values()), options or Narrow(), project)
    return "\n".join(
        plain((node,)) if isinstance(node, Claim) else plain(node.children)
        for node in walk(found.blocks(setting(project)))
        if hasattr(node, "children") and not isinstance(node, Claim)
    )


def ties(project: Project) -> list[str]:
    found = look(VIEW, tuple(project.evidence.values()), Narrow(), project)
    return [
        item.tie
        for node in walk(found.blocks(setting(project)))
        if isinstance(node, Claim)
        for each in node.children
        if hasattr(each, "items")
        for item in each.items
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_most_say(case: dict[str, Any]) -> None:
    project = library(
        Found(study, direction)
        for study, directions in case["studies"].items()
        for direction in directions
    )
    (compared,) = seen(project).compared
    assert compared.most == case["most"]
    against = [
        id.partition("#")[0]
        for side in compared.sides
        if side.direction != compared.most
        for id in side.findings
    ]
    assert against == case["against"]
    assert compared.disagrees == bool(case["against"])
    assert set(ties(project)) == set(project.evidence), "each finding is tied"


FOUND = st.builds(
    Found,
    study=st.sampled_from(["ada", "ben", "cai", "dee"]),
    direction=st.sampled_from(["increase", "decrease", "none", "mixed", None]),
    outcome=st.sampled_from(["attendance", "low-mood", "tea"]),
    exposure=st.sampled_from(["clubs", "isolation", None]),
    basis=st.sampled_from(["result", "view"]),
)


@given(st.lists(FOUND, max_size=12))
def test_every_result_that_points_somewhere_is_set_side_by_side_once(found: list[Found]) -> None:
    project = library(found)
    leaning = sorted(
        id
        for id, each in project.evidence.items()
        if each.finding.basis == "result" and each.finding.direction and each.finding.exposure
    )
    if not leaning:
        with pytest.raises(SynthesisError):
            seen(project)
        return
    result = seen(project)
    told = [id for each in result.compared for side in each.sides for id in side.findings]
    assert sorted(told) == leaning
    assert result.disagreeing == sum(each.disagrees for each in result.compared)
    for each in result.compared:
        assert max(side.studies for side in each.sides) <= each.studies
    assert msgspec.json.decode(msgspec.json.encode(result))["disagreeing"] == result.disagreeing


def test_no_disagreement_is_no_proof() -> None:
    project = library(
        Found(study, "decrease", "low-mood", read="second-hand") for study in ("ada", "ben")
    )
    said = words(project)
    assert "No study disagrees." in said
    assert "That nothing disagrees is no proof." in said
    assert ties(project) == ["ada#f0", "ben#f0"]
    claims = [
        plain(node.children)
        for node in walk(
            look(VIEW, tuple(project.evidence.values()), Narrow(), project).blocks(setting(project))
        )
        if isinstance(node, Claim)
    ]
    assert claims[0].startswith(
        "Low mood, set against “Clubs after school”: 2 studies point to less, all read second-hand"
    )


def test_only_mixed_results_are_said_to_be_mixed() -> None:
    said = words(library([Found("ada", "mixed"), Found("ben", "mixed")]))
    assert "there are only mixed results" in said
    assert "The findings disagree, or are mixed." in said
    alone = words(library([Found("ada", "mixed")]))
    assert "Studies disagree" not in alone
    assert "do not agree" not in alone


def test_findings_that_were_not_taken_are_counted() -> None:
    project = library(
        [
            Found("ada", "increase", countries=("JP",)),
            Found("ben", "increase", countries=("JP",)),
            Found("cai", "none", countries=("GB",)),
        ]
    )
    japan = Narrow(country=("JP",))
    (compared,) = seen(project, japan).compared
    assert compared.elsewhere == ("cai#f0",)
    assert "In the library, 1 finding is not drawn on here and points another way." in words(
        project, japan
    )


def test_findings_that_were_not_taken_point_another_way_only_where_most_point_somewhere() -> None:
    project = library(
        [
            Found("ada", "increase", countries=("JP",)),
            Found("ben", "decrease", countries=("JP",)),
            Found("cai", "increase", countries=("GB",)),
        ]
    )
    said = words(project, Narrow(country=("JP",)))
    assert "In the library, 1 finding on this is not drawn on here." in said
    assert "another way" not in said


def test_many_pairs_that_one_study_looked_at_are_counted() -> None:
    outcomes = ("attendance", "low-mood", "tea")
    alone = [
        Found("ada", outcome=outcome, exposure=exposure)
        for outcome in outcomes
        for exposure in ("clubs", "isolation")
    ]
    assert "In 6 pairs only one study has looked" in words(library(alone))
    both = [*alone, Found("ben", outcome="tea", exposure="clubs")]
    assert "In 5 other pairs only one study has looked" in words(library(both))
    assert ties(library(both)) == ["ada#f4", "ben#f0"]


def test_nothing_points_anywhere() -> None:
    project = library([Found("ada", None), Found("ben", exposure=None)])
    with pytest.raises(SynthesisError, match="none of 2 findings says which way"):
        seen(project)


def test_in_a_brief(project: Copy) -> None:
    project.replace(
        "briefs/demo/clubs.md",
        "- Whether it lasts.",
        "{{ what_disagrees() }}\n\n{{ what_disagrees('attendance') }}",
    )
    assert not [each for each in project.problems() if each.severity == "error"]
    (built, *_) = project.build("demo/clubs")
    page = built.paths[0].read_text(encoding="utf-8")
    assert page.count("No study here found otherwise") == 2
    assert page.count('id="heading-1"') == page.count('id="heading-2"') == 1


def test_a_brief_is_told_of_the_outcomes_that_it_speaks_of(project: Copy) -> None:
    project.write(
        "briefs/one.md",
        "---\ntitle: One\naudience: schools\n---\n\n"
        "Isolated parents in Japan report more low mood [@omar2021#low-mood].\n\n"
        "{{ what_disagrees() }}\n",
    )
    (built, *_) = project.build("one")
    page = built.paths[0].read_text(encoding="utf-8")
    assert "One outcome was looked at beside one exposure." in page
    assert 'data-ties="lee2019#attendance"' not in page
    project.write(
        "briefs/one.md",
        "---\ntitle: One\naudience: schools\n---\n\n{{ what_disagrees() }}\n",
    )
    (built, *_) = project.build("one")
    assert 'data-ties="lee2019#attendance' in built.paths[0].read_text(encoding="utf-8")


def test_headings_are_outcomes() -> None:
    project = library([Found("ada"), Found("ben", "none"), Found("cai", "mixed", "tea")])
    blocks = look(VIEW, tuple(project.evidence.values()), Narrow(), project).blocks(
        setting(project)
    )
    heads = [plain(block.children) for block in blocks if isinstance(block, Heading)]
    assert heads == ["Attendance at school", "Drinking tea"]
    assert [len(block.items) for block in blocks if isinstance(block, ListBlock)] == [2, 1]
