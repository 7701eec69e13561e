"""Lettered footnotes of a table, each text said once."""

from __future__ import annotations

from dataclasses import dataclass, field

from synth.document import Inline, NoteMark, Text, note_letter


@dataclass(slots=True)
class Footnotes:
    """The notes of one table in the order in which they are first marked, each with its index."""

    notes: dict[tuple[Inline, ...], int] = field(default_factory=dict)

    def mark(self, *words: Inline | str) -> NoteMark:
        """The mark of a note, which is added where it is not there yet."""
        note = tuple(Text(word) if isinstance(word, str) else word for word in words)
        return NoteMark(note_letter(self.notes.setdefault(note, len(self.notes))))
