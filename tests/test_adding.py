"""Adding works to a library: nothing is lost, nothing stands twice, the library's word counts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.cli import cli
from synth.exchange import read_references
from synth.exchange.bibtex.read import read_bibtex
from synth.exchange.bibtex.spans import entry_spans
from synth.exchange.imported import Imported
from synth.library.adding import Added, add
from tests.conftest import Copy

LIBRARY = """% The works of the project.
@string{jc = "Journal of Clubs"}

@article{lee2019,
  author  = {Lee, Ana and Okafor, Ben},
  title   = {After-school clubs and attendance},
  journal = jc,
  year    = {2019},
  doi     = {10.5555/clubs.2019}
}

@book{omar2021,
  title = {Isolation and low mood},
  author = {Omar, Layla}, year = 2021}
"""


def imported(text: str, name: str = "new.bib") -> Imported:
    return read_bibtex(text, name)


def added(text: str, *files: str) -> Added:
    return add(text, imported(text, "library.bib").references, [imported(file) for file in files])


def counts(result: Added) -> tuple[int, int, int]:
    return result.imported, result.updated, result.skipped


def test_a_new_work_is_appended() -> None:
    result = added(LIBRARY, "@article{kim2022, author = {Kim, Jo}, title = {Clubs}, year = 2022}")
    assert counts(result) == (1, 0, 0)
    assert result.problems == ()
    assert result.text.startswith(LIBRARY)
    new = imported(result.text).references
    assert [each.key for each in new] == ["lee2019", "omar2021", "kim2022"]
    assert new[2].item["title"] == "Clubs"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("@article{x, title = {Clubs and attendance}, doi = {10.5555/CLUBS.2019}}", ""),
        ("@article{x, doi = {https://doi.org/10.5555/clubs.2019}}", "same DOI"),
        (
            "@article{x, title={After-School Clubs & Attendance}, author={Lee, A.}, date={2019-05}}",
            "same title, year and first author",
        ),
        ("@article{x, title = {After-school clubs and attendance}, year = 2019}", "same title"),
        ("@article{lee2019, title = {Afterschool club and attendance}, year = 2019}", "same key"),
    ],
)
def test_a_work_that_is_held_is_skipped(entry: str, reason: str) -> None:
    result = added(LIBRARY, entry)
    assert counts(result) == (0, 0, 1)
    assert result.text == LIBRARY
    held = [each for each in result.problems if each.rule == "already-held"]
    assert len(held) == 1
    assert 'held as "lee2019"' in held[0].message
    assert reason in held[0].message
    assert held[0].place is not None
    assert held[0].place.file == "new.bib"


def test_fields_that_the_library_lacks_are_filled_in_place() -> None:
    result = added(
        LIBRARY,
        "@article{x, title = {After-school clubs and attendance}, doi = {10.5555/clubs.2019},"
        " pages = {10--19}, issn = {0277-9536}, file = {lee.pdf}, year = 2020}",
    )
    assert counts(result) == (0, 1, 0)
    assert [each.rule for each in result.problems] == ["held-differs"]
    assert 'issued "2019", here "2020"' in result.problems[0].message
    before, after = LIBRARY.split("clubs.2019}", 1)
    assert result.text.startswith(before + "clubs.2019},\n  ")
    assert result.text.endswith(after)
    item = imported(result.text).references[0].item
    assert item["page"] == "10-19"
    assert item["ISSN"] == "0277-9536"
    assert item["custom"]["file"] == "lee.pdf"
    assert item["issued"] == {"date-parts": [[2019]]}


def test_a_key_that_another_work_has_gets_a_letter() -> None:
    result = added(LIBRARY, "@article{lee2019, title = {Fishing}, author = {Lee, Bo}, year = 2019}")
    assert counts(result) == (1, 0, 0)
    assert [each.rule for each in result.problems] == ["duplicate-key"]
    assert "@article{lee2019b," in result.text


def test_one_work_twice_in_the_files_stands_once() -> None:
    entry = "@article{kim2022, author = {Kim, Jo}, title = {Clubs}, year = 2022"
    result = added(LIBRARY, entry + "}", entry + ", pages = {1--2}}", entry + "}")
    assert counts(result) == (1, 1, 1)
    assert len(entry_spans(result.text)) == 3
    assert imported(result.text).references[2].item["page"] == "1-2"


def test_two_works_of_one_title_stay_two() -> None:
    chapter = "@incollection{{x, title={{Introduction}}, author={{Lee, B.}}, year=2020, booktitle={{{}}}}}"
    result = added("", chapter.format("Clubs"), chapter.format("Schools"))
    assert counts(result) == (2, 0, 0)
    editions = (
        "@book{{x, title={{How clubs do work}}, author={{Lee, B.}}, year=2020, edition={{{}}}}}"
    )
    assert counts(added("", editions.format(1), editions.format(2))) == (2, 0, 0)


def test_an_entry_that_cannot_be_read_is_told_and_the_rest_is_added() -> None:
    result = added("", "@book{x, title = {\n@book{kim2022, title = {Clubs and trust}, year = 2022}")
    assert counts(result) == (1, 0, 1)
    assert [each.rule for each in result.problems] == ["bibtex-syntax"]


_WORDS = st.lists(
    st.sampled_from(["clubs", "Health", "of", "é", "A&B", "50%", "x_y", "{DNA}", "—"]),
    min_size=1,
    max_size=4,
).map(" ".join)
_ENTRY = st.fixed_dictionaries(
    {"title": _WORDS},
    optional={
        "author": st.sampled_from(["Lee, Ann", "Kim, J. and Lee, Ann", "{World Bank}", "Plato"]),
        "year": st.sampled_from(["2019", "2020", "n.d.", "in press"]),
        "journal": _WORDS,
        "doi": st.sampled_from(["10.1234/a", "10.1234/b"]),
        "pages": st.sampled_from(["1--2", "7"]),
        "note": _WORDS,
        "isbn": st.sampled_from(["0-306-40615-2"]),
        "x-own": _WORDS,
    },
)


@st.composite
def files(draw: st.DrawFn, keys: tuple[str, ...] = ("a", "b", "a2020", "")) -> str:
    parts = []
    for fields in draw(st.lists(_ENTRY, max_size=6)):
        kind = draw(st.sampled_from(["article", "book", "misc", "nonsense"]))
        key = draw(st.sampled_from(keys))
        values = "".join(
            f", {n} = {{{v.replace('&', chr(92) + '&').replace('%', chr(92) + '%')}}}"
            for n, v in fields.items()
        )
        parts.append(f"@{kind}{{{key}{values}}}")
    return "\n".join(parts)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(files(keys=("a", "b", "a2020")), files())
def test_nothing_is_lost_and_adding_again_changes_nothing(library: str, new: str) -> None:
    first = added(library, new)
    file = imported(new)
    assert sum(counts(first)) == file.entries
    told = [each for each in first.problems if each.rule in ("already-held", "bibtex-syntax")]
    assert len(told) >= first.skipped
    again = added(first.text, new)
    assert again.text == first.text
    assert counts(again) == (0, 0, file.entries)
    keys = [each.key for each in imported(first.text).references]
    assert len(set(keys)) == len(keys)
    assert len(keys) == imported(library).entries + first.imported


def run(*arguments: str) -> tuple[int, str]:
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, ["refs", "import", *arguments])
    return result.exit_code, result.stdout


def test_the_command(project: Copy, tmp_path: Path) -> None:
    new = tmp_path / "new.bib"
    new.write_text(
        "@book{kim2022, title = {Clubs and trust}, publisher = {Demos}, year = 2022}\n"
        "@article{x, doi = {10.5555/clubs.2019}}\n@book{y, title = {\n"
    )
    library = project.root / "references" / "library.bib"
    before = library.read_bytes()
    at = ("--project", str(project.root), "--output-format", "json")
    for status, said in (run(str(new), "--dry-run", *at), run(str(new), *at)):
        assert status == 1
        told = json.loads(said)
        assert (told["imported"], told["updated"], told["skipped"]) == (1, 0, 2)
        assert {each["rule"] for each in told["problems"]} == {"already-held", "bibtex-syntax"}
        assert library.read_bytes().startswith(before)
    once = library.read_bytes()
    assert b"kim2022" in once
    assert json.loads(run(str(new), *at)[1])["skipped"] == 3
    assert library.read_bytes() == once
    assert "kim2022" in project.load().references


def test_the_target(project: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "new.bib"
    new.write_text("@book{kim2022, title = {Clubs and trust}, publisher = {Demos}, year = 2022}")
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    assert run(str(new))[0] != 0
    assert run(str(new), "--to", "mine.ris")[0] != 0
    assert run(str(new), "--to", "deep/mine.bib")[0] == 0
    assert "kim2022" in (outside / "deep" / "mine.bib").read_text()
    assert run(str(new), "--to", "mine.bib", "--format", "biblatx")[0] == 2
    monkeypatch.chdir(project.root)
    (project.root / "references" / "more.bib").write_text(new.read_text())
    status, said = run(str(new))
    assert status == 0
    assert "0 imported, 0 updated, 1 skipped" in said
    assert "another library" in said or "adds nothing" in said


def export(*arguments: str) -> tuple[int, str]:
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, ["refs", "export", *arguments])
    return result.exit_code, result.stdout


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "ris", "csl-json", "csv"])
def test_what_is_exported_can_be_read_again(project: Copy, tmp_path: Path, format: str) -> None:
    at = ("--project", str(project.root), "--format", format)
    status, said = export(*at)
    assert status == 0
    suffix = {"ris": ".ris", "csl-json": ".json", "csv": ".csv"}.get(format, ".bib")
    assert {each.key for each in read_references(said.encode(), f"x{suffix}").references} == set(
        project.load().references
    )
    out = tmp_path / f"x{suffix}"
    assert export(*at, "lee2019", "--out", str(out)) == (0, "")
    assert [each.key for each in read_references(out.read_bytes(), out.name).references] == [
        "lee2019"
    ]


def test_an_unknown_key_is_told(project: Copy) -> None:
    status, _ = export("--project", str(project.root), "--format", "ris", "lee2091")
    assert status != 0


def test_a_large_file_is_added_in_linear_time() -> None:
    one = "@article{{k{0},\n author = {{Lee{1}, A.}},\n title = {{The effect of x{0}}},\n year = {{20{2:02}}},\n doi = {{10.1234/x{0}}}\n}}\n"
    seconds = []
    for count in (500, 2000):
        file = imported("".join(one.format(i, i % 97, i % 20) for i in range(count)))
        started = time.perf_counter()
        result = add("", (), [file])
        assert result.imported == count
        assert add(result.text, file.references, [file]).skipped == count
        seconds.append(time.perf_counter() - started)
    assert seconds[1] < 12 * max(seconds[0], 0.05)


TYPED = """@book{putnam1993,
  title = {Making Democracy Work: Civic Traditions in Modern Italy},
  publisher = {Princeton {University} Press}, year = 1993, month = jan
}

@book{git2011, TITLE = "Git: dezentrale Versionsverwaltung im Team", author = {Preißel, René} }
@inproceedings{part, crossref = {git2011}, title = {A Part of It}, pages = {1--2}}
@string{jc = "Journal of Clubs"}
@article{lee2019, author = {Lee, Zoe}, title = {Quite Another Work}, journal = jc, year = 2001}
@article{lee2019, author = {Lee, Zoe}, title = {A Third {WORK}}, year = 2002}
"""


def test_entries_that_say_all_of_themselves_are_taken_over_as_written(project: Copy) -> None:
    project.write("references/library.bib", LIBRARY)
    project.write("new.bib", TYPED)
    arguments = ["refs", "import", str(project.root / "new.bib"), "--project", str(project.root)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    text = (project.root / "references/library.bib").read_text(encoding="utf-8")
    assert text.startswith(LIBRARY)
    for entry in TYPED[: TYPED.index("@inproceedings")].strip().split("\n\n"):
        assert entry.strip() in text
    assert "journal = {Journal of Clubs}" in text.replace("journaltitle", "journal")
    assert "crossref = {git2011}" in text
    assert "title = {A Third {WORK}}, year = 2002}" in text
    keys = [each.key for each in read_bibtex(text, "x").references]
    assert len(set(keys)) == len(keys) == 7
    again = CliRunner().invoke(cli, [*arguments, "--output-format", "json"])
    assert json.loads(again.stdout)["imported"] == json.loads(again.stdout)["updated"] == 0
    assert (project.root / "references/library.bib").read_text(encoding="utf-8") == text
