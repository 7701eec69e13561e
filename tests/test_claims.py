"""Claims and figures: the cases of cases/claims.yaml and cases/figures.yaml, and their laws."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.check import subject_of
from synth.check.uncited import uncited_claim
from synth.compose import compose
from synth.document import Document, Sentence, fold, plain
from synth.load import load
from synth.model import Project
from synth.problems import Place
from synth.selection import select
from tests.conftest import HERE, Copy


def cases(name: str) -> list[Any]:
    found: list[Any] = yaml.safe_load((HERE / "cases" / name).read_text("utf-8"))
    return found


def composed(project: Project, name: str = "both", audience: str = "schools") -> Document:
    brief = project.brief(name)
    assert brief is not None
    return compose(project, brief, audience, None, select(project, brief).included)


@pytest.mark.parametrize("case", cases("claims.yaml"), ids=lambda case: case["text"][:40])
def test_claims(project: Copy, case: dict[str, Any]) -> None:
    project.write("briefs/both.md", f"---\ntitle: T\naudience: schools\n---\n\n{case['text']}\n")
    document = composed(project.load())
    assert document.problems == ()
    found = [
        [fold(plain(claim.children)), " ".join(item.tie for item in claim.ties)]
        for claim in document.claims()
    ]
    assert found == case["claims"]


@pytest.mark.parametrize("case", cases("figures.yaml"), ids=lambda case: case[0])
def test_figures(project: Copy, case: list[str]) -> None:
    loaded = project.load()
    sentence = Sentence(case[0], Place("x.md", 1, 1))
    document = Document("both", None, "schools", None, (), (sentence,), "apa", "en-GB")
    subject = subject_of(document, loaded, date(2026, 1, 1))
    said = [problem.message for problem in uncited_claim(subject)]
    assert said == [f'the figure "{figure}" has no citation' for figure in case[1:]]


WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Co", "Cc"), exclude_characters="\\{}[]@#`<"
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: any(letter.isalnum() for letter in text))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("scratch") / "project"
    shutil.copytree(HERE / "project", root)
    return Copy(root)


@settings(max_examples=60, deadline=None)
@given(before=WORDS, after=WORDS)
def test_a_citation_is_found_where_it_was_written(scratch: Copy, before: str, after: str) -> None:
    """Whatever stands around it: one claim, one tie, and the place that the writer sees."""
    head = "---\ntitle: T\naudience: schools\n---\n\n"
    line = f"x {fold(before)} y [@lee2019#attendance] z {fold(after)}"
    scratch.write("briefs/both.md", f"{head}{line}\n")
    document = composed(scratch.load())
    items = [item for citation in document.citations() for item in citation.items]
    assert [item.tie for item in items] == ["lee2019#attendance"]
    assert items[0].place == Place("briefs/both.md", 6, line.index("@lee") + 1)
    assert len(list(document.claims())) == 1


def test_places_through_a_template(project: Copy) -> None:
    """A place is the writer's, after loops, conditions and included words."""
    project.write(
        "briefs/both.md",
        "---\ntitle: T\naudience: schools\n---\n\n"
        "{% for name in ['a', 'b'] %}\n"
        "Line {{ name }} [@lee2019#nothing].\n"
        "{% endfor %}\n\n"
        "{% if true %}Yes{% endif %} and [@lee2019#nobody].\n",
    )
    places = [str(problem.place) for problem in project.problems()]
    assert places == ["briefs/both.md:7:18", "briefs/both.md:10:34"]


def test_line_ends_of_other_systems(project: Copy) -> None:
    text = (project.root / "briefs" / "both.md").read_text().replace("#attendance", "#atendance")
    project.write("briefs/both.md", "\ufeff" + text.replace("\n", "\r\n"))
    assert [str(problem.place) for problem in project.problems()] == ["briefs/both.md:8:36"]


def test_the_project_is_not_touched(project: Copy) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}

    before = files()
    composed(load(project.root))
    assert files() == before
