"""Characters that a source wrote as entities of HTML though its format knows none."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|[lr][sd]quo|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});"
)
"""Those that databases write. Others are left: "R&D;" is no entity."""

_TWICE = 2
"""Covidence writes `&amp;lt;` for the `&lt;` that it was given."""


def without_entities(text: str) -> str:
    """A text with its entities as the characters that they stand for (HTML, section 13.5)."""
    for _ in range(_TWICE):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), text)
    return text
