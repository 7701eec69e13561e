"""Times reading files of the worst shapes: 20 MB that no person wrote.

    python -m benchmarks.worst_shapes [NAME...]

Each row is one fresh process: the seconds that reading takes, and the peak memory of the process
with Python and the text itself. No shape may take more than 20 s or 1 GiB. A format adds its own
as rows of SHAPES.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from synth.exchange import read_references
from synth.problems import ProjectError

SIZE = 20_000_000
"""Characters of a shape, where its kind sets no other measure."""


@dataclass(frozen=True)
class Shape:
    """A file that is made for trouble: its format, and what makes its text."""

    format: str
    make: Callable[[], str]


def _bib(make: Callable[[], str]) -> Shape:
    return Shape("biblatex", make)


def _filled(name: str, part: str) -> Shape:
    """One entry whose field is filled with the same part again and again."""
    return _bib(lambda: f"@a{{b,{name}={{{part * (SIZE // len(part))}}}}}")


def _nested(name: str, depth: int) -> Shape:
    return _bib(lambda: f"@a{{b,{name}={{\\a {'{' * depth}x{'}' * depth}}}}}")


def _lines(number: int, line: Callable[[int], str]) -> Shape:
    return _bib(lambda: "\n".join(map(line, range(number))))


SHAPES: Mapping[str, Shape] = {
    "braces": _bib(lambda: "{" * SIZE),
    "at signs": _bib(lambda: "@" * SIZE),
    "openings": _bib(lambda: "@a{" * (SIZE // 3)),
    "openings, a line each": _bib(lambda: "@a{\n" * (SIZE // 4)),
    "openings, all closed": _bib(lambda: "@a{" * (SIZE // 4) + "}" * (SIZE // 4)),
    "comments": _bib(lambda: "@comment{\n" * (SIZE // 10)),
    "500,000 fields": _bib(lambda: f"@a{{b,{''.join(f'f{n}={{v}},' for n in range(500_000))}}}"),
    "one field 500,000 times": _bib(lambda: f"@a{{b,{'x={v},' * 500_000}}}"),
    "a million names": _bib(lambda: f"@a{{b,author={{{' and '.join(['A B'] * 1_000_000)}}}}}"),
    "ands": _filled("author", "and "),
    "commas in a name": _filled("author", ","),
    "deep title": _nested("title", 100_000),
    "deep name": _nested("author", 100_000),
    "backslashes": _filled("title", "\\"),
    "commands": _filled("title", "\\a "),
    "accents": _filled("title", "\\'"),
    "dollars": _filled("title", "$"),
    "quotation marks": _filled("title", "`'"),
    "capitals": _filled("title", "Foo: Bar "),
    "NUL": _filled("title", "\0"),
    "parts": _bib(lambda: f"@a{{b,title={'a#' * (SIZE // 2)}b}}"),
    "100,000 times one key": _lines(100_000, lambda _: "@a{b,title={x}}"),
    "100,000 entries without key": _lines(100_000, lambda _: "@a{title={x}}"),
    "macros that double": _lines(
        100_000, lambda n: f"@string{{s{n} = s{n - 1} # s{n - 1}}}" if n else '@string{s0 = "ab"}'
    ),
    "a long macro, used often": _lines(
        100_000, lambda n: f"@a{{k{n},title=s # s}}" if n else f"@string{{s={{{'x' * 900_000}}}}}"
    ),
    "chain of 50,000 parents": _lines(50_000, lambda n: f"@book{{k{n},crossref={{k{n + 1}}}}}"),
    "circle of 50,000 parents": _lines(
        50_000, lambda n: f"@book{{k{n},crossref={{k{(n + 1) % 50_000}}}}}"
    ),
    "one parent of 150,000": _lines(
        150_000,
        lambda n: f"@inbook{{k{n},crossref=p}}" if n else f"@book{{p,title={{{'x' * 9000}}}}}",
    ),
    "RIS, 950,000 tags of a record": Shape(
        "ris", lambda: "TY  - JOUR\n" + "AU  - Lee, A\n" * 950_000
    ),
    "RIS, lines without a tag": Shape("ris", lambda: "TY  - JOUR\nTI  - a\n" + "b\n" * (SIZE // 2)),
    "RIS, empty lines": Shape("ris", lambda: "TY  - JOUR\nTI  - a\n" + "\n" * SIZE),
    "RIS, records without an end": Shape("ris", lambda: "TY  - JOUR\n" * (SIZE // 11)),
    "RIS, one line": Shape("ris", lambda: "TY  - JOUR\nAB  - " + "a " * (SIZE // 2)),
    "PubMed, lines that go on": Shape(
        "nbib", lambda: "PMID- 1\nAB  - a\n" + "      b\n" * (SIZE // 8)
    ),
    "EndNote tagged, tags": Shape("enw", lambda: "%0 Book\n" + "%A Lee, A\n" * (SIZE // 10)),
    "Web of Science, lines that go on": Shape(
        "wos", lambda: "PT J\nAU Lee\n" + "   Kim\n" * (SIZE // 7)
    ),
    "EndNote XML, deep": Shape("endnote-xml", lambda: "<xml><records>" + "<a>" * (SIZE // 3)),
    "EndNote XML, authors": Shape(
        "endnote-xml",
        lambda: (
            "<xml><records><record><contributors><authors>"
            + "<author>Lee, A</author>" * (SIZE // 23)
            + "</authors></contributors></record></records></xml>"
        ),
    ),
    "CSL-JSON, deep": Shape("csl-json", lambda: "[" * SIZE),
    "CSL-JSON, authors": Shape(
        "csl-json", lambda: '[{"author":[' + ",".join(['{"family":"Lee"}'] * (SIZE // 18)) + "]}]"
    ),
    "CSL-YAML, deep": Shape("csl-yaml", lambda: "references:\n- id: " + "[" * SIZE),
    "CSL-YAML, one text": Shape(
        "csl-yaml", lambda: "references:\n- id: a\n  title: " + "b " * (SIZE // 2)
    ),
    "CSV, columns": Shape("csv", lambda: "key" + ",a" * (SIZE // 2)),
    "CSV, one cell": Shape("csv", lambda: 'key,title\na,"' + "b" * SIZE),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help="shapes; all if none is named")
    arguments.add_argument("--measure", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        _measure(SHAPES[given.measure])
        return
    print("| shape | format | size | time | peak memory | read | refused |")
    print("|---|---|---|---|---|---|---|")
    for name in given.names or SHAPES:
        command = [sys.executable, "-m", "benchmarks.worst_shapes", "--measure", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"| {name} | {SHAPES[name].format} | {done.stdout.strip()} |", flush=True)


def _measure(shape: Shape) -> None:
    data = shape.make().encode()
    start = time.perf_counter()
    try:
        found = read_references(data, "shape", shape.format)
        read, refused = f"{len(found.references):,}", f"{len(found.refused):,}"
    except ProjectError:
        read, refused = "none", "all"
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(data) / 1e6:.1f} MB | {seconds:.1f} s | {peak:.0f} MiB | {read} | {refused}")


if __name__ == "__main__":
    main()
