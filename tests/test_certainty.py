"""Certainty after GRADE and absolute effects: the cases of tests/synthesis/."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synth.model import Body, Design, DomainJudgement, Domains, Start, Upgrade, Upgrades
from synth.synthesis.absolute import Measure, absolute
from synth.synthesis.certainty import LEVELS, PARTS, TAKES, certainty
from tests.conftest import HERE


def cases(name: str) -> list[dict[str, Any]]:
    return cast(
        "list[dict[str, Any]]", yaml.safe_load((HERE / "synthesis" / name).read_text("utf-8"))
    )


CERTAINTY = cases("certainty-cases.yaml")
ABSOLUTE = cases("absolute-cases.yaml")

DESIGNS = {
    "trial": Design("trial", "Trial", causal=True, randomised=True),
    "survey": Design("survey", "Survey"),
    "unknown": None,
}


def body_of(case: dict[str, Any]) -> Body:
    judged = dict.fromkeys((part.replace(" ", "-") for part in PARTS[1:6]), "not-serious")
    judged |= case.get("down", {})
    domains = {
        name.replace("-", "_"): None
        if name in case.get("open", [])
        else DomainJudgement(cast(Any, judgement), f"why {name}")
        for name, judgement in judged.items()
    }
    upgrades = {
        name.replace("-", "_"): Upgrade(by, f"why {name}")
        for name, by in case.get("up", {}).items()
    }
    start = Start(case["start"], "as given") if "start" in case else None
    return Body("o", "e", Domains(**domains), upgrades=Upgrades(**upgrades), start=start)


@pytest.mark.parametrize("case", CERTAINTY, ids=[case["case"] for case in CERTAINTY])
def test_the_level_follows(case: dict[str, Any]) -> None:
    found = certainty(body_of(case), [DESIGNS[name] for name in case["designs"]])
    assert found.level == case["level"]
    assert [gap.part for gap in found.missing] == case.get("missing", [])
    assert found.complete is (case["level"] is not None)
    passed = [step.part for step in found.steps if step.effect == "not applied"]
    assert passed == case.get("not applied", [])
    assert case.get("says", "") in found.steps[0].why if found.steps else True
    assert case.get("gap", "") in " ".join(gap.why or "" for gap in found.missing)


@pytest.mark.parametrize("case", CERTAINTY, ids=[case["case"] for case in CERTAINTY])
def test_every_judgement_is_a_step_with_its_reason(case: dict[str, Any]) -> None:
    body = body_of(case)
    found = certainty(body, [DESIGNS[name] for name in case["designs"]])
    judged = 5 - len(case.get("open", [])) + len(case.get("up", {}))
    assert len([step for step in found.steps if step.part != "start"]) == judged
    assert all(step.why for step in found.steps)
    if found.level is None:
        assert {step.after for step in found.steps} == {None}
        return
    # the steps can be added up again by a reader
    at = LEVELS.index(found.steps[0].after or "low")
    for step in found.steps[1:]:
        if step.effect != "not applied":
            at = min(3, max(0, at + step.by))
        assert step.after == LEVELS[at]
    assert found.level == LEVELS[at]


def test_a_judgement_that_is_null_with_a_reason_is_open_and_tells_it() -> None:
    body = body_of({})
    reason = DomainJudgement(None, "no interval is given")
    found = certainty(replace(body, domains=replace(body.domains, imprecision=reason)), [None])
    assert found.level is None
    assert [(gap.part, gap.why) for gap in found.missing] == [
        ("imprecision", "no interval is given")
    ]


@given(
    st.lists(st.sampled_from(list(TAKES)), min_size=5, max_size=5),
    st.sampled_from(["trial", "survey"]),
)
def test_a_graver_fault_never_makes_surer(concerns: list[str], design: str) -> None:
    names = [part.replace(" ", "-") for part in PARTS[1:6]]
    down = dict(zip(names, concerns, strict=True))
    before = certainty(body_of({"down": down}), [DESIGNS[design]]).level
    graver = list(TAKES)
    for name in names:
        worse = graver[min(3, graver.index(down[name]) + 1)]
        after = certainty(body_of({"down": down | {name: worse}}), [DESIGNS[design]]).level
        assert before is not None
        assert after is not None
        assert LEVELS.index(after) <= LEVELS.index(before)


@pytest.mark.parametrize("case", ABSOLUTE, ids=[case["case"] for case in ABSOLUTE])
def test_events_per_thousand(case: dict[str, Any]) -> None:
    measure = cast("Measure", case["measure"])
    if "refused" in case:
        with pytest.raises(ValueError, match=case["refused"].replace(".", r"\.")):
            absolute(measure, case["comparison"], *case["effect"])
        return
    risks = absolute(measure, case["comparison"], *case["effect"])
    assert risks.comparison == case["comparison"]
    if "exposed" in case:
        assert round(risks.exposed) == case["exposed"]
    if "difference" in case:
        assert round(risks.difference) == case["difference"]
    for name, ends in (
        ("exposed interval", (risks.exposed_low, risks.exposed_high)),
        ("difference interval", (risks.difference_low, risks.difference_high)),
    ):
        if name in case:
            assert [round(end) for end in ends if end is not None] == case[name]
    assert risks.capped is case.get("capped", False)


@given(
    st.sampled_from(["RR", "OR"]),
    st.floats(1, 999),
    st.floats(0.01, 100),
)
def test_a_risk_stays_a_risk_or_is_refused(
    measure: Measure, comparison: float, ratio: float
) -> None:
    if measure == "RR" and comparison * ratio > 1000:
        with pytest.raises(ValueError, match="of 1,000 people"):
            absolute(measure, comparison, ratio, ratio / 2, ratio * 2)
        return
    risks = absolute(measure, comparison, ratio, ratio / 2, ratio * 2)
    assert 0 <= (risks.exposed_low or 0) <= risks.exposed <= (risks.exposed_high or 0) <= 1000
    assert (risks.difference < 0) == (risks.exposed < comparison)
