"""The direction that a plain clause tells: "the vaccine prevented cases", "isolation went with more
low mood". Of any other clause nothing is said.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from synth.check.ends import contrasts, negations, stems
from synth.check.lexicon import lexicon
from synth.check.parity import Signed, parts_of
from synth.check.words import stem, words_of
from synth.model import Evidence, Project

_STOP = re.compile(
    r"[,;:()]| (?:and|but|which|that|while|whereas|though|so|because|when|where|if) "
)
_SKIPPED = re.compile(
    r"(?i)^ (?:(?:(?:about|around|nearly|almost|up|by|a|an|the|of|some|any|all|new|further|their"
    r"|its|in|to|from|against|half|part|most|many)\b|[\d.,]+%?|%) ?)*"
)
_TAIL = re.compile(r" (?:of|in|at|by|among|after|outside) .*$")
_GENERIC = frozenset(stem(each) for each in "case cases risk disease it them".split())
_MEANT = re.compile(r"(?i)\b(?:to|for|of|in|at|by|without|before|than|not|no)$")


def clear_sign(text: str, evidence: Evidence, project: Project) -> tuple[int, Signed] | None:
    """The sign that a text gives the outcome as the exposure rises, and the word that tells it;
    None unless it says so in a plain clause.
    """
    outcome = project.vocabulary.outcome(evidence.finding.outcome)
    exposure = project.vocabulary.exposure(evidence.finding.exposure)
    if outcome is None or exposure is None:
        return None
    wanted = {"increase": 1, "decrease": -1}.get(outcome.desired or "", 0)
    return _clear(text, exposure.label, outcome.label, wanted)


@lru_cache(maxsize=5_000)
def _clear(text: str, exposure: str, outcome: str, wanted: int) -> tuple[int, Signed] | None:
    one, other = stems(exposure), stems(outcome)
    if (
        not one - other
        or not other
        or negations(text)
        or not (one & stems(text) or " it " in f" {text.lower()} ")
    ):
        return None
    return _acting(text, one - other, other, wanted) or _compared(
        text, one, other, (_head(exposure), _head(outcome))
    )


def _acting(
    text: str, exposure: frozenset[str], outcome: frozenset[str], wanted: int
) -> tuple[int, Signed] | None:
    """ "The vaccine prevented 77% of cases": the exposure, a verb, the outcome."""
    words = words_of(text)
    for index, word in enumerate(words):
        sign = _acts().get(word.text)
        if sign is None or index == 0:
            continue
        end = word.end
        if word.text in _with_about() and index + 1 < len(words):
            if words[index + 1].text != "about":
                continue
            end = words[index + 1].end
        elif word.text in _with_about():
            continue
        start = max((each.end() for each in _STOP.finditer(text, 0, word.start)), default=0)
        subject = text[start : word.start]
        before = stems(subject)
        named = bool(before & exposure)
        it = subject.split()[:1] in (["it"], ["It"])
        if not (named or it) or before & contrasts() or _MEANT.search(subject.strip()):
            continue
        if any(each.sort != "bad" for part in parts_of(subject) for each in part.words):
            continue
        after = text[end:]
        if not after.startswith(" "):
            continue
        skipped = _SKIPPED.match(after)
        rest = after[skipped.end() if skipped else 0 :]
        head = stems(" ".join(rest.split()[:3]))
        told = Signed(word.text, "degree", sign, word.start, end)
        if word.text.startswith(("protect", "endanger")):
            return (
                (wanted * (1 if word.text.startswith("protect") else -1), told) if wanted else None
            )
        if head & outcome or (
            head & _GENERIC and wanted < 0 and not (it and "it" in rest.split()[:1])
        ):
            return sign, told
    return None


def _compared(
    text: str,
    exposure: frozenset[str],
    outcome: frozenset[str],
    heads: tuple[frozenset[str], frozenset[str]],
) -> tuple[int, Signed] | None:
    """ "Isolation went with more low mood": nothing but exposure, outcome and one signed word."""
    said = stems(text)
    labelled = exposure | outcome
    parts = parts_of(text)
    if not heads[0] <= said or not heads[1] <= said or len(parts) != 1:
        return None
    signed = [each for each in parts[0].words if not stems(each.text) & labelled]
    strange = said - labelled - {stem(each.text) for each in signed}
    if strange or len(signed) != 1 or signed[0].sort == "bad":
        return None
    return signed[0].sign, signed[0]


def _head(label: str) -> frozenset[str]:
    """The telling stems of the first words of a label: "low mood" of "Low mood of parents"."""
    return stems(_TAIL.sub("", label)) or stems(label)


@cache
def _acts() -> dict[str, int]:
    words = lexicon("direction")["acts"]
    return {
        **dict.fromkeys(words["up"].split(), 1),
        **dict.fromkeys(words["down"].split(), -1),
        **dict.fromkeys(words["about"].split(), 1),
    }


@cache
def _with_about() -> frozenset[str]:
    return frozenset(lexicon("direction")["acts"]["about"].split())
