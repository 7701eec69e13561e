"""Whether a sentence says something of the world that wants a citation, judged by its words.

What counts is in `lexicon/uncited.toml`. A sentence is looked at clause by clause, so that the
second half of "No study here tests it, but pupils miss fewer days" still counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from synth.check.factual_words import any_in, any_of, compiled, small
from synth.check.lexicon import lexicon
from synth.check.no_statement import is_no_statement

Kind = Literal["comparison", "cause", "prevalence", "research", "view", "count", "method"]

LONGEST = 2000
"""Characters of a sentence that are looked at; no sentence of running text is longer."""

_CLAUSE = re.compile(r"[;:–—]\s|,\s(?=(?:but|though|although|so|while|whereas|yet)\b)")
_DOUBT = re.compile(r"\b(?:whether|if|unless|how far|how much|what)\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """The words by which a sentence makes a claim, their kind, and where they begin."""

    kind: Kind
    words: str
    start: int


@cache
def _cues() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """What makes a claim, in the order in which it is looked for."""
    words = lexicon("uncited")
    more = any_in("comparatives")
    than = r"than\b(?!\s(?:we|you|i|this|that)\b)"
    plain, past = _forms(words["causes"], words["ambiguous"])
    adverb = r"(?:\w+ly\s|also\s|often\s|much\s|far\s|still\s|even\s|all\s)?"
    return (
        ("research", compiled(
            rf"\b{any_in('research')}\b(?:\s(?:from|in|by|of|on|at)\s(?:\w+\s){{1,5}}?|\s)"
            rf"(?:also\s|now\s|often\s|clearly\s|strongly\s|\w+ly\s|has\s|have\s)*"
            rf"{any_in('shows')}\b(?!\s(?:no|not|none|nothing)\b)")),
        ("research", compiled(rf"\b{any_in('said')}\b")),
        ("comparison", compiled(
            rf"\b(?:more|less)\s{any_in('likelihoods')}\b"
            rf"|\b{any_in('has')}\s{adverb}(?:(?:a|an|the|any|their|its)\s)?"
            rf"{more}\s(?!than\b|of\sthe\sevidence\b|of\sthis\b)\w+"
            rf"|\b(?!more\b|less\b){more}\b[^.;:?!]{{0,60}}?\b{than}"
            rf"|\b(?:more|less)\s(?!than\b)\w+[^.;:?!]{{0,50}}?\b{than}"
            rf"|\b{any_in('weighs')}\s(?:\w+\s)?(?:more|less)\sthan\b"
            rf"|\b(?:{any_in('has')}\s{adverb}|\w\w+ed\s){any_in('plainly')}(?=\s?[.,;!]|$)"
            rf"|^{more}\s(?!than\b|research|evidence|data|time|help|information)\w+"
            rf"\s(?!would|could|might|should)\w+|\b{any_in('rates')}\b"
            rf"|\b(?<!\ba\s)(?<!\bthe\s)(?<!\bto\s)(?<!\bfor\s)(?<!\bof\s)(?<!\bor\s)(?<!\band\s)"
            rf"(?<=\w\s){any_in('plainly')}\s(?!than\b)\w+|\bas\s(?!well|long|soon|far|much|many|such)"
            rf"\w+\sas\b|\b(?:is|are|was|were)\s(?:the\s)?{any_in('superlatives')}\b"
            rf"|\b(?:makes?|made)\s(?:\w+\s){{1,4}}?(?:worse|better|more|less|easier|harder|safer)\b"
            rf"|\b(?:little|no|small|large|clear|great|strong|some)\s(?:\w+\s)?(?:effect|difference"
            rf"|impact|benefit|gain)s?\s(?:on|to|for|in|from|between)\b")),
        ("cause", compiled(rf"\b{any_in('past')}\b|\b{past}\b|\b{plain}\b")),
        ("prevalence", compiled(
            rf"\b{any_in('prevalence')}\b"
            rf"|(?:^|[,;:]\s|\b(?:in|among|for|that|and|but|\w\w+ed)\s){any_in('amounts')}\s"
            rf"(?:of\s(?:the\s|these\s|those\s|our\s)?)?(?!{any_in('evidence')}\b|more\b|of\b"
            rf"|recent|likely|here\b)\w{{3,}}")),
        ("research", compiled(
            rf"\b(?:a|an|one|two|three|four|five|several|some|many)\s(?:\w+\s){{0,3}}?"
            rf"(?:study|studies|trials?|reviews?|surveys?|experiments?)\s(?:\w+\s){{0,6}}?"
            rf"(?:{any_in('shows')}|compared|tested|followed|looked|counted|estimated|put)\b")),
        ("count", compiled(rf"\b{any_in('numbers')}\s(?:\w+\s)?{any_in('counted')}\b")),
        ("method", compiled(
            rf"\b{any_in('done')}\b(?!\s(?:\w+\s)?(?:trials?|experiments?|stud(?:y|ies)|controlled|allocation)\b)|\b{any_in('sources')}s?\b(?:\s(?!{any_in('evidence')})\w+){{0,6}}?"
            rf"\s{any_in('began')}\b")),
    )  # fmt: skip


def _forms(causes: Iterable[str], ambiguous: Iterable[str]) -> tuple[str, str]:
    """The verbs as "it reduces" and "may reduce", and their past.

    A form that is a noun or an adjective too wants a subject before it.
    """
    present: list[str] = []
    base: list[str] = []
    past: list[str] = []
    for verb in causes:
        first, _, rest = verb.partition(" ")
        tail = f" {rest}" if rest else ""
        root = _base(first)
        if verb not in ambiguous:
            present.append(verb)
        base.append(root + tail)
        if not rest and verb not in ("keeps", "builds", "drives", "cuts"):
            past.append(_past(root))
    modal = r"(?:may|might|can|could|will|would|does|do|did|not|probably|helps?|helped|also|always)"
    bases = rf"{modal}\s(?:\w+ly\s|also\s|to\s|not\s)?{any_of(base)}"
    subject = (
        r"(?<!\bto\s)(?<!\bthe\s)(?:(?<=[a-rt-z]s\s)|(?<=\bthey\s)|(?<=\bpeople\s)|(?<=ren\s))"
    )
    plural = rf"{subject}{any_of(base)}(?=\s(?!of\b|in\b|for\b|and\b)\w)"
    finite = rf"{any_of(present)}(?!\s(?:of|were|are|and)\b)"
    return (
        rf"(?:{bases}|(?<!\bthe\s)(?<!\bof\s)(?<!\band\s)(?<!\bin\s)(?<!\bno\s)(?<!\btwo\s){finite}|{plural})",
        rf"(?<!\ba\s)(?<!\ban\s)(?<!\bthe\s)(?<!\bof\s)(?<!\bwith\s)(?<!\bfor\s)(?<!\bin\s)"
        rf"{any_of(past)}",
    )


def _base(verb: str) -> str:
    if verb.endswith(("ches", "shes", "sses", "goes")):
        return verb[:-2]
    return verb[:-3] + "y" if verb.endswith("ies") else verb[:-1]


def _past(base: str) -> str:
    if base == "deter":
        return "deterred"
    return f"{base}d" if base.endswith("e") else f"{base}ed"


@lru_cache(maxsize=4096)
def cue_of(sentence: str) -> Cue | None:
    """The first words by which a sentence makes a claim of fact; None where it makes none."""
    text = small(sentence[:LONGEST])
    if is_no_statement(text) or _marks().match(text):
        return None
    for start, clause in _clauses(text):
        view = _view().search(clause)
        if view is not None:
            return _cue("view", sentence, start, view)
        if _about_evidence().search(clause) or _own_view().search(clause):
            continue
        for kind, pattern in _cues():
            found = pattern.search(clause)
            if found is not None and not _doubted(clause[: found.start()]):
                return _cue(kind, sentence, start, found)
    return None


def _cue(kind: Kind, sentence: str, start: int, found: re.Match[str]) -> Cue:
    """What was found in a clause, in the words of its sentence."""
    words = sentence[start + found.start() : start + found.end()]
    return Cue(kind, words.strip(), start + found.start())


@cache
def _marks() -> re.Pattern[str]:
    """The opening of a sentence that explains the rating marks."""
    return compiled(rf"(?:the\s|our\s)?{any_in('marks')}\b")


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield start, text[start : cut.start()]
        start = cut.end()
    yield start, text[start:]


def _doubted(before: str) -> bool:
    """Whether what comes before leaves the rest open: "whether trust reduces crime"."""
    return bool(_DOUBT.search(before))


@cache
def _view() -> re.Pattern[str]:
    """What a paper or its authors say, unless they say nothing of it."""
    more = r"(?!\s(?:no|not|none|nothing|neither|nobody|little|this|so|too\slittle|it)\b)(?=\s\w)"
    return compiled(
        rf"(?<!\bno\s)\b{any_in('sources')}(?:\s(?:we|that|of|on|by|for|in|from|to|the|a|this|drew|used|read"
        rf"|\w+ing)\b){{0,4}}\s(?:also\s|then\s|only\s)?{any_in('says')}\b{more}"
        rf"|\bas\s(?:the|its|their)\s{any_in('sources')}\s{any_in('says')}\b"
        rf"|^(?:but\s|and\s)?it\s(?:also\s|even\s)?{any_in('it_says')}\b{more}"
    )


@cache
def _about_evidence() -> re.Pattern[str]:
    """A clause that speaks of the studies, the rating marks or the brief, not of the world."""
    about = any_in("evidence")
    own = any_in("own_work")
    return compiled(
        rf"\b(?:no|none\sof|neither|nothing|few|some|most|not\sall|all|both|only|one|two|three|"
        rf"these|those|other|many)\s(?:\w+\s){{0,4}}?{about}\b(?=.*\b(?:here|rated|read|agree|"
        rf"differ|listed|brief|briefing|page|used|drew|draw|cited)\b)"
        rf"|\bnothing\shere\b|^(?:and\s|but\s|so\s)?(?:no|neither)\s(?:\w+\s){{0,3}}?{about}\b"
        rf"|^none\sof\s(?:these|them|this|the\s(?:\w+\s)?{about})\b|^neither\b"
        rf"|\b(?:this|the|our|these)\s(?:\w+\s)?{own}s?\b|\b{any_in('marks')}\b"
        rf"|\bthe\srow\b|\bin\sgrade\b|\b(?:it|they|he|she|(?:the|this|that|his|her|its|their)\s"
        rf"(?:\w+\s){{0,2}}?{any_in('sources')})(?:['’]s\s\w+)?\s(?:also\s)?{any_in('silence')}\b"
        rf"|\b(?:their|the)\stitles?\b|\bcorrelation\s(?:cannot|is\snot)\b"
        rf"|\b(?:link|association|correlation)\sis\s(?:not|no)\b|\bcannot\sbe\stold\b"
        rf"|\b(?:cannot|can\snot|could\snot|could\shardly)\s(?:show|tell|say|prove|be\sseen)\b"
        rf"|^{any_in('opening')}?(?:an?|any|such\san?|each|every|one|no)\s(?:\w+\s){{0,3}}?"
        rf"(?:{any_in('measures')}s?\s(?:is|are|can|cannot|may|means?|says?|hides?|rests?|does|will|would|shows"
        rf"|that|without|below|above|near|includes?|of\s(?:one|nought|zero|[01])\b)|{about}\s(?:(?:of|with|in|without)\s(?:\w+\s){{1,4}}?)?"
        rf"(?:can|may|might|could|need|will|would)\b)(?!.*\b{any_in('shows')}\sthat\b)"
        rf"|^{any_in('opening')}?(?:{any_in('some_of')}\s)?(?:{any_in('small')}\s)?(?:(?!the\s|this\s|that\s|an?\s)\w+\s)?{about}\s"
        rf"(?:(?:of|with|in|without)\s(?:\w+\s){{1,4}}?)?(?:were|was|are|is|lasted|differ|rests?|come"
        rf"|came|may|might|can|could|miss|took|used|have|had|ran)\b"
        rf"(?!.*\b(?:{any_in('shows')}|that|by\slot|at\srandom|placebo)\b)"
        rf"|\b(?:weak|strong|bett|wors|thin|good|poor)(?:er)?\sevidence\b|\bpart\sof\schance\b"
        rf"|^(?:but\s|so\s)?the\s(?:answer|question|choice|reason)\s(?:is|may\sbe|lies)\s(?:not|no|yours|clear|simple|open"
        rf"|unknown|in|for|(?:more|less)\s\w+\sthan\sit)\b"
        rf"|\bchance\s(?:alone|decides?|decided|may|can|could)\b"
    )


@cache
def _own_view() -> re.Pattern[str]:
    """A clause that is the writers' own judgement, or says what they did."""
    return compiled(
        rf"\b(?:we|i)\s(?:\w+ly\s|also\s|still\s|have\s|only\s)?{any_in('thinks')}\b"
        r"|\b(?:by|in|on)\sour\s(?:own\s)?\w+|^our\b|\b(?:is|are)\sour\sown\b|\bto\sus\b|\bby\sus\b"
    )
