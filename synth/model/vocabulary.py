"""The terms that records use, and the scales on which evidence is rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Desired = Literal["increase", "decrease"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary that findings may use."""

    id: str
    label: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Term):
    """A term for what is measured; `desired` is the direction that people hope for.

    `domain` names a wider field of outcomes, such as "Safety of children".
    """

    desired: Desired | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Design(Term):
    """A term for how a study was done; `causal` says whether it can carry a causal claim.

    `randomised` says whether chance settled who was exposed; GRADE starts such evidence high.
    `primary` is false for what rests on other works: a review, a theory. Readers are told so where
    studies are counted.
    """

    causal: bool = False
    randomised: bool = False
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of a project, by kind."""

    outcomes: tuple[Outcome, ...] = ()
    exposures: tuple[Term, ...] = ()
    designs: tuple[Design, ...] = ()
    mechanisms: tuple[Term, ...] = ()

    def design(self, id: str | None) -> Design | None:
        """The design with this id, or None."""
        return next((term for term in self.designs if term.id == id), None)

    def outcome(self, id: str | None) -> Outcome | None:
        """The outcome with this id, or None."""
        return next((term for term in self.outcomes if term.id == id), None)

    def exposure(self, id: str | None) -> Term | None:
        """The exposure with this id, or None."""
        return next((term for term in self.exposures if term.id == id), None)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a framework."""

    id: str | int
    label: str
    description: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """One of several things that a framework rates, on levels of its own.

    `id` follows the framework's name in a rating: `emmie/effect`. `dots` is false where a higher
    level is not one of more trust, as of costs: its levels are then shown in words alone.
    """

    id: str
    label: str
    levels: tuple[Level, ...]
    about: str | None = None
    dots: bool = True


@dataclass(frozen=True, slots=True)
class Framework:
    """A rating scale: named levels from the lowest to the highest.

    A framework that rates several things has `scales`, each with levels of its own, and no
    `levels`. `unrated` is what readers see where there is no rating. `dots` is false where a
    higher level is not one of more trust.
    """

    title: str
    source: str
    levels: tuple[Level, ...] = ()
    short: str | None = None
    about: str | None = None
    unrated: str = "Not rated"
    domains: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    dots: bool = True

    def rank(self, level: str | int) -> int | None:
        """The position of a level, 1 for the lowest; None if there is no such level."""
        ids = [str(each.id) for each in self.levels]
        return ids.index(str(level)) + 1 if str(level) in ids else None
