"""Which type of entry an item is written as, in each dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from synth.exchange.bibtex.fields import BIBSTRINGS

Dialect = Literal["bibtex", "biblatex"]

_BOTH = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "pamphlet": "booklet", "chapter": "incollection",
    "paper-conference": "inproceedings", "document": "misc",
}  # fmt: skip
_BIBLATEX = {
    "dataset": "dataset", "entry-encyclopedia": "inreference", "graphic": "artwork",
    "legal_case": "jurisdiction", "legislation": "legislation", "motion_picture": "movie",
    "patent": "patent", "personal_communication": "letter", "report": "report",
    "review": "review", "software": "software", "song": "audio", "speech": "performance",
    "thesis": "thesis", "treaty": "legal", "webpage": "online",
}  # fmt: skip
_THESES = {BIBSTRINGS["phdthesis"]: "phdthesis", BIBSTRINGS["mathesis"]: "mastersthesis"}
_EVENT = ("event-date", "event-title", "event-place")


def entry_type(item: Mapping[str, Any], dialect: Dialect) -> str:
    """The type that an item is written as: `misc` for what the dialect has no type for."""
    type_ = str(item.get("type", "document"))
    if type_ in _BOTH:
        return _BOTH[type_]
    if type_ == "manuscript" and not any(name in item for name in _EVENT):
        return "unpublished"
    if dialect == "biblatex":
        return _BIBLATEX.get(type_, "misc")
    if type_ == "thesis":
        return _THESES.get(str(item.get("genre", "")), "misc")
    return "techreport" if type_ == "report" else "misc"


def is_default(type_: str, item: Mapping[str, Any]) -> bool:
    """Whether some dialect writes an item as this type of its own accord."""
    return type_ == entry_type(item, "biblatex") or (
        type_ == entry_type(item, "bibtex") and type_ != "misc"
    )
