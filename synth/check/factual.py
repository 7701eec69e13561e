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

from synth.check.lexicon import lexicon

Kind = Literal["comparison", "cause", "prevalence", "research", "view", "count", "method"]

LONGEST = 2000
"""Characters of a sentence that are looked at; no sentence of running text is longer."""

_CLAUSE = re.compile(r"[;:–—]\s|,\s(?=(?:but|though|although|so|while|whereas|yet)\b)")
_NEGATED = r"(?:not|never|no|nor|neither|without|whether|if|unless)"


@dataclass(frozen=True, slots=True)
class Cue:
    """The words by which a sentence makes a claim, their kind, and where they begin."""

    kind: Kind
    words: str
    start: int


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) + ")"


def _list(name: str) -> str:
    return _any(lexicon("uncited")[name])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


@cache
def _cues() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """What makes a claim, in the order in which it is looked for."""
    words = lexicon("uncited")
    more = _list("comparatives")
    than = r"than\b(?!\s(?:we|you|i|this|that)\b)"
    plain, past = _forms(words["causes"], words["ambiguous"])
    adverb = r"(?:\w+ly\s|also\s|often\s|much\s|far\s|still\s|even\s|all\s)?"
    return (
        ("research", _compiled(
            rf"\b{_list('research')}\b(?:\s(?:from|in|by|of|on|at)\s(?:\w+\s){{1,5}}?|\s)"
            rf"(?:also\s|now\s|often\s|clearly\s|strongly\s|\w+ly\s|has\s|have\s)*"
            rf"{_list('shows')}\b(?!\s(?:no|not|none|nothing)\b)")),
        ("research", _compiled(rf"\b{_list('said')}\b")),
        ("comparison", _compiled(
            rf"\b(?:more|less)\s{_list('likelihoods')}\b"
            rf"|\b{_list('has')}\s{adverb}(?:(?:a|an|the|any|their|its)\s)?"
            rf"{more}\s(?!than\b|of\sthe\sevidence\b|of\sthis\b)\w+"
            rf"|\b(?!more\b|less\b){more}\b[^.;:?!]{{0,60}}?\b{than}"
            rf"|\b(?:more|less)\s(?!than\b)\w+[^.;:?!]{{0,50}}?\b{than}"
            rf"|^{more}\s(?!than\b|research|evidence|data|time|help|information)\w+"
            rf"\s(?!would|could|might|should)\w+|\b{_list('rates')}\b"
            rf"|\b(?<!\ba\s)(?<!\bthe\s)(?<!\bto\s)(?<!\bfor\s)(?<!\bof\s)(?<!\bor\s)(?<!\band\s)"
            rf"(?<=\w\s){_list('plainly')}\s(?!than\b)\w+|\bas\s(?!well|long|soon|far|much|many|such)"
            rf"\w+\sas\b|\b(?:is|are|was|were)\s(?:the\s)?{_list('superlatives')}\b"
            rf"|\b(?:makes?|made)\s(?:\w+\s){{1,4}}?(?:worse|better|more|less|easier|harder|safer)\b"
            rf"|\b(?:little|no|small|large|clear|great|strong|some)\s(?:\w+\s)?(?:effect|difference"
            rf"|impact|benefit|gain)s?\s(?:on|to|for|in|from|between)\b")),
        ("cause", _compiled(rf"\b{_list('past')}\b|\b{past}\b|\b{plain}\b")),
        ("prevalence", _compiled(
            rf"\b{_list('prevalence')}\b"
            rf"|(?:^|[,;:]\s|\b(?:in|among|for|that|and|but)\s){_list('amounts')}\s"
            rf"(?:of\s(?:the\s|these\s|those\s|our\s)?)?(?!{_list('evidence')}\b|more\b|of\b"
            rf"|recent|likely|here\b)\w{{3,}}")),
        ("research", _compiled(
            rf"\b(?:a|an|one|two|three|four|five|several|some|many)\s(?:\w+\s){{0,3}}?"
            rf"(?:study|studies|trials?|reviews?|surveys?|experiments?)\s(?:\w+\s){{0,6}}?"
            rf"(?:{_list('shows')}|compared|tested|followed|looked|counted|estimated|put)\b")),
        ("count", _compiled(rf"\b{_list('numbers')}\s(?:\w+\s)?{_list('counted')}\b")),
        ("method", _compiled(
            rf"\b{_list('done')}\b|\b{_list('sources')}s?\b(?:\s(?!{_list('evidence')})\w+){{0,6}}?"
            rf"\s{_list('began')}\b")),
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
    bases = rf"{modal}\s(?:\w+ly\s|also\s|to\s|not\s)?{_any(base)}"
    subject = (
        r"(?<!\bto\s)(?<!\bthe\s)(?:(?<=[a-rt-z]s\s)|(?<=\bthey\s)|(?<=\bpeople\s)|(?<=ren\s))"
    )
    plural = rf"{subject}{_any(base)}(?=\s(?!of\b|in\b|for\b|and\b)\w)"
    finite = rf"{_any(present)}(?!\s(?:of|were|are|and)\b)"
    return (
        rf"(?:{bases}|(?<!the\s)(?<!of\s)(?<!and\s)(?<!in\s)(?<!no\s)(?<!two\s){finite}|{plural})",
        rf"(?<!\ba\s)(?<!\ban\s)(?<!\bthe\s)(?<!\bof\s)(?<!\bwith\s)(?<!\bfor\s)(?<!\bin\s)"
        rf"{_any(past)}",
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
    text = sentence[:LONGEST]
    if is_no_statement(text) or _marks().match(text):
        return None
    for start, clause in _clauses(text):
        view = _view().search(clause)
        if view is not None:
            return Cue("view", view[0].strip(), start + view.start())
        if _is_about_evidence(clause) or _is_own_view(clause):
            continue
        for kind, pattern in _cues():
            found = pattern.search(clause)
            if found is not None and not _doubted(clause[: found.start()]):
                return Cue(kind, found[0].strip(), start + found.start())
    return None


@cache
def _marks() -> re.Pattern[str]:
    """The opening of a sentence that explains the rating marks."""
    return _compiled(rf"(?:the\s|our\s)?{_list('marks')}\b")


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield start, text[start : cut.start()]
        start = cut.end()
    yield start, text[start:]


def _doubted(before: str) -> bool:
    """Whether what comes before leaves the rest open: "whether trust reduces crime"."""
    return bool(re.search(r"\b(?:whether|if|unless|how far|how much|what)\b", before, re.I))


@lru_cache(maxsize=4096)
def is_no_statement(text: str) -> bool:
    """Whether a sentence is a question, a piece of advice or a definition."""
    bare = text.strip().strip("\"'“”‘’*()")
    return bool(
        bare.endswith("?")
        or _open_question().match(bare)
        or is_advice(bare)
        or _definition().search(bare)
    )


@cache
def _open_question() -> re.Pattern[str]:
    return _compiled(r"(?:whether|how|why|which|who|where|when|what)\b(?!ever)(?!.*,\s)")


@cache
def _definition() -> re.Pattern[str]:
    return _compiled(
        rf"\b{_list('definitions')}\b(?!\s(?:that|more|less|fewer)\b)"
        r"|^(?:by\s)?[‘“'\"][^’”'\"]{2,60}[’”'\"]\s(?:is|are|we|here|means?)\b"
    )


@lru_cache(maxsize=4096)
def is_advice(text: str) -> bool:
    """Whether a sentence tells its reader what to do."""
    return bool(_advice().search(text) or _imperative().match(text))


@cache
def _advice() -> re.Pattern[str]:
    could = r"(?:could|can|may|might)\s(?:also\s|then\s|now\s|well\s|want\sto\s|wish\sto\s)?"
    return _compiled(
        rf"\b{_list('advice')}\b|\b(?:you|we|schools?|councils?|boards?|services?|practices?"
        rf"|partners?|clinics?|teachers?|heads?|governors?|nurses?|managers?|commissioners?|teams?)"
        rf"\s{could}(?!help\b|reduce\b|improve\b|increase\b|protect\b){_list('imperatives')}\b"
    )


@cache
def _imperative() -> re.Pattern[str]:
    """A verb that opens a sentence, not one that is a noun there: "Support for mothers is"."""
    first = (
        r"(?:first|then|next|also|and|or|do\snot|don['’]t|never|always|instead|finally|if\b[^,]*)"
    )
    return _compiled(
        rf"(?:{first},?\s)?{_list('imperatives')}\b"
        r"(?!\s(?:of|from|among|between|is|are|was|were|has|have|had|may|might|can|could|will"
        r"|would|does|did|goes|go|reduces?|reduced|helps?|helped|improves?|improved|that)\b)"
    )


@cache
def _view() -> re.Pattern[str]:
    """What a paper or its authors say, unless they say nothing of it."""
    more = r"(?!\s(?:no|not|none|nothing|neither|nobody|little|this|so|too\slittle|it)\b)(?=\s\w)"
    return _compiled(
        rf"(?<!\bno\s)\b{_list('sources')}(?:\s(?:we|that|of|on|by|for|in|from|to|the|a|this|drew|used|read"
        rf"|\w+ing)\b){{0,4}}\s(?:also\s|then\s|only\s)?{_list('says')}\b{more}"
        rf"|\bas\s(?:the|its|their)\s{_list('sources')}\s{_list('says')}\b"
        rf"|^(?:but\s|and\s)?it\s(?:also\s|even\s)?{_list('it_says')}\b{more}"
    )


@cache
def _about_evidence() -> re.Pattern[str]:
    about = _list("evidence")
    own = _list("own_work")
    return _compiled(
        rf"\b(?:no|none\sof|neither|nothing|few|some|most|not\sall|all|both|only|one|two|three|"
        rf"these|those|other|many)\s(?:\w+\s){{0,4}}?{about}\b(?=.*\b(?:here|rated|read|agree|"
        rf"differ|listed|brief|briefing|page|used|drew|draw|cited)\b)"
        rf"|\bnothing\shere\b|^(?:and\s|but\s|so\s)?(?:no|neither)\s(?:\w+\s){{0,3}}?{about}\b"
        rf"|^none\sof\s(?:these|them|this|the\s(?:\w+\s)?{about})\b|^neither\b"
        rf"|\b(?:this|the|our|these)\s(?:\w+\s)?{own}s?\b|\b{_list('marks')}\b"
        rf"|\bthe\srow\b|\bin\sgrade\b|\b(?:it|they|he|she|(?:the|this|that|his|her|its|their)\s"
        rf"(?:\w+\s){{0,2}}?{_list('sources')})(?:['’]s\s\w+)?\s(?:also\s)?{_list('silence')}\b"
        rf"|\b(?:their|the)\stitles?\b|\bcorrelation\s(?:cannot|is\snot)\b"
        rf"|\b(?:link|association|correlation)\sis\s(?:not|no)\b|\bcannot\sbe\stold\b"
        rf"|\b(?:cannot|can\snot|could\snot|could\shardly)\s(?:show|tell|say|prove|be\sseen)\b"
    )


def _is_about_evidence(clause: str) -> bool:
    """Whether a clause speaks of the studies, the rating marks or the brief, not of the world."""
    return bool(_about_evidence().search(clause))


@cache
def _own_view() -> re.Pattern[str]:
    return _compiled(
        rf"\b(?:we|i)\s(?:\w+ly\s|also\s|still\s|have\s|only\s)?{_list('thinks')}\b"
        r"|\b(?:by|in|on)\sour\s(?:own\s)?\w+|^our\b|\b(?:is|are)\sour\sown\b|\bto\sus\b|\bby\sus\b"
    )


def _is_own_view(clause: str) -> bool:
    """Whether a clause is the writers' own judgement, or says what they did."""
    return bool(_own_view().search(clause))


@lru_cache(maxsize=1024)
def is_next_steps(section: str) -> bool:
    """Whether a section, by its heading, is one of options or of what to do next."""
    return bool(re.search(rf"\b{_list('next_steps')}\b", section, re.IGNORECASE))


@lru_cache(maxsize=4096)
def goes_on(sentence: str) -> bool:
    """Whether a sentence after a cited one clearly goes on with the same source."""
    return bool(_going_on().match(sentence))


@cache
def _going_on() -> re.Pattern[str]:
    return _compiled(
        rf"(?:and\s|but\s|so\s|yet\s|here\s|elsewhere\s|there\s|still,?\s)?(?:it|they|he|she|its|their|"
        rf"his|her|this|that|these|those|both|neither|none|the\s(?:other|same|two|second|first)|"
        rf"(?:the|its|their)\s(?:\w+\s){{0,2}}?{_list('sources')}s?)\b"
    )
