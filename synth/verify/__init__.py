"""Read a finished file back and prove its claims again, from the file alone.

The manifest says what must be there; the file's own text, links and destinations are read
and compared with it. A new format is one reader and one row of READERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from synth.model import Project
from synth.problems import Place, Problem, ProjectError, error, has_errors, in_order
from synth.verify.compare import compare, tied_claims
from synth.verify.outdated import Outdated, outdated_claims
from synth.verify.seen import Reading, Seen
from synth.verify.sources import compare_with_project

Reader: TypeAlias = Callable[[bytes], Seen]

READERS: Mapping[str, str] = {
    ".html": "synth.verify.html_file:read_html",
    ".pdf": "synth.verify.pdf_file:read_pdf",
}
"""The reader of each format, by suffix; loaded when it is first used."""

MAX_BYTES = 300_000_000


def verify(path: Path, project: Project | None = None, name: str | None = None) -> Reading:
    """What a finished file says for itself, with everything that is wrong with it.

    With a project, its sources are compared too. `name` is how messages speak of the file.
    Raises ProjectError when there is no such file or its format is unknown.
    """
    name = name or str(path)
    return verify_bytes(finished_bytes(path, name), path.suffix.lower(), name, project)


def finished_bytes(path: Path, name: str) -> bytes:
    """The bytes of a finished file. Raises ProjectError as `verify` does."""
    if path.suffix.lower() not in READERS:
        raise ProjectError(f"{name}: only {' and '.join(READERS)} files can be verified")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProjectError(f"{name}: the file is larger than {MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as fault:
        raise ProjectError(f"{name}: the file cannot be read: {fault.strerror}") from fault


def seen_in(data: bytes, suffix: str) -> Seen:
    """What the reader of a format sees in a finished file, by suffix."""
    module, _, function = READERS[suffix].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader(data)


def verify_bytes(data: bytes, suffix: str, name: str, project: Project | None = None) -> Reading:
    """As `verify`, of a file's bytes."""
    seen = seen_in(data, suffix)
    manifest = seen.manifest
    if manifest is None:
        problems = in_order(
            problem.at(Place(name)) for problem in seen.problems or (_no_manifest(),)
        )
        return Reading(name, 0, 0, problems)
    own = [*seen.problems, *compare(manifest, seen)]
    outdated = _outdated(manifest, seen, project) if project is not None else None
    since = [] if project is None else [*compare_with_project(manifest, project)]
    since += [claim.problem() for claim in outdated or ()]
    placed = in_order(problem.at(Place(name)) for problem in [*own, *since])
    tied = tied_claims(manifest, own, [each.claim for each in since if has_errors([each])])
    return Reading(name, len(manifest["claims"]), tied, placed, outdated)


def _outdated(manifest: Mapping[str, Any], seen: Seen, project: Project) -> tuple[Outdated, ...]:
    pages = {id: claim.page for id, claim in seen.claims.items() if claim.page is not None}
    return tuple(outdated_claims(manifest, project, pages))


def _no_manifest() -> Problem:
    return error(
        "no-manifest",
        "the file holds no manifest: it was not made by synth, or was saved by another program",
        hint="Build it again, and hand on the file as it was built.",
    )


__all__ = ["Reading", "finished_bytes", "seen_in", "verify", "verify_bytes"]
