"""The words of a text that say that one thing acts on another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from synth.check.lexicon import lexicon
from synth.check.phrases import listed
from synth.check.words import Word, small, words_of

_BE = frozenset("is are was were be been being gets got".split())
_DETERMINERS = frozenset(
    """a an the this that these those its their his her our your my any some no each every such
    more less much most many few big small large great sharp slight deep own other another further
    good poor bad common main likely possible real social early late first""".split()
)
_PREPOSITIONS = frozenset(
    """of in on at by for from with without to into through between among amid under over as than
    against about after before since during until towards toward across around within per via
    where when while if and or but nor yet so which who whose that because although though too
    also again there here then later overall further steadily slowly sharply
    fastest faster only up down out off back""".split()
)
_BEFORE_A_VERB = frozenset("and which who that also then or only later".split())
_BEFORE_AN_ADJECTIVE = frozenset("had better well best worse more less newly least".split())
_BEFORE_A_GERUND = frozenset("for of at about before after from in with on without".split())
_MODALS = frozenset("can could may might will would should must shall do does did not".split())
_KNOWN_TO = frozenset(
    "found shown known proven proved tend tends likely able sure certain helped helps help".split()
)
_COMPARATIVES = frozenset(
    "less more fewer better worse lower higher greater smaller weaker stronger poorer".split()
)
_RESEARCH = frozenset(
    "paper papers study studies author authors review reviews report reports researchers".split()
)
_STUDY = re.compile(
    r"(?i)\bbecause\b[^,;]*\b(?:stud(?:y|ies)|paper|authors?|data|sample|survey|source|review|count|question)"
)
_PURPOSE = re.compile(r"\bto \w+(?:,? \w+){0,3},? (?:and|or)$")


@dataclass(frozen=True, slots=True)
class Causal:
    """Words of cause and effect: what is written, its lemma, and where it starts."""

    words: str
    lemma: str
    start: int


@lru_cache(maxsize=5_000)
def causal_words(text: str) -> tuple[Causal, ...]:
    """The words of cause and effect in a text, in their order; nouns and purposes left out."""
    found = [*_verbs(text), *_others(text)]
    return tuple(sorted(found, key=lambda each: each.start))


def _others(text: str) -> Iterator[Causal]:
    lowered = small(text)
    for pattern in _patterns():
        for match in pattern.finditer(lowered):
            words = text[match.start() : match.end()]
            if words.lower() == "because" and _STUDY.match(text, match.start()):
                continue
            if _is_purpose(text, match.start()) or _is_noun_phrase(text, match):
                continue
            yield Causal(
                words if len(words) < 50 else f"{words[:49]}…",
                words.split()[0].lower(),
                match.start(),
            )


def _is_noun_phrase(text: str, match: re.Match[str]) -> bool:
    """Whether "results in", "lead to" or "effective" is the noun or belongs to one."""
    words = match[0].lower()
    before = text[: match.start()].rstrip()
    previous = before.rsplit(maxsplit=1)[-1].lower() if before else ""
    if words == "results in":
        noun_after = re.match(
            r"\s+(?:education|school|maths|english|reading|tests|exams|class|the|each|[A-Z0-9])",
            text[match.end() :],
        )
        return (
            not previous
            or previous in _DETERMINERS | _PREPOSITIONS
            or bool(noun_after)
            or previous.endswith(",")
        )
    if words.startswith(("lead ", "leads ")):
        return previous in _DETERMINERS
    return False


def _is_purpose(text: str, start: int) -> bool:
    """Whether the words are what something is meant to do: "ways to reduce", "for cutting"."""
    before = text[:start].rstrip()
    words = before.split()[-2:]
    if words and words[-1].lower() == "to":
        return len(words) < 2 or words[0].lower() not in _KNOWN_TO
    finite = re.match(r"\w+(?:s|ed)\b", text[start:])
    return finite is None and bool(_PURPOSE.search(before))


def _verbs(text: str) -> Iterator[Causal]:
    lemmas = _lemmas()
    words = words_of(text)
    for index, word in enumerate(words):
        lemma = lemmas.get(word.text)
        if lemma is not None and _acts(text, words, index, lemma):
            yield Causal(text[word.start : word.end], lemma, word.start)
        elif word.text in ("help", "helps", "helped") and _helps(text, words, index):
            yield Causal(text[word.start : word.end], "help", word.start)


def _acts(text: str, words: tuple[Word, ...], index: int, lemma: str) -> bool:
    """Whether a form of one of the verbs says here that something acts on something."""
    word = words[index]
    previous = _before(words, index)
    after = words[index + 1] if index + 1 < len(words) else None
    has_object = (
        after is not None
        and not (after.text in ("more", "less", "most") and _ends(text, words, index + 1))
        and text[word.end : after.start].strip() in ("", "“", "‘", '"')
        and after.text not in _PREPOSITIONS
    )
    if _is_purpose(text, word.start) or (index == 0 and word.text != lemma):
        return False
    if lemma == "raise" and any(each.text in _raised() for each in words[index + 1 : index + 4]):
        return False
    if word.text.endswith("ing"):
        return has_object and previous not in _DETERMINERS | _BEFORE_A_GERUND
    if word.text.endswith(("ed", "driven", "cut")) and previous in _BE:
        by = (
            after is not None
            and after.text == "by"
            and not re.match(
                r"\s+by\s+(?:about |around |some |at least |a |[\d£$€½])", text[word.end :]
            )
        )
        return by or lemma in _passives()
    if not has_object or previous in _DETERMINERS or previous in _RESEARCH:
        return False
    if word.text.endswith("ed"):
        subjects = _PREPOSITIONS - _BEFORE_A_VERB | _BEFORE_AN_ADJECTIVE
        return bool(previous) and previous not in subjects and not _is_adjective(words, index)
    if lemma in _noun_lemmas() and word.text == lemma:
        return (
            previous in _MODALS
            or (
                after is not None
                and after.text in _COMPARATIVES
                and bool(previous)
                and previous not in _PREPOSITIONS
                and [each.text for each in words[index + 2 : index + 3]] not in ([], ["than"])
            )
            or previous in ("they", "that", "which")
            or _is_plural(previous)
            or (word.text == "cut" and bool(previous) and previous not in _PREPOSITIONS)
        )
    if lemma in _noun_lemmas() and previous in _PREPOSITIONS - {
        "that",
        "which",
        "who",
        "and",
        "also",
        "it",
    }:
        return False
    if word.text == lemma and previous in _PREPOSITIONS - {
        "that",
        "which",
        "who",
        "and",
        "or",
        "also",
    }:
        return False
    return bool(previous)


def _ends(text: str, words: tuple[Word, ...], index: int) -> bool:
    """Whether no noun follows the word, as in "grew more than" or "grew most"."""
    if index + 1 >= len(words):
        return True
    after = words[index + 1]
    return bool(text[words[index].end : after.start].strip()) or (
        after.text in _PREPOSITIONS and after.text != "than"
    )


def _is_adjective(words: tuple[Word, ...], index: int) -> bool:
    """Whether a form in -ed after "and" belongs to a noun: "taxes and increased traffic were"."""
    if index < 2 or words[index - 1].text not in ("and", "or"):
        return False
    before = {each.text for each in words[max(index - 6, 0) : index - 1]}
    after = {each.text for each in words[index + 2 : index + 4]}
    return bool(before & {"to", "with", "of", "by", "for", "in"} or after & _BE)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _helps(text: str, words: tuple[Word, ...], index: int) -> bool:
    """Whether "help" is the verb and something else is done thanks to it."""
    word, previous = words[index], _before(words, index)
    after = words[index + 1 : index + 2]
    if not after or after[0].text in _PREPOSITIONS or text[word.end : after[0].start].strip():
        return False
    if _is_purpose(text, word.start):
        return False
    if word.text == "help":
        return previous in _MODALS | {"they", "that", "which"} or _is_plural(previous)
    return previous not in _DETERMINERS


def _before(words: tuple[Word, ...], index: int) -> str:
    """The word before, adverbs such as "often" and "strongly" passed over; empty at the start."""
    while index > 0:
        index -= 1
        word = words[index].text
        if not (word.endswith("ly") and len(word) > 4) and word not in (
            "also",
            "often",
            "then",
            "always",
            "even",
            "still",
            "thus",
            "only",
        ):
            return word
    return ""


@cache
def _lemmas() -> Mapping[str, str]:
    return {
        form: group.split()[0]
        for group in listed(lexicon("strength")["causal"]["verbs"])
        for form in group.split()
    }


@cache
def _passives() -> frozenset[str]:
    return frozenset(lexicon("strength")["causal"]["passive"].split())


@cache
def _noun_lemmas() -> frozenset[str]:
    return frozenset(lexicon("strength")["causal"]["nouns"].split())


@cache
def _raised() -> frozenset[str]:
    return frozenset(lexicon("strength")["causal"]["raised"].split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in lexicon("strength")["causal"]["patterns"])
