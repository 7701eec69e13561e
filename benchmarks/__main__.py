"""Times synth beside pandoc on the same text in the same run.

    python -m benchmarks [--runs N]

Every row is the median of N runs, taken in turns, so that a busy machine slows both alike.
What counts is the ratio. pandoc gets the brief's text with its citations, the library and the
style; it knows of no findings, notes, panels, tags for screen readers or manifest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from synth.cite.pandoc import pandoc_path
from synth.load import load
from synth.model import Brief, Project
from synth.styles import style_path

ROOT = Path(__file__).parents[1]
BRIEF = "social-capital-2025/schools"


@dataclass(frozen=True)
class Row:
    """A command of ours, the peer that it is set against, and the ratio that we want."""

    name: str
    ours: Sequence[str]
    peer_name: str
    peer: Sequence[str]
    aim: float | None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    runs = arguments.parse_args().runs
    project = load(ROOT)
    brief = project.brief(BRIEF)
    assert brief is not None
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_rows(project, brief, Path(folder)))
        print("| what | synth | peer | peer's time | ratio | aim |")
        print("|---|---|---|---|---|---|")
        for row in rows:
            ours, peer = _medians((row.ours, row.peer), runs, Path(folder))
            aim = f"at most {row.aim}" if row.aim else ""
            print(
                f"| {row.name} | {ours:.2f} s | {row.peer_name} | {peer:.2f} s "
                f"| {ours / peer:.2f} | {aim} |",
                flush=True,
            )


def _rows(project: Project, brief: Brief, folder: Path) -> list[Row]:
    python = sys.executable
    synth = [python, "-m", "synth"]
    own = ["--project", str(ROOT)]
    text, library = _for_pandoc(project, brief, folder)
    style = style_path(project.audiences[brief.audiences[0]].style, ROOT)
    pandoc = [
        pandoc_path(), str(text), "--standalone", "--citeproc", f"--csl={style}",
        f"--bibliography={library}", "--metadata=link-citations:true",
    ]  # fmt: skip
    weasyprint = f"--pdf-engine={Path(python).parent / 'weasyprint'}"
    build = [*synth, "build", BRIEF, *own, "--out", str(folder / "out"), "--format"]
    plain = [python, "-c", "pass"]
    return [
        Row("`--help`", [*synth, "build", "--help"], "python -c pass", plain, None),
        Row("`import synth`", [python, "-c", "import synth"], "python -c pass", plain, None),
        Row(
            "check one brief, nothing kept",
            ["env", f"SYNTH_CACHE={os.devnull}", *synth, "check", BRIEF, *own],
            "pandoc --citeproc", [*pandoc, "-o", str(folder / "x.html")], None,
        ),
        Row(
            "build one brief, HTML", [*build, "html"],
            "pandoc --citeproc", [*pandoc, "-o", str(folder / "x.html")], 2.5,
        ),
        Row(
            "build one brief, PDF", [*build, "pdf"],
            "pandoc --pdf-engine=weasyprint",
            [*pandoc, weasyprint, "-o", str(folder / "x.pdf")], 1.0,
        ),
    ]  # fmt: skip


def _for_pandoc(project: Project, brief: Brief, folder: Path) -> tuple[Path, Path]:
    """The brief's text as pandoc reads it, and the library as CSL-JSON."""
    body = "\n".join(brief.source.split("\n")[brief.body_line - 1 :])
    body = re.sub(r"\{\{.*?\}\}", "0", body)
    body = re.sub(r"\{%.*?%\}|^\{:.*\}$", "", body, flags=re.M)
    body = re.sub(r"(@[\w-]+)#[\w-]+", r"\1", body)
    text = folder / "brief.md"
    text.write_text(f"---\ntitle: {brief.head.title!r}\nlang: en-GB\n---\n{body}", encoding="utf-8")
    library = folder / "library.json"
    items = [dict(reference.item) for reference in project.references.values()]
    library.write_text(json.dumps(items), encoding="utf-8")
    return text, library


def _medians(commands: Sequence[Sequence[str]], runs: int, folder: Path) -> list[float]:
    """The median time of each command, in seconds, the commands taking turns."""
    times: list[list[float]] = [[] for _ in commands]
    for number in range(runs + 1):
        for command, taken in zip(commands, times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder, env=os.environ)
            if number:  # the first run only warms the file cache
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


if __name__ == "__main__":
    main()
