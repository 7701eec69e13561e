"""Files of references in and out: what each format says, and what no file may do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from synth.exchange import FORMATS, Imported, detect, read_references, write_references
from synth.exchange.decode import decode
from synth.exchange.entries import MAX_ENTRIES
from synth.exchange.identifiers import full_range
from synth.exchange.names import line_of, name_of
from synth.exchange.tagged.ris_types import ARTICLES, MAIN
from synth.exchange.written_dates import read_date, read_slashed
from synth.model import Reference
from synth.problems import Place, ProjectError

HERE = Path(__file__).parent
EXPORTS = HERE / "exports"
CASES = yaml.safe_load((HERE / "cases" / "exchange.yaml").read_text("utf-8"))
SAMPLES = sorted(path.name for path in EXPORTS.iterdir())
FORMAT_OF = {case["file"]: case["format"] for case in CASES["files"]} | {"small.bib": "biblatex"}
SUFFIXES = sorted({suffix for format in FORMATS.values() for suffix in format.suffixes})
WRITTEN = ("csl-json", "csv", "ris")


def read(data: bytes | str, name: str = "x", format: str | None = None) -> Imported:
    raw = data.encode("utf-8") if isinstance(data, str) else data
    return read_references(raw, name, format)


def sample(name: str) -> str:
    return decode((EXPORTS / name).read_bytes())


# What the files say


def test_every_sample_has_a_case() -> None:
    assert set(SAMPLES) == set(FORMAT_OF)


@pytest.mark.parametrize("case", CASES["files"], ids=lambda case: case["file"])
def test_a_sample_says_what_its_case_says(case: Mapping[str, Any]) -> None:
    imported = read((EXPORTS / case["file"]).read_bytes(), case["file"])
    works = [
        {
            "key": each.key,
            "line": each.place.line,
            "item": {field: value for field, value in each.item.items() if field != "id"},
        }
        for each in imported.references
    ]
    assert works == case["works"]
    for kind, problems in (("refused", imported.refused), ("warnings", imported.problems)):
        told = [{"rule": each.rule, "line": each.place.line} for each in problems if each.place]
        assert told == case.get(kind, [])
    assert all(each.item["id"] == each.key for each in imported.references)


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: case["line"])
def test_a_name_on_a_line(case: Mapping[str, Any]) -> None:
    assert name_of(case["line"]) == case["name"]
    assert name_of(line_of(case["name"])) == case["name"]


@pytest.mark.parametrize("case", CASES["dates"], ids=lambda case: case["text"])
def test_a_written_date(case: Mapping[str, Any]) -> None:
    assert read_date(case["text"]) == case["date"]


@pytest.mark.parametrize("case", CASES["slashed"], ids=lambda case: case["text"])
def test_a_date_of_ris(case: Mapping[str, Any]) -> None:
    assert read_slashed(case["text"]) == (case["date"], case["other"])


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: str(case["text"]))
def test_a_page_range(case: Mapping[str, Any]) -> None:
    assert full_range(case["text"]) == case["full"]


@pytest.mark.parametrize("case", CASES["habits"], ids=lambda case: case["habit"])
def test_a_habit_of_a_program(case: Mapping[str, Any]) -> None:
    imported = read(case["text"], "x", case["format"])
    assert not imported.refused
    held = [
        {field: each.item.get(field) for field in wanted}
        for each, wanted in zip(imported.references, case["items"], strict=True)
    ]
    assert held == case["items"]


def test_a_name_that_looks_like_one_of_an_index_comes_back_as_what_it_is() -> None:
    names = [{"literal": "Clubs NA"}, {"literal": "Trust UK"}, {"family": "Lee", "given": "NA"}]
    item = {"type": "book", "title": "T", "author": names}
    text = write_references([Reference("a", item, Place("x", 1, 1))], "ris")
    assert read(text).references[0].item["author"] == names


def test_zoteros_own_json_is_told_from_csl() -> None:
    text = '{"items": [{"itemType": "book", "title": "T", "creators": []}]}'
    imported = read(text, "x.json", "csl-json")
    assert not imported.references
    assert "Zotero" in imported.refused[0].message


@pytest.mark.parametrize(
    "line", ["Okafor NA" * 40_000, "van " * 100_000 + "Lee A", "a'" * 200_000 + " B", "A-" * 90_000]
)
def test_a_long_name_takes_no_time(line: str) -> None:
    start = time.process_time()
    read(f"TY  - BOOK\nTI  - T\nAU  - Lee A\nAU  - {line}\nUR  - {line}\nER  - \n")
    assert time.process_time() - start < 2


# Which format a file is in


@pytest.mark.parametrize("suffix", [*SUFFIXES, "", ".doc"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_told_whatever_the_suffix_says(name: str, suffix: str) -> None:
    expected = "bibtex" if FORMAT_OF[name] == "biblatex" else FORMAT_OF[name]
    found = detect(sample(name), suffix)
    assert ("bibtex" if found == "biblatex" else found) == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b",title,abstract,authors\n0,Clubs,nan,\n", "a table of unknown columns"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "a picture (JPEG)"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "a Word, Excel or ZIP file"),
        (b"SQLite format 3\x00" + bytes(200), "a database"),
        (b"{\\rtf1\\ansi Clubs}", "rich text"),
        (b"<!DOCTYPE html>\n<html><body>TY - x</body></html>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><html><head/></html>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><svg/>", "XML, but not of EndNote"),
        (b"\x00\x01\x02\x03" * 100, "no text"),
        (b"Dear all,\nplease find the list.\nReferences:\nSmith (2019)\n", "plain text"),
        (b"name,town\nAnna,Oslo\n", "plain text"),
        (b"do - or do not\nan - older - word\nid - entity\n", "plain text"),
    ],
)
@pytest.mark.parametrize("name", ["x", "x.ris", "x.csv", "x.json", "x.txt"])
def test_what_is_no_file_of_references_is_named(data: bytes, kind: str, name: str) -> None:
    with pytest.raises(ProjectError) as told:
        read(data, name)
    assert f"{name}: no references found: the file is " in str(told.value)
    assert kind in str(told.value)
    assert "RIS" in str(told.value)


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("csl-json", "[]"),
        ("csl-json", '{"items": []}'),
        ("csl-yaml", "references: []\n"),
        ("csv", "key,type,title\n"),
        ("endnote-xml", "<xml><records></records></xml>"),
    ],
)
def test_a_list_of_no_works_is_read(format: str, text: str) -> None:
    assert detect(text, "") == format
    assert read(text) == Imported()


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"bibtex", "biblatex"}))
def test_an_empty_text_of_a_named_format_holds_nothing(format: str) -> None:
    imported = read("", "x", format)
    assert imported.references == ()
    assert len(imported.refused) == (1 if format in ("csl-json", "endnote-xml") else 0)


# How a file is encoded


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["endnote.ris", "pubmed.nbib", "savedrecs.ciw", "covidence.csv"])
def test_encodings_and_line_ends_change_nothing(name: str, encoding: str, line_end: str) -> None:
    data = sample(name).replace("\n", line_end).encode(encoding)
    assert read(data, name) == read(sample(name), name)


# Round trips


@dataclass(frozen=True)
class Holds:
    """What a format can hold: types, and fields that stay as they are."""

    types: tuple[str, ...]
    fields: tuple[str, ...]
    names: tuple[str, ...]
    dates: tuple[str, ...]
    custom: tuple[str, ...]
    rich_names: bool = True
    lines: bool = True


ALL_TYPES = (*MAIN, "article", "review-book", "treaty")
COMMON = (
    "title-short", "container-title", "container-title-short", "collection-title",
    "volume", "publisher", "publisher-place", "abstract", "annote", "call-number",
    "language", "note", "source", "number-of-volumes", "DOI", "URL", "PMID",
)  # fmt: skip
ANY = (
    *COMMON,
    "edition",
    "version",
    "genre",
    "number",
    "medium",
    "status",
    "archive",
    "event-title",
)
HOLDS = {
    "ris": Holds(
        tuple(MAIN), COMMON, ("author", "editor", "translator"), ("issued", "accessed"),
        ("ris-c1", "ris-m2", "ris-ad"), rich_names=False, lines=False,
    ),
    "csl-json": Holds(
        ALL_TYPES, ANY, ("author", "editor", "translator", "director", "collection-editor"),
        ("issued", "accessed", "event-date"), ("file", "ris-c1", "ids"),
    ),
    "csv": Holds(
        ALL_TYPES, ANY, ("author", "editor", "translator", "director", "collection-editor"),
        ("issued", "accessed", "event-date"), ("file", "note", "title", "custom:x", "ris-c1"),
    ),
}  # fmt: skip

LETTERS = st.characters(categories=("Lu", "Ll", "Nd"), max_codepoint=0x24F)
WORD = st.text(LETTERS, min_size=1, max_size=8)
LINE = st.lists(
    st.one_of(WORD, st.sampled_from(["&", "<", "p<0.05", "{x}", "%", "é", "-", "(a)", "#", '"q"'])),
    min_size=1,
    max_size=5,
).map(" ".join)
NUMBERS = st.integers(1, 99999).map(str)
DOIS = st.sampled_from(["10.1234/a(b)<c>1:2;3", "10.5751/XYZ_1%2F", "10.1000/182"])
URLS = st.sampled_from(["https://example.org/a;b?x=1&y=%20#z", "http://dx.example/1"])
PLAIN_NAME = st.fixed_dictionaries(
    {"family": WORD, "given": WORD}, optional={"suffix": st.sampled_from(["Jr", "III"])}
)
LITERAL = st.sampled_from(
    ["World Health Organization", "UNICEF", "Davis, University of", "Bureau of Clubs; North"]
).map(lambda text: {"literal": text})
RICH_NAME = st.fixed_dictionaries(
    {"family": LINE},
    optional={"given": LINE, "non-dropping-particle": WORD, "dropping-particle": WORD},
)
DATES = st.one_of(
    st.dates().map(lambda day: [[day.year, day.month, day.day]]),
    st.dates().map(lambda day: [[day.year, day.month]]),
    st.integers(1, 9999).map(lambda year: [[year]]),
    st.integers(1, 9998).map(lambda year: [[year, 12], [year + 1, 1, 31]]),
).map(lambda parts: {"date-parts": parts})
RICH_DATE = st.one_of(
    DATES,
    st.just({"literal": "in press"}),
    st.just({"date-parts": [[2019]], "season": 2}),
)
CIRCA = st.just({"date-parts": [[1066]], "circa": True})


def values_of(field: str, holds: Holds) -> st.SearchStrategy[Any]:
    if field in holds.names:
        names = [PLAIN_NAME, LITERAL, *([RICH_NAME] if holds.rich_names else [])]
        return st.lists(st.one_of(names), min_size=1, max_size=3)
    if field in holds.dates:
        return st.one_of(RICH_DATE, CIRCA) if holds.rich_names else RICH_DATE
    if field in ("volume", "PMID", "number-of-volumes"):
        return NUMBERS
    if field == "DOI":
        return DOIS
    if field == "URL":
        return URLS
    if holds.lines:
        return st.one_of(LINE, st.just("one line\nand another, with a comma; and more"))
    return LINE


def items(holds: Holds) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: values_of(name, holds) for name in (*holds.fields, *holds.names, *holds.dates)}
    fields["keyword"] = st.lists(WORD, min_size=1, max_size=3, unique=True).map("; ".join)
    fields["custom"] = st.dictionaries(st.sampled_from(holds.custom), LINE, min_size=1)
    return st.fixed_dictionaries(
        {"type": st.sampled_from(holds.types), "title": LINE}, optional=fields
    )


def references_of(items: list[dict[str, Any]]) -> list[Reference]:
    return [
        Reference(f"work{n}", {"id": f"work{n}", **item}, Place("x", 1, 1))
        for n, item in enumerate(items)
    ]


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("format", sorted(HOLDS))
@SETTINGS
@given(data=st.data())
def test_what_a_format_holds_comes_back(format: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(items(HOLDS[format]), max_size=3))
    if format == "ris":
        written = [held_by_ris(item) for item in written]
    references = references_of(written)
    text = write_references(references, format)
    imported = read(text, "x", format)
    assert imported.refused == ()
    assert [each.key for each in imported.references] == [each.key for each in references]
    assert [dict(each.item) for each in imported.references] == [each.item for each in references]
    assert write_references(imported.references, format) == text


def held_by_ris(item: dict[str, Any]) -> dict[str, Any]:
    """An item without what shares a tag with another field for its type.

    A journal that has a short name alone is read as having it for its name, too.
    """
    if item["type"] in ARTICLES and "container-title-short" in item:
        item = {"container-title": item["container-title-short"]} | item
    in_series = item["type"] in ("book", "report", "map", "software", "pamphlet")
    return {
        field: value
        for field, value in item.items()
        if not (field == "collection-title" and in_series and "container-title" in item)
        and not (field == "PMID" and item["type"] == "patent")
    }


@pytest.mark.parametrize("format", WRITTEN)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_that_is_written_and_read_is_written_the_same(name: str, format: str) -> None:
    # What stands in RIS for a key is often a program's own number: a number is no key there.
    references = [each for each in read(sample(name), name).references if not each.key.isdigit()]
    first = write_references(references, format)
    again = read(first, "x", format)
    assert again.refused == ()
    assert write_references(again.references, format) == first


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".ris")])
def test_a_ris_file_comes_back_from_ris(name: str) -> None:
    references = read(sample(name), name).references
    again = read(write_references(references, "ris"), "x", "ris").references
    assert [dict(each.item) for each in again] == [_without_end(each.item) for each in references]


def _without_end(item: Mapping[str, Any]) -> dict[str, Any]:
    """What stands behind ER is not written again."""
    custom = {name: text for name, text in item.get("custom", {}).items() if name != "ris-er"}
    rest = {field: value for field, value in item.items() if field != "custom"}
    return rest | {"custom": custom} if custom else rest


def test_ris_has_the_line_ends_and_the_end_that_its_specification_asks_for() -> None:
    text = write_references(references_of([{"type": "book", "title": "A"}]), "ris")
    assert text == "TY  - BOOK\r\nID  - work0\r\nTI  - A\r\nER  - \r\n\r\n"


def test_ris_holds_no_markup_of_case() -> None:
    item = {"type": "book", "title": '<span class="nocase">RNA</span> and <i>mice</i>'}
    assert "TI  - RNA and <i>mice</i>\r\n" in write_references(references_of([item]), "ris")


@pytest.mark.parametrize("format", WRITTEN)
def test_an_item_of_every_field_is_written(format: str) -> None:
    item: dict[str, Any] = {
        "type": "no such type",
        "title": "A\nB",
        "author": [{}, {"literal": ""}, {"family": "x"}],
        "issued": {"date-parts": [[-44, 3], [0]]},
        "accessed": {"date-parts": [[2019, 21]]},
        "original-date": {},
        "volume": 12,
        "custom": {"ris-ty": "NO", "ris-x": "y", "file": "z"},
    }
    assert write_references(references_of([item]), format)


# Oddities, each of one format


def one(text: str, format: str | None = None) -> dict[str, Any]:
    (reference,) = read(text, "x", format).references
    return dict(reference.item)


def test_a_type_in_the_middle_of_a_record_starts_another() -> None:
    text = "TY  - JOUR\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \n"
    imported = read(text)
    assert [each.item["title"] for each in imported.references] == ["A", "B"]
    assert [(each.rule, each.place.line) for each in imported.problems if each.place] == [
        ("reference-syntax", 1)
    ]


def test_a_record_without_a_type_among_others_is_read() -> None:
    imported = read("TY  - JOUR\nTI  - A\nER  - \nTI  - B\nJO  - J\nVL  - 1\nER  - \n")
    assert [each.item["type"] for each in imported.references] == ["article-journal"] * 2
    assert [each.rule for each in imported.problems] == ["unknown-type"]


def test_rispys_own_tag_for_what_it_does_not_know() -> None:
    item = one("TY  - JOUR\nTI  - A\nUK  - b\nXX  - c\nER  - \n")
    assert item["custom"] == {"ris-uk": "b", "ris-xx": "c"}


def test_tags_may_be_written_in_many_ways() -> None:
    for line in ("TI  - A", "TI - A", "TI  -A", "TI\t-\tA", "  TI  - A", "TI  -  A  "):
        assert one(f"TY  - JOUR\n{line}\nER  -")["title"] == "A", line


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        ("SP  - 123\nEP  - 129", "123-129"),
        ("SP  - 123\nEP  - 9", "123-129"),
        ("SP  - 123-9", "123-129"),
        ("SP  - 123-129\nEP  - 129", "123-129"),
        ("EP  - 9\nSP  - 123", "123-129"),
        ("SP  - 123", "123"),
        ("EP  - 129", "129"),
        ("SP  - e12", "e12"),
    ],
)
def test_pages_of_ris(lines: str, page: str) -> None:
    assert one(f"TY  - JOUR\nTI  - A\n{lines}\nER  - ")["page"] == page


@pytest.mark.parametrize(
    "line",
    [
        "DO  - 10.1/AbC",
        "DO  - doi:10.1/AbC",
        "DO  - https://doi.org/10.1/AbC",
    ],
)
def test_a_doi_is_bare_and_its_characters_stay(line: str) -> None:
    assert one(f"TY  - JOUR\nTI  - A\n{line}\nER  - ")["DOI"] == "10.1/AbC"


@pytest.mark.parametrize("tag", ["M3", "L3", "UR", "L2"])
def test_a_doi_in_another_field_of_ris(tag: str) -> None:
    item = one(f"TY  - JOUR\nTI  - A\n{tag}  - https://doi.org/10.1234/AbC\nER  - ")
    assert item["DOI"] == "10.1234/AbC"
    assert "https://doi.org/10.1234/AbC" in json.dumps(item)


def test_every_type_of_ris_is_one_of_csl() -> None:
    for type_ in MAIN:
        text = write_references(references_of([{"type": type_, "title": "A"}]), "ris")
        assert one(text)["type"] == type_


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[\n{"title": "a"},\n{"title": }\n]', 3, 11),
        ('[{"title": "a"}', 1, 16),
        ('[{"title": "a"}\n {"title": "b"}]', 2, 2),
        ('{"items": [{"title": "a"}, ]}', 1, 28),
    ],
)
def test_where_a_json_file_breaks_is_told(text: str, line: int, column: int) -> None:
    imported = read(text, "x.json")
    assert [each.item["title"] for each in imported.references] == ["a"]
    (problem,) = imported.refused
    assert problem.rule == "json-syntax"
    assert problem.place == Place("x.json", line, column)


def test_an_object_of_json_that_is_no_work_is_refused() -> None:
    imported = read('{"name": "a package", "version": "1"}', "x.json")
    assert [each.rule for each in imported.refused] == ["wrong-shape"]


@pytest.mark.parametrize("half", ['"\\ud800"', '"a\\udc00b"'])
def test_half_of_a_surrogate_pair_can_be_written_as_utf8(half: str) -> None:
    text = f'[{{"title": {half}, "foo": {half}, "author": [{{"family": {half}}}]}}]'
    assert json.dumps(one(text), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "references:\n- &a {id: a, title: x}\n- *a\n",
        "a: &a [x, x]\nreferences:\n- title: t\n  keyword: *a\n",
    ],
)
def test_anchors_in_yaml_are_refused(text: str) -> None:
    imported = read(text, "x.yaml", "csl-yaml")
    assert imported.references == ()
    assert [each.rule for each in imported.refused] == ["yaml-syntax"]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    "]><xml><records><record><abstract>&b;</abstract></record></records></xml>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'
    "]><xml><records><record><abstract>&a;</abstract></record></records></xml>"
)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_in_xml_are_refused(text: str) -> None:
    imported = read(text, "x.xml")
    assert imported.references == ()
    (problem,) = imported.refused
    assert problem.rule == "xml-syntax"
    assert "entities" in problem.message


def test_where_an_xml_file_breaks_is_told() -> None:
    text = sample("endnote.xml")
    imported = read(text[: text.index("Cities of neighbours")], "x.xml")
    assert [each.key for each in imported.references] == ["castro2019"]
    assert [each.rule for each in imported.refused] == ["xml-syntax"]


def test_control_characters_that_endnote_writes_are_no_fault() -> None:
    text = "<xml><records><record><titles><title>a\x02b</title></titles></record></records></xml>"
    assert one(text)["title"] == "a b"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_have_other_delimiters(delimiter: str) -> None:
    text = f"key{delimiter}title\na1{delimiter}Clubs\n"
    assert one(text) == {"id": "a1", "type": "document", "title": "Clubs"}


def test_a_ragged_row_is_a_fault_of_that_row() -> None:
    imported = read("key,title\na,A\nb\nc,C,x,y\nd,D,,\n\ne,E\n", "x.csv")
    assert [each.key for each in imported.references] == ["a", "d", "e"]
    assert [each.place.line for each in imported.refused if each.place] == [3, 4]


def test_a_taken_key_is_told_once_and_both_are_kept() -> None:
    text = "key,title\n" + "same,A\n" * 3 + ",B\n" * 2
    imported = read(text, "x.csv")
    assert [each.key for each in imported.references] == [
        "same",
        "sameb",
        "samec",
        "worknd",
        "workndb",
    ]
    assert [each.rule for each in imported.problems] == ["duplicate-key"] * 2
    assert [each.place.line for each in imported.problems if each.place] == [3, 4]


def test_a_file_of_too_many_entries_is_to_be_split() -> None:
    with pytest.raises(ProjectError, match="split it"):
        read("[" + "0," * MAX_ENTRIES + "0]", "x.json")


# Whatever is done to a file


@st.composite
def mutilated(draw: st.DrawFn, names: list[str]) -> tuple[str, str]:
    """A sample with lines taken out, doubled, put in and cut, and its name."""
    name = draw(st.sampled_from(names))
    lines = sample(name).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        change = draw(st.sampled_from(["out", "twice", "in", "cut", "swap"]))
        if not lines:
            break
        if change == "out":
            del lines[at]
        elif change == "twice":
            lines.insert(at, lines[at])
        elif change == "in":
            lines.insert(at, draw(st.sampled_from(SPOKES)))
        elif change == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        else:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
    return name, "\n".join(lines)


SPOKES = (
    "", " ", "TY  - JOUR", "ER  - ", "ER  -", "TY  - ", "TI  - ", "PMID- 1", "%0 Book", "PT J", "ER",
    "EF", "\x00", "DA  - 9999/99/99/x", "PY  - 0000", "SP  - -", "AU  - ,", "AU  - ;,;", "KW  - ;",
    '"', "{", "}", "[", "]", ",", "- ", "- id: [", "<record>", "</record>", "&", "a,b,c", "é", "\ufeff",
    "UK  - x", "C2  - PMC", "SN  - X", "DP  - 2019 Foo", "%A", "%", "FN ", "references:", "...",
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutilated([name for name in SAMPLES if name != "small.bib"]))
def test_no_mutilated_file_is_an_exception(case: tuple[str, str]) -> None:
    name, text = case
    imported = read(text, name, FORMAT_OF[name])
    keys = [each.key for each in imported.references]
    assert len(set(keys)) == len(keys)
    assert all(each.place.line is not None for each in imported.references)
    assert all(each.place is not None and each.hint for each in imported.refused)
    json.dumps([dict(each.item) for each in imported.references], ensure_ascii=False).encode()


MARKED: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "ris": ("", lambda n: f"TY  - JOUR\nAU  - Ash, A\nTI  - mark{n}x\nPY  - 2001\nER  - \n\n"),
    "nbib": ("", lambda n: f"PMID- {n}\nOWN - NLM\nTI  - mark{n}x\nDP  - 2001\n\n"),
    "enw": ("", lambda n: f"%0 Book\n%A Ash, A\n%T mark{n}x\n%D 2001\n\n"),
    "wos": ("FN Clarivate\nVR 1.0\n", lambda n: f"PT J\nAU Ash, A\nTI mark{n}x\nPY 2001\nER\n\n"),
    "csv": ("key,title\n", lambda n: f"k{n},mark{n}x\n"),
}


@pytest.mark.parametrize("format", sorted(MARKED))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(gone=st.sets(st.integers(0, 40), max_size=15), count=st.integers(1, 7))
def test_each_title_that_is_left_is_in_one_entry(format: str, gone: set[int], count: int) -> None:
    head, record = MARKED[format]
    lines = "".join(record(n) for n in range(count)).split("\n")
    left = head + "\n".join(line for n, line in enumerate(lines) if n not in gone)
    imported = read(left, "x", format)
    said = [json.dumps(dict(each.item)) for each in imported.references]
    for number in range(count):
        mark = f"mark{number}x"
        assert sum(mark in each for each in said) == (mark in left), mark
    assert imported.entries == len(imported.references) + len(imported.refused)
    if not gone:
        assert imported.entries == count


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"bibtex", "biblatex"}))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300))
@example(text='"')
@example(text="[" * 5000)
@example(text="- " * 5000)
@example(text="<a>" * 5000)
def test_no_text_is_an_exception(format: str, text: str) -> None:
    imported = read(text.encode("utf-8", "replace"), "x", format)
    assert all(each.hint for each in imported.refused)


SIZE = 200_000
WORST: Mapping[str, tuple[str, Callable[[], str]]] = {
    "a million tags": ("ris", lambda: "TY  - JOUR\n" + "AU  - A, B\n" * (SIZE // 11)),
    "empty records": ("ris", lambda: "TY  - JOUR\nER  - \n" * (SIZE // 18)),
    "one author and no year": ("ris", lambda: "TY  - BOOK\nTI  - a\nER  - \n" * (SIZE // 27)),
    "one line": ("ris", lambda: "TY  - JOUR\nAB  - " + "x" * SIZE),
    "spaces": ("ris", lambda: "TY  - JOUR\nAB  - a\n" + " " * SIZE),
    "blank lines": ("ris", lambda: "TY  - JOUR\nAB  - a\n" + "\n" * SIZE),
    "continuation lines": ("ris", lambda: "TY  - JOUR\nAB  - a\n" + "ab\n" * (SIZE // 3)),
    "no type and no end": ("ris", lambda: "AU  - A, B\nTI  - C\n" * (SIZE // 19)),
    "many semicolons": ("ris", lambda: "TY  - JOUR\nAU  - " + "a,b;" * (SIZE // 4)),
    "medline terms": ("nbib", lambda: "PMID- 1\n" + "MH  - abc\n" * (SIZE // 10)),
    "endnote authors": ("enw", lambda: "%0 Book\n" + "%A A, B\n" * (SIZE // 8)),
    "cited references": ("wos", lambda: "PT J\nCR a\n" + "   b\n" * (SIZE // 5)),
    "deep xml": ("endnote-xml", lambda: "<xml><records>" + "<a>" * (SIZE // 3)),
    "entities": ("endnote-xml", lambda: f"<xml><records><record><a>{'&amp;' * (SIZE // 5)}"),
    "deep json": ("csl-json", lambda: "[" * SIZE),
    "deep objects": ("csl-json", lambda: "[" + '{"a":' * (SIZE // 5)),
    "one line of items": ("csl-json", lambda: "[" + '{"title":"a"},' * (SIZE // 14) + "0]"),
    "a large number": ("csl-json", lambda: '[{"title":' + "1" * SIZE + "}]"),
    "deep yaml": ("csl-yaml", lambda: "references:\n" + "- " * (SIZE // 2)),
    "flow yaml": ("csl-yaml", lambda: "references:\n- " + "[" * SIZE),
    "a long list in yaml": ("csl-yaml", lambda: f"references:\n- k: [{'a,' * (SIZE // 2)}]"),
    "one cell": ("csv", lambda: 'key,title\na,"' + "x\n" * (SIZE // 2)),
    "quotation marks": ("csv", lambda: 'key,title\na,"' + '""' * (SIZE // 2) + '"'),
    "many columns": ("csv", lambda: "key,title" + ",x" * (SIZE // 2) + "\na,b\n"),
    "a long row": ("csv", lambda: "key,title\na,b" + "," * SIZE),
}


@pytest.mark.parametrize("shape", sorted(WORST))
def test_the_worst_shapes_take_no_time(shape: str) -> None:
    """A hundredth of the largest file takes less than a tenth of the time that is granted."""
    format, make = WORST[shape]
    text = make()
    start = time.process_time()
    imported = read(text, "x", format)
    assert time.process_time() - start < 2
    assert imported.entries


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize(
    "unit", ["\n", " ", "#\n", "---\n", "a,", '"', "- ", "a: b\n", "@a", "[", "<?"]
)
def test_telling_a_format_takes_no_time(format: str, unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    FORMATS[format].looks.search(text)
    assert time.process_time() - start < 1


def test_names_beyond_all_measure_are_kept_as_text() -> None:
    text = "PT J\nAU " + "\n   ".join(f"Lee, A{number}" for number in range(10_003)) + "\nER\n"
    (reference,) = read(text, "x.ciw", "wos").references
    assert len(reference.item["author"]) == 10_000
    assert reference.item["custom"]["wos-more-author"] == "Lee, A10000; Lee, A10001; Lee, A10002"
