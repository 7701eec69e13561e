"""The rule about quoted passages: each stands in the work that is cited for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from synth.check.source_text import SourceText, alike, holds, nearest, read_source
from synth.check.subject import Subject
from synth.document import CitationItem, Sentence
from synth.problems import Place, Problem, Severity

SHORTEST = 4
"""Fewer words are a title, a term, or words used with a wink."""

LONGEST = 20_000
"""Characters of one paragraph in which quotation marks are looked for."""

_QUOTED = re.compile(
    r"“(?P<round>[^“”]{8,3000})”"
    r"|(?<!\w)\"(?P<straight>[^\"]{8,3000})\"(?!\w)"
    r"|(?<!\w)‘(?P<single>[^‘“”]{8,3000}?)’(?!\w)"
    r"|(?<!\w)'(?P<typed>[^'\"“”]{8,3000}?(?:'\w[^'\"“”]*?){0,20})'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are quoted, where they begin, and the works that are cited for them."""

    words: str
    place: Place
    items: tuple[CitationItem, ...]


def quote_not_found(subject: Subject) -> Iterator[Problem]:
    """A quoted passage that is not in the stored text of the work that is cited for it.

    Nothing is said where one of the works has no stored text, unless what another says is near.
    """
    project = subject.project
    if not project.texts:
        return
    for passage in _passages(subject):
        works = tuple(dict.fromkeys(key for item in passage.items for key in _works(item, subject)))
        stored = {key: project.texts[key] for key in works if key in project.texts}
        if stored:
            yield from _looked_up(passage, stored, _all_stored(passage, subject), subject)


def _all_stored(passage: Passage, subject: Subject) -> bool:
    """Whether what was read for each citation of a passage is stored."""
    return all(_read_in(item, subject) in subject.project.texts for item in passage.items)


def _read_in(item: CitationItem, subject: Subject) -> str:
    """The work that was read: for second-hand evidence, the one that reports it."""
    if item.reference in subject.project.texts:
        return item.reference
    record = subject.project.record_of(item.reference)
    second_hand = record is not None and record.second_hand and record.via
    return second_hand or item.reference


def _works(item: CitationItem, subject: Subject) -> tuple[str, ...]:
    """The works in which what is cited may stand: the reports of a study, and where it was read."""
    record = subject.project.record_of(item.reference)
    if record is None:
        return (item.reference,)
    via = (record.via,) if record.via is not None else ()
    return (item.reference, *record.references, *via)


def _looked_up(
    passage: Passage, stored: Mapping[str, Path], whole: bool, subject: Subject
) -> Iterator[Problem]:
    sources: dict[str, SourceText] = {}
    for key, path in stored.items():
        name = path.relative_to(subject.project.root).as_posix()
        try:
            sources[name] = read_source(path)
        except (OSError, UnicodeDecodeError):
            yield Problem(
                "unreadable-file",
                Severity.WARNING,
                f"the stored text of {key} cannot be read: no quotation is compared",
                Place(name),
                "Save it as plain text in UTF-8, of 10 MB at most.",
            )
    if not sources or any(holds(each.body, passage.words) for each in sources.values()):
        return
    if _is_title(passage.words, subject):
        return
    yield from _missing(passage, sources, whole and len(sources) == len(stored), subject)


def _is_title(words: str, subject: Subject) -> bool:
    """Whether words between quotation marks are the title of a work of the library."""
    said = alike(words).strip(".,").lower()
    references = subject.project.references.values()
    return any(alike(str(each.item.get("title", ""))).lower() == said for each in references)


def _missing(
    passage: Passage, sources: Mapping[str, SourceText], whole: bool, subject: Subject
) -> Iterator[Problem]:
    quoted = _shortened(passage.words)
    item = passage.items[0]
    claim = next((each for found, each in subject.items() if found is item), None)
    near = ((name, nearest(each.shown, passage.words)) for name, each in sources.items())
    name, said = next((each for each in near if each[1]), ("", None))
    listed = [name for name, each in sources.items() if holds(each.listed, passage.words)]
    if said:
        message = f"“{quoted}” is not what the source says, which is: “{_shortened(said, 300)}”"
        hint = f"Quote it as it stands in {name}. Mark words left out by […], words put in by [ ]."
    elif not whole:
        return
    elif listed:
        message = f"“{quoted}” stands only in the reference list of the source"
        hint = f"It names another work there ({listed[0]}): quote what the source itself says."
    else:
        message = f"“{quoted}” is not in the stored text of {' or of '.join(_keys(sources))}"
        hint = (
            "Quote the source word by word, cite the work that the words stand in, or take the "
            f"quotation marks out. The text is {' or '.join(sources)}."
        )
    yield Problem("quote-not-found", Severity.ERROR, message, passage.place, hint, claim)


def _keys(names: Mapping[str, object]) -> list[str]:
    return [Path(name).stem for name in names]


def _shortened(text: str, most: int = 120) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _passages(subject: Subject) -> Iterator[Passage]:
    """The quoted passages that a citation stands beside, of four words or more."""
    numbers = {each.number: each.items for each in subject.citations}
    before: Sequence[Sentence] = ()
    for is_quote, run in groupby(subject.sentences, key=lambda each: each.kind == "quote"):
        sentences = list(run)
        marked = [each for block in _blocks(sentences) for each in _marked(block, numbers)]
        yield from marked
        if is_quote and not marked:
            lead = before[-1:] if before and before[-1].text.rstrip().endswith(":") else ()
            yield from _block_quote(sentences, lead, numbers)
        before = sentences


def _blocks(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    for _, run in groupby(sentences, key=lambda each: each.block):
        yield list(run)


def _marked(
    sentences: Sequence[Sentence], numbers: Mapping[int, tuple[CitationItem, ...]]
) -> Iterator[Passage]:
    """The passages between quotation marks in one block; one may go over several sentences."""
    text = " ".join(each.text for each in sentences)
    if not any(mark in text for mark in "“\"‘'"):
        return
    starts = [0]
    for each in sentences:
        starts.append(starts[-1] + len(each.text) + 1)
    for found in _QUOTED.finditer(text[:LONGEST]):
        words = next(each for each in found.groups() if each is not None)
        inside = [
            each
            for index, each in enumerate(sentences)
            if starts[index] < found.end() and starts[index + 1] > found.start()
        ]
        items = _items(inside, numbers)
        if items and _long_enough(words):
            first = sentences.index(inside[0])
            yield Passage(words, inside[0].at(found.start() + 1 - starts[first]), items)


def _block_quote(
    sentences: Sequence[Sentence],
    lead: Sequence[Sentence],
    numbers: Mapping[int, tuple[CitationItem, ...]],
) -> Iterator[Passage]:
    """The paragraphs of a block quote that holds a citation, or that a cited sentence opens."""
    items = _items(sentences, numbers) or _items(lead, numbers)
    for block in _blocks(sentences) if items else ():
        words = " ".join(each.text for each in block)
        if _long_enough(words) and not words.startswith(("—", "–", "-")):
            yield Passage(words, block[0].place, items)


def _items(
    sentences: Sequence[Sentence], numbers: Mapping[int, tuple[CitationItem, ...]]
) -> tuple[CitationItem, ...]:
    return tuple(
        item for each in sentences for number in each.citations for item in numbers.get(number, ())
    )


def _long_enough(words: str) -> bool:
    return len(re.findall(r"\w+(?:[’'-]\w+)*", words)) >= SHORTEST
