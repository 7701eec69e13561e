"""Citing any Markdown file: the same words as pandoc, and what is no citation stays text."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from synth.citing import cite_file
from synth.cli import cli
from synth.cli.cite import told
from synth.compose.citations import LOCATOR_TERMS, Library, typed_locator
from synth.document import fold
from synth.model import LocatorLabel
from synth.problems import ProjectError
from synth.styles import style_path
from tests.pandoc_words import pandoc_prints

HERE = Path(__file__).parent / "citing"
WORKS = HERE / "works.json"
STYLES = (
    "apa", "harvard-cite-them-right", "chicago-author-date", "modern-language-association",
    "ieee", "nature", "nlm-citation-sequence-superscript", "american-medical-association-brackets",
    "chicago-notes-bibliography", "chicago-notes-bibliography-subsequent-ibid", "mhra-notes",
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("locale", ["en-GB", None])
def test_the_same_words_as_pandoc(style: str, locale: str | None) -> None:
    theirs = pandoc_prints(HERE / "syntax.md", WORKS, style_path(style, HERE), locale)
    ours = told(cite_file(HERE / "syntax.md", [WORKS], style, locale).cited)
    assert [each["text"] for each in ours["citations"]] == theirs.citations
    assert [(each["reference"], each["text"]) for each in ours["bibliography"]] == theirs.entries
    assert len(theirs.citations) > 80


PREFIXES = ("", "see ", "e.g., ", "*cf.* ", "as in “Foo” by ", "(compare) ", "**not** ", "for `x` ")
SUFFIXES = (
    "", ", p. 3", ", pp. 3-5", " p. 3, and passim", ", chap. 4, p. 5", " and others", ", § 5",
    ", {p. 3} etc.", ", sec. 2.1", ", 33-35, 38", " *in full*", ", fig. 2, tbl. 4", "{p. 5}",
    ", para 3 (emphasis added)", ", p. iv", ", ch. IV", ", pp. 3–5 & 7", ", vol. 2, no. 3, p. 5",
    ", “well said”", ", 'quoted'", ', "so"', ", I say -- yes", ", p. 3...", ", p.5", ", emphasis mine",
)  # fmt: skip
KEYS = (
    "smith2019", "smith2019b", "smith2020", "localtrust", "beethoven", "many2021", "undated",
    "doe:1999_x.y", "{https://example.org/x?a=1&b=2}", "range2018", "noauthor", "edited", "law",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_citations_made_at_random_print_as_pandoc_prints_them(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)

    def item() -> str:
        minus = chance.choice(["", "", "", "-"])
        return f"{chance.choice(PREFIXES)}{minus}@{chance.choice(KEYS)}{chance.choice(SUFFIXES)}"

    def citation() -> str:
        narrative = f"@{chance.choice(KEYS)}"
        place = chance.choice(SUFFIXES).lstrip(", ") or "p. 9"
        bracketed = "; ".join(item() for _ in range(chance.choice([1, 1, 2, 3])))
        return chance.choice(
            [f"[{bracketed}]", narrative, f"{narrative} [{place}]", f"-{narrative}"]
        )

    sentences = (f"{chance.choice(['As', 'By', '“So”'])} {citation()} and on." for _ in range(60))
    text = tmp_path / "x.md"
    text.write_text("\n\n".join(sentences), encoding="utf-8")
    style = STYLES[seed * 2 % len(STYLES)]
    theirs = pandoc_prints(text, WORKS, style_path(style, HERE), "en-GB")
    ours = told(cite_file(text, [WORKS], style, "en-GB").cited)
    assert [each["text"] for each in ours["citations"]] == theirs.citations
    assert [(each["reference"], each["text"]) for each in ours["bibliography"]] == theirs.entries


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "ieee", "mhra-notes"])
def test_a_bibtex_library_prints_as_in_pandoc(tmp_path: Path, style: str) -> None:
    library = HERE.parent / "cases" / "pandoc.bib"
    text = tmp_path / "x.md"
    text.write_text("---\nnocite: '@*'\n---\n\nNothing is cited.\n", encoding="utf-8")
    theirs = pandoc_prints(text, library, style_path(style, HERE), "en-GB").entries
    ours = told(cite_file(text, [library], style, "en-GB").cited)["bibliography"]
    assert [each["reference"] for each in ours] == [key for key, _ in theirs]
    different = {
        key for each, (key, words) in zip(ours, theirs, strict=True) if each["text"] != words
    }
    assert different <= ARGUED


ARGUED = {"names3"}
"""Entries that print differently, for the reasons in docs/reference/pandoc.md."""


def test_a_locale_of_its_own() -> None:
    theirs = pandoc_prints(HERE / "syntax.md", WORKS, style_path("apa", HERE), "cy-GB")
    ours = told(cite_file(HERE / "syntax.md", [WORKS], "apa", "cy-GB").cited)
    assert [(each["reference"], each["text"]) for each in ours["bibliography"]] == theirs.entries


def _cite(tmp_path: Path, text: str, style: str = "apa") -> tuple[LexborHTMLParser, list[str]]:
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    done = cite_file(path, [WORKS], style, "en-GB")
    return LexborHTMLParser(done.html), [str(each).split("\n")[0] for each in done.problems]


@pytest.mark.parametrize(
    "text",
    [
        "Write to me@smith2019 or a.b@smith2019.org.",
        "See https://example.org/@smith2019 and <https://example.org/@smith2019>.",
        "Type `@smith2019` or `[@smith2019]`.",
        "Escaped \\@smith2019 and \\[\\@smith2019\\].",
        "    @smith2019 in a block of code",
        "~~~\n[@smith2019]\n~~~",
        "An @ alone, and [@ nothing].",
    ],
)
def test_not_a_citation(tmp_path: Path, text: str) -> None:
    tree, problems = _cite(tmp_path, f"Words.\n\n{text}\n")
    assert not tree.css('[role="doc-biblioref"], .citation')
    assert problems == []
    assert "@" in tree.body.text()


def test_labels_of_the_texts_own_parts_are_no_citations(tmp_path: Path) -> None:
    tree, problems = _cite(
        tmp_path,
        "## How we looked {#sec-method}\n\nAs @tbl-two and [@sec-method; @tbl-two] show, "
        "and [here](#tbl-two), but @sec-none does not.\n\nTable: Two things {#tbl-two}\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
    )
    links = [(link.attributes["href"], link.text()) for link in tree.css("p a")]
    assert links[:4] == [
        ("#s-table-1", "Table 1"),
        ("#s-how-we-looked", "‘How we looked’"),
        ("#s-table-1", "Table 1"),
        ("#s-table-1", "here"),
    ]
    assert tree.css_first("#s-table-1") is not None
    assert tree.css_first("#s-how-we-looked") is not None
    assert [line.split(": ")[1] for line in problems] == [
        'error[unknown-reference] no work has the key "sec-none"'
    ]


def test_a_key_with_a_hash_wins_over_a_finding(tmp_path: Path) -> None:
    tree, problems = _cite(tmp_path, "One [@a#b]. Two @{a#b}. Three [@smith2019#c].\n")
    ties = [claim.attributes["data-ties"] for claim in tree.css(".claim")]
    assert ties == ["a#b", "a#b", "smith2019#c"]
    assert problems == []


def test_undefined_keys_are_told_with_their_places_and_stay_visible(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(
        "First [@nobody; @smith2019].\n\nThen, on line 3, @smit2019 says so.\n", encoding="utf-8"
    )
    done = CliRunner().invoke(
        cli, ["cite", str(tmp_path / "x.md"), "-b", str(WORKS), "--output-format", "json"]
    )
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [(each["line"], each["column"]) for each in said["problems"]] == [(1, 8), (3, 18)]
    assert 'did you mean "smith2019"?' in said["problems"][1]["message"]
    assert "nobody?" in said["html"]
    assert "smit2019?" in said["html"]


def test_nocite(tmp_path: Path) -> None:
    tree, problems = _cite(tmp_path, "---\nnocite: '@*'\n---\n\nNothing is cited.\n")
    assert len(tree.css("[id^=ref-]")) == len(json.loads(WORKS.read_text(encoding="utf-8")))
    assert problems == []
    _, problems = _cite(tmp_path, "---\nnocite: [smith2019, nobody]\n---\n\nNothing.\n")
    assert problems[0].endswith('error[unknown-reference] no work has the key "nobody"')
    assert ":2:9:" in problems[0]


@pytest.mark.parametrize("style", ["apa", "nature", "chicago-notes-bibliography"])
def test_every_work_links_to_its_entry_and_back(tmp_path: Path, style: str) -> None:
    tree, _ = _cite(
        tmp_path,
        "One [@smith2019; @localtrust, p. 3].\n\nTwo @many2021, and [@smith2019].\n",
        style,
    )
    noted = {
        node.attributes["id"]: [
            link.attributes["href"] for link in node.css("[role=doc-biblioref]")
        ]
        for node in tree.css("[role=doc-endnotes] li")
    }
    for paragraph, keys in zip(
        tree.css("p:has(.claim)"),
        (["smith2019", "localtrust"], ["many2021", "smith2019"]),
        strict=True,
    ):
        claim = paragraph.css_first(".claim").attributes["id"]
        targets = [link.attributes["href"] for link in paragraph.css("[role=doc-biblioref]")]
        for link in paragraph.css("[role=doc-noteref]"):
            targets += noted[link.attributes["href"].removeprefix("#")]
        assert sorted(set(targets)) == sorted(f"#ref-{key}" for key in keys)
        for key in keys:
            entry = tree.css_first(f'[id="ref-{key}"]')
            back = [link.attributes["href"] for link in entry.css("[role=doc-backlink]")]
            assert f"#{claim}" in back


def test_a_note_style_makes_notes(tmp_path: Path) -> None:
    tree, _ = _cite(tmp_path, "A claim [@smith2019]. More.^[My own.]\n", "mhra-notes")
    numbers = [link.text() for link in tree.css("[role=doc-noteref]")]
    assert numbers == ["1", "2"]
    assert "A claim.\u20601" in tree.css_first("p").text()
    notes = [fold(node.text()) for node in tree.css("[role=doc-endnotes] li")]
    assert notes[0].startswith("Anna B. Smith, ‘Neighbours and NHS Care")
    assert notes[1] == "My own. ↑"


def test_numbers_are_collapsed(tmp_path: Path) -> None:
    tree, _ = _cite(
        tmp_path, "[@smith2019]. [@smith2020]. [@many2021]. [@many2021; @smith2020; @smith2019].\n",
        "american-medical-association",
    )  # fmt: skip
    assert [node.text() for node in tree.css(".citation")][-1] == "1–3"


def test_the_processor_runs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Once [@smith2019; @localtrust]. Other words, @many2021.\n"
    first, _ = _cite(tmp_path, text, "ieee")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the processor was run again")

    monkeypatch.setattr(subprocess, "run", never)
    second, _ = _cite(tmp_path, text, "ieee")
    assert second.html == first.html
    variant, _ = _cite(tmp_path, text.replace("Once", "In a variant"), "ieee")
    assert "In a variant" in variant.body.text()
    for changed, style in ((text, "apa"), (text.replace("localtrust", "undated"), "ieee")):
        with pytest.raises(AssertionError, match="run again"):
            _cite(tmp_path, changed, style)


def test_metadata_names_only_files_beside_the_text(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = tmp_path / "in" / "x.md"
    (tmp_path / "in" / "lib.json").write_text(WORKS.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "out.json").write_text("[]", encoding="utf-8")
    text.write_text("---\nbibliography: lib.json\ncsl: ieee\n---\n\n[@smith2019]\n", "utf-8")
    assert "[1]" in cite_file(text).html
    text.write_text("---\nbibliography: ../out.json\n---\n\nWords.\n", "utf-8")
    assert [each.rule for each in cite_file(text).problems] == ["missing-file"]


def test_an_unknown_style(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match='did you mean "apa"'):
        _cite(tmp_path, "[@smith2019]", "appa")


def test_a_whole_page(tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    done = CliRunner().invoke(
        cli,
        ["cite", str(HERE / "syntax.md"), "-b", str(WORKS), "--standalone", "-o", str(out)],
    )
    assert done.exit_code == 1  # two keys of the text are not known
    page = LexborHTMLParser(out.read_text(encoding="utf-8"))
    assert page.css_first("title").text() == "Every way to cite"
    assert not page.css("link, script, img, iframe")


@pytest.mark.parametrize(
    ("suffix", "label", "value"),
    [
        (", p. 3", "page", "3"),
        (" pp. 3-5, 8 and more", "page", "3-5, 8"),
        (", 33", "page", "33"),
        (", chap. 2", "chapter", "2"),
        (", {sec. On method}", "section", "On method"),
        (", §§ 4–5", "section", "4–5"),
        (", s.v. 3", "sub-verbo", "3"),
        (", sub verbo 3", "sub-verbo", "3"),
        (", pp. xiv", "page", "xiv"),
        (", and 3 others", None, None),
        (", 2019", "page", "2019"),
    ],
)
def test_locators(suffix: str, label: LocatorLabel | None, value: str | None) -> None:
    found = typed_locator(suffix)
    assert (found and found.label, found and found.value) == (label, value)


@pytest.mark.parametrize("word", sorted(LOCATOR_TERMS))
def test_every_locator_term(word: str) -> None:
    for written in (f", {word} 12", f", {word}. 12", f", {{{word} twelve}}"):
        found = typed_locator(written)
        assert found is not None, written
        assert found.label == LOCATOR_TERMS[word]


def test_an_alias_leads_to_the_work() -> None:
    library = Library({"new"}, {}, {"old": "new"})
    assert library.split("old") == ("new", None)
    assert library.split("old#finding") == ("new", "finding")
    assert library.split("{old}#finding") == ("new", "finding")
