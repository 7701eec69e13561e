"""Tables of effects: what is read, what is refused, and how a result is written."""

from __future__ import annotations

import json
import pickle
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.cli import cli
from synth.problems import FaultyFileError, Place, SynthError, error

FOLDER = Path(__file__).parent / "synthesis/meta"
REFUSED = yaml.safe_load((FOLDER / "refused.yaml").read_text(encoding="utf-8"))
TABLES = yaml.safe_load((FOLDER / "tables.yaml").read_text(encoding="utf-8"))
ALTS = yaml.safe_load((FOLDER / "alts.yaml").read_text(encoding="utf-8"))
BCG = FOLDER / "bcg.csv"
BCG_CELLS = ("--measure", "RR", "--ai", "tpos", "--bi", "tneg", "--ci", "cpos", "--di", "cneg")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["evidence", "meta", *arguments])


def result_of(*arguments: str) -> Any:
    done = run(*arguments, "--output-format", "json")
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def written(folder: Path, text: str) -> str:
    path = folder / "data.csv"
    path.write_bytes(text.encode())
    return str(path)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_what_should_not_be_pooled_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    data = written(tmp_path, case["table"])
    done = run(data, *case.get("ask", ()))
    assert isinstance(done.exception, SynthError), done.output
    message = str(done.exception).replace(data, "DATA")
    for words in case["says"]:
        assert words.casefold() in message.casefold(), message
    assert "\n    " in message, "a refusal says how to mend it"
    assert done.stdout == ""


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["name"])
def test_what_can_be_pooled(case: dict[str, Any], tmp_path: Path) -> None:
    told = result_of(written(tmp_path, case["table"]), *case.get("ask", ()))
    for name, value in case["gives"].items():
        wanted = pytest.approx(value, abs=1e-6) if isinstance(value, float | dict) else value
        assert told[name] == wanted, name
    for name, value in case.get("back_transformed", {}).items():
        assert told["back_transformed"][name] == pytest.approx(value, abs=1e-6)
    for kind in ("cautions", "left_out"):
        said = json.dumps(told[kind], ensure_ascii=False).replace('\\"', '"')
        for words in case.get(kind, ()):
            assert words in said
    assert len(told["left_out"]) == len(case.get("left_out", ()))
    if "same_as" in case:
        other = next(each for each in TABLES if each["name"] == case["same_as"])
        same = result_of(written(tmp_path, other["table"]), *other["ask"])
        assert told["estimate"] == same["estimate"]


@pytest.mark.parametrize("case", ALTS, ids=lambda case: case["name"])
def test_what_stands_in_place_of_a_forest_plot(case: dict[str, Any], tmp_path: Path) -> None:
    rows = "".join(f"S{number},{yi},0.1\n" for number, yi in enumerate(case["effects"], 1))
    data, page = written(tmp_path, f"study,yi,vi\n{rows}"), tmp_path / "page.html"
    done = run(data, "--measure", "RR", "--to", "html", "--out", str(page))
    assert done.exit_code == 0, done.exception
    labels = re.findall(r'aria-label="([^"]*pooled risk ratio[^"]*)"', page.read_text("utf-8"))
    assert len(labels) == 1
    for words in case["says"]:
        assert words in labels[0]


@pytest.mark.parametrize(
    ("table", "ask", "status", "rules"),
    [
        ("study,yi,vi\nA,0.1,0.2\n", [], 1, ["no-synthesis"]),
        ("study,yi,vi\nA,0.1,-1\nB,x,1\n", [], 1, ["impossible-effect", "wrong-value"]),
        ("study,yi,vi\nA,0.1,0.2\n", ["--yi", "effect", "--vi", "vi"], 2, ["cannot-read"]),
        ("study,yi,vi\n", [], 2, ["wrong-shape"]),
        ("study,yi,vi\nA,0.1,0.2\n", ["--method", "XX"], 2, ["wrong-command"]),
    ],
)
def test_a_refusal_is_told_to_people_and_to_programs(
    table: str,
    ask: list[str],
    status: int,
    rules: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from synth.cli import main

    for form in ([], ["--output-format", "json"], ["--to=json"]):
        with pytest.raises(SystemExit) as left:
            main(["evidence", "meta", written(tmp_path, table), *ask, *form])
        assert left.value.code == status
        said = capsys.readouterr()
        assert said.err
        if not form:
            assert said.out == ""
            continue
        problems = json.loads(said.out)["problems"]
        assert [each["rule"] for each in problems] == rules
        assert all(each["severity"] == "error" and each["message"] for each in problems)


def test_a_fault_in_a_file_survives_another_process() -> None:
    fault = FaultyFileError([error("wrong-value", "x", Place("a.csv", n, 1)) for n in range(30)])
    again = pickle.loads(pickle.dumps(fault))
    assert (again.problems, again.status, str(again)) == (fault.problems, 1, str(fault))
    assert str(fault).endswith("... and 10 more")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.csv"))
    assert "cannot be read" in str(done.exception)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"study,yi,vi\nA,0.1,\xff\n")
    assert "not UTF-8" in str(run(str(path)).exception)


KEYS = (
    "k", "estimate", "se", "ci_low", "ci_high", "z", "p", "tau2", "i2", "h2", "q", "q_p",
    "pi_low", "pi_high", "method", "test", "measure", "level", "df", "studies",
)  # fmt: skip


def test_the_published_figures_from_the_table_of_the_bcg_trials() -> None:
    told = result_of(str(BCG), *BCG_CELLS, "--method", "DL")
    assert set(KEYS) <= set(told)
    assert (told["k"], round(told["tau2"], 4), round(told["estimate"], 4)) == (13, 0.3088, -0.7141)
    assert (round(told["se"], 4), round(told["i2"], 2)) == (0.1787, 92.12)
    assert round(told["back_transformed"]["estimate"], 2) == 0.49
    first = told["studies"][0]
    assert (first["study"], first["source"]) == ("Aronson 1948", "line 2")
    assert sum(each["weight"] for each in told["studies"]) == pytest.approx(100)


def test_what_is_asked_for_beside_the_estimate() -> None:
    asked = ("--by", "alloc", "--leave-one-out", "--egger")
    told = result_of(str(BCG), *BCG_CELLS, *asked)
    assert [each["group"] for each in told["groups"]] == ["random", "alternate", "systematic"]
    assert (told["between"]["df"], told["between"]["tau2"]) == (2, "separate")
    assert told["leave_one_out"][0]["without"] == "Aronson 1948"
    assert round(told["egger"]["t"], 4) == -1.4013
    plain = result_of(str(BCG), *BCG_CELLS)
    assert not {"groups", "leave_one_out", "egger"} & set(plain)


def test_the_text_for_a_person() -> None:
    said = run(str(BCG), *BCG_CELLS, "--by", "alloc", "--egger").stdout
    for words in (
        "Random-effects meta-analysis of 13 studies: risk ratio",
        "pooled risk ratio  0.49 (95% interval 0.34 to 0.70)",
        "prediction         0.15 to 1.55",
        "tau² 0.3132, I² 92.2%",
        "Hart & Sutherland 1977           0.24  0.18 to 0.31    9.7%",
        "between the groups: Q = 1.86 (df 2), p = 0.394",
        "Egger's test: t = -1.40, df = 11, p = 0.189; no clear sign",
        "caution: The studies differ considerably (I² 92%)",
    ):
        assert words in said, said


@pytest.mark.parametrize("to", ["html", "svg", "csv", "md"])
def test_other_formats_tell_the_same(to: str, tmp_path: Path) -> None:
    out = tmp_path / f"forest.{to}"
    assert run(str(BCG), *BCG_CELLS, "--to", to, "--out", str(out)).exit_code == 0
    said = out.read_text(encoding="utf-8")
    assert "TPT Madras 1980" in said
    assert "0.49 (0.34 to 0.70)" in said


def test_a_name_from_a_table_stays_a_name(tmp_path: Path) -> None:
    hostile = "study,yi,vi\n<script>alert(1)</script>,0.1,0.2\n\x1b[31mB,0.3,0.1\n"
    data = written(tmp_path, hostile)
    for to in ("html", "svg"):
        said = run(data, "--to", to).stdout
        assert "<script>alert" not in said
    assert "\x1b" not in run(data).stdout


def test_five_thousand_rows(tmp_path: Path) -> None:
    rows = "\n".join(f"S{i},{(i % 100) / 100},0.{1 + i % 9}" for i in range(5000))
    data = written(tmp_path, f"study,yi,vi\n{rows}\n")
    told = result_of(data)
    assert (told["k"], len(told["studies"])) == (5000, 5000)
    out = tmp_path / "forest.svg"
    done = run(data, "--to", "svg", "--out", str(out))
    assert done.exit_code == 0, done.exception
    parts = sorted(tmp_path.glob("forest*.svg"))
    assert 1 < len(parts) < 20
    table = run(data, "--to", "csv").stdout
    assert table.count("\nS") >= 5000 - 1
    done = run(data, "--leave-one-out")
    assert "leaving one out is for 1,000 studies at most" in str(done.exception)


def test_more_rows_than_any_analysis_has(tmp_path: Path) -> None:
    data = written(tmp_path, "study,yi,vi\n" + "A,0.1,0.2\n" * 50_001)
    assert "more than 50,000 rows" in str(run(data).exception)


CELLS = st.one_of(
    st.sampled_from(
        ["", "NA", "0", "0.1", "-1", "1e400", "1e-320", "nan", "0,5", "1.000,5", "½", '"', "x"]
    ),
    st.text(alphabet='0123456789.,;-+eE"\n\t naN\u2212\x00é', max_size=8),
)
HEADS = st.sampled_from(
    [
        "study,yi,vi",
        "study;yi;vi",
        "yi\tse",
        "ai,bi,ci,di",
        "ai,n1i,ci,n2i",
        "ri,ni",
        "yi,vi,outcome",
        "a,b",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    HEADS, st.lists(st.lists(CELLS, max_size=5), max_size=5), st.sampled_from(["GEN", "OR", "ZCOR"])
)
def test_any_table_is_pooled_or_refused_in_words(
    head: str, rows: list[list[str]], measure: str
) -> None:
    delimiter = next((each for each in ";\t" if each in head), ",")
    text = "\n".join([head, *(delimiter.join(row) for row in rows)])
    with tempfile.TemporaryDirectory() as folder:
        done = run(written(Path(folder), text), "--measure", measure, "--output-format", "json")
    if done.exit_code == 0:
        assert json.loads(done.stdout)["k"] >= 2
    else:
        assert isinstance(done.exception, SynthError), (text, done.exception)


def test_a_funnel_plot_of_a_table(tmp_path: Path) -> None:
    page = tmp_path / "funnel.svg"
    done = run(str(BCG), *BCG_CELLS, "--funnel", "--to", "svg", "--out", str(page))
    assert done.exit_code == 0, done.exception
    assert "Funnel plot of 13 studies" in page.read_text("utf-8")
    assert result_of(str(BCG), *BCG_CELLS, "--funnel")["egger"]["p"] == pytest.approx(
        0.1887, abs=1e-4
    )


@pytest.mark.parametrize("to", ["text", "html", "svg", "md", "csv", "json"])
def test_figures_beyond_all_reason_are_written_in_every_form(to: str, tmp_path: Path) -> None:
    data = written(tmp_path, "study,ai,bi,ci,di\nA,1,40,20,20\nB,20,20,1,40\n")
    done = run(data, "--measure", "OR", "--test", "knha", "--to", to)
    assert done.exit_code == 0, done.exception


@pytest.mark.parametrize("level", ["nan", "0", "100", "-1", "inf"])
def test_a_level_that_is_none(level: str) -> None:
    assert run(str(BCG), *BCG_CELLS, "--level", level).exit_code == 2
