"""The page round a brief: its template, its styles, and the words on its cover."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from synth import __version__
from synth.charts.look import Look
from synth.document import CitedDocument
from synth.linked.provenance import provenance
from synth.manifest import SEAL, manifest_of, to_text
from synth.model import Audience, Brief, Evidence, Project, Series
from synth.problems import Problem
from synth.render import fonts
from synth.render.bibliography import bibliography
from synth.render.filters import script
from synth.render.footnotes import Medium
from synth.render.html_writer import HtmlWriter
from synth.render.letters import letters
from synth.render.mark import mark
from synth.render.stylesheets import Loader, css
from synth.sealing.blank import BLANK
from synth.templating import render_bounded, template_problem
from synth.wording import listed, plain_title, short_name


@dataclass(frozen=True, slots=True)
class Page:
    """A page as HTML, and what is wrong with the templates and styles that made it.

    `links` says in words what a link to an identifier leads to, where the link has none.
    """

    html: str
    problems: tuple[Problem, ...]
    links: Mapping[str, str] = field(default_factory=dict)


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
    loader = Loader(project, document.audience)
    tokens = loader.tokens() | dict(audience.colours)
    writer = HtmlWriter(cited, project, audience, medium, Look.from_tokens(tokens))
    body = writer.blocks(document.blocks)
    entries = bibliography(writer)
    panels = writer.notes.panels() if medium == "web" else Markup("")
    evidence = _evidence(cited, project)
    fields = _cover(brief, audience, evidence, project)
    faces = fonts.web_css(letters(document, project)) if medium == "web" else fonts.print_css()
    sheet, problems = css(loader, medium, tokens, faces)
    house = script(loader)
    view = fields | {
        "authors": listed(brief.head.authors) or fields["publisher"],
        "audience": document.audience,
        "locale": document.locale,
        "version": __version__,
        "css": Markup(sheet),
        "policy": policy(house),
        "mark": mark(evidence, tokens),
        "body": body,
        "footnotes": writer.footnotes.items(),
        "references": entries,
        "second_hand": _second_hand(cited, project),
        "rating": _about_rating(audience, project),
        "panels": panels,
        **(_data(cited, brief, project, draft) if medium == "web" else {}),
        "script": Markup(house),
        "draft": [str(problem) for problem in draft] if draft is not None else None,
        "numeric": any(entry.label for entry in cited.bibliography),
    }
    name = audience.template
    try:
        template = loader.sandbox.get_template(name)
        html = render_bounded(lambda: template.generate(page=view, medium=medium))
    except Exception as fault:  # noqa: BLE001 - a template can raise anything
        return Page("", (*problems, template_problem(fault, loader.sandbox, loader.place(name))))
    return Page(html, tuple(problems), writer.figures.named)


def _data(
    cited: CitedDocument, brief: Brief, project: Project, draft: Sequence[Problem] | None
) -> dict[str, Markup]:
    """What the page tells to programs: its manifest, and the same as linked data.

    The seal's place is the first in the page: the manifest stands before the linked data.
    """
    manifest = manifest_of(cited, project, draft=draft is not None)
    return {
        "manifest": Markup(to_text({**manifest, SEAL: BLANK})),
        "provenance": Markup(to_text(provenance(manifest, brief, project))),
    }


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


def policy(script: str) -> str:
    """A content security policy that allows the page's own parts and nothing from elsewhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


__all__ = ["Page", "page", "plain_title", "policy"]
