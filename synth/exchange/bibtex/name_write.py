"""Names of CSL-JSON as BibTeX and BibLaTeX write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from synth.exchange.bibtex.latex_write import latex
from synth.exchange.bibtex.names import name_of, split_names
from synth.exchange.bibtex.types import Dialect

_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix")


def names_latex(names: Sequence[Mapping[str, Any]], dialect: Dialect) -> str:
    """A list of names, joined by "and". Institutions are in braces, so that none is split."""
    return " and ".join(filter(None, (_name(name, dialect) for name in names)))


def _name(name: Mapping[str, Any], dialect: Dialect) -> str:
    """The simplest form of a name that reads back as it is."""
    literal = str(name.get("literal", "")).strip()
    if literal:
        return "others" if literal == "others" else f"{{{_line(literal)}}}"
    parts = {part: str(name[part]).strip() for part in _PARTS if str(name.get(part, "")).strip()}
    forms = list(_forms({part: _line(text) for part, text in parts.items()}, dialect))
    if not forms:
        return ""
    return next((form for form in forms if _reads_as(form, parts)), forms[3])


def _reads_as(form: str, parts: Mapping[str, str]) -> bool:
    """Whether a name, in a list of names, reads as these parts."""
    among = [name.strip() for name in split_names(f"X and {form} and Y")]
    return among == ["X", form, "Y"] and name_of(form) == parts


def _line(text: str) -> str:
    return latex(" ".join(text.split("\n")))


def _forms(parts: Mapping[str, str], dialect: Dialect) -> Iterator[str]:
    """The ways to write a name: plainly, with its parts in braces, and part by part."""
    if not parts:
        return
    von = parts.get("dropping-particle") or parts.get("non-dropping-particle", "")
    family, given, suffix = (parts.get(part, "") for part in ("family", "given", "suffix"))
    yield _joined(von, family, suffix, given)
    yield _joined(von, family, suffix, given, ",")
    last, jr, first = (f"{{{text}}}" if text else "" for text in (family, suffix, given))
    yield _joined(von, last, suffix, given, ",")
    yield _joined(von, last, jr, first, ",")
    if dialect == "biblatex":
        yield _extended(parts, von)


def _joined(von: str, family: str, suffix: str, given: str, end: str = "") -> str:
    last = f"{von} {family}".strip()
    if suffix:
        return f"{last}, {suffix}, {given}"
    return f"{last}, {given}" if given else f"{last}{end}"


def _extended(parts: Mapping[str, str], von: str) -> str:
    fields = {
        "family": parts.get("family"),
        "given": parts.get("given"),
        "prefix": von,
        "suffix": parts.get("suffix"),
    }
    written = [f"{name}={{{text}}}" for name, text in fields.items() if text]
    if "non-dropping-particle" in parts:
        written.append("useprefix=true")
    return ", ".join(written)
