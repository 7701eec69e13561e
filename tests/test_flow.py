"""The flow of a search for studies: reading it, drawing it, showing it.

Which sums are checked is said by tests/cases/prisma-imbalance.md.
"""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from synth.charts import Look, draw
from synth.charts.flow_plan import PAD, Plan, indent, weight_of
from synth.cli import main
from synth.flow import Flow
from synth.load.flow_file import read_flow
from synth.problems import Problem
from synth.synthesis.flow_counts import found
from synth.synthesis.flow_picture import alt, chart
from tests.conftest import HERE, Copy

TEMPLATE = (HERE / "flows" / "template.csv").read_text("utf-8")

FULL = """\
previous: {studies: 8, reports: 9}
databases:
  identified:
    databases: {ERIC: 450, PsycINFO: 600, Social Policy and Practice: 100, total: 1150}
    registers: 54
  removed: {duplicates: 204, automation: 0, other: 0}
  screened: 1000
  excluded: 890
  sought: 110
  not-retrieved: 4
  assessed: 106
  reports-excluded: {Wrong people: 40, No comparison: 30, "Wrong outcome, measured by parents": 12}
other-methods:
  identified: {websites: 12, organisations: 5, citations: 23}
  sought: 40
  not-retrieved: 2
  assessed: 38
  reports-excluded: {No data: 31}
included: {studies: 29, reports: 31}
total: {studies: 37, reports: 40}
"""

HOSTILE = """\
databases:
  identified:
    databases: {"<script>alert(1)</script> & $x^2$ \\"]]>": 600, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": 4}
    "قاعدة بيانات": null
  screened: null
  reports-excluded: {"line\\nfeed\\u0007": 3}
included: {studies: 29}
words: {screening: "</text><script>alert(2)</script>", databases.screened: "{{ 7 * 7 }}"}
"""


def english(n: int) -> str:
    return f"{n:,}"


def lines(problems: list[Problem]) -> list[str]:
    return [str(problem).split("\n")[0] for problem in problems]


def read(text: str, name: str = "search.yaml") -> Flow:
    flow, problems = read_flow(text, name)
    assert flow is not None, problems
    assert problems == []
    return flow


# ── reading ─────────────────────────────────────────────────────────────────────────


def test_the_template_and_our_own_file_say_the_same() -> None:
    assert read(TEMPLATE, "search.csv") == read(FULL)


def with_semicolons(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        with_semicolons,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"1,000"', "1 000").replace('"1,150"', "1150"),
        lambda text: "\n".join([text.split("\n")[0], *reversed(text.split("\n")[1:])]),
    ],
    ids=["byte order mark", "semicolons", "line ends", "thousands", "rows in another order"],
)
def test_a_table_may_be_written_otherwise(change: Callable[[str], str]) -> None:
    assert read(change(TEMPLATE), "search.csv") == read(TEMPLATE, "search.csv")


def test_an_arm_of_zeros_was_not_used() -> None:
    zeros = re.sub(r"^((?:previous|other|website|organisation|citations|total)_.*,)(?:\d+|\".*\")$", r"\g<1>0", TEMPLATE, flags=re.MULTILINE)  # fmt: skip
    flow, _ = read_flow(zeros, "search.csv")
    assert flow is not None
    assert (flow.previous, flow.other_methods, flow.total) == (None, None, None)


def test_an_unknown_count_is_unknown() -> None:
    changed = TEMPLATE.replace(",4\n", ",NA\n").replace(",106\n", ",\n").replace("ERIC, 450", "ERIC, xxx")  # fmt: skip
    flow = read(changed, "search.csv")
    assert flow.databases is not None
    assert flow.databases.not_retrieved is None
    assert flow.databases.assessed is None
    assert flow.databases.identified["databases"]["ERIC"] is None  # type: ignore[index, call-overload]


def test_a_part_with_na_is_left_out_as_prisma2020_does() -> None:
    changed = TEMPLATE.replace("Registers,NA,NA,54", "Registers,NA,NA,NA").replace(
        ",204\n", ",150\n"
    )
    flow = read(changed, "search.csv")
    assert flow.databases is not None
    assert "registers" not in flow.databases.identified  # type: ignore[operator]
    flow, problems = read_flow(changed.replace(",150\n", ",204\n"), "search.csv")
    assert "Records screened (databases and registers): 1,000 given, 946 expected" in str(
        problems[0]
    )


def test_the_words_of_a_table_are_kept() -> None:
    changed = TEMPLATE.replace(",Records screened,", ",Cofnodion a sgriniwyd,").replace(
        ",Websites,Websites,", ",Backward citations,Websites,"
    )
    assert read(changed, "search.csv").words == {
        "databases.screened": "Cofnodion a sgriniwyd",
        "other-methods.identified.websites": "Backward citations",
    }


BAD_TABLES = {
    "below zero": ((",890\n", ",-890\n"), 'search.csv:18:91: error[wrong-value] "excluded" is -890; a count is 0 or more'),
    "a minus sign": ((",890\n", ",−890\n"), 'search.csv:18:91: error[wrong-value] "excluded" is -890; a count is 0 or more'),
    "a part below zero": (("ERIC, 450", "ERIC, -450"), 'search.csv:7:95: error[wrong-value] "ERIC" is -450; a count is 0 or more'),
    "a fraction": ((",890\n", ",890.5\n"), "search.csv:18:91: error[wrong-value] \"excluded\" wants a whole number, and has '890.5'"),
    "words": ((",890\n", ",most\n"), "search.csv:18:91: error[wrong-value] \"excluded\" wants a whole number, and has 'most'"),
    "a reason without a count": (("No data, 31", "No data, 30; Late, many"), 'search.csv:26:76: error[wrong-value] no count stands behind "Late, many"'),
    "an unknown box": (("\nrecords_excluded,", "\nrecord_excluded,"), 'search.csv:18:1: error[unknown-key] no box of PRISMA2020 is called "record_excluded"; did you mean "records_excluded"?'),
    "a box that stands twice": (("\nnew_reports,", "\nnew_studies,"), 'search.csv:28:1: error[duplicate-key] the row "new_studies" stands here a second time'),
    "a source that stands twice": (("PsycINFO, 600", "ERIC, 600"), 'search.csv:7:95: error[duplicate-key] "ERIC" stands twice in this cell'),
    "commas without quotes": (('"No data, 31"', "No data, 31"), "search.csv:26:1: error[wrong-shape] this row has 9 cells, and the head 8"),
    "a huge count": ((",890\n", ",99999999999999999\n"), 'search.csv:18:91: error[wrong-value] "excluded" is too large for a count'),
    "parts without names": (('"ERIC, 450; PsycINFO, 600; Social Policy and Practice, 100"', "1150"), "search.csv:7:95: error[wrong-value] '1150' names no parts"),
    "two columns of one name": ((TEMPLATE, "data,n,N\nnew_studies,5,6\n"), 'search.csv:1:8: error[duplicate-key] the columns 2 and 3 are both called "n"'),
    "a count without a box": ((",890\n", ",890\n,,,,,,,5\n"), "search.csv:19:1: error[missing-key] this row names no box, and has the count '5'"),
    "a count of a box that there is not": ((",890\n", ",890\nNA,,box5,,,,,5\n"), "search.csv:19:1: error[missing-key] this row names no box, and has the count '5'"),
    "a decimal comma": ((",890\n", ',"890,5"\n'), "search.csv:18:91: error[wrong-value] \"excluded\" wants a whole number, and has '890,5', with a decimal comma"),
    "commas at no thousands": ((",890\n", ',"8,9,0"\n'), "search.csv:18:91: error[wrong-value] \"excluded\" wants a whole number, and has '8,9,0'"),
    "a decimal comma in a part": (("ERIC, 450", "ERIC, 450,5"), "search.csv:7:95: error[wrong-value] 'ERIC, 450,5' has a decimal comma, and a count is a whole number"),
    "a part whose name has no end": (("ERIC", "ERIC " * 200), "search.csv:7:95: error[wrong-value] a part may have 550 letters with its count, and this one has 1,005"),
    "no columns": ((TEMPLATE, "hello\nworld\n"), 'search.csv:1:1: error[wrong-shape] the table has no column "data" and no "n"'),
    "nothing": ((TEMPLATE, ""), "search.csv:1:1: error[wrong-shape] the table is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_table(change: tuple[str, str], says: str) -> None:
    assert change[0] in TEMPLATE
    flow, problems = read_flow(TEMPLATE.replace(*change), "search.csv")
    assert flow is None
    assert says in lines(problems)


BAD_FILES = {
    "below zero": (("screened: 1000", "screened: -1"), 'search.yaml:7:13: error[wrong-value] "screened" is -1; a count is 0 or more'),
    "a part below zero": (("registers: 54", "registers: -54"), 'search.yaml:5:16: error[wrong-value] "registers" is -54; a count is 0 or more'),
    "a fraction": (("screened: 1000", "screened: 10.5"), "search.yaml:7:13: error[wrong-value] \"screened\" wants a whole number, and has '10.5'"),
    "yes": (("screened: 1000", "screened: true"), "search.yaml:7:13: error[wrong-value] \"screened\" wants a whole number, and has 'True'"),
    "a list": (("{No data: 31}", "[No data, 31]"), 'search.yaml:18:21: error[wrong-value] "reports-excluded" wants a whole number, and has "[\'No data\', 31]"'),
    "a misspelt box": (("screened: 1000", "screned: 1000"), 'search.yaml:7:3: error[unknown-key] unknown key "screned"; did you mean "screened"?'),
    "a misspelt part": (("duplicates: 204", "duplicate: 204"), 'search.yaml:6:13: error[unknown-key] unknown key "duplicate"; did you mean "duplicates"?'),
    "a number for an arm": (("previous: {studies: 8, reports: 9}", "previous: 8"), "search.yaml:1:11: error[wrong-value] \"previous\" wants keys and values, and has '8'"),
    "words for no box": (("previous: {", "words: {screned: a}\nprevious: {"), 'search.yaml:1:9: error[unknown-key] no box is called "screned"; did you mean "screening"?'),
    "a name without end": (("No data", "No data " * 100), "search.yaml:18:22: error[wrong-value] a name may have 500 letters, and this one has 799"),
    "a decimal comma": (("screened: 1000", "screened: 1000,5"), "search.yaml:7:13: error[wrong-value] \"screened\" wants a whole number, and has '1000,5', with a decimal comma"),
    "a comma at the thousands": (("screened: 1000", "screened: 1,000"), "search.yaml:7:13: error[wrong-value] \"screened\" wants a whole number, and has '1,000'"),
    "a part in a count": (("screened: 1000", "screened: {a: 1000}"), 'search.yaml:7:13: error[wrong-value] "screened" wants a whole number, and has keys'),
    "no keys": ((FULL, "- 1\n"), "search.yaml:1:1: error[wrong-shape] the file should hold keys and values, such as `title: ...`"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file(change: tuple[str, str], says: str) -> None:
    assert change[0] in FULL
    flow, problems = read_flow(FULL.replace(*change), "search.yaml")
    assert flow is None
    assert says in lines(problems)


def test_a_box_of_very_many_parts_is_refused() -> None:
    parts = ", ".join(f"r{number}: 1" for number in range(501))
    flow, problems = read_flow(f"databases: {{reports-excluded: {{{parts}}}}}", "search.yaml")
    assert flow is None
    assert lines(problems) == ['search.yaml:1:13: error[wrong-value] "reports-excluded" has 501 parts; a box may have 500']  # fmt: skip


def test_all_faults_are_told_in_one_run() -> None:
    text = """\
title: [1]
titel: a
databases: {identified: -4, screend: 3, removed: {duplicate: x}}
previous: 8
words: {included.studies: 5, screned: a}
"""
    _, problems = read_flow(text, "search.yaml")
    assert sorted(lines(problems)) == [
        'search.yaml:1:8: error[wrong-value] "title" wants text, and has [1]',
        'search.yaml:2:1: error[unknown-key] unknown key "titel"; did you mean "title"?',
        'search.yaml:3:25: error[wrong-value] "identified" is -4; a count is 0 or more',
        'search.yaml:3:29: error[unknown-key] unknown key "screend"; did you mean "screened"?',
        'search.yaml:3:51: error[unknown-key] unknown key "duplicate"; did you mean "duplicates"?',
        "search.yaml:3:62: error[wrong-value] \"duplicate\" wants a whole number, and has 'x'",
        "search.yaml:4:11: error[wrong-value] \"previous\" wants keys and values, and has '8'",
        'search.yaml:5:27: error[wrong-value] "included.studies" wants text, and has 5',
        'search.yaml:5:30: error[unknown-key] no box is called "screned"; did you mean "screening"?',
    ]


def test_each_fault_is_told_once() -> None:
    for change, _ in BAD_FILES.values():
        _, problems = read_flow(FULL.replace(*change), "search.yaml")
        assert len(problems) == 1, problems


def test_a_row_without_a_box_may_have_no_count() -> None:
    rows = "".join(f",,,,A note,,,{cell}\n" for cell in ("", "NA", "xxx", "0"))
    flow = read(TEMPLATE + rows, "search.csv")
    assert flow.words == {}


def test_a_name_may_end_in_a_number() -> None:
    parts = '"Published before 2000, 12; Age 2,10; Years 1990, 1,204; 1990, 2010, 3; A, , 4; B,"'
    flow = read(f"data,n\ndbr_excluded,{parts}\n", "search.csv")
    assert flow.databases is not None
    assert flow.databases.reports_excluded == {
        "Published before 2000": 12,
        "Age 2": 10,
        "Years 1990": 1204,
        "1990, 2010": 3,
        "A,": 4,
        "B": None,
    }


# ── bounds ──────────────────────────────────────────────────────────────────────────


def counts_of(sources: int, parts: int) -> str:
    rows = [
        f"    s{n}: {{{', '.join(f'r{part}: 1' for part in range(parts))}}}" for n in range(sources)
    ]
    return "\n".join(["databases:", "  identified:", *rows])


TOO_MUCH = {
    "spaces before a word": (f"data,n\nnew_studies,{' ' * 60_000}x\n", "search.csv:2:13: error[wrong-value] \"studies\" wants a whole number, and has 'x'"),
    "spaces in a part": (f'data,n\ndbr_excluded,"a,{" " * 60_000}x"\n', "search.csv:2:14: error[wrong-value] a part may have 550 letters with its count, and this one has 60,003"),
    "commas": (f'data,n\ndbr_excluded,"A{",1" * 200_000}"\n', "search.csv:2:14: error[wrong-value] a part may have 550 letters with its count, and this one has 400,001"),
    "parts": ('data,n\ndbr_excluded,"' + "; ".join(f"r{n}, 1" for n in range(20_000)) + '"\n', 'search.csv:2:14: error[wrong-value] "reports-excluded" has 20,000 parts; a box may have 500'),
    "rows": ("data,n\n" + "x,1\n" * 100_000, "search.csv:1002:1: error[wrong-shape] the table has more than 1,000 rows"),
    "a long name of a box": (f"data,n\n{'records_screened' * 10_000},1\n", f'search.csv:2:1: error[unknown-key] no box of PRISMA2020 is called "{("records_screened" * 4)[:60]}"'),
    "counts": (counts_of(10, 400), "search.yaml:7:3434: error[wrong-value] a file of counts may have 2,000 values, and this one has 4,013"),
    "letters": (counts_of(500, 500), "search.yaml:1:1: error[wrong-shape] a file of counts may have 1,000,000 letters, and this one has 2,"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_refused_at_once(text: str, says: str) -> None:
    start = time.process_time()
    flow, problems = read_flow(text, "search.csv" if text.startswith("data,") else "search.yaml")
    assert time.process_time() - start < 3
    assert flow is None
    assert [each[: len(says)] for each in lines(problems)] == [says]


# ── the picture ─────────────────────────────────────────────────────────────────────


def words_of(svg: str) -> str:
    texts = [" ".join(node.itertext()) for node in fromstring(svg).iter() if node.tag.endswith("text")]  # fmt: skip
    return " ".join(texts)


def test_every_count_stands_in_the_picture() -> None:
    flow = read(FULL)
    drawn = draw(chart(found("search", flow), english), Look(), "t")
    words = words_of(drawn.image("A flow"))
    for each in found("search", flow).counts:
        assert each.n is not None
        assert f"(n = {english(each.n)})" in words, each
    assert {mark.row for mark in drawn.marks} <= set(range(len(found("search", flow).counts)))
    assert 'href="#t-row-2"' in drawn.svg("A flow")


def test_the_alternative_text_states_the_result() -> None:
    assert alt(read(FULL), english) == (
        "Flow diagram. Of 1,244 records found, 29 studies were included (31 reports): 1,204 came "
        "from databases and registers; 40 from other methods; 204 were removed before screening; "
        "1,000 were screened and 890 of them excluded; 6 reports could not be had; of 144 reports "
        "read in full, 113 were excluded. The previous version had 8 studies. In all, the review "
        "has 37 studies."
    )


def test_what_is_not_known_is_said() -> None:
    flow = read("databases: {identified: null, screened: 10}\n")
    drawn = words_of(draw(chart(found("s", flow), english), Look()).image("A flow"))
    assert "not known" in drawn
    assert "Previous studies" not in drawn
    assert "other methods" not in drawn
    assert alt(flow, english).startswith("Flow diagram. It is not known how many studies were included")  # fmt: skip


def many_parts() -> str:
    reasons = ", ".join(f"A reason with the long number {n}: {n}" for n in range(300))
    bases = ", ".join(f"Database {n}: {n}" for n in range(300))
    return (
        f"previous: {{studies: 1}}\ndatabases: {{identified: {{databases: {{{bases}}}}}, "
        f"reports-excluded: {{{reasons}}}}}\nother-methods: {{reports-excluded: {{{reasons}}}}}\n"
    )


@pytest.mark.parametrize("text", [FULL, HOSTILE, many_parts(), "title: Nothing\n"])
def test_no_words_stand_out_of_their_box(text: str) -> None:
    flow, _ = read_flow(text, "search.yaml")
    assert flow is not None
    look = Look()
    plan = Plan(chart(found("search", flow), english), look)
    for placed in plan.boxes.values():
        assert placed.left >= 0
        assert placed.left + placed.width <= plan.width
        assert placed.top + placed.height <= plan.height
        for words, depth in placed.lines:
            room = placed.width - 2 * PAD - indent(depth)
            assert look.width(words, look.small, weight_of(depth)) <= room + 0.01
    assert plan.height < 1300


def test_parts_that_are_not_drawn_are_counted_together() -> None:
    flow = read("databases: {reports-excluded: {" + ", ".join(f"r{n}: 2" for n in range(30)) + "}}")
    spec = chart(found("search", flow), english)
    assert spec.databases is not None
    aside = spec.databases.steps[-1].aside
    assert aside is not None
    assert aside.lines[-1].words.replace("\xa0", " ") == "and 21 more (n = 42)"


def test_the_same_flow_gives_the_same_bytes() -> None:
    spec = chart(found("search", read(FULL)), english)
    assert draw(spec, Look(), "t").image("A flow") == draw(spec, Look(), "t").image("A flow")


# ── the command and the brief ───────────────────────────────────────────────────────


@pytest.fixture
def synth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main(arguments)
        told = capsys.readouterr()
        return int(leaving.value.code or 0), told.out, told.err

    return run


@pytest.mark.parametrize("to", ["svg", "html", "csv", "json", "md", "text"])
def test_each_form_is_written_without_a_project(
    synth: Callable[..., tuple[int, str, str]], tmp_path: Path, to: str
) -> None:
    (tmp_path / "search.csv").write_text(TEMPLATE, "utf-8")
    status, out, _ = synth("evidence", "prisma", "search.csv", "--to", to)
    assert status == 0
    assert "1,150" in out or '"total": 1150' in out


def test_an_imbalance_is_named_and_nothing_is_drawn(
    synth: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "search.csv").write_text(TEMPLATE.replace(",890\n", ",880\n"), "utf-8")
    status, out, _ = synth("evidence", "prisma", "search.csv", "--to", "svg", "--out", "a.svg")
    assert status == 1
    assert "error[prisma-imbalance] Reports sought for retrieval (databases and registers): 110 given, 120 expected" in out  # fmt: skip
    assert not (tmp_path / "a.svg").exists()
    status, out, _ = synth("evidence", "prisma", "search.csv", "--output-format", "json")
    assert status == 1
    assert [each["rule"] for each in json.loads(out)["problems"]] == ["prisma-imbalance"]


def test_a_file_that_cannot_be_read_is_no_imbalance(
    synth: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "search.csv").write_bytes(b"data,n\nduplicates,\xff\n")
    assert synth("evidence", "prisma", "search.csv")[0] == 2
    assert synth("evidence", "prisma", "none.csv")[0] == 2
    (tmp_path / "search.csv").write_text("data,n\nduplicates,-1\n", "utf-8")
    assert synth("evidence", "prisma", "search.csv")[0] == 1


def test_a_brief_shows_a_search(project: Copy) -> None:
    project.write("references/flows/search.yaml", HOSTILE)
    brief = project.root / "briefs" / "both.md"
    project.write("briefs/both.md", brief.read_text("utf-8") + '\n\n{{ prisma_flow("search") }}\n')
    for built in project.build("both"):
        assert built.paths, built.problems
        page = built.paths[0].read_text("utf-8")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7 * 7 }}" in page
        assert "Of " not in alt(project.load().flows["search"], english)


def test_a_search_that_there_is_not_is_told_at_its_line(project: Copy) -> None:
    project.write("references/flows/search.yaml", FULL)
    brief = project.root / "briefs" / "both.md"
    project.write("briefs/both.md", brief.read_text("utf-8") + '\n\n{{ prisma_flow("serch") }}\n')
    said = [str(each) for each in project.problems()]
    assert any('unknown search "serch"; did you mean "search"?' in each for each in said), said


def test_a_project_says_what_is_wrong_with_its_searches(project: Copy) -> None:
    project.write("references/flows/search.yaml", FULL.replace("screened: 1000", "screened: 999"))
    project.write("references/flows/search.csv", TEMPLATE)
    said = lines(list(project.problems()))
    assert 'references/flows/search.yaml:7:13: error[prisma-imbalance] Records screened (databases and registers): 999 given, 1,000 expected (1,204 identified less 204 removed); 1 too few' in said  # fmt: skip
    assert 'references/flows/search.csv: error[duplicate-key] another file already tells of the search "search"' in said  # fmt: skip
    project.write("synth.toml", '[rules]\nprisma-imbalance = "off"\n')
    assert not any("prisma-imbalance" in each for each in lines(list(project.problems())))
