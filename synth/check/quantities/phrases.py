"""Quantities that have no number in them: doubled, twice as many, hundreds of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from synth.check.quantities.model import Quantity
from synth.check.quantities.surroundings import approximator_before

_MULTIPLE = re.compile(
    r"\b(?:(?P<two>twice\s+(?:as|the|that|those)\b|doubl(?:ed|ing)\b|double\s+(?:the|that|those)\b"
    r"|twofold|two-fold|doubles\b(?!\sas))"
    r"|(?P<three>trebl(?:ed|es|ing)|tripl(?:ed|es|ing)|(?:treble|triple)\s+(?:the|that|those)\b"
    r"|threefold|three-fold|thrice)"
    r"|(?P<four>quadrupl(?:ed|es|ing)|fourfold|four-fold)"
    r"|(?P<half>halv(?:ed|es|ing)\b))",
    re.IGNORECASE,
)
_SIZES = {"two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5}
_VAGUE = re.compile(
    r"\b(?:(?P<first>tens|dozens|scores|hundreds|thousands|millions|billions)"
    r"(?:\s+(?:of|and)\s+(?P<second>hundreds|thousands|millions|billions))?)(?=\s+of\b|\s+more\b)",
    re.IGNORECASE,
)
_POWERS = {
    "tens": 10.0, "dozens": 24.0, "scores": 40.0, "hundreds": 100.0, "thousands": 1e3,
    "millions": 1e6, "billions": 1e9,
}  # fmt: skip


def phrases(text: str) -> Iterator[Quantity]:
    """The multiples and vague magnitudes of an English text, by their words."""
    for found in _MULTIPLE.finditer(text):
        name = found.lastgroup or "two"
        read = Quantity(_SIZES[name], "multiple", *found.span(), found[0])
        word, bound = approximator_before(text[max(0, found.start() - 60) : found.start()], read)
        yield replace(read, approximator=word, bound=bound)
    for found in _VAGUE.finditer(text):
        size = _POWERS[found["first"].lower()]
        if found["second"]:
            size *= _POWERS[found["second"].lower()]
        yield Quantity(size, "vague", *found.span(), found[0])
