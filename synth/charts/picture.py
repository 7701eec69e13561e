"""A finished picture: its SVG, and where its marks stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""


def clean(words: str) -> str:
    """The words on one line, without what XML cannot hold."""
    return " ".join(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", words).split())


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a picture that leads to a row of its data table, or to the heading `group` there.

    `left`, `top`, `width` and `height` are its box, in per cent of the picture.
    """

    row: int
    name: str
    left: float
    top: float
    width: float
    height: float
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` are in CSS pixels: at that size its letters have their nominal size.

    `inner` is what stands between the tags of the `svg` element.
    """

    width: float
    height: float
    families: str
    inner: str
    marks: tuple[Mark, ...] = ()

    def svg(self, name: str, css: str = "") -> str:
        """The picture for the inside of an HTML page, with its links, under an accessible name.

        It is a group and no image, so that a screen reader comes to the links in it.
        """
        return self._element('role="group"', name, css)

    def image(self, name: str, css: str = "") -> str:
        """The picture for a file of its own or an `img`: one image with one text."""
        return self._element('role="img" xmlns="http://www.w3.org/2000/svg"', name, css)

    def _element(self, attributes: str, name: str, css: str) -> str:
        style = f"<style>{css}</style>" if css else ""
        return (
            f'<svg class="chart" {attributes} aria-label="{escape(clean(name))}" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{self.width:g}" height="{self.height:g}" font-family="{self.families}">'
            f"{style}{self.inner}</svg>"
        )
