"""Tagged EndNote files (.enw, "EndNote Import", Refer and BibIX) to CSL-JSON items.

Tags as in the EndNote manual, "Creating a Tagged EndNote Import File"; each is read as the RIS
tag that EndNote exports the same field under.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from synth.exchange.draft import Draft
from synth.exchange.entries import Entries, usable
from synth.exchange.imported import Imported
from synth.exchange.tagged.endnote_fields import fill
from synth.exchange.tagged.lines import Fields, Record, records_of
from synth.exchange.tagged.ris_types import ENDNOTE, ENDNOTE_MAIN
from synth.problems import did_you_mean

_TAG = re.compile(r"[ \t]{0,8}%([0-9A-Za-z!-/:-@\[-`{-~])(?:[ \t]+(.*)|$)", re.DOTALL)

TAGS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "G": "LA", "I": "PB", "J": "JF",
    "K": "KW", "L": "CN", "M": "AN", "N": "IS", "O": "J2", "R": "DO", "S": "T3",
    "T": "TI", "U": "UR", "V": "VL", "X": "AB", "Y": "A3", "Z": "N1", "6": "NV", "7": "ET",
    "8": "DA", "9": "M3", "?": "A4", "@": "SN", "!": "ST", "&": "SE", "[": "Y2", "~": "DB",
    "W": "DP", "<": "RN", "1": "C1", "2": "C2", "3": "C3", "4": "C4", "#": "C5", "$": "C6",
    "]": "C7",
}  # fmt: skip
"""EndNote's tags, without their percent sign, and the RIS tags of the same fields."""

_OWN = {ris: tag for tag, ris in TAGS.items()} | {"SP": "P"}


def read_enw(text: str, name: str) -> Imported:
    """The entries of a tagged EndNote text."""
    entries = Entries(name)
    typed = re.search(r"^[ \t]{0,8}%0[ \t]", text, re.MULTILINE) is not None
    for record in records_of(text, _TAG, partial(_starts, typed)):
        _add(entries, record)
    return entries.imported()


def _starts(typed: bool, tag: str, fields: Fields, blank: bool) -> bool:
    """Each record starts with %0; in a text without any, after a blank line."""
    if tag == "0":
        return True
    if not blank:
        return False
    # A blank line may stand inside an abstract; a second title or a new list of authors may not.
    titled = "T" in fields.values or fields.last == "T"
    return not typed or (tag in ("A", "T") and titled)


def _add(entries: Entries, record: Record) -> None:
    fields = dict(record.fields)
    kinds = [kind for kind in fields.pop("0", []) if kind]
    keys = fields.pop("F", [])
    values = _values(fields)
    if not any(any(some) for some in values.values()):
        entries.refuse_empty(record.line)
        return
    kind = kinds[0] if kinds else ""
    type_ = ENDNOTE.get(kind.lower(), "document") if kind else _inferred(fields)
    draft = Draft(type_, "enw", _OWN)
    fill(draft, values)
    for other in kinds[1:] if kind.lower() in ENDNOTE_MAIN else kinds:
        draft.keep("0", other)
    key = keys[0] if keys and usable(keys[0]) and re.match(r"[^\W\d_]", keys[0]) else ""
    for other in keys[1:] if key else keys:
        draft.keep("F", other)
    if kind and kind.lower() not in ENDNOTE:
        entries.warn(
            "unknown-type",
            f'unknown EndNote type "{kind[:40]}"{did_you_mean(kind[:40].lower(), ENDNOTE)}',
            record.line,
            "It is read as a document of no special kind.",
        )
    entries.add(draft.finished(), record.line, key)


def _values(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The fields under the RIS tags that they stand for; others under their own.

    %Q is Refer's corporate author; with an author beside it, EndNote's translated title.
    """
    values: dict[str, list[str]] = {}
    for tag, some in fields.items():
        if tag == "P":
            values["SP"] = list(some)
        elif tag == "Q":
            authored = any(fields.get("A", ()))
            values["Q"] = list(some) if authored else []
            if not authored:
                values.setdefault("AU", []).extend(f"{each.rstrip(',')}," for each in some if each)
        else:
            values.setdefault(TAGS.get(tag, tag), []).extend(some)
    return values


def _inferred(fields: Mapping[str, Sequence[str]]) -> str:
    """The type of a record of Refer, which names none: by the fields that only some works have."""
    if any(fields.get("J", ())):
        return "article-journal"
    if any(fields.get("B", ())):
        return "chapter"
    return "book" if any(fields.get("I", ())) and not any(fields.get("R", ())) else "document"
