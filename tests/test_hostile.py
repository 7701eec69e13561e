"""Input that somebody wrote to do harm, or that nobody thought of: it builds, or it is said why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.verify import verify
from tests.conftest import Copy


@pytest.mark.parametrize(
    "title",
    [
        "Phase 12 0 R and 9999999999 0 R",
        "Brackets ) ( \\\\ and <0041> in a title",
        "Emoji \U0001f600 and \U0001d4d0",
        "<b>Bold</b> & \u0022quoted\u0022",
        "{{ not a template }}",
    ],
)
def test_odd_titles(project: Copy, title: str) -> None:
    project.replace("briefs/both.md", "title: One page for two readers", f"title: {title!r}")
    project.replace(
        "references/library.bib",
        "Isolation and low mood",
        f"{title.replace('{', '').replace('}', '')} and mood",
    )
    built = project.build("both", formats=("html", "pdf"))[0]
    assert built.paths, [str(problem) for problem in built.problems]
    for path in built.paths:
        assert verify(path).problems == ()


def test_an_emoji_in_a_claim(project: Copy) -> None:
    project.replace("briefs/both.md", "Clubs went", "Clubs \U0001f600 went")
    built = project.build("both", formats=("html", "pdf"))[0]
    assert built.paths, [str(problem) for problem in built.problems]


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("templates/schools/own.css", b'p { content: "\xe9" }', "not-utf-8"),
        ("templates/schools/tokens.json", b"{", "wrong-value"),
        ("templates/schools/tokens.json", b"[1]", "wrong-value"),
        ("templates/schools/brief.html", b"\xff", "template-failed"),
        ("templates/schools/brief.html", b"{% for %}", "template-syntax"),
        ("templates/schools/brief.html", b'{% include "../../x" %}', "template-missing"),
    ],
)
def test_templates_and_styles_that_cannot_be_read(
    project: Copy, file: str, text: bytes, rule: str
) -> None:
    project.write(file, text)
    built = project.build("demo/clubs")[0]
    assert [problem.rule for problem in built.problems] == [rule]
    assert built.problems[0].place is not None
    assert built.problems[0].place.file == file


def test_one_token_may_be_changed(project: Copy) -> None:
    project.write("templates/schools/tokens.json", '{"warm": "#123456"}')
    built = project.build("demo/clubs")[0]
    assert "--warm:#123456" in built.path.read_text("utf-8")
    assert "--ink:#0d3b44" in built.path.read_text("utf-8")


def test_a_colour_cannot_leave_its_place(project: Copy) -> None:
    project.write(
        "templates/schools/audience.yaml",
        'name: S\nreader: r\ncolours: {accent: "red;} body{display:none"}\n',
    )
    text = project.build("demo/clubs")[0].path.read_text("utf-8")
    assert "body{display" not in text


@pytest.mark.parametrize(
    "picture", ["nope.png", "http://127.0.0.1:9/x.png", "a" * 400 + ".png", "/etc/passwd"]
)
def test_a_draft_shows_no_picture_that_is_refused(project: Copy, picture: str) -> None:
    project.replace("briefs/both.md", "Clubs went", f"![A cat]({picture})\n\nClubs went")
    built = project.build("both", draft=True)[0]
    assert "image-refused" in {problem.rule for problem in built.problems}
    assert "<img" not in built.path.read_text("utf-8")


def test_links_that_go_round_in_a_circle(project: Copy) -> None:
    (project.root / "briefs" / "loop.md").symlink_to("loop.md")
    (project.root / "loop.png").symlink_to("loop.png")
    project.replace("briefs/both.md", "Clubs went", "![A cat](loop.png)\n\nClubs went")
    assert {problem.rule for problem in project.problems()} == {"outside-project", "image-refused"}


def test_a_file_that_leads_out_of_the_project(project: Copy, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("reference: lee2019\n")
    (project.root / "references" / "records" / "x.yaml").symlink_to(tmp_path / "outside.yaml")
    assert [problem.rule for problem in project.problems()] == ["outside-project"]


def test_braces_without_end_in_a_title(project: Copy) -> None:
    deep = "\\a " + "{" * 3000 + "x" + "}" * 3000
    project.replace("references/library.bib", "Isolation and low mood", deep)
    assert project.problems() == ()


def test_a_month_in_other_digits(project: Copy) -> None:
    project.replace(
        "references/library.bib", "year    = {2021}", "year    = {2021},\n  month   = {²}"
    )
    assert project.problems() == ()


def test_a_draft_for_an_unknown_framework(project: Copy) -> None:
    project.write("templates/schools/audience.yaml", "name: S\nreader: r\nframework: nothing\n")
    built = project.build("demo/clubs", draft=True)[0]
    assert built.paths
    assert [problem.rule for problem in built.problems] == ["unknown-framework"]
