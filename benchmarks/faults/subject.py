"""A correct project as the operators see it: its sentences, what each cites, and its findings.

Sentences are read from the text of the briefs, not from what synth makes of it: an operator must
not see a claim where synth does, but where a reader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sentencex import segment

from benchmarks.faults.fault import line_of, read
from synth.load import load
from synth.model import Brief, Evidence, Project

ROOT = Path(__file__).parents[2]
FOLDERS: Mapping[str, Path] = {
    "social-capital": ROOT,
    "bcg": Path(__file__).parent / "subjects" / "bcg",
    "field-trials": Path(__file__).parent / "subjects" / "field-trials",
}

_TIE = re.compile(r"@([A-Za-z0-9_]+(?:[-:.][A-Za-z0-9_]+)*)(?:#([A-Za-z0-9-]+))?")
_GROUP = re.compile(r" ?\[[^\[\]]*@[^\[\]]*\]")
_HIDDEN = re.compile(r"\{\{.*?\}\}|\{:.*?\}|\{%.*?%\}|\*\*|`")
_MARKER = re.compile(r"\s*(?:\d+\.|[-*>])\s+")
_IF = re.compile(r'\{% if audience\.name == "(.+?)" %\}')


@dataclass(frozen=True, slots=True)
class Tie:
    """A work, or a finding of it, that a sentence cites; offsets are those of the file."""

    start: int
    key: str
    finding: str | None

    @property
    def id(self) -> str:
        return f"{self.key}#{self.finding}" if self.finding else self.key

    @property
    def end(self) -> int:
        return self.start + 1 + len(self.id)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a brief, for the audiences that read it.

    In `words`, citations in brackets and template code are blanks, so that an offset in it is
    one in the file when `start` is added. `groups` are the spans of the brackets.
    """

    file: str
    line: int
    start: int
    text: str
    words: str
    ties: tuple[Tie, ...]
    groups: tuple[tuple[int, int], ...]
    audiences: tuple[str, ...]
    block: int
    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Subject:
    """A project, its name in the report, and the texts of its files."""

    name: str
    root: Path
    texts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def project(self) -> Project:
        return load(self.root)

    def text(self, file: str) -> str:
        if file not in self.texts:
            self.texts[file] = read(self.root / file)
        return self.texts[file]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every brief."""
        return tuple(each for brief in self.project.briefs for each in self._of(brief))

    @cached_property
    def claims(self) -> tuple[Sentence, ...]:
        """The sentences that cite a finding, and nothing that the library does not hold."""
        return tuple(
            each
            for each in self.sentences
            if each.ties and all(tie.id in self.project.evidence for tie in each.ties)
        )

    def evidence(self, sentence: Sentence) -> list[Evidence]:
        """The findings that a sentence cites."""
        known = self.project.evidence
        return [known[tie.id] for tie in sentence.ties if tie.id in known]

    def citing(self, id: str) -> list[Sentence]:
        """The sentences that cite a finding."""
        return [each for each in self.sentences if any(tie.id == id for tie in each.ties)]

    def graded(self, sentence: Sentence) -> bool:
        """Whether all who read the sentence see ratings in GRADE."""
        audiences = self.project.audiences
        return all(audiences[name].framework == "grade" for name in sentence.audiences)

    def line(self, file: str, offset: int) -> int:
        return line_of(self.text(file), offset)

    def _of(self, brief: Brief) -> Iterator[Sentence]:
        names = {self.project.audiences[name].name: name for name in brief.audiences}
        text = self.text(brief.path)
        now, block, heading, caption, offset = brief.audiences, 0, "", "", 0
        for number, line in enumerate(text.split("\n"), 1):
            bare = line.strip()
            if number >= brief.body_line:
                if asked := _IF.search(line):
                    now = (names[asked[1]],)
                elif "{% else %}" in line:
                    now = tuple(each for each in brief.audiences if each not in now)
                elif "{% endif %}" in line:
                    now = brief.audiences
                elif bare.startswith("#"):
                    heading, block = bare, block + 1
                elif not bare:
                    block += 1
                elif bare.startswith("Table:"):
                    caption = bare
                elif not set(bare) <= set("|-: ") and not bare.startswith("{:"):
                    for start, words, kind in _units(line):
                        yield _sentence(
                            brief.path,
                            number,
                            offset + start,
                            words,
                            now,
                            block,
                            f"{heading} {caption}" if kind == "cell" else heading,
                            kind,
                        )
            offset += len(line) + 1


def _units(line: str) -> Iterator[tuple[int, str, str]]:
    """The sentences of a line, or the cells of a row: offset in the line, text, kind."""
    if line.lstrip().startswith("|"):
        at = 0
        for cell in line.split("|"):
            if cell.strip():
                yield at + len(cell) - len(cell.lstrip()), cell.strip(), "cell"
            at += len(cell) + 1
        return
    marker = _MARKER.match(line)
    at = marker.end() if marker else 0
    kind = "item" if marker else "text"
    for part in segment("en", line[at:]):
        found = line.find(part.strip(), at)
        if part.strip() and found >= 0:
            yield found, part.strip(), kind
            at = found + len(part.strip())


def _sentence(
    file: str,
    line: int,
    start: int,
    text: str,
    audiences: tuple[str, ...],
    block: int,
    heading: str,
    kind: str,
) -> Sentence:
    groups = tuple(match.span() for match in _GROUP.finditer(text))
    hidden = [*groups, *(match.span() for match in _HIDDEN.finditer(text))]
    ties = tuple(
        Tie(start + match.start(), match[1], match[2])
        for match in _TIE.finditer(text)
        if not any(match.start() in range(*each.span()) for each in _HIDDEN.finditer(text))
    )
    hidden += [(tie.start - start, tie.end - start) for tie in ties]
    words = text
    for low, high in hidden:
        words = words[:low] + " " * (high - low) + words[high:]
    spans = tuple((start + low, start + high) for low, high in groups)
    return Sentence(file, line, start, text, words, ties, spans, audiences, block, heading, kind)


def subjects() -> list[Subject]:
    return [Subject(name, root) for name, root in FOLDERS.items()]
