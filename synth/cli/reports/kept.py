"""The last report of a project that has not changed since.

A report is kept under a fingerprint of all that it rests on: every file of the project, the code
and its house style, what was asked, and the day. Nothing that changes can leave it out of date,
but for what git says: a brief that asks what has changed since a revision is always checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from synth.cache import keep, kept
from synth.cli.reports.report import Report, Standing
from synth.problems import Problem, Waived
from synth.today import today

KIND = "checks"

READ = ("references", "briefs", "templates")
"""The folders whose files are told by their bytes; all others by size and time."""

PASSED_OVER = frozenset({"out", "node_modules", "__pycache__"})
MOST_FILES = 20_000
MOST_BYTES = 100_000_000
ASKS_GIT = re.compile(rb"\bchanges\b\s*\(")


def kept_or_made(root: Path, asked: Sequence[str], make: Callable[[], Report]) -> Report:
    """The report that was kept for a project as it stands, else the one that `make` makes."""
    name = _fingerprint(root, asked)
    if name is not None and (data := kept(KIND, name)) is not None:
        try:
            return _read(root, data)
        except (KeyError, TypeError, ValueError):
            pass
    report = make()
    if name is not None:
        keep(KIND, name, _written(report))
    return report


def _written(report: Report) -> bytes:
    told = {
        "problems": [problem.to_json() for problem in report.problems],
        "briefs": [asdict(each) for each in report.briefs],
        "waived": [[each.problem.to_json(), each.reason] for each in report.waived],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _read(root: Path, data: bytes) -> Report:
    told = json.loads(data)
    return Report(
        root,
        [Problem.from_json(each) for each in told["problems"]],
        [Standing(**each) for each in told["briefs"]],
        [Waived(Problem.from_json(each), reason) for each, reason in told["waived"]],
    )


def _fingerprint(root: Path, asked: Sequence[str]) -> str | None:
    """What a report rests on, as one name; None for what should not be kept."""
    told = hashlib.sha256()
    try:
        for part in (str(root), *asked, today().isoformat(), sys.version, *_code()):
            told.update(part.encode() + b"\0")
        for count, path in enumerate(_files(root)):
            if count > MOST_FILES:
                return None
            state = path.stat()
            name = path.relative_to(root)
            told.update(f"{name}\0{state.st_size}\0".encode())
            if name.parts[0] not in READ and name.name != "synth.toml":
                told.update(str(state.st_mtime_ns).encode())
            elif state.st_size > MOST_BYTES:
                return None
            else:
                data = path.read_bytes()
                if ASKS_GIT.search(data) and name.parts[0] != "references":
                    return None
                told.update(hashlib.sha256(data).digest())
    except (OSError, UnicodeEncodeError):
        return None
    return told.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """The files of a project in order, but for hidden ones and what `synth build` writes."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and each not in PASSED_OVER
        )
        for name in sorted(files):
            yield Path(folder, name)


def _code() -> Iterator[str]:
    """What tells this code, its house style and its libraries from older or newer ones."""
    package = Path(__file__).parents[2]
    for folder in (package, package.parent / "templates", package.parent / "references"):
        for path in _files(folder):
            state = path.stat()
            yield f"{path}-{state.st_size}-{state.st_mtime_ns}"
    for entry in sys.path:
        if os.path.isdir(entry):  # noqa: PTH112 - quicker, and asked of each start
            yield f"{entry}-{os.stat(entry).st_mtime_ns}"  # noqa: PTH116
