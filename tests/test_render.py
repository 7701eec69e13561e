"""The finished pages: what `interface.md` promises of HTML and PDF, read with other libraries."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Picture
from selectolax.lexbor import LexborHTMLParser

from synth.build import Built
from synth.cite import cite
from synth.compose import compose
from synth.render.letters import letters
from synth.render.page import page
from tests.conftest import Copy


def tree(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def only(built: list[Built]) -> Built:
    assert len(built) == 1
    return built[0]


# ── HTML ────────────────────────────────────────────────────────────────────────────


def test_claims_lead_to_entries_and_back(finished: Path) -> None:
    page = tree(finished / "demo" / "clubs.html")
    claims = page.css("span.claim")
    assert [claim.attributes["id"] for claim in claims] == [f"claim-{n}" for n in range(1, 8)]
    assert {claim.attributes["data-kind"] for claim in claims} == {
        "finding",
        "statistic",
        "judgement",
    }
    for link in page.css('a[role="doc-biblioref"]'):
        href = link.attributes["href"] or ""
        assert href.startswith("#ref-")
        assert page.css_first(f'[id="{href[1:]}"]') is not None
    for claim in claims:
        for tie in (claim.attributes["data-ties"] or "").split():
            entry = page.css_first(f'[id="ref-{tie.partition("#")[0]}"]')
            assert entry is not None
            assert entry.css_first(f'a[role="doc-backlink"][href="#{claim.attributes["id"]}"]')


def test_a_link_back_is_named_by_what_is_seen_of_it(finished: Path) -> None:
    page = tree(finished / "demo" / "clubs.html")
    entry = page.css_first("#ref-lee2019 .about-entry")
    assert entry is not None
    links = entry.css('a[role="doc-backlink"]')
    assert len(links) > 1
    assert (
        " ".join(entry.text().split())
        == f"read in full ↑ {' '.join(each.text() for each in links)}"
    )
    for link in links:
        claim = (link.attributes["href"] or "").removeprefix("#claim-")
        assert link.attributes["aria-label"] == f"{link.text()}, back to claim {claim}"


def test_pictures_and_their_data_have_names(project: Copy) -> None:
    project.replace("briefs/both.md", "Clubs went", "{{ effect_directions() }}\n\nClubs went")
    page = tree(project.build("both", formats=("html",))[0].paths[0])
    figure = page.css_first("figure")
    assert figure is not None
    caption = figure.css_first("figcaption")
    assert caption is not None
    name = caption.attributes["id"]
    assert caption.text().startswith("Figure 1. ")
    assert figure.attributes["aria-labelledby"] == name
    assert figure.css_first(".chart-frame").attributes["aria-labelledby"] == name  # type: ignore[union-attr]
    table = figure.css_first("table")
    assert table is not None
    assert table.attributes["aria-label"] == "Data of Figure 1"


def test_a_citation_opens_a_panel_with_the_finding(finished: Path) -> None:
    page = tree(finished / "demo" / "clubs.html")
    link = page.css_first('a[data-panel][href="#ref-omar2021"]')
    assert link is not None
    panel = page.css_first(f'[id="{link.attributes["data-panel"]}"]')
    assert panel is not None
    words = panel.text()
    for part in (
        "Isolated parents report more low mood.",
        "One survey at one time, Japan and Honduras; parents of young children.",
        "parents were asked about themselves",
        "Read second-hand, in Centre for Reading 2020, ‘Parents and mood’.",
    ):
        assert part in " ".join(words.split()), words


def test_the_page_is_one_file_with_a_strict_policy(finished: Path) -> None:
    page = tree(finished / "demo" / "clubs.html")
    assert page.css("[src], link") == []
    policy = page.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert (policy.attributes["content"] or "").startswith("default-src 'none'")
    styles = "".join(style.text() for style in page.css("style"))
    assert set(re.findall(r"url\((.{5})", styles)) == {"data:"}


def test_the_page_has_a_sound_outline(finished: Path) -> None:
    page = tree(finished / "demo" / "clubs.html")
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    assert page.css_first("html").attributes["lang"] == "en-GB"  # type: ignore[union-attr]
    for table in page.css("table"):
        assert table.css_first("caption") is not None
        assert all(head.attributes.get("scope") for head in table.css("th"))


def test_first_hand_ties_print_their_place(finished: Path) -> None:
    words = " ".join(tree(finished / "demo" / "clubs.html").css_first("main").text().split())  # type: ignore[union-attr]
    assert "offered a club (Lee & Okafor, 2019, p. 14)" in words
    assert "more low mood (Omar et al., 2021), and" in words


def test_a_numeric_style_raises_its_numbers_behind_the_stop(project: Copy) -> None:
    built = only(project.build("both", formats=("html",), draft=False)[1:])
    assert built.task.audience == "health-partners"
    page = tree(built.path)
    text = page.css_first("main p").html or ""  # type: ignore[union-attr]
    assert re.search(r"more low mood</span>\.\u2060<span class=\"citation\"><sup>", text), text


# ── hostile text ────────────────────────────────────────────────────────────────────


def test_markup_in_titles_and_statements_is_shown_as_text(project: Copy) -> None:
    script = "<script>alert(1)</script>"
    project.replace("references/library.bib", "Isolation and low mood", f"{script} and low mood")
    project.replace(
        "references/records/omar2021.yaml",
        "Isolated parents report",
        f"{script} Isolated parents report",
    )
    project.replace("briefs/both.md", "One page for two readers", f"One page {script}")
    built = project.build("both", formats=("html", "pdf"))[0]
    page = tree(built.paths[0])
    assert [node.attributes.get("type") for node in page.css("script")] == [
        "application/json",
        "application/ld+json",
        None,
    ]
    assert "alert(1)" not in page.css("script")[2].text()
    assert script in page.css_first("#ref-omar2021").text().lower()  # type: ignore[union-attr]
    text = pypdfium2.PdfDocument(built.paths[1])[0].get_textpage().get_text_range()
    assert "<script>" in text


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        (
            "templates/schools/own.css",
            "h1 { background: url(https://example.org/x.png); }",
            ":1:18",
        ),
        ("templates/schools/own.css", "h1 {}\n@import 'other.css';", ":2:1"),
        ("templates/schools/own.css", "h1 { background: url('file:///etc/passwd'); }", ":1:18"),
        ("templates/schools/own.css", "h1 { background: image-set('x.png' 1x); }", ":1:18"),
    ],
)
@pytest.mark.parametrize("format", ["html", "pdf"])
def test_styles_fetch_nothing(project: Copy, file: str, text: str, place: str, format: str) -> None:
    project.write(file, text)
    built = project.build("demo/clubs", formats=(format,))[0]
    assert [str(each).split(" ")[:2] for each in built.problems] == [
        [f"{file}{place}:", "error[outside-fetch]"]
    ]
    assert not (project.root / "out").exists()


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<object data="https://example.org/x.svg"></object>',
    ],
)
@pytest.mark.parametrize("format", ["html", "pdf"])
def test_templates_fetch_nothing(project: Copy, tag: str, format: str) -> None:
    project.write(
        "templates/schools/brief.html",
        '{% extends "base/brief.html" %}{% block colophon %}' + tag + "{% endblock %}",
    )
    built = project.build("demo/clubs", formats=(format,))[0]
    assert {each.rule for each in built.problems} == {"outside-fetch"}
    assert not (project.root / "out").exists()


# ── PDF ─────────────────────────────────────────────────────────────────────────────


def test_the_pdf_says_what_it_is(finished: Path) -> None:
    with pikepdf.open(finished / "demo" / "clubs.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == "Clubs that keep children in school"
        assert pdf.docinfo["/Author"] == "The test suite"
        assert pdf.docinfo["/Subject"] == "One trial, read in full."
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            assert titles == ["Clubs that keep children in school"]
            assert [item.title for item in outline.root[0].children][:2] == [
                "Key points",
                "What the trial did",
            ]


def test_the_pdf_holds_its_manifest(finished: Path) -> None:
    with pikepdf.open(finished / "demo" / "clubs.pdf") as pdf:
        held = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        assert pdf.Root.AF[0].AFRelationship == "/Data"
    page = tree(finished / "demo" / "clubs.html").css_first("#synth-manifest")
    shown = json.loads(page.text())  # type: ignore[union-attr]
    assert held | {"seal": ""} == shown | {"seal": ""}
    assert [claim["id"] for claim in held["claims"]] == [f"claim-{n}" for n in range(1, 8)]
    assert held["claims"][1]["ties"] == [
        {
            "reference": "lee2019",
            "finding": "attendance",
            "locator": {"label": "page", "value": "14"},
        }
    ]


def test_the_pdf_uses_the_house_fonts_and_no_others(finished: Path) -> None:
    with pikepdf.open(finished / "demo" / "clubs.pdf") as pdf:
        names = {
            str(font.BaseFont).partition("+")[2]
            for sheet in pdf.pages
            for font in sheet.Resources.Font.values()
        }
    assert names
    assert all(name.startswith(("Source-Serif-Pro", "Source-Sans-Pro")) for name in names), names


def test_every_destination_and_link(finished: Path) -> None:
    with pikepdf.open(finished / "demo" / "clubs.pdf") as pdf:
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests))
        targets = [
            str(link.Dest)
            for sheet in pdf.pages
            for link in sheet.get("/Annots", ())
            if "/Dest" in link
        ]
    assert {f"claim-{n}" for n in range(1, 8)} <= names
    assert {"ref-lee2019", "ref-omar2021", "ref-review2020"} <= names
    assert set(targets) <= names
    assert {f"claim-{n}" for n in range(1, 8)} <= set(targets)


def test_notes_come_after_the_text_they_are_about(finished: Path) -> None:
    """In the structure that a screen reader follows, though they are set before it."""
    with pikepdf.open(finished / "demo" / "clubs.pdf") as pdf:
        kinds = [str(node.S) for node in structure(pdf.Root.StructTreeRoot)]
    assert "/Note" in kinds
    assert all(kinds[: kinds.index("/Note")].count(kind) for kind in ("/H1", "/H2", "/P"))


def structure(node: pikepdf.Object) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *structure(kid)]
    return found


def test_pages_read_in_order(finished: Path) -> None:
    pdf = pypdfium2.PdfDocument(finished / "demo" / "clubs.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert text.index("Key points") < text.index("What the trial did") < text.index("References")
    assert f"1 of {len(pdf)}" in text


# ── drafts and failures ─────────────────────────────────────────────────────────────


def test_an_error_stops_the_brief_and_nothing_is_written(project: Copy) -> None:
    project.replace("briefs/demo/clubs.md", "@lee2019#pupils", "@lee2019#pupil")
    built = only(project.build("demo/clubs", formats=("html", "pdf")))
    assert built.paths == ()
    assert [str(each.place) for each in built.problems] == ["briefs/demo/clubs.md:18:35"]
    assert not (project.root / "out").exists()


def test_another_brief_is_not_stopped(project: Copy) -> None:
    project.replace("briefs/demo/clubs.md", "@lee2019#pupils", "@lee2019#pupil")
    assert [bool(each.paths) for each in project.build()] == [True, True, False]


def test_a_draft_lists_its_problems(project: Copy) -> None:
    project.replace("briefs/demo/clubs.md", "@lee2019#pupils", "@lee2020#pupils")
    for format in ("html", "pdf"):
        built = only(project.build("demo/clubs", formats=(format,), draft=True))
        data = built.path.read_bytes()
        if format == "pdf":
            text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range()
        else:
            text = tree(built.path).css_first("body").text()  # type: ignore[union-attr]
        assert "Draft." in text
        assert 'no work has the key "lee2020"' in " ".join(text.split())


def test_the_fonts_hold_every_letter_of_the_page(project: Copy) -> None:
    project.replace("references/library.bib", "Diaz, Rosa", "Díaz, Rosa")
    project.replace("references/records/omar2021.yaml", "more low mood", "more ‘low’ mood")
    project.replace("briefs/both.md", "Clubs went", "Clubs — “ŵ” — went")
    loaded = project.load()
    brief = loaded.brief("both")
    assert brief is not None
    for audience in brief.audiences:
        document = compose(loaded, brief, audience, None, ())
        cited = cite(document, loaded, document.style, document.locale)
        body = LexborHTMLParser(page(cited, loaded, "web").html).body
        assert body is not None
        for script in body.css("script"):
            script.decompose()
        assert set(body.text()) <= letters(document, loaded)


def test_a_picture_of_the_project_is_inside_the_page(project: Copy) -> None:
    Picture.new("RGB", (40, 20), "teal").save(project.root / "chart.png")
    project.replace("briefs/both.md", "Clubs went", "![Two bars](chart.png)\n\nClubs went")
    built = project.build("both", formats=("html", "pdf"))[0]
    assert built.problems == ()
    shown = tree(built.paths[0]).css_first("main img")
    assert shown is not None
    assert shown.attributes["alt"] == "Two bars"
    assert (shown.attributes["src"] or "").startswith("data:image/png;base64,")
    with pikepdf.open(built.paths[1]) as pdf:
        figures = [node for node in structure(pdf.Root.StructTreeRoot) if node.S == "/Figure"]
        assert "Two bars" in [str(node.Alt) for node in figures]
