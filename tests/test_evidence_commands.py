"""The commands of `synth evidence`: what they refuse, where they write, and what they say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from synth.cli import cli, main
from tests.conftest import Copy


def run(project: Copy, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["evidence", *arguments, "--project", str(project.root)])


BROKEN = {
    "references/records/lee2019.yaml": ("reference: lee2019", "reference: lee2019\nsampel: 5"),
    "references/vocabulary.yaml": ("outcomes:", "outcomez:"),
}


@pytest.mark.parametrize("file", BROKEN)
@pytest.mark.parametrize("view", ["overview", "map", "directions", "table", "meta", "swim"])
def test_a_view_of_files_that_could_not_be_read_is_refused(
    project: Copy, file: str, view: str
) -> None:
    project.replace(file, *BROKEN[file])
    done = run(project, view)
    assert done.exit_code
    assert done.stdout == ""
    assert f"{file}:" in str(done.exception)
    with pytest.raises(SystemExit) as left:
        main(["evidence", view, "--project", str(project.root)])
    assert left.value.code == 1


def test_programs_are_told_why(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    file = "references/records/lee2019.yaml"
    project.replace(file, *BROKEN[file])
    with pytest.raises(SystemExit):
        main(["evidence", "map", "--project", str(project.root), "--output-format", "json"])
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["rule"], problem["file"], problem["line"]) == ("unknown-key", file, 2)


@pytest.mark.parametrize(
    ("name", "starts"),
    [("a.html", "<!DOCTYPE html>"), ("a.csv", "Group,"), ("a.json", "{"), ("a.svg", "<svg")],
)
def test_the_ending_of_a_file_says_what_it_is(
    project: Copy, tmp_path: Path, name: str, starts: str
) -> None:
    assert run(project, "map", "--out", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(starts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("map", "--out", "a.pdf"), "a view alone is not written as PDF"),
        (("map", "--to", "csv", "--out", "a.html"), "--to csv and a file that ends in .html"),
        (("table", "--to", "svg", "--out", "a.svg"), "this has no picture"),
        (("disagreements", "--to", "csv", "--out", "a.csv"), "this has no table"),
        (("map", "--framework", "grad"), 'unknown framework "grad"; did you mean "grade"?'),
        (("map", "--rows", "outcome"), "--columns exposure"),
        (("table", "--country", "UK"), "GB (UK)"),
        (("meta", "--audience", "nobody"), 'there is no audience "nobody"'),
    ],
)
def test_what_cannot_be_written_is_refused(
    project: Copy, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    place = [str(tmp_path / each) if each.startswith("a.") else each for each in arguments]
    if "meta" in arguments:
        data = tmp_path / "data.csv"
        data.write_text("study,yi,vi\nA,1,1\nB,2,1\n", "utf-8")
        place.insert(1, str(data))
    done = run(project, *place)
    assert said in str(done.exception)
    assert not [*tmp_path.glob("a.*")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("command", ["meta", "prisma"])
def test_a_pipe_is_no_file(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "data.csv")
    done = CliRunner().invoke(cli, ["evidence", command, str(tmp_path / "data.csv")])
    assert "this is no ordinary file" in done.output + str(done.exception)


def test_thousands_of_groups_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"S{n},0.{n % 9},0.1,G{n // 2}\n" for n in range(5_000))
    data = tmp_path / "data.csv"
    data.write_text(f"study,yi,vi,group\n{rows}", "utf-8")
    done = CliRunner().invoke(cli, ["evidence", "meta", str(data), "--by", "group"])
    assert "there are 2,500 groups" in str(done.exception)


def test_an_interval_is_told_as_it_was_published(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(
        "study,estimate,ci_low,ci_high\nComstock,1.56,0.37,6.53\nOther,0.8,0.6,1.1\n", "utf-8"
    )
    done = CliRunner().invoke(cli, ["evidence", "meta", str(data), "--measure", "RR"])
    assert "0.37 to 6.53" in done.stdout
    assert "From 2 studies this is likely to be too narrow." in run_page(data, tmp_path)


def run_page(data: Path, folder: Path) -> str:
    page = folder / "page.html"
    done = CliRunner().invoke(
        cli, ["evidence", "meta", str(data), "--measure", "RR", "--out", str(page)]
    )
    assert done.exit_code == 0, done.exception
    return page.read_text("utf-8")
