"""What the rules of `lint` look at: the works of a library, as read and as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from synth.exchange.bibtex.spans import EntryText, FieldText
from synth.library.style_fields import StyleFields
from synth.model import CslItem, Reference
from synth.problems import Place, Problem, warning

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "DOI": ("doi",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "URL": ("url",),
    "author": ("author",),
    "container-title": ("journaltitle", "journal", "booktitle"),
    "page": ("pages",),
    "title": ("title",),
}
"""The BibTeX fields that a CSL field is read from."""


@dataclass(frozen=True, slots=True)
class Work:
    """A reference and, when its file is BibTeX, its entry as it is written there."""

    reference: Reference
    entry: EntryText | None = None

    @property
    def key(self) -> str:
        """The reference's key."""
        return self.reference.key

    @property
    def item(self) -> CslItem:
        """What was read of it."""
        return self.reference.item

    def written(self, field: str) -> FieldText | None:
        """The field of the entry that a CSL field was read from, or None."""
        if self.entry is None:
            return None
        fields = (self.entry.field(name) for name in WRITTEN.get(field, ()))
        return next((each for each in fields if each is not None), None)

    def place(self, field: str = "") -> Place:
        """Where a CSL field stands, else the entry."""
        written = self.written(field) if field else None
        if written is None:
            return self.reference.place
        return Place(self.reference.place.file, written.line, written.column)

    def warn(self, rule: str, message: str, hint: str | None = None, field: str = "") -> Problem:
        """A warning about this work, at a CSL field of it."""
        return warning(rule, f"{self.key}: {message}", self.place(field), hint)


@dataclass(frozen=True, slots=True)
class Library:
    """The works that are looked at together, and the styles that are to print them, by name."""

    works: tuple[Work, ...]
    styles: Mapping[str, StyleFields] = field(default_factory=dict)
