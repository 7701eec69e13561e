"""Completing the library from Crossref, against replies in tests/recorded. Nothing is asked."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.exchange.bibtex.read import read_bibtex
from synth.library import fetch as fetching
from synth.library.complete import ask, kept_path
from synth.library.crossref import TYPES, Update, Work, read_work
from synth.library.crossref_text import abstract, plain, rich
from synth.library.fetch import Answer, NotThereError
from synth.problems import ProjectError, ToolError
from tests.conftest import HERE, Copy
from tests.test_search import synth

RECORDED = HERE / "recorded"
TODAY = date(2026, 11, 23)

CSL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic "
    "collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic "
    "hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet "
    "paper-conference patent performance periodical personal_communication post post-weblog "
    "regulation report review review-book software song speech standard thesis treaty webpage".split()
)
"""CSL 1.0.2, appendix III."""


def reply(name: str) -> bytes:
    return (RECORDED / f"{name}.json").read_bytes()


def work(name: str) -> Work:
    data = reply(name)
    return read_work(data, json.loads(data)["message"]["DOI"])


def changed(name: str, **fields: Any) -> bytes:
    value = json.loads(reply(name))
    value["message"].update(fields)
    return json.dumps(value).encode()


# ── what a reply says ───────────────────────────────────────────────────────────────


def test_an_article() -> None:
    assert work("article").item == {
        "type": "article-journal",
        "title": "After-school clubs and attendance: A Welsh trial",
        "container-title": "Journal of Clubs",
        "container-title-short": "J. Clubs",
        "author": [
            {"family": "Lee", "given": "Ana"},
            {"family": "Okafor", "given": "Ben", "suffix": "Jr."},
        ],
        "issued": {"date-parts": [[2019, 9, 1]]},
        "publisher": "Example University Press",
        "volume": "4",
        "issue": "2",
        "page": "10-19",
        "language": "en",
        "ISSN": "1234-5679",
        "keyword": "Education; Sociology and Political Science",
        "abstract": "Background\n\nClubs after school may keep pupils in school (n < 1000).\n\n"
        "Results\n\nPupils missed 1.5 days fewer & were glad.",
        "DOI": "10.5555/clubs.2019",
    }


def test_a_chapter() -> None:
    item = work("chapter").item
    assert item["type"] == "chapter"
    assert item["title"] == "Neighbours & trust: what is <i>social</i> in H<sub>2</sub>O?"
    assert [name["family"] for name in item["author"]] == ["Coutts", "Díaz Velásquez"]
    assert item["editor"] == [{"family": "Müller", "given": "Jörg"}]
    assert item["container-title"] == "The handbook of neighbours"
    assert item["collection-title"] == "Studies in Trust"
    assert item["issued"] == {"date-parts": [[2016, 3]]}
    assert item["ISBN"] == "9780198526636"
    assert item["publisher-place"] == "Cardiff"
    assert item["edition"] == "2"


def test_an_institution_without_a_date() -> None:
    item = work("report").item
    assert item["author"] == [
        {"literal": "World Reading Organization Working Group"},
        {"literal": "Plato"},
    ]
    assert item["publisher"] == "World Reading Organization"
    assert item["issued"] == {"date-parts": [[2020]]}  # the month 13 is none


def test_a_preprint_with_a_formula() -> None:
    item = work("formula").item
    assert item["title"] == (
        "Growth of x2 in <i>E. coli</i>, p < 0.05, with "
        '<span style="font-variant:small-caps;">DNA</span>'
    )
    assert item["genre"] == "Preprint"
    assert item["type"] == "article"
    assert item["page"] == "e123"
    assert item["issued"] == {"date-parts": [[2024, 2]]}  # the day, 30 February, is none
    assert item["container-title"] == "Physics & Society"


def test_what_was_published_about_a_work() -> None:
    assert work("retracted").updates == (
        Update("retraction", "2021-06-25", "10.5555/notice.1"),
        Update("expression of concern", "2020-01-02", "10.5555/notice.0"),
        Update("erratum", "2019-01-02", "10.5555/fix"),
    )
    assert work("notice").amends == (Update("retraction", "2021-06-25", "10.5555/taken.back"),)


def test_every_type_is_one_of_csl() -> None:
    assert set(TYPES.values()) <= CSL_TYPES
    told = read_work(changed("article", type="something-new"), "10.5555/clubs.2019")
    assert told.item["type"] == "document"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Bold</b> and <unknown>word</unknown>", "<b>Bold</b> and word"),
        ("A <i>b <sub>c</i> d</sub>", "A b c d"),  # tags that cross
        ("A <i>b", "A b"),
        ("A </i>b", "A b"),
        ("a < b and c > d", "a < b and c > d"),
        ("<jats:italic>E. coli</jats:italic>", "<i>E. coli</i>"),
        ("R&amp;amp;D", "R&D"),
        ("x<br/>y", "xy"),
        ("a\n   b\tc", "a b c"),
        ("<math><mi>a</mi><annotation>$a_1$</annotation></math>", "a"),
        ("<<i>a>", "a>"),  # two halves of a tag round a tag
        ("<<b>i>x", "i>x"),
        ("<<unknown>i>x", "i>x"),
        ("", ""),
    ],
)
def test_titles(text: str, words: str) -> None:
    assert rich(text) == words


def test_an_abstract_without_markup() -> None:
    assert abstract("One  line.") == "One line."
    assert abstract("<p>Abstract words stay.</p>") == "Abstract words stay."


_MARKUP = st.lists(
    st.sampled_from(["<i>", "</i>", "<sub>", "</sub>", "<", ">", "<mml:mi>", "a", " "])
    | st.text(max_size=3).filter(lambda text: "&" not in text)
).map("".join)


@given(_MARKUP)
def test_tags_of_a_title_pair(text: str) -> None:
    """Law: each tag that is kept is closed, and the words are those that stand without markup."""
    title = rich(text)
    for tag in ("i", "sub"):
        assert title.count(f"<{tag}>") == title.count(f"</{tag}>")
    assert "".join(plain(title).split()) == "".join(plain(text).split())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "answered with a web page"),
        (b"Resource not found.", "something that is no JSON"),
        (b"", "something that is no JSON"),
        (b"[" * 100_000, "something that is no JSON"),
        (b"\xff\xfe\x00", "something that is no JSON"),
        (b"[]", "holds no work"),
        (b'{"message": "not found"}', "holds no work"),
        (b'{"message": {}}', "answered without a DOI"),
        (b'{"message": {"DOI": "10.5555/other"}}', "answered about '10.5555/other'"),
    ],
)
def test_replies_that_are_none(data: bytes, words: str) -> None:
    with pytest.raises(ProjectError) as raised:
        read_work(data, "10.5555/clubs.2019")
    assert words in str(raised.value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["date-parts", "family", "given", "name", "sequence", "DOI", "type"]),
        inner, max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip
_FIELDS = st.sampled_from(
    "title subtitle author editor issued posted container-title short-container-title volume page "
    "publisher type ISSN ISBN abstract subject update-to updated-by institution event degree".split()
)


@given(st.dictionaries(_FIELDS, _JSON, max_size=6))
def test_any_fields_give_a_work(fields: dict[str, Any]) -> None:
    data = json.dumps({"message": {**fields, "DOI": "10.5555/x"}}).encode()
    item = read_work(data, "10.5555/X").item
    assert item["DOI"] == "10.5555/x"
    assert all(
        isinstance(value, str) or field in ("author", "editor", "issued")
        for field, value in item.items()
    )


# ── asking ──────────────────────────────────────────────────────────────────────────


def giving(data: bytes, asked: list[str] | None = None) -> Callable[[str], bytes]:
    def fetch(url: str) -> bytes:
        if asked is not None:
            asked.append(url)
        return data

    return fetch


def test_an_answer_is_kept() -> None:
    asked: list[str] = []
    fetch = giving(reply("article"), asked)
    first = ask("10.5555/clubs.2019", None, fetch, TODAY)
    assert asked == ["https://api.crossref.org/works/10.5555/clubs.2019"]
    assert first.taken == TODAY
    again = ask("10.5555/clubs.2019", first.keep, fetch, date(2026, 12, 20))
    assert again.work == first.work
    assert again.taken == TODAY
    assert again.keep is None
    assert len(asked) == 1
    assert ask("10.5555/clubs.2019", first.keep, fetch, date(2027, 1, 20)).taken == date(
        2027, 1, 20
    )
    assert ask("10.5555/clubs.2019", first.keep, None, date(2036, 1, 1)).taken == TODAY
    assert len(asked) == 2


@pytest.mark.parametrize("kept", [b"", b"x", b"2026-11-20\n<html>", b"2026-99-99\n{}"])
def test_a_kept_answer_that_was_damaged(kept: bytes) -> None:
    answer = ask("10.5555/clubs.2019", kept, giving(reply("article")), TODAY)
    assert answer.taken == TODAY
    with pytest.raises(ProjectError, match="no answer of Crossref is kept"):
        ask("10.5555/clubs.2019", kept, None, TODAY)


def test_a_doi_is_quoted_in_the_address() -> None:
    asked: list[str] = []
    doi = "10.5555/(SICI)1<1::AID-X>3.0.CO;2-#?/../é"
    with pytest.raises(ProjectError, match="answered about"):
        ask(doi, None, giving(reply("article"), asked), TODAY)
    assert asked == [
        "https://api.crossref.org/works/10.5555/%28SICI%291%3C1%3A%3AAID-X%3E3.0.CO%3B2-%23%3F/../%C3%A9"
    ]


def test_a_doi_that_crossref_does_not_know() -> None:
    def fetch(url: str) -> bytes:
        raise NotThereError(url)

    with pytest.raises(ProjectError, match="knows no work with this DOI"):
        ask("10.5555/none", None, fetch, TODAY)


# ── the command ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def crossref(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes | Exception]:
    """What Crossref will answer, by DOI, and an empty cache."""
    answers: dict[str, bytes | Exception] = {}

    def send(request: urllib.request.Request, timeout: float) -> Answer:
        answer = answers[request.full_url.removeprefix("https://api.crossref.org/works/")]
        if isinstance(answer, Exception):
            raise answer
        return io.BytesIO(answer)

    monkeypatch.setattr(fetching, "_over_network", send)
    monkeypatch.setenv("SYNTH_CACHE", str(tmp_path / "kept"))
    return answers


LIBRARY = "references/library.bib"


def library(project: Copy) -> str:
    return (project.root / LIBRARY).read_text("utf-8")


def test_an_entry_is_filled(
    project: Copy, crossref: dict[str, bytes | Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    crossref["10.5555/clubs.2019"] = reply("article")
    before = library(project)
    assert synth("refs", "complete", "lee2019", "--project", project.root) == 0
    said = capsys.readouterr().out
    assert "lee2019 in references/library.bib was given: " in said
    after = library(project)
    for line in before.splitlines():
        assert line.rstrip(",") in after  # what stood there stands there
    item = project.load().references["lee2019"].item
    assert item["ISSN"] == "1234-5679"
    assert item["abstract"].startswith("Background")
    assert item["volume"] == "4"
    assert item["issued"] == {"date-parts": [[2019]]}  # less than Crossref knows, and it stays
    assert set(item["custom"]["crossref-date"]) <= set("0123456789-")
    assert project.problems() == ()
    capsys.readouterr()
    assert synth("refs", "complete", "lee2019", "--project", project.root, "--offline") == 0
    assert "lacks nothing" in capsys.readouterr().out
    assert library(project) == after


def test_what_differs_is_told_and_stays(
    project: Copy, crossref: dict[str, bytes | Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    crossref["10.5555/clubs.2019"] = changed("article", volume="5")
    arguments = (
        "refs",
        "complete",
        "lee2019",
        "--project",
        project.root,
        "--output-format",
        "json",
    )
    assert synth(*arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] is False
    assert "ISSN" in told["filled"]
    assert "volume" not in told["filled"]
    (problem,) = told["problems"]
    assert problem["rule"] == "held-differs"
    assert problem["severity"] == "warning"
    assert 'volume "4", there "5"' in problem["message"]
    assert project.load().references["lee2019"].item["volume"] == "4"


def test_a_new_work(
    project: Copy, crossref: dict[str, bytes | Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    crossref["10.5555/chapter.3"] = reply("chapter")
    before = library(project)
    doi = "https://doi.org/10.5555/chapter.3"
    assert synth("refs", "complete", doi, "--project", project.root) == 0
    assert "coutts2016 was added to references/library.bib" in capsys.readouterr().out
    assert library(project).startswith(before)
    item = project.load().references["coutts2016"].item
    assert item["title"].startswith("Neighbours & trust: ")
    assert "<sub>2</sub>" in item["title"]
    assert item["container-title"] == "The handbook of neighbours"
    assert item["custom"]["crossref-date"]
    added = library(project)
    assert synth("refs", "complete", "10.5555/CHAPTER.3", "--project", project.root) == 0
    assert "coutts2016 lacks nothing" in capsys.readouterr().out
    assert library(project) == added


@pytest.mark.parametrize("name", ["article", "chapter", "report", "formula", "retracted", "notice"])
def test_what_is_added_can_be_read(
    project: Copy, crossref: dict[str, bytes | Exception], name: str
) -> None:
    found = work(name)
    project.replace(LIBRARY, "10.5555/clubs.2019", "10.5555/elsewhere")
    crossref[found.item["DOI"]] = reply(name)
    assert synth("refs", "complete", found.item["DOI"], "--project", project.root) == 0
    imported = read_bibtex(library(project), LIBRARY)
    assert imported.refused == ()
    item = imported.references[-1].item
    assert item["DOI"] == found.item["DOI"]
    assert item.get("author") == found.item.get("author")
    assert item.get("issued") == found.item.get("issued")


def test_a_project_without_a_library(project: Copy, crossref: dict[str, bytes | Exception]) -> None:
    (project.root / LIBRARY).unlink()
    crossref["10.5555/chapter.3"] = reply("chapter")
    assert synth("refs", "complete", "10.5555/chapter.3", "--project", project.root) == 0
    assert [each.key for each in read_bibtex(library(project), LIBRARY).references] == [
        "coutts2016"
    ]


def test_line_ends_stay(project: Copy, crossref: dict[str, bytes | Exception]) -> None:
    project.write(LIBRARY, library(project).replace("\n", "\r\n"))
    crossref["10.5555/clubs.2019"] = reply("article")
    assert synth("refs", "complete", "lee2019", "--project", project.root) == 0
    raw = (project.root / LIBRARY).read_bytes()
    assert b"crossref-date" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_retraction_is_told(
    project: Copy, crossref: dict[str, bytes | Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    crossref["10.5555/taken.back"] = reply("retracted")
    arguments = ("--project", project.root, "--output-format", "json")
    assert synth("refs", "complete", "10.5555/taken.back", *arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["severity"]) for each in told["problems"]] == [
        ("retracted-reference", "warning"),
        ("retracted-reference", "warning"),
        ("retracted-reference", "info"),
    ]
    assert "retraction of 2021-06-25" in told["problems"][0]["message"]
    crossref["10.5555/notice.1"] = reply("notice")
    assert synth("refs", "complete", "10.5555/notice.1", "--project", project.root) == 0
    assert "is itself a notice: retraction of https://doi.org/10.5555/taken.back" in (
        capsys.readouterr().out
    )


def refused(status: int) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("https://x.org/", status, "no", Message(), io.BytesIO(b""))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refused(404), "Crossref knows no work with this DOI"),
        (refused(429), "asks for fewer requests"),
        (refused(500), "HTTP 500"),
        (TimeoutError("timed out"), "did not answer within 30 seconds"),
        (urllib.error.URLError("no route to host"), "Is this computer online?"),
        (b"<html>Sign in to the library's network</html>", "answered with a web page"),
        (b"x" * 20_000_001, "more than 20,000,000 bytes"),
        (reply("chapter"), "answered about '10.5555/chapter.3'"),
        (changed("article", title=["Superconductors at room temperature"], subtitle=[]),
         "Look at the DOI of the entry again"),
    ],
)  # fmt: skip
def test_what_goes_wrong(
    project: Copy,
    crossref: dict[str, bytes | Exception],
    capsys: pytest.CaptureFixture[str],
    answer: bytes | Exception,
    words: str,
) -> None:
    crossref["10.5555/clubs.2019"] = answer
    before = library(project)
    assert synth("refs", "complete", "lee2019", "--project", project.root) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""
    assert library(project) == before


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("lee209", 'did you mean "lee2019"?'),
        ("review2020", '"review2020" has no DOI'),
        ("10.5555", "no work has the key"),
        ("10.5555/chapter.3", "no answer of Crossref is kept"),
    ],
)
def test_what_cannot_be_asked(
    project: Copy, crossref: dict[str, bytes | Exception], capsys: pytest.CaptureFixture[str],
    asked: str, words: str,
) -> None:  # fmt: skip
    assert synth("refs", "complete", asked, "--offline", "--project", project.root) == 2
    assert words in capsys.readouterr().err


def test_only_a_good_answer_is_kept(
    project: Copy, crossref: dict[str, bytes | Exception], tmp_path: Path
) -> None:
    path = kept_path(tmp_path / "kept", "10.5555/CLUBS.2019")
    crossref["10.5555/clubs.2019"] = b"<html>Sign in</html>"
    synth("refs", "complete", "lee2019", "--project", project.root)
    assert not path.exists()
    crossref["10.5555/clubs.2019"] = reply("article")
    synth("refs", "complete", "lee2019", "--project", project.root)
    assert path.read_bytes().endswith(reply("article"))


def test_the_name_of_the_tool_is_given_and_no_address_of_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[urllib.request.Request] = []

    def send(request: urllib.request.Request, timeout: float) -> Answer:
        sent.append(request)
        return io.BytesIO(b"x")

    fetching.fetch("https://api.crossref.org/works/10.5555/x", 10, send)
    (request,) = sent
    assert str(request.get_header("User-agent")).startswith("synth/")
    assert "@" not in str(request.header_items()) + request.full_url
    with pytest.raises(ToolError):
        fetching.fetch("http://api.crossref.org/", 10, send)
