"""Reading a finished PDF: the words at its destinations, and where its links lead.

Links, destinations and the manifest are read with pikepdf, the words with PDFium: neither is
the library that wrote the pages.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from synth.problems import Problem, error
from synth.sealing.pdf import pdf_digest, pdf_manifest, plainly_packed
from synth.verify.manifest_shape import manifest_in
from synth.verify.pdf_text import PageText, page_texts
from synth.verify.seen import Seen, SeenClaim, SeenEntry, squash

MAX_PAGES = 3_000
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point of a page: what a named destination is."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Jump:
    """A link: where it stands, the destination that it names, and the note that holds it."""

    page: int
    box: tuple[float, float, float, float]
    target: str
    note: str | None


def read_pdf(data: bytes) -> Seen:
    """The manifest, claims and entries of a PDF."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            held = pdf_manifest(pdf)
            if held is None:
                return Seen(None)
            manifest, problems = manifest_in(held)
            if manifest is None:
                return Seen(None, problems=tuple(problems))
            if len(pdf.pages) > MAX_PAGES:
                return Seen(None, problems=(_unreadable(f"it has more than {MAX_PAGES:,} pages"),))
            if not all(plainly_packed(part) for page in pdf.pages for part in _contents(page)):
                return Seen(None, problems=(_unreadable("its pages are packed in an odd way"),))
            digest = pdf_digest(pdf)
            spots = _destinations(pdf)
            jumps = list(_jumps(pdf))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError) as fault:
        return Seen(None, problems=(_unreadable(_reason(fault)),))
    texts = page_texts(data)
    if texts is None:
        return Seen(None, problems=(_unreadable("its pages cannot be opened"),))
    claims, entries = _Matching(manifest, spots, jumps, texts).read()
    return Seen(manifest, digest, claims, entries, tuple(problems))


def _contents(page: pikepdf.Page) -> list[Any]:
    """The streams that draw a page."""
    held = page.obj.get("/Contents")
    return list(held) if isinstance(held, pikepdf.Array) else [held] if held is not None else []


def _reason(fault: Exception) -> str:
    """What pikepdf says, without the name that it gives a file in memory."""
    return re.sub(r"(stream )?<_io\.BytesIO[^>]*>:?\s*", "", str(fault)).strip()


def _unreadable(fault: str) -> Problem:
    return error(
        "unreadable-file",
        f"the PDF cannot be read: {(fault.splitlines() or ['it is damaged'])[0]}",
        hint="The file is damaged or cut short: build it again.",
    )


def _destinations(pdf: pikepdf.Pdf) -> dict[str, _Spot]:
    """Each named destination that gives a point of a page."""
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if names is None:
        return {}
    found: dict[str, _Spot] = {}
    for name, value in pikepdf.NameTree(names).items():
        array = value.D if isinstance(value, pikepdf.Dictionary) else value
        if str(array[1]) == "/XYZ" and array[0].objgen in pages:
            found[str(name)] = _Spot(pages[array[0].objgen], float(array[2]), float(array[3]))
    return found


def _jumps(pdf: pikepdf.Pdf) -> Iterator[_Jump]:
    """Each link of the file to a named destination."""
    owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") != "/Link":
                continue
            action = annotation.get("/A", pikepdf.Dictionary())
            target = annotation.get("/Dest", action.get("/D"))
            if isinstance(target, pikepdf.String | pikepdf.Name):
                x0, y0, x1, y1 = (float(each) for each in annotation.Rect)
                box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                note = _note_above(owners.get(int(annotation.get("/StructParent", -1))))
                yield _Jump(number, box, str(target).removeprefix("/"), note)


def _note_above(element: Any) -> str | None:
    """The name of the Note that an element stands in; None where it stands in none."""
    for _ in range(MAX_DEPTH):
        if not isinstance(element, pikepdf.Dictionary):
            return None
        if element.get("/S") == "/Note":
            return str(element.get("/ID", ""))
        element = element.get("/P")
    return None


class _Matching:
    """Finds the manifest's claims and entries where the file's destinations point."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        spots: Mapping[str, _Spot],
        jumps: Sequence[_Jump],
        texts: Sequence[PageText],
    ) -> None:
        self.claims = {
            each["id"]: squash(each.get("printed") or each["text"]) for each in manifest["claims"]
        }
        self.entries = {
            each["reference"]: squash(each["text"]) for each in manifest["bibliography"]
        }
        self.claim_spots = {id: spot for id, spot in spots.items() if id.startswith("claim-")}
        self.entry_spots = {
            id.removeprefix("ref-"): spot for id, spot in spots.items() if id.startswith("ref-")
        }
        self.jumps = jumps
        self.texts = texts

    def read(self) -> tuple[dict[str, SeenClaim], dict[str, SeenEntry]]:
        """What stands at each claim's and each entry's destination."""
        at = {
            id: self._words_at(spot, self.claims.get(id, ""))
            for id, spot in self.claim_spots.items()
        }
        links = self._links({id: (self.claim_spots[id].page, at[id][0]) for id in at})
        claims = {
            id: SeenClaim(text, frozenset(links[id]), page=self.claim_spots[id].page + 1)
            for id, (_, text) in at.items()
        }
        back = self._backlinks()
        entries = {
            key: SeenEntry(self._words_at(spot, self.entries.get(key, ""))[1], frozenset(back[key]))
            for key, spot in self.entry_spots.items()
        }
        return claims, entries

    def _words_at(self, spot: _Spot, expected: str) -> tuple[int, str]:
        """Where the words of a destination start, and as many of them as are expected.

        They may run on over the page's end.
        """
        page = self.texts[spot.page]
        start, length = page.match(spot.x, spot.y, expected)
        rest = expected[length:]
        if not rest:
            return start, expected
        following = self.texts[spot.page + 1] if spot.page + 1 < len(self.texts) else None
        if length and following is not None and rest in following.squashed:
            return start, expected
        return start, page.squashed[start : start + len(expected)]

    def _links(self, starts: Mapping[str, tuple[int, int]]) -> dict[str, set[str]]:
        """The references that each claim links to, up to the start of the next claim."""
        found: dict[str, set[str]] = defaultdict(set)
        order = sorted((start, id) for id, start in starts.items())
        cited = self._cited_in_footnotes()
        for jump in self.jumps:
            references = cited.get(f"foot{jump.target}", set())
            if jump.target.startswith("ref-"):
                references = {jump.target.removeprefix("ref-")}
            if references and jump.note is None:
                here = (jump.page, self.texts[jump.page].index_in(jump.box))
                before = [id for start, id in order if start <= here]
                if before and starts[before[-1]][0] >= jump.page - 1:
                    found[before[-1]] |= references
        return found

    def _cited_in_footnotes(self) -> dict[str, set[str]]:
        """The references that each footnote links to, by the name of its tag: `footnote-3`."""
        found: dict[str, set[str]] = defaultdict(set)
        for jump in self.jumps:
            if jump.target.startswith("ref-") and jump.note and jump.note.startswith("footnote-"):
                found[jump.note].add(jump.target.removeprefix("ref-"))
        return found

    def _backlinks(self) -> dict[str, set[str]]:
        """The claims that each entry leads back to: the links beside or below its first line."""
        found: dict[str, set[str]] = defaultdict(set)
        for jump in self.jumps:
            if not jump.target.startswith("claim-"):
                continue
            middle = (jump.box[1] + jump.box[3]) / 2
            above = [
                (spot.y, key)
                for key, spot in self.entry_spots.items()
                if spot.page == jump.page and spot.y >= middle
            ]
            if above:
                found[min(above)[1]].add(jump.target)
        return found
