"""Values whose characters mean themselves, as they are written between the braces of a field."""

from __future__ import annotations

import re

from synth.exchange.bibtex.names import in_braces
from synth.exchange.bibtex.values import verbatim

RAW = frozenset((
    "doi", "url", "isbn", "issn", "pmid", "pmcid", "library", "file", "pdf", "eprint",
    "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "crossref", "xdata", "xref",
    "ids", "related", "entryset", "options", "verba", "verbb", "verbc", "groups", "timestamp",
    "owner", "urlraw", "local-url", "csl-type",
))  # fmt: skip
"""Fields in which an underscore or a percent sign stands bare, as biber wants them."""

_SPACES = re.compile(r"\s*[\t\r\n]+\s*|  +")
_SIGNS = re.compile(r"[%&#_$]")
_BRACES = re.compile(r"[\\{}%&#_$]")


def raw_latex(value: str, field: str) -> str:
    """A value on one line, with as little escaped as lets it be read back."""
    value = _SPACES.sub(" ", value).strip()
    forms = [_SIGNS.sub(_escaped, value)]
    if field in RAW:
        forms.insert(0, value)
    for form in forms:
        if in_braces(f"{{{form}}}") and not in_braces(form) and verbatim(form) == value:
            return form
    if forms and in_braces(forms[0]) and verbatim(forms[0]) == value and field not in RAW:
        return forms[0]
    return _BRACES.sub(_escaped, value)


def _escaped(match: re.Match[str]) -> str:
    return r"\textbackslash{}" if match[0] == "\\" else f"\\{match[0]}"
