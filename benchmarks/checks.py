"""Times `synth check` beside pandoc, which knows nothing of claims, on the same texts.

    python -m benchmarks.checks [--runs N] [--briefs 200] [--claims 40]

The briefs are made from the paragraphs of this repository's, each sentence with words of its
own, so that nothing that was worked out for one serves for another. The aims are those of the
README; what counts is the ratio, as machines differ.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from synth.cite.pandoc import pandoc_path

ROOT = Path(__file__).parents[1]
SYNTH = [sys.executable, "-m", "synth", "check", "--project"]
NOTHING_KEPT = {"SYNTH_CACHE": os.devnull}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--briefs", type=int, default=200)
    arguments.add_argument("--claims", type=int, default=40)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = {"SYNTH_CACHE": folder}
        own, own_text = [*SYNTH, str(ROOT)], _text_of(ROOT / "briefs", Path(folder) / "own.md")
        many = _many(Path(folder) / "many", asked.briefs, asked.claims)
        many_text = _text_of(many / "briefs", Path(folder) / "many.md")
        print("| what | synth | pandoc --citeproc | ratio | aim |\n|---|---|---|---|---|")
        rows = (
            ("this repository, nothing kept", own, NOTHING_KEPT, own_text, "0.8 s"),
            ("this repository, nothing changed", own, kept, own_text, "0.3 s"),
            (f"{asked.briefs} briefs of {asked.claims} claims, nothing kept",
             [*SYNTH, str(many)], NOTHING_KEPT, many_text, "10 s"),
        )  # fmt: skip
        for name, command, environment, text, aim in rows:
            runs = asked.runs if "briefs" not in name else max(1, asked.runs // 2)
            ours, peer = _medians(command, environment, _pandoc(text), runs)
            print(f"| {name} | {ours:.2f} s | {peer:.2f} s | {ours / peer:.2f} | {aim} |")


def _pandoc(text: Path) -> Sequence[str]:
    library = ROOT / "references" / "library.bib"
    return [
        pandoc_path(), str(text), "--standalone", "--citeproc", f"--bibliography={library}",
        "-o", str(text.with_suffix(".html")),
    ]  # fmt: skip


def _medians(
    ours: Sequence[str], environment: dict[str, str], peer: Sequence[str], runs: int
) -> list[float]:
    """The median time of each, in seconds, taking turns; the first turn is not counted."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):
        for command, more, taken in ((ours, environment, times[0]), (peer, {}, times[1])):
            start = time.perf_counter()
            subprocess.run(
                command, check=False, capture_output=True, cwd=ROOT, env=os.environ | more
            )
            if turn:
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def _many(folder: Path, briefs: int, claims: int) -> Path:
    """A project with this repository's evidence and many briefs, ten to a series."""
    shutil.copytree(ROOT / "references", folder / "references")
    drawn = random.Random(4)
    paragraphs = [each for each in _paragraphs() if "[@" in each]
    audiences = ("schools", "councils", "health-partners")
    for number in range(briefs):
        body: list[str] = []
        while sum(each.count("[@") for each in body) < claims:
            body.append(
                re.sub(r" \[@", lambda _: f" {_own_words(drawn)} [@", drawn.choice(paragraphs))
            )
        series = folder / "briefs" / f"series-{number // 10}"
        series.mkdir(parents=True, exist_ok=True)
        head = f"---\ntitle: Brief {number}\naudience: {audiences[number % 3]}\n---\n\n"
        (series / f"brief-{number}.md").write_text(head + "\n\n".join(body) + "\n", "utf-8")
    return folder


def _paragraphs() -> list[str]:
    """The paragraphs of this repository's briefs that need no template."""
    found: list[str] = []
    for path in sorted((ROOT / "briefs").rglob("*.md")):
        found += re.split(r"\n\s*\n", path.read_text("utf-8").split("---\n", 2)[2])
    return [each for each in found if not re.search(r"\{\{|^\s*(?:[#|]|\d|-|\{:)", each)]


def _own_words(drawn: random.Random) -> str:
    """A few words that no other sentence has."""
    name = "".join(drawn.choice("bdfgklmnprst") + drawn.choice("aeiou") for _ in range(4))
    return f"near {name.title()} and its neighbours"


def _text_of(briefs: Path, path: Path) -> Path:
    """The texts of some briefs in one file, as pandoc reads it."""
    texts = [each.read_text("utf-8").split("---\n", 2)[2] for each in sorted(briefs.rglob("*.md"))]
    body = re.sub(r"\{\{.*?\}\}", "0", "\n\n".join(texts))
    path.write_text(re.sub(r"(@[\w-]+)#[\w-]+", r"\1", body), "utf-8")
    return path


if __name__ == "__main__":
    main()
