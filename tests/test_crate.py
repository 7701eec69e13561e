"""The RO-Crate of a run: read with the library of its own community, and as triples."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rocrate.rocrate import ROCrate

from synth.batch import build_many
from synth.build import Built
from synth.checking import tasks
from synth.crate import crate_date, write_crate
from synth.linked.crate import file_id
from synth.load import load
from synth.problems import OutputError, ProjectError
from synth.verify import verify
from tests.conftest import Copy

PLAIN = {key: each for key, each in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
BASE = "https://example.org/crate/"
SCHEMA = Namespace("http://schema.org/")
CITO = Namespace("http://purl.org/spar/cito/")


def synth(
    project: Copy, *arguments: str, folder: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "synth", *arguments],
        cwd=folder or project.root,
        capture_output=True,
        text=True,
        check=False,
        env=PLAIN | more,
    )


def built(project: Copy, formats: tuple[str, ...] = ("html",)) -> list[Built]:
    loaded = project.load()
    return list(build_many(loaded, tasks(loaded, ()), formats, project.root / "out"))


def crate(project: Copy, formats: tuple[str, ...] = ("html",)) -> Path:
    loaded = project.load()
    date = crate_date(loaded, tasks(loaded, ()))
    return write_crate(loaded, built(project, formats), project.root / "out", date)


def graph(folder: Path) -> dict[str, dict[str, Any]]:
    written = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in written["@graph"]}
    assert len(nodes) == len(written["@graph"])
    return nodes


def many(value: Any) -> list[str]:
    return [each["@id"] for each in (value if isinstance(value, list) else [value])]


def test_it_is_read_by_the_library_of_its_community(project: Copy) -> None:
    folder = crate(project, ("html", "pdf"))
    read = ROCrate(folder)
    assert read.version == "1.2"
    assert read.root_dataset["license"]["name"] == "CC BY 4.0"
    assert str(read.datePublished)[:7] == "2026-11"
    assert read.publisher["name"] == "The test suite"
    finished = read.get("finished/demo/clubs.html")
    assert finished.type == ["File", "Report"]
    assert finished["name"] == "Clubs that keep children in school"
    claim = read.get("finished/demo/clubs.html#claim-1")
    assert claim.type == "Claim"
    assert claim["citesAsEvidence"].id == "https://doi.org/10.5555/clubs.2019"
    assert claim["citesAsEvidence"]["subjectOf"].id == "sources/references/records/lee2019.yaml"
    assert {each.id for each in claim["appearance"]} == {
        "finished/demo/clubs.html",
        "finished/demo/clubs.pdf",
    }
    assert read.get("#build")["instrument"]["name"] == "synth"


def test_it_keeps_the_requirements_of_the_specification(project: Copy) -> None:
    """RO-Crate 1.2, sections "Root Data Entity", "Data Entities" and "RO-Crate JSON-LD"."""
    folder = crate(project)
    nodes = graph(folder)
    assert nodes["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
    }
    root = nodes["./"]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    parts = many(root["hasPart"])
    for id, node in nodes.items():
        assert node["@type"]
        for value in node.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):  # flattened: nothing but a reference, to what is there
                    assert set(each) == {"@id"}
                    assert each["@id"] in {*nodes, "https://w3id.org/ro/crate/1.2"}, each
        if "File" in node["@type"]:
            assert id in parts
            data = (folder / id).read_bytes()
            assert node["contentSize"] == str(len(data))
            assert node["sha256"] == hashlib.sha256(data).hexdigest()
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert on_disk == {*parts, "ro-crate-metadata.json"}


def test_its_triples(project: Copy) -> None:
    """Every term is one of the published context, which the library holds a copy of."""
    folder = crate(project)
    written = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    stored = json.loads(
        (importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld").read_text("utf-8")
    )
    _, added = written["@context"]
    known = {*stored["@context"], *added, "@id", "@type"}
    for node in written["@graph"]:
        types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        assert {*node, *types} <= known
    written["@context"] = [stored["@context"], added]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own parser
        triples = Graph().parse(data=json.dumps(written), format="json-ld", publicID=BASE)
    claim = URIRef(f"{BASE}finished/demo/clubs.html#claim-1")
    work = URIRef("https://doi.org/10.5555/clubs.2019")
    assert triples.value(claim, RDF.type) == SCHEMA.Claim
    assert triples.value(claim, CITO.citesAsEvidence) == work
    assert triples.value(work, RDF.type) == SCHEMA.ScholarlyArticle
    second_hand = list(triples.subject_objects(CITO.citesAsSourceDocument))
    assert second_hand
    assert all(str(each).endswith("#ref-review2020") for _, each in second_hand)


def test_its_files_hold_against_its_sources(project: Copy, tmp_path: Path) -> None:
    """Someone who has the crate alone can verify it."""
    (project.root / "out").mkdir()
    folder = crate(project).rename(tmp_path / "handed-on")
    sources = load(folder / "sources")
    assert sources.problems == ()
    for path in folder.glob("finished/**/*.html"):
        reading = verify(path, sources)
        assert reading.problems == ()
        assert reading.claims


def test_authors_are_named_and_not_guessed(project: Copy) -> None:
    project.replace("briefs/demo/clubs.md", "date:", "authors: [Ana Lee, The Club Centre]\ndate:")
    nodes = graph(crate(project))
    authors = many(nodes["./"]["author"])
    assert [nodes[each]["name"] for each in authors] == ["Ana Lee", "The Club Centre"]
    assert {nodes[each]["@type"] for each in authors} == {"Thing"}


def test_without_a_licence_it_says_so(project: Copy) -> None:
    project.replace("briefs/demo/series.yaml", "licence: CC BY 4.0\n", "")
    assert graph(crate(project))["./"]["license"] == "The project states no licence."


def test_the_date_is_never_that_of_the_clock(
    project: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for brief in (project.root / "briefs").rglob("*.md"):
        lines = brief.read_text(encoding="utf-8").splitlines(keepends=True)
        brief.write_text("".join(each for each in lines if not each.startswith("date:")))
    loaded = project.load()
    with pytest.raises(ProjectError, match="no brief has one"):
        crate_date(loaded, tasks(loaded, ()))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert crate_date(loaded, tasks(loaded, ())) == "2017-07-14"
    monkeypatch.undo()
    project.replace("briefs/both.md", "title:", 'date: "2026-10-02"\ntitle:')
    loaded = project.load()
    assert crate_date(loaded, tasks(loaded, ())) == "2026-10-02"


def test_a_new_crate_takes_the_place_of_the_old(project: Copy) -> None:
    folder = crate(project)
    (folder / "finished" / "stale.html").write_text("x")
    again = crate(project)
    assert again == folder
    assert not (folder / "finished" / "stale.html").exists()
    assert [path.name for path in (project.root / "out").iterdir() if path.name[0] == "."] == []


def test_what_is_no_crate_is_not_replaced(project: Copy) -> None:
    project.write("out/ro-crate/mine.txt", "precious")
    with pytest.raises(OutputError, match="something else there"):
        crate(project)
    assert (project.root / "out" / "ro-crate" / "mine.txt").read_text() == "precious"


def test_a_source_that_changed_meanwhile(project: Copy) -> None:
    loaded = project.load()
    done = built(project)
    project.replace("references/records/omar2021.yaml", "more low mood", "much more low mood")
    with pytest.raises(OutputError, match="changed while"):
        write_crate(loaded, done, project.root / "out", "2026-11")
    assert not (project.root / "out" / "ro-crate").exists()


@pytest.mark.parametrize(
    ("path", "id"), [("a b/é.md", "a%20b/é.md"), ("50%#.md", "50%25%23.md"), ("x.md", "x.md")]
)
def test_a_path_is_an_identifier(path: str, id: str) -> None:
    assert file_id(path) == id


# ── the command ─────────────────────────────────────────────────────────────────────


def test_the_command_line(project: Copy) -> None:
    done = synth(project, "build", "--format", "html", "--crate")
    assert done.returncode == 0, done.stderr
    assert "out/ro-crate" in done.stdout
    assert (project.root / "out" / "ro-crate" / "finished" / "demo" / "clubs.html").is_file()
    told = synth(
        project, "build", "demo/clubs", "--format", "html", "--crate", "--output-format", "json"
    )
    assert json.loads(told.stdout)["crate"] == "out/ro-crate"


def test_no_crate_of_half_a_run(project: Copy) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    done = synth(project, "build", "--format", "html", "--crate")
    assert done.returncode == 1
    assert "no crate: not every briefing was written" in done.stdout
    assert not (project.root / "out" / "ro-crate").exists()


# ── the same bytes ──────────────────────────────────────────────────────────────────


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_give_the_same_bytes_anywhere(project: Copy, tmp_path: Path) -> None:
    """Whatever the time zone, the language, the umask, the folder, the day and the seed."""
    first, second = tmp_path / "one", tmp_path / "two" / "deeper"
    second.mkdir(parents=True)
    command = "build --crate --format html,pdf --project"
    runs = {
        first: {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        second: {
            "TZ": "America/New_York",
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "2",
            "SOURCE_DATE_EPOCH": "1500000000",
        },
    }
    umask = os.umask(0o077)
    try:
        for out, more in runs.items():
            done = synth(project, *command.split(), str(project.root), "--out", str(out),
                         folder=out.parent, **more)  # fmt: skip
            assert done.returncode == 0, done.stderr
            os.umask(0o002)
    finally:
        os.umask(umask)
    assert len(everything(first)) > 10
    assert everything(first) == everything(second)
