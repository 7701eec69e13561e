"""What the rules look at: a brief for one audience, its claims set beside their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from synth.document import Citation, CitationItem, Claim, Document, Sentence, fold, plain
from synth.model import Audience, Brief, Evidence, Project
from synth.problems import Place, Problem, Severity

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, the sentence that it stands in, and the findings that it is tied to.

    `text` is the claim's words without citations; `start` is where they begin in the sentence.
    """

    claim: Claim
    text: str
    sentence: Sentence
    start: int
    evidence: tuple[Evidence, ...]

    @property
    def narrative(self) -> bool:
        """Whether the sentence names the authors of a work by a citation."""
        return any(citation.narrative for citation in self.claim.citations)

    def at(self, offset: int) -> Place:
        """The place of the word that this character of the claim's text is in."""
        return self.sentence.at(self.start + offset)

    def problem(
        self,
        rule: str,
        severity: Severity,
        message: str,
        hint: str | None = None,
        offset: int | None = None,
    ) -> Problem:
        """A problem of this claim, at a character of its text or at its beginning."""
        place = self.claim.place if offset is None else self.at(offset)
        return Problem(rule, severity, message, place, hint, self.claim.id)


@dataclass(frozen=True)
class Subject:
    """A brief composed for one audience, and what it is judged by."""

    document: Document
    project: Project
    brief: Brief
    audience: Audience
    today: date

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of its running text, lists and tables, in the order of the source."""
        return self.document.sentences

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation, in a claim or not, in the order of reading."""
        return tuple(self.document.citations())

    @cached_property
    def owners(self) -> Mapping[int, str]:
        """The id of the claim that a citation, by its number, belongs to."""
        return {
            citation.number: claim.id
            for claim in self.document.claims()
            for citation in claim.citations
        }

    def items(self) -> Iterator[tuple[CitationItem, str | None]]:
        """Each citation item with the id of its claim."""
        for citation in self.citations:
            for item in citation.items:
                yield item, self.owners.get(citation.number)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The claims that a writer worded, in the order of reading, each with its sentence."""
        homes = {number: each for each in self.sentences for number in each.citations}
        return tuple(
            _statement(claim, homes, self.project)
            for claim in self.document.claims()
            if claim.citations and not claim.made
        )

    @cached_property
    def blocks(self) -> Mapping[int, str]:
        """The words of each paragraph, list item or table row, by the number of the block."""
        words: dict[int, list[str]] = {}
        for sentence in self.sentences:
            words.setdefault(sentence.block, []).append(sentence.text)
        return {block: " ".join(said) for block, said in words.items()}

    def context(self, statement: Statement) -> str:
        """The words round a claim: its paragraph, list item or table row, and its heading."""
        sentence = statement.sentence
        return f"{sentence.section}. {self.blocks.get(sentence.block, sentence.text)}"

    @property
    def head(self) -> Place:
        """The place of what is wrong with the brief as a whole."""
        return self.brief.places.get("title", Place(self.brief.path, 1, 1))


def _statement(claim: Claim, homes: Mapping[int, Sentence], project: Project) -> Statement:
    text = fold(plain(claim.children))
    home = next((homes[each.number] for each in claim.citations if each.number in homes), None)
    sentence = home or Sentence(text, claim.place)
    found = sentence.text.translate(_STRAIGHT).find(text.translate(_STRAIGHT)[:40])
    evidence = (project.evidence.get(item.tie) for item in claim.ties)
    known = tuple(each for each in evidence if each is not None)
    return Statement(claim, text, sentence, max(found, 0), known)
