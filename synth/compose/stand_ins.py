"""What stands in a template for blocks that no writer wrote.

The blocks are put in its place when the document is made. So the words in them never pass
through Jinja or Markdown. A stand-in is one character, which no filter can cut: a template that
changes it, or that puts it where no block can stand, is told so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jinja2.exceptions import TemplateRuntimeError

from synth.document import Block
from synth.problems import Place, Problem, error

FIRST = 0xF0000
"""The first character of Unicode's private plane 15; no brief may hold one (see `marks`)."""

MOST = 50
"""A brief that shows more views than this has a loop that repeats too often."""


@dataclass(frozen=True, slots=True)
class Made:
    """Blocks that a template called for at a place by the name of a function."""

    blocks: tuple[Block, ...]
    name: str
    place: Place


def stand_in(number: int) -> str:
    """The character that stands for the blocks of a number.

    Raises TemplateRuntimeError where there would be more than MOST.
    """
    if number >= MOST:
        raise TemplateRuntimeError(_too_many())
    return chr(FIRST + number)


def as_markdown(stand_in: str) -> str:
    """A stand-in as a block of its own, wherever the call stands."""
    return f"\n\n```\n{stand_in}\n```\n\n"


def repeated(text: str, made: Mapping[str, Made]) -> Iterator[Problem]:
    """That a rendered text shows what was made more often than it may."""
    if sum(map(text.count, made)) > MOST:
        place = next(iter(made.values())).place
        hint = "Look for a loop that repeats too often."
        yield error("template-failed", _too_many(), place, hint)


def changed(text: str, made: Mapping[str, Made], placed: Mapping[str, int]) -> Iterator[Problem]:
    """What of a rendered text's stand-ins came to stand where no block can, once for each line.

    `placed` says how often the blocks of each stand in the document.
    """
    told: set[Place] = set()
    for character, each in made.items():
        forms = {character, json.dumps(character)[1:-1], repr(character)[1:-1], quote(character)}
        if sum(map(text.count, forms)) > placed.get(character, 0) and each.place not in told:
            told.add(each.place)
            yield error(
                "template-failed",
                f"what {each.name}() gives is blocks, and cannot be changed, cut or put in here",
                each.place,
                f"Put {{{{ {each.name}(...) }}}} on a line of its own, without a filter.",
            )


def _too_many() -> str:
    return f"a brief may show {MOST} views of the evidence, and this shows more"
