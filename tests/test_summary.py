"""Summary of findings and ratings side by side: what stands in their cells, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from synth.document import Badge, NoteMark, Paragraph, Table, plain
from synth.model import Project
from synth.problems import Place
from synth.synthesis import ratings, summary
from synth.synthesis.asking import look, options_of
from synth.synthesis.ratings import RatingsOptions
from synth.synthesis.statement import Words, statement
from synth.synthesis.summary import Summary, SummaryOptions
from synth.synthesis.view import Setting, SynthesisError
from tests.conftest import Copy

WORDS = Words("missed days", "having more clubs", "there are more clubs")

TRIAL = """reference: {key}
design: {design}
countries: [GB]
sample: {sample}
read: full-text
findings:
  missing:
    exposure: clubs
    outcome: attendance
    direction: {direction}
    statement: Some missed fewer days.
    effect: {effect}
    locator: {{label: page, value: "3"}}
"""

BODY = """outcome: attendance
exposure: clubs
measured: missed days
findings: [one2020#missing, two2021#missing]
domains:
  risk-of-bias: {judgement: not-serious, why: drawn by lot}
  inconsistency: {judgement: not-serious, why: both agree}
  indirectness: {judgement: not-serious, why: both are of schools here}
  imprecision: {judgement: serious, why: the interval is wide}
  publication-bias: {judgement: not-serious, why: both were registered}
comparison-risk: {per-thousand: 300, reference: lee2019, why: as in its control group}
"""


def write(
    project: Copy, *, effects: tuple[str, str] = ("", ""), samples: tuple[str, str] = ("100", "200"),
    design: str = "randomised-trial", directions: tuple[str, str] = ("decrease", "decrease"),
    body: str = BODY,
) -> None:  # fmt: skip
    vocabulary = "references/vocabulary.yaml"
    project.replace(
        vocabulary, "label: Randomised trial, causal: true", "label: Randomised trial, causal: true, randomised: true"
    )  # fmt: skip
    library = (project.root / "references/library.bib").read_text("utf-8")
    for key, effect, sample, direction in zip(
        ("one2020", "two2021"), effects, samples, directions, strict=True
    ):
        library += (
            f"\n@article{{{key}, author = {{{key[:3].title()}, Ada}}, title = {{On clubs {key}}},"
            f" journal = {{Clubs}}, year = {{{key[3:]}}}, doi = {{10.5555/{key}}}}}\n"
        )
        project.write(
            f"references/records/{key}.yaml",
            TRIAL.format(
                key=key, design=design, sample=sample, direction=direction,
                effect=effect or "{note: not reported}",
            ),
        )  # fmt: skip
    project.write("references/library.bib", library)
    project.write("references/bodies/clubs.yaml", body)


def seen(project: Project, **asked: object) -> tuple[Summary, Table, list[str]]:
    """The summary, its table, and the paragraphs below it."""
    options = options_of(SummaryOptions, asked)
    found = look(summary.VIEW, tuple(project.evidence.values()), options, project)
    table, *below = found.blocks(setting(project))
    assert isinstance(table, Table)
    words = [plain(each.children) for each in below if isinstance(each, Paragraph)]
    return found.result, table, words


def setting(project: Project) -> Setting:
    return Setting(project, project.audiences["schools"], "en-GB", Place("briefs/x.md", 1))


def cells(table: Table, row: int = 0) -> list[str]:
    return [plain(cell, brackets=False).strip() for cell in table.rows[row]]


def notes(table: Table) -> str:
    return "\n".join(plain(note) for note in table.notes)


OR_1 = "{metric: odds ratio, estimate: 0.7, low: 0.5, high: 0.98}"
OR_2 = "{metric: odds ratio, estimate: 0.76, low: 0.55, high: 1.05}"


def loaded(project: Copy) -> Project:
    found = project.load()
    assert found.problems == ()
    return found


def test_a_pooled_effect_leads_to_events_per_thousand(project: Copy) -> None:
    write(project, effects=(OR_1, OR_2))
    found, table, below = seen(loaded(project))
    row = found.rows[0]
    assert row.relative is not None
    assert row.risks is not None
    pooled = row.relative.estimate
    assert 0.7 < pooled < 0.76
    # Cochrane Handbook 15.4.4.3, by hand
    assert row.risks.exposed == pytest.approx(1000 * pooled * 0.3 / (1 - 0.3 + pooled * 0.3))
    assert row.risks.difference == pytest.approx(row.risks.exposed - 300)
    assert cells(table)[1] == "300 (2 studies)"
    assert cells(table)[2] == "odds ratio 0.73 (0.58 to 0.92)"
    assert cells(table)[3:6] == ["300", "238 (199 to 283)", "62 fewer (101 fewer to 17 fewer)"]
    assert row.certainty.level == "moderate"
    assert Badge("moderate certainty", 3, 4) in table.rows[0][6]
    assert "From 2 of 2 studies, pooled by random effects (REML)" in notes(table)
    assert "Imprecision: serious, one level down. The interval is wide." in notes(table)
    assert "Starts high." in notes(table)
    assert "taken from Lee and Okafor 2019. As in its control group." in notes(table)
    assert cells(table)[7] == "Having more clubs after school likely reduces missed days."
    assert below == []


def test_every_row_is_tied_to_each_of_its_findings(project: Copy) -> None:
    write(project)
    _, table, _ = seen(loaded(project))
    (claim,) = table.rows[0][0]
    ties = {item.tie for item in claim.children[-1].items}  # type: ignore[union-attr]
    assert ties == {"one2020#missing", "two2021#missing"}


def test_no_size_and_no_risk(project: Copy) -> None:
    write(project, body=BODY.partition("comparison-risk")[0], samples=("100", "null"))
    _, table, _ = seen(loaded(project))
    assert cells(table)[1:4] == ["at least 100 (2 studies)", "not reported", "not worked out"]
    assert "The sample is not known for 1 of 2 studies." in notes(table)
    assert "No study gives the size of an effect." in notes(table)
    assert "the risk in the comparison is not known" in notes(table)
    assert cells(table)[5].endswith("How much is not known.")


def test_no_sample_at_all_is_not_none(project: Copy) -> None:
    write(project, samples=("null", "null"))
    found, table, _ = seen(loaded(project))
    assert found.rows[0].participants.known is None
    assert cells(table)[1] == "not known (2 studies)"


def test_the_one_study_that_gives_a_size(project: Copy) -> None:
    write(project, effects=("{metric: risk ratio, estimate: 0.92}", ""))
    found, table, _ = seen(loaded(project))
    assert cells(table)[2:6] == ["risk ratio 0.92", "300", "276", "24 fewer"]
    assert "From one study of 2; the others give no size. No interval is reported." in notes(table)
    assert found.rows[0].relative is not None
    assert found.rows[0].relative.findings == ("one2020#missing",)


def test_the_figures_of_the_groups_are_enough(project: Copy) -> None:
    arms = "{metric: risk ratio, exposed: {events: 15, n: 100}, comparison: {events: 30, n: 100}}"
    write(project, effects=(arms, ""))
    _, table, _ = seen(loaded(project))
    assert cells(table)[2].startswith("risk ratio 0.50 (0.29 to 0.87)")
    assert cells(table)[4].startswith("150 (")
    assert "worked out from the figures of its groups" in notes(table)


NOT_ONE = {
    "different measures": (OR_1, "{metric: risk ratio, estimate: 0.8, low: 0.7, high: 0.9}"),
    "pooling needs two or more": (OR_1, "{metric: odds ratio, estimate: 0.8}"),
}


@pytest.mark.parametrize("why", NOT_ONE)
def test_what_cannot_be_pooled_is_not(project: Copy, why: str) -> None:
    write(project, effects=NOT_ONE[why])
    _, table, _ = seen(loaded(project))
    assert cells(table)[2:4] == ["not reported", "not worked out"]
    assert why in notes(table)


def test_a_measure_from_which_no_risk_follows(project: Copy) -> None:
    write(project, effects=("{metric: mean difference, estimate: -1.5, unit: days}", ""))
    _, table, _ = seen(loaded(project))
    assert cells(table)[2:4] == ["mean difference −1.5 days", "not worked out"]
    assert "no risk is worked out from a mean difference" in notes(table)


PARTS_PER_CENT = (
    ("{metric: risk difference, unit: percentage points, estimate: -5, low: -9, high: -1}", ""),
    (
        "{metric: risk difference, exposed: {events: 25, n: 100}, unit: '%',"
        " comparison: {events: 30, n: 100}}",
        "",
    ),
    (
        "{metric: risk difference, unit: '%', estimate: -5, low: -9, high: -1}",
        "{metric: risk difference, estimate: -0.05, low: -0.09, high: -0.01}",
    ),
)


@pytest.mark.parametrize("effects", PARTS_PER_CENT)
def test_a_risk_difference_in_per_cent_is_a_hundredth_as_a_share(
    project: Copy, effects: tuple[str, str]
) -> None:
    write(project, effects=effects)
    _, table, _ = seen(loaded(project))
    assert cells(table)[5].startswith("50 fewer (")


def test_a_risk_difference_in_another_unit_gives_no_risk(project: Copy) -> None:
    write(project, effects=("{metric: risk difference, unit: per 1000, estimate: -0.5}", ""))
    _, table, _ = seen(loaded(project))
    assert cells(table)[3] == "not worked out"
    assert 'it is in "per 1000"' in notes(table)


def test_a_hazard_ratio_gives_a_risk_as_well(project: Copy) -> None:
    write(project, effects=("{metric: hazard ratio, estimate: 0.5}", ""))
    _, table, _ = seen(loaded(project))
    assert cells(table)[3:6] == ["300", "163", "137 fewer"]


def test_an_interval_of_another_level_is_told(project: Copy) -> None:
    write(
        project, effects=("{metric: risk ratio, estimate: 0.9, low: 0.8, high: 1, level: 90}", "")
    )
    _, table, _ = seen(loaded(project))
    assert "The interval is of 90%." in notes(table)


def test_a_difference_below_one_is_not_none(project: Copy) -> None:
    write(project, effects=("{metric: risk ratio, estimate: 0.999, low: 0.9, high: 1.1}", ""))
    _, table, _ = seen(loaded(project))
    assert cells(table)[5] == "under 1 fewer (30 fewer to 30 more)"


def test_an_effect_beyond_all_people_is_refused_in_its_cell(project: Copy) -> None:
    write(
        project,
        effects=("{metric: risk ratio, estimate: 5}", ""),
        directions=("increase", "increase"),
    )
    _, table, _ = seen(loaded(project))
    assert cells(table)[3] == "not worked out"
    assert "would lead to 1,500 of 1,000 people" in notes(table)


def test_an_open_domain_leaves_no_level_and_no_conclusion(project: Copy) -> None:
    write(project, body=BODY.replace("judgement: serious", "judgement: null"))
    found, table, _ = seen(loaded(project))
    assert found.rows[0].certainty.level is None
    assert cells(table)[4] == "not judged in full"
    assert "Imprecision: not judged yet. The interval is wide." in notes(table)
    assert cells(table)[5] == (
        "No conclusion is drawn yet: the certainty is not judged in full. Both findings report "
        "less missed days where there is more clubs after school."
    )


def test_a_statement_that_is_given_stands_only_where_the_certainty_does(project: Copy) -> None:
    body = BODY + "statement: Clubs probably help.\n"
    write(project, body=body)
    _, table, _ = seen(loaded(project))
    assert cells(table)[-1] == "Clubs probably help."
    project.write("references/bodies/clubs.yaml", body.replace("judgement: serious", "judgement: null"))  # fmt: skip
    _, table, _ = seen(loaded(project))
    assert cells(table)[-1].startswith("No conclusion is drawn yet")


def test_a_survey_says_what_goes_with_what(project: Copy) -> None:
    write(project, design="cross-sectional")
    found, table, below = seen(loaded(project))
    assert found.rows[0].certainty.level == "very-low"
    assert cells(table)[-1].startswith("We are very uncertain whether there is less missed days")
    assert below == [
        "This is about what goes with what: nothing here shows that one causes the other."
    ]


def test_rows_that_cannot_show_a_cause_are_marked_beside_those_that_can(project: Copy) -> None:
    write(project)
    project.write("references/bodies/mood.yaml", "outcome: low-mood\nexposure: isolation\n")
    _, table, below = seen(loaded(project))
    marked = [any(isinstance(node, NoteMark) for node in row[-1]) for row in table.rows]
    assert marked == [False, True]
    assert "nothing here shows that one causes the other" in notes(table)
    assert below == []


def test_findings_that_disagree(project: Copy) -> None:
    write(project, directions=("decrease", "increase"))
    (problem,) = project.load().problems
    assert problem.rule == "at-odds"
    assert "1 of 2 findings say more, 1 less" in problem.message
    _, table, _ = seen(project.load())
    assert cells(table)[-1].startswith("The findings point in different directions: 1 reports less")


def test_part_of_a_body_is_no_body(project: Copy) -> None:
    write(project)
    with pytest.raises(SynthesisError, match="of clubs only some findings are asked for"):
        seen(loaded(project), reference=("one2020",))
    project.write("references/bodies/mood.yaml", "outcome: low-mood\nexposure: isolation\n")
    found, _, below = seen(loaded(project), reference=("one2020", "omar2021"))
    assert [row.body for row in found.rows] == ["mood"]
    assert found.left_out == ("clubs",)
    assert below[-1] == "Left out, as only some of their findings are drawn on here: clubs."


def test_a_body_that_there_is_not(project: Copy) -> None:
    write(project)
    with pytest.raises(SynthesisError, match='"clubz"; did you mean "clubs"'):
        seen(loaded(project), body=("clubz",))
    with pytest.raises(SynthesisError, match="no body of evidence holds these findings"):
        seen(loaded(project), outcome=("low-mood",))


# ── the sentence ────────────────────────────────────────────────────────────────────

SENTENCES = [
    # causal, direction, size, level, sentence: after Santesso and others (2020), table 2
    (True, "decrease", "large", "high", "Having more clubs results in a large reduction in missed days."),
    (True, "decrease", "moderate", "high", "Having more clubs reduces missed days."),
    (True, "decrease", "small", "high", "Having more clubs reduces missed days slightly."),
    (True, "increase", "trivial", "high", "Having more clubs results in little to no difference in missed days."),
    (True, "decrease", "large", "moderate", "Having more clubs likely results in a large reduction in missed days."),
    (True, "increase", "moderate", "moderate", "Having more clubs likely increases missed days."),
    (True, "decrease", "small", "low", "Having more clubs may reduce missed days slightly."),
    (True, "decrease", "large", "low", "Having more clubs may result in a large reduction in missed days."),
    (True, "none", None, "low", "Having more clubs may result in little to no difference in missed days."),
    (True, "decrease", "moderate", "very-low", "Having more clubs may reduce missed days, but the evidence is very uncertain."),
    (False, "decrease", "moderate", "high", "Where there are more clubs, there is less missed days."),
    (False, "decrease", "large", "moderate", "Where there are more clubs, there is likely much less missed days."),
    (False, "increase", "small", "low", "Where there are more clubs, there may be slightly more missed days."),
    (False, "none", None, "low", "Where there are more clubs, there may be little to no difference in missed days."),
    (False, "decrease", "moderate", "very-low", "We are very uncertain whether there is less missed days where there are more clubs."),
]  # fmt: skip


@pytest.mark.parametrize(("causal", "direction", "size", "level", "sentence"), SENTENCES)
def test_the_sentence_follows_size_and_certainty(
    project: Copy, causal: bool, direction: str, size: str | None, level: str, sentence: str
) -> None:
    write(project)
    row = seen(loaded(project))[0].rows[0]
    row = replace(
        row, causal=causal, direction=cast("object", direction), size=cast("object", size),
        certainty=replace(row.certainty, level=cast("object", level)),
    )  # type: ignore[arg-type]  # fmt: skip
    assert statement(row, WORDS) == sentence


# ── ratings ─────────────────────────────────────────────────────────────────────────


def rated(project: Project, **asked: object) -> tuple[ratings.Ratings, Table, str]:
    options = options_of(RatingsOptions, asked)
    found = look(ratings.VIEW, tuple(project.evidence.values()), options, project)
    table, below, *_ = found.blocks(setting(project))
    assert isinstance(table, Table)
    assert isinstance(below, Paragraph)
    return found.result, table, plain(below.children)


def test_each_level_in_its_own_words_with_its_reason(project: Copy) -> None:
    found, table, below = rated(loaded(project))
    assert found.frameworks == ("grade", "study-kind")
    by_finding = {row.finding: row.ratings for row in found.rows}
    grade, kind = by_finding["omar2021#low-mood"]
    assert (grade.label, grade.why) == ("low certainty", "one survey")
    assert (kind.label, kind.level, kind.why) == ("Not placed on our steps", None, None)
    last = [plain(cell, brackets=False) for cell in table.rows[-1]]
    assert last[1:] == ["low certainty", "Not placed on our steps"]
    assert "One survey." in notes(table)
    assert "Balshem" in notes(table)
    assert "not converted" in below


def test_one_row_for_each_study(project: Copy) -> None:
    found, _, _ = rated(loaded(project), by="study")
    assert [row.finding for row in found.rows] == ["lee2019#attendance", "omar2021#low-mood"]
    # a finding's own rating is not its study's
    assert found.rows[1].ratings[0].level is None


def test_only_what_is_rated_with_a_count_of_the_rest(project: Copy) -> None:
    known = loaded(project)
    every, _, _ = rated(known, frameworks=("grade",))
    found, _, _ = rated(known, frameworks=("grade",), rated=True)
    assert 0 < len(found.rows) < len(every.rows)
    assert found.left_out == len(every.rows) - len(found.rows)
    assert all(any(each.level is not None for each in row.ratings) for row in found.rows)


def test_frameworks_as_asked_for_in_their_order(project: Copy) -> None:
    found, table, _ = rated(loaded(project), frameworks=("study-kind", "nesta"))
    assert found.frameworks == ("study-kind", "nesta")
    assert [plain(cell, brackets=False) for cell in table.head] == [
        "Finding", "Study step", "Nesta",
    ]  # fmt: skip
    assert {rating.label for row in found.rows for rating in row.ratings[1:]} == {"Not rated"}


def test_costs_are_shown_without_dots(project: Copy) -> None:
    project.replace(
        "references/records/lee2019.yaml", "  study-kind:",
        "  eef-toolkit/cost: {level: 5, why: staff}\n  eef-toolkit/evidence: {level: 0, why: few}\n"
        "  study-kind:",
    )  # fmt: skip
    _, table, _ = rated(loaded(project), frameworks=("eef-toolkit/cost", "eef-toolkit/evidence"))
    cost, evidence = table.rows[0][1:]
    assert not any(isinstance(node, Badge) for node in cost)
    assert plain(cost, brackets=False) == "very high cost"
    assert Badge("0 padlocks: not enough evidence", 1, 6) in evidence


def test_ratings_that_cannot_be_shown(project: Copy) -> None:
    with pytest.raises(SynthesisError, match='"nestor"; did you mean "nesta"'):
        rated(loaded(project), frameworks=("nestor",))
    project.replace("references/records/omar2021.yaml", "    appraisal:\n      grade: {level: low, why: one survey}\n", "")  # fmt: skip
    with pytest.raises(SynthesisError, match="none of these findings is rated"):
        rated(loaded(project), reference=("omar2021",))


# ── in a brief ──────────────────────────────────────────────────────────────────────


def test_both_stand_in_a_finished_page_and_prove_their_claims(project: Copy) -> None:
    write(project, effects=(OR_1, OR_2))
    text = (project.root / "briefs/demo/clubs.md").read_text("utf-8")
    project.write(
        "briefs/demo/clubs.md",
        f'{text}\n\n## All together\n\n{{{{ summary_of_findings("clubs") }}}}\n\n{{{{ ratings() }}}}\n',
    )
    (built,) = project.build("demo/clubs", formats=("html", "pdf"))
    assert len(built.paths) == 2, built.problems
    page = built.paths[0].read_text("utf-8")
    assert "moderate certainty" in page
    assert "62 fewer" in page
