"""Findings of a project pooled: on the command line, in a brief, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from synth.cli import cli
from synth.document import Citation, Claim, Figure, walk
from synth.model import Arm, Effect
from synth.problems import SynthError
from synth.synthesis.asking import look, options_of
from synth.synthesis.meta import funnel, view
from synth.viewing import setting_for
from synth.wording import effect_words
from tests.conftest import REPOSITORY, Copy

FOLDER = Path(__file__).parent / "synthesis/meta"
CASES = yaml.safe_load((FOLDER / "findings.yaml").read_text(encoding="utf-8"))

ABOUT = {
    "outcome": "low-mood",
    "exposure": "isolation",
    "statement": "What was seen.",
    "locator": {"label": "page", "value": "3"},
}


def add_study(
    project: Copy, letter: str, number: int, findings: dict[str, Any], via: str | None = None
) -> None:
    key = f"{letter.lower()}{2000 + number}"
    record = {
        "reference": key,
        "design": "cross-sectional",
        "countries": ["GB"],
        "read": "second-hand" if via else "full-text",
        "findings": findings,
    } | ({"via": via} if via else {})
    project.write(f"references/records/{key}.yaml", json.dumps(record))
    library = (project.root / "references/library.bib").read_text(encoding="utf-8")
    entry = f"@article{{{key},\n  author = {{{letter}, X.}},\n  title = {{Study {letter}}},\n  year = {{{2000 + number}}}\n}}\n"
    project.write("references/library.bib", library + "\n" + entry)


def put(project: Copy, findings: list[dict[str, Any]]) -> None:
    """Writes the records of a case."""
    studies: dict[str, tuple[int, dict[str, Any], str | None]] = {}
    for number, each in enumerate(findings, 1):
        letter = each.get("study", chr(64 + number))
        via = f"{each['via'].lower()}2001" if "via" in each else None
        said = {k: v for k, v in each.items() if k not in ("study", "name", "via")}
        studies.setdefault(letter, (number, {}, via))[1][each.get("name", "main")] = ABOUT | said
    for letter, (number, own, via) in studies.items():
        add_study(project, letter, number, own, via)


def run(project: Copy, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["evidence", "meta", "--project", str(project.root), *arguments])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_findings_are_pooled_or_refused(case: dict[str, Any], project: Copy) -> None:
    for path in (project.root / "references/records").iterdir():
        path.unlink()
    put(project, case["findings"])
    done = run(project, *case.get("options", ()), "--output-format", "json")
    if "says" in case:
        assert isinstance(done.exception, SynthError), done.output
        for words in case["says"]:
            assert words in str(done.exception)
        assert "\n    " in str(done.exception)
        return
    assert done.exit_code == 0, done.exception
    told = json.loads(done.stdout)
    for name, value in case["gives"].items():
        wanted = value if not isinstance(value, float) else pytest.approx(value, abs=1e-4)
        assert told[name] == wanted, name
    reasons = [each["reason"] for each in told["left_out"]]
    for found, wanted in zip(reasons, case.get("left_out", ()), strict=True):
        assert wanted in found
    for words in case.get("cautions", ()):
        assert any(words in each for each in told["cautions"]), told["cautions"]


@pytest.fixture
def trials(project: Copy) -> Copy:
    """The project with the thirteen trials of dat.bcg: six by their counts, seven as published."""
    with (FOLDER / "bcg.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 1):
        a, b, c, d = (int(row[name]) for name in ("tpos", "tneg", "cpos", "cneg"))
        effect: dict[str, Any] = {
            "metric": "risk-ratio",
            "exposed": {"n": a + b, "events": a},
            "comparison": {"n": c + d, "events": c},
        }
        if number > 6:
            rr = (a / (a + b)) / (c / (c + d))
            reach = 2.718281828 ** (1.96 * (1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) ** 0.5)
            effect = {
                "metric": "risk ratio",
                "estimate": round(rr, 3),
                "low": round(rr / reach, 3),
                "high": round(rr * reach, 3),
            }
        way = "decrease" if a / (a + b) < c / (c + d) else "increase"
        add_study(project, chr(64 + number), number, {"main": ABOUT | {"effect": effect, "direction": way}})  # fmt: skip
    return project


def test_the_published_figures_from_records(trials: Copy) -> None:
    done = run(trials, "--outcome", "low-mood", "--method", "DL", "--output-format", "json")
    told = json.loads(done.stdout)
    assert told["k"] == 13
    assert told["estimate"] == pytest.approx(-0.7141, abs=2e-3)
    assert told["tau2"] == pytest.approx(0.3088, abs=2e-3)
    assert told["studies"][0]["source"] == "a2001#main"


def test_the_blocks_of_a_view_say_the_result_and_tie_each_row(trials: Copy) -> None:
    loaded = trials.load()
    options = options_of(view.MetaOptions, {"outcome": "low-mood"})
    seen = look(view.VIEW, tuple(loaded.evidence.values()), options, loaded)
    blocks = seen.blocks(setting_for(loaded, None))
    said = str(blocks[0])
    assert "the risk of low mood of parents is lower with isolation" in said
    assert "risk ratio 0.49 (95% interval 0.34 to 0.70)" in said
    figure = next(block for block in blocks if isinstance(block, Figure))
    assert figure.alt.startswith("11 of 13 studies point to lower low mood of parents")
    assert figure.data is not None
    cells = [row[0][0] for row in figure.data.rows]
    cited = [
        f"{item.reference}#{item.finding}"
        for cell in cells
        for node in walk((cell,))
        if isinstance(node, Citation)
        for item in node.items
    ]
    assert cited == [f"{chr(96 + n)}{2000 + n}#main" for n in range(1, 14)]
    assert isinstance(cells[0], Claim)
    marks = [row.row for group in figure.chart.groups for row in group.rows]  # type: ignore[union-attr]
    assert marks == list(range(13))


@pytest.mark.parametrize(("to", "words"), [("html", "a2001"), ("svg", "A 2001"), ("md", "0.49"), ("csv", "0.49")])  # fmt: skip
def test_it_is_written_in_every_format(trials: Copy, to: str, words: str) -> None:
    done = run(trials, "--outcome", "low-mood", "--to", to)
    assert done.exit_code == 0, done.exception
    assert words in done.stdout


def test_a_brief_that_pools(trials: Copy) -> None:
    trials.write(
        "briefs/pooled.md",
        "---\ntitle: Pooled\naudience: schools\n---\n\n## What they say together\n\n"
        '{{ meta_analysis(outcome="low-mood", exposure="isolation") }}\n\n'
        '{{ funnel_plot("low-mood", "isolation") }}\n',
    )
    built = trials.build("pooled")
    assert [each.problems for each in built if not each.paths] == []
    page = next(path for each in built for path in each.paths).read_text(encoding="utf-8")
    assert "risk ratio 0.49 (95% interval 0.34 to 0.70)" in page
    assert page.count("<svg") >= 2
    assert "a2001#main" in page
    assert "Egger’s test" in page


def test_a_brief_that_asks_for_what_cannot_be_pooled_is_told_where(project: Copy) -> None:
    project.write(
        "briefs/pooled.md",
        "---\ntitle: Pooled\naudience: schools\n---\n\nText.\n\n{{ meta_analysis() }}\n",
    )
    found = [each for each in project.problems() if each.place and each.place.file == "briefs/pooled.md"]  # fmt: skip
    assert any("can be pooled" in each.message and each.place.line == 8 for each in found)  # type: ignore[union-attr]


def test_a_funnel_of_nine_is_refused(trials: Copy) -> None:
    loaded = trials.load()
    nine = [each for each in loaded.evidence.values() if each.name == "main"][:9]
    options = options_of(funnel.PoolOptions, {})
    with pytest.raises(SynthError, match="10 studies or more, and 9 can be pooled"):
        look(funnel.VIEW, nine, options, loaded)


def test_egger_is_asked_for_a_funnel(trials: Copy) -> None:
    loaded = trials.load()
    options = options_of(funnel.PoolOptions, {"outcome": "low-mood"})
    seen = look(funnel.VIEW, tuple(loaded.evidence.values()), options, loaded)
    figure = next(b for b in seen.blocks(setting_for(loaded, None)) if isinstance(b, Figure))
    assert figure.alt.startswith("Funnel plot of 13 studies. Egger’s test: t −1.4")


@pytest.mark.parametrize("option", ["--yi", "--where", "--study"])
def test_options_of_a_table_want_a_table(project: Copy, option: str) -> None:
    done = run(project, option, "x=y")
    assert "reads a table, and none is named" in str(done.exception)


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (
            Effect("risk-ratio", exposed=Arm(306, 6), comparison=Arm(303, 29)),
            "6 of 306 against 29 of 303.",
        ),
        (
            Effect(
                "md", exposed=Arm(50, mean=5, sd=2), comparison=Arm(48, mean=4.5, sd=2), unit="days"
            ),
            "A mean of 5 days among 50 against a mean of 4.5 days among 48.",
        ),
        (
            Effect("odds-ratio", 2.0, 1.5, 2.5, level=90, se=0.1),
            "Odds-ratio: 2; 90% interval 1.5 to 2.5.",
        ),
    ],
)
def test_readers_are_told_what_the_figures_are(effect: Effect, words: str) -> None:
    assert effect_words(effect, "en-GB") == words


BCG_LIBRARY = REPOSITORY / "benchmarks/faults/subjects/bcg"


def test_trials_are_pooled_without_the_data_set_that_holds_them() -> None:
    """A library on BCG: two trials with a risk ratio each, and one pooled from all thirteen."""
    project = Copy(BCG_LIBRARY)
    done = run(project, "--outcome", "tuberculosis")
    assert "metadat2022#pooled and comstock1969#tuberculosis may count the same" in str(
        done.exception
    )
    trials = (
        "--outcome",
        "tuberculosis",
        "--reference",
        "ferguson1949",
        "--reference",
        "comstock1969",
    )
    told = json.loads(run(project, *trials, "--output-format", "json").stdout)
    assert told["k"] == 2
    # By hand: from the counts the logarithms are 0.4459 and -1.5854, with variances 0.5325 and
    # 0.1946 (dat.bcg); from rounded intervals a little less exact.
    yi = {each["source"]: (each["yi"], each["vi"]) for each in told["studies"]}
    assert yi["comstock1969#tuberculosis"] == pytest.approx((0.4459, 0.5325), abs=0.01)
    assert yi["ferguson1949#tuberculosis"] == pytest.approx((-1.5854, 0.1946), abs=0.03)
    assert any("two studies only" in each for each in told["cautions"])


def test_a_funnel_as_json(trials: Copy) -> None:
    done = CliRunner().invoke(
        cli,
        [
            "evidence",
            "funnel",
            "--project",
            str(trials.root),
            "--outcome",
            "low-mood",
            "--to",
            "json",
        ],
    )
    assert done.exit_code == 0, done.exception
    told = json.loads(done.stdout)
    assert told["egger"]["df"] == 11
    assert told["studies"][0]["source"] == "a2001#main"
