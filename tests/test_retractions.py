"""Looking the library up in the Retraction Watch list: the cases of cases/retractions.yaml."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import urllib.error
import urllib.request
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from synth.cli.refs import retractions as command
from synth.library import fetch as fetching
from synth.library.fetch import Answer, HttpsOnly, NotThereError, fetch
from synth.library.list_date import list_date
from synth.library.notice_file import notice_file
from synth.library.retractions import look_up
from synth.load.notices import link_notices
from synth.load.shape import fit
from synth.load.yaml_file import read_yaml
from synth.model import Notice, NoticeList, Reference
from synth.notices import standing
from synth.problems import Place, ProjectError, ToolError
from tests.conftest import HERE, Copy
from tests.test_broken import fits
from tests.test_search import synth

CASES: list[dict[str, Any]] = yaml.safe_load(
    (HERE / "cases" / "retractions.yaml").read_text("utf-8")
)

HEAD = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,"
).split(",")
"""The head of the list as Crossref publishes it, with the comma at its end."""

COLUMNS = {
    "date": "RetractionDate",
    "doi": "OriginalPaperDOI",
    "pmid": "OriginalPaperPubMedID",
    "nature": "RetractionNature",
    "notice": "RetractionDOI",
    "reason": "Reason",
}


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEAD, restval="")
    writer.writeheader()
    writer.writerows({COLUMNS[name]: value for name, value in row.items()} for row in rows)
    return text.getvalue()


@pytest.fixture
def watched(project: Copy) -> Copy:
    """The small project with the identifiers that the cases name."""
    library = "references/library.bib"
    project.replace(library, "year    = {2021}", "year    = {2021},\n  pmid = {31234567}")
    project.replace(
        library, "year      = {2020}", "year      = {2020},\n  doi = {10.5555/Review.2020}"
    )
    return project


LIST = "retraction_watch-2026-11-20.csv"


def told(project: Copy, text: str, *more: str) -> int:
    project.write(LIST, text)
    path = project.root / LIST
    return synth("refs", "retractions", "--list", path, "--project", project.root, *more)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_notices(watched: Copy, case: dict[str, Any]) -> None:
    assert told(watched, as_csv(case["rows"])) == 0
    loaded = watched.load()
    assert loaded.problems == ()
    found = [
        [each.reference, each.nature, each.date]
        for notices in loaded.notices.values()
        for each in notices
    ]
    assert sorted(found, key=str) == sorted(case["notices"], key=str)
    said = {f"{each.severity} {each.message}" for each in watched.problems()}
    assert len(said) == len(case["says"]), said
    for line in case["says"]:
        assert any(fits(line, each) for each in said), said


def test_the_place_is_that_of_the_citation(watched: Copy) -> None:
    told(watched, as_csv(CASES[0]["rows"]))
    (problem,) = (each for each in watched.problems() if each.place.file == "briefs/both.md")
    assert str(problem.place) == "briefs/both.md:8:36"
    assert problem.claim is not None
    assert problem.rule == "retracted-reference"
    assert "https://doi.org/10.5555/r1" in problem.hint


def test_another_report_of_the_study(watched: Copy) -> None:
    watched.replace(
        "references/records/lee2019.yaml", "reference: lee2019", "reference: [lee2019, review2020]"
    )
    told(watched, as_csv([{"doi": "10.5555/review.2020", "nature": "Retraction"}]))
    said = {each.message for each in watched.problems() if each.place.file == "briefs/both.md"}
    assert any('another report of the study "lee2019"' in message for message in said), said


def test_what_is_written_and_said(watched: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "date": "6/25/2021 0:00", "doi": "10.5555/clubs.2019", "nature": "Retraction",
            "notice": "10.5555/R1", "reason": "+Concerns/Issues About Data;+Error in Text;",
        },
        {"doi": "10.5555/clubs.2019", "nature": "Retract and Replace", "notice": "10.5555/r2"},
    ]  # fmt: skip
    assert told(watched, as_csv(rows)) == 0
    said = capsys.readouterr().out
    assert "list of 2026-11-20 (from its name): 2 notices." in said
    assert "3 of 3 works can be looked up" in said
    assert "lee2019 was retracted on 2021-06-25 (list of 2026-11-20)" in said
    assert f"{LIST}:3: warning[wrong-value]" in said
    assert '"Retract and Replace"' in said
    text = (watched.root / "references" / "retractions.yaml").read_text("utf-8")
    today = datetime.now(UTC).date().isoformat()
    sha256 = hashlib.sha256((watched.root / LIST).read_bytes()).hexdigest()
    assert text == (
        "# What a list of retractions told of this library. `synth refs retractions` writes it.\n"
        f'list: "{LIST}"\nlist-date: "2026-11-20"\nsha256: "{sha256}"\nchecked: "{today}"\n'
        'notices:\n  - reference: "lee2019"\n    nature: retraction\n    date: "2021-06-25"\n'
        '    doi: "10.5555/clubs.2019"\n    notice-doi: "10.5555/R1"\n    reasons:\n'
        '      - "Concerns/Issues About Data"\n      - "Error in Text"\n'
    )
    assert told(watched, as_csv(rows), "--output-format", "json") == 0
    json_said = json.loads(capsys.readouterr().out)
    assert json_said["notices"][0]["stands"] is True
    assert json_said["rows"] == 2
    assert [each["rule"] for each in json_said["problems"]] == ["wrong-value"]
    assert synth("refs", "show", "lee2019", "--project", watched.root) == 0
    assert "notice: it was retracted on 2021-06-25" in capsys.readouterr().out


def test_a_newer_list_replaces_the_old(watched: Copy) -> None:
    told(watched, as_csv(CASES[0]["rows"]))
    assert watched.problems()
    told(watched, as_csv([]))
    assert watched.problems() == ()


# ── the date of the list ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "given", "date", "source"),
    [
        ("retraction_watch.csv", "2026-11-20", "2026-11-20", "as given"),
        ("rw-2026-10-01.csv", "2026-11-20", "2026-11-20", "as given"),
        ("rw-2026-10-01.csv", None, "2026-10-01", "from its name"),
        ("20261001_rw.csv", None, "2026-10-01", "from its name"),
        ("rw_2026_10_01 (2).csv", None, "2026-10-01", "from its name"),
        ("rw-2026-13-01.csv", None, "2020-02-03", "last changed"),
        ("rw120261001.csv", None, "2020-02-03", "last changed"),
        ("retraction_watch.csv", None, "2020-02-03", "last changed"),
    ],
)
def test_the_date_of_a_list(
    tmp_path: Path, name: str, given: str | None, date: str, source: str
) -> None:
    path = tmp_path / name
    path.write_text("")
    then = datetime(2020, 2, 3, 12, tzinfo=UTC).timestamp()
    os.utime(path, (then, then))
    found = list_date(path, given)
    assert found.date == date
    assert source in found.source


@pytest.mark.parametrize("given", ["2026-02-30", "20/11/2026", "yesterday", "20261120", ""])
def test_a_date_that_is_none(watched: Copy, given: str) -> None:
    assert told(watched, as_csv([]), "--date", given) == 2


# ── hostile lists ───────────────────────────────────────────────────────────────────


def references(doi: str = "10.5555/clubs.2019") -> list[Reference]:
    return [Reference("lee2019", {"id": "lee2019", "DOI": doi}, Place("library.bib", 1))]


def lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it has no column RetractionDate, RetractionDOI, OriginalPaperDOI"),
        ("<html><body>Sign in</body></html>", "it has no column"),
        ("a,b,c\n1,2,3\n", "it has no column"),
        (as_csv([]).replace("OriginalPaperDOI", "Original Paper DOI"),
         'it has no column OriginalPaperDOI; did you mean "Original Paper DOI"?'),
        (as_csv([]) + '1,"' + "x" * 2_000_000, "cannot be read beyond line"),
    ],
)  # fmt: skip
def test_what_is_no_list(text: str, words: str) -> None:
    with pytest.raises(ProjectError) as raised:
        look_up(lines(text), "list.csv", references(), "2026-11-20")
    assert words in str(raised.value)
    assert csv.field_size_limit() == 131_072


def test_odd_rows() -> None:
    row = as_csv([{"date": "1/1/2020 0:00", "doi": "10.5555/clubs.2019", "nature": "Retraction"}])
    short = ",".join([""] * 14) + ",10.5555/clubs.2019"
    text = row + "\n\r\n1,2\n" + short + "\n\0\0\n"
    checked = look_up(lines(text), "list.csv", references(), "2026-11-20")
    assert [each.nature for each in checked.notices] == ["retraction"]
    assert [each.rule for each in checked.problems] == ["wrong-value"]  # the row that is cut short


def test_columns_in_another_order_and_a_byte_order_mark(watched: Copy) -> None:
    text = (
        "\ufeffReason,RetractionNature,OriginalPaperPubMedID,OriginalPaperDOI,RetractionDOI,"
        "RetractionDate\nx,Retraction,0,10.5555/clubs.2019,,2021-06-25\n"
    )
    assert told(watched, text) == 0
    assert watched.load().notices["lee2019"][0].date == "2021-06-25"


def test_a_list_that_is_not_there(watched: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (watched.root / "nothing.csv",):
        assert synth("refs", "retractions", "--list", path, "--project", watched.root) == 2
        assert "nothing.csv: the file cannot be read" in capsys.readouterr().err
    assert synth("refs", "retractions", "--project", watched.root) == 2


_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)


@given(
    reference=_TEXT, reasons=st.lists(_TEXT, max_size=3).map(tuple), doi=_TEXT | st.none(),
    date=st.dates().map(str) | st.none(),
)  # fmt: skip
def test_what_is_written_is_what_is_read(
    reference: str, reasons: tuple[str, ...], doi: str | None, date: str | None
) -> None:
    """Law: reading the file gives the notices that were written."""
    notice = Notice(reference, "retraction", date, doi or None, None, reasons)
    text = notice_file(NoticeList("a: [b] #c", "2026-11-20", "0", "2026-11-23", (notice,)))
    file, problems = read_yaml(text, "retractions.yaml")
    assert problems == []
    value, problems = fit(NoticeList, file)
    assert problems == []
    known = {reference: Reference(reference, {"id": reference}, Place("library.bib"))}
    found, problems = link_notices(value, file, known)
    assert problems == []
    assert found == {
        reference: (
            Notice(reference, "retraction", date, doi or None, None, reasons, "2026-11-20"),
        )
    }


_NOTICES = st.lists(
    st.builds(
        Notice, st.just("x"),
        st.sampled_from(["retraction", "reinstatement", "correction", "expression-of-concern"]),
        st.sampled_from([None, "2019-01-01", "2020-01-01", "2021-01-01"]),
    )
)  # fmt: skip


@given(_NOTICES, st.randoms())
def test_the_order_of_notices_does_not_matter(notices: list[Notice], dice: Any) -> None:
    shuffled = dice.sample(notices, len(notices))
    assert sorted(map(str, standing(notices))) == sorted(map(str, standing(shuffled)))


# ── references/retractions.yaml as a person may have changed it ─────────────────────

FILE = 'list: a.csv\nlist-date: "2026-11-20"\nsha256: "0"\nchecked: "2026-11-23"\nnotices:\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nature: retraction", "nature: retracted", '6:54: error[wrong-value] "retracted" is no value'),
        ("reference: lee2019", "reference: lee2018", '6:17: warning[unknown-reference] the library has no work "lee2018"; did you mean "lee2019"?'),
        ('"2021-06-25"', "25 June", "6:32: error[wrong-value] \"date\" wants a date, and has '25 June'"),
        ('list-date: "2026-11-20"', "list-date: soon", '2:12: error[wrong-value] "list-date" wants a date'),
        ("reference: lee2019, ", "", '6:5: error[missing-key] the key "reference" is missing'),
        ("sha256", "sha265", '3:1: error[unknown-key] unknown key "sha265"; did you mean "sha256"?'),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong(watched: Copy, old: str, new: str, says: str) -> None:
    text = FILE + '  - {reference: lee2019, date: "2021-06-25", nature: retraction}\n'
    watched.write("references/retractions.yaml", text)
    assert watched.load().problems == ()
    watched.replace("references/retractions.yaml", old, new)
    said = [str(problem) for problem in watched.load().problems]
    assert any(each.startswith(f"references/retractions.yaml:{says}") for each in said), said


def test_a_notice_under_another_key_of_the_work(watched: Copy) -> None:
    watched.replace("references/library.bib", "volume  = {4},", "volume = {4}, ids = {lee19},")
    watched.write(
        "references/retractions.yaml", FILE + "  - {reference: lee19, nature: retraction}\n"
    )
    assert set(watched.load().notices) == {"lee2019"}


# ── fetching ────────────────────────────────────────────────────────────────────────


class Given:
    """An answer with these bytes."""

    def __init__(self, data: bytes) -> None:
        self.file = io.BytesIO(data)

    def read(self, amount: int, /) -> bytes:
        return self.file.read(amount)


def test_a_list_is_fetched(
    watched: Copy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[urllib.request.Request] = []

    def answer(request: urllib.request.Request, timeout: float) -> Answer:
        asked.append(request)
        assert timeout == 30
        return Given(as_csv(CASES[0]["rows"]).encode())

    monkeypatch.setattr(fetching, "_over_network", answer)
    path = watched.root / "fetched.csv"
    assert synth("refs", "retractions", "--fetch", "--list", path, "--project", watched.root) == 0
    assert [request.full_url for request in asked] == [command.LIST]
    assert command.LIST.startswith("https://")
    assert path.read_bytes() == as_csv(CASES[0]["rows"]).encode()
    today = datetime.now(UTC).date().isoformat()
    assert watched.load().notices["lee2019"][0].list_date == today
    assert synth("refs", "retractions", "--fetch", "--project", watched.root) == 0
    said = capsys.readouterr().out
    assert f"retraction_watch.csv, list of {today} (the day on which it was downloaded)" in said


def refused(status: int) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("https://x.org/", status, "no", Message(), io.BytesIO(b""))


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (refused(404), NotThereError, "has nothing there"),
        (refused(429), ToolError, "fewer requests"),
        (refused(503), ToolError, "HTTP 503"),
        (TimeoutError("timed out"), ToolError, "did not answer within 30 seconds"),
        (urllib.error.URLError(TimeoutError()), ToolError, "did not answer within 30 seconds"),
        (urllib.error.URLError("Name or service not known"), ToolError, "Is this computer online?"),
        (ConnectionResetError(104, "reset by peer"), ToolError, "cannot be reached"),
    ],
)
def test_what_goes_wrong_on_the_way(fault: Exception, kind: type[Exception], words: str) -> None:
    def answer(request: urllib.request.Request, timeout: float) -> Answer:
        raise fault

    with pytest.raises(kind) as raised:
        fetch("https://x.org/list.csv", 100, answer)
    assert words in str(raised.value)
    assert "x.org" in str(raised.value)


def test_offline_nothing_is_written(
    watched: Copy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: urllib.request.Request, timeout: float) -> Answer:
        raise urllib.error.URLError("Network is unreachable")

    monkeypatch.setattr(fetching, "_over_network", answer)
    path = watched.root / "fetched.csv"
    assert synth("refs", "retractions", "--fetch", "--list", path, "--project", watched.root) == 2
    assert "cannot be reached" in capsys.readouterr().err
    assert not path.exists()
    assert not (watched.root / "references" / "retractions.yaml").exists()


def test_more_than_was_asked_for() -> None:
    with pytest.raises(ToolError, match="more than 99 bytes"):
        fetch("https://x.org/", 99, lambda request, timeout: Given(b"x" * 100))
    assert fetch("https://x.org/", 100, lambda request, timeout: Given(b"x" * 100)) == b"x" * 100


def test_a_server_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    class Drip:
        def read(self, amount: int, /) -> bytes:
            return b"x"

    monkeypatch.setattr(fetching, "LONGEST", -1.0)
    with pytest.raises(ToolError, match="was not done"):
        fetch("https://x.org/", 1000, lambda request, timeout: Drip())


@pytest.mark.parametrize("url", ["http://x.org/", "file:///etc/passwd", "ftp://x.org/", "x"])
def test_only_https(url: str) -> None:
    with pytest.raises(ToolError, match="only addresses with https"):
        fetch(url, 100, lambda request, timeout: Given(b""))


def test_a_redirect_leads_to_https_alone() -> None:
    request = urllib.request.Request("https://x.org/a")
    follow = HttpsOnly().redirect_request
    for url in ("http://x.org/b", "file:///etc/passwd"):
        with pytest.raises(ToolError, match="not https"):
            follow(request, io.BytesIO(), 302, "Found", Message(), url)
    further = follow(request, io.BytesIO(), 302, "Found", Message(), "https://y.org/b")
    assert further is not None
    assert further.full_url == "https://y.org/b"
