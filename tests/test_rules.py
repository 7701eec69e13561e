"""Each rule does what its cases in tests/cases/ and its page in docs/rules/ say.

`tests/rule_cases.py` tells how a case is written.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.check import RULES as FUNCTIONS
from synth.model import Project
from synth.problems import Severity
from synth.rules import RULES
from tests.conftest import HERE, REPOSITORY
from tests.rule_cases import NOON, Case, Page, problems_of, project_of, read_page

PAGES = {
    "cases": [read_page(path) for path in sorted((HERE / "cases").glob("*.md"))],
    "docs": [read_page(path) for path in sorted((REPOSITORY / "docs" / "rules").glob("*.md"))
             if path.stem != "README"],
}  # fmt: skip
BASES = {"cases": HERE / "project", "docs": REPOSITORY / "synth" / "starter"}
CASES = [
    pytest.param(where, page, case, id=f"{where}-{page.rule}-{case.at}")
    for where, pages in PAGES.items()
    for page in pages
    for case in page.cases
]


@pytest.fixture(scope="module")
def projects() -> dict[tuple[str, str], Project]:
    return {}


def project_for(
    where: str, page: Page, known: dict[tuple[str, str], Project], folder: Path
) -> Project:
    key = (where, page.rule)
    if key not in known:
        known[key] = project_of(page, BASES[where], folder / "project")
    return known[key]


@pytest.mark.parametrize(("where", "page", "case"), CASES)
def test_case(
    where: str,
    page: Page,
    case: Case,
    projects: dict[tuple[str, str], Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    project = project_for(where, page, projects, tmp_path)
    said, before = problems_of(case, project)
    found = [problem for problem in said if problem.rule == page.rule]
    if not case.bad:
        assert found == []
        errors = [each for each in said if each.severity is Severity.ERROR]
        assert errors == [], "a good example has no error of any rule"
        return
    assert found, [str(each) for each in said]
    for words in case.says:
        told = [f"{each.message}\n{each.hint or ''}" for each in found]
        assert any(words in each for each in told), told
    if case.line is not None:
        lines = [each.place.line - before for each in found if each.place and each.place.line]
        assert case.line in lines


@pytest.mark.parametrize("where", PAGES)
def test_a_page_names_its_rule_and_holds_both_kinds(where: str) -> None:
    for page in PAGES[where]:
        assert page.rule in RULES, page.rule
        assert {case.bad for case in page.cases} == {True, False}, page.rule


def test_no_rule_is_listed_twice() -> None:
    assert len(set(FUNCTIONS)) == len(FUNCTIONS)
