"""Input that somebody wrote to do harm, or that nobody thought of: it builds, or it is said why not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from synth.citing import cite_file, compose_file
from synth.cli import main
from synth.compose.marks import private_characters
from synth.library.files import write_library
from synth.output import write_whole
from synth.verify import verify
from tests.conftest import HERE, Copy


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


@pytest.mark.parametrize("spoil", ["", '{"blocks": []}', "[" * 100_000, "not what it was"])
def test_a_spoilt_cache_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    monkeypatch.setenv("SYNTH_CACHE", str(tmp_path / "cache"))
    paths = _cited(tmp_path, "It rains [@lee2019].")
    first = cite_file(*paths)
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert {path.parent.name for path in kept} == {"citing", "libraries"}
    for path in kept:
        path.write_text(spoil)
    assert cite_file(*paths) == first
    kept[0].write_bytes(kept[1].read_bytes())
    assert cite_file(*paths) == first


def _cited(folder: Path, text: str) -> tuple[Path, list[Path]]:
    """A text of its own in a folder, and the small project's library."""
    (folder / "text.md").write_text(text, encoding="utf-8")
    return folder / "text.md", [HERE / "project" / "references" / "library.bib"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[@" * 25_000,
        "[a]" * 15_000,
        "[^" * 25_000,
        "@lee2019" + " " * 100_000 + "x",
        "[@lee2019" + " " * 100_000 + "x]",
        "[@lee2019, {p. 1" + " " * 100_000 + "x}]",
        '*a* "b" ' * 4_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_line_takes_no_long_time(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    compose_file(*_cited(tmp_path, text))
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000 + " x",
        "1. " * 20_000 + "x",
        "\n".join("    " * depth + "- x" for depth in range(120)),
    ],
    ids=["quotes", "numbers", "list"],
)
def test_what_stands_too_deep_is_told(tmp_path: Path, text: str) -> None:
    composed = compose_file(*_cited(tmp_path, f"A line.\n\n{text}"))
    assert [problem.rule for problem in composed.problems] == ["too-deep"]


@pytest.mark.parametrize("key", ["a|b", "a–b", "x_(1)y", 'q"k', "x[1"])
def test_a_key_keeps_its_own_characters(tmp_path: Path, key: str) -> None:
    composed = compose_file(*_cited(tmp_path, f"It rains [@{{{key}}}]."))
    for problem in composed.problems:
        assert not list(private_characters(problem.message))
    cited = [item.reference for each in composed.document.citations() for item in each.items]
    assert cited in ([key], [])


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", b"words")
    assert os.read(reader, 10) == b"words"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("old")
    (tmp_path / "own").chmod(0o600)
    write_whole(tmp_path / "own", b"new")
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o600


def test_a_library_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "shared.bib").write_text("% ours\n")
    (tmp_path / "library.bib").symlink_to("shared.bib")
    write_library(tmp_path / "library.bib", "% ours\n", "% new\r\n", tmp_path)
    assert (tmp_path / "library.bib").is_symlink()
    assert (tmp_path / "shared.bib").read_bytes() == b"% new\r\n"


@pytest.mark.parametrize(
    "head",
    ["bibliography: loop.bib", "csl: loop.csl"],
)
def test_metadata_that_names_no_file(tmp_path: Path, head: str) -> None:
    (tmp_path / "loop.bib").symlink_to("loop.bib")
    (tmp_path / "loop.csl").symlink_to("loop.csl")
    composed = compose_file(*_cited(tmp_path, f"---\n{head}\n---\nIt rains.\n")[:1])
    assert [problem.rule for problem in composed.problems] == ["missing-file"]


@pytest.mark.parametrize("head", ['bibliography: "a\\0b.bib"', 'csl: "\\0.csl"'])
def test_metadata_with_a_character_that_cannot_be_seen(tmp_path: Path, head: str) -> None:
    composed = compose_file(*_cited(tmp_path, f"---\n{head}\n---\nIt rains.\n")[:1])
    assert {problem.rule for problem in composed.problems} >= {"wrong-value"}


def test_a_library_that_is_a_circle_of_links(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "loop.bib").symlink_to("loop.bib")
    (tmp_path / "new.bib").write_text("@misc{a, title = {A}, year = 2001}")
    with pytest.raises(SystemExit) as left:
        main(["refs", "import", str(tmp_path / "new.bib"), "--to", str(tmp_path / "loop.bib")])
    assert left.value.code == 2
    assert "loop.bib: the file cannot be" in capsys.readouterr().err


def test_a_message_commands_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _ = _cited(tmp_path, "It rains [@{a\x1b[31m\u202eb}].")
    with pytest.raises(SystemExit):
        main(["cite", str(file)])
    told = capsys.readouterr().err
    assert "no work has the key" in told
    assert not set(told) & {"\x1b", "\u202e"}


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no full device")
def test_standard_output_that_is_full(tmp_path: Path) -> None:
    file, _ = _cited(tmp_path, "It rains.")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "synth", "cite", str(file)], stdout=full, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(b"synth: reading or writing failed")
    assert b"Traceback" not in done.stderr


def test_a_long_text_is_cited_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.templating.MAX_OUTPUT", 100)
    assert "end." in cite_file(*_cited(tmp_path, f"{'Rain. ' * 100} The end.")).html
