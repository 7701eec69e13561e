"""synth impact: what rests on a work or a finding, as text, JSON and a page."""

from __future__ import annotations

import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from synth.cli import main
from synth.editions import documents
from synth.impact import Impact, impact_of, target_of
from synth.problems import ProjectError
from synth.render.impact_page import impact_page
from tests.conftest import Copy


def impact(project: Copy, key: str) -> Impact:
    loaded = project.load()
    return impact_of(target_of(loaded, key), loaded, documents(loaded))


def told(project: Copy, key: str) -> list[tuple[str, str, str, int | None, str]]:
    return [(c.brief, c.audience, c.id, c.place.line, c.how) for c in impact(project, key).claims]


def run(capsys: pytest.CaptureFixture[str], project: Copy, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as leaving:
        main(["impact", "--project", str(project.root), *arguments])
    out = capsys.readouterr()
    return int(leaving.value.code or 0), out.out, out.err


def test_a_finding(project: Copy) -> None:
    assert told(project, "lee2019#pupils") == [("demo/clubs", "schools", "claim-3", 18, "cited")]


def test_a_work_has_the_claims_of_all_its_findings(project: Copy) -> None:
    found = impact(project, "lee2019")
    assert [claim.id for claim in found.claims if claim.brief == "demo/clubs"] == [
        "claim-1", "claim-2", "claim-3", "claim-4", "claim-6", "claim-7",
    ]  # fmt: skip
    assert [brief.id for brief in found.briefs] == ["both", "demo/clubs"]
    assert found.briefs[0].audiences == ("schools", "health-partners")
    assert [(each.title, each.papers) for each in found.series] == [
        ("Demo papers", (("demo/clubs", 1),))
    ]


def test_a_work_in_which_another_was_read(project: Copy) -> None:
    assert told(project, "review2020") == [
        ("both", "schools", "claim-1", 6, "read in it"),
        ("both", "health-partners", "claim-1", 6, "read in it"),
        ("demo/clubs", "schools", "claim-5", 18, "read in it"),
        ("demo/clubs", "schools", "claim-6", 18, "read in it"),
    ]


def test_two_reports_of_one_study(project: Copy) -> None:
    project.replace(
        "references/records/lee2019.yaml",
        "reference: lee2019",
        "reference: [lee2019, lee2019report]",
    )
    library = project.root / "references" / "library.bib"
    project.write(
        "references/library.bib",
        library.read_text() + "\n@book{lee2019report, title = {All of it}}\n",
    )
    assert told(project, "lee2019report#pupils") == [
        ("demo/clubs", "schools", "claim-3", 18, "same study")
    ]


def test_an_alias_leads_to_its_work(project: Copy) -> None:
    project.replace(
        "references/library.bib", "@article{lee2019,", "@article{lee2019,\n  ids = {lee19},"
    )
    assert impact(project, "lee19").target.reference == "lee2019"
    assert impact(project, "lee19#pupils").target.id == "lee2019#pupils"


def test_a_brief_that_only_lists_the_work(project: Copy) -> None:
    project.write(
        "briefs/list.md",
        '---\ntitle: A list\naudience: schools\nnocite: "@lee2019"\n---\n\nWords.\n',
    )
    found = next(brief for brief in impact(project, "lee2019").briefs if brief.id == "list")
    assert found.listed
    assert found.claims == 0


def test_a_brief_that_only_shows_a_rating(project: Copy) -> None:
    project.write(
        "briefs/rated.md",
        '---\ntitle: R\naudience: schools\n---\n\nSee {{ rating("lee2019#pupils") }}.\n',
    )
    found = {brief.id: brief for brief in impact(project, "lee2019#pupils").briefs}
    assert found["rated"].shows_rating
    assert "rated" not in {brief.id for brief in impact(project, "lee2019#attendance").briefs}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("lee2018", 'no work and no finding is called "lee2018"; did you mean "lee2019"?'),
        ("lee2019#pupil", '"lee2019" has no finding "pupil"; did you mean "lee2019#pupils"?'),
        ("review2020#x", "no work and no finding"),
        ("", "no work and no finding"),
    ],
)
def test_a_key_that_nothing_knows(project: Copy, key: str, words: str) -> None:
    with pytest.raises(ProjectError, match=re.escape(words)):
        impact(project, key)


def test_text(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, project, "lee2019#attendance")
    assert (status, err) == (0, "")
    assert "briefs/both.md:8:1: claim-2 for schools, claim-2 for health-partners" in out
    assert out.endswith("6 claims in 2 briefs, 1 series rest on it.\n")
    assert run(capsys, project, "lee2017")[0] == 2


def test_nothing_rests_on_it(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    library = project.root / "references" / "library.bib"
    project.write(
        "references/library.bib", library.read_text() + "\n@book{idle2000, title = {Idle}}\n"
    )
    assert run(capsys, project, "idle2000")[1].endswith("Nothing rests on it.\n")


def test_json(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, project, "lee2019#pupils", "--output-format", "json")
    assert (status, err) == (0, "")
    value = json.loads(out)
    assert value["problems"] == []
    (claim,) = value["claims"]
    assert claim == {
        "id": "claim-3", "brief": "demo/clubs", "line": 18, "text": "The trial drew 840 pupils by lot",
        "audience": "schools", "file": "briefs/demo/clubs.md", "column": 1,
        "ties": ["lee2019#pupils"], "how": "cited",
    }  # fmt: skip
    assert [brief["brief"] for brief in value["briefs"]] == ["demo/clubs"]
    assert value["series"][0]["papers"] == [{"brief": "demo/clubs", "paper": 1}]


@pytest.mark.parametrize("output", ["text", "json", "html"])
def test_a_brief_that_cannot_be_read_is_said(
    project: Copy, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    project.replace("briefs/both.md", "Clubs went", "{{ nothing }} Clubs went")
    status, out, err = run(capsys, project, "lee2019", "--output-format", output)
    assert status == 1
    assert "undefined-name" in (err if output == "text" else out)


def test_the_page_shows_words_and_runs_none(project: Copy) -> None:
    hostile = '<script>alert(1)</script> {{ 7 * 7 }} &amp; "quoted"'
    project.replace(
        "briefs/demo/clubs.md", "title: Clubs that keep children in school", f"title: '{hostile}'"
    )
    project.replace(
        "references/library.bib", "After-school clubs", "After <b>school</b> {{ x }} clubs"
    )
    project.replace(
        "briefs/demo/clubs.md", "The trial drew", "The `<img src=x onerror=alert(1)>` trial drew"
    )
    loaded = project.load()
    page = impact_page(impact(project, "lee2019"), loaded)
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, iframe, link, object, base, b")
    assert [node.attributes["href"] for node in tree.css("[src], [href]")] == ["#text"]
    assert tree.css("h2")[1].text() == hostile
    assert "<img src=x onerror=alert(1)>" in tree.css("table")[1].text()
    assert not re.search(r"url\((?!data:)", page)


def test_the_page_has_tables_that_are_read_out(project: Copy) -> None:
    tree = LexborHTMLParser(impact_page(impact(project, "review2020"), project.load()))
    assert [node.text() for node in tree.css("thead")[0].css("th")] == [
        "Claim",
        "Where",
        "For",
        "How",
    ]
    assert all(row.css_first('th[scope="row"]') is not None for row in tree.css("tbody tr"))
    assert all(table.css_first("caption") is not None for table in tree.css("table"))
    row = tree.css("tbody tr")[0].text(separator="|", strip=True)
    assert row == (
        "Isolated parents report more low mood|Line 6|Schools and Health partners|"
        "Cites a study that was read in it: omar2021#low-mood"
    )
    headings = [node.tag for node in tree.css("h1, h2, h3")]
    assert headings == ["h1", "h2", "h2", "h2"]


def test_a_broken_page_template_is_told(project: Copy) -> None:
    project.write("templates/base/impact.html", "{{ page.nothing.at.all }}")
    with pytest.raises(
        ProjectError, match=r"templates/base/impact.html:1: error\[undefined-name\]"
    ):
        impact_page(impact(project, "lee2019"), project.load())
