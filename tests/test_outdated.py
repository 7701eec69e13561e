"""Which claims of an old file no longer hold, once the evidence behind them has moved on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synth.sealing.html import html_digest
from synth.verify import Reading, verify, verify_bytes
from synth.verify.changes import Change, changes
from tests.conftest import Copy

LEE, OMAR = "references/records/lee2019.yaml", "references/records/omar2021.yaml"

EDITS: dict[str, tuple[str, str, str, list[str], str]] = {
    # what was done: the file, the words, what replaces them; the claims, and what is said of them
    "an estimate": (
        LEE, "estimate: -1.5", "estimate: -1.6", ["claim-1", "claim-2", "claim-4", "claim-6", "claim-7"],
        'the finding "lee2019#attendance" has changed: estimate was -1.5, is -1.6',
    ),
    "an interval": (
        LEE, "low: -2.1, ", "", ["claim-1", "claim-2", "claim-4", "claim-6", "claim-7"],
        "lower end of the interval was -2.1, is not stated",
    ),
    "a direction": (
        LEE, "direction: increase", "direction: none", ["claim-1", "claim-2", "claim-4", "claim-6", "claim-7"],
        "direction was increase, is none",
    ),
    "a statement": (
        LEE, "840 pupils took part", "814 pupils took part", ["claim-3"],
        "statement was “840 pupils took part.”, is “814 pupils took part.”",
    ),
    "a locator": (
        LEE, '{label: table, value: "1"}', '{label: page, value: "3"}', ["claim-3"],
        "place in the source was table 1, is page 3",
    ),
    "a limit": (
        LEE, "limits: [one term only]", "limits: [one term only, two schools]",
        ["claim-1", "claim-2", "claim-4", "claim-6", "claim-7"],
        "limits was one term only, is one term only; two schools",
    ),
    "a rating": (
        OMAR, "grade: {level: low,", "grade: {level: very-low,", ["claim-5", "claim-6"],
        "rating in grade was low, is very-low",
    ),
    "why it is rated so": (
        OMAR, "why: one survey", "why: two surveys", ["claim-5", "claim-6"],
        "reason of the rating in grade was “one survey”, is “two surveys”",
    ),
    "how the study was done": (
        OMAR, "design: cross-sectional", "design: cohort", ["claim-5", "claim-6"],
        "design was cross-sectional, is cohort",
    ),
    "how it was read": (
        OMAR, "read: second-hand\nvia: review2020", "read: full-text", ["claim-5", "claim-6"],
        "how it was read was second-hand, is full-text; where it was read was review2020, is not stated",
    ),
    "where": (
        OMAR, "countries: [JP, HN]", "countries: [JP]", ["claim-5", "claim-6"],
        "countries was JP; HN, is JP",
    ),
    "a finding is gone": (
        OMAR, "  low-mood:\n", "  mood:\n", ["claim-5", "claim-6"],
        'the project no longer holds the finding "omar2021#low-mood"',
    ),
}  # fmt: skip


def page(project: Copy) -> Path:
    project.build()
    return project.root / "out" / "demo" / "clubs.html"


def of(reading: Reading, rule: str) -> dict[str | None, str]:
    return {each.claim: each.message for each in reading.problems if each.rule == rule}


@pytest.mark.parametrize("edit", EDITS)
def test_the_claims_that_a_change_reaches(project: Copy, edit: str) -> None:
    path, old, new, claims, words = EDITS[edit]
    file = page(project)
    assert verify(file, project.load()).outdated == ()
    project.replace(path, old, new)
    reading = verify(file, project.load())
    assert reading.outdated is not None
    assert [each.claim for each in reading.outdated] == claims
    assert all(words in "; ".join(reason.words for reason in each.reasons)
               for each in reading.outdated)  # fmt: skip
    assert list(of(reading, "claim-outdated")) == claims
    assert (reading.claims, reading.tied) == (7, 7 - len(claims))
    alone = verify(file)
    assert (alone.problems, alone.outdated, alone.tied) == ((), None, 7)


def test_it_says_the_claim_in_its_words(project: Copy) -> None:
    file = page(project)
    project.replace(LEE, "840 pupils took part", "814 pupils took part")
    said = of(verify(file, project.load()), "claim-outdated")["claim-3"]
    assert said.startswith("claim-3 no longer holds: “The trial drew 840 pupils by lot")


def test_a_pdf_says_the_page(project: Copy, finished: Path) -> None:
    project.replace(LEE, "840 pupils took part", "814 pupils took part")
    reading = verify(finished / "demo" / "clubs.pdf", project.load())
    assert reading.outdated is not None
    (outdated,) = reading.outdated
    assert outdated.page is not None
    assert (
        f"claim-3 (page {outdated.page}) no longer holds"
        in of(reading, "claim-outdated")["claim-3"]
    )


# ── works ───────────────────────────────────────────────────────────────────────────


def told(project: Copy, *notices: str) -> None:
    """What a list of retractions told of the library."""
    listed = "".join(f"  - {{{each}}}\n" for each in notices)
    project.write(
        "references/retractions.yaml",
        "list: rw.csv\nlist-date: \"2026-11-20\"\nsha256: x\nchecked: \"2026-11-20\"\n"
        f"notices:\n{listed}",
    )  # fmt: skip


def test_a_work_that_was_retracted_since(project: Copy) -> None:
    file = page(project)
    told(project, 'reference: lee2019, nature: retraction, date: "2026-10-01"')
    reading = verify(file, project.load())
    said = of(reading, "claim-outdated")
    assert list(said) == ["claim-1", "claim-2", "claim-3", "claim-4", "claim-6", "claim-7"]
    assert '"lee2019" was retracted on 2026-10-01' in said["claim-3"]
    assert reading.tied == 1


def test_a_retraction_of_the_work_in_which_another_was_read(project: Copy) -> None:
    file = page(project)
    told(project, 'reference: review2020, nature: retraction, date: "2026-10-01"')
    said = of(verify(file, project.load()), "claim-outdated")
    assert list(said) == ["claim-5", "claim-6"]
    assert '"review2020", in which "omar2021" was read, was retracted' in said["claim-5"]


def test_a_doubt_is_a_warning_and_a_correction_no_matter(project: Copy) -> None:
    file = page(project)
    told(
        project,
        'reference: lee2019, nature: correction, date: "2026-10-01"',
        'reference: omar2021, nature: expression-of-concern, date: "2026-10-01"',
    )
    reading = verify(file, project.load())
    assert list(of(reading, "claim-outdated")) == ["claim-5", "claim-6"]
    assert {str(each.severity) for each in reading.problems} == {"warning"}
    assert "is in doubt" in of(reading, "claim-outdated")["claim-5"]
    assert reading.tied == 7


def test_a_retraction_that_was_lifted(project: Copy) -> None:
    file = page(project)
    told(
        project,
        'reference: lee2019, nature: retraction, date: "2026-10-01"',
        'reference: lee2019, nature: reinstatement, date: "2026-10-02"',
    )
    assert verify(file, project.load()).outdated == ()


def test_a_work_that_is_gone(project: Copy) -> None:
    file = page(project)
    library = (project.root / "references" / "library.bib").read_text(encoding="utf-8")
    start = library.index("@article{lee2019")
    project.write("references/library.bib", library[library.index("@article", start + 1) :])
    said = of(verify(file, project.load()), "claim-outdated")
    assert 'the library no longer holds "lee2019"' in said["claim-3"]
    assert "claim-5" not in said


def test_a_change_of_the_entry_leaves_the_claims_standing(project: Copy) -> None:
    file = page(project)
    project.replace("references/library.bib", "Journal of Clubs", "The Journal of Clubs")
    reading = verify(file, project.load())
    assert reading.outdated == ()
    assert reading.tied == 7
    assert list(of(reading, "reference-changed")) == [None]


# ── files of older versions ─────────────────────────────────────────────────────────


def older(file: Path, edit: Callable[[dict[str, Any]], None]) -> bytes:
    """The page with another manifest, sealed anew, as an older version might have made it."""
    text = file.read_text(encoding="utf-8")
    found = re.search(r'(id="synth-manifest">)(.*?)(</script>)', text, re.DOTALL)
    assert found is not None
    manifest = json.loads(found[2])
    edit(manifest)
    manifest["seal"] = "0" * 64
    written = json.dumps(manifest, separators=(",", ":")).replace("<", "\\u003c")
    edited = text[: found.start(2)] + written + text[found.end(2) :]
    return edited.replace("0" * 64, html_digest(edited), 1).encode()


def without(*keys: str) -> Callable[[dict[str, Any]], None]:
    def edit(manifest: dict[str, Any]) -> None:
        for finding in manifest["findings"].values():
            for key in keys:
                head, _, rest = key.partition(".")
                if rest:
                    finding[head].pop(rest, None)
                else:
                    finding.pop(head, None)

    return edit


def unrated(manifest: dict[str, Any]) -> None:
    """As manifests were before they told of the scale, and of a study's own ratings."""
    manifest.pop("framework", None)
    for finding in manifest["findings"].values():
        finding["appraisal"] = {
            name: each for name, each in finding["appraisal"].items() if name == "grade"
        }


@pytest.mark.parametrize(
    "edit",
    [without("basis", "population"), without("effect.note"), without("appraisal"), unrated],
    ids=["fields", "a part of a field", "ratings", "the scale"],
)
def test_a_field_that_was_added_since_is_no_change(
    project: Copy, edit: Callable[[dict[str, Any]], None]
) -> None:
    def made_before(manifest: dict[str, Any]) -> None:
        manifest.pop("framework", None)
        edit(manifest)

    data = older(page(project), made_before)
    assert verify_bytes(data, ".html", "x.html", project.load()).problems == ()


def test_a_field_that_a_later_version_knows_is_no_change(project: Copy) -> None:
    def later(manifest: dict[str, Any]) -> None:
        for finding in manifest["findings"].values():
            finding["heterogeneity"] = "high"

    data = older(page(project), later)
    assert verify_bytes(data, ".html", "x.html", project.load()).problems == ()


@pytest.mark.parametrize("value", [None, 3, "x", [], [1], {"a": 1}, {"grade": 4}])
def test_a_manifest_that_says_odd_things(project: Copy, value: object) -> None:
    def odd(manifest: dict[str, Any]) -> None:
        for finding in manifest["findings"].values():
            finding.update(effect=value, appraisal=value, locator=value, via=value)

    reading = verify_bytes(older(page(project), odd), ".html", "x.html", project.load())
    assert "finding-changed" in {each.rule for each in reading.problems}


def test_a_new_rating_is_a_change() -> None:
    old = {"appraisal": {}}
    new = {"appraisal": {"grade": {"level": "low", "why": "one survey"}}}
    (change,) = changes(old, new, whole=True)
    assert str(change) == "rating in grade was not stated, is low"
    assert list(changes(old, new, whole=False)) == []
    (gone,) = changes(new, old, whole=False)
    assert gone == Change("appraisal.grade.level", "low", None)


def test_long_words_are_shortened() -> None:
    said = str(Change("statement", "many words " * 40, "few words"))
    assert len(said) < 200
    assert "…" in said


# ── the command ─────────────────────────────────────────────────────────────────────


def test_the_command_line(project: Copy) -> None:
    page(project)
    project.replace(LEE, "840 pupils took part", "814 pupils took part")
    done = {
        form: subprocess.run(
            [sys.executable, "-W", "error", "-m", "synth", "verify", "out/demo/clubs.html",
             "--project", ".", "--output-format", form],
            cwd=project.root, capture_output=True, text=True, check=False, encoding="utf-8",
        )
        for form in ("text", "json")
    }  # fmt: skip
    assert {each.returncode for each in done.values()} == {1}
    assert "error[claim-outdated] claim-3 no longer holds" in done["text"].stdout
    assert "6 of 7 claims proved" in done["text"].stdout
    told = json.loads(done["json"].stdout)
    assert told["tied"] == 6
    (outdated,) = told["outdated"]
    assert outdated["claim"] == "claim-3"
    assert outdated["text"].startswith("The trial drew 840 pupils")
    assert outdated["changes"] == [
        {
            "finding": "lee2019#pupils",
            "field": "statement",
            "old": "840 pupils took part.",
            "new": "814 pupils took part.",
        }
    ]
    (reason,) = outdated["reasons"]
    assert reason.startswith('the finding "lee2019#pupils" has changed: statement was')
