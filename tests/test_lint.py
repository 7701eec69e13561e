"""What is amiss in a library, and what is mended: the cases of cases/lint.yaml."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synth.cli import cli
from synth.exchange.bibtex.read import read_bibtex
from synth.library.lint import CHECKS, lint
from synth.library.lint_fixes import fixed, unified_diff
from synth.library.style_fields import StyleFields
from synth.problems import Problem, ProjectError, Severity
from synth.rules import RULES
from synth.styles import style_path
from tests.conftest import HERE, Copy

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases" / "lint.yaml").read_text("utf-8"))


def style(name: str) -> StyleFields:
    return StyleFields(style_path(name, HERE).read_text("utf-8"))


def linted(text: str, *styles: str) -> tuple[Problem, ...]:
    found = read_bibtex(text, "library.bib")
    assert not found.refused, found.refused
    return lint(
        found.references, {"library.bib": text}, {name: style(name) for name in styles or ("apa",)}
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    styles = case.get("styles", ["apa"])
    told = [each for each in linted(case["bad"], *styles) if each.rule == case["rule"]]
    assert len(told) == 1, told
    assert case.get("says", "") in told[0].message
    assert told[0].place is not None
    assert told[0].hint
    assert told[0].place.line == case.get("line", told[0].place.line)
    assert told[0].severity is Severity.WARNING
    good = [each for each in linted(case["good"], *styles) if each.rule == case["rule"]]
    assert good == []


def test_every_rule_has_a_case_and_a_row() -> None:
    assert {case["rule"] for case in CASES} == set(CHECKS)
    assert set(CHECKS) <= set(RULES)


def test_a_style_is_read_for_the_work_at_hand() -> None:
    """APA prints the date of access of a page that bears no date, and of no other."""
    apa = style("apa")
    assert "title" in apa.printed("webpage", {"title", "URL"})
    assert "publisher-place" not in apa.printed("book", {"title", "publisher"})
    assert "publisher-place" in style("harvard-cite-them-right").printed(
        "book", {"title", "publisher"}
    )


@pytest.mark.parametrize(
    "text", ["", "<style", "<a><b></a>", '<!DOCTYPE x [<!ENTITY e "f">]><x>&e;</x>']
)
def test_a_style_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        StyleFields(text).printed("book", ())


FIXED = [
    ("doi = { https://doi.org/10.1/AbC }", "doi = {10.1/AbC}"),
    ("doi = {doi:10.1/a}", "doi = {10.1/a}"),
    ('pages = "12 - 19, 23-4"', 'pages = "12--19, 23--4"'),
    ("pages = {2011-4-1}", "pages = {2011-4-1}"),
    ("pages = {S12-S19}", "pages = {S12--S19}"),
    ("title = {Clubs and {Wales}.}", "title = {Clubs and {Wales}}"),
    ("title = {{Clubs and Wales.}}", "title = {{Clubs and Wales}}"),
    ("title = {Clubs in the U.S.}", "title = {Clubs in the U.S.}"),
    ("title = {And so on ...}", "title = {And so on ...}"),
    ("url = { https://example.org/a-b }", "url = {https://example.org/a-b}"),
    ("isbn = {978-0-306-40615-7}", "isbn = {978-0-306-40615-7}"),
    ("title = a # {b.}", "title = a # {b.}"),
    ("note = {https://doi.org/10.1/a.}", "note = {https://doi.org/10.1/a.}"),
    ("doi = {}", "doi = {}"),
]


@pytest.mark.parametrize(("before", "after"), FIXED)
def test_what_is_mended(before: str, after: str) -> None:
    text = "% kept.\n@misc{{a,\n  {},\n  year = 2020\n}}\n% doi = {{https://doi.org/10.1/a}}\n"
    assert fixed(text.format(before)) == text.format(after)


@given(st.text(st.sampled_from('@misc{a},=" \n-.12%\\#'), max_size=200))
def test_mending_is_done_once_and_keeps_the_lines(text: str) -> None:
    once = fixed(text)
    assert fixed(once) == once
    assert once.count("\n") == text.count("\n")


def test_the_difference_is_shown_as_by_diff() -> None:
    old = "".join(f"{number}\n" for number in range(20))
    new = old.replace("3\n4\n", "3\nfour\n", 1).replace("\n15\n", "\nfifteen\n")
    assert unified_diff(old, old, "a.bib") == ""
    assert unified_diff(old, new, "a.bib") == (
        "--- a.bib\n+++ a.bib\n@@ -2,7 +2,7 @@\n 1\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n"
        "@@ -13,7 +13,7 @@\n 12\n 13\n 14\n-15\n+fifteen\n 16\n 17\n 18\n"
    )


def run(*arguments: str) -> tuple[int, str]:
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, ["refs", "lint", *arguments])
    return result.exit_code, result.stdout


def test_the_command_says_and_mends(project: Copy) -> None:
    project.replace("references/library.bib", "{1--8}\n", "{1-8}\r\n")
    before = (project.root / "references/library.bib").read_bytes()
    at = ("--project", str(project.root))
    status, said = run(*at)
    assert status == 0
    assert 'pages "1-8" with a single hyphen' in said
    status, said = run(*at, "--fix", "--dry-run")
    assert status == 0
    assert "-  pages   = {1-8}" in said
    assert "+  pages   = {1--8}" in said
    assert (project.root / "references/library.bib").read_bytes() == before
    status, said = run(*at, "--fix")
    assert "page-range" not in said
    after = (project.root / "references/library.bib").read_bytes()
    assert after == before.replace(b"{1-8}", b"{1--8}")
    assert run(*at, "--dry-run")[0] == 2
    assert run(*at, "--style", "no-such-style")[0] != 0


def test_an_entry_that_cannot_be_read_is_an_error(project: Copy) -> None:
    project.write("references/more.bib", "@book{x, title = {")
    status, said = run("--project", str(project.root), "--output-format", "json")
    assert status == 1
    assert '"bibtex-syntax"' in said


def test_the_library_of_the_repository() -> None:
    """What is left of the warnings is right: see references/README.md for its gaps."""
    path = Path(HERE.parent / "references" / "library.bib")
    told = linted(path.read_text("utf-8"), "apa", "harvard-cite-them-right")
    assert {each.rule for each in told} <= {"missing-field", "undated"}


def test_a_large_library_takes_linear_time() -> None:
    one = "@article{{k{0},\n author = {{Lee{1}, A. and Kim, B{1}}},\n title = {{The effect of x{0} in Wales}},\n journal = {{J{2} of Y}},\n pages = {{1-{0}}}\n}}\n"
    seconds = []
    for count in (1000, 4000):
        text = "".join(one.format(i, i % 97, i % 11) for i in range(count))
        started = time.perf_counter()
        assert len(linted(text)) > count
        seconds.append(time.perf_counter() - started)
    assert seconds[1] < 12 * max(seconds[0], 0.05)
