"""Times reading a BibTeX library: synth beside pandoc, bibtexparser alone and pybtex.

    python -m benchmarks.libraries [--runs 5] [--entries 1000 10000]

Every run is a fresh process that reads a generated file of articles with abstracts, accented
names and braced capitals; the readers take turns, so that a busy machine slows all alike. Given
are medians of the time to read, in seconds, without starting Python and importing the reader,
and of the peak memory of the process. synth reads names, dates, LaTeX and titles to CSL-JSON;
`synth, kept` takes what was kept of the file when it was read before, as every command does;
pandoc is a process of its own and writes CSL-JSON; bibtexparser here only splits entries and
fields, and pybtex splits names too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from synth.cite.pandoc import pandoc_path

READERS = ("synth", "synth, kept", "pandoc", "bibtexparser", "pybtex")

_TEXT = """the effects of social capital on health and wellbeing in British neighbourhoods evidence
from a longitudinal panel study"""
_WORDS = _TEXT.split()
_NAMES = ("Smith", "Jones", r"M{\"u}ller", "van der Berg", r"Garc{\'\i}a", r"{\O}rsted")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--entries", type=int, nargs="*", default=[1000, 10_000])
    arguments.add_argument("--read", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.read:
        _measure(*given.read)
        return
    print("| entries | size | reader | time | of synth's | peak memory |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for number in given.entries:
            for accents in (False, True):
                _compare(Path(folder) / "library.bib", number, accents, given.runs)


def library(number: int, accents: bool) -> str:
    """A library of so many articles; with accents in long words too, or in names alone."""
    dice = random.Random(1)
    words = [rf"{word}{{\"o}}\'e" if accents and len(word) > 6 else word for word in _WORDS]
    return "\n".join(_entry(dice, each, words) for each in range(number))


def _entry(dice: random.Random, number: int, words: list[str]) -> str:
    people = " and ".join(
        f"{dice.choice(_NAMES)}, {dice.choice(['Ann', 'Bob C.', 'Dee'])}"
        for _ in range(dice.randint(1, 5))
    )
    return f"""@article{{key{number},
  author = {{{people}}},
  title = {{{" ".join(dice.choices(words, k=12)).title()} in {{England}}}},
  journal = {{Journal of {dice.choice(_WORDS).title()} Studies}},
  year = {{{dice.randint(1970, 2025)}}},
  volume = {{{number % 80}}},
  number = {{{number % 7}}},
  pages = {{{number}--{number + 12}}},
  doi = {{10.1234/abc.{number}}},
  url = {{https://example.org/{number}%20x}},
  abstract = {{{" ".join(dice.choices(words, k=120))}}}
}}
"""


def _compare(file: Path, number: int, accents: bool, runs: int) -> None:
    file.write_text(library(number, accents), encoding="utf-8")
    taken: dict[str, list[tuple[float, float]]] = {reader: [] for reader in READERS}
    os.environ["SYNTH_CACHE"] = str(file.parent / "cache")
    _in_a_process("synth, kept", file)  # which keeps it
    for _ in range(runs):
        for reader in READERS:
            seconds, memory = _in_a_process(reader, file)
            taken[reader].append((seconds, memory))
    size = f"{file.stat().st_size / 1e6:.1f} MB{', accents' if accents else ''}"
    own = statistics.median(seconds for seconds, _ in taken["synth"])
    for reader, each in taken.items():
        time_ = statistics.median(seconds for seconds, _ in each)
        memory = statistics.median(megabytes for _, megabytes in each)
        print(
            f"| {number:,} | {size} | {reader} | {time_:.2f} s | {time_ / own:.2f} "
            f"| {memory:.0f} MB |",
            flush=True,
        )


def _in_a_process(reader: str, file: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.libraries", "--read", reader, str(file)]
    done = subprocess.run(command, check=True, capture_output=True)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def _measure(reader: str, file: str) -> None:
    """Prints the seconds that reading takes and the peak memory in megabytes, as JSON."""
    read = _reader(reader)
    text = Path(file).read_text(encoding="utf-8")
    start = time.perf_counter()
    found = read(text)
    seconds = time.perf_counter() - start
    assert found == text.count("@article")
    who = resource.RUSAGE_CHILDREN if reader == "pandoc" else resource.RUSAGE_SELF
    print(json.dumps([seconds, resource.getrusage(who).ru_maxrss * 1024 / 1e6]))


def _reader(name: str) -> Callable[[str], int]:
    """A function that reads a text and gives the number of its entries."""
    if name == "synth":
        from synth.exchange.bibtex.read import read_bibtex

        return lambda text: len(read_bibtex(text, "library.bib").references)
    if name == "synth, kept":
        return _kept
    if name == "pandoc":
        return _pandoc
    if name == "bibtexparser":
        import bibtexparser

        return lambda text: len(bibtexparser.parse_string(text, parse_stack=[]).entries)
    from pybtex.database import parse_string  # type: ignore[import-untyped]

    return lambda text: len(parse_string(text, "bibtex").entries)


def _kept(text: str) -> int:
    from synth.load.library_file import read_library

    data = text.encode()
    return len(read_library(data, "library.bib", hashlib.sha256(data).hexdigest()).references)


def _pandoc(text: str) -> int:
    command = [pandoc_path(), "--from=biblatex", "--to=csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return len(json.loads(done.stdout))


if __name__ == "__main__":
    main()
