"""Forest and funnel plots of an analysis: no group is lost, parts are alike, figures can be read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from synth.charts import Look, Picture, draw
from synth.charts.axis import Axis, limits_of, words_of
from synth.charts.forest import ALTOGETHER, Diamond, ForestGroup, ForestPlot, ForestRow, parts
from synth.charts.forest_drawing import _cut
from synth.charts.funnel import FunnelPlot, FunnelPoint
from synth.cli import cli
from synth.document import Figure
from synth.synthesis.meta import funnel
from synth.synthesis.meta.analysis import Beside, MetaAnalysis, analyse
from synth.synthesis.meta.measures import MeasureId, measure
from synth.synthesis.meta.options import PoolOptions
from synth.synthesis.meta.pooling import How, Study
from synth.synthesis.meta.report import decimals_of, decimals_of_weights
from synth.synthesis.meta.telling import Telling, heterogeneity_sentence
from synth.viewing import setting_for
from tests.conftest import Copy

LOOK = Look()
SVG = "{http://www.w3.org/2000/svg}"
BCG = str(Path(__file__).parent / "synthesis/meta/bcg.csv")
BCG_CELLS = ("--measure", "RR", "--ai", "tpos", "--bi", "tneg", "--ci", "cpos", "--di", "cneg")


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["evidence", "meta", *arguments])
    assert done.exit_code == 0, done.exception
    return done.stdout


def pictures(folder: Path, table: str, *ask: str) -> list[str]:
    data, out = folder / "data.csv", folder / "forest.svg"
    data.write_text(table, encoding="utf-8")
    run(str(data), *ask, "--to", "svg", "--out", str(out))
    found = sorted(folder.glob("forest*.svg"), key=lambda path: (len(path.name), path.name))
    return [path.read_text(encoding="utf-8") for path in found]


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.image("What it shows"))


def words(svg: Picture | str) -> list[str]:
    root = tree(svg) if isinstance(svg, Picture) else ElementTree.fromstring(svg)
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def places(picture: Picture, *said: str) -> dict[str, str]:
    """Where some words stand from the left."""
    return {
        each.text: each.get("x", "")
        for each in tree(picture).iter(f"{SVG}text")
        if each.text in said
    }


def corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def squares(picture: Picture) -> list[float]:
    """The sides of the squares of studies."""
    paths = (p for p in tree(picture).iter(f"{SVG}path") if p.get("fill") == LOOK.accents[2])
    return [corners(path)[1][0] - corners(path)[0][0] for path in paths]


def dashed(picture: Picture) -> set[float]:
    """Where dashed lines stand that go all the way down."""
    lines = (p for p in tree(picture).iter(f"{SVG}path") if p.get("stroke-dasharray"))
    ends = [corners(line) for line in lines]
    return {each[0][0] for each in ends if each[0][0] == each[1][0] and len(each) == 2}


def rows(count: int, weight: float, name: str = "S", start: int = 0) -> tuple[ForestRow, ...]:
    return tuple(
        ForestRow(f"{name}{n}", 0.2, 0.1, 0.3, weight, ("0.20 (0.10 to 0.30)", "1.0%"), start + n)
        for n in range(count)
    )


def plot(*groups: ForestGroup, pooled: Diamond | None = None) -> ForestPlot:
    return ForestPlot("Difference", groups, pooled, columns=("Estimate", "Weight"))


ALL = Diamond("All studies", 0.2, 0.15, 0.25)

# ── what is drawn ────────────────────────────────────────────────────────────────────


def test_a_group_keeps_its_heading_and_diamond_whatever_studies_it_loses() -> None:
    heavy = ForestGroup("trials", rows(500, 0.19), Diamond("Pooled: trials", 0.2, 0.1, 0.3))
    light = ForestGroup("cohorts", rows(60, 0.01), Diamond("Pooled: cohorts", 0.9, 0.7, 1.1))
    pages = parts(plot(heavy, light, pooled=ALL))
    said = [word for page in pages for word in words(draw(page, LOOK))]
    assert said.count("Pooled: trials") == 1
    assert said.count("Pooled: cohorts") == 1
    assert "cohorts (drawn: 0 of 60 studies)" in said
    assert "trials (drawn: 400 of 500 studies)" in said
    assert sum(len(page.rows) for page in pages) == ALTOGETHER


def test_a_group_without_a_diamond_keeps_a_study() -> None:
    alone = ForestGroup("registers", rows(1, 0.0001, "Alone "))
    pages = parts(plot(ForestGroup("trials", rows(500, 0.19)), alone))
    said = [word for page in pages for word in words(draw(page, LOOK))]
    assert "registers" in said
    assert "Alone 0" in said


def test_more_groups_than_a_picture_has_are_bounded() -> None:
    groups = [
        ForestGroup(f"Group {n}", rows(1, float(n)), Diamond("x", 1, 1, 1)) for n in range(5_000)
    ]
    drawn = [group for page in parts(plot(*groups)) for group in page.groups if group.pooled]
    assert [group.heading for group in drawn] == [f"Group {n}" for n in range(4_600, 5_000)]


def test_no_group_of_a_table_is_lost(tmp_path: Path) -> None:
    trials = "".join(f"Big {n},0.{2 + n % 3},0.0{1 + n % 2},trials\n" for n in range(500))
    cohorts = "".join(f"Small {n},0.9,0.9,cohorts\n" for n in range(60))
    drawn = pictures(tmp_path, f"study,yi,vi,g\n{trials}{cohorts}", "--by", "g")
    assert sum(words(each).count("Pooled: cohorts") for each in drawn) == 1


# ── parts ────────────────────────────────────────────────────────────────────────────


def test_squares_have_one_scale_in_all_parts() -> None:
    heavy, light = rows(38, 2.6), rows(22, 0.0001)
    first, other = parts(plot(ForestGroup("", (*heavy, *light)), pooled=ALL))
    assert min(squares(draw(first, LOOK))) == pytest.approx(13, abs=0.1)
    assert max(squares(draw(other, LOOK))) == pytest.approx(3, abs=0.1)


def test_parts_of_a_plot_line_up() -> None:
    named = (ForestRow("A name that is much longer than others", 0.5, 0.2, 0.8, 1.0), *rows(59, 1))
    first, other = (draw(page, LOOK) for page in parts(plot(ForestGroup("", named), pooled=ALL)))
    ticks = [word for word in words(first) if re.fullmatch(r"[\d.]+", word)]
    assert len(ticks) > 2
    assert places(first, *ticks) == places(other, *ticks)
    assert first.width == other.width


def test_the_line_of_the_pooled_estimate_is_in_all_parts_and_told() -> None:
    pages = parts(plot(ForestGroup("", rows(60, 1)), pooled=ALL))
    assert len(pages) == 2
    first, other = (dashed(draw(page, LOOK)) for page in pages)
    assert first == other
    assert len(first) == 1
    told = [any("dashed line" in note for note in page.notes) for page in pages]
    assert told == [True, False]


def test_long_names_take_lines_of_their_part() -> None:
    long = "A long name of a trial of some months in several countries and towns"
    pages = parts(plot(ForestGroup("", rows(60, 1, long)), pooled=ALL))
    assert len(pages) > 2
    assert all(draw(page, LOOK).height < 259 / 25.4 * 96 - 60 for page in pages)


def test_words_of_other_parts_are_not_among_those_of_a_part() -> None:
    """The letters that a page needs are taken from what a chart says."""
    first, other = parts(plot(ForestGroup("", rows(60, 1)), pooled=ALL))
    assert "S59" not in str(first)
    assert "S59" in str(other)


# ── names ────────────────────────────────────────────────────────────────────────────

LONG = "The second multicentre randomised controlled trial of community work against violence"


def test_long_names_are_told_apart() -> None:
    names = [f"{LONG} {year}" for year in (1999, 2004)]
    group = ForestGroup("", tuple(ForestRow(name, 0.2, 0.1, 0.3, 1.0, row=0) for name in names))
    said = words(draw(plot(group), LOOK))
    assert not any("…" in word for word in said)
    assert [word for word in said if word.endswith("2004")]


def test_a_name_that_is_too_long_keeps_its_end_and_is_whole_in_its_mark() -> None:
    name = f"{LONG} in homes, schools and clubs of four countries, first of three reports 2004"
    group = ForestGroup("", (ForestRow(name, 0.2, 0.1, 0.3, 1.0, row=0),))
    picture = draw(plot(group), LOOK, "t")
    shown = [word for word in words(picture) if word.endswith("2004")]
    assert len(shown) == 1
    assert shown[0].startswith("… ")
    assert picture.marks[0].name.startswith(name)


def test_what_stands_beside_a_diamond_gives_way_to_its_name() -> None:
    short = Diamond("Pooled: A", 0.2, 0.1, 0.3, row=0, beside="I² 50.0%")
    long = replace(short, label="Pooled: people who were asked in the")
    shown = [
        "I² 50.0%" in words(draw(plot(ForestGroup("A", rows(2, 1), each)), LOOK))
        for each in (short, long)
    ]
    assert shown == [True, False]
    marks = draw(plot(ForestGroup("A", (), long)), LOOK).marks
    assert [mark.name for mark in marks] == ["Pooled: people who were asked in the: I² 50.0%"]


# ── figures ──────────────────────────────────────────────────────────────────────────


def setting(project: Copy, kind: MeasureId = "RR") -> Telling:
    return Telling(measure(kind), How(), setting_for(project.load(), None))


def studies(*effects: tuple[float, float]) -> list[Study]:
    return [Study(f"S{n}", yi, vi) for n, (yi, vi) in enumerate(effects, 1)]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ((0.49, 0.086, 1.2), 2),
        ((0.012, -0.003, 0.027), 3),
        ((0.00002, 0.00001), 6),
        ((5.0, 12_345.0), 2),
        ((51_234.0, 12_345.0), 0),
        ((0.0, math.inf), 2),
        ((), 2),
    ],
)
def test_effects_that_stand_together_have_decimals_for_the_largest(
    values: Sequence[float], decimals: int
) -> None:
    assert decimals_of(values) == decimals


@pytest.mark.parametrize(("largest", "decimals"), [(60, 1), (2.6, 1), (0.5, 2), (0.048, 3), (0, 1)])
def test_weights_have_decimals_for_the_largest(largest: float, decimals: int) -> None:
    assert decimals_of_weights((largest, 0.0)) == decimals


@pytest.mark.parametrize(
    ("kind", "value", "decimals", "shown"),
    [
        ("RR", 0.086, 2, "0.09"),
        ("RR", 0.004, 2, "0.004"),
        ("RR", 0.0001, 2, "<0.001"),
        ("MD", -0.0001, 2, ">−0.001"),
        ("MD", -0.003, 2, "−0.003"),
        ("MD", 0.0, 2, "0.00"),
        ("MD", 1e-9, 6, "<0.000001"),
        ("MD", -1.2e-9, 10, "−1.2 × 10^−9"),
        ("MD", 0.0, 10, "0"),
        ("RR", 1_731_225_044.0, 2, "1.7 × 10⁹"),
        ("RR", 9_999_999.0, 2, "1.0 × 10⁷"),
        ("MD", 1_234_567.0, 0, "1,234,567"),
        ("MD", -2.5e30, 2, "−2.5 × 10³⁰"),
        ("RR", math.inf, 2, "beyond all bounds"),
    ],
)
def test_a_figure_in_a_column(
    kind: MeasureId, value: float, decimals: int, shown: str, project: Copy
) -> None:
    assert setting(project, kind).number(value, decimals) == shown


def test_an_effect_has_as_many_decimals_as_its_interval(project: Copy) -> None:
    telling = setting(project, "RD")
    assert telling.effect(0.012, -0.003, 0.027) == "0.012 (−0.003 to 0.027)"
    assert telling.effect(0.05, -0.003, 0.2) == "0.05 (−0.003 to 0.20)"


def test_no_weight_is_written_as_nothing(project: Copy) -> None:
    pooled = analyse(studies((0.1, 0.001), (0.2, 0.001), (0.3, 5.0)), "GEN", How("EE"))
    telling = Telling.of(pooled, setting_for(project.load(), None))
    assert [telling.weight(each) for each in pooled.pooled.weights] == ["50.0%", "50.0%", "<0.1%"]


def test_the_weights_of_thousands_of_studies_have_figures(tmp_path: Path) -> None:
    table = "".join(f"S{n},0.{n % 9},0.{1 + n % 5}\n" for n in range(5_000))
    for picture in pictures(tmp_path, f"study,yi,vi\n{table}"):
        shares = [word for word in words(picture) if re.fullmatch(r"<?[\d.]+%", word)]
        assert all(re.fullmatch(r"0\.0\d\d%|100%", share) for share in shares)
        assert "0.000%" not in shares
    said = run(str(tmp_path / "data.csv"))
    assert not re.search(r" 0\.0+%$", said, re.MULTILINE)


def cells(svg: str) -> Iterator[str]:
    yield from (word for word in words(svg) if re.match(r"[<−\d].* to ", word))


def test_one_column_has_one_number_of_decimals_and_the_weights_add_up(tmp_path: Path) -> None:
    table = Path(BCG).read_text(encoding="utf-8")
    (picture,) = pictures(tmp_path, table, *BCG_CELLS, "--by", "alloc")
    figures = [figure for cell in cells(picture) for figure in re.findall(r"[\d.]+", cell)]
    assert len(figures) > 40
    assert all(re.fullmatch(r"\d+\.\d\d", figure) for figure in figures)
    said = words(picture)
    shares = [float(word.rstrip("%")) for word in said if re.fullmatch(r"[\d.]+%", word)]
    assert said.count("100%") == 1
    assert sum(shares) == pytest.approx(300, abs=0.5)
    groups = [said.index(f"Pooled: {name}") for name in ("random", "alternate", "systematic")]
    for start, pooled in zip((0, *groups), groups, strict=False):
        inside = [word for word in said[start + 5 : pooled] if re.fullmatch(r"[\d.]+%", word)]
        assert said[pooled + 1].startswith("I² ")
        weight = next(word for word in said[pooled:] if re.fullmatch(r"[\d.]+%", word))
        assert float(weight[:-1]) == pytest.approx(sum(float(w[:-1]) for w in inside), abs=0.3)


def test_the_text_has_one_number_of_decimals_in_a_column() -> None:
    said = run(BCG, *BCG_CELLS)
    assert "0.20  0.09 to 0.49" in said
    assert "0.086" not in said


def test_figures_beyond_reading_break_no_column(tmp_path: Path) -> None:
    table = "study,ai,bi,ci,di\nA very long name of a trial in several countries 1999,3,40,20,20\nB,20,20,6,40\n"
    (picture,) = pictures(tmp_path, table, "--measure", "OR", "--test", "knha")
    said = words(picture)
    assert "0.72 (<0.001 to 1.7 × 10¹²)" in said
    assert "<0.001 to 1.1 × 10²¹" in said
    assert {"49.6%", "50.4%", "100%"} <= set(said)
    assert not any("…" in word for word in said)


@pytest.mark.parametrize(
    ("widths", "room", "left"),
    [
        ((100, 40), 200, (100, 40)),
        ((400, 40), 200, (160, 40)),
        ((400, 30, 300), 200, (85, 30, 85)),
        ((), 200, ()),
    ],
)
def test_wide_columns_are_cut_and_narrow_ones_are_not(
    widths: tuple[float, ...], room: float, left: tuple[float, ...]
) -> None:
    assert _cut(widths, room) == pytest.approx(left)


def test_what_was_supposed_is_not_told_as_found(project: Copy) -> None:
    for method, found in (("EE", False), ("REML", True)):
        pooled = analyse(studies((0.1, 0.1), (0.9, 0.1)), "GEN", How(method))  # type: ignore[arg-type]
        telling = replace(setting(project), how=pooled.how)
        assert ("tau²" in heterogeneity_sentence(pooled, telling).partition(". ")[0]) is found
        assert ("tau² 0." in run(BCG, *BCG_CELLS, "--method", method)) is found


# ── correlations ─────────────────────────────────────────────────────────────────────


def correlations() -> MetaAnalysis:
    effects = [(0.1 * n, 0.004 * n) for n in range(1, 20)]
    return analyse(studies(*effects), "ZCOR", How(), Beside(egger=True))


def funnel_of(analysis: MetaAnalysis, project: Copy) -> Figure:
    blocks = funnel.show(analysis, PoolOptions(), setting_for(project.load(), None))
    return next(block for block in blocks if isinstance(block, Figure))


def test_a_funnel_of_correlations_has_correlations_on_its_axis(project: Copy) -> None:
    figure = funnel_of(correlations(), project)
    picture = draw(figure.chart, LOOK)
    said = words(picture)
    assert "Correlation (spaced by Fisher’s z)" in said
    assert "Standard error of Fisher’s z" in said
    ticks = [float(word.replace("−", "-")) for word in said if re.fullmatch(r"−?[\d.]+", word)]
    assert all(-1 < tick < 1 for tick in ticks)
    assert picture.marks[-1].name.startswith("S19: Correlation 0.956, Standard error of Fisher’s z")
    assert figure.data is not None
    assert "Standard error of Fisher’s z" in str(figure.data.head)


def test_a_funnel_of_ratios_says_what_its_errors_are_of(project: Copy) -> None:
    figure = funnel_of(replace(correlations(), measure="RR"), project)
    assert "Standard error of the log risk ratio" in words(draw(figure.chart, LOOK))
    assert figure.data is not None
    assert "Standard error of the log risk ratio" in str(figure.data.head)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-0.15, 0.35, "−0.1 0 0.1 0.2 0.3"),
        (-0.35, 0.45, "−0.2 0 0.2 0.4"),
        (-0.1, 0.97, "0 0.3 0.6 0.8 0.9 0.95"),
        (0.5, 0.995, "0.6 0.8 0.9 0.95 0.99"),
        (-0.98, 0.98, "−0.9 −0.5 0 0.5 0.9"),
        (0.42, 0.5, "0.42 0.44 0.46 0.48 0.5"),
    ],
)
def test_ticks_of_correlations_are_round(low: float, high: float, ticks: str) -> None:
    axis = Axis(low, high, 0, 100, "fisher-z")
    assert " ".join(words_of(axis.ticks())) == ticks


def test_correlations_are_spaced_by_fishers_z() -> None:
    axis = Axis(math.tanh(-2), math.tanh(2), 0, 100, "fisher-z")
    steps = [axis.at(math.tanh(z)) for z in (-2, -1, 0, 1, 2)]
    assert steps == pytest.approx([0, 25, 50, 75, 100])
    assert (axis.at(1), axis.at(-1), axis.at(5)) == (100, 0, 100)


def test_limits_of_correlations_are_correlations() -> None:
    low, high = limits_of((0.1, 0.5), (-0.2, 0.999999), "fisher-z")
    assert -1 < low < -0.2
    assert 0.5 < high < 1


@pytest.mark.parametrize("point", [(5000.0, 0.1), (-5000.0, 300.0), (math.nan, 1.0)])
def test_a_wild_funnel_of_correlations_is_drawn(point: tuple[float, float]) -> None:
    points = (FunnelPoint("a", *point, 0), FunnelPoint("b", 0.2, 0.1, 1))
    for egger in ((0.0, 1e9), (1e9, 0.0)):
        picture = draw(FunnelPlot("x", points, 0.2, "fisher-z", 0.0, egger), LOOK)
        assert "nan" not in picture.inner


def test_ticks_of_correlations_stand_apart() -> None:
    for reach in (0.1, 0.3, 0.8, 1.5, 2.5, 4.0, 8.0):
        axis = Axis(math.tanh(-reach), math.tanh(reach), 0, 359, "fisher-z")
        at = [axis.at(tick) for tick in axis.ticks()]
        assert len(at) >= 2
        assert min(b - a for a, b in pairwise(at)) > 25, reach
