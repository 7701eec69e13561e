"""Which claim of one edition is which claim of another.

Claims that say the same on the same ground are each other's. Of the rest the most alike pair is
taken first, then the next, down to a least likeness. Nothing depends on which edition is called
old, so a comparison turned round gives the same pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WEIGHT_OF_WORDS = 0.7
LEAST = 0.55
"""Two claims with the same ties are one reworded from a third of their letters on; two without a
tie in common only when they are nearly the same."""

MAX_PAIRS = 1_000_000
"""Beyond this only claims that share a tie are compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """A claim as it is matched: its words and its ties, under keys that both editions know."""

    text: str
    ties: frozenset[str]


def pairs(old: Sequence[Side], new: Sequence[Side]) -> list[tuple[int, int]]:
    """The claims that are each other's, by their numbers in both lists."""
    found = list(_same(old, new))
    left = {i for i, _ in found}
    right = {j for _, j in found}
    rest = [i for i in range(len(old)) if i not in left]
    others = [j for j in range(len(new)) if j not in right]
    for _, _, _, i, j in sorted(_alike(old, new, rest, others)):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return sorted(found)


def _same(old: Sequence[Side], new: Sequence[Side]) -> Iterator[tuple[int, int]]:
    """The claims that say the same on the same ground; the first is the first's, and so on."""
    places: dict[Side, list[int]] = defaultdict(list)
    for j, side in enumerate(new):
        places[side].append(j)
    taken: dict[Side, int] = defaultdict(int)
    for i, side in enumerate(old):
        number = taken[side]
        if number < len(places.get(side, ())):
            taken[side] += 1
            yield i, places[side][number]


def _alike(
    old: Sequence[Side], new: Sequence[Side], rest: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[float, int, int, int, int]]:
    """Pairs that may be one claim, the most alike first; the nearer in the text, the earlier."""
    many = len(rest) * len(others) > MAX_PAIRS
    for i in rest:
        for j in others:
            if many and not old[i].ties & new[j].ties:
                continue
            alike = _likeness(old[i], new[j])
            if alike >= LEAST:
                yield -alike, abs(i - j), i + j, i, j


def _likeness(one: Side, other: Side) -> float:
    """From 0 to 1: the words by their common subsequence, the ties by what they share (Jaccard)."""
    from rapidfuzz import fuzz  # only where claims differ

    words = fuzz.ratio(one.text.casefold(), other.text.casefold()) / 100
    together = one.ties | other.ties
    ties = len(one.ties & other.ties) / len(together) if together else 1.0
    return WEIGHT_OF_WORDS * words + (1 - WEIGHT_OF_WORDS) * ties
