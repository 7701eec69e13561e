"""The result of comparing two editions, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from synth.diff.edition import Page, StatedClaim

Aspect = Literal["text", "number", "support", "certainty"]
"""In what a claim changed; a change of number is one of the text as well."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding behind a claim that says something else, in some fields, or is gone or added."""

    finding: str
    fields: tuple[str, ...]
    state: Literal["changed", "gone", "added"] = "changed"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is only in the new edition (`old` is None), only in the old one, or changed.

    `gained` and `lost` are the ties that only one of them has; `findings` are those that both
    rest on and that changed; `places` the ties that now lead to another place in their source.
    """

    page: Page
    old: StatedClaim | None
    new: StatedClaim | None
    aspects: tuple[Aspect, ...] = ()
    numbers: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def kind(self) -> Literal["appeared", "went", "changed"]:
        """What became of the claim."""
        if self.old is None:
            return "appeared"
        return "changed" if self.new is not None else "went"

    def to_json(self) -> dict[str, Any]:
        """The change for a program."""
        return {
            "change": self.kind,
            "aspects": list(self.aspects),
            "brief": self.page[0],
            "audience": self.page[1],
            "old": _claim_json(self.old),
            "new": _claim_json(self.new),
            "numbers": {"lost": list(self.numbers[0]), "gained": list(self.numbers[1])},
            "support": {
                "gained": list(self.gained),
                "lost": list(self.lost),
                "places": list(self.places),
                "findings": [
                    {"finding": each.finding, "state": each.state, "fields": list(each.fields)}
                    for each in self.findings
                ],
            },
        }


def _claim_json(claim: StatedClaim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {
        "id": claim.id,
        "brief": claim.page[0],
        "audience": claim.page[1],
        "file": claim.file,
        "line": claim.line,
        "text": claim.text,
        "ties": [tie.id for tie in claim.ties],
        "certainty": str(claim.certainty) if claim.certainty else None,
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """How two editions differ: the changes by brief and audience, in the order of reading."""

    old: str
    new: str
    changes: tuple[ClaimChange, ...]
    unchanged: int
    notes: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> int:
        """How many changes there are of a kind."""
        return sum(change.kind == kind for change in self.changes)

    def to_json(self) -> dict[str, Any]:
        """The difference for a program."""
        return {
            "old": self.old,
            "new": self.new,
            "appeared": self.of_kind("appeared"),
            "went": self.of_kind("went"),
            "changed": self.of_kind("changed"),
            "unchanged": self.unchanged,
            "changes": [change.to_json() for change in self.changes],
            "notes": list(self.notes),
        }
