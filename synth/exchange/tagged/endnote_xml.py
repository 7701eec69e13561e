"""EndNote XML to CSL-JSON items.

Elements as in EndNote's RSXML.dtd; each is read as the RIS tag that EndNote exports the same
field under. The file is read as a stream and no tree is built, so that neither its size nor its
depth matters. Entities are refused, as defusedxml does it.
"""

from __future__ import annotations

import re
from typing import Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from synth.exchange.draft import Draft
from synth.exchange.entries import Entries
from synth.exchange.imported import Imported
from synth.exchange.tagged.endnote_fields import fill
from synth.exchange.tagged.ris_types import ENDNOTE, ENDNOTE_MAIN, ENDNOTE_NUMBERS
from synth.problems import did_you_mean

MAX_DEPTH = 40
"""EndNote's own files have some eight elements inside one another."""

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) has no place for, and EndNote writes all the same."""

_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
"""EndNote parts the lines of a field by carriage returns; indented files break them anywhere."""

TAGS = {
    "authors": "AU", "secondary-authors": "A2", "tertiary-authors": "A3",
    "subsidiary-authors": "A4", "title": "TI", "secondary-title": "T2", "tertiary-title": "T3",
    "alt-title": "J2", "short-title": "ST", "full-title": "JF", "abbr-1": "JA",
    "pages": "SP", "volume": "VL", "number": "IS", "issue": "IS", "num-vols": "NV",
    "edition": "ET", "section": "SE", "keyword": "KW", "year": "PY", "pub-dates": "DA",
    "pub-location": "CY", "publisher": "PB", "isbn": "SN", "accession-num": "AN",
    "call-num": "CN", "report-id": "SN", "electronic-resource-num": "DO", "abstract": "AB",
    "notes": "N1", "research-notes": "RN", "work-type": "M3", "language": "LA",
    "remote-database-name": "DB", "remote-database-provider": "DP", "related-urls": "UR",
    "web-urls": "UR", "url": "UR", "access-date": "Y2", "custom1": "C1", "custom2": "C2",
    "custom3": "C3", "custom4": "C4", "custom5": "C5", "custom6": "C6", "custom7": "C7",
    "misc1": "M1", "misc2": "M2", "misc3": "M3",
}  # fmt: skip
"""The elements that hold a field, or the elements of a field, and the RIS tags of the same."""

_OWN = {ris: element for element, ris in reversed(TAGS.items())}

_LEAVES = frozenset(("author", "keyword", "date", "url"))
"""Elements that repeat inside the element that names the field."""

_GROUPS = frozenset(
    ("contributors", "titles", "periodical", "alt-periodical", "keywords", "dates", "urls")
)
_MARKUP = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_RICH = frozenset(("title", "secondary-title", "tertiary-title", "alt-title", "short-title"))


class _DepthError(Exception):
    """More elements are inside one another than any file of EndNote has."""


def read_endnote_xml(text: str, name: str) -> Imported:
    """The entries of an EndNote XML text."""
    entries = Entries(name)
    handler = _Handler(entries)
    parser = DefusedExpatParser(forbid_dtd=False)
    parser.setContentHandler(handler)
    try:
        parser.feed(_NO_XML.sub(" ", text))
        parser.close()
    except SAXParseException as fault:
        entries.refuse(
            "xml-syntax",
            f"from here on the file cannot be read: {fault.getMessage()}",
            fault.getLineNumber() or handler.line,
            "Export it again from EndNote; a download that broke off ends like this.",
            (fault.getColumnNumber() or 0) + 1,
        )
    except DefusedXmlException:
        entries.refuse(
            "xml-syntax",
            "the file defines entities or names other files, which is refused",
            handler.line,
            "EndNote writes nothing of the kind. Export the file again from EndNote.",
        )
    except _DepthError:
        entries.refuse(
            "xml-syntax",
            f"more than {MAX_DEPTH} elements are inside one another",
            handler.line,
            "This is no file of EndNote. Export it again from EndNote.",
        )
    return entries.imported()


class _Locator(Protocol):
    def getLineNumber(self) -> int | None: ...  # noqa: N802

    def getColumnNumber(self) -> int | None: ...  # noqa: N802


class _Handler(ContentHandler):
    """Gathers the fields of a record, and adds its entry where the record ends."""

    def __init__(self, entries: Entries) -> None:
        super().__init__()
        self.entries = entries
        self.locator: _Locator | None = None
        self.path: list[str] = []
        self.start = (1, 1)
        self.depth = -1
        self.values: dict[str, list[str]] = {}
        self.kind = ("", "")
        self.text: list[str] = []
        self.closing: list[str] = []

    @property
    def line(self) -> int:
        """The line that is being read."""
        return (self.locator.getLineNumber() if self.locator else None) or 1

    @property
    def column(self) -> int:
        """The column that is being read, from 1."""
        return ((self.locator.getColumnNumber() if self.locator else None) or 0) + 1

    def setDocumentLocator(self, locator: _Locator) -> None:  # noqa: N802
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.path.append(name)
        if len(self.path) > MAX_DEPTH:
            raise _DepthError
        if name == "record" and self.depth < 0:
            self.depth, self.start = len(self.path), (self.line, self.column)
            self.values, self.kind = {}, ("", "")
        elif self.depth > 0 and name == "style":
            self._mark(attrs.get("face", ""))
        elif self.depth > 0:
            self.text.clear()
            if name == "ref-type":
                self.kind = (attrs.get("name", ""), "")

    def characters(self, content: str) -> None:
        if self.depth > 0:
            self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.path.pop()
        if name == "style" and self.depth > 0:
            if self.closing:
                self.text.append(self.closing.pop())
        elif self.depth > 0 and len(self.path) + 1 == self.depth:
            self.depth = -1
            _add(self.entries, self.start, self.kind, self.values)
        elif self.depth > 0:
            self._field(name)
            self.text.clear()

    def _mark(self, face: str) -> None:
        """Markup of a title, from the faces of a style: "bold italic"."""
        holder = next((each for each in reversed(self.path[:-1]) if each != "style"), "")
        marks = [_MARKUP[each] for each in face.split() if each in _MARKUP]
        if holder not in _RICH:
            marks = []
        self.text += [f"<{mark}>" for mark in marks]
        self.closing.append("".join(f"</{mark}>" for mark in reversed(marks)))

    def _field(self, name: str) -> None:
        value = _BREAK.sub("\n", "".join(self.text)).strip()
        if not value:
            return
        inside = self.path[self.depth :]
        if name == "ref-type":
            self.kind = (self.kind[0], value)
            return
        if name in _LEAVES and inside:
            name = next((each for each in reversed(inside) if each not in _GROUPS), name)
        if "alt-periodical" in inside and name == "full-title":
            name = "alt-title"
        tag = TAGS.get(name, name)
        self.values.setdefault(tag, []).append(value)


def _add(
    entries: Entries,
    start: tuple[int, int],
    kind: tuple[str, str],
    values: dict[str, list[str]],
) -> None:
    line, column = start
    if not values:
        entries.refuse_empty(line, "EndNote", column)
        return
    named, number = kind
    type_ = ENDNOTE.get(named.lower()) or ENDNOTE_NUMBERS.get(number) or "document"
    draft = Draft(type_, "endnote", _OWN)
    fill(draft, values)
    if named and named.lower() not in ENDNOTE_MAIN:
        draft.keep("ref-type", named)
    if (named or number) and type_ == "document" and named.lower() not in ENDNOTE:
        entries.warn(
            "unknown-type",
            f'unknown EndNote type "{(named or number)[:40]}"'
            f"{did_you_mean(named[:40].lower(), ENDNOTE)}",
            line,
            "It is read as a document of no special kind.",
        )
    entries.add(draft.finished(), line, column=column)
