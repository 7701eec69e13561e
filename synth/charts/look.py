"""How every picture looks: its colours, its letters and its measures.

A `Look` is made of the design tokens of the pages. Whatever colours an audience has, its
accents stand four clear steps apart in greyscale; still no meaning is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeAlias

from synth.charts.colours import at_lightness, contrast, is_colour
from synth.problems import ToolError

Weight: TypeAlias = Literal[400, 600]

WIDE = 642.0
"""CSS pixels of the whole width of a printed page (170 mm); no picture is wider."""

COLUMN = 423.0
"""CSS pixels of the printed column of text (112 mm)."""

STEPS = (24.0, 46.0, 68.0, 86.0)
"""The CIE L* of the four accents, from dark to light. The two light ones need an outline."""

_HUES = ("ink", "warm", "mark-few", "mark-many")
"""The design tokens that the accents take their hue of."""

_FALLBACK = ("Helvetica Neue", "Arial", "sans-serif")
_FILES: Mapping[Weight, str] = {400: "SourceSansPro-Regular.otf", 600: "SourceSansPro-Semibold.otf"}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as `#rrggbb`, the family of the letters, and sizes in CSS pixels.

    `ink` is for headings and outlines, `text` for words, `muted` for lesser words, `line` for
    axes and rules, `wash` for backgrounds, `tint` what shades are made of. A pixel is 0.75 pt in
    print: `small` is 8.25 pt, and nothing is written smaller.
    """

    ink: str = "#0d3b44"
    text: str = "#1d2a2d"
    muted: str = "#51626a"
    line: str = "#c9d3d4"
    paper: str = "#ffffff"
    wash: str = "#f3efe6"
    tint: str = "#0b6e69"
    accents: tuple[str, str, str, str] = ("#183e47", "#b54c36", "#70b2a7", "#f4d1b0")
    sans: str = "Source Sans Pro"
    size: float = 12.0
    small: float = 11.0

    @classmethod
    def from_tokens(cls, tokens: Mapping[str, str]) -> Look:
        """The look of some design tokens; what they do not say, or not as `#rrggbb`, is ours."""

        ours = cls()

        def colour(name: str, default: str) -> str:
            said = tokens.get(name, "").strip()
            return said if is_colour(said) else default

        hues = (colour(name, accent) for name, accent in zip(_HUES, ours.accents, strict=True))
        dark, middle, light, pale = map(at_lightness, hues, STEPS)
        name = "".join(c for c in tokens.get("sans", "") if c.isalnum() or c in " -").strip()
        return cls(
            ink=colour("ink", ours.ink),
            text=colour("text", ours.text),
            muted=colour("quiet", ours.muted),
            line=colour("rule", ours.line),
            paper=colour("paper", ours.paper),
            wash=colour("sand", ours.wash),
            tint=colour("accent", ours.tint),
            accents=(dark, middle, light, pale),
            sans=name or ours.sans,
        )

    @property
    def families(self) -> str:
        """The value of `font-family`: the house's family, and what stands in for it."""
        names = dict.fromkeys((self.sans, *_FALLBACK))
        return ", ".join(f"'{name}'" if " " in name else name for name in names)

    def shade(self, share: float) -> str:
        """A tint for an amount: 0 is nearly white, 1 is dark; in even steps of lightness."""
        return at_lightness(self.tint, 95 - 71 * min(max(share, 0.0), 1.0))

    def on(self, colour: str) -> str:
        """The colour of words that stand on a colour, readable by WCAG 2.2 (1.4.3)."""
        ours = sorted((self.text, self.paper), key=lambda each: -contrast(colour, each))
        ends = "#000000", "#ffffff"  # one of them can be read on any colour
        return next(each for each in (*ours, *ends) if contrast(colour, each) >= 4.5)

    def width(self, words: str, size: float, weight: Weight = 400) -> float:
        """How wide some words stand, in pixels, by the house's own letters, without kerning."""
        return sum(_advance(weight, letter) for letter in words) * size

    def fitted(self, words: str, room: float, size: float, weight: Weight = 400) -> str:
        """The words, cut short with an ellipsis where they need more room."""
        if self.width(words, size, weight) <= room:
            return words
        left = room - self.width("…", size, weight)
        kept = 0
        for letter in words:
            left -= _advance(weight, letter) * size
            if left < 0:
                break
            kept += 1
        return words[:kept].rstrip() + "…"

    def wrapped(
        self, words: str, room: float, size: float, lines: int = 3, weight: Weight = 400
    ) -> tuple[str, ...]:
        """The words in as many lines as they need; the last of `lines` is cut short."""
        rows: list[str] = []
        waiting = words.split()
        while waiting and len(rows) < lines - 1:
            row = waiting.pop(0)
            while waiting and self.width(f"{row} {waiting[0]}", size, weight) <= room:
                row = f"{row} {waiting.pop(0)}"
            rows.append(self.fitted(row, room, size, weight))
        if waiting:
            rows.append(self.fitted(" ".join(waiting), room, size, weight))
        return tuple(rows)


def font_file(weight: Weight) -> Path:
    """The file of the house's letters. Raises ToolError if the package is not installed."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise ToolError("the fonts are missing: pip install font-source-sans-pro")
    return Path(spec.origin).parent / "files" / _FILES[weight]


@cache
def _advance(weight: Weight, letter: str) -> float:
    """How far a letter moves the pen, as a share of the size; one that is missing, by guess."""
    font = _font(weight)
    glyph = font.get_nominal_glyph(ord(letter))
    if not glyph:
        return 0.6 if ord(letter) < 0x2E80 else 1.0
    return float(font.get_glyph_h_advance(glyph)) / float(font.face.upem)


@cache
def _font(weight: Weight) -> Any:
    """The letters as HarfBuzz reads them, which is loaded sooner than what draws."""
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(font_file(weight)))
    return uharfbuzz.Font(uharfbuzz.Face(blob))
