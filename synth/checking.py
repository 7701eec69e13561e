"""Which briefs are asked for, and what the rules say of each, by itself and in its series."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from synth.check import (
    Coverage,
    Telling,
    check_document,
    check_variants,
    coverage,
    settle,
    subject_of,
    tellings_of,
)
from synth.compose import compose
from synth.diff.readers import WhatChanged
from synth.document import Document
from synth.model import Brief, Project
from synth.problems import Problem, ProjectError, Waived, did_you_mean, in_order
from synth.selection import select
from synth.today import today

_CITED = re.compile(r"@\{?([\w][\w:.-]*)")


@dataclass(frozen=True, slots=True)
class Task:
    """One brief for one audience."""

    brief: str
    audience: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of one brief for one audience, and what its writer allows.

    `tellings` is how it tells each finding, for the rules that set the briefs of a series side
    by side.
    """

    task: Task
    coverage: Coverage
    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...] = ()
    tellings: tuple[Telling, ...] = ()


Runner: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


def tasks(
    project: Project, names: Sequence[str], audiences: Collection[str] = ()
) -> tuple[Task, ...]:
    """The briefs that are named, each with its audiences.

    A name is `series/brief`, a brief alone, a whole series, or the path of a brief's file.
    Raises ProjectError for a name that nothing has.
    """
    chosen = [brief for name in names for brief in _named(project, name)] or list(project.briefs)
    found = [
        Task(brief.id, audience)
        for brief in {brief.id: brief for brief in chosen}.values()
        for audience in brief.audiences
        if audience in project.audiences and (not audiences or audience in audiences)
    ]
    for audience in audiences:
        if audience not in {task.audience for task in found}:
            known = sorted({task.audience for task in tasks(project, names)})
            raise ProjectError(
                f'no brief is for the audience "{audience}"{did_you_mean(audience, known)}\n'
                f"    These are: {', '.join(known)}."
            )
    return tuple(found)


def _named(project: Project, name: str) -> list[Brief]:
    path = name.removeprefix("./").removesuffix("/")
    found = [
        brief
        for brief in project.briefs
        if path in (brief.id, brief.name, brief.path, brief.series, f"briefs/{brief.series}")
    ]
    if not found and not any(problem.place and problem.place.file == path
                             for problem in project.problems):  # fmt: skip
        known = [brief.id for brief in project.briefs]
        raise ProjectError(
            f'no brief is called "{name}"{did_you_mean(name, known)}\n'
            f"    These are: {', '.join(known) or 'none'}."
        )
    return found


def check_tasks(project: Project, wanted: Sequence[Task], run: Runner = map) -> tuple[Checked, ...]:
    """What the checks say of some briefs, each set beside the others of its series too.

    `run` applies a function to each of some things, in their order, as `map` does.
    """
    beside = _companions(project, wanted)
    companions = frozenset(beside)
    together = _by_series(project, [*wanted, *beside])
    if len(together) > 1:
        series = list(run(partial(_check_series, project, companions), together))
    else:
        looking = partial(_check_or_tell, project, companions)
        series = [_beside(list(run(looking, each))) for each in together]
    found = {each.task: each for checked in series for each in checked}
    by_brief: dict[str, dict[Task, Checked]] = {}
    for task in wanted:
        by_brief.setdefault(task.brief, {})[task] = found[task]
    settled = {task: each for tasks in by_brief.values() for task, each in _settled(project, tasks)}
    return tuple(settled[task] for task in wanted)


def _check_series(project: Project, companions: Set[Task], group: Sequence[Task]) -> list[Checked]:
    """What the rules find in the briefs of one series, each by itself and beside the others."""
    return _beside([_check_or_tell(project, companions, task) for task in group])


def _check_or_tell(project: Project, companions: Set[Task], task: Task) -> Checked:
    """A brief checked; of one that stands beside those asked for, its tellings alone."""
    return tell_task(project, task) if task in companions else check_task(project, task)


def _beside(checked: Sequence[Checked]) -> list[Checked]:
    """The briefs of one series, with what differs between their tellings of one finding."""
    differing: dict[tuple[str, str], list[Problem]] = {}
    for telling, problem in check_variants([told for each in checked for told in each.tellings]):
        differing.setdefault((telling.brief, telling.audience), []).append(problem)
    return [
        replace(each, problems=(*each.problems, *more))
        if (more := differing.get((each.task.brief, each.task.audience)))
        else each
        for each in checked
    ]


def check_task(project: Project, task: Task) -> Checked:
    """What the rules find in one brief for one audience, before its waivers are heard."""
    document = compose_task(project, task)
    subject = subject_of(document, project, today())
    problems = in_order([*document.problems, *check_document(subject)])
    return Checked(task, coverage(document, project), problems, (), tellings_of(subject))


def tell_task(project: Project, task: Task) -> Checked:
    """What one brief tells an audience of findings, unchecked; views tell nothing of their own."""
    document = compose_task(project, task, views=False)
    subject = subject_of(document, project, today())
    return Checked(task, coverage(document, project), (), (), tellings_of(subject))


def _settled(project: Project, checked: Mapping[Task, Checked]) -> Iterator[tuple[Task, Checked]]:
    """What was found in one brief, its waivers and the project's severities heard."""
    name = next(iter(checked)).brief
    brief = project.brief(name)
    assert brief is not None
    found = {task.audience: each.problems for task, each in checked.items()}
    settled = settle(brief, found, project, whole=len(found) == len(brief.audiences))
    for task, each in checked.items():
        said = settled[task.audience]
        yield task, replace(each, problems=said.problems, waived=said.waived)


def _companions(project: Project, wanted: Sequence[Task]) -> list[Task]:
    """The other briefs of the same series that name a work which one of these names."""
    chosen = set(wanted)
    briefs = {task.brief for task in wanted}
    keys: dict[str, set[str]] = {}
    for brief in project.briefs:
        if brief.id in briefs:
            keys.setdefault(_series_of(brief), set()).update(_CITED.findall(brief.source))
    near = [
        brief.id
        for brief in project.briefs
        if not keys.get(_series_of(brief), set()).isdisjoint(_CITED.findall(brief.source))
    ]
    others = [task for task in tasks(project, ()) if task.brief in near] if near else []
    return [task for task in others if task not in chosen]


def _by_series(project: Project, wanted: Sequence[Task]) -> list[list[Task]]:
    """The tasks of each series, or brief that is in none."""
    found: dict[str, list[Task]] = {}
    for task in wanted:
        brief = project.brief(task.brief)
        assert brief is not None
        found.setdefault(_series_of(brief), []).append(task)
    return list(found.values())


def _series_of(brief: Brief) -> str:
    return f"{brief.series}/" if brief.series else brief.id


def compose_task(project: Project, task: Task, *, views: bool = True) -> Document:
    """One brief for one audience, as blocks with their claims; without `views`, theirs are not."""
    brief = project.brief(task.brief)
    assert brief is not None
    selection = select(project, brief).included

    def changes(since: str) -> WhatChanged:
        from synth.editions import changes_since  # reads git: only where a brief asks for it

        return changes_since(project, task.brief, task.audience)(since)

    return compose(project, brief, task.audience, None, selection, changes, views=views)
