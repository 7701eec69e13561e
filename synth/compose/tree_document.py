"""From the element tree of a brief's Markdown to the blocks of a Document."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from synth.compose.claims import KINDS, claims_in
from synth.compose.markdown_tree import (
    CITATION_TAG,
    ITEM,
    LINE_END,
    NOTE_TAG,
    NUMBER,
    PREFIX,
    SPAN_TAG,
    Parsed,
)
from synth.compose.marks import Marks, unmark
from synth.compose.stand_ins import Made
from synth.document import (
    KEY_POINTS,
    Block,
    Citation,
    Claim,
    Code,
    CodeBlock,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Note,
    Numbers,
    Paragraph,
    Quote,
    Rating,
    Section,
    Sentence,
    SentenceKind,
    Styled,
    Table,
    Text,
    Weight,
    fold,
    map_runs,
    plain,
)
from synth.problems import Place

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LABEL_AT_END = re.compile(r"(?<!\s)\s*\{:?[ ]*#([\w:.-]+)[ ]*\}\s*$")
_CAPTION = re.compile(r"^\s*Table:\s+", re.I)


class TreeReader:
    """Reads one tree; what it learns on the way (sentences, identifiers) is kept."""

    def __init__(
        self,
        parsed: Parsed,
        marks: Marks,
        start: Place,
        locale: str,
        made: Mapping[str, Made] | None = None,
    ) -> None:
        self.parsed = parsed
        self.made = made or {}
        self.placed: Counter[str] = Counter()
        self.marks = marks
        self.here = start
        self.locale = locale
        self.sentences: list[Sentence] = []
        self.setting = Sentence("", start)
        self.ids: set[str] = set()
        self.same_words: dict[str, int] = {}
        self.numbers = Numbers(citations=len(parsed.citations))
        self.labels: dict[str, Link] = {}

    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks, headings gathered into sections."""
        return _linked(_sections(list(self._blocks(self.parsed.root))), self.labels)

    def _blocks(self, parent: Element) -> Iterator[tuple[Block, str]]:
        """Each block below an element, with its class."""
        caption: tuple[Inline, ...] = ()
        for element in parent:
            place = self._place(element)
            role = element.get("class", "")
            if (typed := self._typed(element)) is not None:
                yield from ((block, role) for block in self._code_or_made(typed, place))
            elif element.tag == "p":
                if _CAPTION.match(unmark("".join(element.itertext()))):
                    caption, label = _without_label(_without_prefix(self._inlines(element)))
                    number = self.numbers.tables + 1
                    self._label(label, f"s-table-{number}", f"Table {number}")
                else:
                    self._moved("paragraph")
                    yield Paragraph(self._running(element, place), place, role), role
            elif element.tag in _HEADINGS:
                children = _clean(self._inlines(element))
                id = self._id(plain(children))
                self._label(element.get("id"), id, f"‘{plain(children)}’")
                if _HEADINGS[element.tag] <= 2:
                    self.setting = replace(self.setting, section=plain(children), role=role)
                yield Heading(_HEADINGS[element.tag], id, children, place), role
            elif element.tag in ("ul", "ol"):
                items = tuple(self._item(item) for item in element)
                start = int(element.get("start", "1"))
                yield ListBlock(element.tag == "ol", items, place, start), role
            elif element.tag == "table":
                yield self._table(element, caption, place), role
                caption = ()
            elif element.tag == "blockquote":
                first = len(self.sentences)
                inner = tuple(block for block, _ in self._blocks(element))
                for index in range(first, len(self.sentences)):
                    self.sentences[index] = replace(self.sentences[index], kind="quote")
                yield Quote(inner, place), role

    def _item(self, item: Element) -> tuple[Block, ...]:
        """A list item: its own words first, then the blocks below it."""
        loose = Element("p")
        loose.text = item.text
        nested = Element("div")
        for child in item:
            if child.tag in ("p", "ul", "ol", "table", "blockquote", "pre", *_HEADINGS):
                nested.append(child)
            else:
                loose.append(child)
        first: tuple[Block, ...] = ()
        if (loose.text or "").strip() or len(loose):
            place = self._place(loose)
            self._moved("item")
            first = (Paragraph(self._running(loose, place), place),)
        return (*first, *(block for block, _ in self._blocks(nested)))

    def _table(self, element: Element, caption: tuple[Inline, ...], place: Place) -> Table:
        rows: list[tuple[tuple[Inline, ...], ...]] = []
        for row in element.iter("tr"):
            self._moved("cell" if rows else "head")
            rows.append(tuple(self._running(cell, self._place(cell)) for cell in row))
        number = self.numbers.table() if caption else None
        return Table(rows[0] if rows else (), tuple(rows[1:]), caption, number, place)

    def _running(self, element: Element, place: Place) -> tuple[Inline, ...]:
        """An element's inlines with their claims."""
        nodes = _trim(self._inlines(element))
        setting = replace(self.setting, place=place)
        wrapped, sentences = claims_in(nodes, self.marks, setting, self.locale)
        self.sentences += sentences
        return _clean(wrapped)

    def _moved(self, kind: SentenceKind) -> None:
        """The reading has come to another paragraph, list item or table row.

        A paragraph ends the key points, which are a heading and its lists.
        """
        role = self.setting.role
        if role == KEY_POINTS and kind == "paragraph":
            self.setting = replace(self.setting, section="", role="")
        self.setting = replace(self.setting, kind=kind, block=self.setting.block + 1)

    def _inlines(self, element: Element) -> tuple[Inline, ...]:
        result: list[Inline] = []
        if element.text:
            result.append(Text(_words(element.text)))
        for child in element:
            result += self._inline(child)
            if child.tail:
                result.append(Text(_words(child.tail)))
        return tuple(result)

    def _inline(self, element: Element) -> tuple[Inline, ...]:
        build = _INLINE.get(element.tag)
        return build(self, element) if build else self._inlines(element)

    def _citation(self, element: Element) -> tuple[Inline, ...]:
        citation = self.parsed.citations[int(element.get(NUMBER, "0"))]
        items = list(citation.items)
        for words in element:
            index = int(words.get(ITEM, "0"))
            said = _dashed(_clean(self._inlines(words), quotes=False))
            items[index] = (
                replace(items[index], prefix=said)
                if words.tag == PREFIX
                else replace(items[index], suffix=said)
            )
        return (replace(citation, items=tuple(items)),)

    def _note(self, element: Element) -> tuple[Inline, ...]:
        return (Note(_clean(_trim(self._inlines(element)))),)

    def _span(self, element: Element) -> tuple[Inline, ...]:
        classes = element.get("class", "").split()
        findings = tuple(element.get("findings", "").split())
        if "rating" in classes:
            return (Rating(findings),)
        if "weight" in classes:
            return (Weight(findings),)
        children = self._inlines(element)
        if "claim" in classes:
            kind = next((KINDS[name] for name in classes if name in KINDS), KINDS["finding"])
            return (Claim("", kind, children, (), self._place(element)),)
        return children

    def _link(self, element: Element) -> tuple[Inline, ...]:
        target = _words(element.get("href", ""))
        place = self.marks.first(target) or self._place(element)
        return (Link(unmark(target), self._inlines(element), None, place),)

    def _image(self, element: Element) -> tuple[Inline, ...]:
        marked = (element.get("alt", ""), element.get("src", ""))
        places = [self.marks.first(_words(words)) for words in marked]
        place = next((each for each in places if each), self.here)
        source = unmark(_words(element.get("src", "")))
        id = ""
        if element.get("id"):
            number = self.numbers.figure()
            id = f"s-figure-{number}"
            self._label(element.get("id"), id, f"Figure {number}")
        return (Image(source, unmark(_words(element.get("alt", ""))), place, id),)

    def _label(self, label: str | None, id: str, words: str) -> None:
        """Remembers where a label that the writer gave leads, and what a reference to it says."""
        if label:
            self.labels[unmark(label)] = Link(f"#{id}", (Text(words),))

    def _typed(self, element: Element) -> str | None:
        """The lines of a block to be shown as typed; None for another element."""
        text = "".join(element.itertext())
        if element.tag == "pre":
            return unmark(html.unescape(text.replace(AMP_SUBSTITUTE, "&")))
        code = HTML_PLACEHOLDER_RE.fullmatch(text.strip()) if element.tag == "p" else None
        return self._code(int(code[1])) if code else None

    def _code_or_made(self, value: str, place: Place) -> tuple[Block, ...]:
        """Lines as typed, or the blocks that a stand-in stands for."""
        made = self.made.get(value.strip())
        if made is None:
            return (CodeBlock(value, place),)
        self.placed[value.strip()] += 1
        return tuple(self.numbers.place(made.blocks))

    def _code(self, number: int) -> str:
        inner = re.sub(r"<[^>]+>", "", self.parsed.code_blocks[number])
        return unmark(html.unescape(inner))

    def _place(self, element: Element) -> Place:
        """The place of the first marked word below an element; it moves on with the reading."""
        for text in element.itertext():
            if place := self.marks.first(text):
                self.here = place
                break
        return self.here

    def _id(self, words: str) -> str:
        """An identifier from a heading's words, one of its own."""
        ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
        base = re.sub(r"[^a-z0-9]+", "-", ascii_words.lower()).strip("-") or "section"
        number = self.same_words.get(base, 0) + 1
        while (id := f"s-{base}-{number}" if number > 1 else f"s-{base}") in self.ids:
            number += 1
        self.same_words[base] = number
        self.ids.add(id)
        return id


def _linked(blocks: tuple[Block, ...], labels: Mapping[str, Link]) -> tuple[Block, ...]:
    """The blocks with each link to a label led to its place; `@label` takes its name for words."""

    def visit(node: Inline) -> Inline:
        match node:
            case Link(target) if target.removeprefix("#") in labels:
                label = target.removeprefix("#")
                known = labels[label]
                named = plain(node.children) == label
                children = known.children if named else node.children
                return replace(node, target=known.target, children=children)
            case Link(target, children) if target == f"#{plain(children)}":
                return Text(plain(children))  # a label of what cannot be linked to
            case Styled() | Link() | Claim() | Note():
                return replace(node, children=tuple(visit(child) for child in node.children))
            case _:
                return node

    return map_runs(blocks, lambda run: tuple(visit(node) for node in run))


def _styled(role: str) -> Callable[[TreeReader, Element], tuple[Inline, ...]]:
    def build(reader: TreeReader, element: Element) -> tuple[Inline, ...]:
        return (Styled(role, reader._inlines(element)),)  # type: ignore[arg-type]

    return build


_INLINE: dict[str, Callable[[TreeReader, Element], tuple[Inline, ...]]] = {
    CITATION_TAG: TreeReader._citation,
    NOTE_TAG: TreeReader._note,
    SPAN_TAG: TreeReader._span,
    "a": TreeReader._link,
    "img": TreeReader._image,
    "br": lambda _reader, _element: (LineBreak(),),
    "code": lambda _reader, element: (Code(unmark(_words("".join(element.itertext())))),),
    "em": _styled("emphasis"),
    "strong": _styled("strong"),
    "sup": _styled("superscript"),
    "sub": _styled("subscript"),
}


def _words(text: str) -> str:
    """A text of the tree as it reads: Markdown's stand-ins for ampersands undone."""
    return html.unescape(text.replace(AMP_SUBSTITUTE, "&"))


def _trim(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The nodes without white space at their ends."""
    result = list(nodes)
    if result and isinstance(result[0], Text):
        result[0] = Text(result[0].value.lstrip())
    if result and isinstance(result[-1], Text):
        result[-1] = Text(result[-1].value.rstrip())
    return tuple(result)


def _without_prefix(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    cleaned = _clean(_trim(nodes))
    first = cleaned[0]
    if isinstance(first, Text):
        return (Text(_CAPTION.sub("", first.value)), *cleaned[1:])
    return cleaned


def _clean(nodes: tuple[Inline, ...], *, quotes: bool = True) -> tuple[Inline, ...]:
    """The nodes without marks, line ends made spaces, straight quotes made round.

    With `quotes` false they stay straight: a style turns those of a citation itself.
    """
    result: list[Inline] = []
    for node in nodes:
        match node:
            case Text(value):
                before = _last_character(result)
                words = LINE_END.sub(" ", unmark(value))
                if words:
                    result.append(Text(_round_quotes(words, before) if quotes else words))
            case Styled() | Link() | Note() | Claim():
                result.append(replace(node, children=_clean(node.children, quotes=quotes)))
            case _:
                result.append(node)
    return tuple(result)


def _last_character(nodes: Sequence[Inline]) -> str:
    """The character that some nodes end in; none where they say nothing."""
    return next((words[-1] for node in reversed(nodes) if (words := plain((node,)))), "")


def _without_label(nodes: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str | None]:
    """A caption without the label at its end, and the label: `Two things {#tbl-two}`."""
    last = nodes[-1] if nodes else None
    found = _LABEL_AT_END.search(last.value) if isinstance(last, Text) else None
    if not isinstance(last, Text) or found is None:
        return nodes, None
    return (*nodes[:-1], Text(last.value[: found.start()])), found[1]


def _dashed(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The nodes with hyphens in a row made dashes, and dots in a row an ellipsis, as in pandoc."""

    def words(text: str) -> str:
        return text.replace("---", "—").replace("--", "–").replace("...", "…")

    return tuple(Text(words(node.value)) if isinstance(node, Text) else node for node in nodes)


def _round_quotes(text: str, before: str) -> str:
    """Straight quotes made round; a quote opens after a space, a bracket or nothing."""
    if "'" not in text and '"' not in text:
        return text
    whole = before + text
    whole = re.sub(r"(^|[\s(\[‘“—–-])'", r"\1‘", whole)
    whole = re.sub(r'(^|[\s(\[‘—–-])"', r"\1“", whole)
    return whole.replace("'", "’").replace('"', "”")[len(before) :]


def _closed(section: tuple[Heading, str, list[Block]] | None) -> list[Block]:
    if section is None:
        return []
    heading, role, inner = section
    return [Section(heading, tuple(inner), role)]


def _sections(blocks: list[tuple[Block, str]]) -> tuple[Block, ...]:
    """The blocks with each level-2 heading and what follows it made one section.

    Key points are a heading and its lists: a paragraph after them stands on its own.
    """
    result: list[Block] = []
    open_section: tuple[Heading, str, list[Block]] | None = None
    for block, role in [*blocks, (None, "")]:
        starts = block is None or (isinstance(block, Heading) and block.level <= 2)
        in_points = open_section is not None and open_section[1] == KEY_POINTS
        if starts or (in_points and not isinstance(block, ListBlock)):
            result += _closed(open_section)
            open_section = None
        if isinstance(block, Heading) and block.level <= 2:
            open_section = (replace(block, level=2), role, [])
        elif block is not None and open_section is not None:
            open_section[2].append(block)
        elif block is not None:
            result.append(block)
    return tuple(result)


__all__ = ["Citation", "TreeReader", "fold"]
