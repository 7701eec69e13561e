"""A work that goes by another key, as after a merge: every place that names it still finds it."""

from __future__ import annotations

from click.testing import CliRunner

from synth.cli import cli
from synth.verify import verify
from tests.conftest import Copy

LIBRARY = "references/library.bib"
CLUBS = "briefs/demo/clubs.md"


def renamed(project: Copy) -> None:
    """Gives a cited work another key, and keeps the old one as an alias."""
    project.replace(LIBRARY, "{lee2019,", "{leeandothers2019,\n  ids = {lee2019, lee19},")


def test_a_brief_builds_as_before(project: Copy) -> None:
    renamed(project)
    assert project.problems() == ()
    project.replace(CLUBS, "summary:", "findings: {reference: [lee2019, omar2021]}\nsummary:")
    (built,) = project.build("demo/clubs", formats=("html",))
    assert [each for each in built.problems if each.rule != "uncited-reference"] == []
    page = built.path.read_text(encoding="utf-8")
    assert 'href="#ref-leeandothers2019"' in page
    assert 'data-ties="leeandothers2019#attendance"' in page


def test_an_older_file_is_still_proved(project: Copy) -> None:
    (built,) = project.build("demo/clubs", formats=("html",))
    renamed(project)
    found = {each.rule for each in verify(built.path, project.load()).problems}
    assert found <= {"source-changed"}


def test_the_evidence_is_found_by_either_key(project: Copy) -> None:
    renamed(project)
    for key in ("lee19#attendance", "leeandothers2019#attendance"):
        done = CliRunner().invoke(cli, ["evidence", "show", key, "--project", str(project.root)])
        assert done.exit_code == 0, done.output
    listed = CliRunner().invoke(
        cli, ["evidence", "list", "--reference", "lee19", "--project", str(project.root)]
    )
    assert "leeandothers2019#attendance" in listed.output


def test_a_label_in_a_brief_is_no_remark(project: Copy) -> None:
    project.replace(CLUBS, "Table: One option", "Table: One option {#tbl-one}")
    project.replace(
        CLUBS, "## What the trial did", "{## not shown ##}See @tbl-one.\n\n## What the trial did"
    )
    (built,) = project.build("demo/clubs", formats=("html", "pdf"))
    page = built.path.read_text(encoding="utf-8")
    assert '<a href="#s-table-1">Table 1</a>' in page
    assert 'id="s-table-1"' in page
    assert "not shown" not in page
    assert "{#" not in page
