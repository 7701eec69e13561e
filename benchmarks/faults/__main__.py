"""Plants faults into correct projects, one at a time, and reports how many the checks find.

    python -m benchmarks.faults [--half dev|held-out] [--subject S]... [--operator O]...
                                [--show misses] [--write]

The rules may be tuned to the faults of the half `dev`. Those of the held-out half are for the
measurement alone: `--show misses` shows none of them.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.faults.measure import measure
from benchmarks.faults.operators import OPERATORS
from benchmarks.faults.report import HALVES, misses, report
from benchmarks.faults.subject import FOLDERS

REPORT = Path(__file__).parent / "report.md"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--subject", choices=list(FOLDERS), action="append", default=[])
    parser.add_argument("--operator", choices=list(OPERATORS), action="append", default=[])
    parser.add_argument(
        "--show", choices=["misses"], help="list the faults of dev that are not caught"
    )
    parser.add_argument(
        "--write", action="store_true", help="write report.md; only for a whole run"
    )
    asked = parser.parse_args()
    if asked.write and (asked.half or asked.subject or asked.operator):
        parser.error("--write is for a whole run")
    started = time.perf_counter()
    measured = measure(asked.subject, asked.half, asked.operator)
    if asked.show:
        for line in misses([each for each in measured.results if each.half == "dev"]):
            print(line)
        print()
    text = report(measured)
    if asked.write:
        REPORT.write_text(text, encoding="utf-8")
    print(text)
    print(f"{len(measured.results):,} faults in {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
