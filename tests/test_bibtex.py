"""BibTeX and BibLaTeX: what is read, what is written, and how both agree with pandoc."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from synth.cite.pandoc import pandoc_path
from synth.exchange.bibtex.read import read_bibtex
from synth.exchange.bibtex.rich_text import title_text
from synth.exchange.bibtex.types import Dialect
from synth.exchange.bibtex.write import write_biblatex, write_bibtex, write_entry
from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import Place, Problem, ProjectError
from synth.rules import RULES
from synth.styles import style_path

HERE = Path(__file__).parent
ROOT = HERE.parent
CASES = yaml.safe_load((HERE / "cases" / "bibtex.yaml").read_text("utf-8"))
VARIED = (HERE / "cases" / "pandoc.bib").read_text("utf-8")
LIBRARY = (ROOT / "references" / "library.bib").read_text("utf-8")


def read(text: str) -> Imported:
    return read_bibtex(text, "x.bib")


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{each.place.line} {each.rule}" for each in problems if each.place]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_read(case: dict[str, Any]) -> None:
    got = read(case["file"])
    items = {reference.key: reference.item for reference in got.references}
    for key, wanted in case.get("items", {}).items():
        found = {name: items[key].get(name) for name in wanted}
        assert found == wanted, key
    assert told(got.refused) == case.get("refused", [])
    assert told(got.problems) == case.get("warnings", [])
    assert {each.rule for each in (*got.refused, *got.problems)} <= set(RULES)
    if "items" in case and "b" not in case["items"]:
        assert set(items) >= set(case["items"])


def test_every_entry_is_read_or_refused() -> None:
    for case in CASES:
        got = read(case["file"])
        assert got.entries == len(got.references) + len(got.refused)
        assert all(each.item["id"] == each.key for each in got.references)


# --- beside pandoc ---------------------------------------------------------------------------

DIFFERENT = {
    ("inproceedings1", "event"): "CSL 1.0.2 calls it event-title",
    ("inproceedings1", "event-title"): "CSL 1.0.2 calls it event-title",
    ("unpublished2", "event"): "CSL 1.0.2 calls it event-title",
    ("unpublished2", "event-title"): "CSL 1.0.2 calls it event-title",
}


def pandoc(text: str, *arguments: str) -> str:
    done = subprocess.run([pandoc_path(), *arguments], input=text.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def as_csl(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    plain = [{name: value for name, value in item.items() if name != "custom"} for item in items]
    read_back = json.loads(pandoc(json.dumps(plain), "-f", "csljson", "-t", "csljson"))
    seasons = {item["id"]: item["issued"] for item in items if "season" in item.get("issued", {})}
    return {  # pandoc reads a season, and does not write it
        item["id"]: {**item, "issued": seasons[item["id"]]} if item["id"] in seasons else item
        for item in read_back
    }


@cache
def by_pandoc(text: str) -> dict[str, dict[str, Any]]:
    items = json.loads(pandoc(text, "-f", "biblatex", "-t", "csljson"))
    return {
        item["id"]: {**item, "type": item["type"] or "document"} for item in map(seasoned, items)
    }


def seasoned(item: dict[str, Any]) -> dict[str, Any]:
    """The item with its season as CSL has it: pandoc writes the month that EDTF has for it."""
    parts = item.get("issued", {}).get("date-parts", [])
    if len(parts) == 1 and len(parts[0]) == 2 and parts[0][1] > 20:
        issued = {**item["issued"], "date-parts": [parts[0][:1]], "season": parts[0][1] - 20}
        return {**item, "issued": issued}
    return item


@pytest.mark.parametrize("text", [VARIED, LIBRARY], ids=["varied", "library"])
def test_variables_are_those_of_pandoc(text: str) -> None:
    ours = as_csl([dict(reference.item) for reference in read(text).references])
    theirs = by_pandoc(text)
    assert set(ours) == set(theirs)
    differences = {
        (key, name)
        for key in theirs
        for name in {*ours[key], *theirs[key]}
        if ours[key].get(name) != theirs[key].get(name)
    }
    assert differences == (set(DIFFERENT) if text == VARIED else set())


def marked(inlines: list[Any]) -> str:
    """The rich text of CSL-JSON for pandoc's inlines."""
    tags = {"Emph": "i", "Strong": "b", "Superscript": "sup", "Subscript": "sub"}
    result = ""
    for node in inlines:
        kind, content = node["t"], node.get("c", "")
        if kind == "Span":
            guarded = "nocase" in content[0][1]
            text = marked(content[1])
            result += f'<span class="nocase">{text}</span>' if guarded else text
        elif kind in tags:
            result += f"<{tags[kind]}>{marked(content)}</{tags[kind]}>"
        elif kind == "SmallCaps":
            result += f'<span style="font-variant:small-caps;">{marked(content)}</span>'
        elif kind == "Quoted":
            left, right = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            result += f"{left}{marked(content[1])}{right}"
        else:
            result += content if kind == "Str" else " "
    return result


def test_the_same_words_are_guarded_as_in_pandoc() -> None:
    document = json.loads(pandoc(VARIED, "-f", "biblatex", "-t", "json"))
    theirs = {
        each["c"]["id"]["c"]: marked(each["c"]["title"]["c"])
        for each in document["meta"]["references"]["c"]
    }
    ours = {each.key: each.item["title"] for each in read(VARIED).references}
    # A letter with an accent is no guarded word: BibTeX calls it a special character.
    theirs["names3"] = theirs["names3"].replace('<span class="nocase">ü</span>', "ü")
    assert ours == theirs
    assert sum("nocase" in title for title in ours.values()) >= 2


def test_the_varied_file_is_varied() -> None:
    references = read(VARIED).references
    assert len(references) >= 80
    assert len({reference.item["type"] for reference in references}) >= 22


def as_pandoc_has_it(item: dict[str, Any]) -> dict[str, Any]:
    """An item with what pandoc knows of an entry and CSL-JSON cannot say: that it has no type,
    and that a name in lower case is no particle.
    """
    names = ("author", "editor", "translator")
    for person in (person for name in names for person in item.get(name, ())):
        if person.get("family", "X")[0].islower():
            person["non-dropping-particle"] = ""
    return item | ({"type": ""} if item["type"] == "document" else {})


def printed(file: Path, style: str) -> dict[str, str]:
    """The bibliography of a whole file as pandoc prints it, by key."""
    document = json.loads(
        pandoc(
            '---\nnocite: "@*"\n---\n', "--citeproc", f"--csl={style_path(style, ROOT)}",
            f"--bibliography={file}", "-t", "json",
        )
    )  # fmt: skip
    return {
        entry["c"][0][0]: _words(entry) for block in document["blocks"] for entry in block["c"][1]
    }


def _words(node: Any) -> str:
    if isinstance(node, dict):
        if node.get("t") in ("Space", "SoftBreak"):
            return " "
        if node.get("t") == "Quoted":
            return f"“{_words(node['c'][1])}”"
        return node["c"] if node.get("t") == "Str" else _words(node.get("c", ""))
    return "".join(map(_words, node)) if isinstance(node, list) else ""


@pytest.mark.parametrize("style", ["apa", "american-medical-association", "chicago-author-date"])
def test_printed_text_is_that_of_pandoc(style: str, tmp_path: Path) -> None:
    text = re.sub(r"eventtitle = \{[^}]*\}, ?", "", VARIED)
    (tmp_path / "x.bib").write_text(text, encoding="utf-8")
    items = [as_pandoc_has_it(dict(reference.item)) for reference in read(text).references]
    (tmp_path / "x.json").write_text(json.dumps(items), encoding="utf-8")
    ours, theirs = printed(tmp_path / "x.json", style), printed(tmp_path / "x.bib", style)
    assert len(theirs) > 80
    # A letter with an accent is no guarded word: BibTeX calls it a special character.
    theirs["ref-names3"] = theirs["ref-names3"].replace(" müller", " Müller")
    if style == "apa":
        ours["ref-names3"] = ours["ref-names3"].replace(" müller", " Müller")
    assert {key: ours.get(key) for key in theirs} == theirs


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("The Last: Word", "The last: word"),
        ("Fixed-Effects Analysis. A New-Age Tale", "Fixed-effects analysis. A new-age tale"),
        ("({A} Foo) Bar? ``Baz Qux''", "(A foo) bar? “Baz qux”"),
        ('The {a Cat} of M{\\"u}ller', 'The <span class="nocase">a Cat</span> of müller'),
        ("\\emph{Big} {\\it Foo}", "<i>Big</i> <i>Foo</i>"),
    ],
)
def test_sentence_case(title: str, sentence: str) -> None:
    assert title_text(title, english=True) == sentence


# --- what is written -------------------------------------------------------------------------


def reference(item: dict[str, Any]) -> Reference:
    return Reference(item["id"], item, Place("x.bib", 1, 1))


DIALECTS: tuple[Dialect, ...] = ("bibtex", "biblatex")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", [VARIED, LIBRARY], ids=["varied", "library"])
def test_what_is_read_is_written_and_read_again(text: str, dialect: Dialect) -> None:
    first = read(text).references
    write = write_bibtex if dialect == "bibtex" else write_biblatex
    again = read(write(first))
    assert again.refused == ()
    for old, new in zip(first, again.references, strict=True):
        wanted = dict(old.item)
        if dialect == "bibtex":  # has no particle that stays with the family name in sorting
            wanted = json.loads(json.dumps(wanted).replace("non-dropping", "dropping"))
        assert new.item == wanted
        custom = old.item.get("custom", {})
        assert not {"crossref", "xdata"} & set(custom) or new.key == old.key


@pytest.mark.parametrize(("dialect", "format"), [("bibtex", "bibtex"), ("biblatex", "biblatex")])
def test_pandoc_reads_what_is_written(dialect: Dialect, format: str) -> None:
    references = read(LIBRARY).references
    written = "".join(write_entry(each, dialect) for each in references)
    theirs = json.loads(pandoc(written, "-f", format, "-t", "csljson"))
    ours = as_csl([dict(each.item) for each in references])
    for item in theirs:
        wanted = {k: v for k, v in ours[item["id"]].items() if k != "type"}
        assert {k: v for k, v in item.items() if k != "type"} == wanted


NASTY = st.lists(
    st.sampled_from(
        [*"abcXYZ éßÜñ“”‘’—0159 .,:;!?-'\"`{}\\%$#&_~^@=<>()[]/|+*", " and ", "The ", "\n"]
    ),
    min_size=1,
    max_size=30,
).map("".join)
TEXT = NASTY.map(lambda text: " ".join(text.split())).filter(bool)
WORD = st.from_regex(r"\A[A-ZÉ][a-zé]{1,8}\Z")
PARTICLE = st.sampled_from(["van", "de la", "von"])
PERSON = st.fixed_dictionaries(
    {"family": st.one_of(WORD, TEXT)},
    optional={"given": WORD, "suffix": st.just("Jr"), "dropping-particle": PARTICLE},
)
NAMES = st.lists(
    st.one_of(PERSON, TEXT.map(lambda text: {"literal": text})), min_size=1, max_size=3
)
DAY = st.one_of(
    st.tuples(st.integers(1, 2100)),
    st.tuples(st.integers(1, 2100), st.integers(1, 12)),
    st.tuples(st.integers(1, 12000), st.integers(1, 12), st.integers(1, 28)),
)
DATE = st.one_of(
    st.lists(DAY.map(list), min_size=1, max_size=2).map(lambda days: {"date-parts": days}),
    DAY.map(lambda day: {"date-parts": [list(day)], "circa": True}),
    st.sampled_from(["in press", "n.d.", "May 2019"]).map(lambda text: {"literal": text}),
)
CUSTOM = st.dictionaries(st.from_regex(r"\A[a-z]{3,8}-[a-z]{1,4}\Z"), TEXT, min_size=1, max_size=3)
ITEMS = st.fixed_dictionaries(
    {
        "id": st.just("k"),
        "type": st.sampled_from(
            "article-journal article-newspaper book chapter dataset document interview map "
            "paper-conference report software thesis webpage manuscript legislation".split()
        ),
        "title": TEXT,
    },
    optional={
        **dict.fromkeys(("author", "editor", "translator", "container-author", "composer"), NAMES),
        **dict.fromkeys(("issued", "accessed", "original-date", "submitted"), DATE),
        **dict.fromkeys(
            ("container-title", "collection-title", "publisher", "publisher-place", "note",
             "abstract", "annote", "genre", "volume", "issue", "number", "edition", "archive",
             "medium", "status", "event-place", "call-number", "title-short"), TEXT,
        ),
        "language": st.sampled_from(["de-DE", "en-GB", "fr-FR", "pt-BR", "en"]),
        "keyword": st.lists(WORD, min_size=1, max_size=3).map("; ".join),
        "URL": st.just("https://example.org/a%20b_c?d=1&e=~f#g"),
        "DOI": st.sampled_from(["10.1234/a_b<c>d%e", "10.1002/(SICI)1:2{x}3"]),
        "custom": CUSTOM,
    },
)  # fmt: skip
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>')


def canonical(item: dict[str, Any]) -> dict[str, Any]:
    """An item without what no BibTeX can say: whether capitals are guarded, a short title that
    is the title up to its colon, and spaces between initials.
    """
    result = json.loads(json.dumps(item))
    for name, value in result.items():
        if isinstance(value, str):
            result[name] = _NOCASE.sub(r"\1", value)
    if ":" in result.get("title", ""):
        result.pop("title-short", None)
    for value in result.values():
        if isinstance(value, list):
            for person in value:
                for part, text in person.items():
                    person[part] = re.sub(r"(?<=[A-ZÉÜX]\.) (?=[A-ZÉÜX])", "", text)
    return result


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ITEMS, st.sampled_from(DIALECTS))
@example({"id": "k", "type": "book", "title": "a {b} \\c% @d ``e'' --f"}, "bibtex")
@example(
    {"id": "k", "type": "book", "title": "A? ”b C", "custom": {"ris-m3": "50% {x \\"}}, "biblatex"
)
@example({"id": "k", "type": "thesis", "title": "T", "genre": "software"}, "bibtex")
@example({"id": "k", "type": "book", "title": "T", "publisher": "Wiley and Sons"}, "biblatex")
def test_what_is_written_reads_back(item: dict[str, Any], dialect: Dialect) -> None:
    got = read(write_entry(reference(item), dialect))
    assert got.refused == ()
    assert canonical(dict(got.references[0].item)) == canonical(item)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.sampled_from(DIALECTS))
@example("<b>", "bibtex")
@example("A </i> <b>Clubs</i> of <i>Oslo", "biblatex")
def test_capitals_are_kept_as_they_are(title: str, dialect: Dialect) -> None:
    item = {"id": "k", "type": "book", "title": title}
    once = read(write_entry(reference(item), dialect)).references[0]
    twice = read(write_entry(once, dialect)).references[0]
    assert canonical(dict(once.item)) == canonical(item)
    assert twice.item == once.item


def test_a_macro_keeps_the_spaces_at_its_ends() -> None:
    got = read('@string{of = {Journal of }}\n@article{k, journal = of # "Clubs", title = of}')
    item = got.references[0].item
    assert (item["container-title"], item["title"]) == ("Journal of Clubs", "Journal of")


def test_an_entry_is_written_in_a_stable_order() -> None:
    item = {
        "custom": {"mood": "glad"}, "note": "N", "issued": {"date-parts": [[2019, 3]]}, "id": "k",
        "title": "The NHS and iPads in Leeds", "author": [{"literal": "Local Trust"}],
        "type": "article-journal", "container-title": "Mind & Body", "page": "1-9",
        "abstract": "One\ntwo",
    }  # fmt: skip
    assert write_entry(reference(item), "bibtex") == (
        "@article{k,\n"
        "  author = {{Local Trust}},\n"
        "  title = {The NHS and iPads in {Leeds}},\n"
        "  journal = {Mind \\& Body},\n"
        "  year = {2019},\n"
        "  month = mar,\n"
        "  pages = {1--9},\n"
        "  note = {N},\n"
        "  abstract = {One\\par two},\n"
        "  mood = {glad}\n"
        "}\n"
    )


# --- broken and hostile files ----------------------------------------------------------------

SOUND = "\n".join(
    f"@article{{key{number},\n  title = {{A {{B}}ig \\'Etude {number}}},\n  author = \"Lee, Ann "
    f'and {{\\"O}}z",\n  year = 20{number:02d},\n  url = {{http://x.org/%20_}}\n}}\n'
    for number in range(6)
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutilated_file_loses_no_entry(data: st.DataObject) -> None:
    text = SOUND
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.text('{}"\\,=#@()% a\n', max_size=3)) + text[at + cut :]
    got = read(text)
    # Every line that starts an entry is one, unless it stands within a comment or another entry.
    starts = len(re.findall(r"^@article\{key\d", text, re.MULTILINE))
    assert got.entries >= starts - text.count("(")
    assert len({each.key for each in got.references}) == len(got.references)


@settings(max_examples=200, deadline=None)
@given(st.text('{}"\\,=#@()%~$` ab1\n\0é', max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    for file in (
        text,
        f"@a{{b, title = {{{text}}}}}",
        f"@a{{b, author = {text}, date = {{{text}}}}}",
    ):
        got = read(file)
        assert got.entries == len(got.references) + len(got.refused)


SHAPES = {
    "braces": "{" * 200_000,
    "at signs": "@" * 200_000,
    "openings": "@a{" * 60_000,
    "fields": "@a{b," + "".join(f"f{number}={{v}}," for number in range(20_000)) + "}",
    "one field again": "@a{b," + "x={v}," * 20_000 + "}",
    "names": "@a{b,author={" + "and " * 50_000 + "}}",
    "deep title": "@a{b,title={\\a " + "{" * 100_000 + "x" + "}" * 100_000 + "}}",
    "deep name": "@a{b,author={a " + "{" * 100_000 + "x" + "}" * 100_000 + " y}}",
    "backslashes": "@a{b,title={" + "\\" * 200_000 + "}}",
    "accents": "@a{b,title={" + "\\'" * 100_000 + "}}",
    "dollars": "@a{b,title={" + "$ a" * 50_000 + "}}",
    "one key": "@a{b,title={x}}\n" * 10_000,
    "no keys": "@a{title={x}}\n" * 10_000,
    "macros of macros": '@string{s0 = "ab"}\n'
    + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(5000))
    + "@a{b,title=s30 # s5000}",
    "chain": "".join(f"@book{{k{n},crossref={{k{n + 1}}}}}\n" for n in range(10_000)),
    "circle": "".join(f"@book{{k{n},crossref={{k{(n + 1) % 9999}}}}}\n" for n in range(9999)),
    "NUL": "@a{b,title={" + "\0" * 200_000 + "}}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_is_too_much(shape: str) -> None:
    got = read(SHAPES[shape])
    assert got.entries <= 10_000
    assert len(got.problems) <= 20_001


def test_a_file_of_too_many_entries_is_refused() -> None:
    with pytest.raises(ProjectError, match="200,000 entries"):
        read("@a{b}\n" * 200_001)
