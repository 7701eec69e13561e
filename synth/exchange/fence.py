"""Reads a file of references in a process of its own, with bounds to its time and memory.

A file may be made so that reading it takes hours or all of the memory. Whatever it does, the
process that reads it ends, and the one that asked says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import synth
from synth.exchange import read_references
from synth.exchange.imported import Imported
from synth.model import Reference
from synth.problems import Place, Problem, ProjectError, Severity

Read: TypeAlias = Callable[[bytes, str, str | None], Imported]

MAX_BYTES = 20_000_000
"""A file of references beyond this is to be split."""

SECONDS = 20.0
"""As long may reading a file take."""

MEMORY = 2**30
"""Bytes of address space that reading a file may take beyond what the interpreter has."""

_NO_MEMORY = 3
"""The exit status of a process that ran out of memory."""


def read_fenced(path: Path, name: str, format: str | None = None) -> Imported:
    """Every entry of a file, read in a process of its own; `name` is what messages call it.

    Raises ProjectError for a file that cannot be opened, is too large, is of no known format,
    or takes too long or too much memory to read.
    """
    try:
        if not path.is_file():
            raise ProjectError(f"{name}: there is no such file")
        size = path.stat().st_size
    except OSError as fault:
        raise ProjectError(f"{name}: the file cannot be read: {fault.strerror}") from None
    if size > MAX_BYTES:
        raise ProjectError(
            f"{name}: the file has {size / 1e6:.1f} MB, and no more than "
            f"{MAX_BYTES // 1_000_000} MB are read at once; split it"
        )
    command = [sys.executable, "-P", "-m", "synth.exchange.fence", str(path.absolute()), name]
    return run([*command, format] if format else command, name)


def run(command: Sequence[str], name: str, seconds: float | None = None) -> Imported:
    """What a process that calls `answer` gives. Raises ProjectError where it gives nothing."""
    limit = SECONDS if seconds is None else seconds
    home = str(Path(synth.__file__).parent.parent)
    known = os.environ.get("PYTHONPATH")
    paths = os.pathsep.join([home, known]) if known else home
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired:
        raise ProjectError(
            f"{name}: the file takes longer than {limit:g} s to read; split it"
        ) from None
    except OSError as fault:
        raise ProjectError(f"{name}: no process to read the file in: {fault.strerror}") from None
    if done.returncode == _NO_MEMORY or b"MemoryError" in done.stderr[-2000:]:
        raise ProjectError(
            f"{name}: the file takes more than {MEMORY >> 20} MiB of memory to read; split it"
        )
    imported = _heard(done.stdout.decode("utf-8", "replace"), name)
    if imported is None or done.returncode:
        raise ProjectError(
            f"{name}: the file cannot be read: the program that reads it broke off "
            f"(exit status {done.returncode})\n"
            "    Export it again in another format, RIS or BibTeX, and tell us about this file."
        )
    return imported


def answer(
    arguments: Sequence[str], read: Read = read_references, memory: int | None = MEMORY
) -> int:
    """Reads a file and writes what it holds on standard output, one JSON array a line.

    `arguments` are the file's path, its name in messages, and its format where it is known.
    The exit status is 0, or 3 when there was too little memory.
    """
    path, name, *formats = arguments
    try:
        if memory is not None:
            _bound(memory)
        imported = read(Path(path).read_bytes(), name, formats[0] if formats else None)
        for line in _said(imported):
            _write(line)
    except ProjectError as fault:
        _write(["error", str(fault)])
    except OSError as fault:
        _write(["error", f"{name}: the file cannot be read: {fault.strerror}"])
    except MemoryError:
        return _NO_MEMORY
    _write(["end"])
    sys.stdout.buffer.flush()
    return 0


def _bound(memory: int) -> None:
    """Bounds this process's address space, where the system can: what it has now, and more."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return
    now = pages * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _write(line: Sequence[Any]) -> None:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")


def _said(imported: Imported) -> Iterator[list[Any]]:
    for reference in imported.references:
        place = reference.place
        yield ["reference", reference.key, reference.item, place.file, place.line, place.column]
    for kind, problems in (("refused", imported.refused), ("problem", imported.problems)):
        for problem in problems:
            yield [kind, problem.to_json()]


def _heard(said: str, name: str) -> Imported | None:
    """What a process said; None when it broke off. Raises ProjectError if that is what it said."""
    references: list[Reference] = []
    problems: dict[str, list[Problem]] = {"refused": [], "problem": []}
    ended = False
    for line in said.split("\n"):
        if not line:
            continue
        try:
            kind, *values = json.loads(line)
        except ValueError:
            return None
        if kind == "error":
            raise ProjectError(values[0])
        if kind == "reference":
            key, item, *place = values
            references.append(Reference(key, item, Place(*place)))
        elif kind in problems:
            problems[kind].append(_problem(values[0], name))
        ended = kind == "end"
    if not ended:
        return None
    return Imported(tuple(references), tuple(problems["refused"]), tuple(problems["problem"]))


def _problem(said: Mapping[str, Any], name: str) -> Problem:
    place = Place(said.get("file", name), said.get("line"), said.get("column"))
    return Problem(
        said["rule"],
        Severity(said["severity"]),
        said["message"],
        place if "file" in said else None,
        said.get("hint"),
        said.get("claim"),
    )


if __name__ == "__main__":
    sys.exit(answer(sys.argv[1:]))
