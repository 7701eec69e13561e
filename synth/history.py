"""The history of a project, read with git. Nothing of the repository is run.

Files are taken as they were stored: git's filters, attributes and hooks have no part in it, and
what a partial clone lacks is not fetched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from synth.problems import ProjectError, ToolError

MAX_BYTES = 200_000_000
MAX_FILES = 20_000
MAX_SECONDS = 60
MAX_NAME = 250
PARTS = ("briefs", "references", "templates", "synth.toml")
"""What of a project its claims are made from."""

_COMMANDING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CALM = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
    "-c", "protocol.allow=never",
)  # fmt: skip
_WHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE",
          "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository that a project is in.

    `revision` is how it was named, `date` its day as in ISO 8601, `folder` where the project
    stands below the top of the repository, empty for the top.
    """

    revision: str
    sha: str
    date: str
    folder: str


def commit_of(root: Path, revision: str) -> Commit:
    """The commit that a revision names: a tag, a branch, a part of a commit's name.

    `root` is the project's folder. Raises ProjectError where there is no repository or no such
    revision, ToolError where git is missing or fails.
    """
    said = _COMMANDING.sub("\N{REPLACEMENT CHARACTER}", revision[:60])
    if (
        not revision
        or revision.startswith("-")
        or len(revision) > MAX_NAME
        or said != revision[:60]
    ):
        raise ProjectError(
            f'"{said}" cannot name a revision\n    Name a tag, a branch or a commit, such as v1.1.'
        )
    inside = _git(root, "rev-parse", "--show-prefix")
    if inside.returncode:
        raise ProjectError(
            f"{root}: in no git repository that can be read, so there are no revisions\n"
            f"    {_why(inside) or 'Compare two folders or two finished files instead.'}"
        )
    folder = os.fsdecode(inside.stdout.rstrip(b"\n")).rstrip("/")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options",
                 f"{revision}^{{commit}}")  # fmt: skip
    sha = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not re.fullmatch(r"[0-9a-f]{40,64}", sha):
        raise ProjectError(
            f'the repository has no revision "{said}"\n'
            "    `git tag` and `git log` show what there is; a shallow clone lacks the older ones "
            "(`git fetch --unshallow --tags`)."
        )
    shown = _done(_git(root, "show", "--no-patch", "--no-show-signature", "--format=%cs", sha))
    return Commit(revision, sha, shown.decode("ascii", "replace").strip(), folder)


@contextmanager
def folder_at(root: Path, commit: Commit) -> Iterator[Path]:
    """A temporary folder with the project as it was at a commit; it is gone afterwards.

    Links and submodules are left out. Raises ProjectError where there was no project, or one
    that is too large, and ToolError where git fails.
    """
    blobs = list(_blobs(root, commit))
    with tempfile.TemporaryDirectory(prefix="synth-") as name:
        top = Path(name)
        for part in ("briefs", "references"):
            if not any(path.parts[0] == part for path, _, _ in blobs):
                raise ProjectError(
                    f'at "{commit.revision}" there was no project in '
                    f"{commit.folder or 'the repository'}: it has no folder {part}/"
                )
        for path, data in _contents(root, blobs):
            target = top.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield top


def author(root: Path) -> str | None:
    """The name by which git knows who works here, or None."""
    if shutil.which("git") is None:
        return None
    found = _git(root, "config", "--get", "user.name")
    name = _COMMANDING.sub("", found.stdout.decode("utf-8", "replace")).strip()
    return name[:200] or None


def _blobs(root: Path, commit: Commit) -> Iterator[tuple[PurePosixPath, str, int]]:
    """The files of the project at a commit: path, name of the content, size in bytes."""
    tree = f"{commit.sha}:{commit.folder}" if commit.folder else f"{commit.sha}^{{tree}}"
    listed = _git(root, "ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", tree,
                  "--", *PARTS)  # fmt: skip
    if listed.returncode:
        raise ProjectError(f'at "{commit.revision}" there was no folder {commit.folder}')
    files = 0
    total = 0
    for row in listed.stdout.split(b"\0"):
        about, tab, name = row.partition(b"\t")
        if not tab:
            continue
        mode, kind, sha, size = about.decode("ascii").split()
        path = os.fsdecode(name)
        if kind != "blob" or mode == "120000" or not _plain(path):
            continue
        files += 1
        total += int(size)
        if files > MAX_FILES or total > MAX_BYTES:
            raise ProjectError(
                f'at "{commit.revision}" the project has more than {MAX_FILES:,} files or '
                f"{MAX_BYTES:,} bytes"
            )
        yield PurePosixPath(path), sha, int(size)


def _plain(path: str) -> bool:
    """Whether a path leads down from its folder on any system."""
    odd = {"", ".", "..", ".git"}
    return not any(part.lower() in odd or "\\" in part or ":" in part for part in path.split("/"))


def _contents(
    root: Path, blobs: Sequence[tuple[PurePosixPath, str, int]]
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The bytes of each file. `git cat-file --batch` gives a line, the bytes, a line end."""
    asked = "".join(f"{sha}\n" for _, sha, _ in blobs).encode()
    told = _done(_git(root, "cat-file", "--batch", given=asked))
    position = 0
    for path, sha, size in blobs:
        end = told.find(b"\n", position)
        if told[position:end] != f"{sha} blob {size}".encode():
            raise ToolError(f"git: the repository does not hold all of {path}")
        yield path, told[end + 1 : end + 1 + size]
        position = end + size + 2


def _git(
    root: Path, *arguments: str, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a command of git says of the repository that a folder is in."""
    program = shutil.which("git")
    if program is None:
        raise ToolError(
            "git is not installed, and without it a project has no revisions\n"
            "    Install git (https://git-scm.com), or compare two folders or finished files."
        )
    kept = {name: value for name, value in os.environ.items() if name not in _WHERE}
    calm = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(
            [program, *_CALM, *arguments], cwd=root, env=kept | calm, input=given or b"",
            capture_output=True, timeout=MAX_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise ToolError(f"git did not answer within {MAX_SECONDS} seconds") from fault
    except OSError as fault:
        raise ToolError(f"git cannot be run: {fault.strerror}") from fault


def _done(run: subprocess.CompletedProcess[bytes]) -> bytes:
    if run.returncode:
        raise ToolError(f"git failed: {_why(run) or f'exit status {run.returncode}'}")
    return run.stdout


def _why(run: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git complained of."""
    lines = run.stderr.decode("utf-8", "replace").splitlines()
    return _COMMANDING.sub(" ", lines[0])[:200] if lines else ""
