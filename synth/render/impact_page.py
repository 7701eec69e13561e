"""What rests on a work or a finding, as one web page in the house style."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from synth import __version__
from synth.impact import Affected, AffectedBrief, How, Impact, by_place
from synth.model import Project
from synth.problems import Problem, ProjectError
from synth.render import fonts
from synth.render.page import policy
from synth.render.stylesheets import Loader, css
from synth.templating import render_bounded, template_problem
from synth.wording import listed

TEMPLATE = "impact.html"

_HOW: dict[How, str] = {
    "cited": "Cites it",
    "same study": "Cites another report of the study",
    "read in it": "Cites a study that was read in it",
}
_ALWAYS = string.printable + "‘’“”–—…·"


def impact_page(impact: Impact, project: Project, problems: Sequence[Problem] = ()) -> str:
    """The page as HTML: it fetches nothing, and every word of the project in it is escaped.

    `problems` are what kept parts of the project from being read. Raises ProjectError if the
    project has a template of its own for this page that fails.
    """
    target = impact.target
    claims = len({(claim.place, claim.text) for claim in impact.claims})
    view: dict[str, Any] = {
        "heading": target.title or target.id,
        "subtitle": target.id if target.title else "",
        "facts": f"{_count(claims, 'claim')} · {_count(len(impact.briefs), 'brief')} · "
        f"{len(impact.series)} series",
        "problems": [str(problem) for problem in problems],
        "briefs": [_brief(brief, impact, project) for brief in impact.briefs],
        "series": list(_series(impact)),
        "version": __version__,
        "policy": policy(""),
    }
    loader = Loader(project, "base")
    faces = fonts.web_css(frozenset(f"{_ALWAYS}{view}"))
    sheet, faults = css(loader, "web", loader.tokens(), faces)
    if faults:
        raise ProjectError("\n".join(str(fault) for fault in faults))
    try:
        template = loader.sandbox.get_template(TEMPLATE)
        return render_bounded(lambda: template.generate(page=view | {"css": Markup(sheet)}))
    except Exception as fault:  # a template can raise anything
        place = loader.place(TEMPLATE)
        raise ProjectError(str(template_problem(fault, loader.sandbox, place))) from fault


def _brief(brief: AffectedBrief, impact: Impact, project: Project) -> dict[str, Any]:
    about = [f"In {brief.file}.", _of_series(brief, impact)]
    about += ["It lists the work among its references."] if brief.listed else []
    if brief.shows_rating and not brief.claims:
        about.append("It shows a rating of it.")
    claims = [claim for claim in impact.claims if claim.brief == brief.id]
    rows = [_row(same, project) for same in by_place(claims)]
    return {"title": brief.title, "about": " ".join(filter(None, about)), "claims": rows}


def _of_series(brief: AffectedBrief, impact: Impact) -> str:
    title = next((each.title for each in impact.series if each.id == brief.series), None)
    if title is None:
        return ""
    return f"Paper {brief.paper} of {title}." if brief.paper else f"Part of {title}."


def _row(same: Sequence[Affected], project: Project) -> dict[str, str]:
    """A claim, said once for all the audiences that read it."""
    first = same[0]
    return {
        "text": first.text,
        "where": f"Line {first.place.line}" if first.place.line else first.place.file,
        "audiences": listed([project.audiences[claim.audience].name for claim in same]),
        "how": f"{_HOW[first.how]}: {', '.join(first.ties)}",
    }


def _series(impact: Impact) -> Iterator[str]:
    for series in impact.series:
        papers = [f"paper {number}" if number else brief for brief, number in series.papers]
        yield f"{series.title}: {listed(papers)}"


def _count(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
