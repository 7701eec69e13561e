"""Bodies of evidence and frameworks of several scales: what is read, and what is refused."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
import yaml

from tests.conftest import HERE, REPOSITORY, Copy

BAD = cast(
    "list[dict[str, Any]]",
    yaml.safe_load((HERE / "synthesis" / "bad-bodies.yaml").read_text("utf-8")),
)

GOOD = """outcome: attendance
exposure: clubs
findings: [lee2019#attendance]
domains:
  risk-of-bias: {judgement: not-serious, why: drawn by lot}
  imprecision: {judgement: null, why: one study}
comparison-risk: {per-thousand: 40, reference: lee2019, locator: {label: page, value: "14"}}
"""


@pytest.mark.parametrize("case", BAD, ids=[case["case"] for case in BAD])
def test_a_body_that_is_wrong(project: Copy, case: dict[str, Any]) -> None:
    project.write("references/bodies/x.yaml", case["body"])
    found = [
        str(each).partition("\n")[0]
        for each in project.load().problems
        if each.place is not None and each.place.file == "references/bodies/x.yaml"
    ]
    wanted = [f"references/bodies/x.yaml:{line}" for line in case["says"]]
    assert len(found) == len(wanted), found
    for line in wanted:
        assert any(each.startswith(line) for each in found), (line, found)


def test_a_body_that_is_right(project: Copy) -> None:
    project.write("references/bodies/x.yaml", GOOD)
    loaded = project.load()
    assert loaded.problems == ()
    assert list(loaded.bodies) == ["x"]
    body = loaded.bodies["x"]
    assert body.domains.imprecision is not None
    assert body.domains.imprecision.judgement is None
    assert body.domains.inconsistency is None
    assert "references/bodies/x.yaml" in {source.path for source in loaded.sources}


def test_a_work_by_another_of_its_keys(project: Copy) -> None:
    project.replace(
        "references/library.bib", "@article{lee2019,", "@article{lee2019,\n  ids = {club},"
    )
    project.write("references/bodies/x.yaml", GOOD.replace("lee2019", "club"))
    loaded = project.load()
    assert loaded.problems == ()
    assert loaded.bodies["x"].findings == ("lee2019#attendance",)
    risk = loaded.bodies["x"].comparison_risk
    assert risk is not None
    assert risk.reference == "lee2019"


SCALES = """title: Two things
source: Ours, 2026.
scales:
  - id: effect
    label: effect
    dots: false
    levels: [{id: less, label: less, description: Less.}, {id: more, label: more, description: More.}]
  - id: strength
    label: strength
    levels: [{id: 1, label: one star, description: Weak.}]
"""


def test_each_scale_of_a_framework_is_rated_on(project: Copy) -> None:
    project.write("references/frameworks/two.yaml", SCALES)
    project.replace(
        "references/records/lee2019.yaml", "  study-kind:",
        "  two/effect: {level: more, why: w}\n  two/strength: {level: 1, why: w}\n  study-kind:",
    )  # fmt: skip
    loaded = project.load()
    assert loaded.problems == ()
    assert {"two/effect", "two/strength"} <= set(loaded.frameworks)
    assert "two" not in loaded.frameworks
    assert loaded.frameworks["two/effect"].title == "Two things: effect"
    assert loaded.frameworks["two/effect"].dots is False
    assert loaded.frameworks["two/strength"].dots is True


WRONG_FRAMEWORKS = {
    'two.yaml:1:1: error[missing-key] the key "levels" is missing': "title: T\nsource: S\n",
    'two.yaml:5:9: error[bad-name] no rating can name the scale "Of Effect"': SCALES.replace(
        "id: effect", "id: Of Effect"
    ).replace("source: Ours, 2026.\n", "source: Ours, 2026.\nshort: T\n"),
    'two.yaml:8:9: error[duplicate-key] the id "effect" stands twice': SCALES.replace(
        "id: strength", "id: effect"
    ),
    'two.yaml:10:13: error[missing-key] the scale "strength" has no levels': SCALES.replace(
        "[{id: 1, label: one star, description: Weak.}]", "[]"
    ),
    'two.yaml:7:64: error[duplicate-key] the id "less" stands twice': SCALES.replace(
        "{id: more,", "{id: less,"
    ),
}


@pytest.mark.parametrize("says", WRONG_FRAMEWORKS)
def test_a_framework_that_is_wrong(project: Copy, says: str) -> None:
    project.write("references/frameworks/two.yaml", WRONG_FRAMEWORKS[says])
    found = [str(each) for each in project.load().problems]
    assert len(found) == 1, found
    assert found[0].startswith(f"references/frameworks/{says}")


def test_a_rating_on_a_framework_of_scales_names_the_scale(project: Copy) -> None:
    project.write("references/frameworks/two.yaml", SCALES)
    project.replace("references/records/lee2019.yaml", "  study-kind:", "  two: {level: 1, why: w}\n  study-kind:")  # fmt: skip
    (problem,) = project.load().problems
    assert 'unknown framework "two"' in problem.message
    assert "two/effect, two/strength" in (problem.hint or "")


def test_the_frameworks_that_come_with_synth(project: Copy) -> None:
    frameworks = project.load().frameworks
    assert {
        "eef-toolkit/impact", "eef-toolkit/cost", "eef-toolkit/evidence", "eef-trial", "nesta",
        "wwg/effect", "wwg/strength", "emmie/effect", "emmie/effect-quality", "emmie/mechanism",
        "emmie/moderator", "emmie/implementation", "emmie/economics", "grade", "maryland-sms",
    } <= set(frameworks)  # fmt: skip
    assert [level.id for level in frameworks["grade"].levels] == [
        "very-low", "low", "moderate", "high",
    ]  # fmt: skip
    assert [level.id for level in frameworks["eef-toolkit/impact"].levels] == list(range(-12, 13))
    assert frameworks["eef-trial"].levels != frameworks["eef-toolkit/evidence"].levels
    for name, framework in frameworks.items():
        ids = [str(level.id) for level in framework.levels]
        assert len(set(ids)) == len(ids) >= 3, name
        assert all(level.label and level.description.endswith(".") for level in framework.levels)
        year = re.search(r"\b(19|20)\d\d\b", framework.source)
        assert year or name == "study-kind", name


def test_every_judgement_of_this_repository_gives_a_reason() -> None:
    from synth.load import load

    project = load(REPOSITORY)
    assert project.bodies
    for name, body in project.bodies.items():
        for part in ("risk_of_bias", "inconsistency", "indirectness", "imprecision"):
            judged = getattr(body.domains, part)
            assert judged is not None, (name, part)
            assert judged.why, (name, part)
        assert body.about, name
