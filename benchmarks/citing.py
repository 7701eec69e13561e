"""Times the citing of 30 works 60 times in APA beside pandoc, in the same run.

    python -m benchmarks.citing [--runs N]

`cite` is the function of synth/cite alone, on a document that is composed: with nothing kept, and
with the answer kept. `synth cite` is the whole command. pandoc does the same work from the same
Markdown and the same library in CSL-JSON. Medians of N runs, taken in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from synth.cite import cite
from synth.cite.pandoc import pandoc_path
from synth.citing import compose_file
from synth.styles import style_path

WORKS, CITATIONS = 30, 60


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    runs = arguments.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SYNTH_CACHE"] = str(folder / "cache")
        text, library = _written(folder)
        style = style_path("apa", folder)
        composed = compose_file(text, [library], "apa", "en-GB")
        pandoc = [pandoc_path(), str(text), "--citeproc", f"--csl={style}",
                  f"--bibliography={library}", "-M", "lang=en-GB",
                  "-o", str(folder / "x.html")]  # fmt: skip
        command = [sys.executable, "-m", "synth", "cite", str(text), "-b", str(library),
                   "-s", "apa", "-l", "en-GB", "-o", str(folder / "y.html")]  # fmt: skip

        def ours() -> None:
            cite(composed.document, composed.project, "apa", "en-GB")

        def fresh(job: Callable[[], None]) -> Callable[[], None]:
            def run() -> None:
                shutil.rmtree(folder / "cache", ignore_errors=True)
                job()

            return run

        jobs: dict[str, Callable[[], None]] = {
            "pandoc --citeproc": lambda: _run(pandoc),
            "`cite`, nothing kept": fresh(ours),
            "`cite`, kept": ours,
            "`synth cite`, nothing kept": fresh(lambda: _run(command)),
            "`synth cite`, kept": lambda: _run(command),
        }
        times: dict[str, list[float]] = {each: [] for each in jobs}
        for number in range(runs + 1):
            for each, job in jobs.items():
                start = time.perf_counter()
                job()
                if number:
                    times[each].append(time.perf_counter() - start)
        print("| what | median | against pandoc |\n|---|---|---|")
        peer = statistics.median(times["pandoc --citeproc"])
        for each, taken in times.items():
            median = statistics.median(taken)
            print(f"| {each} | {median * 1000:.0f} ms | {(median - peer) * 1000:+.0f} ms |")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _written(folder: Path) -> tuple[Path, Path]:
    """A text that cites, and its library."""
    works = [
        {
            "id": f"work{number}",
            "type": "article-journal",
            "title": f"Neighbours and children: study {number}",
            "author": [{"family": f"Author{number % 11}", "given": "Ann B."},
                       {"family": f"Other{number % 7}", "given": "Carl"}],
            "container-title": "Journal of Place",
            "volume": str(number),
            "page": f"{number}-{number + 9}",
            "issued": {"date-parts": [[2000 + number % 20]]},
            "DOI": f"10.1234/jp.{number}",
        }
        for number in range(WORKS)
    ]  # fmt: skip
    lines = [
        f"A claim of sorts, number {number} [@work{number % WORKS}, p. {number}; "
        f"@work{(number * 7 + 3) % WORKS}].\n"
        for number in range(CITATIONS)
    ]
    (folder / "library.json").write_text(json.dumps(works), encoding="utf-8")
    (folder / "text.md").write_text("\n".join(lines), encoding="utf-8")
    return folder / "text.md", folder / "library.json"


if __name__ == "__main__":
    main()
