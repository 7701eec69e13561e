"""Where a printed citation stands: a raised number hugs its word, behind the stop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from synth.document import (
    Block,
    Citation,
    Claim,
    Inline,
    Link,
    Note,
    Styled,
    Text,
    is_raised,
    map_runs,
    plain,
)

_STOP = re.compile(r"[.,]")
_BEFORE_NOTE = re.compile(r"[.,;:!?)\]”’]+")
_AFTER_NAME = re.compile(r"[.,;:!?]+")


Printed = Mapping[int, tuple[Inline, ...]]
"""The words of each citation, by its number."""


def place_citations(
    blocks: tuple[Block, ...], printed: Printed
) -> tuple[tuple[Block, ...], dict[int, tuple[Inline, ...]]]:
    """The blocks and the printed citations with each raised number behind the stop after it.

    A number moves behind a full stop or comma, as the NLM and Vancouver styles want it (Citing
    Medicine, 2nd edition, appendix D); a note behind all punctuation (Chicago Manual of Style,
    17th edition, 14.26). No space stands before either. Other citations stay where they are.
    """
    moved = dict(printed)

    def visit(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nodes = [
            replace(node, children=visit(node.children))
            if isinstance(node, Claim | Styled)
            else node
            for node in run
        ]
        for index, node in enumerate(nodes):
            words = moved.get(node.number, ()) if isinstance(node, Citation) else ()
            if not isinstance(node, Citation) or not (is_raised(words) or _ends_in_note(words)):
                continue
            stop = ""
            after = nodes[index + 1] if index + 1 < len(nodes) else None
            stops = _STOP
            if _ends_in_note(words):
                stops = _BEFORE_NOTE if is_raised(words) else _AFTER_NAME
            before = nodes[index - 1] if index else None
            if isinstance(after, Text) and (found := stops.match(after.value)):
                stop = found[0]
            if not is_raised(words):  # an author's name, then the note
                said = plain(words[:-1])
                more = "" if said.endswith((".", "?", "!")) and stop == "." else stop
                moved[node.number] = (*words[:-1], Text(more), words[-1])
            elif isinstance(before, Text):
                nodes[index - 1] = Text(before.value.rstrip() + stop)
            else:
                continue
            if isinstance(after, Text):
                nodes[index + 1] = Text(after.value[len(stop) :])
        return tuple(nodes)

    return map_runs(blocks, visit), moved


def _ends_in_note(words: tuple[Inline, ...]) -> bool:
    return bool(words) and isinstance(words[-1], Note)


def number_notes(
    blocks: tuple[Block, ...], printed: Printed
) -> tuple[tuple[Block, ...], dict[int, tuple[Inline, ...]]]:
    """The blocks and the printed citations with their notes numbered, in the order of reading."""
    count = iter(range(1, 1_000_000))
    numbered = dict(printed)

    def visit(node: Inline) -> Inline:
        match node:
            case Note():
                return replace(node, number=next(count))
            case Citation(number):
                numbered[number] = tuple(visit(each) for each in printed.get(number, ()))
                return node
            case Claim() | Styled() | Link():
                return replace(node, children=tuple(visit(child) for child in node.children))
            case _:
                return node

    return map_runs(blocks, lambda run: tuple(visit(node) for node in run)), numbered
