"""The severities that a project gives to rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from synth.model import RuleSeverity
from synth.problems import Problem, Severity


def with_severities(
    problems: Iterable[Problem], severities: Mapping[str, RuleSeverity]
) -> Iterator[Problem]:
    """The problems as severe as the project wants them; those of rules that are off left out."""
    for problem in problems:
        wanted = severities.get(problem.rule)
        if wanted is None:
            yield problem
        elif wanted != "off":
            yield replace(problem, severity=Severity(wanted))
