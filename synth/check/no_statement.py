"""Sentences that state nothing of the world: questions, advice, definitions; and what goes on
with the source of the sentence before it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from synth.check.factual_words import any_in, compiled, small


@lru_cache(maxsize=4096)
def is_no_statement(text: str) -> bool:
    """Whether a sentence is a question, a piece of advice or a definition."""
    bare = small(text).strip().strip("\"'“”‘’*()")
    return bool(
        bare.endswith("?")
        or _open_question().match(bare)
        or is_advice(bare)
        or _definition().search(bare)
    )


@cache
def _open_question() -> re.Pattern[str]:
    return compiled(r"(?:whether|how|why|which|who|where|when|what)\b(?!ever)(?!.*,\s)")


@cache
def _definition() -> re.Pattern[str]:
    return compiled(
        rf"\b{any_in('definitions')}\b(?!\s(?:that|more|less|fewer)\b)"
        r"|^(?:the\s|an?\s)?(?:\w+\s){1,3}(?:is|are)\s(?:the|an?)\s(?:share|number|weight|average|mean"
        r"|ratio|difference|value|amount|proportion|length|set|strip|sum|square|spread)\s(?:of|between|in|that)\b"
        r"|\bmeans?\sthat\b(?=.*\b(?:result|interval|effect|evidence|know|sure|chance|plots|sample|trial|study))"
        r"|^(?:by\s)?[‘“'\"][^’”'\"]{2,60}[’”'\"]\s(?:is|are|we|here|means?)\b"
    )


@lru_cache(maxsize=4096)
def is_advice(text: str) -> bool:
    """Whether a sentence tells its reader what to do."""
    words = small(text)
    return bool(_advice().search(words) or _imperative().match(words))


@cache
def _advice() -> re.Pattern[str]:
    could = r"(?:could|can|may|might)\s(?:also\s|then\s|now\s|well\s|want\sto\s|wish\sto\s)?"
    return compiled(
        rf"\b{any_in('advice')}\b|\b(?:you|we|schools?|councils?|boards?|services?|practices?"
        rf"|partners?|clinics?|teachers?|heads?|governors?|nurses?|managers?|commissioners?|teams?)"
        rf"\s{could}(?!help\b|reduce\b|improve\b|increase\b|protect\b){any_in('imperatives')}\b"
    )


@cache
def _imperative() -> re.Pattern[str]:
    """A verb that opens a sentence, not one that is a noun there: "Support for mothers is"."""
    first = (
        r"(?:first|then|next|also|and|or|do\snot|don['’]t|never|always|instead|finally|if\b[^,]*)"
    )
    return compiled(
        rf"(?:{first},?\s)?{any_in('imperatives')}\b"
        r"(?!\s(?:of|from|among|between|is|are|was|were|has|have|had|may|might|can|could|will"
        r"|would|does|did|goes|go|reduces?|reduced|helps?|helped|improves?|improved|that)\b)"
    )


@lru_cache(maxsize=1024)
def is_next_steps(section: str) -> bool:
    """Whether a section, by its heading, is one of options or of what to do next."""
    return bool(_next_steps().search(small(section)))


@cache
def _next_steps() -> re.Pattern[str]:
    return compiled(rf"\b{any_in('next_steps')}\b")


@lru_cache(maxsize=4096)
def goes_on(sentence: str) -> bool:
    """Whether a sentence after a cited one clearly goes on with the same source."""
    return bool(_going_on().match(small(sentence)))


@cache
def _going_on() -> re.Pattern[str]:
    return compiled(
        rf"(?:and\s|but\s|so\s|yet\s|here\s|elsewhere\s|there\s|still,?\s)?(?:it|they|he|she|its|their|"
        rf"his|her|this|that|these|those|both|neither|none|the\s(?:other|same|two|second|first)|"
        rf"(?:the|its|their)\s(?:\w+\s){{0,2}}?{any_in('sources')}s?)\b"
    )
