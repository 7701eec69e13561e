"""The repository's own content: the Social Capital 2025 evidence and its three briefings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

from synth.build import Built, build, check
from synth.load import load
from synth.model import Project
from tests.conftest import REPOSITORY

STUDIES = (
    "akcomak2012 boeck2006 bui2007 chetty2015 chum2019 coleman1990 fujiwara2016 funakoshi2020 "
    "hansennord2014 ichikawa2017 isumi2023 johnson2024 maggi2011 mayer2023 mcclung2013 mcilwaine2001 "
    "mcpherson2014 menon2020 nawa2018 nspcc2024 sampson1997 sampson2006 sorensen2023 svalina2023 "
    "villalongaolives2017 vyncke2013 zolotor2006"
).split()


THREE = ("schools", "councils", "health-partners")
"""The briefings of a few pages; a fourth paper shows their studies, for each of these readers."""


@pytest.fixture(scope="module")
def own() -> Project:
    return load(REPOSITORY)


@pytest.fixture(scope="module")
def briefings(own: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    out = tmp_path_factory.mktemp("briefings")
    return {built.task.audience: built for built in build(own, *THREE, out=out)}


def test_nothing_is_wrong_with_it(own: Project) -> None:
    assert check(own) == ()


def test_every_study_of_the_paper_has_its_record(own: Project) -> None:
    assert set(STUDIES) <= set(own.records)
    for key in STUDIES:
        record = own.records[key]
        assert record.second_hand
        assert record.via == "coutts2025"
        assert record.findings
        for name, finding in record.findings.items():
            assert finding.locator is not None, f"{key}#{name}"


def test_three_briefings_for_three_readers(briefings: dict[str, Built]) -> None:
    assert set(briefings) == {"schools", "councils", "health-partners"}
    styles = set()
    for built in briefings.values():
        assert built.coverage.claims >= 15
        assert built.coverage.tied == built.coverage.claims
        with pikepdf.open(built.paths[1]) as pdf:
            assert 3 <= len(pdf.pages) <= 5
            manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        styles.add(manifest["style"])
    assert styles == {"apa", "harvard-cite-them-right", "nlm-citation-sequence-superscript"}


def test_they_share_findings_and_differ(briefings: dict[str, Built]) -> None:
    found = [set(findings(built.paths[0])) for built in briefings.values()]
    assert len(set.intersection(*found)) >= 4
    assert all(one - other for one in found for other in found if one is not other)


def findings(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    held = re.search(r'id="synth-manifest">(.*?)</script>', text)
    assert held is not None
    return list(json.loads(held[1])["findings"])


@pytest.mark.parametrize("word", [r"causes?\b", r"caused\b", r"proves?\b", r"leads? to\b"])
def test_no_brief_says_that_one_thing_causes_another(word: str) -> None:
    for path in (REPOSITORY / "briefs" / "social-capital-2025").glob("*.md"):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            for found in re.finditer(word, line):
                before = line[max(0, found.start() - 60) : found.start()]
                assert re.search(r"\b(not|whether|cannot|can show that|show a)\b", before), (
                    f"{path.name}:{number}: {line[found.start() - 40 : found.end() + 20]}"
                )
