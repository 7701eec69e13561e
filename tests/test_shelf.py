"""A library file edited in place: what is not touched stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.exchange.bibtex.read import read_bibtex
from synth.exchange.bibtex.spans import entry_spans
from synth.library.files import write_library
from synth.library.shelf import (
    Shelf,
    amended,
    append_entries,
)
from synth.problems import OutputError, ProjectError

KEYS = [f"k{number}" for number in range(8)]
_VALUES = st.text(st.sampled_from('aZé "=,#@%\\-\n\t'), max_size=12).map(
    lambda text: text.replace("\\", "\\&").replace('"', "''")
)
_FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["title", "YEAR", "note", "x-y"]),
        st.sampled_from(["=", " = ", "\t=\n  "]),
        st.one_of(_VALUES.map(lambda v: f"{{{v}}}"), st.just("jan"), st.just('"q {"} r" # jan')),
    ),
    max_size=4,
    unique_by=lambda field: field[0],
)
_GAPS = st.sampled_from(
    ["\n", "\n\n", "\r\n", "\n% a comment with @ in it\n", '\n@string{jan2 = "J"}\n', "\n\n\n  "]
)


@st.composite
def libraries(draw: st.DrawFn) -> str:
    """A library of entries with all kinds of spacing, comments and strings between them."""
    text = draw(st.sampled_from(["", "\ufeff", "% head\n", "@comment{no entry}\n"]))
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=6)):
        fields = "".join(f",\n {name}{sign}{value}" for name, sign, value in draw(_FIELDS))
        end = draw(st.sampled_from(["}", "\n}", ",\n}" if fields else "}"]))
        text += f"@{draw(st.sampled_from(['article', 'Misc']))}{{{key}{fields}{end}"
        text += draw(_GAPS)
    return text


def raw_entries(text: str) -> dict[str, str]:
    return {span.key: text[span.start : span.end] for span in entry_spans(text)}


@given(libraries())
def test_the_pieces_are_the_whole(text: str) -> None:
    assert Shelf(text).text() == text


@given(libraries())
def test_spans_are_where_the_reader_reads(text: str) -> None:
    lines = text.replace("\r\n", "\n").split("\n")
    read = read_bibtex(text, "library.bib")
    spans = entry_spans(text)
    assert [(each.key, each.place.line) for each in read.references] == [
        (span.key, span.line) for span in spans
    ]
    for span in spans:
        assert text[span.start] == "@"
        assert text[span.end - 1] == "}"
        for field in span.fields:
            assert lines[field.line - 1][field.column - 1 :].lower().startswith(field.name)
            assert text[field.value_start : field.end] == field.value


@given(libraries(), st.sampled_from(KEYS))
def test_one_entry_replaced(text: str, key: str) -> None:
    entries = raw_entries(text)
    if key not in entries:
        with pytest.raises(ProjectError):
            Shelf(text).of_key(key)
        return
    shelf = Shelf(text)
    shelf.replace(shelf.of_key(key), "@misc{new}")
    assert shelf.text() == text.replace(entries[key], "@misc{new}", 1)


@given(libraries(), st.sampled_from(KEYS))
def test_one_entry_removed(text: str, key: str) -> None:
    entries = raw_entries(text)
    if key not in entries:
        return
    shelf = Shelf(text)
    shelf.remove(shelf.of_key(key))
    new = shelf.text()
    left = dict(entries)
    gone = left.pop(key)
    assert raw_entries(new) == left
    assert "".join(new.split()) == "".join(text.replace(gone, "", 1).split())


@given(libraries(), st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
def test_removed_and_put_back_in_turn(text: str, keys: list[str]) -> None:
    shelf = Shelf(text)
    cuts = [shelf.remove(shelf.of_key(key)) for key in keys if shelf.has(key)]
    later = Shelf(shelf.text())
    for cut in reversed(cuts):
        later.restore(cut)
    assert later.text() == text


@given(libraries(), st.permutations(range(3)))
def test_put_back_in_any_order_the_entries_are_as_they_were(text: str, order: list[int]) -> None:
    shelf = Shelf(text)
    cuts = [shelf.remove(shelf.of_key(key)) for key in KEYS[:3] if shelf.has(key)]
    for index in order:
        if index < len(cuts):
            shelf.restore(cuts[index])
    assert raw_entries(shelf.text()) == raw_entries(text)


@given(libraries(), st.lists(st.sampled_from(["@misc{n1}", "@misc{n2,\n  a = {b}\n}"]), max_size=2))
def test_entries_added(text: str, added: list[str]) -> None:
    new = append_entries(text, added)
    assert new.startswith(text)
    flat = [" ".join(raw.split()) for raw in raw_entries(new).values()]
    assert flat == [
        *(" ".join(raw.split()) for raw in raw_entries(text).values()),
        *(" ".join(raw.split()) for raw in dict.fromkeys(added)),
    ]


@given(libraries(), st.sampled_from(["title", "year", "note", "doi"]))
def test_a_field_set(text: str, name: str) -> None:
    for span in entry_spans(text):
        entry = text[span.start : span.end]
        new = amended(entry, {name: "{new value}"})
        (after,) = entry_spans(new)
        before = {field.name: field.value for field in span.fields}
        assert {field.name: field.value for field in after.fields} == {
            **before,
            name: "{new value}",
        }
        if name in before:
            (old,) = [field for field in entry_spans(entry)[0].fields if field.name == name]
            assert new == entry[: old.value_start] + "{new value}" + entry[old.end :]


def test_added_fields_look_like_their_neighbours() -> None:
    aligned = "@misc{a,\n    title  = {T},\n    author = {A},\n}"
    assert amended(aligned, {"doi": "{1}"}) == (
        "@misc{a,\n    title  = {T},\n    author = {A},\n    doi    = {1},\n}"
    )
    assert amended("@misc{a, title={T}}", {"doi": "{1}"}) == "@misc{a, title={T}, doi={1}}"
    assert amended("@misc{a}", {"doi": "{1}", "url": "{2}"}) == (
        "@misc{a,\n  doi = {1},\n  url = {2}\n}"
    )
    assert amended("@misc{a,\r\n  b = 1\r\n}", {"c": "{1\n2}"}) == (
        "@misc{a,\r\n  b = 1,\r\n  c = {1\r\n2}\r\n}"
    )


def test_two_entries_of_one_key_are_told_apart_by_line() -> None:
    text = "@misc{a, title={One}}\n@misc{a, title={Two}}\n"
    read = read_bibtex(text, "library.bib").references
    shelf = Shelf(text)
    shelf.replace(shelf.of(read[1]), "@misc{b}")
    assert shelf.text() == "@misc{a, title={One}}\n@misc{b}\n"


def test_line_ends_are_those_of_the_file() -> None:
    assert append_entries("@misc{a}\r\n", ["@misc{b,\n x=1}"]) == (
        "@misc{a}\r\n\r\n@misc{b,\r\n x=1}\r\n"
    )
    assert append_entries("", ["@misc{b}"]) == "@misc{b}\n"
    assert append_entries("@misc{a}", []) == "@misc{a}"


def test_a_library_is_written_only_where_it_is_as_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text("@book{a, title = {A}}\n", encoding="utf-8")
    write_library(path, "@book{a, title = {A}}\n", "@book{a, title = {B}}\n", None)
    assert "{B}" in path.read_text(encoding="utf-8")
    with pytest.raises(OutputError, match="changed by another program"):
        write_library(path, "@book{a, title = {A}}\n", "@book{a, title = {C}}\n", None)
    assert "{B}" in path.read_text(encoding="utf-8")


def test_a_library_that_leads_out_of_the_project_is_not_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside.bib"
    outside.write_text("", encoding="utf-8")
    root = tmp_path / "project"
    (root / "references").mkdir(parents=True)
    (root / "references" / "library.bib").symlink_to(outside)
    with pytest.raises(ProjectError, match="leads out of the project"):
        write_library(root / "references" / "library.bib", "", "@book{a}\n", root)
    assert outside.read_text(encoding="utf-8") == ""
    inside = root / "references" / "own.bib"
    inside.write_text("", encoding="utf-8")
    (root / "references" / "link.bib").symlink_to(inside)
    write_library(root / "references" / "link.bib", "", "@book{a}\n", root)
    assert inside.read_text(encoding="utf-8") == "@book{a}\n"
    assert (root / "references" / "link.bib").is_symlink()
