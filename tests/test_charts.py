"""Pictures: the same each time, words as words, a link for each mark, readable without colour."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.charts import DRAWERS, Chart, Picture, draw
from synth.charts.axis import Axis, limits_of, words_of
from synth.charts.canvas import MAX_LETTERS, Canvas
from synth.charts.colours import at_lightness, contrast, is_colour, lightness
from synth.charts.directions import DirectionPlot
from synth.charts.forest import (
    ALTOGETHER,
    Diamond,
    ForestGroup,
    ForestPlot,
    ForestRow,
    parts,
)
from synth.charts.funnel import SINGLE, FunnelPlot, FunnelPoint
from synth.charts.gap_map import GapMap, MapCell, MapMark
from synth.charts.harvest import Bar, HarvestPlot, HarvestRow
from synth.charts.look import WIDE, Look, font_file
from synth.charts.paging import Group, dealt
from synth.cli import main
from tests.chart_examples import EXAMPLES, HOSTILE, forest, forest_rows, funnel

LOOK = Look()
SVG = "{http://www.w3.org/2000/svg}"
EIGHT_POINTS = 8 / 0.75
every = pytest.mark.parametrize("chart", EXAMPLES.values(), ids=EXAMPLES)


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.image("What it shows"))


def elements(picture: Picture, kind: str) -> list[ElementTree.Element]:
    return list(tree(picture).iter(f"{SVG}{kind}"))


def corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


# ── every kind of picture ────────────────────────────────────────────────────────────


def test_each_kind_of_picture_has_an_example() -> None:
    assert {type(chart).__name__ for chart in EXAMPLES.values()} == set(DRAWERS)


@every
def test_same_bytes_each_time(chart: Chart) -> None:
    assert draw(chart, LOOK, "table-1") == draw(chart, LOOK, "table-1")


@pytest.mark.parametrize(
    "settings",
    [
        b"svg.fonttype: path\npatch.linewidth: 9\nsvg.hashsalt: other\npath.sketch: 9, 99, 9\n",
        b"no setting\nlines.linewidth: wide\n",
        b"\xff\xfe\x00",
    ],
)
def test_no_settings_of_a_folder_or_user_have_a_say(settings: bytes, tmp_path: Path) -> None:
    home = tmp_path / "home" / ".config" / "matplotlib"
    home.mkdir(parents=True)
    for folder in (tmp_path, home):
        (folder / "matplotlibrc").write_bytes(settings)
    program = (
        "import sys; sys.stdout.reconfigure(encoding='utf-8')\n"
        "from tests.chart_examples import forest; from synth.charts import Look, draw\n"
        "print(draw(forest(), Look(), 'table-1').inner)"
    )
    root = str(Path(__file__).parent.parent)
    own = {"PYTHONPATH": root, "PYTHONHASHSEED": "5", "HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("XDG")}, **own},
    )  # fmt: skip
    assert done.stderr == b""
    assert done.stdout.decode().rstrip("\n") == draw(forest(), LOOK, "table-1").inner
    assert [each.name for each in home.iterdir()] == ["matplotlibrc"]


def test_no_setting_of_matplotlib_is_left_changed() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: draw(forest(), LOOK, "t"), range(8)))
    assert len(set(drawn)) == 1
    assert dict(mpl.rcParams) == before


@every
def test_nothing_from_outside_and_nothing_that_acts(chart: Chart) -> None:
    picture = draw(chart, LOOK, "table-1")
    allowed = {f"{SVG}{kind}" for kind in "svg g a title path text rect defs pattern".split()}
    for node in tree(picture).iter():
        assert node.tag in allowed
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            assert "style" not in name
            if "href" in name:
                assert value.startswith("#")
            if "url" in value and name != "aria-label":
                assert value.startswith("url(#")


@every
def test_each_mark_is_a_link_with_a_name(chart: Chart) -> None:
    picture = draw(chart, LOOK, "table-1")
    links = elements(picture, "a")
    assert links
    for link in links:
        assert re.fullmatch(r"#table-1-(row|group)-\d+", link.get("href", ""))
        title = link.find(f"{SVG}title")
        assert title is not None
        assert title.text
    assert [int(link.get("href", "").rpartition("-")[2]) for link in links] == [
        mark.row if mark.group is None else mark.group for mark in picture.marks
    ]


@every
def test_without_a_table_there_are_no_links_but_the_same_marks(chart: Chart) -> None:
    with_links, without = draw(chart, LOOK, "table-1"), draw(chart, LOOK)
    assert not elements(without, "a")
    assert without.marks == with_links.marks


@every
def test_the_boxes_of_marks_lie_on_the_picture(chart: Chart) -> None:
    for mark in draw(chart, LOOK).marks:
        assert mark.left >= -0.01
        assert mark.top >= -0.01
        assert mark.left + mark.width <= 100.01
        assert mark.top + mark.height <= 100.01
        assert min(mark.width, mark.height) > 0


@every
def test_words_outside_links_are_hidden_from_screen_readers(chart: Chart) -> None:
    root = tree(draw(chart, LOOK, "table-1"))
    for part in root:
        assert part.tag in (f"{SVG}rect", f"{SVG}a") or part.get("aria-hidden") == "true"


@every
def test_identifiers_are_of_one_picture_and_lead_somewhere(chart: Chart) -> None:
    one, other = (draw(chart, LOOK, link) for link in ("table-1", "table-2"))
    ids = re.findall(r' id="([^"]*)"', one.inner)
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(re.findall(r' id="([^"]*)"', other.inner))
    assert set(re.findall(r"url\(#([^)]*)\)", one.inner)) <= set(ids)


@every
def test_no_letter_is_smaller_than_eight_points_in_print(chart: Chart) -> None:
    picture = draw(chart, LOOK)
    sizes = [
        float(each.get("font-size", "0").removesuffix("px")) for each in elements(picture, "text")
    ]
    assert min(sizes) * min(1, WIDE / picture.width) >= EIGHT_POINTS


@every
def test_words_stay_on_the_picture(chart: Chart) -> None:
    picture = draw(chart, LOOK)
    for text in elements(picture, "text"):
        if text.get("transform") is None:
            size = float(text.get("font-size", "").removesuffix("px"))
            weight = 600 if text.get("font-weight") == "600" else 400
            wide = LOOK.width(text.text or "", size, weight)  # type: ignore[arg-type]
            share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")]
            left = float(text.get("x", "")) - share * wide
            assert left >= -0.5, text.text
            assert left + wide <= picture.width + 0.5, text.text


# ── words ────────────────────────────────────────────────────────────────────────────


def test_words_are_words() -> None:
    said = [each.text for each in elements(draw(forest(), LOOK), "text")]
    for words in ("Ferguson & Simes 1949", "0.24 (0.18 to 0.31)", "Heterogeneity: I² 92%",
                  "Randomised", "Weight", "less tuberculosis"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (HOSTILE, HOSTILE),
        ("$x^2$", "$x^2$"),
        ("a\nb\tc", "a b c"),
        ("a\x00b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\uffffb", "a\N{REPLACEMENT CHARACTER}b"),
        ("中文 عربي 😀", "中文 عربي 😀"),
        ("x" * 10_000, "x" * MAX_LETTERS),
        ("&amp;", "&amp;"),
    ],
)
def test_any_words_are_drawn_as_they_are(words: str, shown: str) -> None:
    canvas = Canvas(LOOK, 200, 50, "t")
    with canvas.mark(0, words):
        canvas.text(0, 20, words)
    picture = canvas.picture()
    picture.svg(words.replace("\ud800", "")).encode()
    assert [each.text for each in elements(picture, "text")] == [shown]


def test_words_are_measured_as_they_are_printed() -> None:
    import uharfbuzz

    words = "Hart & Sutherland 1977: 0.24 (0.18 to 0.31), AVATAR “ß”"
    for weight in (400, 600):
        font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(weight)))))  # type: ignore[arg-type]
        buffer = uharfbuzz.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer, {"kern": False, "liga": False})
        wide = sum(each.x_advance for each in buffer.glyph_positions) / font.face.upem
        assert LOOK.width(words, 12, weight) == pytest.approx(12 * wide, rel=0.002)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["", "one", "one two three four five six seven", "x" * 300])
def test_words_that_are_fitted_or_wrapped_keep_to_their_room(words: str) -> None:
    assert LOOK.width(LOOK.fitted(words, 60, 12), 12) <= 60
    lines = LOOK.wrapped(words, 60, 12, 3)
    assert len(lines) <= 3
    assert all(LOOK.width(line, 12) <= 60 for line in lines)
    assert LOOK.fitted("short", 60, 12) == "short"


def test_a_pdf_shows_the_words_in_the_houses_letters(tmp_path: Path) -> None:
    import pikepdf
    import pypdfium2
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from synth.render import fonts
    from synth.render.pdf import _Fetcher

    image = b64encode(draw(forest(), LOOK).image("x").encode()).decode()
    page = (
        f"<html lang=en><title>t</title><style>{fonts.print_css()}</style>"
        f'<img alt="x" src="data:image/svg+xml;base64,{image}">'
    )
    file = tmp_path / "page.pdf"
    file.write_bytes(
        HTML(string=page, url_fetcher=_Fetcher()).write_pdf(font_config=FontConfiguration())
    )
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert "Hart & Sutherland 1977" in text
    with pikepdf.open(file) as pdf:
        names = [
            str(each.get("/BaseFont", ""))
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary)
        ]
    assert any("Source-Sans-Pro" in name for name in names)


# ── the look ─────────────────────────────────────────────────────────────────────────

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(st.fixed_dictionaries(dict.fromkeys(("ink", "warm", "mark-few", "mark-many"), colours)))
def test_accents_are_told_apart_in_greyscale_whatever_the_tokens(tokens: dict[str, str]) -> None:
    accents = Look.from_tokens(tokens).accents
    for darker, lighter in pairwise(accents):
        assert lightness(lighter) - lightness(darker) >= 15
    assert contrast(accents[0], accents[3]) >= 4.5


@given(colours, st.floats(1, 99))
def test_a_colour_is_made_as_light_as_wanted(colour: str, wanted: float) -> None:
    assert lightness(at_lightness(colour, wanted)) == pytest.approx(wanted, abs=1.2)


def test_shades_go_from_light_to_dark_and_words_on_them_can_be_read() -> None:
    shades = [LOOK.shade(step / 5) for step in range(6)]
    assert all(lightness(a) - lightness(b) >= 12 for a, b in pairwise(shades))
    for colour in (*shades, *LOOK.accents, LOOK.paper, LOOK.wash):
        assert contrast(LOOK.on(colour), colour) >= 4.5
    for colour in (LOOK.ink, LOOK.text, LOOK.muted):
        assert contrast(colour, LOOK.paper) >= 4.5


@pytest.mark.parametrize(
    "value", ["", "red", "#12", "#0d3b44;}", "url(http://x)", "#ggg", "#fff\n}"]
)
def test_a_token_that_is_no_colour_is_not_taken(value: str) -> None:
    assert not is_colour(value)
    assert Look.from_tokens({"ink": value, "accent": value}) == Look()


def test_a_family_is_a_name_and_no_more() -> None:
    look = Look.from_tokens({"sans": "My Font\"'><script>"})
    assert look.families.startswith("'My Fontscript', ")
    ElementTree.fromstring(draw(forest(), look).svg("x"))


# ── axes ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("low", "high", "scale", "ticks"),
    [
        (0.08, 6, "log", "0.1 0.2 0.5 1 2 5"),
        (0.45, 2.2, "log", "0.5 1 2"),
        (0.85, 1.2, "log", "0.9 1 1.1 1.2"),
        (0.004, 300, "log", "0.01 0.1 1 10 100"),
        (1e-8, 1e8, "log", "1e−06 0.001 1 1000 1e+06"),
        (-0.31, 0.64, "linear", "−0.2 0 0.2 0.4 0.6"),
        (0, 0.77, "linear", "0 0.2 0.4 0.6"),
        (-3e5, 8e5, "linear", "−250000 0 250000 500000 750000"),
    ],
)
def test_ticks_are_round(low: float, high: float, scale: str, ticks: str) -> None:
    axis = Axis(low, high, 0, 100, scale)  # type: ignore[arg-type]
    assert " ".join(words_of(axis.ticks())) == ticks


def test_ticks_have_the_decimal_sign_of_the_language() -> None:
    assert words_of((0.5, -1), ",") == ("0,5", "−1")


@given(st.floats(1e-6, 1e6), st.floats(1.001, 1e6))
def test_there_are_always_ticks_and_never_many(low: float, ratio: float) -> None:
    for scale in ("linear", "log"):
        found = Axis(low, low * ratio, 0, 100, scale).ticks(6)  # type: ignore[arg-type]
        assert 2 <= len(found) <= 7
        assert all(low * 0.999 <= value <= low * ratio * 1.001 for value in found)


def test_ratios_stand_as_far_from_one_as_their_inverses() -> None:
    axis = Axis(0.1, 10, 0, 100, "log")
    assert axis.at(1) == pytest.approx(50)
    assert axis.at(2) - 50 == pytest.approx(50 - axis.at(0.5))
    assert (axis.at(0), axis.at(-1), axis.at(1e9)) == (0, 0, 100)


def test_one_wide_interval_does_not_press_the_others_together() -> None:
    low, high = limits_of([0.1, 0.2, 0.3], [0.0, 0.3, 0.1, 0.4, -500, 900], "linear")
    assert -0.5 < low < 0
    assert 0.4 < high < 1


# ── the forest plot ──────────────────────────────────────────────────────────────────


def squares(picture: Picture) -> list[list[tuple[float, float]]]:
    return [corners(p) for p in elements(picture, "path") if p.get("fill") == LOOK.accents[2]]


def arrows(picture: Picture) -> int:
    heads = [p for p in elements(picture, "path") if p.get("fill") == LOOK.ink]
    return sum(1 for head in heads if len(corners(head)) == 3)


def test_squares_are_as_large_as_the_weights() -> None:
    rows = tuple(ForestRow(f"S{n}", 0.1, 0.0, 0.2, 10.0 * n**2) for n in (1, 2))
    small, large = squares(draw(ForestPlot("Difference", (ForestGroup("", rows),)), LOOK))
    sides = [square[1][0] - square[0][0] for square in (small, large)]
    assert sides[1] == pytest.approx(2 * sides[0], abs=0.05)


def test_squares_stand_where_their_ratios_are() -> None:
    rows = tuple(ForestRow(str(n), n, n / 1.5, n * 1.5, 1.0) for n in (0.25, 0.5, 1, 2, 4))
    plot = ForestPlot("Ratio", (ForestGroup("", rows),), scale="log", null=1.0)
    middles = [(s[0][0] + s[1][0]) / 2 for s in squares(draw(plot, LOOK))]
    steps = [b - a for a, b in pairwise(middles)]
    assert steps == pytest.approx([steps[0]] * 4, abs=0.05)
    assert steps[0] > 20


@pytest.mark.parametrize(("low", "high", "heads"), [(-0.5, 0.7, 0), (-99, 0.7, 1), (-99, 99, 2)])
def test_an_interval_that_leaves_the_axis_has_an_arrow(low: float, high: float, heads: int) -> None:
    rows = (ForestRow("A", 0.1, low, high, 1.0), ForestRow("B", 0.2, -0.5, 0.7, 1.0))
    plot = ForestPlot("Difference", (ForestGroup("", rows),), limits=(-1, 1))
    assert arrows(draw(plot, LOOK)) == heads


@pytest.mark.parametrize(
    "row",
    [
        ForestRow("not estimable", None, None, None),
        ForestRow("no interval", 0.5, None, None),
        ForestRow("half an interval", 0.5, 0.1, None),
        ForestRow("a ratio of nothing", 0.0, 0.0, 0.0),
        ForestRow("below nothing", -1.0, -2.0, 0.5),
        ForestRow("no number", math.nan, math.inf, -math.inf),
        ForestRow("too much", 1e300, 1e-300, 1e308),
        ForestRow("a weight below nothing", 0.5, 0.1, 0.9, -3.0),
    ],
    ids=lambda row: row.label,
)
def test_any_study_has_its_row(row: ForestRow) -> None:
    for scale, null in (("log", 1.0), ("linear", 0.0)):
        groups = (ForestGroup("", (row, ForestRow("B", 2, 1, 3, 1.0))),)
        plot = ForestPlot("x", groups, scale=scale, null=null)  # type: ignore[arg-type]
        picture = draw(plot, LOOK)
        assert row.label in [each.text for each in elements(picture, "text")]
        assert not re.search(r"nan|inf", picture.inner.replace("no number", ""))


def test_a_plot_of_nothing_is_drawn() -> None:
    draw(ForestPlot("x", ()), LOOK)
    draw(ForestPlot("x", (ForestGroup("Empty", ()),), Diamond("All", 1, 1, 1)), LOOK)
    draw(FunnelPlot("x", (), 0.0), LOOK)


def test_five_thousand_studies_are_paged() -> None:
    plot = forest(forest_rows(5_000))
    pages = parts(plot)
    drawn = [row for page in pages for row in page.rows]
    assert len(drawn) == ALTOGETHER
    lightest = min(row.weight or 0 for row in drawn)
    kept = {row.row for row in drawn}
    assert all((row.weight or 0) <= lightest for row in plot.rows if row.row not in kept)
    assert [row.row for row in drawn] == sorted(kept)
    assert len({page.limits for page in pages}) == 1
    assert [page.pooled is not None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(
        "400 of 5,000 studies, those with the most weight" in page.notes[0] for page in pages
    )
    assert pages[1].notes[-1] == f"Part 2 of {len(pages)}."
    heading = "Other designs (drawn: 199 of 2,500 studies) (continued)"
    assert any(page.groups[0].heading == heading for page in pages)
    a4 = 259 / 25.4 * 96
    for page in pages:
        picture = draw(page, LOOK, "t")
        assert picture.height < a4 - 60
        assert len(picture.inner) < 60_000


def test_as_many_groups_as_studies_are_paged_too() -> None:
    rows = forest_rows(5_000)
    groups = tuple(
        ForestGroup(f"Group {n}", (r,), Diamond("x", 1, 1, 1)) for n, r in enumerate(rows)
    )
    pages = parts(replace(forest(), groups=groups))
    assert sum(len(page.rows) for page in pages) == ALTOGETHER
    assert all(draw(page, LOOK).height < 960 for page in pages)


def test_a_plot_that_was_not_paged_is_bounded() -> None:
    assert len(draw(forest(forest_rows(5_000)), LOOK, "t").inner) < 500_000


def test_few_studies_are_one_part() -> None:
    (page,) = parts(forest())
    assert page.rows == forest().rows
    assert page.notes == ()


def test_a_prediction_interval_is_quieter_than_the_diamond() -> None:
    diamond = Diamond("All", 0.5, 0.3, 0.8, (0.1, 2.0))
    rows = (ForestRow("A", 0.5, 0.3, 0.8, 1.0),)
    plot = ForestPlot("Ratio", (ForestGroup("", rows),), diamond, "log", 1.0)
    with_it = elements(draw(plot, LOOK), "path")
    without = elements(draw(replace(plot, pooled=replace(diamond, predicted=None)), LOOK), "path")
    assert LOOK.accents[1] not in {path.get("fill") for path in with_it}
    assert sum(path.get("fill") != "none" for path in with_it) == sum(
        path.get("fill") != "none" for path in without
    )


def test_each_group_is_pooled_by_its_name_and_heterogeneity_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = Path(__file__).parent / "synthesis" / "meta" / "bcg.csv"
    counts = ["--ai", "tpos", "--bi", "tneg", "--ci", "cpos", "--di", "cneg", "--by", "alloc"]
    with pytest.raises(SystemExit):
        main(["evidence", "meta", str(table), "--measure", "RR", *counts, "--to", "html"])
    said = capsys.readouterr().out
    for group in ("random", "alternate", "systematic"):
        assert said.count(f">Pooled: {group}</text>") == 1
        assert len(re.findall(rf">Pooled: {group} \(I² [\d.]+%\)</th>", said)) == 1
    assert ">Pooled<" not in said
    assert said.count("How far all 13 studies differ: I² 92.2%, tau² 0.3132, Q 152.23 on 12") == 1
    assert said.count("tau² 0.") == 1


# ── the funnel plot ──────────────────────────────────────────────────────────────────


def test_precise_studies_stand_on_top() -> None:
    points = tuple(FunnelPoint(str(n), 0.1 * n, 0.1 * n, n) for n in (1, 2, 3))
    picture = draw(FunnelPlot("Difference", points, 0.2), LOOK)
    tops = [mark.top for mark in sorted(picture.marks, key=lambda mark: mark.row)]
    assert tops == sorted(tops)
    assert tops[1] - tops[0] == pytest.approx(tops[2] - tops[1], abs=0.05)


def test_a_funnel_of_thousands_is_bounded_and_has_no_single_links() -> None:
    picture = draw(funnel(5_000), LOOK, "t")
    assert len(picture.inner) < 400_000
    assert picture.marks == ()
    assert len(draw(funnel(SINGLE), LOOK, "t").marks) == SINGLE


@pytest.mark.parametrize("egger", [(0.0, 1e9), (1e9, 0.0), (0.1, 0.0), (-50.0, -3.0)])
@pytest.mark.parametrize("point", [(5000.0, 0.1), (-5000.0, 300.0), (math.nan, 1.0), (0.1, 0.0)])
def test_a_wild_funnel_is_drawn(egger: tuple[float, float], point: tuple[float, float]) -> None:
    for scale in ("linear", "log"):
        points = (FunnelPoint("a", *point, 0), FunnelPoint("b", 0.2, 0.1, 1))
        plot = FunnelPlot("x", points, 0.2, scale, 0.0, egger)  # type: ignore[arg-type]
        assert "nan" not in draw(plot, LOOK, "t").inner


# ── the gap map ──────────────────────────────────────────────────────────────────────


def test_the_legend_of_a_map_has_a_title_and_the_levels_that_occur() -> None:
    marks = (MapMark(2, "A", (0,)), MapMark(0, "B", (1,)))
    levels = ("low", "moderate", "high")
    plot = GapMap(
        "x", ("Trust",), ("Abuse",), (MapCell(0, 0, "c", 0, marks),), levels, "not rated", "GRADE"
    )
    said = [each.text for each in elements(draw(plot, LOOK), "text")]
    assert said[-4:] == [
        "Each sign is a study; its form tells its rating by GRADE:",
        "moderate", "not rated", "no study",
    ]  # fmt: skip
    without = replace(plot, levels=(), unrated="", rating="")
    assert [each.text for each in elements(draw(without, LOOK), "text")][-2:] == [
        "one study", "no study",
    ]  # fmt: skip


def test_a_study_without_a_rating_does_not_outweigh_one_with_the_lowest() -> None:
    def wide(level: int) -> float:
        cell = MapCell(0, 0, "c", 0, (MapMark(level, "A", (0,)),))
        plot = GapMap("x", ("Trust",), ("Abuse",), (cell,), ("low", "high"), "not rated")
        root = tree(draw(plot, LOOK, "t"))
        (mark,) = [a for a in root.iter(f"{SVG}a") if a.get("href") == "#t-row-0"]
        *_, sign = mark.iter(f"{SVG}path")
        across = [x for x, _ in corners(sign)]
        return max(across) - min(across)

    assert wide(0) < 0.6 * wide(1)


# ── the harvest plot ─────────────────────────────────────────────────────────────────


def bars(*heights: int) -> HarvestPlot:
    row = HarvestRow("Abuse", (tuple(Bar(str(n), n, f"bar {n}", "half", n) for n in heights),))
    return HarvestPlot(
        ("Less",), (row,), ("low", "middle", "high"), unknown_level="not rated", half="no cause"
    )


def test_a_bar_without_a_rating_is_like_no_level() -> None:
    """It has no height at all, and no two levels have the same."""
    tall = {}
    root = tree(draw(bars(0, 1, 2, 3), LOOK, "t"))
    for level, mark in enumerate(root.iter(f"{SVG}a")):
        drawn = [path for path in mark.iter(f"{SVG}path") if path.get("stroke") == LOOK.ink]
        down = [y for path in drawn for _, y in corners(path)]
        tall[level] = max(down) - min(down)
    assert tall[0] == 0
    assert tall[1] > 8
    assert tall[2] == pytest.approx(2 * tall[1], abs=0.1)
    assert tall[3] == pytest.approx(3 * tall[1], abs=0.1)


def test_heights_in_the_key_have_no_tone() -> None:
    plot = bars(1, 2)
    filled = [
        sum(path.get("fill") in LOOK.accents for path in elements(draw(each, LOOK), "path"))
        for each in (plot, replace(plot, key=False))
    ]
    assert filled == [3, 2]


def test_a_row_of_low_bars_is_low() -> None:
    assert draw(bars(0), LOOK).height < draw(bars(1), LOOK).height < draw(bars(3), LOOK).height


# ── the effect direction plot ────────────────────────────────────────────────────────


def test_the_parts_of_a_plot_are_as_wide_as_each_other() -> None:
    whole = EXAMPLES["directions"]
    assert isinstance(whole, DirectionPlot)
    alike = replace(whole, widest=4, longest="A study with a longer name 2018")
    narrow = replace(
        alike,
        columns=alike.columns[:1],
        groups=tuple(
            replace(group, rows=tuple(replace(row, marks=row.marks[:1]) for row in group.rows))
            for group in alike.groups
        ),
    )
    assert draw(narrow, LOOK).width == draw(alike, LOOK).width
    first, other = (next(mark.left for mark in draw(each, LOOK).marks) for each in (alike, narrow))
    assert first == other


# ── parts ────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(2, 12))
def test_groups_are_dealt_to_parts_whole_and_in_order(heights: list[int], room: int) -> None:
    groups = [Group(height) for height in heights]
    found = dealt(groups, room)
    assert [number for part in found for number in part] == list(range(len(groups)))
    for part in found:
        assert len(part) == 1 or sum(heights[number] for number in part) <= room
    if heights and max(heights) <= room:
        assert len(found) <= 2 * -(-sum(heights) // room)


def test_a_part_has_no_more_columns_than_there_is_room_for() -> None:
    groups = [Group(1, frozenset(columns)) for columns in ("ab", "bc", "d", "ae")]
    assert dealt(groups, 9, 3) == [range(2), range(2, 4)]


def test_parts_are_about_as_high_as_each_other() -> None:
    assert dealt([Group(2)] * 6, 10) == [range(3), range(3, 6)]
