"""Adding works to a library file: what is new is appended, what is held is filled up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from synth.exchange import Imported
from synth.library.bib_text import dialect_of, filled_entry, new_entry, with_key
from synth.library.comparing import differences
from synth.library.holdings import Holdings, Marks, marks_of
from synth.library.shelf import Shelf, append_entries
from synth.model import Reference
from synth.problems import Place, Problem, Severity, in_order, warning

SHOWN = 80
"""As many characters of a value are shown in a message."""


@dataclass(frozen=True, slots=True)
class Added:
    """The new text of a library file, and what became of each entry that was to be added.

    `imported + updated + skipped` is the number of entries in the files.
    """

    text: str
    imported: int
    updated: int
    skipped: int
    problems: tuple[Problem, ...]


def add(
    text: str,
    held: Sequence[Reference],
    files: Iterable[Imported],
    elsewhere: Sequence[Reference] = (),
    typed: Mapping[Place, str] | None = None,
) -> Added:
    """The library with the works of some files.

    `held` are the references of the text, `elsewhere` those of the project's other libraries,
    which are not changed. `typed` gives entries as they were written, by their places: these
    are taken over as they stand. A work that is held gets the fields that it lacks; where both
    have a value that of the library stays, and a warning names the two.
    """
    adding = _Adding(Holdings([*held, *elsewhere]), len(held), typed or {})
    counts = dict.fromkeys(("imported", "updated", "skipped"), 0)
    for file in files:
        adding.problems += file.problems
        adding.problems += file.refused
        counts["skipped"] += len(file.refused)
        for reference in file.references:
            counts[adding.take(reference)] += 1
    return Added(adding.text_after(text, held), **counts, problems=in_order(adding.problems))


@dataclass
class _Adding:
    """One run: the works so far, and what is to be written of them."""

    holdings: Holdings
    own: int
    typed: Mapping[Place, str]
    problems: list[Problem] = field(default_factory=list)
    filled: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By the slot of a work: the fields that it gets, in the shape of an item."""
    as_typed: dict[int, str] = field(default_factory=dict)
    """By the identity of a new work: its entry as it was written, under the key that it gets."""

    def take(self, reference: Reference) -> str:
        """Takes in one reference; what became of it, as a field of `Added`."""
        marks = tuple(marks_of(reference.item))
        match = self.holdings.find(reference, marks)
        if match is None:
            self._append(reference, marks)
            return "imported"
        slot, reason = match
        held = self.holdings.works[slot]
        self._tell_differences(reference, held)
        csl, custom = self.holdings.gain(slot, reference)
        if not (csl or custom):
            self._tell_held(reference, held, reason, "it adds nothing")
            return "skipped"
        if self.own <= slot < self.holdings.first_new:
            names = ", ".join([*csl, *custom])
            self._tell_held(reference, held, reason, f"another library; it would add {names}")
            return "skipped"
        gain = self.filled.setdefault(slot, {"custom": {}})
        gain.update(csl)
        gain["custom"].update(custom)
        item = {**held.item, **csl}
        if custom:
            item["custom"] = {**(held.item.get("custom") or {}), **custom}
        self.holdings.change(slot, Reference(held.key, item, held.place))
        return "updated"

    def _append(self, reference: Reference, marks: Marks) -> None:
        key = self.holdings.free_key(reference.key)
        if key != reference.key:
            holder = self.holdings.works[self.holdings.slots[reference.key]]
            self.problems.append(
                warning(
                    "duplicate-key",
                    f'the key "{reference.key}" is held by another work, '
                    f'"{_short(_title(holder))}"; this one is added as "{key}"',
                    reference.place,
                    f"The other stands at {holder.place}.",
                )
            )
        new = Reference(key, {**reference.item, "id": key}, reference.place)
        self.holdings.append(new, marks)
        if reference.place in self.typed:
            entry = self.typed[reference.place]
            self.as_typed[id(new)] = with_key(entry, reference.key, key)

    def _tell_held(self, reference: Reference, held: Reference, reason: str, what: str) -> None:
        self.problems.append(
            Problem(
                "already-held",
                Severity.INFO,
                f'"{reference.key}" is held as "{held.key}" ({reason}; {held.place}): {what}',
                reference.place,
            )
        )

    def _tell_differences(self, reference: Reference, held: Reference) -> None:
        found = [
            '{} "{}", here "{}"'.format(each.field, *_apart(each.held, each.other))
            for each in differences(held.item, reference.item)
        ]
        if found:
            self.problems.append(
                warning(
                    "held-differs",
                    f'the library says otherwise of "{held.key}", and its values stay: '
                    + "; ".join(found),
                    reference.place,
                    f"It stands at {held.place}. Change it there if the other value is right.",
                )
            )

    def text_after(self, text: str, held: Sequence[Reference]) -> str:
        """The library's text with the fields that were filled and the works that are new."""
        dialect = dialect_of(text)
        filled = {slot: gain for slot, gain in self.filled.items() if slot < len(held)}
        if filled:
            shelf = Shelf(text)
            for slot, gain in filled.items():
                piece = shelf.of(held[slot])
                shelf.replace(piece, filled_entry(piece.text, self.holdings.works[slot], gain))
            text = shelf.text()
        new = self.holdings.works[self.holdings.first_new :]
        return append_entries(
            text, [self.as_typed.get(id(each)) or new_entry(each, dialect) for each in new]
        )


def _title(reference: Reference) -> str:
    return str(reference.item.get("title") or reference.key)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts, cut to where they first differ if they are long."""
    if max(len(one), len(other)) <= SHOWN:
        return one, other
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = max((min(len(one), len(other)) if same is None else same) - SHOWN // 4, 0)
    before = "…" if start else ""
    return before + _short(one[start:]), before + _short(other[start:])


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
