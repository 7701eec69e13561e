"""Works that a library holds twice.

Two works are compared when they share an identifier or a block: two of the rarest words of
their titles, or the first author and nearly the year. Blocks are kept small, so that the time
is about linear in the number of works (sorted-neighbourhood method: Hernández and Stolfo 1995,
"The merge/purge problem for large databases", SIGMOD).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from synth.library.likeness import Likeness, Traits, likeness, traits
from synth.model import Reference

MIN_SCORE = 0.9
"""Pairs that are less alike are not shown unless asked for."""

RARE_WORDS = 5
"""As many of a title's rarest words make its blocks, two by two."""

BLOCK = 30
"""In a block of more works than this only neighbours in the order of titles are compared."""

NEIGHBOURS = 6
"""As many works after each one, in the order of titles, are compared in a large block."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that seem to be one work: how sure (0 to 1), and why."""

    one: Reference
    two: Reference
    score: float
    reason: str

    @property
    def keys(self) -> tuple[str, str]:
        """The keys of the two, in the order of the library."""
        return self.one.key, self.two.key


def duplicates(references: Sequence[Reference], min_score: float = MIN_SCORE) -> tuple[Pair, ...]:
    """The pairs that score at least this much, the surest first."""
    known = [traits(reference.item) for reference in references]
    found = [
        Pair(references[i], references[j], like.score, like.reason)
        for i, j in _candidates(known)
        if (like := likeness(known[i], known[j], min_score)).score >= min_score
    ]
    return tuple(sorted(found, key=lambda pair: -pair.score))


def pair_of(one: Reference, two: Reference) -> Likeness:
    """How alike two works are, whatever they score."""
    return likeness(traits(one.item), traits(two.item), 0.0)


def _candidates(known: Sequence[Traits]) -> list[tuple[int, int]]:
    """The pairs of places that are worth a comparison, each once, in order."""
    seen: set[int] = set()
    count = len(known)
    for block in _blocks(known):
        for i, j in _within(block, known):
            seen.add(min(i, j) * count + max(i, j))
    return [divmod(pair, count) for pair in sorted(seen)]


def _within(block: list[int], known: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    if len(block) <= BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda i: (known[i].title, i))
    for step in range(1, NEIGHBOURS + 1):
        yield from zip(ordered, ordered[step:], strict=False)


def _blocks(known: Sequence[Traits]) -> Iterator[list[int]]:
    """Groups of places whose works may be the same."""
    yield from _groups((mark, i) for i, each in enumerate(known) for mark in each.marks)
    yield from _groups(_by_rare_words(known))
    yield from _groups(_by_author(known))
    yield from _groups((each.main, i) for i, each in enumerate(known))


def _groups(marked: Iterable[tuple[object, int]]) -> Iterator[list[int]]:
    """The places that share a mark, where more than one does."""
    groups: dict[object, list[int]] = defaultdict(list)
    for mark, place in marked:
        if mark:
            groups[mark].append(place)
    return (group for group in groups.values() if len(group) > 1)


def _by_rare_words(known: Sequence[Traits]) -> Iterator[tuple[object, int]]:
    words = [sorted(set(each.title.split())) for each in known]
    frequency = Counter(word for each in words for word in each)
    for place, each in enumerate(words):
        rare = sorted(each, key=lambda word: (frequency[word], word))[:RARE_WORDS]
        shared = [word for word in rare if frequency[word] > 1]
        yield from ((pair, place) for pair in combinations(sorted(shared), 2))
        if len(each) == 1:
            yield each[0], place


def _by_author(known: Sequence[Traits]) -> Iterator[tuple[object, int]]:
    """By first author with the year, and the year after: so that neighbouring years meet."""
    for place, each in enumerate(known):
        if each.family and each.year:
            yield (each.family, each.year), place
            yield (each.family, each.year + 1), place
