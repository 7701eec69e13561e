"""synth check --watch: check again whenever a file of the project changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from synth.cli.common import say, visible
from synth.cli.reports import Report
from synth.cli.reports.text import write
from synth.problems import Problem, SynthError, has_errors

OUT = "out"
"""The folder that `synth build` writes to, unless told otherwise."""

POLL = 200
"""How long to wait for the system's word of a change, in milliseconds, before asking again."""


def watch(root: Path, look: Callable[[], Report]) -> bool:
    """Checks with `look` now and after each change below `root`, until Ctrl-C.

    Returns whether the last check found no error. A project that cannot be read for a moment is
    told of, and looked at again at the next change.
    """
    last: Report | None = None
    clean = False
    try:
        for _ in _changes(root):
            click.clear()
            try:
                report = look()
            except (SynthError, OSError) as fault:
                clean = False
                click.echo(visible(f"synth: {fault}"))
            else:
                clean = not has_errors(report.problems)
                write(report)
                if last is not None:
                    _compare(last.problems, report.problems)
                last = report
            click.echo(visible(f"Watching {root}; Ctrl-C ends it."))
    except KeyboardInterrupt:
        click.echo()
    return clean


def relevant(root: Path, path: Path) -> bool:
    """Whether a file belongs to the project: not to its output, nor to a hidden folder.

    What editors leave beside a file while they save it is hidden, or ends in `~`.
    """
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    return (
        bool(parts)
        and parts[0] != OUT
        and not any(part.startswith(".") for part in parts)
        and not path.name.endswith(("~", ".swp", ".tmp"))
        and "__pycache__" not in parts
    )


def _changes(root: Path) -> Iterator[None]:
    """Once at the start, and once for each batch of changes, those during a check included.

    The system is asked to note changes before the first check begins.
    """
    import watchfiles  # slow to load

    batches = watchfiles.watch(
        root,
        watch_filter=lambda _, path: relevant(root, Path(path)),
        debounce=400,
        rust_timeout=POLL,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    started = False
    for batch in batches:
        if batch or not started:
            started = True
            yield


def _compare(before: Sequence[Problem], now: Sequence[Problem]) -> None:
    """Says what is new and what is mended; a problem whose line moved is neither."""
    for words, found in (("New", _less(now, before)), ("Mended", _less(before, now))):
        if found:
            click.echo(f"\n{words} since the last check:")
            for problem in found:
                say(problem)
    if not _less(now, before) and not _less(before, now):
        click.echo("Nothing new since the last check.")


def _less(some: Sequence[Problem], others: Sequence[Problem]) -> list[Problem]:
    """Those of some problems that are not among the others, wherever they stand in their file."""
    left = Counter(_identity(problem) for problem in others)
    found = []
    for problem in some:
        left[_identity(problem)] -= 1
        if left[_identity(problem)] < 0:
            found.append(problem)
    return found


def _identity(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.place.file if problem.place else "", problem.message
