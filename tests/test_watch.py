"""synth check --watch: what is said after each change, of a real process and real files."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.cli.watch import relevant
from tests.conftest import Copy

PATIENCE = 60
"""How long to wait for a sign of life, in seconds, before the test is given up."""


class Watching:
    """A `synth check --watch` that is running, and what it prints."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "synth", "check", "--watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def report(self) -> str:
        """What is printed up to the end of the next check."""
        told = ""
        while "Watching " not in told:
            told += self.lines.get(timeout=PATIENCE)
        return told

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def watching(project: Copy) -> Iterator[Watching]:
    with Watching(project.root, "--project", str(project.root)) as started:
        yield started


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_each_change_is_checked(project: Copy, watching: Watching) -> None:
    assert "No problems." in watching.report()

    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    told = watching.report()
    assert "New since the last check:\nbriefs/both.md:8:36: error[unknown-finding]" in told

    # neither the output nor a hidden folder is a change, a line that moves is no news
    project.write("out/demo/clubs.html", "x")
    project.write(".git/index", "x")
    project.replace("briefs/both.md", "\n---\n", "\n---\n\n\n")
    told = watching.report()
    assert "briefs/both.md:10:36: error[unknown-finding]" in told
    assert "Nothing new since the last check." in told

    # broken for a moment: the folder of briefs is away, as while it is being replaced
    shutil.move(project.root / "briefs", project.root / "away")
    assert "not a project" in watching.report()
    shutil.move(project.root / "away", project.root / "briefs")
    assert "briefs/both.md:10:36" in watching.report()

    project.replace("briefs/both.md", "@lee2019#atendance", "@lee2019#attendance")
    told = watching.report()
    assert "Mended since the last check:\nbriefs/both.md:10:36: error[unknown-finding]" in told
    assert "No problems." in told
    assert watching.stop() == 0
    assert "Traceback" not in "".join(watching.lines.queue)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_it_ends_with_status_1_while_an_error_is_open(project: Copy) -> None:
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    with Watching(project.root) as watching:
        assert "unknown-finding" in watching.report()
        assert watching.stop() == 1


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("briefs/both.md", True),
        ("references/library.bib", True),
        ("templates/schools/screen.css", True),
        ("synth.toml", True),
        ("charts/one.png", True),
        ("briefs/out/x.md", True),
        ("out/demo/clubs.html", False),
        (".git/index", False),
        ("briefs/.both.md.swp", False),
        ("briefs/both.md~", False),
        (".venv/lib/x.py", False),
    ],
)
def test_what_counts_as_a_change(path: str, counts: bool) -> None:
    assert relevant(Path("/p"), Path("/p") / path) is counts
    assert not relevant(Path("/p"), Path("/elsewhere") / path)


def test_watching_is_for_a_person(project: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "synth", "check", "--watch", "--output-format", "json"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--watch prints text" in done.stderr
