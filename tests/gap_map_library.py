"""A library of evidence made from a table of findings, for maps."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.conftest import Copy

CASES = Path(__file__).parent / "synthesis" / "gap_map"
Row = Mapping[str, str]

VOCABULARY = """
outcomes:
  - {id: attendance, label: Attendance at school, desired: increase}
  - {id: low-mood, label: Low mood, desired: decrease}
  - {id: tea, label: Drinking tea}
exposures:
  - {id: clubs, label: Clubs after school}
  - {id: isolation, label: Isolation}
  - {id: weather, label: Weather}
designs:
  - {id: randomised-trial, label: Randomised trial, causal: true}
  - {id: cross-sectional, label: One survey at one time, causal: false}
"""


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of the cases."""
    return list(csv.DictReader((CASES / name).read_text(encoding="utf-8").splitlines()))


def hold(project: Copy, rows: Iterable[Row], vocabulary: str = VOCABULARY) -> None:
    """Makes the findings the whole evidence of the project, and one brief that maps it."""
    for path in [*project.root.glob("references/records/*"), *project.root.glob("briefs/**/*.*")]:
        path.unlink()
    project.write("references/vocabulary.yaml", vocabulary)
    studies: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        studies[row["study"]].append(row)
    library = []
    for key, findings in studies.items():
        name = f"{key[0].upper()}{key.rstrip('0123456789')[1:]}"
        library.append(
            f"@article{{{key}, author={{{name}, A.}}, title={{On {key}}}, year={{{key[-4:]}}}}}"
        )
        project.write(f"references/records/{key}.yaml", "\n".join(_record(key, findings)))
    project.write("references/library.bib", "\n".join(library))
    project.write(
        "briefs/map.md",
        "---\ntitle: Where the evidence is\naudience: health-partners\n---\n\n"
        "## Map\n\n{{ gap_map() }}\n",
    )


def _record(key: str, findings: list[Row]) -> Iterable[str]:
    first = findings[0]
    yield f"reference: {key}\nread: abstract"
    if first["design"]:
        yield f"design: {first['design']}"
    if first["countries"]:
        yield f"countries: [{first['countries'].replace(' ', ', ')}]"
    if first["people"]:
        yield f"population: {first['people']}"
    yield "findings:"
    for each in findings:
        yield f"  {each['finding']}:\n    outcome: {each['outcome']}\n    direction: mixed"
        yield f"    statement: What {key} says of {each['finding']}."
        yield "    locator: {label: page, value: '1'}"
        if each["exposure"]:
            yield f"    exposure: {each['exposure']}"
        if each["grade"]:
            yield f"    appraisal: {{grade: {{level: {each['grade']}, why: a case of a test}}}}"
