"""From a cited document to finished files. A new format is one module and one row of FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TypeAlias

from synth.document import CitedDocument
from synth.model import Project
from synth.problems import Problem
from synth.render.artefact import Artefact

Renderer: TypeAlias = Callable[[CitedDocument, Project, Sequence[Problem] | None], Artefact]

FORMATS: Mapping[str, str] = {
    "html": "synth.render.html:render_html",
    "pdf": "synth.render.pdf:render_pdf",
}
"""The renderer of each format, by the suffix of its files; loaded when it is first used."""


def render(
    cited: CitedDocument,
    project: Project,
    format: str,
    draft: Sequence[Problem] | None = None,
) -> Artefact:
    """The document as a finished file of a format of FORMATS.

    `draft` lists the open problems that a draft shows; None for a finished brief. Raises
    ToolError when a library that the format needs is missing.
    """
    return renderer(format)(cited, project, draft)


def renderer(format: str) -> Renderer:
    """The renderer of a format of FORMATS, loaded. Raises ToolError as `render` does."""
    module, _, name = FORMATS[format].partition(":")
    found: Renderer = getattr(import_module(module), name)
    return found


__all__ = ["FORMATS", "Artefact", "render", "renderer"]
