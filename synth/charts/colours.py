"""Colours as numbers: how light they are, and the same hue made lighter or darker.

Lightness is CIE L* (0 black, 100 white), which is what is left of a colour in greyscale.
Luminance and contrast are those of WCAG 2.2.
"""

from __future__ import annotations

import re
from typing import TypeAlias

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_Linear: TypeAlias = tuple[float, float, float]


def is_colour(words: str) -> bool:
    """Whether some words are a colour as `#rgb` or `#rrggbb`."""
    return _HEX.fullmatch(words.strip()) is not None


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE L* of a colour, 0 to 100."""
    light = luminance(colour)
    return 116 * light ** (1 / 3) - 16 if light > 216 / 24389 else light * 24389 / 27


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def at_lightness(colour: str, wanted: float) -> str:
    """The colour mixed with black or white until its L* is as wanted."""
    target = ((wanted + 16) / 116) ** 3 if wanted > 8 else wanted * 27 / 24389
    have = luminance(colour)
    parts = _linear(colour)
    if have >= target:
        share = target / have if have else 0
        return _hex((parts[0] * share, parts[1] * share, parts[2] * share))
    share = (target - have) / (1 - have)
    red, green, blue = parts
    return _hex((red + (1 - red) * share, green + (1 - green) * share, blue + (1 - blue) * share))


def _linear(colour: str) -> _Linear:
    digits = colour.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_decoded(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return red, green, blue


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(parts: _Linear) -> str:
    coded = (p * 12.92 if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in parts)
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in coded)
