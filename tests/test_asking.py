"""What a view is asked for: its options, and the findings that are left for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from synth.document import Citation, Paragraph, Text, walk
from synth.problems import Place
from synth.synthesis.asking import look, narrowed, options_of
from synth.synthesis.view import Narrow, Setting, SynthesisError, View
from tests.conftest import Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Narrow):
    """Options of a view that counts."""

    columns: tuple[str, ...] = field(default=("study",), metadata={"help": "What to show."})
    method: Literal["DL", "REML"] = "REML"
    level: float = 95.0
    most: int | None = None
    test: bool = False


COUNT: View[Options, int] = View(
    options=Options,
    find=lambda evidence, _options, _project: len(evidence),
    show=lambda count, _options, setting: (Paragraph((Text(f"{count}"),), setting.place),),
)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, Options()),
        ({"columns": "country"}, Options(columns=("country",))),
        ({"columns": ["study", "country"]}, Options(columns=("study", "country"))),
        ({"method": "DL", "level": 90, "most": 3, "test": True},
         Options(method="DL", level=90.0, most=3, test=True)),
        ({"most": None}, Options()),
    ],
)  # fmt: skip
def test_options(given: dict[str, Any], wanted: Options) -> None:
    assert options_of(Options, given) == wanted


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"colums": "study"}, 'there is no option "colums" here; did you mean "columns"?'),
        ({"method": "RELM"}, '"RELM" is no value of "method"; did you mean "REML"?'),
        ({"level": "95"}, '"level" wants a number'),
        ({"most": 2.5}, '"most" wants a whole number'),
        ({"most": True}, '"most" wants a whole number'),
        ({"test": "yes"}, '"test" wants true or false'),
        ({"columns": 3}, '"columns" wants a text'),
        ({"test": "true"}, "Write test=true, for example."),
        ({"read": "heard"}, '"heard" is no value of "read"'),
        ({"read": "abstract, full-text"}, 'Several go in a list: read=["abstract", "full-text"].'),
    ],
)
def test_what_does_not_fit_is_told(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SynthesisError) as told:
        options_of(Options, given)
    assert said in str(told.value)


def test_an_option_by_place() -> None:
    assert options_of(Options, {}, ("DL",), ("method",)).method == "DL"
    with pytest.raises(SynthesisError, match="wants the names of its options"):
        options_of(Options, {}, ("DL",))


def test_only_results_where_nothing_else_is_asked(project: Copy) -> None:
    loaded = project.load()
    every = tuple(loaded.evidence.values())
    kept = narrowed(every, Narrow(), loaded)
    assert {each.finding.basis for each in kept} == {"result"}
    assert len(narrowed(every, Narrow(basis=()), loaded)) == len(every)


def test_a_study_with_two_reports_is_counted_once(project: Copy) -> None:
    library = project.root / "references/library.bib"
    entry = library.read_text(encoding="utf-8")
    project.write(
        "references/library.bib", entry + "\n@article{lee2020, title={Again}, year=2020}\n"
    )
    project.replace("references/records/lee2019.yaml", "reference: lee2019",
                    "reference: [lee2019, lee2020]")  # fmt: skip
    loaded = project.load()
    assert "lee2020#attendance" in loaded.evidence
    kept = narrowed(tuple(loaded.evidence.values()), Narrow(outcome=("attendance",)), loaded)
    assert {each.reference for each in kept} == {"lee2019"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Narrow(outcome=("atendance",)), 'unknown outcome "atendance"; did you mean "attendance"?'),
        (Narrow(country=("ZZ",)), 'unknown country "ZZ"'),
        (Narrow(outcome=("atendance",)), "The vocabulary's outcomes are: "),
        (Narrow(reference=("lee2018",)), 'unknown reference "lee2018"; did you mean "lee2019"?'),
    ],
)
def test_words_that_are_not_known(project: Copy, options: Narrow, said: str) -> None:
    loaded = project.load()
    with pytest.raises(SynthesisError) as told:
        narrowed(tuple(loaded.evidence.values()), options, loaded)
    assert said in str(told.value)


def test_nothing_left_says_what_left_nothing(project: Copy) -> None:
    loaded = project.load()
    options = Options(outcome=("attendance",), country=("JP",))
    with pytest.raises(SynthesisError) as told:
        look(COUNT, tuple(loaded.evidence.values()), options, loaded)
    assert "no finding is left with outcome attendance and country JP" in str(told.value)
    assert "Each is found by itself, but no finding has them all." in str(told.value)
    options = Options(population=("martians",), country=("JP",))
    with pytest.raises(SynthesisError, match="None has population martians"):
        look(COUNT, tuple(loaded.evidence.values()), options, loaded)


def test_people_are_found_by_words_of_their_description(project: Copy) -> None:
    loaded = project.load()
    kept = narrowed(tuple(loaded.evidence.values()), Narrow(population=("PUPILS",)), loaded)
    assert {each.reference for each in kept} == {"lee2019"}


def test_how_evidence_is_named(project: Copy) -> None:
    loaded = project.load()
    audience = next(iter(loaded.audiences.values()))
    setting = Setting(loaded, audience, "en-GB", Place("briefs/x.md", 3))
    evidence = loaded.evidence["lee2019#attendance"]
    assert setting.number(-1234.5, 2) == "\N{MINUS SIGN}1,234.50"
    assert setting.country("GB") == "UK"
    named = [node for node in walk((setting.cited(evidence),)) if isinstance(node, Citation)]
    assert [item.tie for each in named for item in each.items] == ["lee2019#attendance"]
    assert setting.study(evidence).endswith("2019")
