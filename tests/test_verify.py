"""A finished file proves its claims; an edited, truncated or re-linked one fails."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from synth.build import build
from synth.load import load
from synth.sealing.html import html_digest
from synth.sealing.pdf import pdf_digest
from synth.verify import Reading, verify, verify_bytes
from synth.verify.pdf_text import PageText
from tests.conftest import Copy


def page(finished: Path) -> str:
    return (finished / "demo" / "clubs.html").read_text(encoding="utf-8")


def pdf(finished: Path) -> bytes:
    return (finished / "demo" / "clubs.pdf").read_bytes()


def rules(reading: Reading) -> set[str]:
    return {problem.rule for problem in reading.problems}


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_a_file_as_built_holds(finished: Path, suffix: str) -> None:
    reading = verify(finished / "demo" / f"clubs{suffix}")
    assert reading.problems == ()
    assert reading.claims == reading.tied == 7


# ── HTML ────────────────────────────────────────────────────────────────────────────

HTML_EDITS: dict[str, tuple[str, str, str]] = {
    # what was done: the words, what replaces them, a rule that must tell of it
    "a number is changed": ("drew 840 pupils by lot</span>", "drew 940 pupils by lot</span>", "claim-text"),
    "a word is changed": ("missed 1.5 days fewer", "missed 1.5 days more", "claim-text"),
    "a link leads elsewhere": (
        'href="#ref-lee2019" data-panel', 'href="#ref-omar2021" data-panel', "claim-link"
    ),
    "a link is taken out": ('role="doc-biblioref" href="#ref-omar2021"', 'href="#ref-omar2021"', "claim-link"),
    "a tie is changed": ('data-ties="lee2019#pupils"', 'data-ties="lee2019#attendance"', "claim-ties"),
    "a kind is changed": ('data-kind="statistic"', 'data-kind="finding"', "claim-kind"),
    "a claim loses its id": ('id="claim-3"', 'id="claim-33"', "claim-missing"),
    "an entry says another year": ("(2019). After-school", "(2023). After-school", "entry-text"),
    "an entry is gone": ('<li id="ref-omar2021">', "<li>", "entry-missing"),
    "a backlink is gone": ('role="doc-backlink" href="#claim-3"', 'href="#claim-3"', "backlink-missing"),
    "the manifest is gone": ('id="synth-manifest"', 'id="manifest"', "no-manifest"),
    "the manifest says other words": ('"text":"clubs may help them"', '"text":"clubs help them"', "claim-fingerprint"),
    "a picture comes from elsewhere": ("<h1", '<img src="https://example.org/x.png" alt="x"><h1', "outside-fetch"),
    "a space is added": ("</footer>", " </footer>", "broken-seal"),
}  # fmt: skip


@pytest.mark.parametrize("edit", HTML_EDITS)
def test_an_edited_page_fails(finished: Path, edit: str) -> None:
    old, new, rule = HTML_EDITS[edit]
    text = page(finished)
    assert old in text
    reading = verify_bytes(text.replace(old, new, 1).encode(), ".html", "x.html")
    assert rule in rules(reading)
    assert "broken-seal" in rules(reading) or reading.claims == 0
    assert reading.tied == 0


@pytest.mark.parametrize("edit", [key for key, (_, _, rule) in HTML_EDITS.items()
                                  if rule not in ("no-manifest", "broken-seal")])  # fmt: skip
def test_an_edit_that_is_sealed_anew_still_fails(finished: Path, edit: str) -> None:
    """The seal is no signature: the words and links are compared all the same."""
    old, new, rule = HTML_EDITS[edit]
    edited = page(finished).replace(old, new, 1)
    sealed = re.sub(r'("seal":")[0-9a-f]{64}', rf"\g<1>{html_digest(edited)}", edited)
    assert rules(verify_bytes(sealed.encode(), ".html", "x.html")) >= {rule}
    assert "broken-seal" not in rules(verify_bytes(sealed.encode(), ".html", "x.html"))


@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 0.999))
def test_a_truncated_page_fails(finished: Path, share: float) -> None:
    text = page(finished).encode()
    reading = verify_bytes(text[: int(len(text) * share)], ".html", "x.html")
    assert reading.problems
    assert reading.tied == 0


# ── PDF ─────────────────────────────────────────────────────────────────────────────


def repointed(file: pikepdf.Pdf) -> None:
    """Every citation of one work leads to the entry of another."""
    for sheet in file.pages:
        for annotation in sheet.get("/Annots", ()):
            if str(annotation.get("/Dest", "")) == "ref-lee2019":
                annotation.Dest = pikepdf.String("ref-omar2021")


def unlinked(file: pikepdf.Pdf) -> None:
    """The links are gone."""
    for sheet in file.pages:
        if "/Annots" in sheet:
            del sheet.Annots


def moved(file: pikepdf.Pdf) -> None:
    """A claim's destination leads to another place."""
    names = pikepdf.NameTree(file.Root.Names.Dests)
    names["claim-3"] = names["claim-1"]


def reworded(file: pikepdf.Pdf) -> None:
    """The letters of the first page have changed places."""
    contents = file.pages[0].Contents
    data = contents.read_bytes()
    changed = re.sub(rb"(<[0-9a-f]{4}>)(-?[\d.]*)(<[0-9a-f]{4}>)", rb"\3\2\1", data)
    assert changed != data
    contents.write(changed)


def relabelled(file: pikepdf.Pdf) -> None:
    """The manifest says other words."""
    stream = file.Root.AF[0].EF.F
    manifest = json.loads(stream.read_bytes())
    manifest["claims"][0]["text"] += " and better marks"
    manifest["claims"][0]["sha256"] = hashlib.sha256(
        manifest["claims"][0]["text"].encode()
    ).hexdigest()
    stream.write(json.dumps(manifest, separators=(",", ":")).encode())


def unlabelled(file: pikepdf.Pdf) -> None:
    """The manifest is gone."""
    del file.Root.AF
    del file.Root.Names.EmbeddedFiles


def shortened(file: pikepdf.Pdf) -> None:
    """The last page is gone."""
    del file.pages[-1]


def covered(file: pikepdf.Pdf) -> None:
    """A note lies over the text."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[50, 400, 400, 500],
        Contents="new",
    )
    file.pages[0].Annots.append(file.make_indirect(note))


PDF_EDITS: dict[Callable[[pikepdf.Pdf], None], str] = {
    repointed: "claim-link",
    unlinked: "claim-link",
    moved: "claim-text",
    reworded: "claim-text",
    relabelled: "claim-text",
    unlabelled: "no-manifest",
    shortened: "broken-seal",
    covered: "broken-seal",
}


@pytest.mark.parametrize("edit", PDF_EDITS, ids=lambda edit: edit.__name__)
def test_an_edited_pdf_fails(finished: Path, edit: Callable[[pikepdf.Pdf], None]) -> None:
    reading = edited(pdf(finished), edit)
    assert PDF_EDITS[edit] in rules(reading)
    assert reading.tied == 0


@pytest.mark.parametrize("edit", [repointed, unlinked, moved, reworded, relabelled],
                         ids=lambda edit: edit.__name__)  # fmt: skip
def test_an_edited_pdf_that_is_sealed_anew_still_fails(
    finished: Path, edit: Callable[[pikepdf.Pdf], None]
) -> None:
    def sealed(file: pikepdf.Pdf) -> None:
        edit(file)
        stream = file.Root.AF[0].EF.F
        text = re.sub(rb'("seal":")[0-9a-f]{64}', rb"\g<1>" + b"0" * 64, stream.read_bytes())
        stream.write(text)
        stream.write(text.replace(b"0" * 64, pdf_digest(file).encode()))

    reading = edited(pdf(finished), sealed)
    assert PDF_EDITS[edit] in rules(reading)
    assert "broken-seal" not in rules(reading)


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], None]) -> Reading:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        edit(file)
        file.save(out, fix_metadata_version=False)
    return verify_bytes(out.getvalue(), ".pdf", "x.pdf")


def test_a_pdf_that_was_only_packed_anew_holds(finished: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(finished / "demo" / "clubs.pdf") as file:
        file.save(
            out,
            linearize=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
        )
    assert verify_bytes(out.getvalue(), ".pdf", "x.pdf").problems == ()


@settings(max_examples=25, deadline=None)
@given(share=st.floats(0, 0.99))
def test_a_truncated_pdf_fails(finished: Path, share: float) -> None:
    data = pdf(finished)
    reading = verify_bytes(data[: int(len(data) * share)], ".pdf", "x.pdf")
    assert reading.problems
    assert reading.tied == 0


# ── the project as it stands today ──────────────────────────────────────────────────


def test_a_finding_that_has_changed_since(project: Copy) -> None:
    project.build()
    file = project.root / "out" / "demo" / "clubs.html"
    assert verify(file, project.load()).problems == ()
    project.replace("references/records/omar2021.yaml", "more low mood", "much more low mood")
    changed = {"claim-outdated", "finding-changed", "source-changed"}
    assert rules(verify(file, project.load())) == changed
    project.replace("references/library.bib", "Parents \\& Health", "Parents and Health")
    assert "reference-changed" in rules(verify(file, project.load()))
    assert verify(file).problems == ()


def test_verify_at_the_command_line(finished: Path) -> None:
    file = finished / "demo" / "clubs.pdf"
    good = subprocess.run(["synth", "verify", file], capture_output=True, text=True, check=False)
    assert good.returncode == 0
    assert "7 of 7 claims proved" in good.stdout
    bad = finished / "cut.pdf"
    bad.write_bytes(file.read_bytes()[:9000])
    cut = subprocess.run(["synth", "verify", bad, "--output-format", "json"], capture_output=True,
                         text=True, check=False)  # fmt: skip
    assert cut.returncode == 1
    assert json.loads(cut.stdout)["tied"] == 0
    gone = subprocess.run(
        ["synth", "verify", "no.pdf"], capture_output=True, text=True, check=False
    )
    assert gone.returncode == 2
    assert "Traceback" not in gone.stderr


def test_two_builds_give_the_same_bytes(project: Copy, finished: Path) -> None:
    for built in build(project.load(), formats=("html", "pdf"), out=project.root / "out"):
        for path in built.paths:
            assert (
                path.read_bytes()
                == (finished / path.relative_to(project.root / "out")).read_bytes()
            )
    assert load(project.root).problems == ()


def test_words_are_read_on_past_a_note_in_the_margin() -> None:
    """PDFium gives a margin note between the words of the line that it stands beside."""

    def row(words: str, x: float, y: float) -> tuple[str, list[tuple[float, float, float, float]]]:
        return words, [(x + 5 * i, y, x + 5 * i + 5, y + 8) for i in range(len(words))]

    rows = [row("oneline", 50, 700), row("secondhand", 400, 700), row("nextline", 50, 688)]
    text = PageText(
        "".join(words for words, _ in rows), [box for _, boxes in rows for box in boxes]
    )
    assert text.match(50, 710, "onelinenextline") == (0, 15)
    assert text.match(50, 710, "onelinelastline") == (0, 7)
    assert text.match(50, 710, "twoline")[1] < 7


def test_a_stream_that_unpacks_without_end(finished: Path) -> None:
    def bomb(file: pikepdf.Pdf) -> None:
        packed = zlib.compress(b" " * 150_000_000, 9)
        file.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)

    out = io.BytesIO()
    with pikepdf.open(finished / "demo" / "clubs.pdf") as file:
        bomb(file)
        file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(out.getvalue()) < 2_000_000
    assert rules(verify_bytes(out.getvalue(), ".pdf", "x.pdf")) == {"unreadable-file"}


def test_how_a_picture_is_packed_belongs_to_the_seal(project: Copy) -> None:
    """Its bytes stay, and other parameters make another picture of them."""
    Picture.effect_noise((60, 40), 80).convert("RGB").save(project.root / "chart.png")
    project.replace("briefs/both.md", "Clubs went", "![Noise](chart.png)\n\nClubs went")
    built = project.build("both", formats=("pdf",))[0]

    def repacked(file: pikepdf.Pdf) -> None:
        for item in file.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                raw = item.read_raw_bytes()
                item.write(raw, filter=pikepdf.Name.FlateDecode,
                           decode_parms=pikepdf.Dictionary(Predictor=1))  # fmt: skip

    assert "broken-seal" in rules(edited(built.path.read_bytes(), repacked))
