"""From two editions to what changed between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from synth.diff.edition import Edition, Page, StatedClaim, Tie, judged
from synth.diff.matching import Side, pairs
from synth.diff.model import Aspect, ClaimChange, Difference, FindingChange

_FIGURE = re.compile(
    r"(?<![\w.])[−-]?[£$€¥]?\d(?:[\d,.]*\d)?(?:\s?(?:%|per cent\b|percent\b))?|[^\W\d_]+"
)
_NUMBER_WORDS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    "thousand", "million", "billion", "half", "third", "quarter", "fifth", "tenth", "twice",
    "double", "treble", "dozen",
})  # fmt: skip
_RATING = ("appraisal",)
"""Fields of a finding that are compared as the audience is shown them."""


def compare_editions(old: Edition, new: Edition) -> Difference:
    """Which claims appeared, went or changed, brief by brief and audience by audience.

    Two finished files are compared whatever briefs they are of. A page that one side cannot be
    read of is left out, which the notes say.
    """
    own = _own_keys(old, new)
    if old.finished and new.finished and old.pages != new.pages:
        old, renamed = _under(old, new.pages[0]), True
    else:
        renamed = False
    unread = {*old.unread, *new.unread}
    changes: list[ClaimChange] = []
    unchanged = 0
    for page in sorted({*old.pages, *new.pages} - unread):
        before = [claim for claim in old.claims if claim.page == page]
        after = [claim for claim in new.claims if claim.page == page]
        found, same = _page_changes(page, before, after, own)
        changes += found
        unchanged += same
    notes = [*old.notes, *new.notes, *_no_rating(old, new)]
    if renamed:
        notes.append("The two files are of other briefs or audiences.")
    return Difference(old.name, new.name, tuple(changes), unchanged, tuple(dict.fromkeys(notes)))


def _under(edition: Edition, page: Page) -> Edition:
    claims = tuple(replace(claim, page=page) for claim in edition.claims)
    return replace(edition, claims=claims, pages=(page,))


def _no_rating(old: Edition, new: Edition) -> Iterator[str]:
    for one, other in ((old, new), (new, old)):
        rated = any(claim.certainty for claim in other.claims)
        if one.finished and one.claims and rated and not any(each.certainty for each in one.claims):
            yield f"{one.name} does not tell its ratings: certainty is not compared."


def _own_keys(old: Edition, new: Edition) -> Callable[[str], str]:
    """Gives each key of a work one name that holds in both editions."""
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while (next_key := above.get(key, key)) != key:
            key = next_key
        return key

    for edition in (old, new):
        for alias, key in edition.aliases.items():
            low, high = sorted((top(alias), top(key)))
            if low != high:
                above[high] = low
    return top


def _page_changes(
    page: Page,
    before: Sequence[StatedClaim],
    after: Sequence[StatedClaim],
    own: Callable[[str], str],
) -> tuple[list[ClaimChange], int]:
    matched = pairs([_side(each, own) for each in before], [_side(each, own) for each in after])
    stayed = {i for i, _ in matched}
    came = {j: i for i, j in matched}
    found: list[tuple[float, ClaimChange]] = []
    unchanged = 0
    for j, claim in enumerate(after):
        if j not in came:
            found.append((j, ClaimChange(page, None, claim)))
            continue
        change = _changed(page, before[came[j]], claim, own)
        if change.aspects:
            found.append((j, change))
        else:
            unchanged += 1
    gone = [i for i in range(len(before)) if i not in stayed]
    position = dict(matched)
    for i in gone:  # after the claim that it stood behind
        ahead = max((position[k] for k in position if k < i), default=-1)
        found.append((ahead + 0.5, ClaimChange(page, before[i], None)))
    return [change for _, change in sorted(found, key=lambda each: each[0])], unchanged


def _side(claim: StatedClaim, own: Callable[[str], str]) -> Side:
    return Side(claim.text, frozenset(_ties(claim, own)))


def _ties(claim: StatedClaim, own: Callable[[str], str]) -> Mapping[str, Tie]:
    """The ties of a claim under keys that both editions know."""
    return {
        f"{own(tie.reference)}#{tie.finding}" if tie.finding else own(tie.reference): tie
        for tie in claim.ties
    }


def _changed(
    page: Page, old: StatedClaim, new: StatedClaim, own: Callable[[str], str]
) -> ClaimChange:
    """How two editions of a claim differ; without aspects, they do not."""
    before, after = _ties(old, own), _ties(new, own)
    shared = [(before[id], after[id]) for id in after if id in before]
    framework = old.certainty.framework if old.certainty else None
    change = ClaimChange(
        page,
        old,
        new,
        numbers=_numbers(old.text, new.text),
        gained=tuple(tie.id for id, tie in after.items() if id not in before),
        lost=tuple(tie.id for id, tie in before.items() if id not in after),
        findings=tuple(
            each for one, other in shared if (each := _finding_change(one, other, framework))
        ),
        places=tuple(other.id for one, other in shared if _led_elsewhere(one, other)),
    )
    tests: tuple[tuple[Aspect, bool], ...] = (
        ("text", old.text != new.text),
        ("number", any(change.numbers)),
        ("support", any((change.gained, change.lost, change.findings, change.places))),
        ("certainty", _rerated(old, new)),
    )
    return replace(change, aspects=tuple(name for name, differs in tests if differs))


def _finding_change(old: Tie, new: Tie, framework: str | None) -> FindingChange | None:
    """How the finding behind a tie changed, in the fields that both editions know; None if not."""
    if old.entry is None or new.entry is None:
        if old.entry is new.entry:
            return None
        return FindingChange(new.id, (), "gone" if new.entry is None else "added")
    fields = [
        name
        for name, value in new.entry.items()
        if name not in _RATING and name in old.entry and old.entry[name] != value
    ]
    if framework is not None:
        one, other = judged(old.entry, framework), judged(new.entry, framework)
        if one and other and one.get("why") != other.get("why"):
            fields.append("reason of the rating")
    return FindingChange(new.id, tuple(fields), "changed") if fields else None


def _led_elsewhere(old: Tie, new: Tie) -> bool:
    """Whether a claim names another place in a work, where the finding itself names the same."""
    same = old.entry is None or new.entry is None
    same = same or (old.entry or {}).get("locator") == (new.entry or {}).get("locator")
    return same and old.locator != new.locator


def _rerated(old: StatedClaim, new: StatedClaim) -> bool:
    """Whether readers are told another rating; one that is not known is not compared."""
    return (
        old.certainty is not None
        and new.certainty is not None
        and (old.certainty.framework, old.certainty.level)
        != (new.certainty.framework, new.certainty.level)
    )


def _numbers(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers that only the one text has, and those that only the other has."""
    before, after = Counter(_figures(old)), Counter(_figures(new))
    return tuple((before - after).elements()), tuple((after - before).elements())


def _figures(text: str) -> Iterator[str]:
    """The numbers of a text in digits and in words, in their order."""
    for found in _FIGURE.finditer(text):
        word = found[0].casefold()
        if word[-1].isdigit() or not word.isalpha() or word in _NUMBER_WORDS:
            yield found[0]
