"""What every view has in common: how it is asked for, and how it names evidence to a reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Self, TypeVar

from synth.document import Block, Citation, CitationItem, CitationMode, Claim, Inline, Text
from synth.model import Audience, Basis, Evidence, Project, Reading
from synth.problems import Place, SynthError, did_you_mean
from synth.wording import country_name, plain_words, short_author, short_name

O = TypeVar("O", bound="Narrow")  # noqa: E741 - options
R = TypeVar("R")


class SynthesisError(SynthError):
    """A view cannot be made of this evidence. The text may have a hint in its second line."""

    rule = "no-synthesis"
    status = 1


class UnknownWordError(SynthesisError):
    """What a view is asked for has a name or a value that it does not know."""

    status = 2

    @classmethod
    def among(cls, what: str, word: str, known: Iterable[str], are: str = "Known") -> Self:
        """That a word is none of those known; `are` leads up to these."""
        words = list(known)
        more = len(words) - _SHOWN
        some = ", ".join([*words[:_SHOWN], *([f"and {more:,} more"] if more > 0 else [])])
        shown = word if len(word) <= _LONGEST else f"{word[:_LONGEST]}..."
        near = did_you_mean(word[:_LONGEST], words)
        return cls(f'unknown {what} "{shown}"{near}\n    {are}: {some or "none"}.')


_SHOWN = 30
"""So many known words are named in a hint."""

_LONGEST = 60
"""So many characters of what was asked for are shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """Which findings a view takes; an empty tuple does not narrow.

    Only results of studies are taken where nothing else is asked for. `population` holds words
    that the description of the people studied must contain.
    """

    outcome: tuple[str, ...] = field(default=(), metadata={"help": "Only with this outcome."})
    exposure: tuple[str, ...] = field(default=(), metadata={"help": "Only with this exposure."})
    country: tuple[str, ...] = field(default=(), metadata={"help": "Only from this country."})
    design: tuple[str, ...] = field(default=(), metadata={"help": "Only of this design."})
    read: tuple[Reading, ...] = field(default=(), metadata={"help": "Only read in this way."})
    reference: tuple[str, ...] = field(default=(), metadata={"help": "Only of this work."})
    population: tuple[str, ...] = field(
        default=(), metadata={"help": "Only where the people studied are described so."}
    )
    basis: tuple[Basis, ...] = field(
        default=("result",), metadata={"help": "Results of studies, or what else is wanted."}
    )


_UNREADABLE = 1e12
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a view is shown: in which project, for whom, in which language, by which line."""

    project: Project
    audience: Audience
    locale: str
    place: Place

    def outcome(self, id: str | None) -> str:
        """The name of an outcome in the audience's words."""
        term = self.project.vocabulary.outcome(id)
        return plain_words(term.label, self.audience) if term else id or "not known"

    def exposure(self, id: str | None) -> str:
        """The name of an exposure in the audience's words."""
        term = self.project.vocabulary.exposure(id)
        return plain_words(term.label, self.audience) if term else id or "not known"

    def design(self, id: str | None) -> str:
        """The name of a study design."""
        term = self.project.vocabulary.design(id)
        return plain_words(term.label, self.audience) if term else id or "not known"

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 code."""
        return country_name(code, self.locale)

    def study(self, evidence: Evidence) -> str:
        """A study by its authors and year: `Nawa and others 2018`."""
        reference = self.project.references.get(evidence.reference)
        return short_name(reference.item) if reference else evidence.reference

    def number(self, value: float, digits: int | None = None) -> str:
        """A number as the locale writes it, with so many digits behind the point.

        One that nobody can read in full is written with a power of ten.
        """
        from babel.numbers import format_decimal  # slow to load

        if not math.isfinite(value) or abs(value) >= _UNREADABLE:
            return self.power(value)
        pattern = None if digits is None else f"#,##0.{'0' * digits}" if digits else "#,##0"
        locale = self.locale.replace("-", "_")
        words = str(format_decimal(value, format=pattern, locale=locale))
        return words.replace("-", "\N{MINUS SIGN}")

    def power(self, value: float) -> str:
        """A number with a power of ten: `1.7 × 10⁹`; the house's letters have no raised minus."""
        if not math.isfinite(value):
            return "beyond all bounds"
        if value == 0:
            return self.number(0, 0)
        figures, _, power = f"{value:.1e}".partition("e")
        raised = str(int(power))
        up = f"^{raised}" if raised.startswith("-") else raised.translate(_RAISED)
        return f"{self.number(float(figures), 1)} × 10{up}".replace("-", "\N{MINUS SIGN}")

    def cited(self, evidence: Evidence, *words: Inline, also: Sequence[Evidence] = ()) -> Claim:
        """A claim tied to a finding, which names its authors: for the first cell of its row.

        The names are words of their own, as styles with numbers or notes print none. `also` are
        other findings of the same study that the row tells of.
        """
        reference = self.project.references.get(evidence.reference)
        name = short_author(reference.item) if reference else evidence.reference
        citation = self._citation((evidence, *also), "suppress-author")
        return Claim("", "finding", (Text(f"{name} "), citation, *words), (), self.place)

    def citing(self, *evidence: Evidence) -> Citation:
        """A citation in brackets, tied to one or several findings."""
        return self._citation(evidence, "normal")

    def _citation(self, evidence: Sequence[Evidence], mode: CitationMode) -> Citation:
        items = tuple(
            CitationItem(
                reference=each.reference,
                place=self.place,
                finding=each.name,
                mode=mode,
                locator=each.finding.locator,
            )
            for each in evidence
        )
        return Citation(0, items, self.place)


@dataclass(frozen=True, slots=True)
class View(Generic[O, R]):
    """A way to see a body of evidence.

    `find` is pure: what the findings, already narrowed, say together. `show` puts that into
    blocks. Both may raise SynthesisError. `positional` names the options that may be given
    without their name; a view with `whole` needs no finding. With `spoken`, a brief that asks for
    no outcome gets those that it speaks of.
    """

    options: type[O]
    find: Callable[[Sequence[Evidence], O, Project], R]
    show: Callable[[R, O, Setting], tuple[Block, ...]]
    positional: tuple[str, ...] = ()
    whole: bool = False
    spoken: bool = False
