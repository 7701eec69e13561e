"""Times `synth refs search` on generated references, beside a scan of them all.

    python -m benchmarks.search [--references 100000] [--runs 7]

The references have titles, authors and journals, and every one has an abstract; words are as
common as in a language (Zipf's law). The peers look at every reference: one with Python's `in`,
one with rapidfuzz. Each row is the median of its runs, in milliseconds, of opening the index,
seeing that the files did not change, searching and ranking.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path

from rapidfuzz import fuzz, process

from synth.library.search import search
from synth.library.sources import LibraryFile

IN_A_FILE = 20_000
WORDS = 40_000
LETTERS = "etaoinshrdlucmfwypvb"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--references", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    dice = random.Random(1)
    words = ["".join(dice.choices(LETTERS, k=dice.randint(3, 10))) for _ in range(WORDS)]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "references").mkdir()
        (root / "briefs").mkdir()
        texts = _write(root / "references", dice, words, given.references)
        paths = sorted((root / "references").iterdir())
        files = [LibraryFile(path, f"references/{path.name}") for path in paths]
        size = sum(path.stat().st_size for path in paths) / 1e6
        print(f"{given.references:,} references, {size:.0f} MB in {len(files)} files")
        cache = root / "cache"
        start = time.perf_counter()
        search(files, words[0], 20, cache, root)
        print(f"the index is built in {time.perf_counter() - start:.1f} s")
        print("| what | search | `in` | rapidfuzz |")
        print("|---|---|---|---|")
        for label, query in _queries(words):
            plain = query.replace("author:", "").split(" year:")[0]
            times = (
                _time(given.runs, partial(search, files, query, 20, cache, root)),
                _time(given.runs, partial(_scan, plain, texts)),
                _time(1, partial(process.extract, plain, texts, scorer=fuzz.partial_ratio)),
            )
            print(f"| {label} | {' | '.join(f'{each:.1f} ms' for each in times)} |")
        whole = _time(given.runs, lambda: _command(root, cache, words[200]))
        bare = _time(given.runs, lambda: subprocess.run([sys.executable, "-c", ""], check=True))
        print(f"the whole command: {whole:.0f} ms, of which Python's own start is {bare:.0f} ms")


def _scan(word: str, texts: Sequence[str]) -> list[str]:
    return [text for text in texts if word in text]


def _queries(words: Sequence[str]) -> Sequence[tuple[str, str]]:
    return (
        ("a rare word", words[5_000]),
        ("a common word", words[50]),
        ("the commonest word", words[0]),
        ("three words", f"{words[10]} {words[40]} {words[90]}"),
        ("an author since 2015", f"author:{words[300]} year:2015-"),
        ("one letter", "s"),
    )


def _write(folder: Path, dice: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Writes the references as BibTeX; their texts are returned for the peers."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(number: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=number))

    texts: list[str] = []
    for start in range(0, count, IN_A_FILE):
        entries = []
        for number in range(start, min(start + IN_A_FILE, count)):
            title, abstract = some(12), some(150)
            authors = f"{some(1)}, {some(1)} and {some(1)}, {some(1)}"
            texts.append(f"{title} {authors} {abstract}")
            entries.append(
                f"@article{{work{number},\n  author = {{{authors}}},\n  title = {{{title}}},\n"
                f"  journal = {{{some(4)}}},\n  year = {{{dice.randint(1950, 2026)}}},\n"
                f"  doi = {{10.5555/{number}}},\n  abstract = {{{abstract}}}\n}}\n"
            )
        (folder / f"library{start:06}.bib").write_text("\n".join(entries), encoding="utf-8")
    return texts


def _command(root: Path, cache: Path, query: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "synth", "refs", "search", query, "--project", root,
         "--output-format", "json"],
        check=True, capture_output=True, env={**os.environ, "SYNTH_CACHE": str(cache)},
    )  # fmt: skip
    json.loads(done.stdout)


def _time(runs: int, work: Callable[[], object]) -> float:
    """The median of some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
