"""A difference as text for a person, and as Markdown to be put elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from synth.diff.model import ClaimChange, Difference

_MARKS = re.compile(r"([\\`*_\[\]{}<>#|~@&^$!%])")
"""What Markdown and Jinja could read as a mark of theirs."""

_KINDS = {"appeared": "new", "went": "gone", "changed": "changed"}


def summary(difference: Difference) -> str:
    """How much changed, in a line."""
    counts = ", ".join(f"{difference.of_kind(kind)} {word}" for kind, word in _KINDS.items())
    return f"{difference.old} → {difference.new}: {counts}, {difference.unchanged} as they were."


def as_text(difference: Difference) -> Iterator[str]:
    """The lines of a difference for a person at a terminal, the summary last."""
    for page, changes in groupby(difference.changes, key=lambda change: change.page):
        yield f"{page[0]} for {page[1]}"
        for change in changes:
            yield from _lines(change, difference.old)
        yield ""
    for note in difference.notes:
        yield f"Note: {note}"
    yield summary(difference)


def _lines(change: ClaimChange, old_name: str) -> Iterator[str]:
    claim = change.new or change.old
    assert claim is not None
    where = f"{claim.file}:{claim.line}" if claim.file else claim.id
    where += f" in {old_name}" if change.new is None else ""
    aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
    yield f"  {_KINDS[change.kind]}{aspects}  {where}"
    if change.old is None or change.new is None or change.old.text == change.new.text:
        yield f"      {claim.text}"
    else:
        yield f"      was: {change.old.text}"
        yield f"      now: {change.new.text}"
    yield from (f"      {words}" for words in details(change))


def details(change: ClaimChange) -> Iterator[str]:
    """How the numbers, the support and the certainty of a claim changed, a line each."""
    lost, gained = change.numbers
    if lost or gained:
        yield f"numbers: {', '.join(lost) or 'none'} → {', '.join(gained) or 'none'}"
    if change.gained:
        yield f"rests also on: {', '.join(change.gained)}"
    if change.lost:
        yield f"rests no more on: {', '.join(change.lost)}"
    for each in change.findings:
        fields = f": {', '.join(each.fields)}" if each.fields else ""
        yield f"finding {each.state}: {each.finding}{fields}"
    if change.places:
        yield f"other place in the source: {', '.join(change.places)}"
    if "certainty" in change.aspects and change.old and change.new:
        yield f"certainty: {_certainty(change)}"


def _certainty(change: ClaimChange) -> str:
    """Both ratings; the scale is named where it is another."""
    assert change.old is not None
    assert change.new is not None
    old, new = change.old.certainty, change.new.certainty
    if old is not None and new is not None and old.framework == new.framework:
        return f"{old.label} → {new.label}"
    return f"{old} → {new}"


def as_markdown(difference: Difference) -> Iterator[str]:
    """The lines of a difference as Markdown, in which the words of claims are words alone."""
    yield f"# What changed from {_plain(difference.old)} to {_plain(difference.new)}"
    for page, changes in groupby(difference.changes, key=lambda change: change.page):
        yield ""
        yield f"## {_plain(page[0])} for {_plain(page[1])}"
        yield ""
        for change in changes:
            yield from _items(change)
    yield ""
    for note in difference.notes:
        yield f"Note: {_plain(note)}"
        yield ""
    yield _plain(summary(difference))


def _items(change: ClaimChange) -> Iterator[str]:
    claim = change.new or change.old
    assert claim is not None
    aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
    label = f"{_KINDS[change.kind].capitalize()}{aspects}"
    yield f"- **{label}:** “{_plain(claim.text)}”"
    if change.old is not None and change.new is not None and change.old.text != change.new.text:
        yield f"  - before: “{_plain(change.old.text)}”"
    yield from (f"  - {_plain(words)}" for words in details(change))


def _plain(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
