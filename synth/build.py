"""The pipeline, from a project to finished briefings. Read this file first.

    project   = load(root)                           read, validate, link; project.problems
    selection = select(project, brief)               findings in and out, each with its reason
    document  = compose(project, brief, audience, …)  Jinja, then Markdown, then claims
    problems  = check(document, project)             an error stops the brief; so does a
                                                     number that another brief of its series
                                                     tells differently
    cited     = cite(document, project, style, …)     CSL
    artefact  = render(cited, project, format)       with its manifest inside
    problems += verify(artefact)                     read back what was made

Only then is the file written, whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

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
from synth.cite import cite
from synth.compose import compose
from synth.document import Document
from synth.editions import changes_since
from synth.model import Brief, Project
from synth.output import write_whole
from synth.problems import Problem, ProjectError, Waived, did_you_mean, has_errors, in_order
from synth.render import FORMATS, Artefact, prepare, render
from synth.selection import select
from synth.today import today
from synth.verify import verify_bytes

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


Runner: TypeAlias = Callable[[Callable[[Task], Checked], Iterable[Task]], Iterable[Checked]]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one brief: the files written, none after an error."""

    task: Task
    coverage: Coverage
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def path(self) -> Path:
        """The first file. Raises ProjectError, with the problems, when none was written."""
        if not self.paths:
            raise ProjectError("\n".join(str(problem) for problem in self.problems))
        return self.paths[0]


def build(
    project: Project,
    *briefs: str,
    audiences: Collection[str] = (),
    formats: Sequence[str] = ("html", "pdf"),
    out: Path = Path("out"),
    draft: bool = False,
) -> tuple[Built, ...]:
    """Builds briefs, all of them when none is named, and writes those without errors.

    A `draft` is written with its problems listed. Raises ProjectError for a name that nothing
    has, ToolError when a program is missing, OutputError when a file cannot be written.
    """
    checked = check_tasks(project, tasks(project, briefs, audiences))
    return tuple(build_task(project, each, formats, out, draft=draft) for each in checked)


def check(
    project: Project,
    *briefs: str,
    audiences: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Every problem of the project and of its briefs, or of the briefs that are named.

    What a brief's writer allows, with a reason, is left out.
    """
    checked = check_tasks(project, tasks(project, briefs, audiences))
    return in_order([*project.problems, *(each for one in checked for each in one.problems)])


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

    `run` applies a function to each task, in their order, as `map` does.
    """
    beside = _companions(project, wanted)
    checked = list(run(partial(check_task, project), [*wanted, *beside]))
    differing: dict[Task, list[Problem]] = {}
    for told in _by_series(project, checked):
        for telling, problem in check_variants(told):
            differing.setdefault(Task(telling.brief, telling.audience), []).append(problem)
    found: dict[str, dict[Task, Checked]] = {}
    for each in checked[: len(wanted)]:
        problems = (*each.problems, *differing.get(each.task, ()))
        found.setdefault(each.task.brief, {})[each.task] = replace(each, problems=problems)
    settled = {task: each for tasks in found.values() for task, each in _settled(project, tasks)}
    return tuple(settled[task] for task in wanted)


def check_task(project: Project, task: Task) -> Checked:
    """What the rules find in one brief for one audience, before its waivers are heard."""
    document = compose_task(project, task)
    subject = subject_of(document, project, today())
    problems = in_order([*document.problems, *check_document(subject)])
    return Checked(task, coverage(document, project), problems, (), tellings_of(subject))


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


def _by_series(project: Project, checked: Sequence[Checked]) -> Iterator[tuple[Telling, ...]]:
    """How the briefs tell the findings, for each series, or brief that is in none."""
    told: dict[str, list[Telling]] = {}
    for each in checked:
        brief = project.brief(each.task.brief)
        assert brief is not None
        told.setdefault(_series_of(brief), []).extend(each.tellings)
    return (tuple(each) for each in told.values())


def _series_of(brief: Brief) -> str:
    return f"{brief.series}/" if brief.series else brief.id


def build_task(
    project: Project, checked: Checked, formats: Sequence[str], out: Path, *, draft: bool = False
) -> Built:
    """One brief that was checked, in every format, written when no problem stops it."""
    task, covered = checked.task, checked.coverage
    document = compose_task(project, task)
    problems = [*_bearing(project, task, document), *checked.problems]
    if has_errors(problems) and not draft:
        return Built(task, covered, (), in_order(problems))
    with ThreadPoolExecutor(1) as beside:  # pandoc, which prints citations, is another process
        preparing = beside.submit(prepare, document, project, formats)
        cited = cite(document, project, document.style, document.locale)
        preparing.result()
    files: list[tuple[Path, Artefact]] = []
    for format in formats:
        path = out / _file_name(project, task, format)
        artefact = render(cited, project, format, in_order(problems) if draft else None)
        problems += artefact.problems
        if artefact.data and not draft:
            problems += verify_bytes(artefact.data, f".{format}", path.as_posix()).problems
        files.append((path, artefact))
    if has_errors(problems) and not draft:
        return Built(task, covered, (), in_order(problems))
    written = [(path, artefact.data) for path, artefact in files if artefact.data]
    for path, data in written:
        write_whole(path, data)
    return Built(task, covered, tuple(path for path, _ in written), in_order(problems))


def compose_task(project: Project, task: Task) -> Document:
    """One brief for one audience, as blocks with their claims."""
    brief = project.brief(task.brief)
    assert brief is not None
    selection = select(project, brief).included
    changes = changes_since(project, task.brief, task.audience)
    return compose(project, brief, task.audience, None, selection, changes)


def _file_name(project: Project, task: Task, format: str) -> Path:
    """`<series>/<brief>.<format>`, with the audience where a brief has several."""
    brief = project.brief(task.brief)
    assert brief is not None
    several = f"--{task.audience}" if len(brief.audiences) > 1 else ""
    return Path(f"{brief.id}{several}.{format}")


def _bearing(project: Project, task: Task, document: Document) -> Iterator[Problem]:
    """The project's problems that bear on a brief.

    Not those of other briefs, of other audiences, or of records that it does not cite.
    """
    cited = {item.reference for citation in document.citations() for item in citation.items}
    records = {
        evidence.place.file
        for evidence in project.evidence.values()
        if evidence.reference not in cited
    }
    brief = project.brief(task.brief)
    assert brief is not None
    own = (brief.path, f"briefs/{brief.series}/series.yaml")
    for problem in project.problems:
        file = problem.place.file if problem.place else ""
        other_brief = file.startswith("briefs/") and file not in own
        other_audience = file.startswith("templates/") and not file.startswith(
            (f"templates/{task.audience}/", "templates/base/")
        )
        if not (other_brief or other_audience or file in records):
            yield problem


__all__ = [
    "FORMATS",
    "Built",
    "Checked",
    "Task",
    "build",
    "build_task",
    "check",
    "check_task",
    "check_tasks",
    "compose_task",
    "tasks",
]
