"""How the rows and columns of a map are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from synth.synthesis.matrix import Axis
from synth.synthesis.view import Setting

NOT_KNOWN = "not known"

AXES: Mapping[Axis, tuple[str, str]] = {
    "exposure": ("exposure", "exposures"),
    "outcome": ("outcome", "outcomes"),
    "design": ("kind of study", "kinds of study"),
    "country": ("country", "countries"),
}
"""What one and several of an axis are called."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the words of a view's readers."""

    setting: Setting

    def of(self, axis: Axis, value: str | None) -> str:
        """A value as it stands alone: the label of a term, the name of a country."""
        if value is None:
            return capital(NOT_KNOWN)
        said = {
            "exposure": self.setting.exposure,
            "outcome": self.setting.outcome,
            "design": self.setting.design,
            "country": self.setting.country,
        }[axis](value)
        return capital(said)

    def within(self, axis: Axis, value: str | None) -> str:
        """The same within a sentence: a common noun in small letters."""
        said = self.of(axis, value)
        if axis == "country" or said[1:2].isupper():
            return said
        return said[:1].lower() + said[1:]


def of_axis(count: int, axis: Axis) -> str:
    """How many values an axis has: `3 kinds of study`."""
    return counted(count, *AXES[axis])


def counted(count: int, one: str, several: str) -> str:
    """A number with its noun: `1 study`, `3 studies`."""
    return f"{count} {one if count == 1 else several}"


def capital(words: str) -> str:
    """The words with a capital at their start."""
    return words[:1].upper() + words[1:]
