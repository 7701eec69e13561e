"""Which bracket closes which, found in linear time."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACKET = re.compile(r"[\[\]]")


class Brackets:
    """Finds the words of links as Markdown's own reader does, which counts from each bracket anew.

    A text that is asked of once is looked through to the end of the link; one that is asked of
    again, because what was found led nowhere, is looked through as a whole.
    """

    def __init__(self) -> None:
        self._data = ""
        self._ends: Mapping[int, int] | None = None

    def text(self, data: str, index: int) -> tuple[str, int, bool]:
        """What stands between the bracket before an index and the one that closes it.

        The place behind it comes with it, and whether there is one at all.
        """
        if data is not self._data:
            self._data, self._ends = data, None
            end = _end(data, index)
        else:
            self._ends = _ends(data) if self._ends is None else self._ends
            end = self._ends.get(index - 1)
        return (data[index:end], end + 1, True) if end is not None else ("", len(data), False)


def _end(data: str, index: int) -> int | None:
    """Where the bracket before an index is closed."""
    depth = 1
    for found in _BRACKET.finditer(data, index):
        depth += 1 if found[0] == "[" else -1
        if not depth:
            return found.start()
    return None


def _ends(data: str) -> dict[int, int]:
    """Where each bracket of a text is closed, of those that are."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(data):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.start()
    return ends
