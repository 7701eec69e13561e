"""The rule about evidence from elsewhere that is told as if it were the reader's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from synth.check.one_study import names_place
from synth.check.phrases import in_english, is_claim
from synth.check.subject import Statement, Subject
from synth.document import Claim, Sentence, Table, fold, plain, walk
from synth.model import EvidenceRecord
from synth.problems import Problem, Severity
from synth.wording import country_name, listed

_ABROAD = re.compile(
    r"\b(?:abroad|overseas|elsewhere|worldwide|globally|international(?:ly)?|continents?|"
    r"(?:across|around) the world|"
    r"(?:other|several|many|some|\w+-income|poor(?:er)?|rich(?:er)?|two|three|four|five|six|seven|"
    r"eight|nine|ten|\d+) countries|"
    r"in (?:africa|asia|europe|(?:latin|south|north|central) america|scandinavia|the caribbean|"
    r"the middle east|the pacific|the global south))\b",
    re.I,
)
_NOT_HERE = re.compile(r"\b(?:abroad|overseas|elsewhere|other countries)\b", re.I)
"""What a title may say for all claims: "worldwide" takes in the reader's own country."""

_BEFORE = 50
"""How many sentences of a paragraph are looked at."""


def setting_unsaid(subject: Subject) -> Iterator[Problem]:
    """A claim that rests on other countries than the reader's, and does not say on which.

    A study whose authors the sentence names may have been introduced earlier.
    """
    home = _home(subject)
    if home is None or not in_english(subject):
        return
    captions = _captions(subject)
    titles = (subject.brief.head.title, subject.brief.head.subtitle or "")
    blocks: dict[int, list[Sentence]] = {}
    for sentence in subject.sentences:
        blocks.setdefault(sentence.block, []).append(sentence)
    introduced: dict[frozenset[str], list[str]] = {}
    for statement in subject.statements:
        if not is_claim(statement):
            continue
        around = _around(statement, titles, blocks, captions)
        if statement.narrative:
            around += introduced.get(_studies(statement), ())
        introduced.setdefault(_studies(statement), []).append(statement.sentence.text)
        for record in _foreign(statement, home):
            if not (
                any(_ABROAD.search(text) for text in around if text not in titles)
                or any(_NOT_HERE.search(text) for text in titles)
                or any(names_place(text, record) for text in around)
            ):
                where = listed([country_name(each, "en-GB") for each in record.countries])
                yield statement.problem(
                    "setting-unsaid",
                    Severity.WARNING,
                    f"“{record.references[0]}” is about {where}, and the text tells it as if it "
                    f"were about {country_name(home, 'en-GB')}",
                    f"Say where it was found: “In a study in {where}, …”.",
                )
                break


def _home(subject: Subject) -> str | None:
    """The country of the readers, by their locale; None when it has none, or a place is set."""
    if subject.document.place is not None:
        return None
    parts = re.split(r"[-_]", subject.audience.locale)
    return next((part for part in parts[1:] if len(part) == 2 and part.isupper()), None)


def _foreign(statement: Statement, home: str) -> tuple[EvidenceRecord, ...]:
    """The studies behind a claim, when all of them are known to come from elsewhere.

    Views and proposals are left out, and so is a claim with a study whose country is not known.
    """
    found = [
        each.record for each in statement.evidence if each.finding.basis in ("result", "count")
    ]
    if any(not each.countries or home in each.countries for each in found):
        return ()
    return tuple({each.references[0]: each for each in found}.values())


def _studies(statement: Statement) -> frozenset[str]:
    return frozenset(each.reference for each in statement.evidence)


def _captions(subject: Subject) -> dict[str, str]:
    """The words that each claim of a table has above it: the caption and the head row."""
    return {
        claim.id: fold(" ".join([plain(table.caption), *(plain(cell) for cell in table.head)]))
        for table in walk(subject.document.blocks)
        if isinstance(table, Table)
        for claim in walk((table,))
        if isinstance(claim, Claim)
    }


def _around(
    statement: Statement,
    titles: Sequence[str],
    blocks: Mapping[int, Sequence[Sentence]],
    captions: Mapping[str, str],
) -> list[str]:
    """What a reader has seen of the place when the claim is read.

    The brief's title, the heading, the caption of a table; the whole list item or table row; of a
    paragraph what comes before, and the next sentence when it cites nothing.
    """
    sentence = statement.sentence
    near = blocks.get(sentence.block, [sentence])
    if sentence.kind == "paragraph" and sentence in near:
        end = near.index(sentence) + 1
        after = near[end : end + 1]
        near = [*near[max(0, end - _BEFORE) : end], *(each for each in after if not each.cited)]
    heads = (*titles, sentence.section, captions.get(statement.claim.id, ""))
    return [each for each in (*heads, *(other.text for other in near[: _BEFORE + 1])) if each]
