"""The words of a PDF's pages, each character with its place, as PDFium reads them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from synth.verify.seen import squash

_LINE = 45.0
"""Points; a destination stands at most this far above the line that it leads to."""

_GAP = 12.0
"""Points; wider than any space between words, and narrower than that before the margin."""


@dataclass(frozen=True)
class PageText:
    """The squashed text of a page; `boxes` gives left, bottom, right, top of each character."""

    squashed: str
    boxes: Sequence[tuple[float, float, float, float]]

    def match(self, x: float, y: float, expected: str) -> tuple[int, int]:
        """Where the expected words start just below a point, and how many characters follow.

        Of the characters in the two lines below the point, the one from which the most of the
        expected text can be read on.
        """
        best = (0, 0)
        for index, (left, bottom, _, top) in enumerate(self.boxes):
            first_line = bottom > y - _LINE / 2
            if y - _LINE <= bottom and top <= y + 4 and (left >= x - 3 or not first_line):
                length = self._read_on(index, expected)
                if length > best[1]:
                    best = (index, length)
        return best

    def _read_on(self, start: int, expected: str) -> int:
        """How many characters of `expected` can be read from a place on.

        What stands clear to the right of all that was read so far, a note in the margin, may come
        in between: PDFium gives the words of a line together.
        """
        right = self.boxes[start][2]
        index, length = start, 0
        while length < len(expected) and index < len(self.squashed):
            if self.squashed[index] == expected[length]:
                right = max(right, self.boxes[index][2])
                index, length = index + 1, length + 1
            elif length and self.boxes[index][0] > right + _GAP:
                while index < len(self.boxes) and self.boxes[index][0] > right:
                    index += 1
            else:
                break
        return length

    def index_in(self, box: tuple[float, float, float, float]) -> int:
        """The first character inside a box; the number of characters when there is none."""
        left, bottom, right, top = box
        for index, (x0, y0, x1, y1) in enumerate(self.boxes):
            if left - 1 <= (x0 + x1) / 2 <= right + 1 and bottom - 1 <= (y0 + y1) / 2 <= top + 1:
                return index
        return len(self.boxes)


def page_texts(data: bytes) -> list[PageText] | None:
    """The text of every page; None if PDFium cannot open the file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        return [_page_text(document[number]) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _page_text(page: pypdfium2.PdfPage) -> PageText:
    text = page.get_textpage()
    letters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = 0xD800
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond 16 bits
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        squashed = squash(chr(code))
        if squashed:
            pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            letters.append(squashed)
            boxes += [(left.value, bottom.value, right.value, top.value)] * len(squashed)
    text.close()
    page.close()
    return PageText("".join(letters), boxes)
