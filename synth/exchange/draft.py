"""A bibliographic item while it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from synth.exchange.names import MOST_NAMES, Name

JOINT = "; "
"""Between several values of a field that holds one text."""


class Draft:
    """An item that grows field by field and loses nothing that it is given.

    `prefix` is the name of the format that custom fields start with, as in `ris-m3`; `tags`
    gives the format's own name of a tag where it goes by another one here.
    """

    def __init__(self, type_: str, prefix: str, tags: Mapping[str, str] | None = None) -> None:
        self._tags = tags or {}
        self.item: dict[str, Any] = {"type": type_}
        self._prefix = prefix
        self._custom: dict[str, list[str]] = {}
        self._lists: dict[str, dict[str, None]] = {}

    @property
    def type(self) -> str:
        """The CSL type of the item."""
        return str(self.item["type"])

    @property
    def empty(self) -> bool:
        """Whether nothing but the type is known."""
        return len(self.item) == 1 and not self._custom and not self._lists

    def put(self, field: str, value: str, tag: str) -> None:
        """Fills a field; where another value stands already, keeps this one under its tag."""
        value = value.strip()
        if value and self.item.setdefault(field, value) != value:
            self.keep(tag, value)

    def keep(self, tag: str, value: str) -> None:
        """Keeps what CSL has no name for, under the tag that it had in its format."""
        if value := value.strip():
            name = f"{self._prefix}-{self._tags.get(tag, tag).lower()}"
            self._custom.setdefault(name, []).append(value)

    def collect(self, field: str, values: Iterable[str]) -> None:
        """Adds values to a field that is one text of several, each of them once."""
        found = {text: None for value in values if (text := value.strip())}
        if found:
            self._lists.setdefault(field, {}).update(found)

    def add_names(self, role: str, names: Iterable[Name]) -> None:
        """Adds names to those of a role; beyond MOST_NAMES they are kept as text."""
        known = self.item.get(role, [])
        for name in names:
            if len(known) < MOST_NAMES:
                known.append(name)
            else:
                self.keep(f"more-{role}", ", ".join(str(part) for part in name.values()))
        if known:
            self.item[role] = known

    def finished(self) -> dict[str, Any]:
        """The item, with its joined texts and what is kept under `custom`."""
        for field, values in self._lists.items():
            self.item[field] = JOINT.join(values)
        if self._custom:
            self.item["custom"] = {name: JOINT.join(v) for name, v in self._custom.items()}
        return self.item
