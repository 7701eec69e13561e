"""In what a finding differs from what a manifest says of it, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 120

NAMES: Mapping[str, str] = {
    "effect.estimate": "estimate",
    "effect.low": "lower end of the interval",
    "effect.high": "upper end of the interval",
    "effect.metric": "metric",
    "effect.unit": "unit",
    "effect.note": "note on the size",
    "effect.se": "standard error",
    "effect.level": "level of the interval",
    "effect.exposed": "figures of the exposed group",
    "effect.per": "rise of the exposure",
    "effect.comparison": "figures of the comparison group",
    "locator": "place in the source",
    "read": "how it was read",
    "via": "where it was read",
    "basis": "what it is",
}
"""How a field is spoken of, where its key does not say it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a finding, as it was when the file was built, and as it is now."""

    field: str
    old: Any
    new: Any

    def __str__(self) -> str:
        head, *rest = self.field.split(".", 1)
        name = NAMES.get(self.field, self.field)
        if head == "appraisal" and rest:
            framework, _, part = rest[0].rpartition(".")
            name = f"{'reason of the ' if part == 'why' else ''}rating in {framework}"
        return f"{name} was {_shown(self.old)}, is {_shown(self.new)}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any], *, whole: bool) -> Iterator[Change]:
    """The fields of a finding that say something else now.

    A key that only one of both knows is passed over: the other was written by a version of synth
    that has no such field. The ratings are another matter: one that is new is a change. Only a
    manifest of an older version (`whole` is false) may lack some, which it did not tell of.
    """
    new = json.loads(json.dumps(new))
    for key, value in old.items():
        if key == "appraisal" or key not in new:
            continue
        if isinstance(value, Mapping) and isinstance(new[key], Mapping) and key != "locator":
            for part in value:
                if part in new[key] and new[key][part] != value[part]:
                    yield Change(f"{key}.{part}", value[part], new[key][part])
        elif new[key] != value:
            yield Change(key, value, new[key])
    yield from _ratings(_mapping(old.get("appraisal")), _mapping(new.get("appraisal")), whole)


def _ratings(old: Mapping[str, Any], new: Mapping[str, Any], whole: bool) -> Iterator[Change]:
    for name in {**old, **new} if whole else old:
        before, now = _mapping(old.get(name)), _mapping(new.get(name))
        if before.get("level") != now.get("level"):
            yield Change(f"appraisal.{name}.level", before.get("level"), now.get("level"))
        elif before.get("why") != now.get("why"):
            yield Change(f"appraisal.{name}.why", before.get("why"), now.get("why"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _shown(value: Any) -> str:
    """A value in words: `8`, `“fewer days”`, `page 14`, `not stated`."""
    if value in (None, [], {}):
        return "not stated"
    if isinstance(value, list):
        return shortened("; ".join(str(each) for each in value))
    if isinstance(value, Mapping):
        return shortened(" ".join(str(each) for each in value.values()))
    if isinstance(value, str) and " " in value:
        return f"“{shortened(value)}”"
    return shortened(str(value))


def shortened(text: str) -> str:
    """The text on one line, its end left out where it is long."""
    words = " ".join(text.split())
    return f"{words[:LONGEST]}…" if len(words) > LONGEST else words
