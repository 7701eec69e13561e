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

Only then is the file written, whole. The first three steps, up to the problems, stand in
`synth/checking.py`, as `synth check` takes them too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from synth.check import Coverage
from synth.checking import Checked, Task, check_tasks, compose_task, tasks
from synth.cite import cite
from synth.document import Document
from synth.manifest import OF_VIEWS
from synth.model import Project
from synth.output import write_whole
from synth.problems import Problem, ProjectError, has_errors, in_order
from synth.render import FORMATS, Artefact, prepare, render
from synth.verify import verify_bytes


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


def _file_name(project: Project, task: Task, format: str) -> Path:
    """`<series>/<brief>.<format>`, with the audience where a brief has several."""
    brief = project.brief(task.brief)
    assert brief is not None
    several = f"--{task.audience}" if len(brief.audiences) > 1 else ""
    return Path(f"{brief.id}{several}.{format}")


def _bearing(project: Project, task: Task, document: Document) -> Iterator[Problem]:
    """The project's problems that bear on a brief.

    Not those of other briefs, of other audiences, of records that it does not cite, or of files
    for views of the evidence where it holds none.
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
        other_view = file.startswith(OF_VIEWS) and not document.holds_views
        if not (other_brief or other_audience or other_view or file in records):
            yield problem


__all__ = ["FORMATS", "Built", "build", "build_task", "check"]
