"""The cases of a rule, as a policy person writes them: `tests/cases/<rule>.md`.

    # causal-wording

    ## Bad

    - Clubs cut missed days [@lee2019#attendance].
      - says: “cut” says that one thing causes another
      - line: 1

    ## Good

    - Clubs went with fewer missed days [@lee2019#attendance].

Each list item is the text of a brief for schools. `says` is a part of the message that it must
give, `line` the line of the item that the message must name; both may be left out, and `says`
may stand several times. A longer text, or a whole brief with its head, stands in a fence of its
own, with its `says` and `line` as a list below it. A fence after `<!-- file: PATH -->` is a file
of the project, put into it for all cases of the page; one of references/flows/ under a heading
`Bad` or `Good` is itself the case, and `line` is the line of that file.

The project is tests/project; for the pages of docs/rules/, which are read in the same way, it is
the one that `synth init` makes.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from synth.checking import Task, check_tasks
from synth.load import load
from synth.load.frontmatter import read_brief
from synth.model import Project
from synth.problems import Problem

NOON = int(datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp())
"""The moment at which all cases are checked, in seconds."""

_HEADING = re.compile(r"^## +(?P<title>.*?)\s*$")
_FILE = re.compile(r"^<!-- file: (?P<path>\S+) -->$")
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})\w*$")
_ITEM = re.compile(r"^- (?P<text>.*)$")
_WANT = re.compile(r"^ *- (?P<key>says|line): (?P<value>.*)$")


@dataclass
class Case:
    """One text, whether it is bad, and what must be said of it."""

    bad: bool
    at: int
    text: str
    says: list[str] = field(default_factory=list)
    line: int | None = None
    file: str | None = None


@dataclass
class Page:
    """The cases of one rule, and the files that they need."""

    rule: str
    cases: list[Case] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


def read_page(path: Path) -> Page:
    """The cases of a page; its headings `Bad` and `Good` may have more words."""
    page = Page(path.stem)
    bad: bool | None = None
    file: str | None = None
    lines = iter(enumerate(path.read_text("utf-8").split("\n"), 1))
    for number, line in lines:
        if heading := _HEADING.match(line):
            first = heading["title"].split()[0].lower() if heading["title"] else ""
            bad = {"bad": True, "good": False}.get(first)
        elif found := _FILE.match(line):
            file = found["path"]
        elif fence := _FENCE.match(line):
            text = _fenced(lines, fence["fence"])
            if file is not None and file.startswith("references/flows/") and bad is not None:
                page.cases.append(Case(bad, number, text, file=file))
                file = None
            elif file is not None:
                page.files[file] = text
                file = None
            elif bad is not None:
                page.cases.append(Case(bad, number, text))
        elif bad is not None and (want := _WANT.match(line)):
            case = page.cases[-1]
            if want["key"] == "says":
                case.says.append(want["value"])
            else:
                case.line = int(want["value"])
        elif bad is not None and (item := _ITEM.match(line)):
            page.cases.append(Case(bad, number, item["text"]))
        elif bad is not None and line.startswith("  ") and line.strip() and page.cases:
            page.cases[-1].text += f"\n{line[2:]}"
    return page


def _fenced(lines: Iterator[tuple[int, str]], fence: str) -> str:
    inside = []
    for _, line in lines:
        if line == fence:
            break
        inside.append(line)
    return "\n".join(inside) + "\n"


def project_of(page: Page, base: Path, folder: Path) -> Project:
    """A copy of the base project with the page's files."""
    shutil.copytree(base, folder)
    for name, text in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(folder)


def problems_of(case: Case, project: Project) -> tuple[list[Problem], int]:
    """What is said of a case, project and brief together, and the lines before its text."""
    if case.file is not None:
        return _problems_of_file(case.file, case.text, project), 0
    head = "" if case.text.startswith("---") else "---\ntitle: A case\naudience: schools\n---\n\n"
    brief, problems = read_brief(head + case.text, "briefs/case.md", "case", None)
    assert brief is not None, problems
    alone = replace(project, briefs=(*project.briefs, brief))
    tasks = [Task(brief.id, audience) for audience in brief.audiences]
    found = [each for checked in check_tasks(alone, tasks) for each in checked.problems]
    return [*problems, *found], head.count("\n")


def _problems_of_file(file: str, text: str, project: Project) -> list[Problem]:
    path = project.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    said = load(project.root).problems
    path.unlink()
    return [problem for problem in said if problem.place and problem.place.file == file]
