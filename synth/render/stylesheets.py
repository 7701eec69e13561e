"""Templates and style sheets of an audience: what a page is made of, and what it may not do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from synth.model import Project
from synth.problems import Place, Problem, error
from synth.render.footnotes import Medium
from synth.templating import environment

_MAY_FETCH = re.compile(r"url|import|src|image-set|\\", re.IGNORECASE)
"""What stands in any style sheet that fetches; an escape may hide it."""

STYLES: Mapping[Medium, tuple[str, ...]] = {
    "web": ("base.css", "screen.css"),
    "print": ("base.css", "print.css"),
}
"""The style sheets of each medium; an audience may replace each, and add `own.css`."""


class Loader:
    """Templates of an audience: its own folder first, then the base.

    A template may name another by its folder too: `{% extends "base/brief.html" %}`.
    """

    def __init__(self, project: Project, audience: str) -> None:
        self.folders = [
            folder / part for part in (audience, "base") for folder in project.template_folders
        ]
        folders = [*self.folders, *project.template_folders]
        self.sandbox = environment(folders, project.root, autoescape=True)
        self.root = project.root
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """A file's text, from the first folder that holds it; what cannot be read is a problem."""
        path = next((path for path in self._paths(name) if path.is_file()), None)
        return "" if path is None else self._read(path, name)

    def tokens(self) -> dict[str, str]:
        """The design tokens: the house's, and over them what other folders change."""
        tokens: dict[str, str] = {}
        for path in reversed(list(self._paths("tokens.json"))):
            if path.is_file():
                try:
                    read = dict(json.loads(self._read(path, "tokens.json") or "{}"))
                    tokens |= {str(name): str(value) for name, value in read.items()}
                except (ValueError, TypeError):
                    self.problems.append(
                        error(
                            "wrong-value",
                            "the design tokens cannot be read as JSON of names and values",
                            Place(self.place("tokens.json")),
                        )
                    )
        return tokens

    def _paths(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders)

    def _read(self, path: Path, name: str) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.problems.append(
                error("not-utf-8", "the file is not UTF-8 text", Place(self.place(name)))
            )
            return ""

    def place(self, name: str) -> str:
        """How the file is spoken of in a message."""
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                inside = path.is_relative_to(self.root)
                return path.relative_to(self.root).as_posix() if inside else f"synth:{name}"
        return name


def css(
    loader: Loader, medium: Medium, tokens: Mapping[str, str], faces: str
) -> tuple[str, list[Problem]]:
    """The styles of a medium, with the design tokens and the fonts; and what they may not do."""
    problems = loader.problems
    variables = "".join(f"--{name}:{_css_value(name, value)};" for name, value in tokens.items())
    parts = [faces, f":root{{{variables}}}"]
    for name in (*STYLES[medium], "own.css"):
        text = loader.text(name)
        problems += _css_problems(text, loader.place(name))
        parts.append(text.replace("</", "<\\/"))
    return "\n".join(parts), problems


def _css_value(name: str, value: str) -> str:
    """A token as CSS: a colour as it is, a font's name in quotes; nothing else can be said."""
    safe = "".join(c for c in str(value) if c.isalnum() or c in "#-. %,")
    return f'"{safe}"' if name in ("serif", "sans") else safe


def _css_problems(text: str, file: str) -> Iterator[Problem]:
    """Every URL in a style sheet that leads out of the page."""
    if not _MAY_FETCH.search(text):
        return
    import tinycss2  # slow to load, and few style sheets name anything

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _refused(rules, file)


def _refused(nodes: Sequence[Any], file: str) -> Iterator[Problem]:
    import tinycss2

    for node in nodes:
        kind = node.type
        url = None
        if kind == "at-rule" and node.lower_at_keyword == "import":
            url = "an @import"
        elif kind == "url" and not node.value.startswith("data:"):
            url = node.value
        elif kind == "function" and node.lower_name in ("url", "src", "image-set"):
            url = tinycss2.serialize(node.arguments)
            url = None if url.strip("'\" ").startswith("data:") else url
        if url is not None:
            yield error(
                "outside-fetch",
                f"{url[:60]} would be fetched from outside the page, and is refused",
                Place(file, node.source_line, node.source_column),
                "Put pictures into the CSS as data: URLs; the house's fonts are already there.",
            )
        for part in ("prelude", "content", "arguments"):
            yield from _refused(getattr(node, part, None) or (), file)
