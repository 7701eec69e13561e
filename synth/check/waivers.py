"""Waivers: a writer's word, with a reason, that a problem is meant at its place.

    <!-- synth: allow causal-wording: randomised trial, see methods -->

In the head of a brief, which is YAML, the same stands after a `#`. A waiver holds for the
paragraph, list item or table row that it stands in; alone on its lines, for the next one; in
the head, for what is said of the brief as a whole. In code it is shown, and waives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from synth.check.comments import blanked, comments
from synth.model import Brief
from synth.problems import Place, Problem, Waived, did_you_mean, warning
from synth.rules import NEEDED, RULES, UNWAIVABLE

_IN_HEAD = re.compile(
    r"""^(?:[^\n"'#]|"[^"\n]*"|'[^'\n]*'|(?<=\S)\#)*\#\s*(?P<said>synth:[^\n]*)$""", re.MULTILINE
)
_ALLOW = re.compile(
    r"synth:\s*allow\s+(?P<rule>[\w-]+)\s*(?::\s*(?P<reason>\S.*?)?)?\s*$", re.DOTALL
)
_STARTS_BLOCK = re.compile(r"\s*(?:[-*+]\s|\d{1,9}[.)]\s|\|)")
_STANDS_ALONE = re.compile(r"\s*(?:#{1,6}\s.*|\{%.*%\}|`{3,}.*|~{3,}.*)$")
_RULED = re.compile(r"\s*\|?\s*:?-+:?\s*\|[\s|:-]*$")

MOST = 500
"""A brief has no more waivers."""

FORM = "Write <!-- synth: allow RULE: the reason -->."


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


def waivers_of(brief: Brief) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """The waivers of a brief, and what is wrong with those that cannot be read."""
    if "synth:" not in brief.source:
        return (), ()
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for number, each in enumerate(chain(_in_head(brief), _in_body(brief))):
        said, place, lines, closed = each
        if number == MOST:
            problems.append(warning("bad-waiver", f"only {MOST} waivers are heard", place))
            break
        allow = _ALLOW.match(said)
        problem = _wrong(said, allow, place, closed=closed)
        if problem is not None:
            problems.append(problem)
        elif allow is not None:
            reason = " ".join(allow["reason"].split())
            waivers.append(Waiver(allow["rule"], reason, place, lines))
    return tuple(waivers), tuple(problems)


_Said: TypeAlias = tuple[str, Place, range | None, bool]
"""What is said to synth, its place, the lines that it is said of, and whether it is closed."""


def _in_head(brief: Brief) -> Iterator[_Said]:
    for found in _IN_HEAD.finditer(brief.source, 0, _body(brief)):
        yield found["said"], _place(brief.source, found.start("said"), brief.path), None, True


def _in_body(brief: Brief) -> Iterator[_Said]:
    source = brief.source
    found = tuple(comments(source, _body(brief)))
    lines = blanked(source, found).split("\n")
    for comment in found:
        said = comment.words.strip()
        if said.startswith("synth:"):
            covered = _covered(lines, _line(source, comment.start), _line(source, comment.end))
            yield said, _place(source, comment.said_at, brief.path), covered, comment.closed


def _body(brief: Brief) -> int:
    """Where the head of a brief ends."""
    return len("\n".join(brief.source.split("\n")[: brief.body_line - 1]))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _place(text: str, offset: int, path: str) -> Place:
    return Place(path, _line(text, offset), offset - text.rfind("\n", 0, offset))


def _wrong(said: str, allow: re.Match[str] | None, place: Place, *, closed: bool) -> Problem | None:
    if not closed:
        return warning("bad-waiver", "the comment is not closed", place, f"{FORM[:-1]}, with -->.")
    if allow is None:
        shown = " ".join(said[:60].split())
        return warning("bad-waiver", f'"{shown}" is no waiver', place, FORM)
    rule = allow["rule"]
    if rule not in RULES:
        return warning(
            "bad-waiver", f'no rule is called "{rule}"{did_you_mean(rule, RULES)}', place, FORM
        )
    if rule in UNWAIVABLE:
        return warning(
            "bad-waiver",
            f"{rule} cannot be waived: without it a claim leads to no evidence",
            place,
            "Mend the claim, or take it out.",
        )
    if rule in NEEDED:
        return warning(
            "bad-waiver", f"{rule} cannot be waived: without it no briefing is made", place
        )
    if not allow["reason"]:
        return warning("bad-waiver", f"the waiver of {rule} gives no reason", place, FORM)
    return None


def _covered(lines: Sequence[str], first: int, last: int) -> range:
    """The lines of the block that a comment on these lines stands in, or of the one after it.

    `lines` are the brief's without its comments.
    """
    alone = not any(line.strip() for line in lines[first - 1 : last])
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
    if not text.strip() or not before.strip() or _STARTS_BLOCK.match(text):
        return False
    if _STANDS_ALONE.match(text) or _STANDS_ALONE.match(before):
        return False
    return not ("|" in text and _in_table(lines, number))


def _in_table(lines: Sequence[str], number: int) -> bool:
    """Whether a line with upright strokes is a row of a table: one line near is all hyphens."""
    index = number - 1
    while index < len(lines) and index <= number + 1 and "|" in lines[index]:
        if _RULED.match(lines[index]):
            return True
        index += 1
    index = number - 2
    while index >= 0 and number - index < 500 and "|" in lines[index]:
        if _RULED.match(lines[index]):
            return True
        index -= 1
    return False


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
