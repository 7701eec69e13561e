"""What is amiss in a library of references. A new rule is one function and one row of CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from synth.exchange.bibtex.spans import EntryText, entry_spans
from synth.library.lint_rules import fields, identifiers, pages, spellings, titles
from synth.library.lint_rules.subject import Library, Work
from synth.library.style_fields import StyleFields
from synth.model import Reference
from synth.problems import Problem, in_order

Check = Callable[[Library], Iterator[Problem]]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "missing-field": (fields.missing_fields,),
    "undated": (fields.undated,),
    "empty-field": (fields.empty_fields,),
    "bad-doi": (identifiers.malformed_dois,),
    "doi-as-url": (identifiers.dois_as_urls,),
    "bad-isbn": (identifiers.malformed_isbns,),
    "bad-issn": (identifiers.malformed_issns,),
    "bad-url": (identifiers.malformed_urls,),
    "lost-capitals": (titles.lost_capitals,),
    "title-in-capitals": (titles.titles_in_capitals,),
    "title-full-stop": (titles.titles_with_full_stop,),
    "page-range": (pages.page_ranges,),
    "journal-name": (spellings.journal_names,),
    "author-name": (spellings.author_names,),
    "key-style": (spellings.key_style,),
    "duplicate-key": (spellings.keys_differing_in_case,),
}
"""By the code of the warnings that they give (`synth.rules`): the functions that look for them."""


def lint(
    references: Iterable[Reference],
    texts: Mapping[str, str],
    styles: Mapping[str, StyleFields],
) -> tuple[Problem, ...]:
    """What is amiss, all of it warnings.

    `texts` are the library's BibTeX files by name; `styles` are those that will print the works.
    """
    library = Library(tuple(_works(references, texts)), styles)
    return in_order(
        problem for checks in CHECKS.values() for check in checks for problem in check(library)
    )


def _works(references: Iterable[Reference], texts: Mapping[str, str]) -> Iterator[Work]:
    written = {
        name: {entry.line: entry for entry in reversed(entry_spans(text))}
        for name, text in texts.items()
    }
    nothing: Mapping[int, EntryText] = {}
    for reference in references:
        place = reference.place
        yield Work(reference, written.get(place.file, nothing).get(place.line or 0))


def rules() -> Sequence[str]:
    """The codes of what `lint` looks for."""
    return tuple(CHECKS)
