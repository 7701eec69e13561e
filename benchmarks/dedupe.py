"""Times the search for duplicates, and counts what it finds and what it finds wrongly.

    python -m benchmarks.dedupe [--records N] [--seed N] [--min-score S]

The records are made up: titles of a model of evidence papers, with authors, years, journals and
DOIs. One in ten has a second record of itself, changed in one of the ways of KINDS; one in ten
has a neighbour that is another work, of the kinds of OTHERS (`tests/made_up_library.py`). The
rules were set on seed 1; the figures that count are those of another seed.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter

from synth.library.dedupe import MIN_SCORE, duplicates
from tests.made_up_library import KINDS, OTHERS, library


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("--records", type=int, default=35_000)
    arguments.add_argument("--seed", type=int, default=2)
    arguments.add_argument("--min-score", type=float, default=MIN_SCORE)
    arguments.add_argument("--show", type=int, default=0, help="As many wrong pairs are shown.")
    given = arguments.parse_args()
    works, planted = library(given.records, random.Random(given.seed))
    started = time.perf_counter()
    pairs = duplicates(works, given.min_score)
    seconds = time.perf_counter() - started
    found = {frozenset(pair.keys): pair for pair in pairs}
    true = {frozenset((key, model)) for key, (model, _) in planted.items() if key[0] == "d"}
    right = len(true & set(found))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(works):,} records, seed {given.seed}: {seconds:.1f} s, {memory} MiB")
    print(f"recall    {right / len(true):.3f} ({right} of {len(true)})")
    print(f"precision {right / max(1, len(found)):.3f} ({right} of {len(found)})")
    total, hit = Counter[str](), Counter[str]()
    for key, (model, kind) in planted.items():
        total[kind] += 1
        hit[kind] += frozenset((key, model)) in found
    for kind in [*KINDS, *OTHERS]:
        print(
            f"  {kind}: {hit[kind]} of {total[kind]} paired{' (wrongly)' if kind in OTHERS else ''}"
        )
    by_key = {work.key: work for work in works}
    for keys in [*(set(found) - true)][: given.show]:
        print(
            f"wrongly {found[keys].score} {found[keys].reason}",
            *(by_key[k].item for k in keys),
            sep="\n   ",
        )
    for keys in [*(true - set(found))][: given.show]:
        print("missed", *(by_key[k].item for k in keys), sep="\n   ")


if __name__ == "__main__":
    main()
