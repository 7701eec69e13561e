"""From a cited document to finished files. A new format is one module and one row of FORMATS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from synth.document import CitedDocument, Document
from synth.model import Project
from synth.problems import Problem
from synth.render.artefact import Artefact


class Renderer(Protocol):
    """What the module of a format holds."""

    def prepare(self, document: Document, project: Project, /) -> None:
        """Does what can be done before the citations are printed."""

    def render(
        self, cited: CitedDocument, project: Project, draft: Sequence[Problem] | None, /
    ) -> Artefact:
        """The document as a finished file."""


FORMATS: Mapping[str, str] = {"html": "synth.render.html", "pdf": "synth.render.pdf"}
"""The module of each format, by the suffix of its files; loaded when it is first used."""


def prepare(document: Document, project: Project, formats: Sequence[str]) -> None:
    """Loads the renderers of some formats, and lets them do what they can do already."""
    for format in formats:
        _renderer(format).prepare(document, project)


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
    return _renderer(format).render(cited, project, draft)


def _renderer(format: str) -> Renderer:
    return cast(Renderer, import_module(FORMATS[format]))


__all__ = ["FORMATS", "Artefact", "prepare", "render"]
