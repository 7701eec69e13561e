"""Claims that name more people than their study looked at: "people" for a study of infants."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from synth.check.lexicon import lexicon
from synth.check.subject import Statement
from synth.check.words import Word, words_of
from synth.model import Evidence
from synth.problems import Problem, Severity


def widened(statement: Statement, context: str) -> Problem | None:
    """A claim with a word for people in general, where the record knows only some of them, and
    neither the claim's paragraph nor its heading (`context`) says whom.
    """
    words = words_of(statement.text)
    for index, word in enumerate(words):
        if word.text not in _narrower() or not _is_bare(statement.text, words, index):
            continue
        named = [_narrow_words(word.text, each) for each in statement.evidence]
        if not all(named) or {each.text for each in words_of(context)} & set().union(*named):
            continue
        record = statement.evidence[0].record
        whom = record.population or statement.evidence[0].finding.statement
        return statement.problem(
            "overgeneral",
            Severity.WARNING,
            f"“{word.text}” names more people than the study looked at: {whom}",
            "Say whom the study looked at, in the claim or in its paragraph.",
            word.start,
        )
    return None


def _is_bare(text: str, words: tuple[Word, ...], index: int) -> bool:
    """Whether nothing beside a word of people says which people are meant."""
    before = words[index - 1].text if index else ""
    if index and "," in text[words[index - 1].end : words[index].start]:
        before = ""
    if before and before not in _set("open") and not before[0].isdigit():
        return False
    after = [each.text for each in words[index + 1 : index + 2]]
    return not after or after[0] not in _set("behind")


def _narrow_words(general: str, evidence: Evidence) -> frozenset[str]:
    """The words by which a record names only some of the people that a general word names; none
    where it has the general word itself, or no word of people.
    """
    if evidence.finding.basis != "result":
        return frozenset()
    record = evidence.record
    told = words_of(f"{record.population or ''} . {evidence.finding.statement}")
    found: set[str] = set()
    for index, word in enumerate(told):
        before = told[index - 1].text if index else ""
        if word.text == general and before not in _set("words"):
            return frozenset()
        if word.text == general:
            found.add(before)
        elif word.text in _narrower()[general]:
            found.add(word.text)
    return frozenset(found)


@cache
def _narrower() -> Mapping[str, frozenset[str]]:
    table = lexicon("overgeneral")["narrower"]
    return {general: frozenset(words.split()) for general, words in table.items()}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(lexicon("overgeneral")["narrowing"][name].split())
