"""synth build --crate: finished briefings and their sources, as a folder that others can read.

    OUT/ro-crate/
        ro-crate-metadata.json
        finished/<series>/<brief>.html …    the files that were built
        sources/…                           the project's files that they rest on

`sources/` is a project again: a finished file can be verified against it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from synth.build import Built
from synth.checking import Task
from synth.linked.crate import FILE_NAME, Finished, metadata
from synth.linked.works import plain_date
from synth.model import Project
from synth.problems import OutputError, ProjectError
from synth.verify import seen_in

FOLDER = "ro-crate"


def crate_date(project: Project, tasks: Iterable[Task]) -> str:
    """The crate's date of publication: the latest of its briefs' dates.

    Where no brief has one, the day of SOURCE_DATE_EPOCH. Raises ProjectError where there is
    neither: a crate must have a date, and the day on which it was made would make each another.
    """
    briefs = [project.brief(task.brief) for task in tasks]
    dates = [date for brief in briefs if brief and (date := plain_date(brief.head.date))]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not dates and epoch.isdecimal() and len(epoch) < 12:
        dates = [datetime.fromtimestamp(int(epoch), UTC).date().isoformat()]
    if not dates:
        raise ProjectError(
            "a crate needs a date, and no brief has one\n"
            '    Give a brief its date in its head, as `date: "2026-11-21"`.'
        )
    return max(dates)


def write_crate(project: Project, built: Sequence[Built], out: Path, date: str) -> Path:
    """Writes the crate of some briefings into `out`, in place of one that is there.

    Raises OutputError if it cannot be written, or if something else stands in its place.
    """
    finished = [_finished(project, each, out) for each in built]
    used = {
        source["path"]: source["sha256"] for each in finished for source in each.manifest["sources"]
    }
    sources = {f"sources/{path}": _source(project.root / path, used[path]) for path in sorted(used)}
    written = json.dumps(
        metadata(finished, sources, project, date), ensure_ascii=False, indent=2
    ).encode()
    files = {path: data for each in finished for path, data in each.files.items()}
    folder = out / FOLDER
    _write({**files, **sources, FILE_NAME: written + b"\n"}, folder)
    return folder


def _finished(project: Project, built: Built, out: Path) -> Finished:
    brief = project.brief(built.task.brief)
    assert brief is not None
    files = {
        str(PurePosixPath("finished") / path.relative_to(out).as_posix()): path.read_bytes()
        for path in built.paths
    }
    return Finished(brief, files, _manifest(files))


def _manifest(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The manifest of a briefing's files, which is the same in each; a web page is read fastest."""
    path = min(files, key=lambda path: (not path.endswith(".html"), path))
    manifest = seen_in(files[path], PurePosixPath(path).suffix).manifest
    assert manifest is not None  # it was verified when it was built
    return manifest


def _source(path: Path, sha256: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OutputError(f"{path}: the file changed while it was built from; build again")
    return data


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files into a new folder, and puts that in the place of the old one."""
    if folder.exists() and not (folder / FILE_NAME).is_file():
        raise OutputError(
            f"{folder}: there is something else there, which the crate would replace\n"
            "    Move it away, or name another folder with --out."
        )
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{FOLDER}."))
        new = made / "new"
        for path, data in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if folder.exists():
            folder.rename(made / "old")
        new.rename(folder)
    except OSError as fault:
        raise OutputError(f"{folder}: the crate cannot be written: {fault.strerror}") from fault
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
