"""The house's fonts, from packages and not from the system, so that pages look the same everywhere.

Source Serif Pro and Source Sans Pro by Adobe, SIL Open Font License 1.1.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from synth.problems import ToolError

SCHEME = "synth-font"
"""The URL scheme by which print CSS names a font file: only these files answer to it."""


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family."""

    family: str
    package: str
    file: str
    weight: int
    style: Literal["normal", "italic"]

    @property
    def path(self) -> Path:
        """Where the package holds the file. Raises ToolError if it is not installed."""
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            raise ToolError(f"the fonts are missing: pip install {self.package.replace('_', '-')}")
        return Path(spec.origin).parent / "files" / self.file


_FILES: tuple[tuple[str, int, Literal["normal", "italic"]], ...] = (
    ("Regular.otf", 400, "normal"),
    ("It.otf", 400, "italic"),
    ("Semibold.otf", 600, "normal"),
    ("SemiboldIt.otf", 600, "italic"),
)

FACES: tuple[Face, ...] = tuple(
    Face(f"Source {kind} Pro", f"font_source_{kind.lower()}_pro", f"Source{kind}Pro-{file}", w, s)
    for kind in ("Serif", "Sans")
    for file, w, s in _FILES
)


def print_css() -> str:
    """The font faces for the PDF writer, which asks for each by its name."""
    return "\n".join(_rule(face, f"{SCHEME}:{face.file}") for face in FACES)


def web_css(characters: frozenset[str]) -> str:
    """The font faces cut down to some characters, inside the CSS itself."""
    wanted = frozenset(map(ord, characters))
    return "\n".join(
        _rule(face, f"data:font/otf;base64,{base64.b64encode(_subset(face, wanted)).decode()}")
        for face in FACES
        if not (face.style == "italic" and face.weight == 600)
    )


def file_of(url: str) -> Path | None:
    """The font file that a URL of our scheme names, or None."""
    name = url.removeprefix(f"{SCHEME}:")
    return next((face.path for face in FACES if face.file == name), None)


def _rule(face: Face, url: str) -> str:
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"font-style:{face.style};font-display:swap;src:url({url})}}"
    )


@cache
def _subset(face: Face, characters: frozenset[int]) -> bytes:
    """The face with the glyphs of some characters, cut by HarfBuzz."""
    import uharfbuzz  # only the web needs it

    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(characters)
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)))
    cut = uharfbuzz.subset(whole, wanted)
    return bytes(cut.blob.data)
