"""Many briefs at once, each in a process of its own."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from synth.build import Built, build_task
from synth.checking import Checked, Task, check_tasks
from synth.model import Project

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_POOL = 24
"""Starting processes takes as long as checking this many briefs."""


def default_jobs(count: int) -> int:
    """How many processes are worth starting for some tasks: at most one a processor."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(count, available or 1))


def check_many(project: Project, tasks: Sequence[Task], jobs: int = 1) -> tuple[Checked, ...]:
    """What the checks say of each task, in their order."""
    pool = _pool(min(jobs, len(tasks))) if jobs > 1 and len(tasks) >= WORTH_A_POOL else None
    if pool is None:
        return check_tasks(project, tasks)

    def spread(function: Callable[[T], R], items: Iterable[T]) -> Iterable[R]:
        listed = list(items)  # in few shares: each takes the project with it
        return pool.map(function, listed, chunksize=-(-len(listed) // (3 * jobs)))

    with pool:
        return check_tasks(project, tasks, spread)


def build_many(
    project: Project,
    tasks: Sequence[Task],
    formats: Sequence[str],
    out: Path,
    *,
    draft: bool = False,
    jobs: int = 1,
    done: Callable[[Built], None] = lambda _: None,
) -> tuple[Built, ...]:
    """What became of each task, in their order; `done` is told of each as it ends.

    Raises what `build_task` raises.
    """
    checked = check_many(project, tasks, jobs)
    pool = _pool(min(jobs, len(tasks))) if jobs > 1 and len(tasks) > 1 else None
    if pool is None:
        return tuple(_told(build_task(project, each, formats, out, draft=draft), done)
                     for each in checked)  # fmt: skip
    from concurrent.futures import as_completed

    with pool:
        waiting = {
            pool.submit(build_task, project, each, formats, out, draft=draft): each.task
            for each in checked
        }
        found = {waiting[future]: _told(future.result(), done) for future in as_completed(waiting)}
    return tuple(found[task] for task in tasks)


def _pool(size: int) -> ProcessPoolExecutor | None:
    """Some processes, which look for cycles as seldom as this one does.

    None where the system grants none: a locked-down machine may have no semaphores.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    try:
        return ProcessPoolExecutor(size, get_context("spawn"), gc.set_threshold, gc.get_threshold())
    except (OSError, ImportError):
        return None


def _told(built: Built, done: Callable[[Built], None]) -> Built:
    done(built)
    return built
