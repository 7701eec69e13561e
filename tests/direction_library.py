"""A library of studies with directions, for the plots of directions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.conftest import Copy

VOCABULARY = """
outcomes:
  - {id: attendance, label: Attendance at school, desired: increase, domain: School}
  - {id: low-mood, label: Low mood, desired: decrease, domain: Health}
  - {id: sleep, label: Sound sleep, desired: increase, domain: Health}
  - {id: tea, label: Drinking tea}
exposures:
  - {id: clubs, label: Clubs after school}
  - {id: isolation, label: Isolation}
designs:
  - {id: randomised-trial, label: Randomised trial, causal: true}
  - {id: cross-sectional, label: One survey at one time, causal: false}
"""


@dataclass(frozen=True)
class Study:
    """A study: `found` has a word for each result, `outcome exposure direction`."""

    key: str
    found: tuple[str, ...]
    sample: int | None = None
    design: str | None = "cross-sectional"
    grade: str | None = None


def hold(project: Copy, studies: Iterable[Study], text: str = "") -> None:
    """Makes the studies the whole evidence of the project, and `text` its only brief."""
    for path in [*project.root.glob("references/records/*"), *project.root.glob("briefs/**/*.*")]:
        path.unlink()
    project.write("references/vocabulary.yaml", VOCABULARY)
    library = []
    for study in studies:
        name = study.key.rstrip("0123456789").capitalize()
        year = study.key[-4:]
        library.append(
            f"@article{{{study.key}, author={{{name}, A.}}, title={{On it}}, year={{{year}}}}}"
        )
        project.write(f"references/records/{study.key}.yaml", "\n".join(_record(study)))
    project.write("references/library.bib", "\n".join(library))
    head = "---\ntitle: Which way\naudience: health-partners\n---\n\n"
    project.write("briefs/way.md", f"{head}## Way\n\n{text or 'Nothing yet.'}\n")


def _record(study: Study) -> Iterable[str]:
    yield f"reference: {study.key}\nread: abstract"
    if study.design:
        yield f"design: {study.design}"
    if study.sample is not None:
        yield f"sample: {study.sample}"
    if study.grade:
        yield f"appraisal:\n  grade: {{level: {study.grade}, why: as judged}}"
    yield "findings:"
    for number, words in enumerate(study.found):
        outcome, exposure, direction = words.split()
        yield f"  f{number}:\n    outcome: {outcome}\n    statement: What was found."
        yield '    locator: {label: page, value: "3"}'
        yield f"    exposure: {exposure}" if exposure != "-" else "    exposure: null"
        yield f"    direction: {direction}" if direction != "-" else "    direction: null"
