"""Searching the library, and the index that is only ever a copy of it."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.cli import main
from synth.library.index import open_index
from synth.library.query import parse
from synth.library.search import END, RANKED, START, Results, search
from synth.library.sources import LibraryFile, library_files
from synth.problems import ProjectError, ToolError
from tests.conftest import Copy

LIBRARY = """
@article{coutts2018, author = {Coutts, Adam and Díaz Velásquez, Rosa}, year = {2018},
  title = {Social capital and the education of children}, journal = {Kindheit},
  doi = {10.5555/Social.2018}, keywords = {trust; schools}}
@article{muller2015, author = {Müller, Jörg}, year = {2015}, ids = {mueller15},
  title = {Trusting neighbours}, journal = {Urban Studies},
  abstract = {We asked about capital, and about social life.}}
@book{smith2020, author = {Smith, Ada}, year = {2020}, title = {Educational NEAR misses},
  note = {Read for the capital chapter}, publisher = {Foxglove Press}}
@misc{undated, title = {A leaflet on trust}, author = {{Ministry of Health}}}
"""


class Shelf:
    """A folder of reference files, and a cache for its index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache: Path | None = root / "cache"
        self.folder = root / "references"
        self.folder.mkdir()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def search(self, query: str, limit: int = 20) -> Results:
        files = library_files(self.root)
        return search(files, query, limit, self.cache, self.root)

    def keys(self, query: str) -> list[str]:
        return [found.key for found in self.search(query).found]

    def index(self) -> Path:
        assert self.cache is not None
        (path,) = (self.cache / "search").glob("*.sqlite")
        return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.write("library.bib", LIBRARY)
    return made


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("social capital", ["coutts2018", "muller2015"]),  # the title counts more
        ('"social capital"', ["coutts2018"]),
        ('"social capital', ["coutts2018"]),  # a quotation mark that is not closed
        ("educat", ["smith2020", "coutts2018"]),  # the beginning of a word
        ("educatio", ["smith2020", "coutts2018"]),
        ("schools trus", ["coutts2018"]),
        ("educat trust", []),  # only the last word may be a beginning
        ("child", ["coutts2018"]),
        ("muller", ["muller2015"]),
        ("MÜLLER", ["muller2015"]),
        ("diaz velasquez", ["coutts2018"]),
        ("mueller15", ["muller2015"]),
        ("author:coutts", ["coutts2018"]),
        ("author: coutts", ["coutts2018"]),
        ('author:"adam coutts"', ["coutts2018"]),
        ("Author:coutts title:trusting", []),
        ("author:ministry", ["undated"]),
        ("title:capital", ["coutts2018"]),
        ("year:2018", ["coutts2018"]),
        ("year:2015-2019 capital", ["coutts2018", "muller2015"]),
        ("capital year:2018-", ["coutts2018", "smith2020"]),
        ("capital year:-2015", ["muller2015"]),
        ("capital year:1900-1910", []),
        ("year:2020-2015", []),
        ("doi:10.5555/social.2018", ["coutts2018"]),
        ("https://doi.org/10.5555/SOCIAL.2018", ["coutts2018"]),
        ("key:smith2020", ["smith2020"]),
        ("journal:urban", ["muller2015"]),
        ("foxglove", ["smith2020"]),
        ("note: capital chapter", []),  # no field of this name: a word like the others
        ("NEAR", ["smith2020"]),
        ("misses NOT near", []),
        ("trust* -schools", ["coutts2018"]),
        ("nothing", []),
    ],
)
def test_what_is_found(shelf: Shelf, query: str, keys: list[str]) -> None:
    assert sorted(shelf.keys(query)) == sorted(keys)


def test_the_title_counts_more_than_the_abstract(shelf: Shelf) -> None:
    assert shelf.keys("social capital") == ["coutts2018", "muller2015"]


def test_the_words_that_match_are_marked(shelf: Shelf) -> None:
    found = shelf.search("educ child").found[0]
    assert (
        f"the {START}education{END} of {START}children{END}"
        in shelf.search("education children").found[0].marked
    )
    assert found.title == "Social capital and the education of children"
    assert found.authors == "Coutts and Díaz Velásquez"
    assert found.year == "2018"


@pytest.mark.parametrize("query", ["", "  ", "*", '"', '""', "-:()", "^ + {}"])
def test_a_query_without_words(shelf: Shelf, query: str) -> None:
    with pytest.raises(ProjectError, match="no word to search for"):
        shelf.search(query)


@pytest.mark.parametrize("query", ["a " * 60, "x" * 3000])
def test_a_query_without_end(shelf: Shelf, query: str) -> None:
    with pytest.raises(ProjectError, match="more than"):
        shelf.search(query)


_WORDS = st.sampled_from(
    'NEAR( AND OR NOT "trust capital* -social year:2015-2020 author: : ^ {title} ) + '
    "title:\"a 'x'; DROP key:\x00 \ud800 ñ ﷺ 社会".split(" ")
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.lists(_WORDS | st.text(max_size=6), max_size=8).map(" ".join))
def test_no_query_raises_anything_but_words(shelf: Shelf, query: str) -> None:
    try:
        parse(query)
    except ProjectError:
        return
    assert isinstance(shelf.search(query), Results)


def test_limit_and_more(shelf: Shelf) -> None:
    results = shelf.search("capital", limit=1)
    assert len(results.found) == 1
    assert results.more
    assert not shelf.search("capital", limit=3).more


def test_scores_fall(shelf: Shelf) -> None:
    scores = [found.score for found in shelf.search("capital").found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


# ── the index ───────────────────────────────────────────────────────────────────────


def test_a_file_that_changed_is_read_again(shelf: Shelf) -> None:
    shelf.write("more.bib", "@misc{more, title = {Trusting more}}")
    assert "more" in shelf.keys("trusting")
    shelf.write("more.bib", "@misc{moss, title = {Trusting moss}}")  # of the same length
    assert "moss" in shelf.keys("trusting")
    assert "more" not in shelf.keys("trusting")
    (shelf.folder / "more.bib").unlink()
    assert shelf.keys("trusting moss") == []


def test_only_the_file_that_changed_is_read(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from synth.library import index

    names: list[str] = []
    read = index.read_references

    def noted(data: bytes, name: str) -> object:
        names.append(name)
        return read(data, name)

    monkeypatch.setattr(index, "read_references", noted)
    shelf.write("more.bib", "@misc{more, title = {Foxes}}")
    assert shelf.keys("foxes") == ["more"]
    shelf.write("more.bib", "@misc{more2, title = {Two foxes}}")
    assert shelf.keys("foxes") == ["more2"]
    assert shelf.keys("mueller15") == ["muller2015"]
    assert names == ["references/library.bib", "references/more.bib", "references/more.bib"]
    assert shelf.keys("year:2016-2018 capital trust") == ["coutts2018"]


def test_the_same_bytes_at_another_time_are_not_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synth.library import index

    shelf.search("trust")
    (shelf.folder / "library.bib").touch()
    monkeypatch.setattr(index, "read_references", None)
    assert shelf.keys("mueller15") == ["muller2015"]


def test_without_its_index_nothing_is_lost(shelf: Shelf) -> None:
    before = shelf.search("capital")
    shelf.index().unlink()
    assert shelf.search("capital") == before


@pytest.mark.parametrize("damage", ["empty", "text", "half", "pages", "version", "tables", "files"])
def test_a_damaged_index_is_made_again(shelf: Shelf, damage: str) -> None:
    shelf.write("many.bib", "".join(
        f"@misc{{many{i}, title = {{Foxes number {i} of the wood}}}}\n" for i in range(500)
    ))  # fmt: skip
    before = shelf.search("foxes wood", limit=500)
    path = shelf.index()
    data = path.read_bytes()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_text("no database at all\n" * 100)
    elif damage == "half":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "pages":
        path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    else:
        with sqlite3.connect(path) as connection:
            connection.execute(
                {"version": "PRAGMA user_version = 77", "tables": "DROP TABLE works",
                 "files": "DROP TABLE files"}[damage]
            )  # fmt: skip
        connection.close()
    assert shelf.search("foxes wood", limit=500) == before
    assert len(before.found) == 500


def test_without_a_cache_it_is_made_in_memory(shelf: Shelf) -> None:
    shelf.cache = None
    assert shelf.keys("mueller15") == ["muller2015"]


def test_with_a_cache_that_cannot_be_written(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, no folder")
    assert shelf.keys("mueller15") == ["muller2015"]


def test_two_at_once(shelf: Shelf) -> None:
    results: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: results.append(shelf.keys("capital"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [shelf.keys("capital")] * 6
    assert [path.name for path in shelf.index().parent.iterdir()] == [shelf.index().name]


def test_without_fts5(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from synth.library import index

    class Without:
        def execute(self, sql: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None:
            pass

    monkeypatch.setattr(index.sqlite3, "connect", lambda path: Without())
    with pytest.raises(ToolError, match="FTS5"):
        shelf.search("trust")


def test_what_is_common_is_not_read_to_its_end(shelf: Shelf) -> None:
    count = RANKED + 50
    shelf.write("many.bib", "".join(
        f"@misc{{many{i}, title = {{Wood {i}}}, abstract = {{foxes}}}}\n" for i in range(count)
    ) + "@misc{best, title = {Foxes}}")  # fmt: skip
    assert shelf.keys("foxes") == ["best"]  # the last of them all, but with the word in its title
    assert shelf.search("wood year:-2026").found == ()
    assert len(shelf.search("wood").found) == 20


def test_hostile_entries(shelf: Shelf) -> None:
    shelf.write("odd.bib", '@misc{o, title = {\x02Bell\x07 "quoted" \x1b[31m}, note = {a\x00b}}')
    found = shelf.search("bell quoted").found
    assert [each.key for each in found] == ["o"]
    assert not set(found[0].title) & {"\x02", "\x03", "\x07", "\x1b"}


def test_entries_that_cannot_be_read_are_counted(shelf: Shelf) -> None:
    shelf.write("broken.bib", "@article{x, title = {never closed\n")
    shelf.write("empty.bib", "")
    assert shelf.search("trust").refused == 1
    assert shelf.search("trust").refused == 1  # and the index remembers it


def test_a_file_that_leads_out_of_the_folder(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "outside.bib").write_text("@misc{out, title = {Outside}}")
    (shelf.folder / "link.bib").symlink_to(tmp_path / "outside.bib")
    assert shelf.keys("outside") == []


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    gone = LibraryFile(tmp_path / "gone.bib", "references/gone.bib")
    with pytest.raises(ProjectError, match=r"references/gone\.bib"):
        open_index([gone], None, tmp_path)


# ── the commands ────────────────────────────────────────────────────────────────────


def synth(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(each) for each in arguments])
    return int(left.value.code or 0)


def test_the_command(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert synth("refs", "search", "welsh", "clubs", "--project", project.root) == 0
    assert capsys.readouterr().out == (
        "lee2019\n    Lee and Okafor (2019). After-school clubs and attendance: A Welsh trial\n"
        "1 work.\n"
    )
    project.write("references/broken.bib", "@article{x, title = {never closed\n")
    assert (
        synth("refs", "search", "clubs", "--project", project.root, "--output-format", "json") == 0
    )
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["query"] == "clubs"
    assert [set(each) for each in told["results"]] == [
        {"key", "title", "authors", "year", "score"}
    ] * 2
    assert "1 entry could not be read" in said.err
    assert synth("refs", "search", "xyzzy", "--project", project.root) == 0
    assert capsys.readouterr().out == "No work has all these words.\n"
    assert synth("refs", "search", "*", "--project", project.root) == 2
    assert synth("refs", "search", "x", "--project", project.root / "briefs") == 2


def test_show(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    project.replace("references/library.bib", "volume  = {4},", "volume = {4}, ids = {lee19},")
    assert synth("refs", "show", "lee19", "--project", project.root) == 0
    said = capsys.readouterr().out
    for words in (
        "lee2019\n",
        "author: Lee, Ana; Okafor, Ben\n",
        "issued: 2019\n",
        "evidence: randomised-trial; GB; full-text\n",
        "#attendance: Pupils who were offered a club missed fewer days.",
        "cited in: both (briefs/both.md)\n",
        "cited in: demo/clubs (briefs/demo/clubs.md)\n",
        "in references/library.bib:1:1\n",
    ):
        assert words in said
    assert (
        synth("refs", "show", "lee2019", "--project", project.root, "--output-format", "json") == 0
    )
    assert json.loads(capsys.readouterr().out)["DOI"] == "10.5555/clubs.2019"
    assert synth("refs", "show", "review2020", "--project", project.root) == 0
    said = capsys.readouterr().out
    assert "evidence: no record" in said
    assert "cited in" not in said


def test_show_of_an_unknown_key(project: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert synth("refs", "show", "lee209", "--project", project.root) == 2
    assert 'did you mean "lee2019"?' in capsys.readouterr().err
