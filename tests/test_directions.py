"""Effect directions, their sign test, harvest plots and SWiM's items."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from synth.charts import Look, draw
from synth.charts.colours import lightness
from synth.charts.directions import DirectionPlot, DirectionSign, shading
from synth.charts.harvest import HarvestPlot
from synth.cli import main
from synth.document import Block, Citation, Claim, Figure, Paragraph, Table, plain
from synth.model import Outcome
from synth.problems import Place
from synth.render.columns import shares
from synth.synthesis import directions, harvest, swim
from synth.synthesis.asking import look, options_of
from synth.synthesis.pointing import Pattern, combined, pointing_of, size_class
from synth.synthesis.sign_test import sign_test
from synth.synthesis.sign_test_words import CAVEAT
from synth.synthesis.view import Setting, SynthesisError, View
from tests.conftest import HERE, Copy
from tests.direction_library import Study, hold

CASES = yaml.safe_load((HERE / "cases" / "effect-directions.yaml").read_text("utf-8"))

CLUBS = (
    Study("able2001", ("attendance clubs increase",), 840, "randomised-trial", "moderate"),
    Study("bell2002", ("attendance clubs increase", "attendance clubs increase"), 120),
    Study("cole2003", ("attendance clubs decrease",), 12, grade="very-low"),
    Study("dean2004", ("attendance clubs mixed", "low-mood clubs none"), None),
    Study("else2005", ("low-mood isolation increase", "tea clubs increase", "sleep clubs -")),
)


def named(kind: str) -> Any:
    cases = CASES[kind]
    return pytest.mark.parametrize("case", cases, ids=[str(c.get("case", c)) for c in cases])


def asked(view: View[Any, Any], project: Copy, **options: Any) -> Any:
    loaded = project.load()
    assert not [each for each in loaded.problems if each.severity.name == "ERROR"]
    return look(
        view, tuple(loaded.evidence.values()), options_of(view.options, options), loaded
    ).result


def shown(view: View[Any, Any], project: Copy, **options: Any) -> tuple[Block, ...]:
    loaded = project.load()
    reader = loaded.audiences["health-partners"]
    setting = Setting(loaded, reader, reader.locale, Place("way.md"))
    wanted = options_of(view.options, options)
    return look(view, tuple(loaded.evidence.values()), wanted, loaded).blocks(setting)


def figures(blocks: tuple[Block, ...]) -> list[Figure]:
    return [block for block in blocks if isinstance(block, Figure)]


def texts(blocks: tuple[Block, ...]) -> str:
    return " ".join(plain(each.children) for each in blocks if isinstance(each, Paragraph))


def run(*arguments: str, project: Copy) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["evidence", *arguments, "--project", str(project.root)])
    return int(ended.value.code or 0)


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[plain(cell) for cell in row] for row in table.rows]


# ── the method ───────────────────────────────────────────────────────────────────────


@named("signs")
def test_results_become_one_sign(case: dict[str, Any]) -> None:
    outcome = Outcome("o", "O", desired=case["hope"])
    found = [pointing_of(cast(Any, way), outcome) for way in case["found"].split()]
    assert combined(found) == case["sign"]
    assert combined(found[::-1]) == case["sign"]


@named("samples")
def test_samples_have_a_class(case: dict[str, Any]) -> None:
    assert size_class(case["sample"]) == case["class"]


@named("tests")
def test_the_sign_test(case: dict[str, Any]) -> None:
    pattern = Pattern(None, "o", case["up"], case["down"], case["unclear"], 0, None, None)
    found = sign_test(pattern)
    assert (found.up, found.studies) == (case["up"], case["up"] + case["down"])
    assert found.left_out == case["unclear"]
    assert found.why == case.get("why")
    if found.why:
        assert (found.p, found.share, found.low, found.high) == (None, None, None, None)
        return
    assert found.p == pytest.approx(case["p"], abs=5e-4 if case["p"] == 0.039 else 5e-5)
    for name in ("share", "low", "high"):
        if name in case:
            assert round(100 * getattr(found, name)) == case[name]


# ── the effect direction plot ────────────────────────────────────────────────────────


def test_studies_are_told_apart_by_exposure_and_outcome(project: Copy) -> None:
    hold(project, CLUBS)
    found = asked(directions.VIEW, project)
    assert [(p.exposure, p.domain, p.reference, p.pointing, p.size) for p in found.points] == [
        ("clubs", "attendance", "able2001", "up", "large"),
        ("clubs", "attendance", "bell2002", "up", "medium"),
        ("clubs", "attendance", "cole2003", "down", "small"),
        ("clubs", "attendance", "dean2004", "conflicting", "unknown"),
        ("clubs", "low-mood", "dean2004", "none", "unknown"),
        ("isolation", "low-mood", "else2005", "down", "unknown"),
    ]
    assert {each.finding: each.why for each in found.left_out} == {
        "else2005#f1": "no hope",
        "else2005#f2": "no direction",
    }


def test_exposures_and_domains_are_put_together_where_asked(project: Copy) -> None:
    hold(project, CLUBS)
    found = asked(directions.VIEW, project, exposures="together", domains="domain")
    patterns = [(each.exposure, each.domain, each.studies) for each in found.patterns]
    assert patterns == [(None, "School", 4), (None, "Health", 2)]


def test_the_text_instead_of_the_picture_states_the_result(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(directions.VIEW, project, outcome="attendance"))
    assert figure.alt == (
        "Attendance at school: 2 of 4 studies point to more, as is hoped for; 1 points to less; "
        "1 is mixed or conflicting; the largest study with a known sample, Able 2001 (n = 840), "
        "points to more."
    )


def test_a_plot_of_harm_says_so(project: Copy) -> None:
    hold(project, [Study(f"bad{2000 + n}", ("low-mood clubs increase",)) for n in range(3)])
    (figure,) = figures(shown(directions.VIEW, project))
    assert figure.alt == (
        "Low mood: 3 of 3 studies point to more, which is not hoped for. "
        "The sample of no study is known."
    )


def test_one_study(project: Copy) -> None:
    hold(project, CLUBS[:1])
    (figure,) = figures(shown(directions.VIEW, project))
    assert figure.alt == "Attendance at school: the only study points to more."
    tested = shown(directions.VIEW, project, sign_test=True)
    assert not [block for block in tested if isinstance(block, Table)]
    assert "Not tested, as fewer than two studies point clearly one way: 1 of 1" in texts(tested)


def test_a_sample_that_is_not_known_is_said(project: Copy) -> None:
    hold(project, CLUBS[3:4])
    (figure,) = figures(shown(directions.VIEW, project, outcome="attendance"))
    assert "The sample of no study is known." in figure.alt
    assert isinstance(figure.chart, DirectionPlot)
    (row,) = figure.chart.groups[0].rows
    assert row.sample == "not known"
    assert row.marks[0] is not None
    assert row.marks[0].size == "unknown"
    assert "sample not known" in row.marks[0].name


def test_each_row_and_mark_leads_to_its_findings(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(directions.VIEW, project))
    assert figure.data is not None
    ties = []
    for row in figure.data.rows:
        (claim,) = row[0]
        assert isinstance(claim, Claim)
        (citation,) = [each for each in claim.children if isinstance(each, Citation)]
        ties.append([item.tie for item in citation.items])
    assert ties[1] == ["bell2002#f0", "bell2002#f1"]
    assert isinstance(figure.chart, DirectionPlot)
    marks = [m for g in figure.chart.groups for r in g.rows for m in r.marks if m is not None]
    assert sorted(mark.row for mark in marks if mark.row is not None) == list(range(len(ties)))
    for mark in marks:
        assert mark.row is not None
        outcome = plain(figure.data.rows[mark.row][1])
        assert f", {outcome}, " in mark.name, "the exposure follows"
    links = re.findall(r'href="#t-row-(\d+)"', draw(figure.chart, Look(), "t").inner)
    assert sorted(map(int, links)) == list(range(len(ties)))


def test_quality_shades_the_row_and_no_rating_is_said(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(directions.VIEW, project, outcome="attendance"))
    assert isinstance(figure.chart, DirectionPlot)
    rows = figure.chart.groups[0].rows
    assert [row.rank for row in rows] == [3, 0, 1, 0]
    assert (figure.chart.rating, figure.chart.steps) == ("GRADE", 4)
    assert [row[-1] for row in cells(figure.data)] == [
        "moderate certainty", "Not rated", "very low certainty", "Not rated",
    ]  # fmt: skip
    shade = {row.label: shading(Look(), row.rank, 4) for row in rows}
    assert shade["Bell 2002"] is None
    pale, dark = shade["Cole 2003"], shade["Able 2001"]
    assert pale is not None
    assert dark is not None
    assert lightness(pale) > lightness(dark) + 8
    drawn = draw(figure.chart, Look()).inner
    assert drawn.count(pale) == drawn.count(dark) == 1


def test_significance_is_left_out_and_that_is_said(project: Copy) -> None:
    hold(project, CLUBS)
    for view in (directions.VIEW, harvest.VIEW):
        for figure in figures(shown(view, project)):
            assert "significance is left out on purpose" in " ".join(figure.chart.notes)  # type: ignore[union-attr]


def test_what_is_left_out_is_named_with_the_reason(project: Copy) -> None:
    hold(project, CLUBS)
    said = texts(shown(directions.VIEW, project))
    assert "Not shown, as no direction is recorded: 1 finding" in said
    assert "as the vocabulary does not say which direction is hoped for: 1 finding" in said


def test_the_legend_shows_the_signs_that_occur_as_they_are_drawn(project: Copy) -> None:
    hold(project, [Study(f"some{2000 + n}", ("attendance clubs increase",)) for n in range(3)])
    (figure,) = figures(shown(directions.VIEW, project))
    assert isinstance(figure.chart, DirectionPlot)
    assert figure.chart.legend == ((DirectionSign("up", "unknown", "the way people hope for"),),)
    assert "No study’s sample is known here" in figure.chart.notes[0]
    assert "Sample" not in [plain(cell) for cell in figure.data.head]  # type: ignore[union-attr]


def test_the_legend_tells_sizes_where_a_sample_is_known(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(directions.VIEW, project))
    assert isinstance(figure.chart, DirectionPlot)
    signs, sizes = figure.chart.legend
    assert [(sign.pointing, sign.size) for sign in signs] == [
        ("up", "medium"), ("down", "medium"), ("conflicting", "unknown"), ("none", "unknown"),
    ]  # fmt: skip
    assert [sign.size for sign in sizes] == ["large", "medium", "small", "unknown"]
    assert "Sample" in [plain(cell) for cell in figure.data.head]  # type: ignore[union-attr]


def test_many_studies_of_an_exposure_take_several_pictures(project: Copy) -> None:
    hold(project, [Study(f"some{2000 + n}", ("attendance clubs increase",)) for n in range(65)])
    found = figures(shown(directions.VIEW, project))
    assert [re.findall(r"\((\d of 3)", plain(each.caption)) for each in found] == [
        ["1 of 3"], ["2 of 3"], ["3 of 3"],
    ]  # fmt: skip
    assert sum(len(cells(each.data)) for each in found) == 65
    page = 259 * 96 / 25.4  # an A4 page without its margins, in CSS pixels
    assert all(draw(each.chart, Look()).height < page - 40 for each in found)
    for each in found:
        assert each.alt.startswith("Attendance at school: 65 of 65 studies point to more")
        assert f"This picture shows {len(cells(each.data))} of their " in each.alt
    headings = [each.chart.groups[0].heading for each in found]  # type: ignore[union-attr]
    assert headings == ["Clubs after school", *["Clubs after school (continued)"] * 2]


@pytest.mark.parametrize("view", [directions.VIEW, harvest.VIEW])
def test_a_picture_ends_where_an_exposure_ends_and_signs_are_told_once(
    project: Copy, view: View[Any, Any]
) -> None:
    found = [
        Study(f"some{exposure}{2000 + n}", (f"attendance {exposure} increase",), design=None)
        for exposure in ("clubs", "isolation")
        for n in range(9 if view is directions.VIEW else 90)
    ]
    hold(project, [*found, Study("last2001", ("attendance isolation mixed",), 400)])
    options = {} if view is directions.VIEW else {"framework": "grade"}
    first, second = figures(shown(view, project, **options))
    for figure, exposure in ((first, "Clubs after school"), (second, "Isolation")):
        assert figure.data is not None
        assert [plain(group.words) for group in figure.data.groups] == [exposure]
    assert [bool(each.chart.notes) for each in (first, second)] == [True, False]  # type: ignore[union-attr]
    if isinstance(first.chart, DirectionPlot):
        assert isinstance(second.chart, DirectionPlot)
        kinds = {sign.pointing for line in first.chart.legend for sign in line}
        assert kinds == {"up", "conflicting"}, "those of all parts"
        assert second.chart.legend == ()
        assert draw(first.chart, Look()).width == draw(second.chart, Look()).width
    else:
        assert isinstance(first.chart, HarvestPlot)
        assert isinstance(second.chart, HarvestPlot)
        assert (first.chart.key, second.chart.key) == (True, False)
        assert first.chart.answers == second.chart.answers


def test_short_cells_have_room_on_one_line(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(directions.VIEW, project))
    assert figure.data is not None
    wide = dict(zip((plain(cell) for cell in figure.data.head), shares(figure.data), strict=True))
    letters = 112  # about as many stand side by side in print
    assert wide["Sample"] / 100 * letters >= len("not known") + 2
    assert wide["Points to"] / 100 * letters >= len("Points to") + 2


# ── bad input ────────────────────────────────────────────────────────────────────────


def test_only_mixed_directions_show_but_cannot_be_tested(project: Copy) -> None:
    hold(project, [Study(f"mix{2000 + n}", ("attendance clubs mixed",)) for n in range(3)])
    (figure,) = figures(shown(directions.VIEW, project))
    assert figure.alt.startswith(
        "Attendance at school: none of 3 studies points clearly one way; "
        "3 are mixed or conflicting."
    )
    with pytest.raises(SynthesisError, match="no study here points clearly one way"):
        asked(directions.VIEW, project, sign_test=True)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("attendance clubs -", "the finding has no direction"),
        ("tea clubs increase", "does not say which direction is hoped for"),
    ],
)
@pytest.mark.parametrize("view", [directions.VIEW, harvest.VIEW])
def test_nothing_to_point(project: Copy, view: View[Any, Any], found: str, said: str) -> None:
    hold(project, [Study("none2001", (found,))])
    with pytest.raises(SynthesisError, match=said):
        asked(view, project)


@pytest.mark.parametrize("view", [directions.VIEW, harvest.VIEW])
def test_too_many_studies_are_refused_with_a_way_out(project: Copy, view: View[Any, Any]) -> None:
    hold(project, CLUBS[:1])
    loaded = project.load()
    (one,) = loaded.evidence.values()
    many = [
        replace(one, reference=f"s{n}", record=replace(one.record, reference=f"s{n}"))
        for n in range(501)
    ]
    with pytest.raises(SynthesisError, match="501 studies are too many") as refused:
        view.find(many, view.options(), loaded)
    assert "Narrow it" in str(refused.value)


@pytest.mark.parametrize("view", [directions.VIEW, harvest.VIEW])
def test_a_rating_that_there_is_not(project: Copy, view: View[Any, Any]) -> None:
    hold(project, CLUBS)
    with pytest.raises(SynthesisError, match='"graed"; did you mean "grade"'):
        shown(view, project, framework="graed")


# ── the sign test as it is shown ─────────────────────────────────────────────────────


def test_the_caveat_stands_beside_the_test(project: Copy) -> None:
    hold(project, CLUBS)
    blocks = shown(directions.VIEW, project, sign_test=True)
    assert CAVEAT in texts(blocks)
    assert "With fewer than 6 studies p stays above 0.05" in texts(blocks)
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [plain(group.words) for group in table.groups] == ["Clubs after school"]
    assert cells(table)[0] == [
        "Attendance at school", "2 of 3", "67% (21% to 94%)", "1.000", "1",
    ]  # fmt: skip
    assert CAVEAT not in texts(shown(directions.VIEW, project))


def test_no_word_of_significance_is_used_of_a_sign_test() -> None:
    assert "signific" not in CAVEAT


# ── the harvest plot ─────────────────────────────────────────────────────────────────


def test_bars_stand_under_the_answer_that_they_support(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(harvest.VIEW, project, outcome="attendance"))
    assert isinstance(figure.chart, HarvestPlot)
    assert figure.chart.answers == (
        "Points to what is hoped for", "No difference", "Mixed or conflicting",
        "Points the other way",
    )  # fmt: skip
    (row,) = figure.chart.rows
    assert [[(bar.label, bar.height, bar.tone) for bar in bars] for bars in row.bars] == [
        [("1", 3, "full"), ("2", 0, "half")], [], [("4", 0, "half")], [("3", 1, "half")],
    ]  # fmt: skip
    assert [row[0][:2] for row in cells(figure.data)] == ["1.", "2.", "3.", "4."]


def test_samples_can_make_bars_high(project: Copy) -> None:
    hold(project, CLUBS)
    (figure,) = figures(shown(harvest.VIEW, project, outcome="attendance", height="sample"))
    assert isinstance(figure.chart, HarvestPlot)
    heights = {bar.label: bar.height for bars in figure.chart.rows[0].bars for bar in bars}
    assert heights == {"1": 3, "2": 2, "3": 1, "4": 0}


def test_a_harvest_plot_without_a_rating_names_what_to_write(
    project: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(project, CLUBS)
    assert run("harvest", project=project) == 1
    assert "no rating is given that could make a bar high" in capsys.readouterr().err


# ── SWiM ─────────────────────────────────────────────────────────────────────────────


def statuses(project: Copy, **options: Any) -> dict[str, str]:
    return {item.number: item.status for item in asked(swim.VIEW, project, **options).items}


def test_the_nine_items_with_what_the_files_tell(project: Copy) -> None:
    hold(project, CLUBS)
    assert statuses(project) == {
        "1a": "in part", "1b": "missing", "2": "in part", "3": "missing", "4": "in part",
        "5": "in part", "6": "missing", "7": "missing", "8": "missing", "9": "missing",
    }  # fmt: skip


def test_what_briefs_show_and_cite_is_found(project: Copy) -> None:
    hold(project, CLUBS, "Clubs help [@able2001#f0].\n\n{{ effect_directions() }}")
    found = {item.number: item for item in asked(swim.VIEW, project).items}
    assert found["3"].found == ("Put together in briefs by effect directions.",)
    assert found["7"].found == ("Shown in briefs as effect directions.",)
    assert found["8"].found[0] == "Briefs cite findings of 1 of 5 groups."
    assert "Low mood" in found["8"].found[1]


def test_what_people_say_makes_an_item_given(project: Copy) -> None:
    hold(project, CLUBS)
    project.write("references/synthesis.yaml", "grouping: By what was measured.\nchanges: null\n")
    found = {item.number: item for item in asked(swim.VIEW, project).items}
    assert (found["1a"].status, found["1a"].said) == ("given", "By what was measured.")
    assert found["1a"].supply is None
    assert found["1b"].status == "missing"
    assert "`changes` in references/synthesis.yaml" in str(found["1b"].supply)


def test_judged_certainty_makes_the_item_given(project: Copy) -> None:
    hold(project, CLUBS[:3], "Clubs help [@able2001#f0].")
    project.write(
        "references/bodies/clubs.yaml",
        "outcome: attendance\nexposure: clubs\nstart: {level: low, why: mostly surveys}\ndomains:\n"
        + "".join(
            f"  {name}: {{judgement: not-serious, why: none seen}}\n"
            for name in ("risk-of-bias", "inconsistency", "indirectness", "imprecision",
                         "publication-bias")
        ),
    )  # fmt: skip
    found = statuses(project)
    assert (found["6"], found["8"]) == ("given", "given")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grouping: '  '\n", '"grouping" says nothing'),
        ("groupin: By outcome.\n", "groupin"),
        ("grouping: [a]\n", "grouping"),
    ],
)
def test_a_bad_file_is_named_with_its_line(project: Copy, text: str, said: str) -> None:
    project.write("references/synthesis.yaml", text)
    (problem,) = [
        each for each in project.load().problems
        if each.place and each.place.file == "references/synthesis.yaml"
    ]  # fmt: skip
    assert said in problem.message
    assert problem.place is not None
    assert problem.place.line == 1


def test_a_brief_that_there_is_not(project: Copy) -> None:
    with pytest.raises(
        SynthesisError, match='unknown brief "demo/clbs"; did you mean "demo/clubs"'
    ):
        asked(swim.VIEW, project, brief="demo/clbs")


# ── on the command line and in briefs ────────────────────────────────────────────────


@pytest.mark.parametrize(
    "command", [["directions", "--sign-test"], ["harvest", "--framework", "grade"], ["swim"]]
)
@pytest.mark.parametrize("to", ["text", "md", "json", "csv", "html"])
def test_each_way_of_writing(
    project: Copy, capsys: pytest.CaptureFixture[str], command: list[str], to: str
) -> None:
    hold(project, CLUBS)
    assert run(*command, "--to", to, project=project) == 0
    out = capsys.readouterr().out
    if to == "json":
        assert isinstance(json.loads(out), dict)
    elif to == "csv":
        assert len(list(csv.reader(out.splitlines()))) > 3
    else:
        assert ("Attendance at school" in out) or command == ["swim"]


def test_in_a_brief(project: Copy) -> None:
    hold(
        project, CLUBS,
        "Clubs help [@able2001#f0].\n\n{{ effect_directions(outcome='attendance', sign_test=True) }}"
        "\n\n{{ harvest_plot(outcome='attendance') }}\n\n{{ swim() }}",
    )  # fmt: skip
    (built,) = project.build()
    assert built.paths, built.problems
    page = Path(built.paths[0]).read_text(encoding="utf-8")
    for words in ("2 of 4 studies point to more", "The sign test asks only whether",
                  "What SWiM asks for", "on purpose"):  # fmt: skip
        assert words in page


def test_only_mixed_in_a_brief_stops_it_at_the_line_of_the_call(project: Copy) -> None:
    hold(
        project, [Study("mix2001", ("attendance clubs mixed",))],
        "It is unclear [@mix2001#f0].\n\n{{ effect_directions(sign_test=True) }}",
    )  # fmt: skip
    problems = [each for each in project.problems() if "nothing to test" in each.message]
    assert [each.place.line for each in problems if each.place] == [10]
