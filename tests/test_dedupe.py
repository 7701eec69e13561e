"""Works that are held twice: the cases of cases/dedupe.yaml, merging them and undoing it."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.cli import cli
from synth.exchange.bibtex.read import read_bibtex
from synth.exchange.identity import pmid_of
from synth.library.dedupe import duplicates, pair_of
from synth.library.merge_records import read_merges, write_merges
from synth.library.merging import Merge, merge, merge_of, merge_pairs, undo
from synth.library.shelf import Shelf
from synth.model import Reference
from synth.problems import Place, ProjectError
from tests.conftest import HERE, Copy
from tests.made_up_library import library

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases" / "dedupe.yaml").read_text("utf-8"))


def read(text: str) -> tuple[Reference, ...]:
    found = read_bibtex(text, "references/library.bib")
    assert not found.refused, found.refused
    return found.references


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    one, two = read(case["entries"])
    pairs = duplicates([one, two])
    assert pairs == duplicates([one, two], 0.9)
    assert pair_of(one, two) == pair_of(two, one)
    if not case["same"]:
        assert pairs == ()
        return
    (pair,) = pairs
    assert pair.keys == ("a", "b")
    assert case.get("score", 0.9) <= pair.score <= 1
    assert case.get("reason", "") in pair.reason


def test_planted_duplicates_are_found() -> None:
    works, planted = library(3000, random.Random(11))
    found = {frozenset(pair.keys) for pair in duplicates(works)}
    true = {frozenset((key, model)) for key, (model, _) in planted.items() if key[0] == "d"}
    assert len(true) > 200
    assert len(found & true) / len(true) > 0.97
    assert len(found & true) / len(found) > 0.97


def reference(number: int, **item: object) -> Reference:
    return Reference(f"k{number}", {"id": f"k{number}", **item}, Place("a.bib", number + 1, 1))


@pytest.mark.parametrize(
    "item",
    [
        {"title": "Editorial"},
        {"title": "Social capital and health", "DOI": "10.1/a"},
        {"title": "Social capital and health", "author": [{"family": "Lee"}]},
        {},
    ],
)
def test_thousands_of_like_works_take_little_time(item: dict[str, Any]) -> None:
    started = time.perf_counter()
    duplicates([reference(number, type="book", **item) for number in range(5000)])
    assert time.perf_counter() - started < 10


FILE = "references/library.bib"
DAY = "2026-01-31"

TWICE = """% Our works.
@article{lee2019,
  author  = {Lee, Ana and Okafor, Ben},
  title   = {Clubs and attendance: A trial},
  year    = {2019},
  abstract = {Short.},
  keywords = {clubs, trial},
  note    = {Read in May}
}
% Another account of it.
@article{leeb,
  author = {Lee, A. and Okafor, B.},
  title = {Clubs and attendance},
  journal = {Journal of Clubs}, year = 2019, pages = {10--19},
  abstract = {A longer abstract.},
  keywords = {trial, schools},
  note = {From Ben},
  file = {lee.pdf},
}

@book{omar2021,
  title = {Isolation}
}
"""


def merged(text: str, kept: str, other: str) -> tuple[str, Merge]:
    works = {each.key: each for each in read(text)}
    shelf = Shelf(text)
    done, whole = merge({FILE: shelf}, works[kept], works[other], DAY)
    after = {each.key: each for each in read(shelf.text())}
    assert other not in after
    assert after[kept].item.get("custom") == whole.item.get("custom")
    return shelf.text(), done


def test_a_merge_keeps_everything() -> None:
    text, done = merged(TWICE, "lee2019", "leeb")
    kept = read(text)[0]
    assert kept.key == "lee2019"
    assert kept.aliases == ("leeb",)
    item = kept.item
    assert item["title"] == "Clubs and attendance: A trial"
    assert item["container-title"] == "Journal of Clubs"
    assert item["page"] == "10-19"
    assert item["abstract"] == "A longer abstract."
    assert item["keyword"] == "clubs; trial; schools"
    assert item["custom"]["file"] == "lee.pdf"
    assert item["custom"]["merged-title"] == "Clubs and attendance"
    assert item["custom"]["merged-author"] == "Lee, A.; Okafor, B."
    assert item["custom"]["merged-note"] == "From Ben"
    assert "merged-issued" not in item["custom"]
    assert done.date == DAY
    assert text.startswith(
        "% Our works.\n@article{lee2019,\n  author  = {Lee, Ana and Okafor, Ben},"
    )
    assert text.endswith("% Another account of it.\n@book{omar2021,\n  title = {Isolation}\n}\n")


def test_a_record_is_read_as_it_was_written() -> None:
    _, done = merged(TWICE, "lee2019", "leeb")
    assert read_merges(write_merges([done]), "merges.json") == (done,)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"merges": 3}', '{"merges": [{}]}', '{"merges": [[1]]}', "[" * 100_000],
)
def test_a_record_that_is_none(text: str) -> None:
    with pytest.raises(ProjectError, match="no record of merges"):
        read_merges(text, "merges.json")


_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["article", "book"]),
        st.sampled_from([", ", ",\n  "]),
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["{Clubs}", '"Clubs and {Wales}"', "{Clubs \\& trust}"]),
                "year": st.sampled_from(["2019", "{2020}"]),
                "author": st.just("{Lee, A. and {World Bank}}"),
                "note": st.sampled_from(["{a}", '"b" # {c}']),
                "ids": st.just("{old, older}"),
                "x-own": st.sampled_from(["{1}", "{2}"]),
            },
        ),
    ),
    min_size=2,
    max_size=5,
)


@settings(deadline=None)
@given(_ENTRIES, st.sampled_from(["\n", "\n\n", "\n% note\n", " "]), st.randoms())
def test_merging_and_undoing_gives_the_same_bytes(
    entries: list[tuple[str, str, dict[str, str]]], gap: str, pick: random.Random
) -> None:
    text = gap.join(
        f"@{kind}{{k{number}{''.join(f'{sign}{name} = {value}' for name, value in fields.items())}}}"
        for number, (kind, sign, fields) in enumerate(entries)
    )
    states, merges = [text], []
    while len(works := read(states[-1])) > 1 and len(merges) < 3:
        kept, other = pick.sample(works, 2)
        shelf = Shelf(states[-1])
        done, _ = merge({FILE: shelf}, kept, other, DAY)
        merges.append(done)
        states.append(shelf.text())
        after = {each.key: each for each in read(shelf.text())}
        assert set(after) == {each.key for each in works} - {other.key}
        assert {other.key, *other.aliases} <= set(after[kept.key].aliases)
    while merges:
        shelf = Shelf(states.pop())
        done = merges.pop()
        assert undo({FILE: shelf}, (*merges, done), done).lost == ()
        assert shelf.text() == states[-1]


def test_undoing_tells_of_later_changes() -> None:
    text, done = merged(TWICE, "lee2019", "leeb")
    changed = text.replace("{Read in May}", "{Read in June}")
    with pytest.raises(ProjectError, match=r"note = \{Read in June\}"):
        undo({FILE: Shelf(changed)}, (done,), done)
    shelf = Shelf(changed)
    assert len(undo({FILE: shelf}, (done,), done, force=True).lost) == 1
    assert shelf.text() == TWICE


def test_later_changes_to_other_entries_stay() -> None:
    text, done = merged(TWICE, "lee2019", "leeb")
    shelf = Shelf(text.replace("{Isolation}", "{Isolation and mood}"))
    assert undo({FILE: shelf}, (done,), done).lost == ()
    assert shelf.text() == TWICE.replace("{Isolation}", "{Isolation and mood}")


def test_a_later_merge_is_undone_first() -> None:
    text = "@book{a, title={T}}\n@book{b, title={T}}\n@book{c, title={T}}\n"
    once, first = merged(text, "a", "b")
    twice, second = merged(once, "a", "c")
    with pytest.raises(ProjectError, match="--undo c"):
        undo({FILE: Shelf(twice)}, (first, second), first, force=True)
    assert merge_of((first, second), "a") is second
    with pytest.raises(ProjectError, match="no merge of"):
        merge_of((first, second), "d")


def test_a_key_that_was_taken_again() -> None:
    text, done = merged(TWICE, "lee2019", "leeb")
    with pytest.raises(ProjectError, match="again"):
        undo({FILE: Shelf(text + "@misc{leeb}")}, (done,), done)


def test_merging_all_joins_chains_and_keeps_parents() -> None:
    text = "".join(
        f"@book{{k{n}, title = {{The many uses of social capital}}, author = {{Lee, A.}}, year = 2020{more}}}\n"
        for n, more in enumerate(["", ", publisher = {Demos}", ", note = {x}, address = {Ulm}"])
    )
    works = read(text)
    shelf = Shelf(text)
    merges = merge_pairs({FILE: shelf}, duplicates(works), DAY, 0.9)
    assert [each.kept for each in merges] == ["k1", "k1"]
    (left,) = read(shelf.text())
    assert set(left.aliases) == {"k0", "k2"}
    shelf = Shelf(text)
    merge_pairs({FILE: shelf}, duplicates(works), DAY, 0.9, heirs={"k0"})
    assert [each.key for each in read(shelf.text())] == ["k0"]


def run(*arguments: str) -> tuple[int, str]:
    from click.testing import CliRunner

    result = CliRunner().invoke(cli, ["refs", "dedupe", *arguments])
    return result.exit_code, result.stdout


def test_the_command(project: Copy) -> None:
    library_file = project.root / FILE
    text = library_file.read_text("utf-8")
    library_file.write_text(
        text + "\n@article{lee, title = {After-School Clubs}, doi = {10.5555/CLUBS.2019}}\n",
        "utf-8",
    )
    before = library_file.read_bytes()
    at = ("--project", str(project.root), "--output-format", "json")
    status, said = run(*at)
    assert status == 0
    (pair,) = json.loads(said)["pairs"]
    assert pair == {"keys": ["lee2019", "lee"], "score": 1.0, "reason": "same DOI"}
    assert run(*at, "--min-score", "1.5")[0] == 2
    assert run(*at, "--merge", "lee2019", "leee")[0] != 0
    assert run(*at, "--merge", "lee", "lee")[0] != 0
    assert library_file.read_bytes() == before
    for choice in (("--merge", "lee2019", "lee"), ("--merge-all",)):
        status, said = run(*at, *choice)
        assert status == 0
        assert json.loads(said) == {"merged": [{"kept": "lee2019", "removed": "lee"}]}
        assert project.load().references["lee2019"].aliases == ("lee",)
        assert project.problems() == ()
        status, said = run(*at, "--undo", "lee")
        assert status == 0
        assert library_file.read_bytes() == before
        assert run(*at, "--undo", "lee")[0] != 0


def test_a_record_cannot_lead_out_of_the_library(project: Copy) -> None:
    at = ("--project", str(project.root))
    project.write("references/more.bib", TWICE)
    assert run(*at, "--merge", "lee2019", "leeb")[0] == 0
    record = project.root / "references" / "merges.json"
    record.write_text(record.read_text("utf-8").replace("references/more.bib", "../x.bib"), "utf-8")
    assert run(*at, "--undo", "leeb")[0] != 0
    assert not (project.root.parent / "x.bib").exists()


def test_zotero_tells_the_number_of_pubmed_in_a_note() -> None:
    assert pmid_of({"note": "PMID: 31762491\nPMCID: PMC6377845"}) == "31762491"
    assert pmid_of({"note": "See PMID: 31762491 for the first part"}) == ""
    assert pmid_of({"PMID": "007", "note": "PMID: 8"}) == "7"
