"""Two entries of one work made one, so that it can be undone.

The kept entry's value wins. What the other says otherwise stays in its field `merged-<field>`,
its key becomes an alias (the field `ids`, BibLaTeX manual 2.3.2). The texts of both entries go
to a record, from which they are restored character by character.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from synth.exchange.bibtex.spans import entry_spans
from synth.library.bib_text import filled_entry
from synth.library.comparing import OWN, agree, in_words, lacking
from synth.library.dedupe import Pair, pair_of
from synth.library.shelf import Cut, Shelf
from synth.model import CslItem, Reference
from synth.problems import ProjectError, did_you_mean

MERGED = "merged-"
"""What the fields start with that hold the other entry's values."""

_LONGER = frozenset(("abstract",))
"""Fields of which the longer value is kept."""

_NUMBERS = frozenset(("DOI", "ISBN", "ISSN", "PMID", "page"))
"""Fields of which another spelling says nothing more."""

_INHERITS = re.compile(r"(?:crossref|xdata|xref)")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that was done: which entries, on which day (ISO 8601), and their texts before."""

    kept: str
    removed: str
    date: str
    kept_file: str
    removed_file: str
    kept_text: str
    merged_text: str
    cut: Cut


@dataclass(frozen=True, slots=True)
class Undone:
    """Later changes to a merged entry that undoing the merge takes back, in words."""

    lost: tuple[str, ...]


def merged_gain(kept: CslItem, other: Reference) -> dict[str, Any]:
    """What the kept work gains from the other: fields in the shape of an item."""
    csl, custom = lacking(kept, other.item)
    gain: dict[str, Any] = dict(csl)
    own = kept.get("custom") or {}
    for name, value in _both(kept, other.item):
        mine = kept.get(name) or own[name]
        if name in _LONGER and len(in_words(value)) > len(in_words(mine)):
            gain[name] = value
        elif name == "keyword":
            words = dict.fromkeys(re.split(r"\s*;\s*", f"{mine}; {value}"))
            gain[name] = "; ".join(words)
        elif not _says_no_more(name, mine, value):
            custom[MERGED + name.lower()] = in_words(value)
    for name, value in list(custom.items()):
        if own.get(name) and name.startswith(MERGED) and own[name] != value:
            custom[name] = f"{own[name]}; {value}"
    custom["ids"] = _aliases(own, other)
    return {**{name: v for name, v in gain.items() if v != kept.get(name)}, "custom": custom}


def _says_no_more(name: str, mine: Any, value: Any) -> bool:
    """Whether a value of the other entry may go without a trace."""
    return (
        name in _LONGER
        or in_words(value) == in_words(mine)
        or (name in _NUMBERS and agree(name, mine, value))
    )


def _both(kept: CslItem, other: CslItem) -> list[tuple[str, Any]]:
    own = kept.get("custom") or {}
    shared = [(name, v) for name, v in other.items() if name not in OWN and v and kept.get(name)]
    return shared + [
        (name, v)
        for name, v in (other.get("custom") or {}).items()
        if name not in OWN and v and own.get(name)
    ]


def _aliases(own: Mapping[str, str], other: Reference) -> str:
    known = [key.strip() for key in str(own.get("ids", "")).split(",")]
    return ", ".join(dict.fromkeys(key for key in (*known, other.key, *other.aliases) if key))


def merged(kept: Reference, other: Reference) -> Reference:
    """The kept reference with what it gains from the other."""
    return _with_gain(kept, merged_gain(kept.item, other))


def _with_gain(kept: Reference, gain: Mapping[str, Any]) -> Reference:
    custom = {**(kept.item.get("custom") or {}), **gain.get("custom", {})}
    return Reference(kept.key, {**kept.item, **gain, "custom": custom}, kept.place)


def merge(
    shelves: Mapping[str, Shelf], kept: Reference, other: Reference, date: str
) -> tuple[Merge, Reference]:
    """Makes two entries one, on the shelves of their files; how to undo it, and the new work.

    Raises ProjectError when other entries take fields from the one that goes, by `crossref`.
    """
    shelf, other_shelf = shelves[kept.place.file], shelves[other.place.file]
    piece, goes = shelf.of(kept), other_shelf.of(other)
    if piece is goes:
        raise ProjectError(f'"{kept.key}" cannot be merged with itself')
    gain = merged_gain(kept.item, other)
    whole = _with_gain(kept, gain)
    before = piece.text
    cut = other_shelf.remove(goes)
    shelf.replace(piece, filled_entry(before, whole, gain, _replaced(gain)))
    done = Merge(
        kept=piece.key,
        removed=other.key,
        date=date,
        kept_file=kept.place.file,
        removed_file=other.place.file,
        kept_text=before,
        merged_text=piece.text,
        cut=cut,
    )
    return done, whole


def _replaced(gain: Mapping[str, Any]) -> frozenset[str]:
    """The BibTeX fields to which a merge may give another value."""
    return frozenset(("abstract", "keywords", *gain["custom"]))


def merge_pairs(
    shelves: Mapping[str, Shelf],
    pairs: Iterable[Pair],
    date: str,
    at_least: float,
    heirs: Collection[str] = (),
) -> tuple[Merge, ...]:
    """Makes one of each pair, in their order; the entry that says more is kept.

    A work that has been merged is compared anew before it is merged again, so that no chain
    joins works that are not alike. `heirs` are keys that must stay (see `parents`).
    """
    now: dict[str, Reference] = {}
    gone: dict[str, str] = {}
    merges: list[Merge] = []
    for pair in pairs:
        one, two = (_last_of(key, gone) for key in pair.keys)
        if one == two:
            continue
        first, second = _known(one, now, pair), _known(two, now, pair)
        if (one in now or two in now) and pair_of(first, second).score < at_least:
            continue
        kept, other = sorted(
            (first, second), key=lambda each: (each.key not in heirs, -_fullness(each))
        )
        if other.key in heirs:
            continue
        done, whole = merge(shelves, kept, other, date)
        merges.append(done)
        now[kept.key] = whole
        gone[other.key] = kept.key
    return tuple(merges)


def _last_of(key: str, gone: Mapping[str, str]) -> str:
    """The key that a work goes by after the merges so far."""
    while key in gone:
        key = gone[key]
    return key


def _known(key: str, now: Mapping[str, Reference], pair: Pair) -> Reference:
    return now.get(key) or (pair.one if pair.one.key == key else pair.two)


def _fullness(reference: Reference) -> int:
    return sum(1 for value in reference.item.values() if value)


def parents(text: str) -> frozenset[str]:
    """The keys of entries from which others of a text take fields (`crossref`, `xdata`)."""
    return frozenset(
        key.strip()
        for entry in entry_spans(text)
        for field in entry.fields
        if _INHERITS.fullmatch(field.name)
        for key in field.bare.split(",")
    )


def merge_of(merges: tuple[Merge, ...], key: str) -> Merge:
    """The merge to undo for a key: the one that removed it, else the last that it was kept in.

    Raises ProjectError when there is none.
    """
    for wanted in ("removed", "kept"):
        for each in reversed(merges):
            if getattr(each, wanted) == key:
                return each
    known = [name for each in merges for name in (each.removed, each.kept)]
    raise ProjectError(f'no merge of "{key}" is on record{did_you_mean(key, known)}')


def undo(
    shelves: Mapping[str, Shelf], merges: tuple[Merge, ...], done: Merge, *, force: bool = False
) -> Undone:
    """Puts both entries back on the shelves of their files, as they were.

    Raises ProjectError when a later merge stands on this one; or when the merged entry was
    changed since, unless `force` is given: what was changed is lost then.
    """
    _must_be_last(merges, done)
    shelf = shelves[done.kept_file]
    piece = shelf.of_key(done.kept)
    lost = _changes(done.merged_text, piece.text)
    if lost and not force:
        raise ProjectError(
            f'"{done.kept}" was changed after the merge; undoing it would lose: '
            f"{'; '.join(lost)}\n    Note what you want to keep, and undo with --force."
        )
    other_shelf = shelves[done.removed_file]
    if done.removed != done.kept and other_shelf.has(done.removed):
        raise ProjectError(
            f'the file has an entry "{done.removed}" again: {done.removed_file}\n'
            "    Give that one another key, or take it out, before the merge is undone."
        )
    shelf.replace(piece, done.kept_text)
    other_shelf.restore(done.cut)
    return Undone(lost)


def _must_be_last(merges: tuple[Merge, ...], done: Merge) -> None:
    later = merges[merges.index(done) + 1 :]
    for each in reversed(later):
        if done.kept in (each.kept, each.removed):
            raise ProjectError(
                f'"{each.removed}" was merged into "{each.kept}" after this\n'
                f"    Undo that first: synth refs dedupe --undo {each.removed}"
            )


def _changes(merged_text: str, text: str) -> tuple[str, ...]:
    """How an entry's text differs from what the merge made of it, field by field."""
    if text == merged_text:
        return ()
    old, new = (next(iter(entry_spans(each)), None) for each in (merged_text, text))
    if old is None or new is None:
        return ("the whole entry",)
    before = {field.name: field.value for field in old.fields}
    after = {field.name: field.value for field in new.fields}
    changes = [
        f"{name} = {after[name]} (it was {before.get(name, 'not there')})"
        for name in after
        if after[name] != before.get(name)
    ]
    changes += [f"{name} was taken out" for name in before if name not in after]
    if old.kind != new.kind:
        changes.append(f"the type @{new.kind} (it was @{old.kind})")
    return tuple(changes) or ("the spacing",)
