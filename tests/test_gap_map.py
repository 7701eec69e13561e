"""The evidence gap map: its cells, its picture, its data, its gaps."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest

from synth.charts import Look, draw
from synth.charts.gap_map import MOST_COLUMNS, MOST_MARKS, TALLEST, GapMap
from synth.charts.look import WIDE
from synth.charts.signs import full
from synth.cli import main
from synth.document import Block, Citation, Claim, Figure, ListBlock, Paragraph, Table, Text, plain
from synth.problems import Place
from synth.synthesis.asking import look, options_of
from synth.synthesis.gap_map import VIEW
from synth.synthesis.matrix import Matrix
from synth.synthesis.view import Setting, SynthesisError
from tests.conftest import Copy
from tests.gap_map_library import hold, rows_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def library(project: Copy) -> Copy:
    hold(project, rows_of("findings.csv"))
    return project


def seen(library: Copy, **options: Any) -> Matrix:
    loaded = library.load()
    asked = options_of(VIEW.options, options)
    return look(VIEW, tuple(loaded.evidence.values()), asked, loaded).result


def shown(library: Copy, audience: str = "health-partners", **options: Any) -> tuple[Block, ...]:
    loaded = library.load()
    reader = loaded.audiences[audience]
    asked = options_of(VIEW.options, options)
    setting = Setting(loaded, reader, reader.locale, Place("map.md"))
    return look(VIEW, tuple(loaded.evidence.values()), asked, loaded).blocks(setting)


def ties(row: tuple[Any, ...]) -> list[str]:
    (claim,) = row[0]
    assert isinstance(claim, Claim)
    (citation,) = [each for each in claim.children if isinstance(each, Citation)]
    return [item.tie for item in citation.items]


def figures(blocks: tuple[Block, ...]) -> list[tuple[Figure, GapMap, Table]]:
    found = []
    for block in blocks:
        if isinstance(block, Figure):
            assert isinstance(block.chart, GapMap)
            assert block.data is not None
            found.append((block, block.chart, block.data))
    return found


def many(studies: int, exposures: int, outcomes: int) -> tuple[list[dict[str, str]], str]:
    """So many studies of one finding each, spread over cells, and the vocabulary for them."""
    rows = [
        {
            "study": f"study{number}n2020", "finding": "it", "people": "", "grade": "low",
            "exposure": f"exposure-{number % exposures}",
            "outcome": f"outcome-{number // exposures % outcomes}",
            "countries": "JP", "design": "cross-sectional",
        }
        for number in range(studies)
    ]  # fmt: skip
    terms = [
        f"{kind}s: [{', '.join(f'{{id: {kind}-{n}, label: Some {kind} {n}}}' for n in range(count))}]"
        for kind, count in (("exposure", exposures), ("outcome", outcomes))
    ]
    designs = "designs: [{id: cross-sectional, label: Survey, causal: false}]"
    return rows, "\n".join([*terms, designs])


# ── the cells ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "columns"), [("exposure", "outcome"), ("country", "exposure"), ("design", "outcome")]
)
def test_a_study_stands_once_in_each_of_its_cells(library: Copy, rows: str, columns: str) -> None:
    found = {
        (cell.row or "", cell.column or "", " ".join(study.reference for study in cell.studies))
        for cell in seen(library, rows=rows, columns=columns).cells
    }
    wanted = {
        (row["row"], row["column"], row["studies"])
        for row in rows_of("cells.csv")
        if (row["rows"], row["columns"]) == (rows, columns)
    }
    assert found == wanted


def test_rows_and_columns_by_number_of_studies_or_as_in_the_vocabulary(library: Copy) -> None:
    by_studies = seen(library)
    assert by_studies.rows == ("clubs", "isolation", None)
    assert by_studies.columns == ("low-mood", "attendance")
    by_vocabulary = seen(library, order="vocabulary")
    assert by_vocabulary.columns == ("attendance", "low-mood")
    assert by_vocabulary.rows == ("clubs", "isolation", None)


def test_terms_that_no_study_looked_at_are_shown_if_asked(library: Copy) -> None:
    found = seen(library, all_terms=True)
    assert "weather" in found.rows
    assert "tea" in found.columns
    assert (found.size, found.known, found.empty, found.studies) == (12, 9, 6, 4)
    narrow = seen(library, all_terms=True, outcome="low-mood")
    assert narrow.columns == ("low-mood",)


def test_the_lowest_rating_of_a_study_counts(library: Copy) -> None:
    cells = {(cell.row, cell.column): cell for cell in seen(library).cells}
    ratings = {s.reference: s.ratings.get("grade") for s in cells["clubs", "attendance"].studies}
    assert ratings == {"lee2019": "low certainty", "may2020": "moderate certainty"}


# ── the picture and its data ────────────────────────────────────────────────────────


def test_each_sign_leads_to_its_row_and_each_number_to_its_group(library: Copy) -> None:
    ((figure, chart, table),) = figures(shown(library))
    picture = draw(chart, Look(), "t")
    root = ElementTree.fromstring(picture.image(figure.alt).replace(" href", " link"))
    links = {link.get("link", ""): link for link in root.iter(f"{SVG}a")}
    groups = {f"#t-group-{n}": plain(group.words) for n, group in enumerate(table.groups)}
    assert groups.keys() <= links.keys()
    for anchor, words in groups.items():
        link = links[anchor]
        number = link.findtext(f"{SVG}text")
        assert words.endswith(f": {number} {'study' if number == '1' else 'studies'}")
        assert link.findtext(f"{SVG}title") == words
    signs = [anchor for anchor in links if "-row-" in anchor]
    assert len(signs) == sum(len(cell.marks) for cell in chart.cells)
    assert all(int(anchor.rpartition("-")[2]) < len(table.rows) for anchor in signs)
    rows = [plain(row[1]) for row in table.rows]
    trial = f"#t-row-{rows.index('Randomised trial')}"
    assert links[trial].findtext(f"{SVG}title") == "Lee 2019: low certainty"


def test_the_data_say_what_the_picture_shows(library: Copy) -> None:
    ((_, _, table),) = figures(shown(library))
    assert [plain(cell) for cell in table.head] == [
        "Study", "Kind of study", "Country", "Who was studied", "Direction", "GRADE",
    ]  # fmt: skip
    assert len(table.rows) == 6, "a row for each study in a cell"
    (lee,) = [row for row in table.rows if "lee2019#late" in ties(row)]
    assert lee[-2] == (Text("± mixed results (2 findings)"),)
    assert ties(lee) == ["lee2019#attendance", "lee2019#late"]
    unknown = [plain(cell) for cell in table.rows[-1]]
    assert unknown[1:] == ["Not known", "Not known", "Not known", "± mixed results", "Not rated"]
    countries = next(facet for facet in table.facets if facet.label == "Country")
    assert Counter(v for row in countries.values for v in row) == {
        "UK": 3, "Japan": 3, "Not known": 2,
    }  # fmt: skip


def test_the_alternative_text_states_the_result(library: Copy) -> None:
    ((figure, _, _),) = figures(shown(library))
    assert figure.alt == (
        "Evidence gap map: 2 exposures (and “not known”) and 2 outcomes. 4 studies fill 3 of 4 cells, "
        "leaving out what is not known. "
        "Among the fullest is Clubs after school with Attendance at school: 2 studies. "
        "The one empty cell is Isolation with Attendance at school."
    )
    ((figure, _, _),) = figures(shown(library, all_terms=True))
    assert figure.alt.endswith("None of the studies looked at weather or drinking tea.")


@pytest.mark.parametrize("levels", range(1, 7))
def test_no_two_levels_have_signs_alike(levels: int) -> None:
    shares = [full(level, levels) for level in range(1, levels + 1)]
    assert shares == sorted(set(shares))
    assert shares[-1] == 1


def test_levels_are_told_without_colour(library: Copy) -> None:
    """Each sign of the legend has outlines of its own."""
    ((_, chart, _),) = figures(shown(library))
    pictures = []
    for level in range(len(chart.levels) + 1):
        marks = tuple(
            type(cell)(
                cell.row, cell.column, cell.name, cell.group,
                (type(cell.marks[0])(level, "a study", (0,)),),
            )
            for cell in chart.cells[:1]
        )  # fmt: skip
        only = GapMap(chart.corner, chart.rows, chart.columns, marks, chart.levels, chart.unrated)
        colourless = re.sub(r"#[0-9a-f]{6}", "#000000", draw(only, Look(), "t").inner)
        assert '-row-0"' in colourless
        pictures.append(colourless.split('-row-0"')[1].split("</a>")[0])
    assert len(set(pictures)) == len(pictures)


def test_the_same_map_gives_the_same_bytes(library: Copy) -> None:
    ((_, chart, _),) = figures(shown(library))
    assert draw(chart, Look(), "t") == draw(chart, Look(), "t")


# ── what is missing ─────────────────────────────────────────────────────────────────


def words_of(blocks: tuple[Block, ...]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(plain(block.children))
        elif isinstance(block, ListBlock):
            found += [line for item in block.items for line in words_of(item)]
    return found


def test_where_no_study_looked(library: Copy) -> None:
    head, *lines = words_of(shown(library, all_terms=True))
    assert head.startswith("Where no study looked. 6 of 9 cells are empty.")
    assert lines == [
        "No study at all: weather.",
        "No study at all: drinking tea.",
        "Isolation: nothing on attendance at school.",
    ]


def test_a_full_map_has_no_gaps(library: Copy) -> None:
    assert words_of(shown(library, exposure="clubs")) == ["No cell is empty."]


def test_of_a_big_map_only_the_foremost_gaps_are_told(project: Copy) -> None:
    rows, vocabulary = many(40, 20, 10)
    hold(project, rows, vocabulary)
    lines = words_of(shown(project, all_terms=True))
    assert len(lines) < 20
    assert "160 of 200 cells are empty" in " ".join(lines)


# ── sizes ───────────────────────────────────────────────────────────────────────────


def test_400_findings_and_many_columns_make_several_pictures(project: Copy) -> None:
    rows, vocabulary = many(400, 30, 25)
    hold(project, rows, vocabulary)
    blocks = shown(project)
    parts = figures(blocks)
    assert len(parts) > 1
    assert f"so it is in {len(parts)} parts" in words_of(blocks)[0]
    assert sum(len(table.rows) for _, _, table in parts) == 400
    for figure, chart, table in parts:
        picture = draw(chart, Look(), "t")
        assert len(chart.columns) <= MOST_COLUMNS
        assert picture.width <= WIDE
        assert picture.height <= TALLEST
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)', picture.inner)]
        assert sizes or "font" in picture.inner
        assert all(size * 0.75 >= 8 for size in sizes)
        assert f"of {len(parts)}" in plain(figure.caption)
        assert len(table.groups) == len(chart.cells)
    assert {row for _, chart, _ in parts for row in chart.rows} == {
        f"Some exposure {n}" for n in range(30)
    }


def test_a_crowded_cell_says_how_many_of_each_level(project: Copy) -> None:
    rows, vocabulary = many(MOST_MARKS + 3, 1, 1)
    rows[0]["grade"] = "high"
    hold(project, rows, vocabulary)
    ((_, chart, _),) = figures(shown(project))
    picture = draw(chart, Look(), "t")
    assert [mark.name.rpartition("; ")[2] for mark in picture.marks[1:]] == [
        "high certainty: 1", f"low certainty: {MOST_MARKS + 2}",
    ]  # fmt: skip
    assert all(mark.group == 0 for mark in picture.marks)


def test_one_study(project: Copy) -> None:
    hold(project, rows_of("findings.csv")[4:5])
    ((figure, chart, table),) = figures(shown(project))
    assert "1 study fills 1 of 1 cell." in figure.alt
    assert len(table.rows) == 1
    assert draw(chart, Look(), "t").marks


def test_words_that_are_no_markup(project: Copy) -> None:
    rows = rows_of("findings.csv")
    hold(project, [{**row, "people": "'<script>alert(1)</script> & co'"} for row in rows])
    (built,) = project.build()
    assert built.paths, built.problems
    page = built.paths[0].read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


# ── what cannot be shown ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rows": "outcome"}, 'the rows and the columns of a map are both "outcome"'),
        ({"rows": "exposures"}, '"exposures" is no value of "rows"; did you mean "exposure"?'),
        ({"outcome": "tea"}, "no finding is left with outcome tea"),
        ({"outcome": "coffee"}, 'unknown outcome "coffee"'),
        ({"framework": "grad"}, 'unknown framework "grad"; did you mean "grade"?'),
        ({"framework": "eef-toolkit/impact"}, "has 25 levels, and a map has signs for 6"),
        ({"all_terms": "yes"}, '"all_terms" wants true or false'),
    ],
)
def test_what_cannot_be_mapped_is_told(library: Copy, options: dict[str, Any], said: str) -> None:
    with pytest.raises(SynthesisError) as told:
        shown(library, **options)
    assert said in str(told.value)
    assert "\n    " in str(told.value) or "wants" in said


def test_a_fault_in_a_brief_has_its_place(library: Copy) -> None:
    library.replace("briefs/map.md", "gap_map()", 'gap_map(rows="outcome")')
    (told,) = [each for each in library.problems() if "both" in each.message]
    assert (told.place.file, told.place.line) == ("briefs/map.md", 8)


# ── on the command line and in a brief ──────────────────────────────────────────────


def test_the_map_as_data(library: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*options: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["evidence", "map", "--project", str(library.root), *options])
        said = capsys.readouterr()
        assert not ended.value.code, said.err
        return said.out

    found = json.loads(run("--to", "json"))
    assert found["studies"] == 4
    assert {"row": None, "column": "low-mood"}.items() <= found["cells"][-1].items()
    table = list(csv.DictReader(run("--to", "csv", "--framework", "grade").splitlines()))
    assert len(table) == 6
    assert "<svg" in run("--to", "svg")


def test_a_page_and_a_pdf_hold_the_map(library: Copy) -> None:
    built = library.build(formats=("html", "pdf"))
    assert all(each.paths for each in built), [each.problems for each in built]
    page = (library.root / "out" / "map.html").read_text(encoding="utf-8")
    assert page.count('<form class="filters"') == 1
    assert "Where no study looked." in page
    import pikepdf

    with pikepdf.open(library.root / "out" / "map.pdf") as pdf:
        names = {
            str(name) for name in pdf.Root.Names.Dests.Names if isinstance(name, pikepdf.String)
        }
    assert {"s-data-1-group-0", "s-data-1-row-0"} <= names
