"""The text of a library file, edited in place.

An entry is added, exchanged or taken out; every other character of the file stays as it is:
comments, strings, order, spacing. Line ends are those of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from synth.exchange.bibtex.spans import EntryText, entry_spans
from synth.model import Reference
from synth.problems import ProjectError, did_you_mean


def append_entries(text: str, entries: Sequence[str]) -> str:
    """The text with entries after its last character, each after an empty line."""
    if not entries:
        return text
    line_end = _line_end(text)
    added = f"{line_end}{line_end}".join(
        _with_line_ends(each.strip(), line_end) for each in entries
    )
    if not text.strip("\ufeff \t\r\n"):
        return f"{text}{added}{line_end}"
    kept = text if text.endswith(("\n", "\r")) else text + line_end
    gap = "" if kept.endswith(line_end * 2) else line_end
    return f"{kept}{gap}{added}{line_end}"


def amended(entry: str, fields: Mapping[str, str]) -> str:
    """An entry with these fields set; names are in lower case, values have their braces.

    A field that it has gets the value in place. Others stand after its last field and look as
    that one does. Nothing else of the entry changes. Raises ValueError for text that is not
    one entry.
    """
    (span,) = entry_spans(entry)
    line_end = _line_end(entry)
    fields = {name: _with_line_ends(value, line_end) for name, value in fields.items()}
    written = {field.name: field for field in reversed(span.fields)}
    added = {name: value for name, value in fields.items() if name not in written}
    new = _after_fields(entry, span, added) if added else entry
    changed = [(written[name], value) for name, value in fields.items() if name in written]
    for old, value in sorted(changed, key=lambda change: -change[0].start):
        new = new[: old.value_start] + value + new[old.end :]
    return new


def _after_fields(entry: str, span: EntryText, added: Mapping[str, str]) -> str:
    """The entry with fields after its last one."""
    line_end = _line_end(entry)
    if not span.fields:
        head = entry[:-1].rstrip().rstrip(",")
        lines = (f",{line_end}  {name} = {value}" for name, value in added.items())
        return f"{head}{''.join(lines)}{line_end}{entry[-1]}"
    last = span.fields[-1]
    lead = entry[len(entry[: last.start].rstrip()) : last.start] or f"{line_end}  "
    before = [entry.index("=", each.start + len(each.name)) - each.start for each in span.fields]
    aligned = before[0] if len(before) > 1 and len(set(before)) == 1 else 0
    spaced = " " if before[-1] > len(last.name) else ""
    after = entry[last.start + before[-1] + 1 : last.value_start]
    new = "".join(
        f",{lead}{f'{name}{spaced}'.ljust(aligned)}={after}{value}" for name, value in added.items()
    )
    return entry[: last.end] + new + entry[last.end :]


@dataclass(frozen=True, slots=True)
class Cut:
    """An entry that was taken out, with the blank that went with it, and where it stood.

    `after` and `before` are the keys of its neighbours, empty at the ends of the file; `between`
    is what stood between the one before it and the cut.
    """

    lead: str
    entry: str
    trail: str
    after: str
    before: str
    between: str


@dataclass(slots=True, eq=False)
class Piece:
    """An entry on the shelf, and the text from its end to the next one."""

    key: str
    line: int
    text: str
    gap: str
    previous: Piece | None = field(default=None, repr=False)
    next: Piece | None = field(default=None, repr=False)


class Shelf:
    """A library file in pieces: each edit takes the time of its entry, not of the file."""

    def __init__(self, text: str) -> None:
        self.original = text
        spans = entry_spans(text)
        ends = [span.start for span in spans[1:]] + [len(text)]
        self._head = Piece("", 0, "", text[: spans[0].start] if spans else text)
        self._by_key: dict[str, list[Piece]] = {}
        self._by_line: dict[int, list[Piece]] = {}
        self.changed = False
        last = self._head
        for span, end in zip(spans, ends, strict=False):
            piece = Piece(
                span.key, span.line, text[span.start : span.end], text[span.end : end], last
            )
            last.next = last = piece
            self._by_key.setdefault(span.key, []).append(piece)
            self._by_line.setdefault(span.line, []).append(piece)

    def text(self) -> str:
        """The whole file."""
        return "".join(part for piece in self._pieces() for part in (piece.text, piece.gap))

    def _pieces(self) -> Iterator[Piece]:
        piece: Piece | None = self._head
        while piece is not None:
            yield piece
            piece = piece.next

    def of_key(self, key: str) -> Piece:
        """The first entry of a key. Raises ProjectError when there is none."""
        piece = self._first(key)
        if piece is None:
            known = [name for name, pieces in self._by_key.items() if pieces]
            raise ProjectError(f'the file has no entry "{key}"{did_you_mean(key, known)}')
        return piece

    def _first(self, key: str) -> Piece | None:
        return next(iter(self._by_key.get(key, ())), None)

    def of(self, reference: Reference) -> Piece:
        """The entry that a reference was read from: that of its line, else of its key.

        Raises ProjectError when there is none.
        """
        here = self._by_line.get(reference.place.line or 0, ())
        same = [piece for piece in here if piece.key == reference.key]
        if same or len(here) == 1:
            return (same or list(here))[0]
        return self.of_key(reference.key)

    def has(self, key: str) -> bool:
        """Whether an entry of this key is there."""
        return self._first(key) is not None

    def replace(self, piece: Piece, entry: str) -> None:
        """Puts another text in the place of an entry."""
        self.changed = True
        self._forget(piece)
        piece.key, piece.text = _key_of(entry), entry
        self._by_key.setdefault(piece.key, []).append(piece)
        self._by_line.setdefault(piece.line, []).append(piece)

    def remove(self, piece: Piece) -> Cut:
        """Takes out an entry with the blank after it, or before it when it is the last."""
        self.changed = True
        previous, following = piece.previous, piece.next
        assert previous is not None
        if following is None and not piece.gap.strip():
            between = previous.gap.rstrip()
            cut_lead, trail, rest = previous.gap[len(between) :], "", piece.gap
        else:
            rest = piece.gap.lstrip()
            between, cut_lead = previous.gap, ""
            trail = piece.gap[: len(piece.gap) - len(rest)]
        previous.gap = between + rest
        previous.next = following
        if following is not None:
            following.previous = previous
        self._forget(piece)
        before = following.key if following is not None else ""
        return Cut(cut_lead, piece.text, trail, previous.key, before, between)

    def restore(self, cut: Cut) -> None:
        """Puts an entry back where it stood, or as near to that as what stands there now allows."""
        self.changed = True
        anchor, offset, as_it_was = self._gap_for(cut)
        lead, trail, rest = cut.lead, cut.trail, anchor.gap[offset:]
        if not as_it_was and anchor is not self._head and "\n" not in anchor.gap[:offset] + lead:
            lead = "\n\n"
        if not as_it_was and anchor.next is not None and "\n" not in trail + rest:
            trail = "\n\n"
        piece = Piece(_key_of(cut.entry), -1, cut.entry, trail + rest, anchor, anchor.next)
        anchor.gap = anchor.gap[:offset] + lead
        if anchor.next is not None:
            anchor.next.previous = piece
        anchor.next = piece
        self._by_key.setdefault(piece.key, []).append(piece)

    def _gap_for(self, cut: Cut) -> tuple[Piece, int, bool]:
        """The piece after which a cut goes back, where in the gap after that, and whether it
        stands between the same neighbours there.
        """
        first = self._first(cut.after) if cut.after else self._head
        last = self._first(cut.before)
        if first is not None and first.next is last and first.gap.startswith(cut.between):
            return first, len(cut.between), True
        if last is not None and last.previous is not None:
            return last.previous, len(last.previous.gap), False
        if first is not None and first.gap.startswith(cut.between):
            return first, len(cut.between), False
        end = first or self._last()
        return end, len(end.gap), False

    def _last(self) -> Piece:
        *_, last = self._pieces()
        return last

    def _forget(self, piece: Piece) -> None:
        self._by_key[piece.key].remove(piece)
        here = self._by_line.get(piece.line, [])
        if piece in here:
            here.remove(piece)


def _key_of(entry: str) -> str:
    return next((span.key for span in entry_spans(entry)), "")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _with_line_ends(text: str, line_end: str) -> str:
    """A text with these line ends."""
    return text if line_end == "\n" else text.replace("\r\n", "\n").replace("\n", line_end)
