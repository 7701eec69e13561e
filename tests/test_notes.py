"""Footnotes: a style of notes, a writer's own, at the foot of a page and behind the text."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from synth.verify import verify, verify_bytes
from tests.conftest import Copy

CLUBS = "briefs/demo/clubs.md"


def in_notes(project: Copy) -> Path:
    """The small brief in a style of notes, as HTML and PDF."""
    project.replace(CLUBS, "audience:", "style: chicago-notes-bibliography\naudience:")
    (built,) = project.build("demo/clubs", formats=("html", "pdf"))
    assert built.paths, built.problems
    return built.path.parent


def test_a_brief_in_a_style_of_notes_is_proved(project: Copy) -> None:
    folder = in_notes(project)
    for suffix in (".html", ".pdf"):
        reading = verify(folder / f"clubs{suffix}")
        assert reading.problems == ()
        assert reading.claims == reading.tied == 7


def test_each_claim_leads_to_its_note_and_the_note_to_its_work(project: Copy) -> None:
    page = LexborHTMLParser((in_notes(project) / "clubs.html").read_text(encoding="utf-8"))
    numbers = [link.text() for link in page.css('main [role="doc-noteref"]')]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    for number in numbers:
        note = page.css_first(f"#note-{number}")
        back = note.css_first('[role="doc-backlink"]')
        assert page.css_first(back.attributes["href"]) is not None
        for link in note.css('[role="doc-biblioref"]'):
            assert page.css_first(link.attributes["href"]) is not None


def test_an_edited_note_fails(project: Copy) -> None:
    text = (in_notes(project) / "clubs.html").read_text(encoding="utf-8")
    start = text.index('<li id="note-1"')
    end = text.index("</li>", start)
    other = text[start:end].replace('href="#ref-', 'href="#ref-x')
    reading = verify_bytes((text[:start] + other + text[end:]).encode(), ".html", "clubs.html")
    assert {"claim-link", "broken-seal"} <= {problem.rule for problem in reading.problems}


def test_notes_stand_at_the_foot_and_are_read_behind_their_number(project: Copy) -> None:
    data = (in_notes(project) / "clubs.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spots = {
            str(name): [float(each) for each in list(value)[2:4]]
            for name, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()
        }
        above = {name: spots[f"noteref-{name.removeprefix('note-')}"][1]
                 for name in spots if name.startswith("note-")}  # fmt: skip
        assert above
        for name, height in above.items():
            if spots[name][1] > height:  # the note moved to the foot of the next page
                continue
            assert spots[name][1] < 260
        notes = [each for each in _elements(pdf.Root.StructTreeRoot) if each.get("/S") == "/Note"]
        footnotes = [note for note in notes if str(note.ID).startswith("footnote-")]
        assert len(footnotes) == len(above)
        for note in footnotes:
            kids = list(note.P.K)
            index = next(i for i, kid in enumerate(kids) if kid.objgen == note.objgen)
            assert kids[index - 1].S == "/Link"
    document = pypdfium2.PdfDocument(data)
    words = document[0].get_textpage().get_text_range()
    assert words.index("Key points") < words.rindex("Journal")


def _elements(root: pikepdf.Object) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found.append(node)
        kids = node.get("/K")
        every = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in every if isinstance(kid, pikepdf.Dictionary)]
    return found


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "nature"])
def test_a_writers_own_note_carries_ties(project: Copy, style: str) -> None:
    project.replace(CLUBS, "audience:", f"style: {style}\naudience:")
    project.write(
        CLUBS,
        (project.root / CLUBS).read_text(encoding="utf-8")
        + "\n## Last\n\nPupils who go miss fewer days.[^own] And a word more.^[A plain note.]\n\n"
        "[^own]: The trial says so [@lee2019#attendance], as do others.\n",
    )
    (built,) = project.build("demo/clubs", formats=("html", "pdf"))
    assert built.paths, built.problems
    for path in built.paths:
        reading = verify(path)
        assert reading.problems == ()
        assert reading.tied == 8
    page = LexborHTMLParser(built.path.read_text(encoding="utf-8"))
    last = page.css(".claim")[-1]
    assert last.attributes["data-ties"] == "lee2019#attendance"
    assert "Pupils who go miss fewer days" in last.text()
    notes = [node.text() for node in page.css("[role=doc-endnotes] li")]
    assert any("The trial says so" in note for note in notes)
    assert notes[-1].startswith("A plain note.")
