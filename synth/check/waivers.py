"""Waivers: a writer's word, with a reason, that a problem is meant at its place.

    <!-- synth: allow causal-wording: randomised trial, see methods -->

In the head of a brief, which is YAML, the same stands after a `#`. A waiver holds for the
paragraph, list item or table row that it stands in; alone on its lines, for the next one; in
the head, for what is said of the brief as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from synth.model import Brief
from synth.problems import Place, Problem, did_you_mean, warning
from synth.rules import RULES, UNWAIVABLE

_COMMENT = re.compile(r"<!--\s*(?P<said>synth:.*?)-->", re.S)
_IN_HEAD = re.compile(r"^[^\n]*?#\s*(?P<said>synth:[^\n]*)$", re.M)
_ALLOW = re.compile(r"synth:\s*allow\s+(?P<rule>[\w-]+)\s*(?::\s*(?P<reason>\S.*?))?\s*$", re.S)
_STARTS_BLOCK = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\|)")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver: the rule, the reason, and the lines that it holds for; none is the head."""

    rule: str
    reason: str
    place: Place
    lines: range | None

    def holds_for(self, problem: Problem, brief: Brief) -> bool:
        """Whether it waives this problem of its brief."""
        if problem.rule != self.rule or problem.place is None or problem.place.file != brief.path:
            return False
        line = problem.place.line or 1
        if self.lines is None:
            return line < brief.body_line
        return line in self.lines


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem that its writer allows, and why."""

    problem: Problem
    reason: str


def waivers_of(brief: Brief) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """The waivers of a brief, and what is wrong with those that cannot be read."""
    if "synth:" not in brief.source:
        return (), ()
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    lines = brief.source.split("\n")
    head = len("\n".join(lines[: brief.body_line - 1]))
    for found in (
        *_IN_HEAD.finditer(brief.source, 0, head),
        *_COMMENT.finditer(brief.source, head),
    ):
        first, last = (_line(brief.source, offset) for offset in found.span())
        start = found.start("said")
        column = start - brief.source.rfind("\n", 0, start)
        place = Place(brief.path, _line(brief.source, start), column)
        allow = _ALLOW.match(found["said"])
        problem = _wrong(found["said"], allow, place)
        if problem is not None or allow is None:
            problems += [problem] if problem else []
            continue
        covered = None if found.end() <= head else _covered(lines, first, last)
        waivers.append(Waiver(allow["rule"], " ".join(allow["reason"].split()), place, covered))
    return tuple(waivers), tuple(problems)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _wrong(said: str, allow: re.Match[str] | None, place: Place) -> Problem | None:
    form = "Write <!-- synth: allow RULE: the reason -->."
    if allow is None:
        return warning("bad-waiver", f'"{said[:40].strip()}" is no waiver', place, form)
    rule = allow["rule"]
    if rule not in RULES:
        return warning(
            "bad-waiver", f'no rule is called "{rule}"{did_you_mean(rule, RULES)}', place, form
        )
    if rule in UNWAIVABLE:
        return warning(
            "bad-waiver",
            f"{rule} cannot be waived: without it a claim leads to no evidence",
            place,
            "Mend the claim, or take it out.",
        )
    if not allow["reason"]:
        return warning("bad-waiver", "the waiver gives no reason", place, form)
    return None


def _covered(lines: Sequence[str], first: int, last: int) -> range:
    """The lines of the block that a comment on these lines stands in, or of the one after it."""
    alone = not _COMMENT.sub("", "\n".join(lines[first - 1 : last])).strip()
    start = last + 1 if alone else first
    while alone and start < len(lines) and not lines[start - 1].strip():
        start += 1
    end = start
    while start > 1 and not alone and _goes_on(lines, start):
        start -= 1
    while end < len(lines) and _goes_on(lines, end + 1):
        end += 1
    return range(start, end + 1)


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether a line goes on with the paragraph, list item or table row of the line before it."""
    text, before = lines[number - 1], lines[number - 2]
    return bool(text.strip() and before.strip()) and not _STARTS_BLOCK.match(text)


def parted(
    problems: Sequence[Problem], brief: Brief, waivers: Sequence[Waiver]
) -> tuple[list[Problem], list[Waived], set[Waiver]]:
    """The problems that stay, those that are waived, and the waivers that were needed."""
    stay: list[Problem] = []
    waived: list[Waived] = []
    used: set[Waiver] = set()
    for problem in problems:
        holding = [each for each in waivers if each.holds_for(problem, brief)]
        if holding:
            used.update(holding)
            waived.append(Waived(problem, holding[0].reason))
        else:
            stay.append(problem)
    return stay, waived, used


def unused(waivers: Sequence[Waiver], used: Collection[Waiver]) -> Iterator[Problem]:
    """A warning for each waiver that waives nothing any more."""
    for waiver in waivers:
        if waiver not in used:
            yield warning(
                "unused-waiver",
                f"nothing here breaks {waiver.rule} any more",
                waiver.place,
                "Take the waiver out, so that the rule holds again.",
            )
