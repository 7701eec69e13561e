"""Page ranges: the dash between them, and which page comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.library.lint_rules.subject import Library
from synth.problems import Problem

SINGLE = re.compile(r"(?<![\w.-])([A-Za-z]{0,3}[0-9]+)[ \t]*-[ \t]*([A-Za-z]{0,3}[0-9]+)(?![\w.-])")
"""Two page numbers with one hyphen between them."""

_RANGE = re.compile(r"\s*([0-9]+)\s*(?:-+|[\u2010-\u2015])\s*([0-9]+)\s*")


def page_ranges(library: Library) -> Iterator[Problem]:
    """Page ranges with a single hyphen, and such as end before they start.

    A shortened end, as in 407-17, is in order.
    """
    for work in library.works:
        field = work.written("page")
        if field is not None and SINGLE.search(field.bare):
            yield work.warn(
                "page-range",
                f'pages "{field.bare.strip()}" with a single hyphen',
                "A range has two in BibTeX: 12--34; --fix mends it.",
                "page",
            )
        for part in re.split("[,;]", str(work.item.get("page", ""))):
            ends = _RANGE.fullmatch(part)
            if ends and len(ends[2]) >= len(ends[1]) and int(ends[2][:18]) < int(ends[1][:18]):
                yield work.warn(
                    "page-range",
                    f'pages "{part.strip()}" end before they start',
                    "Compare them with the work.",
                    "page",
                )
