"""Which findings a brief tells of, as its source cites them."""

from __future__ import annotations

import re

from synth.model import Brief, Project

_TIE = re.compile(r"@\{?([^\s@\[\]{};,]+#[\w-]+)")


def told(brief: Brief, project: Project) -> frozenset[str]:
    """The ids of the findings that a brief cites, under the own keys of their works."""
    return frozenset(project.own_id(id) for id in _TIE.findall(brief.source))


def outcomes_of(brief: Brief, project: Project) -> tuple[str, ...]:
    """The outcomes that a brief speaks of: those of the results that it cites."""
    cited = [project.evidence[id] for id in sorted(told(brief, project)) if id in project.evidence]
    found = (each.finding.outcome for each in cited if each.finding.basis == "result")
    return tuple(dict.fromkeys(found))
