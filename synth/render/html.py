"""HTML: one self-contained page, sealed."""

from __future__ import annotations

from collections.abc import Sequence

from synth.document import CitedDocument, Document
from synth.model import Project
from synth.problems import Problem, has_errors
from synth.render import fonts
from synth.render.artefact import Artefact
from synth.render.letters import letters
from synth.render.page import page
from synth.sealing.html import sealed_html


def prepare(document: Document, project: Project) -> None:
    """Cuts the fonts, which can be done before the citations are printed."""
    fonts.web_css(letters(document, project))


def render(cited: CitedDocument, project: Project, draft: Sequence[Problem] | None) -> Artefact:
    """The document as a web page with its manifest inside."""
    written = page(cited, project, "web", draft)
    if has_errors(written.problems):
        return Artefact(b"", written.problems)
    return Artefact(sealed_html(written.html).encode(), written.problems)
