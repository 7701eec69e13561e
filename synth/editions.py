"""Editions of a project's briefs: as they stand, as they were at a revision, as a file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from synth.cite import cite
from synth.compose import compose
from synth.diff.compare import compare_editions
from synth.diff.edition import Edition, Page, from_documents, from_manifest
from synth.diff.model import Difference
from synth.diff.readers import WhatChanged, for_readers
from synth.document import Document
from synth.history import Commit, commit_of, folder_at
from synth.load import load
from synth.model import Project
from synth.problems import ProjectError, ToolError, has_errors
from synth.project_folder import find_project
from synth.selection import select
from synth.verify import finished_bytes, seen_in
from synth.verify.compare import compare

AS_IT_STANDS = "the project as it stands"


@dataclass(frozen=True, slots=True)
class _Source:
    """What an edition is made from: a project, or a finished file that was read already."""

    name: str
    project: Project | None = None
    commit: Commit | None = None
    root: Path | None = None
    file: Edition | None = None


def documents(project: Project, only: Page | None = None) -> Iterator[Document]:
    """Each brief for each of its audiences, composed; lists of changes are left out of them."""
    for brief in project.briefs:
        included = select(project, brief).included
        for audience in brief.audiences:
            if audience in project.audiences and only in (None, (brief.id, audience)):
                yield compose(project, brief, audience, None, included)


def difference(old: str, new: str | None, folder: Path | None) -> Difference:
    """What changed in the claims between two editions.

    Each is named by a folder that holds a project, a finished file or a revision; without `new`
    the old one is compared with the project as it stands. `folder` is that project's, the nearest
    one if None. Raises ProjectError for a name that stands for nothing, ToolError if git fails.
    """
    before = _source(old, folder)
    after = _source(new, folder) if new is not None else _standing(folder)
    pages = [page for each in (before, after) if each.file for page in each.file.pages]
    only = pages[0] if pages else None
    return compare_editions(_edition(before, only), _edition(after, only))


def changes_since(project: Project, brief: str, audience: str) -> Callable[[str], WhatChanged]:
    """Tells what changed in one brief for one audience since a revision, in words for its readers.

    What it gives raises ProjectError for a revision that is not known or lacks the brief.
    """
    return partial(_since, project, (brief, audience))


def _since(project: Project, page: Page, revision: str) -> WhatChanged:
    commit = commit_of(project.root, revision)
    before = _edition_at(project.root, commit)
    if page not in before.pages or page in before.unread:
        raise ProjectError(
            f'at "{commit.revision}" there was no such brief for this audience that can be read\n'
            "    Name a revision that holds it, or take the call out."
        )
    own = tuple(claim for claim in before.claims if claim.page == page)
    before = replace(before, claims=own, pages=(page,), unread=(), notes=())
    after = from_documents(
        AS_IT_STANDS, project, [(each, None) for each in documents(project, page)]
    )
    names = {**before.names, **after.names}
    return for_readers(compare_editions(before, after), commit.date, names)


@lru_cache(maxsize=4)
def _edition_at(root: Path, commit: Commit) -> Edition:
    """All briefs of a project at a commit, which never changes."""
    with folder_at(root, commit) as folder:
        project = load(folder)
        made = [(document, None) for document in documents(project)]
        return from_documents(commit.revision, project, made)


def _standing(folder: Path | None) -> _Source:
    return _Source(AS_IT_STANDS, project=load(folder or find_project(Path.cwd())))


def _source(name: str, folder: Path | None) -> _Source:
    """What a name stands for: a file, then a folder with a project, then a revision."""
    path = Path(name)
    try:
        is_file, is_folder = path.is_file(), bool(name) and (path / "references").is_dir()
    except (OSError, ValueError):  # a name that no file can have
        is_file = is_folder = False
    if is_file:
        return _Source(name, file=_file_edition(path))
    if is_folder and (path / "briefs").is_dir():
        return _Source(name, project=load(path))
    try:
        root = folder.resolve() if folder else find_project(Path.cwd())
        return _Source(name, commit=commit_of(root, name), root=root)
    except (ProjectError, ToolError) as fault:
        raise type(fault)(
            f"{fault}\n    Nor is there a finished file or a folder with a project of that name."
        ) from fault


def _edition(source: _Source, only: Page | None) -> Edition:
    """The edition of a source; with `only` that page of it, cited as its finished file is."""
    if source.file is not None:
        return source.file
    if source.project is not None:
        return _project_edition(source.name, source.project, only)
    assert source.commit is not None
    assert source.root is not None
    if only is None:
        return _edition_at(source.root, source.commit)
    with folder_at(source.root, source.commit) as folder:
        return _project_edition(source.name, load(folder), only)


def _project_edition(name: str, project: Project, only: Page | None) -> Edition:
    made = [
        (each, cite(each, project, each.style, each.locale) if only and each.blocks else None)
        for each in documents(project, only)
    ]
    return from_documents(name, project, made)


def _file_edition(path: Path) -> Edition:
    """The edition that a finished file holds. Raises ProjectError where it holds no manifest."""
    seen = seen_in(finished_bytes(path, str(path)), path.suffix.lower())
    if seen.manifest is None:
        raise ProjectError(
            f"{path}: the file holds no manifest that can be read, so its claims are not known\n"
            "    `synth verify` says more. Build it again, and compare the file as it was built."
        )
    broken = has_errors([*seen.problems, *compare(seen.manifest, seen)])
    notes = [f"{path} is not as it was built, see `synth verify`: its claims are as its manifest "
             "gives them."] if broken else []  # fmt: skip
    return from_manifest(str(path), seen.manifest, notes)
