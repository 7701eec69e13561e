"""The bibliography of a page: each entry with how it was read, and links back to its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from synth.document import Document, Entry
from synth.model import Reading
from synth.render.html_writer import HtmlWriter

HOW_READ: Mapping[Reading, str] = {
    "full-text": "read in full",
    "abstract": "abstract read",
    "second-hand": "second-hand",
}


def bibliography(writer: HtmlWriter) -> Markup:
    """The items of the list of references, in the order of the style."""
    citing = _citing(writer.cited.document)
    return Markup("\n").join(
        _entry(entry, writer, citing.get(entry.reference, ()))
        for entry in writer.cited.bibliography
    )


def _citing(document: Document) -> Mapping[str, Sequence[str]]:
    """The claims that cite each work, in the order of reading."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in document.claims():
        for reference in dict.fromkeys(item.reference for item in claim.items):
            found[reference].append(claim.id)
    return found


def _entry(entry: Entry, writer: HtmlWriter, claims: Sequence[str]) -> Markup:
    label = Markup("")
    if entry.label:
        label = Markup('<span class="label">{}</span> ').format(entry.label)
    words = Markup('<p class="entry">{}{}</p>').format(label, writer.inlines(entry.children))
    record = writer.project.record_of(entry.reference)
    read = Markup("")
    if record is not None:
        read = Markup('<span class="how-read">{}</span> ').format(HOW_READ[record.read])
    about = read + _backs(claims)
    if writer.medium == "print":  # it floats to the margin: the PDF's structure puts it behind
        parts = Markup('<aside class="about-entry">{}</aside>{}').format(about, words)
    else:
        parts = Markup('{}<p class="about-entry">{}</p>').format(words, about)
    return Markup('<li id="ref-{}">{}</li>').format(entry.reference, parts)


def _backs(claims: Sequence[str]) -> Markup:
    """An arrow and a letter for each claim that cites the work: `↑ a b c`."""
    links = [_back(id, _letters(number)) for number, id in enumerate(claims)]
    return Markup("↑ ") + Markup(" ").join(links) if links else Markup("")


def _back(claim: str, letter: str) -> Markup:
    """A link whose name starts with what is seen of it, so that it can be asked for by voice."""
    return Markup(
        '<a role="doc-backlink" href="#{0}" aria-label="{1}, back to claim {2}">{1}</a>'
    ).format(claim, letter, claim.removeprefix("claim-"))


def _letters(number: int) -> str:
    """a, b, … z, aa, ab, …: the places that cite an entry."""
    last = chr(ord("a") + number % 26)
    return _letters(number // 26 - 1) + last if number >= 26 else last
