"""The page round a brief: its template, its styles, and the words on its cover."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from synth import __version__
from synth.document import CitedDocument
from synth.manifest import SEAL, manifest_of, to_text
from synth.model import Audience, Brief, Evidence, Project, Series
from synth.problems import Place, Problem, error
from synth.render import fonts
from synth.render.bibliography import bibliography
from synth.render.html_writer import HtmlWriter, Medium
from synth.render.letters import letters
from synth.render.mark import mark
from synth.sealing.blank import BLANK
from synth.templating import environment, render_bounded, template_problem
from synth.wording import listed, plain_title, short_name

_MAY_FETCH = re.compile(r"url|import|src|image-set|\\", re.IGNORECASE)
"""What stands in any style sheet that fetches; an escape may hide it."""

STYLES: Mapping[Medium, tuple[str, ...]] = {
    "web": ("base.css", "screen.css"),
    "print": ("base.css", "print.css"),
}
"""The style sheets of each medium; an audience may replace each, and add `own.css`."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as HTML, and what is wrong with the templates and styles that made it."""

    html: str
    problems: tuple[Problem, ...]


def page(
    cited: CitedDocument,
    project: Project,
    medium: Medium,
    draft: Sequence[Problem] | None = None,
) -> Page:
    """The whole page of a document; `draft` lists the problems that a draft shows.

    The web page holds its manifest, with a blank seal.

    The page's only script is the house's own, and its policy lets no request leave.
    """
    document = cited.document
    brief = project.brief(document.brief)
    assert brief is not None
    audience = project.audiences[document.audience]
    if audience.framework not in project.frameworks:
        audience = replace(audience, framework=None)
    loader = _Loader(project, document.audience)
    writer = HtmlWriter(cited, project, audience, medium)
    body = writer.blocks(document.blocks)
    entries = bibliography(writer)
    panels = writer.notes.panels() if medium == "web" else Markup("")
    tokens = loader.tokens() | dict(audience.colours)
    evidence = _evidence(cited, project)
    fields = _cover(brief, audience, evidence, project)
    faces = fonts.web_css(letters(document, project)) if medium == "web" else fonts.print_css()
    css, problems = _css(loader, medium, tokens, faces)
    script = loader.text("brief.js")
    view = fields | {
        "authors": listed(brief.head.authors) or fields["publisher"],
        "audience": document.audience,
        "locale": document.locale,
        "version": __version__,
        "css": Markup(css),
        "policy": _policy(script),
        "mark": mark(evidence, tokens),
        "body": body,
        "references": entries,
        "second_hand": _second_hand(cited, project),
        "rating": _about_rating(audience, project),
        "panels": panels,
        "manifest": _manifest(cited, project, draft) if medium == "web" else "",
        "script": Markup(script),
        "draft": [str(problem) for problem in draft] if draft is not None else None,
        "numeric": any(entry.label for entry in cited.bibliography),
    }
    name = audience.template
    try:
        template = loader.sandbox.get_template(name)
        html = render_bounded(lambda: template.generate(page=view, medium=medium))
    except Exception as fault:  # noqa: BLE001 - a template can raise anything
        return Page("", (*problems, template_problem(fault, loader.sandbox, loader.place(name))))
    return Page(html, tuple(problems))


def _manifest(cited: CitedDocument, project: Project, draft: Sequence[Problem] | None) -> Markup:
    manifest = manifest_of(cited, project, draft=draft is not None)
    return Markup(to_text({**manifest, SEAL: BLANK}))


class _Loader:
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


def _evidence(cited: CitedDocument, project: Project) -> list[Evidence]:
    """The findings that the document's claims are tied to, each once."""
    ties = dict.fromkeys(item.tie for claim in cited.document.claims() for item in claim.items)
    return [project.evidence[tie] for tie in ties if tie in project.evidence]


def _cover(
    brief: Brief, audience: Audience, evidence: Sequence[Evidence], project: Project
) -> dict[str, Any]:
    """The words on the cover and at the page's foot."""
    head = brief.head
    series = project.series.get(brief.series or "")
    number = series.papers.get(brief.name) if series else None
    for_whom = f"for {audience.name.lower()}"
    kicker = [
        series.title if series else "",
        f"Paper {number}" if number else "",
        f"F{for_whom[1:]}",
    ]
    studies = {each.record.references[0] for each in evidence}
    countries = {code for each in evidence for code in each.record.countries}
    who = [f"For {audience.reader}", _month(head.date)]
    facts = [
        f"{len(studies)} {'study' if len(studies) == 1 else 'sources'}, "
        f"{len(countries)} {'country' if len(countries) == 1 else 'countries'}",
        f"review by {_month(head.review_by)}" if head.review_by else "",
    ]
    return {
        "title": head.title,
        "subtitle": head.subtitle,
        "summary": head.summary or head.subtitle or head.title,
        "footer": " · ".join(
            part for part in (series.title if series else "", f"{head.title}: {for_whom}") if part
        ),
        "kicker": " · ".join(part for part in kicker if part),
        "facts": [" · ".join(part for part in line if part) for line in (who, facts)],
        "publisher": series.publisher if series else "",
        "about": series.about if series else None,
        "imprint": _imprint(series) if series else "",
    }


def _imprint(series: Series) -> str:
    """Who publishes, who paid, and under which licence."""
    funders = f"Funding: {listed(series.funders)}." if series.funders else ""
    licence = f"Licence: {series.licence.rstrip('.')}." if series.licence else ""
    return " ".join(
        part for part in (f"Published by {series.publisher}.", funders, licence) if part
    )


def _month(written: str | None) -> str:
    """A date as readers say it: `November 2026` of `2026-11` or `2026-11-21`."""
    if not written:
        return ""
    parts = written.split("-")
    try:
        name = date(int(parts[0]), int(parts[1]), 1).strftime("%B")
    except (IndexError, ValueError):
        return written
    return f"{name} {parts[0]}"


def _second_hand(cited: CitedDocument, project: Project) -> str:
    """A sentence that tells readers which works were not read themselves."""
    keys = [entry.reference for entry in cited.bibliography]
    records = [record for key in keys if (record := project.record_of(key)) and record.second_hand]
    if not records:
        return ""
    via = dict.fromkeys(record.via for record in records if record.via in cited.items)
    names = listed([short_name(cited.items[key]) for key in via if key is not None])
    return (
        f"Works marked second-hand were not read for this brief: {len(records)} of {len(keys)}. "
        f"What is said of them was read in {names}."
    )


def _about_rating(audience: Audience, project: Project) -> str:
    if audience.framework is None:
        return ""
    framework = project.frameworks[audience.framework]
    about = f" {framework.about}" if framework.about else ""
    return f"Rating: {framework.title}. {framework.source.rstrip('.')}.{about}"


def _policy(script: str) -> str:
    """A content security policy that allows the page's own parts and nothing from elsewhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _css(
    loader: _Loader, medium: Medium, tokens: Mapping[str, str], faces: str
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


__all__ = ["Page", "page", "plain_title"]
