"""How sure we are, and how much stands behind it, in a few characters."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from synth.model import Evidence
from synth.wording import Rated, country_name, listed

MAX_COUNTRIES = 3
"""More countries than this are counted, not named."""


def dots(rated: Rated) -> Markup:
    """A filled dot for each step reached, an empty one for each step that is left.

    They are drawn by CSS, as the house's fonts have no such characters.
    """
    return Markup('<i class="dot on"></i>') * rated.rank + Markup('<i class="dot"></i>') * (
        rated.steps - rated.rank
    )


def weight_words(evidence: Sequence[Evidence], locale: str) -> str:
    """How many studies, and where: `2 studies, China and Japan`; empty where there is no study."""
    results = [each for each in evidence if each.finding.basis == "result"]
    studies = {each.record.references[0] for each in results}
    countries = sorted(
        {country_name(code, locale) for each in results for code in each.record.countries}
    )
    if not studies:
        return ""
    count = "1 study" if len(studies) == 1 else f"{len(studies)} studies"
    if not countries:
        return count
    if len(countries) > MAX_COUNTRIES:
        return f"{count}, {len(countries)} countries"
    return f"{count}, {listed(countries)}"


def badge(rated: Rated) -> Markup:
    """How sure we are: dots and words, never a colour alone."""
    if not rated.rank:
        return Markup('<span class="rating unrated">{}</span>').format(rated.label)
    return Markup(
        '<span class="rating"><span class="dots" aria-hidden="true">{}</span> {}</span>'
    ).format(dots(rated), rated.label)
