"""The rule about works that a brief lists without citing them."""

from __future__ import annotations

from collections.abc import Iterator

from synth.check.subject import Subject
from synth.problems import Place, Problem, Severity

SHOWN = 5
"""As many keys are named where a brief lists the whole library."""


def uncited_reference(subject: Subject) -> Iterator[Problem]:
    """A work under `nocite` that no sentence cites, and in which nothing cited was read."""
    project, brief = subject.project, subject.brief
    listed = subject.document.nocite
    if not listed:
        return
    used = _used(subject)
    place = brief.places.get("nocite", Place(brief.path))
    if "*" in listed:
        idle = [key for key in project.references if key not in used]
        if idle:
            more = f" and {len(idle) - SHOWN:,} more" if len(idle) > SHOWN else ""
            yield _problem(f"`nocite` lists the whole library, of which nothing cites "
                           f"{', '.join(idle[:SHOWN])}{more}", place)  # fmt: skip
        return
    for key in listed:
        own = project.aliases.get(key, key)
        if own in project.references and own not in used:
            yield _problem(f'"{key}" is listed, and no sentence cites it', place)


def _problem(message: str, place: Place) -> Problem:
    return Problem(
        "uncited-reference",
        Severity.WARNING,
        message,
        place,
        "Cite it where it is used, or take it out of `nocite`: readers take a work that is "
        "listed for one that the brief rests on.",
    )


def _used(subject: Subject) -> set[str]:
    """The works that a citation leads to: those cited, and those in which they were read."""
    cited = {item.reference for item, _ in subject.items()}
    records = (subject.project.record_of(key) for key in cited)
    return cited | {record.via for record in records if record is not None and record.via}
