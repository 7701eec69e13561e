"""The stored text of a work, as a quoted passage is looked up in it.

Two texts are the same here whatever their white space, line breaks, hyphens at line ends, and
kinds of quotation marks and dashes. The reference list of a work is no part of what it says.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MAX_BYTES = 10_000_000
"""A larger text is not read; a book of a thousand pages has three million characters."""

NEAR = 78.0
"""From this likeness on, in per cent, a passage of the source is what a writer meant to quote."""

GAP = 4000
"""Characters that an ellipsis may leave out; an insertion in brackets stands for far fewer."""

_QUOTES = dict.fromkeys(map(ord, '"“”„‟«»‹›‘’‚‛`´′″'), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_TABLE = {**_QUOTES, **_DASHES, 0x00AD: None, 0x200B: None, 0xFEFF: None, 0x2026: "..."}
_NUMBERED = re.compile(r"\s?\[\d{1,3}(?:\s?[,;-]\s?\d{1,3})*\]")
_MARKUP = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^[ \t]*(?:>|#{1,6})[ \t]?", re.MULTILINE)
_MARKED_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_WORD_DASH = re.compile(r"(?<=[^\W\d_])\s*-+\s*(?=[^\W\d_])")
_OTHER_DASH = re.compile(r"\s*-+\s*")
_SPACE = re.compile(r"\s+")
_LIST_HEADING = re.compile(
    r"^[ \t]*(?:\#+[ \t]*)?(?:\d+\.?[ \t]*)?(?:\*\*)?"
    r"(?:references?(?:[ \t]+list)?|reference[ \t]+list|bibliography|works[ \t]+cited|sources"
    r"|literature(?:[ \t]+cited)?|cited[ \t]+literature|notes[ \t]+and[ \t]+references"
    r"|references[ \t]+and[ \t]+notes)(?:\*\*)?[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER_LIST = re.compile(
    r"^[ \t]*(?:\#+[ \t]*)?(?:appendix|appendices|annex|annexe|supplement\w*|acknowledge?ments?"
    r"|about[ \t]+the[ \t]+authors?)\b.{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ELLIPSIS = re.compile(r"\[\s*(?:\.\s?){3,4}\]|\(\s*(?:\.\s?){3}\)|(?:\.\s?){3,4}")
_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(r"\[[^\[\]]{0,200}\]")
_GAPS = re.compile(r"(\x00|\x01)")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A stored text: its body and its reference list, made alike, and its body for showing."""

    body: str
    listed: str
    shown: str


def alike(text: str, *, markdown: bool = False) -> str:
    """A text as it is compared: without white space, its quotation marks and dashes of one kind."""
    return _SPACE.sub("", _tidied(text, markdown))


def _tidied(text: str, markdown: bool) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_TABLE))
    if markdown:
        text = _MARKUP.sub("", _MARKED_LINK.sub(r"\1", text))
    return _OTHER_DASH.sub("-", _WORD_DASH.sub("", _NUMBERED.sub("", text)))


def read_source(path: Path) -> SourceText:
    """The text of a file. Raises OSError, and UnicodeDecodeError where it is no UTF-8."""
    state = path.stat()
    if state.st_size > MAX_BYTES:
        raise OSError(f"{path.name} is larger than {MAX_BYTES:,} bytes")
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int) -> SourceText:
    text = path.read_bytes().decode("utf-8-sig")
    markdown = path.suffix == ".md"
    start, end = _reference_list(text)
    body = f"{text[:start]}\n{text[end:]}"
    shown = _SPACE.sub(" ", body.replace("\u00ad", ""))
    return SourceText(
        alike(body, markdown=markdown), alike(text[start:end], markdown=markdown), shown
    )


def _reference_list(text: str) -> tuple[int, int]:
    """Where the work's own list of references begins and ends; it is empty where there is none."""
    for heading in reversed(list(_LIST_HEADING.finditer(text))):
        after = text[heading.end() : heading.end() + 1500]
        if len(_YEAR.findall(after)) >= 2:
            end = _AFTER_LIST.search(text, heading.end())
            return heading.start(), end.start() if end else len(text)
    return len(text), len(text)


def holds(body: str, passage: str) -> bool:
    """Whether a body made alike holds a passage, its ellipses and insertions heard."""
    parts = _parts(passage)
    if not parts:
        return True
    start = 0
    for _ in range(200):
        at = _find(body, parts[0][1], start)
        if at < 0:
            return False
        if _follow(body, parts[1:], at + len(parts[0][1])):
            return True
        start = at + 1
    return False


def _follow(body: str, parts: list[tuple[int, str]], end: int) -> bool:
    for gap, part in parts:
        at = _find(body, part, end, end + gap + len(part))
        if at < 0:
            return False
        end = at + len(part)
    return True


def _find(body: str, part: str, start: int, end: int | None = None) -> int:
    """Where a part begins, its first letter small or capital."""
    found = (body.find(first + part[1:], start, end) for first in {part[0], part[0].swapcase()})
    return min((at for at in found if at >= 0), default=-1)


def _parts(passage: str) -> list[tuple[int, str]]:
    """The parts of a passage between ellipses and insertions, each with the gap before it."""
    text = _LETTER.sub(r"\1", _NUMBERED.sub("", passage.translate(_TABLE)))
    text = _INSERTION.sub("\x01", _ELLIPSIS.sub("\x00", text))
    parts: list[tuple[int, str]] = []
    gap = 0
    for piece in _GAPS.split(text):
        if piece in ("\x00", "\x01"):
            gap = max(gap, GAP if piece == "\x00" else 200)
            continue
        part = alike(piece, markdown=True).strip(".,;:!?'- ")
        if part:
            parts.append((gap, part))
            gap = 0
    return parts


def nearest(shown: str, passage: str) -> str | None:
    """What a source says that is nearest to a passage, where that is near; else None.

    Places are sought by the passage's longer words, the rarest first, and compared by the
    normalised Indel similarity of rapidfuzz.
    """
    from rapidfuzz import fuzz

    wanted = _SPACE.sub(" ", passage).strip()
    words = sorted(set(re.findall(r"\w{4,}", wanted)), key=len, reverse=True)[:8]
    found = {word: [each.start() for each in re.finditer(re.escape(word), shown)] for word in words}
    best, score = None, NEAR
    for word in sorted((each for each in words if found[each]), key=lambda each: len(found[each])):
        for at in found[word][:20]:
            start = max(0, at - wanted.find(word) - 60)
            window = shown[start : start + len(wanted) + 160]
            match = fuzz.partial_ratio_alignment(wanted, window, score_cutoff=score)
            if match is not None and match.score > score:
                said = _whole_words(window, match.dest_start, match.dest_end)
                best, score = said, match.score
    return best


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return text[start:end].strip(" ,;:")
