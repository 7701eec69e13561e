"""Where a printed citation stands: a raised number hugs its word, behind the stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from synth.document import Block, Citation, Claim, Inline, Styled, Text, is_raised, map_runs

_STOPS = (".", ",")


def place_citations(
    blocks: tuple[Block, ...], printed: Mapping[int, tuple[Inline, ...]]
) -> tuple[Block, ...]:
    """The blocks with each raised citation moved behind the full stop or comma that follows it.

    So the NLM and Vancouver styles want it (Citing Medicine, 2nd edition, appendix D), and no
    space stands before it. Citations in words stay where they are.
    """

    def visit(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nodes = [
            replace(node, children=visit(node.children))
            if isinstance(node, Claim | Styled)
            else node
            for node in run
        ]
        for index, node in enumerate(nodes):
            if isinstance(node, Citation) and is_raised(printed.get(node.number, ())) and index:
                before = nodes[index - 1]
                after = nodes[index + 1] if index + 1 < len(nodes) else None
                if not isinstance(before, Text):
                    continue
                stop = ""
                if isinstance(after, Text) and after.value.startswith(_STOPS):
                    stop = after.value[0]
                    nodes[index + 1] = Text(after.value[1:])
                nodes[index - 1] = Text(before.value.rstrip() + stop)
        return tuple(nodes)

    return map_runs(blocks, visit)
