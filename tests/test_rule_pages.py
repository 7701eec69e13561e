"""What docs/reference/rules.md says of a rule's severity is what its page's bad examples get."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.rule_cases import NOON, problems_of, project_of, read_page

ROW = re.compile(r"^\| \[`(?P<rule>[\w-]+)`\]\(\S+\) \| .* \| (?P<severities>.*) \|$", re.MULTILINE)
TABLE = (REPOSITORY / "docs" / "reference" / "rules.md").read_text("utf-8")
SAID = [(row["rule"], row["severities"]) for row in ROW.finditer(TABLE) if row["severities"]]


def test_most_pages_say_how_severe_their_rule_is() -> None:
    pages = [path for path in (REPOSITORY / "docs" / "rules").glob("*.md") if path.stem != "README"]
    assert len(pages) * 3 // 4 < len(SAID) <= len(pages)


@pytest.mark.parametrize(("rule", "severities"), SAID, ids=[rule for rule, _ in SAID])
def test_the_severity_that_is_said_is_the_one_that_is_given(
    rule: str, severities: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    page = read_page(REPOSITORY / "docs" / "rules" / f"{rule}.md")
    project = project_of(page, REPOSITORY / "synth" / "starter", tmp_path / "project")
    given = {
        str(problem.severity)
        for case in page.cases
        if case.bad
        for problem in problems_of(case, project)[0]
        if problem.rule == rule
    }
    assert given, "a bad example is told of"
    assert given <= set(re.findall(r"error|warning|info", severities))
