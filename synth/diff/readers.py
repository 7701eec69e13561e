"""What changed, in words for the readers of a brief."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synth.diff.model import ClaimChange, Difference
from synth.wording import listed

_SHA = re.compile(r"[0-9a-f]{7,64}")

FIELD_WORDS: Mapping[str, str] = {
    "effect": "the size of the effect",
    "statement": "what was found",
    "direction": "the direction",
    "limits": "its limits",
    "locator": "the place in the source",
    "population": "who was studied",
    "countries": "where it was done",
    "design": "the kind of study",
    "read": "how we read it",
    "via": "where we read of it",
    "outcome": "what was measured",
    "exposure": "what was studied",
    "basis": "the kind of statement",
}


@dataclass(frozen=True, slots=True)
class ReaderChange:
    """One change: its name, the claim as it is said now (or was, if it is gone), and the rest.

    `before` is how the claim was said; None where the words are the same.
    """

    label: str
    words: str
    before: str | None
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """What changed in a brief since an edition; `edition` is empty where only its date is known."""

    edition: str
    date: str
    changes: tuple[ReaderChange, ...]


def for_readers(difference: Difference, date: str, names: Mapping[str, str]) -> WhatChanged:
    """A difference in plain words.

    `date` is that of the old edition, `names` leads from the keys of works to authors and year.
    """
    edition = "" if _SHA.fullmatch(difference.old) else difference.old
    told = tuple(_told(change, names) for change in difference.changes)
    return WhatChanged(edition, date, told)


def _told(change: ClaimChange, names: Mapping[str, str]) -> ReaderChange:
    old, new = change.old, change.new
    if new is None:
        assert old is not None
        return ReaderChange("Removed", old.text, None, ())
    if old is None:
        return ReaderChange("New", new.text, None, ())
    labels = {
        "number": "Number changed",
        "text": "Reworded",
        "support": "Evidence changed",
        "certainty": "Rating changed",
    }
    label = next(words for aspect, words in labels.items() if aspect in change.aspects)
    more = [*support_words(change, names)]
    if "certainty" in change.aspects:
        assert old.certainty is not None
        assert new.certainty is not None
        more.append(f"The rating was ‘{old.certainty.label}’ and is now ‘{new.certainty.label}’.")
    return ReaderChange(label, new.text, old.text if old.text != new.text else None, tuple(more))


def support_words(change: ClaimChange, names: Mapping[str, str]) -> Sequence[str]:
    """How the evidence behind a claim changed, in sentences."""
    said: list[str] = []
    if change.gained:
        said.append(f"It now also rests on {_works(change.gained, names)}.")
    if change.lost:
        said.append(f"It no longer rests on {_works(change.lost, names)}.")
    for each in change.findings:
        work = _works((each.finding,), names)
        if each.state == "changed":
            fields = listed([FIELD_WORDS.get(name, f"the {name}") for name in each.fields])
            said.append(f"What we say of {work} was corrected: {fields}.")
        else:
            said.append(
                f"The finding of {work} was {'added' if each.state == 'added' else 'withdrawn'}."
            )
    if change.places:
        said.append(f"It leads to another place in {_works(change.places, names)}.")
    return said


def _works(ties: Sequence[str], names: Mapping[str, str]) -> str:
    """The works of some ties, each once, by authors and year."""
    keys = dict.fromkeys(tie if tie in names else tie.rpartition("#")[0] or tie for tie in ties)
    return listed([names.get(key, key) for key in keys])
