"""Risk of bias: the tools, the records' judgements, the pictures and their tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from defusedxml.ElementTree import fromstring

from synth.bias import BiasTool
from synth.charts import Look, draw
from synth.charts.bias_bars import BarsChart
from synth.charts.colours import lightness
from synth.charts.lights import LightsChart, fill_of
from synth.cli import main
from synth.document import Figure, Paragraph, Table, plain
from synth.model import Project
from synth.synthesis.asking import look, options_of
from synth.synthesis.bias import VIEW, BiasOptions
from synth.synthesis.bias_studies import BiasFound, BiasStudy, counts, shares
from synth.synthesis.view import SynthesisError
from synth.viewing import setting_for
from tests.conftest import REPOSITORY, Copy

TOOLS = REPOSITORY / "references" / "risk-of-bias"

LEE = """\
risk-of-bias:
  rob-2:
    overall: {judgement: some-concerns, why: pupils knew what they were offered}
    domains:
      randomisation: {judgement: low, why: drawn by lot}
      deviations: some-concerns
      measurement: {judgement: high, why: "<script>alert(1)</script>"}
      missing-data: null
"""


def judged(project: Copy, text: str = LEE, record: str = "lee2019") -> Copy:
    project.replace(f"references/records/{record}.yaml", "findings:\n", f"{text}findings:\n")
    return project


def seen(project: Project, **options: object) -> BiasFound:
    asked = options_of(BiasOptions, options)
    return look(VIEW, tuple(project.evidence.values()), asked, project).result


def blocks(project: Project, **options: object) -> tuple[object, ...]:
    asked = options_of(BiasOptions, options)
    setting = setting_for(project, None)
    return look(VIEW, tuple(project.evidence.values()), asked, setting.project).blocks(setting)


def several(project: Project, number: int) -> Project:
    """The project with as many studies that were judged alike, and none besides."""
    first = project.evidence["lee2019#attendance"]
    records = [replace(first.record, sample=n) for n in range(1, number + 1)]
    findings = {
        f"lee2019#{n}": replace(first, name=str(n), record=record)
        for n, record in enumerate(records)
    }
    return replace(project, evidence=findings)


# ── tools ───────────────────────────────────────────────────────────────────────────

OFFICIAL = {
    "rob-2": (5, ["low", "some-concerns", "high"], True),
    "robins-i": (7, ["low", "moderate", "serious", "critical", "no-information"], True),
    "quadas-2": (7, ["low", "unclear", "high"], False),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_tools_are_as_published(project: Copy, name: str) -> None:
    tool = project.load().bias_tools[name]
    domains, judgements, overall = OFFICIAL[name]
    assert len(tool.domains) == domains
    assert [each.id for each in tool.judgements] == judgements
    assert tool.overall == overall


def test_quadas_judges_bias_in_four_domains_and_applicability_in_three(project: Copy) -> None:
    groups = [domain.group for domain in project.load().bias_tools["quadas-2"].domains]
    assert groups == ["Risk of bias"] * 4 + ["Concerns about applicability"] * 3


def test_a_project_may_bring_its_own_tool(project: Copy) -> None:
    own = yaml.safe_load((TOOLS / "rob-2.yaml").read_text("utf-8")) | {"short": "Our own"}
    project.write("references/risk-of-bias/ours.yaml", yaml.safe_dump(own, allow_unicode=True))
    judged(project, LEE.replace("rob-2:", "ours:").replace("high", "some-concerns"))
    loaded = project.load()
    assert loaded.problems == ()
    assert seen(loaded).tool == "ours"


@pytest.mark.parametrize(
    ("overall", "odds"), [("low", True), ("some-concerns", True), ("high", False)]
)
def test_a_study_is_no_better_than_the_worst_of_its_domains(
    project: Copy, overall: str, odds: bool
) -> None:
    judged(project, LEE.replace("judgement: some-concerns", f"judgement: {overall}"))
    told = [each for each in project.load().problems if each.rule == "at-odds"]
    assert bool(told) == odds
    if told:
        assert f'overall is "{overall}", and the domain "measurement" is "high"' in told[0].message


BAD_TOOLS = {
    "two of one id": (("id: deviations", "id: randomisation"), 'error[duplicate-key] the id "randomisation" stands twice'),
    "two of one letter": (("letter: D2", "letter: D1"), 'error[duplicate-key] the letter "D1" stands twice'),
    "a long letter": (("letter: D2", "letter: Domain"), 'error[wrong-value] "Domain" is no letter of a domain'),
    "a long sign": (('letter: "+"', "letter: yes"), 'error[wrong-value] "yes" is no sign of a judgement'),
    "a tone that there is not": (("tone: mild", "tone: amber"), 'error[wrong-value] "amber" is no value of "tone"'),
    "a domain that is the whole": (("id: deviations", "id: overall"), 'error[bad-name] a domain cannot be called "overall"'),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), BAD_TOOLS.values(), ids=BAD_TOOLS)
def test_a_bad_tool(project: Copy, change: tuple[str, str], says: str) -> None:
    text = (TOOLS / "rob-2.yaml").read_text("utf-8")
    assert change[0] in text
    project.write("references/risk-of-bias/ours.yaml", text.replace(*change))
    said = [str(each) for each in project.problems()]
    assert any("references/risk-of-bias/ours.yaml:" in each and says in each for each in said), said


def test_a_tool_without_domains_is_refused(project: Copy) -> None:
    tool = yaml.safe_load((TOOLS / "rob-2.yaml").read_text("utf-8")) | {"domains": []}
    project.write("references/risk-of-bias/ours.yaml", yaml.safe_dump(tool))
    assert any("a tool has 1 to 12 domains, and this one has 0" in str(each) for each in project.problems())  # fmt: skip


@pytest.mark.parametrize(
    ("empty", "pictures"),
    [
        ({"domains": []}, 2),
        ({"judgements": []}, 2),
        ({"judgements": [], "overall": False}, 2),
        ({"domains": [], "overall": False}, 0),
    ],
)
def test_a_refused_tool_stops_no_picture(
    project: Copy, empty: dict[str, object], pictures: int
) -> None:
    tool = yaml.safe_load((TOOLS / "rob-2.yaml").read_text("utf-8")) | empty
    project.write("references/risk-of-bias/ours.yaml", yaml.safe_dump(tool))
    judged(project, "risk-of-bias: {ours: {overall: high}}\n")
    figures = [each for each in blocks(several(project.load(), 3)) if isinstance(each, Figure)]
    assert len(figures) == pictures
    for figure in figures:
        assert draw(figure.chart, Look(), "t").svg("A picture")


# ── records ─────────────────────────────────────────────────────────────────────────

BAD_RECORDS = {
    "an unknown tool": (("rob-2:", "rob2:"), 'references/records/lee2019.yaml:11:3: error[unknown-framework] unknown risk-of-bias tool "rob2"; did you mean "rob-2"?'),
    "an unknown domain": (("measurement:", "measurment:"), 'references/records/lee2019.yaml:16:7: error[unknown-key] RoB 2 has no domain "measurment"; did you mean "measurement"?'),
    "an unknown judgement": (("deviations: some-concerns", "deviations: some concerns"), 'references/records/lee2019.yaml:15:19: error[unknown-level] unknown judgement of rob-2 "some concerns"; did you mean "some-concerns"?'),
    "an unknown judgement with a reason": (("judgement: high", "judgement: hihg"), 'references/records/lee2019.yaml:16:32: error[unknown-level] unknown judgement of rob-2 "hihg"; did you mean "high"?'),
    "an unknown judgement of the whole": (("{judgement: some-concerns", "{judgement: moderate"), 'references/records/lee2019.yaml:12:26: error[unknown-level] unknown judgement of rob-2 "moderate"'),
    "a misspelt key": (("judgement: high", "jugement: high"), 'references/records/lee2019.yaml:16:21: error[unknown-key] unknown key "jugement"; did you mean "judgement"?'),
    "a number": (("deviations: some-concerns", "deviations: 2"), 'references/records/lee2019.yaml:15:19: error[wrong-value] "deviations" wants text, and has 2'),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_a_bad_judgement(project: Copy, change: tuple[str, str], says: str) -> None:
    assert change[0] in LEE
    said = [str(each) for each in judged(project, LEE.replace(*change)).problems()]
    assert any(each.startswith(says) for each in said), said


def test_a_tool_without_a_judgement_of_the_whole_takes_none(project: Copy) -> None:
    text = "risk-of-bias: {quadas-2: {overall: low, domains: {index-test: low}}}\n"
    said = [str(each) for each in judged(project, text).problems()]
    assert any("QUADAS-2 gives no judgement overall" in each for each in said), said


def test_a_domain_that_is_left_out_was_not_judged(project: Copy) -> None:
    found = seen(judged(project).load())
    assert found.studies[0].judgements == ("low", "some-concerns", None, "high", None, "some-concerns")  # fmt: skip
    assert found.missing == ("omar2021#low-mood",)


# ── the view ────────────────────────────────────────────────────────────────────────

ROBINS = "risk-of-bias: {robins-i: {overall: serious, domains: {confounding: serious}}}\n"


def test_a_view_wants_the_tool_where_there_are_several(project: Copy) -> None:
    judged(judged(project), ROBINS, "omar2021")
    with pytest.raises(SynthesisError, match="judged by several tools: rob-2, robins-i"):
        seen(project.load())
    assert seen(project.load(), tool="robins-i").missing == ("lee2019#attendance",)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"tool": "rob2"}, 'unknown risk-of-bias tool "rob2"; did you mean "rob-2"?'),
        ({"tool": "quadas-2"}, "none of these 2 studies is judged by QUADAS-2"),
        ({"reference": "omar2021"}, "no study here is judged for its risk of bias"),
        ({"picture": "dots"}, '"dots" is no value of "picture"'),
        ({"country": "HN", "outcome": "attendance"}, "no finding is left"),
    ],
)
def test_what_cannot_be_shown_is_said(project: Copy, options: dict[str, object], says: str) -> None:
    with pytest.raises(SynthesisError) as refused:
        seen(judged(project).load(), **options)
    assert says in str(refused.value)


def test_studies_without_a_sample_cannot_be_weighed(project: Copy) -> None:
    judged(project).replace("references/records/lee2019.yaml", "sample: 840\n", "")
    with pytest.raises(SynthesisError, match="it is not known of Lee and Okafor 2019"):
        seen(project.load(), weight="sample")


def tool_of(project: Copy) -> BiasTool:
    return project.load().bias_tools["rob-2"]


def study(sample: int, *judgements: str | None) -> BiasStudy:
    return BiasStudy("a#b", sample, judgements, (None,) * len(judgements))


def test_bars_count_studies_or_people(project: Copy) -> None:
    studies = (
        study(100, "low", *[None] * 5),
        study(300, "high", *[None] * 5),
        study(100, None, *[None] * 5),
    )
    tool = tool_of(project)
    assert counts(studies, tool, 0) == (1, 0, 1, 1)
    by_study = shares(BiasFound("rob-2", studies, (), weighed=False), tool, 0)
    assert by_study == pytest.approx((1 / 3, 0, 1 / 3, 1 / 3))
    by_sample = shares(BiasFound("rob-2", studies, (), weighed=True), tool, 0)
    assert by_sample == pytest.approx((0.2, 0, 0.6, 0.2))


@pytest.mark.parametrize("samples", [(0, 0), (-5, 5), (-5, -5)])
def test_no_share_is_below_zero(project: Copy, samples: tuple[int, ...]) -> None:
    studies = tuple(study(sample, "low", *[None] * 5) for sample in samples)
    found = shares(BiasFound("rob-2", studies, (), weighed=True), tool_of(project), 0)
    assert found == (float(max(samples) > 0), 0, 0, 0)


@pytest.mark.parametrize("why", ["...", " . ", "…", ""])
def test_a_reason_without_words_is_no_note(project: Copy, why: str) -> None:
    text = f'risk-of-bias: {{rob-2: {{overall: {{judgement: high, why: "{why}"}}}}}}\n'
    lights = blocks(judged(project, text).load())[0]
    assert isinstance(lights, Figure)
    assert isinstance(lights.data, Table)
    assert lights.data.notes == ()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (1, "No bars are drawn: shares of one study would mislead. They are drawn from three studies on."),
        (2, "No bars are drawn: shares of two studies would mislead. They are drawn from three studies on."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("picture", ["both", "bars"])
def test_few_studies_have_no_bars(project: Copy, number: int, says: str, picture: str) -> None:
    shown = blocks(several(judged(project).load(), number), picture=picture)
    assert not any(isinstance(each, Figure) and isinstance(each.chart, BarsChart) for each in shown)
    said = [plain(each.children) for each in shown if isinstance(each, Paragraph)]
    assert said[0] == says


def test_three_studies_have_bars(project: Copy) -> None:
    bars = blocks(several(judged(project).load(), 3), picture="bars")[0]
    assert isinstance(bars, Figure)
    assert "Bias in measurement of the outcome: 3 high risk." in bars.alt
    assert plain(bars.caption).startswith("Risk of bias across 3 studies, by RoB 2.")


def test_the_pictures_have_their_tables_and_say_the_result(project: Copy) -> None:
    lights, few, left_out, source = blocks(judged(project).load())
    assert isinstance(lights, Figure)
    assert isinstance(few, Paragraph)
    assert lights.alt == (
        "Risk of bias of 1 study by RoB 2: overall, 1 some concerns. Most often high risk: Bias "
        "in measurement of the outcome (1 of 1)."
    )
    assert isinstance(lights.data, Table)
    assert len(lights.data.rows) == 1
    assert len(lights.data.notes) == 3
    assert isinstance(left_out, Paragraph)
    assert plain(left_out.children).startswith("Not judged by RoB 2 here, 1 of 2 studies: ")
    assert isinstance(source, Paragraph)
    assert "Sterne" in plain(source.children)


def test_one_picture_alone(project: Copy) -> None:
    loaded = several(judged(project).load(), 3)
    for picture, kind in (("lights", LightsChart), ("bars", BarsChart)):
        figures = [each for each in blocks(loaded, picture=picture) if isinstance(each, Figure)]
        assert [type(each.chart) for each in figures] == [kind]


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in fromstring(svg).iter() if node.tag.endswith("text")]  # fmt: skip


def test_each_light_has_its_sign_and_leads_to_its_row(project: Copy) -> None:
    figure = blocks(judged(project).load())[0]
    assert isinstance(figure, Figure)
    drawn = draw(figure.chart, Look(), "t")
    said = texts(drawn.image("Lights"))
    assert said.count("+") == 2  # the light, and what it means below
    assert said.count("!") == 3
    assert said.count("×") == 2
    assert "Not judged here" in said
    assert [mark.row for mark in drawn.marks] == [0]
    assert drawn.marks[0].name == (
        "Lee and Okafor 2019: D1 Low risk, D2 Some concerns, D3 Not judged here, D4 High risk, "
        "D5 Not judged here, All Some concerns"
    )
    assert 'href="#t-row-0"' in drawn.svg("Lights")


def test_no_two_judgements_look_the_same_in_grey() -> None:
    shades = sorted(lightness(fill_of(tone, Look())) for tone in ("good", "mild", "bad", "worst", "none"))  # fmt: skip
    assert min(b - a for a, b in pairwise(shades)) > 10


def test_very_many_studies_are_shown_in_parts(project: Copy) -> None:
    many = several(judged(project).load(), 70)
    figures = [each for each in blocks(many) if isinstance(each, Figure)]
    assert len(figures) == 4
    assert [len(each.data.rows) for each in figures[:3] if each.data] == [30, 30, 10]
    assert plain(figures[0].caption) == "Risk of bias of each study, by RoB 2, part 1 of 3"


# ── the command and the brief ───────────────────────────────────────────────────────


@pytest.fixture
def synth(
    project: Copy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in a project with one study that was judged."""
    judged(project)
    monkeypatch.chdir(project.root)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main(arguments)
        told = capsys.readouterr()
        return int(leaving.value.code or 0), told.out, told.err

    return run


def test_the_command_writes_data_and_a_table(synth: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = synth("evidence", "bias", "--to", "json")
    assert status == 0
    assert json.loads(out)["studies"][0]["judgements"][3] == "high"
    _, out, _ = synth("evidence", "bias", "--picture", "lights", "--to", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[1][0].startswith("Lee and Okafor")
    assert synth("evidence", "bias", "--tool", "rob2")[0] == 2


def test_a_brief_shows_it_escaped_and_tied(project: Copy) -> None:
    judged(project)
    brief: Path = project.root / "briefs" / "both.md"
    project.write("briefs/both.md", brief.read_text("utf-8") + '\n\n{{ risk_of_bias("rob-2") }}\n')
    for built in project.build("both"):
        assert built.paths, built.problems
        page = built.paths[0].read_text("utf-8")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert 'data-ties="lee2019#attendance"' in page
