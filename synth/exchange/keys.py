"""Keys for works that come without one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

from synth.model import CslItem


def new_key(item: CslItem, taken: Container[str]) -> str:
    """A key of a work: first author's family name and year, as in `nawa2018`, with a letter
    where that is taken; the first long word of the title stands in for an author.
    """
    year = _year(item) or "nd"
    stem = f"{_first_name(item) or _first_word(item) or 'work'}{year}"
    return next(key for key in tries(stem) if key not in taken)


def free_key(key: str, taken: Container[str]) -> str:
    """The key, or the key with the first letter that makes it free."""
    return next(each for each in tries(key) if each not in taken)


def tries(stem: str) -> Iterator[str]:
    """The key itself, then with b, c, … z, ba, … behind it, without end."""
    yield stem
    number = 1
    while True:
        yield f"{stem}{_letters(number)}"
        number += 1


def _letters(number: int) -> str:
    """b, c, … z, ba, …: what tells the second work of a key from the first."""
    text = ""
    while number:
        number, rest = divmod(number, 26)
        text = chr(ord("a") + rest) + text
    return text


def _first_name(item: CslItem) -> str:
    for role in ("author", "editor"):
        for name in item.get(role, ()):
            return _plain(name.get("family") or str(name.get("literal", "")).split(" ")[0])
    return ""


def _first_word(item: CslItem) -> str:
    words = (_plain(word) for word in str(item.get("title", "")).split())
    return next((word for word in words if len(word) > 3), "")


def _year(item: CslItem) -> str:
    parts = item.get("issued", {}).get("date-parts") or [[""]]
    return str(parts[0][0]) if parts[0] else ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", folded)
