"""Every view of the evidence, in every form that it can be written in, on this repository's own."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from synth.cli import cli
from synth.compose import compose
from synth.document import Block, Claim, Document, Figure, Table, walk
from synth.load import load
from synth.model import Brief, FrontMatter, Project
from synth.synthesis import VIEWS, Listed
from synth.verify import verify_bytes
from synth.viewing import WRITERS
from tests.conftest import REPOSITORY, Copy

ARGUMENTS = {
    "risk_of_bias": ("--tool", "rob-2"),
    "prisma_flow": ("--name", "search"),
    "harvest_plot": ("--framework", "maryland-sms"),
}
"""What a view needs to be given."""

NOT_HERE = {"risk_of_bias", "prisma_flow", "meta_analysis", "funnel_plot"} & {
    each.macro for each in VIEWS
}
"""Views of what this repository's evidence does not hold."""


@pytest.fixture(scope="module")
def library() -> Project:
    return load(REPOSITORY)


def run(listed: Listed, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli,
        ["evidence", listed.command, "--project", str(REPOSITORY),
         *ARGUMENTS.get(listed.macro, ()), *arguments],
    )  # fmt: skip
    return result.exit_code, result.stdout


POSSIBLE = [each for each in VIEWS if each.macro not in NOT_HERE]


@pytest.mark.parametrize("macro", sorted(NOT_HERE))
def test_what_this_library_cannot_give_is_refused_with_a_reason(
    macro: str, library: Project
) -> None:
    listed = next(each for each in VIEWS if each.macro == macro)
    (problem,) = composed(listed, library).problems
    assert problem.rule == "no-synthesis"
    assert problem.hint, "it says how to mend it"
    assert problem.place is not None
    assert problem.place.line == 3


@pytest.mark.parametrize("listed", VIEWS, ids=lambda each: each.macro)
def test_names(listed: Listed) -> None:
    assert listed.macro.isidentifier()
    assert listed.about.endswith(".")
    assert [each.macro for each in VIEWS].count(listed.macro) == 1
    assert [each.command for each in VIEWS].count(listed.command) == 1


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_json(listed: Listed) -> None:
    code, said = run(listed, "--to", "json")
    assert code == 0
    assert json.loads(said) == json.loads(run(listed, "--output-format", "json")[1])


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_csv_holds_every_row(listed: Listed, library: Project) -> None:
    said = run(listed, "--to", "csv")[1]
    rows = [row for row in csv.reader(io.StringIO(said)) if row]
    tables = [node for node in walk(blocks_of(listed, library)) if isinstance(node, Table)]
    assert len(rows) == sum(1 + len(table.rows) for table in tables)


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_text_and_markdown(listed: Listed) -> None:
    assert run(listed, "--to", "text")[0] == 0
    code, said = run(listed, "--to", "md")
    assert code == 0
    assert said.strip()


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_a_page_of_its_own_can_be_verified(listed: Listed) -> None:
    code, said = run(listed, "--to", "html")
    assert code == 0
    assert not verify_bytes(said.encode(), ".html", f"{listed.command}.html").problems


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_pictures(
    listed: Listed, library: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    figures = [node for node in walk(blocks_of(listed, library)) if isinstance(node, Figure)]
    folder = tmp_path_factory.mktemp("svg")
    code, _ = run(listed, "--to", "svg", "--out", str(folder / "picture.svg"))
    assert (code == 0) == bool(figures), "a view without a picture writes none, and says so"
    files = sorted(folder.glob("*.svg"))
    assert len(files) == len(figures)
    for path in files:
        drawn = path.read_text(encoding="utf-8")
        root = ElementTree.fromstring(drawn)
        assert root.get("role") == "img"
        assert len(root.get("aria-label", "")) > 20
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_a_view_without_a_picture_says_so() -> None:
    listed = next(each for each in VIEWS if each.macro == "evidence_overview")
    result = CliRunner().invoke(
        cli, ["evidence", listed.command, "--to", "svg", "--project", str(REPOSITORY)]
    )
    assert "this has no picture" in str(result.exception)


@pytest.mark.parametrize("listed", POSSIBLE, ids=lambda each: each.macro)
def test_every_claim_is_tied_and_every_mark_leads_to_a_row(
    listed: Listed, library: Project
) -> None:
    found = blocks_of(listed, library)
    for node in walk(found):
        if isinstance(node, Claim):
            assert node.made
            assert node.id
            assert {item.tie for item in node.items} <= set(library.evidence)
        if isinstance(node, Figure):
            assert len(node.alt) > 20
            assert node.data is not None


def blocks_of(listed: Listed, library: Project) -> tuple[Block, ...]:
    document = composed(listed, library)
    assert not document.problems
    return document.blocks


def composed(listed: Listed, library: Project) -> Document:
    options = ", ".join(
        f"{name.removeprefix('--')}={value!r}"
        for name, value in zip(*[iter(ARGUMENTS.get(listed.macro, ()))] * 2, strict=True)
    )
    source = f"## It {{.x}}\n\n{{{{ {listed.macro}({options}) }}}}\n"
    head = FrontMatter(title="It", audience="councils")
    brief = Brief("it", None, "briefs/it.md", head, source, 1)
    return compose(library, brief, "councils", None, tuple(library.evidence.values()))


def test_every_writer_is_offered() -> None:
    from synth.cli.evidence.views import TO

    assert set(TO) == set(WRITERS)


def test_no_cell_of_a_table_is_a_formula_or_commands_a_terminal(project: Copy) -> None:
    vocabulary = "references/vocabulary.yaml"
    project.replace(vocabulary, "label: Attendance at school", r'label: "=1+1 \e[31m red"')
    refused = CliRunner().invoke(cli, ["evidence", "table", "--project", str(project.root)])
    assert "a character that cannot be seen stands in this text (U+001B)" in str(refused.exception)
    project.replace(vocabulary, r'label: "=1+1 \e[31m red"', 'label: "=1+1 red"')
    for to in ("csv", "md", "text"):
        result = CliRunner().invoke(
            cli,
            ["evidence", "table", "--project", str(project.root), "--to", to,
             "--columns", "study", "--columns", "outcome"],
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        assert "1+1" in result.stdout
        assert "\x1b" not in result.stdout
        if to == "csv":
            assert not [
                cell
                for row in csv.reader(io.StringIO(result.stdout))
                for cell in row
                if cell.startswith("=")
            ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["table", "attendance"], "such as --outcome attendance"),
        (["bias", "rob-2"], "such as --tool rob-2"),
        (["table", "--columns", "study,country"], "Give the option once for each word."),
        (["map", "--rows", "outcom"], 'Did you mean "outcome"?'),
    ],
)
def test_a_word_in_the_wrong_place_is_told_where_it_goes(
    project: Copy, words: list[str], said: str
) -> None:
    told = CliRunner().invoke(cli, ["evidence", *words, "--project", str(project.root)])
    assert told.exit_code == 2
    assert said in told.output
