"""A finding told in a sentence of its own, tied to it, with how sure we are."""

from __future__ import annotations

from collections.abc import Sequence

from synth.document import (
    Block,
    Claim,
    Inline,
    ListBlock,
    Paragraph,
    Rating,
    Styled,
    Text,
)
from synth.model import Evidence
from synth.synthesis.view import Setting
from synth.wording import BASIS_WORDS, plain_words


def told(each: Evidence, setting: Setting) -> tuple[Inline, ...]:
    """What a finding says, in the words of its record, cited; then how sure we are of it.

    What is no result is said to be none, to an audience without a rating scale as well.
    """
    words = plain_words(each.finding.statement, setting.audience).rstrip(".")
    claim = Claim(
        "",
        "finding",
        (Text(f"{words} "), setting.citing(each), Text(".")),
        (),
        setting.place,
    )
    if setting.audience.framework is not None:
        return (claim, Text(" "), Rating((each.id,)))
    said = BASIS_WORDS.get(each.finding.basis)
    return (claim, Text(" "), Styled("emphasis", (Text(f"{said}."),))) if said else (claim,)


def told_list(evidence: Sequence[Evidence], setting: Setting) -> Block:
    """A list of findings, each told in a sentence."""
    items = tuple((Paragraph(told(each, setting), setting.place),) for each in evidence)
    return ListBlock(False, items, setting.place)


def claimed(words: str, evidence: Sequence[Evidence], setting: Setting) -> Claim:
    """A sentence without its full stop, tied to all findings that it rests on."""
    spoken = (Text(f"{words} "), setting.citing(*evidence), Text("."))
    return Claim("", "finding", spoken, (), setting.place)


def said(words: str, setting: Setting) -> Block:
    """A paragraph of plain words."""
    return Paragraph((Text(words),), setting.place)
