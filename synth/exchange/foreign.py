"""What a file is that holds no references."""

from __future__ import annotations

import re

_MARKS = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"SQLite format 3", "a database, as of Zotero or a new EndNote library"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "a document in rich text (RTF)"),
)
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_XML = re.compile(r"\s*<(?:\?xml|[a-z])", re.I)


def kind_of(data: bytes, text: str) -> str:
    """What a file is, as its first bytes and its text tell."""
    if not text.strip():
        return "empty"
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    head = text[:2000]
    if _HTML.match(head):
        return "a web page (HTML)"
    if _XML.match(head):
        return "XML, but not of EndNote"
    if head.count("\0") or sum(c < " " and c not in "\t\n\r\f" for c in head) > len(head) // 20:
        return "no text"
    return (
        "a table of unknown columns"
        if _is_table(head)
        else "plain text, or of a format that synth does not know"
    )


def _is_table(head: str) -> bool:
    """Whether the first line names three columns or more, one of them that of the titles."""
    first = next((line for line in head.split("\n") if line.strip()), "")
    cells = [cell.strip(' "').lower() for cell in re.split(r"[,;\t]", first)]
    return len(cells) > 2 and any(cell in ("title", "article title") for cell in cells)
