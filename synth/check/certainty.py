"""The rule about wording that is surer than the evidence.

The wording by level is that of GRADE guidance (Santesso and others 2020, "GRADE guidelines 26:
informative statements to communicate the findings of systematic reviews of interventions",
Journal of Clinical Epidemiology 119).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from synth.check.causal_language import causal_words
from synth.check.lexicon import lexicon
from synth.check.phrases import (
    any_of,
    attributed,
    clause_at,
    doubted,
    hedges,
    in_english,
    is_claim,
    is_open,
    listed,
)
from synth.check.subject import Statement, Subject
from synth.check.words import EMPTY, stem, words_of
from synth.model import Evidence
from synth.problems import Problem, Severity

RULE = "certainty-wording"

LEVELS = ("very-low", "low", "moderate", "high")
"""The levels of GRADE, from the least to the most certain."""

WORDING = {
    "high": "reduces",
    "moderate": "probably reduces",
    "low": "may reduce",
    "very-low": "we are very uncertain whether it reduces",
}

_EFFECT = re.compile(
    r"(?i)\b(?:mak(?:es?|ing)|made) (?:no|little)(?: \w+)?(?: or no)? difference\b"
    r"|\b(?:has|have|had) (?:no|little)(?: \w+)? effect\b|\bchang(?:es|ed) nothing\b"
    r"|\b(?:did|do|does) not (?:\w+ )?(?:change|reduce|prevent|improve|protect|help|work)\b"
    r"|\bstay(?:s|ed) the same\b|\b(?:is|are|was|were) no different\b"
    r"|\bno different (?:from|to|than)\b"
    r"|\bprotection last(?:s|ed)?\b|\b(?:is|was|were|are) (?:the reason|enough|the cause)\b"
)
"""Effects, and the lack of one, told in other words than those of causal_language.causal_words."""
_COMPARED = re.compile(
    r"(?i)\b(?:shows?|goes|go|gets?|gives?|brings?) (?:with )?(?:more|less|fewer|better|greater) "
    r"(?:protection|benefit|effect|gain)s?\b"
)
_PARTS = re.compile(r";|, and\b")
_CONTRAST = re.compile(r"[,;] (?:but|yet|while|although|though|whereas)\b")
_REPORTED = re.compile(
    r"(?i)\b(?:trial|study|studies|survey|review|authors?|researchers)\b[^,;:]*?\b(?:found|reported|"
    r"saw|observed|measured|counted|showed|estimated|recorded)\b"
    r"|\b(?:found|reported|seen|observed|measured|counted|estimated) (?:in|by) "
    r"(?:an?|the|one|this)\b"
)
_PAST = re.compile(r"(?i)\w+ed\b|(?:cut|led|made|had|did|kept|brought|gave|drove|was|were|left)\b")
_ONE_TRIAL = re.compile(
    r"(?i)\b(?:trial|experiment|plots?|fields?|pens?|herds?|greenhouse|litters?|seasons?|harvests?"
    r"|farm|station|laboratory|orchard|survey|study)\b"
)
_FIGURE = re.compile(r"\d|\b(?:half|third|quarter|twice)\b")
_NOUN_WILL = re.compile(r"(?i)\b(?:the|their|his|her|free|good|ill|political|own|at|a) $")


def certainty_wording(subject: Subject) -> Iterator[Problem]:
    """A claim whose wording is surer than its findings: too strong for their GRADE level, words
    of certainty without high certainty, or a hedge or a voice of the finding left out.
    """
    if not in_english(subject):
        return
    for statement in subject.statements:
        if is_claim(statement):
            found = _sure(statement) or _too_strong(statement) or _hedge_dropped(statement)
            if found is not None:
                yield found


def level_of(evidence: Evidence) -> str | None:
    """The GRADE level of a finding or its study, as in LEVELS; None when it has none."""
    judgement = evidence.judgement("grade")
    level = str(judgement.level) if judgement else None
    return level if level in LEVELS else None


def _lowest(statement: Statement) -> str | None:
    levels = [level_of(each) for each in statement.evidence]
    known = [level for level in levels if level is not None]
    return max(known, key=LEVELS.index) if known else None


# ── words of certainty ──────────────────────────────────────────────────────────────


def _sure(statement: Statement) -> Problem | None:
    if all(level_of(each) == "high" for each in statement.evidence):
        return None
    for found in _certain().finditer(statement.text):
        at = statement.start + found.start()
        if _in_doubt(statement.sentence.text, at) or _is_their_word(statement):
            continue
        if found[0].lower() == "will" and _NOUN_WILL.search(statement.text[: found.start()]):
            continue
        own = [each.finding.statement for each in statement.evidence]
        if any(re.search(rf"(?i)\b{re.escape(found[0])}\b", each) for each in own):
            continue
        level = _lowest(statement)
        rated = f"is rated {level.replace('-', ' ')} certainty" if level else "has no GRADE rating"
        return statement.problem(
            RULE,
            Severity.WARNING,
            f"“{found[0]}” is a word of certainty, and the evidence {rated}",
            "Say what was found, and how sure it is: “in one study, … was more common”.",
            found.start(),
        )
    return None


def _is_their_word(statement: Statement) -> bool:
    """Whether the sentence gives the view of somebody, who did not hedge it."""
    return attributed(statement.sentence.text) and all(
        each.finding.basis in ("view", "proposal") and not hedges(each.finding.statement)
        for each in statement.evidence
    )


# ── GRADE ───────────────────────────────────────────────────────────────────────────


def _too_strong(statement: Statement) -> Problem | None:
    """An effect told more surely than the GRADE level of its findings."""
    level = _lowest(statement)
    if level in (None, "high"):
        return None
    assert level is not None
    sentence = statement.sentence.text
    if _REPORTED.search(sentence):
        return None
    for start, words in _effects(statement):
        at = statement.start + start
        told = _hedge(sentence, at)
        if told is None and is_measured(sentence, words):
            continue
        fits = told == "weak" or (told == "moderate" and level == "moderate")
        if (fits and level != "very-low") or _in_doubt(sentence, at):
            continue
        how = {"weak": "with “may”", "moderate": "with “probably”"}.get(told or "", "as certain")
        return statement.problem(
            RULE,
            Severity.WARNING,
            f"“{words}” is told {how}, and the certainty is {level.replace('-', ' ')} (GRADE)",
            f"GRADE wording for {level.replace('-', ' ')} certainty: “{WORDING[level]}”.",
            start,
        )
    return None


def is_measured(sentence: str, words: str) -> bool:
    """Whether an effect in the past is what one trial measured: "In the 1998 trial, nitrogen raised
    the yield by 2.1 t". That is a result, and no statement of what nitrogen does.
    """
    return bool(_PAST.match(words) and _ONE_TRIAL.search(sentence) and _FIGURE.search(sentence))


def _effects(statement: Statement) -> Iterator[tuple[int, str]]:
    """Where a claim states an effect, or the lack of one, and in which words.

    Of a finding whose design can show a cause, a comparison in the present is an effect too.
    """
    text = statement.text
    found = [(each.start, each.words) for each in causal_words(text)]
    found += [(each.start(), each[0]) for each in _EFFECT.finditer(text)]
    if any(each.finding.direction for each in statement.evidence):
        found += [(each.start(), each[0]) for each in _COMPARED.finditer(text)]
    yield from sorted(found)


def _in_doubt(sentence: str, at: int) -> bool:
    """Whether the part of the sentence round this character denies it or leaves it open.

    Parts end at semicolons and at ", and"; what is said to be uncertain in one is not so in
    another. A sentence that begins with a doubt ("Whether…") is in doubt throughout.
    """
    start = max((each.end() for each in _PARTS.finditer(sentence, 0, at)), default=0)
    after = _PARTS.search(sentence, at)
    part = sentence[start : after.start() if after else len(sentence)]
    return doubted(part, at - start) or sentence.lower().startswith("whether")


def _hedge(sentence: str, at: int) -> str | None:
    """The hedge of an effect: before it, or within its words ("was probably the reason")."""
    before = clause_at(sentence, at)[0] if " but " in sentence[:at] else 0
    kinds = [kind for kind, start, _ in hedges(sentence) if before <= start < at + 25]
    return next((kind for kind in ("weak", "moderate") if kind in kinds), None)


# ── hedges and voices left out ──────────────────────────────────────────────────────


def _hedge_dropped(statement: Statement) -> Problem | None:
    sentence = statement.sentence.text
    if statement.narrative or hedges(sentence) or is_open(sentence):
        return None
    said = {stem(part): word for word in words_of(statement.text) for part in word.text.split("-")}
    plain = 0
    for evidence in statement.evidence:
        own = evidence.finding.statement
        guarded = _guarded(evidence)
        if guarded is None:
            plain += 1
            continue
        how, core = guarded
        shared = [each for each in core if each in said]
        if len(shared) < max(2, 0.5 * len(core)) and not (len(core) == 1 and shared):
            continue
        word = min((said[each] for each in shared), key=lambda each: each.start)
        at = statement.start + word.start
        contrast = _CONTRAST.search(sentence, at)
        told = sentence[: contrast.start()] if contrast else sentence
        if attributed(told) or doubted(sentence, at):
            return None
        if plain or any(_guarded(other) is None for other in statement.evidence):
            return None  # another finding says it plainly, or may
        view = evidence.finding.basis in ("view", "proposal")
        what = "as a fact what is a view" if view else "plainly what the finding hedges"
        return statement.problem(
            RULE,
            Severity.WARNING,
            f"“{statement.text[word.start : word.end]} …” tells {what}: “{how}” is left out",
            f"The finding: {own}",
            word.start,
        )
    return None


def _guarded(evidence: Evidence) -> tuple[str, list[str]] | None:
    """How a finding's own statement is guarded, and the stems of what it guards."""
    text = evidence.finding.statement
    for kind, at, words in hedges(text):
        if kind == "moderate" and words == "likely":
            continue
        _, end = clause_at(text, at)
        core = _stems(text[at + len(words) : end])
        if core:
            return words, core
    voice = _voice().search(text)
    if voice is None and evidence.finding.basis in ("view", "proposal") and attributed(text):
        return "who says so", _stems(text)
    if voice is None:
        return None
    return " ".join(voice[0].split()), _stems(text[voice.end() :] or text[: voice.start()])


@cache
def _voice() -> re.Pattern[str]:
    voices = lexicon("strength")["voices"]
    said = any_of(voices["said_passive"].split())
    return re.compile(
        rf"(?i)\b(?:is|are|was|were) (?:often )?(?:{said}) to\b"
        r"|\b(?:in the view of the \w+),|\bthe (?:paper|authors?|article|report|review)s? "
        r"(?:holds?|proposes?|says?|suggests?|argues?|concludes?|believes?|claims?|expects?)"
        r"(?: that)?\b|, the (?:paper|authors?|article|report|review|foreword)s? "
        r"(?:says?|holds?|suggests?|argues?)$"
    )


def _stems(text: str) -> list[str]:
    """The stems of the telling words of a part of a statement, in order, at most eight."""
    parts = [part for word in words_of(text) for part in word.text.split("-")]
    return list(dict.fromkeys(stem(part) for part in parts if part not in EMPTY and len(part) > 2))[
        :8
    ]


@cache
def _certain() -> re.Pattern[str]:
    words = any_of(listed(lexicon("strength")["certainty"]["words"]))
    return re.compile(rf"(?i)(?<![\w-])(?:{words})\b")
