"""PDF/UA-1 through WeasyPrint, with the manifest inside, sealed."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from synth.document import CitedDocument, Document
from synth.manifest import manifest_of
from synth.model import Project
from synth.problems import Problem, ToolError, error, has_errors, warning
from synth.render import fonts
from synth.render.artefact import Artefact
from synth.render.page import page
from synth.render.pdf_tags import mend_structure
from synth.sealing.pdf import sealed_pdf
from synth.wording import short_name

try:
    with contextlib.redirect_stdout(io.StringIO()):  # where its own advice would be printed
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as fault:
    raise ToolError(
        "PDF files need the system library Pango, which was not found.\n"
        "    Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0\n"
        "    macOS: brew install pango. Without it, `synth build --format html` works."
    ) from fault


def prepare(_document: Document, _project: Project) -> None:
    """Nothing more than to be loaded, which takes WeasyPrint its time."""


def render(cited: CitedDocument, project: Project, draft: Sequence[Problem] | None) -> Artefact:
    """The document as a tagged PDF with its manifest as an associated file."""
    written = page(cited, project, "print", draft)
    if has_errors(written.problems):
        return Artefact(b"", written.problems)
    fetcher = _Fetcher()
    with _messages() as messages:
        data = HTML(string=written.html, url_fetcher=fetcher).write_pdf(
            font_config=FontConfiguration(), pdf_variant="pdf/ua-1", hinting=False
        )
    problems = [*written.problems, *_told(messages, fetcher.refused)]
    if has_errors(problems):
        return Artefact(b"", tuple(problems))
    manifest = manifest_of(cited, project, draft=draft is not None)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        works = {key: short_name(item) for key, item in cited.items.items()}
        mend_structure(pdf, works, written.links)
        return Artefact(sealed_pdf(pdf, manifest), tuple(problems))


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers only for the house's fonts and for data: URLs; every other request is refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The font or the data; raises ValueError for anything else."""
        font = fonts.file_of(url)
        if font is not None:
            return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/otf"})
        if not url.startswith("data:"):
            self.refused.append(url)
            raise ValueError("refused")
        return super().fetch(url, headers)


@contextlib.contextmanager
def _messages() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools say meanwhile, from warnings upwards."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    listener = Listener(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        yield said
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = propagate
            logger.setLevel(level)


def _told(messages: Sequence[str], refused: Sequence[str]) -> Iterator[Problem]:
    """Problems of what was refused, and of what the PDF writer complained about."""
    for url in dict.fromkeys(refused):
        yield error(
            "outside-fetch",
            f"{url[:60]} would be fetched from outside the project, and is refused",
            None,
            "A page holds all its parts; look for the address in the templates and styles.",
        )
    for message in dict.fromkeys(messages):
        if not any(url in message for url in refused):
            yield warning("pdf-writer", f"the PDF writer says: {message}")
