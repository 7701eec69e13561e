"""Python-Markdown, set up for briefs: its tree, with citations and spans as elements.

Raw HTML is no part of a brief: the processors that would pass it through are taken out,
so that it comes out as the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.util import AtomicString

from synth.compose.brackets import Brackets
from synth.compose.citations import (
    BRACKETED,
    NARRATIVE,
    Library,
    Part,
    bracketed,
    citation,
    labels,
    narrative,
)
from synth.compose.marks import MARK, Marks
from synth.document import Citation

CITATION_TAG = "citation"
SPAN_TAG = "span"
PREFIX, SUFFIX = "citation-prefix", "citation-suffix"
ITEM = "item number"
NOTE_TAG = "note"
NOTE = r"\[\^(?P<id>[^\[\]\s]+)\]"
INLINE_NOTE = r"\^\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
SPAN = r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\{:?(?P<attributes>[^{}\n]*)\}"

LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
"""A line end with the white space around it."""


@dataclass
class Parsed:
    """The tree of a Markdown text, and the citations that its elements refer to by number."""

    root: Element
    citations: dict[int, Citation] = field(default_factory=dict)
    code_blocks: list[str] = field(default_factory=list)


MAX_DEPTH = 100
"""As many elements may stand in each other; each level of a list makes two."""


def too_deep(root: Element) -> Element | None:
    """The first element that stands in more than MAX_DEPTH others; None where there is none."""
    waiting = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return element
        waiting.extend((child, depth + 1) for child in reversed(element))
    return None


def parse(text: str, marks: Marks, library: Library) -> Parsed:
    """The element tree of a brief's Markdown; marks stay in its text."""
    parsed = Parsed(Element("div"))
    markdown = Markdown(
        extensions=[
            TableExtension(),
            AttrListExtension(),
            SaneListExtension(),
            FencedCodeExtension(),
            _BriefSyntax(marks, library, parsed.citations),
        ],
        output_format="xhtml",
    )
    lines = text.split("\n")
    for preprocessor in markdown.preprocessors:
        lines = preprocessor.run(lines)
    parsed.root = markdown.parser.parseDocument(lines).getroot()
    for processor in markdown.treeprocessors:
        parsed.root = processor.run(parsed.root) or parsed.root
    parsed.code_blocks = [str(block) for block in markdown.htmlStash.rawHtmlBlocks]
    return parsed


NUMBER = "citation number"
"""An attribute's name that no `{: name=value}` of a writer can spell, as it holds a space."""


class _BriefSyntax(Extension):
    def __init__(self, marks: Marks, library: Library, citations: dict[int, Citation]) -> None:
        super().__init__()
        self.marks = marks
        self.library = library
        self.citations = citations

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.treeprocessors.deregister("prettify")
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "@"]
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                setattr(pattern, "getText", Brackets().text)  # noqa: B010
        notes = _NoteDefinitions(md)
        md.parser.blockprocessors.register(FootnoteBlockProcessor(notes), "footnote", 17)
        patterns = (
            ("note", NOTE, notes.note, 177),
            ("inline note", INLINE_NOTE, _inline_note, 176),
            ("citation", BRACKETED, self._bracketed, 175),
            ("narrative", NARRATIVE, self._narrative, 174),
            ("span", SPAN, _span, 173),
        )
        for name, pattern, build, priority in patterns:
            md.inlinePatterns.register(_Pattern(pattern, md, build), name, priority)

    def _bracketed(self, match: re.Match[str]) -> tuple[Element, int] | None:
        if found := labels(match["items"], self.library):
            return _cross_references(found), match.end()
        parts = bracketed(match["items"], self.marks, self.library)
        return (self._element(parts), match.end()) if parts else None

    def _narrative(self, match: re.Match[str]) -> tuple[Element, int] | None:
        if self.library.is_label(match["key"]):
            return _cross_references((match["key"],)), match.end("key")
        parts, end = narrative(match, self.marks, self.library)
        return self._element(parts), end

    def _element(self, parts: tuple[Part, ...]) -> Element:
        """A citation's element; its prefixes and suffixes are Markdown, so they stand below it."""
        number = len(self.citations) + 1
        self.citations[number] = citation(number, parts)
        element = Element(CITATION_TAG, {NUMBER: str(number)})
        for index, part in enumerate(parts):
            for role, words in ((PREFIX, part.prefix), (SUFFIX, part.suffix)):
                if words.strip():
                    SubElement(element, role, {ITEM: str(index)}).text = words
        return element


def _cross_references(found: tuple[str, ...]) -> Element:
    element = Element("span")
    for index, label in enumerate(found):
        link = SubElement(element, "a", {"href": f"#{label}"})
        link.text = AtomicString(label)
        if index + 1 < len(found):
            link.tail = AtomicString(", ")
    return element


class _NoteDefinitions:
    """The notes that a text defines, as Markdown's own footnote reader hands them over."""

    def __init__(self, md: Markdown) -> None:
        self.parser = md.parser
        self.definitions: dict[str, str] = {}

    def setFootnote(self, id: str, text: str) -> None:
        """Keeps the text of a note."""
        self.definitions[id] = text

    def note(self, match: re.Match[str]) -> tuple[Element, int] | None:
        """The note that `[^id]` means, where the text defines it."""
        text = self.definitions.get(match["id"])
        return (_note(text), match.end()) if text is not None else None


def _inline_note(match: re.Match[str]) -> tuple[Element, int]:
    return _note(match["words"]), match.end()


def _note(text: str) -> Element:
    element = Element(NOTE_TAG)
    element.text = LINE_END.sub(" ", text).strip()
    return element


Build = Callable[[re.Match[str]], tuple[Element, int] | None]


class _Pattern(InlineProcessor):
    """An inline pattern whose element is built by a plain function."""

    def __init__(self, pattern: str, md: Markdown, build: Build) -> None:
        super().__init__(pattern, md)
        self.build = build

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        built = self.build(m)
        if built is None:
            return None, None, None
        element, end = built
        return element, m.start(), end


def _span(match: re.Match[str]) -> tuple[Element, int]:
    """`[words]{.class name="value"}`: a bracketed span as in pandoc."""
    element = Element(SPAN_TAG)
    attributes = re.sub(MARK, "", match["attributes"])
    element.set("class", " ".join(re.findall(r"\.([\w-]+)", attributes)))
    for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes):
        element.set(name, value)
    if match["words"]:
        element.text = match["words"]
    else:
        element.text = AtomicString("")
    return element, match.end()
