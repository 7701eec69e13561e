"""Fields of an entry as CSL wants them, each kind in its own way; what is asked for is used up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from synth.exchange.bibtex.fields import BIBSTRINGS
from synth.exchange.bibtex.latex import is_plain
from synth.exchange.bibtex.names import Name, in_braces, name_of, split_names
from synth.exchange.bibtex.rich_text import plain_text, rich_text, title_text
from synth.exchange.bibtex.values import verbatim


@dataclass(frozen=True)
class Decoder:
    """Reads LaTeX, each text once: the authors and journals of a library come again and again."""

    biblatex: bool
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)
    _names: dict[str, Name] = field(default_factory=dict)

    def rich(self, text: str) -> str:
        """A text as CSL rich text."""
        return text.strip(" ") if is_plain(text) else self._once("rich", text, rich_text)

    def plain(self, text: str) -> str:
        """A text without style."""
        return text.strip(" ") if is_plain(text) else self._once("plain", text, plain_text)

    def title(self, text: str, english: bool) -> str:
        """A title as CSL rich text, an English one in sentence case."""
        if not english:
            return self.rich(text)
        return self._once("title", text, lambda raw: title_text(raw, english=True))

    def joined(self, mark: str, first: str, second: str) -> str:
        """Two texts with a mark between them, unless the first ends in one (as in pandoc)."""
        if not first or not second:
            return first or second
        between = " " if first[-1] in "!?.,:;" else f"{mark} "
        key = (between, first, second)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = f"{first}{between}{second}"
        return known

    def literals(self, text: str) -> str:
        """A list of names that are no persons' (BibLaTeX manual 2.2.1), joined by semicolons."""
        if not self.biblatex or "and" not in text:
            return self.rich(text)
        return "; ".join(self.rich(part) for part in split_names(text))

    def names(self, text: str) -> list[Name]:
        """The names of a list."""
        result = []
        for one in split_names(text):
            known = self._names.get(one)
            if known is None:
                known = self._names[one] = name_of(one)
            if known:
                result.append(known.copy())
        return result

    def _once(self, how: str, text: str, read: Callable[[str], str]) -> str:
        known = self._known.get((how, text))
        if known is None:
            known = self._known[(how, text)] = read(text)
        return known


@dataclass(frozen=True)
class Fields:
    """The fields of an entry, each text as it stands, and the names of those that were used."""

    type: str
    raw: Mapping[str, str]
    decoder: Decoder
    english: bool = True
    used: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether a field is there and says something."""
        return bool(self.raw.get(name))

    def take(self, name: str) -> str:
        """A field as it stands, or an empty text."""
        value = self.raw.get(name)
        if value is None:
            return ""
        self.used.add(name)
        return value

    def first(self, *names: str) -> str:
        """The first of some fields that says something, as it stands."""
        return next((self.take(name) for name in names if self.raw.get(name)), "")

    def text(self, name: str) -> str:
        """A field as CSL rich text."""
        value = self.take(name)
        return self.decoder.rich(value) if value else ""

    def title(self, name: str) -> str:
        """A field that is a title, in sentence case where that is the language's way."""
        value = self.take(name)
        return self.decoder.title(value, self.english) if value else ""

    def literals(self, name: str) -> str:
        """A field that lists names that are no persons'."""
        value = self.take(name)
        return self.decoder.literals(value) if value else ""

    def verbatim(self, name: str) -> str:
        """A field whose characters mean themselves."""
        value = self.take(name)
        if value[:1] == "{" and in_braces(value):
            value = value[1:-1]
        return verbatim(value).strip(" ") if value else ""

    def key(self, name: str) -> str:
        """A field that may be one of BibLaTeX's localisation keys."""
        value = self.take(name)
        return BIBSTRINGS.get(value.lower()) or self.decoder.rich(value) if value else ""
