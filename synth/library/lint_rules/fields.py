"""Fields that are missing, empty, or without a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synth.library.lint_rules.subject import Library
from synth.problems import Place, Problem

Need = tuple[str, ...]
"""CSL variables of which one is enough."""

_AUTHOR: Need = ("author", "editor", "translator")
_PUBLISHED: Need = ("publisher", "URL", "DOI")

NEEDS: Mapping[str, tuple[Need, ...]] = {
    "article-journal": (_AUTHOR, ("title",), ("container-title",)),
    "article-magazine": (("title",), ("container-title",)),
    "article-newspaper": (("title",), ("container-title",)),
    "bill": (("title",),),
    "book": (_AUTHOR, ("title",), ("publisher",), ("publisher-place",)),
    "chapter": (_AUTHOR, ("title",), ("container-title",), ("page", "DOI"), ("publisher",)),
    "dataset": (_AUTHOR, ("title",), _PUBLISHED),
    "document": (_AUTHOR, ("title",), (*_PUBLISHED, "container-title", "archive", "genre")),
    "entry-encyclopedia": (("title",), ("container-title",)),
    "legislation": (("title",),),
    "manuscript": (_AUTHOR, ("title",)),
    "paper-conference": (_AUTHOR, ("title",), ("container-title", "event-title", "event")),
    "patent": (("title",), ("number",)),
    "report": (_AUTHOR, ("title",), ("publisher",)),
    "software": (("title",), _PUBLISHED),
    "standard": (("title",), ("number",), ("publisher",)),
    "thesis": (_AUTHOR, ("title",), ("publisher",)),
    "webpage": (("title",), ("URL",), ("accessed",)),
}
"""What a work of each CSL type needs to be found again. Of these, `missing_fields` asks only for
what a style would print of the work, and for a title of every work."""

_WORDS: Mapping[str, str] = {
    "DOI": "doi",
    "URL": "url",
    "archive": "archive",
    "accessed": "date of access (urldate)",
    "container-title": "journal or book that holds it",
    "event-title": "conference",
    "page": "pages",
    "publisher": "publisher (institution, school)",
    "publisher-place": "place of publication (address)",
}


def missing_fields(library: Library) -> Iterator[Problem]:
    """Works that lack what a style would print of them."""
    for work in library.works:
        type = str(work.item.get("type", "document"))
        for need in NEEDS.get(type, (("title",),)):
            if any(work.item.get(name) for name in need):
                continue
            styles = [
                name
                for name, style in library.styles.items()
                if need == ("title",) or set(need) & style.printed(type, {*work.item, *need})
            ]
            if styles:
                yield work.warn(
                    "missing-field",
                    f"no {_named(need)}; {_and(styles)} would print it for {_article(type)}",
                    "Add it, or give the entry the type that it is of.",
                )


def undated(library: Library) -> Iterator[Problem]:
    """Works without a date of publication."""
    for work in library.works:
        if not work.item.get("issued"):
            yield work.warn(
                "undated",
                "no date of publication",
                "Add year = {…}; if the work itself bears no date, say so: year = {n.d.}.",
            )


def empty_fields(library: Library) -> Iterator[Problem]:
    """Fields that are written and hold nothing."""
    for work in library.works:
        for field in work.entry.fields if work.entry is not None else ():
            if not field.value.strip('{}" \t\r\n'):
                yield work.warn(
                    "empty-field", f'the field "{field.name}" is empty', "Fill it or take it out."
                ).at(Place(work.reference.place.file, field.line, field.column))


def _named(need: Need) -> str:
    words = [_WORDS.get(name, name) for name in need]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _article(type: str) -> str:
    word = " ".join(reversed(type.split("-"))).replace("_", " ")
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
