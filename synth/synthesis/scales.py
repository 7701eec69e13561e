"""The rating scale that a view is asked for by name."""

from __future__ import annotations

from synth.model import Framework, Project
from synth.synthesis.view import SynthesisError, UnknownWordError


def scale_of(name: str, project: Project) -> Framework:
    """A framework by which findings can be rated.

    Raises UnknownWordError for a name that there is not, and SynthesisError for a framework that
    rates several things and so has no levels of its own.
    """
    known = project.frameworks.get(name)
    if known is None:
        raise UnknownWordError.among("framework", name, sorted(project.frameworks))
    if not known.levels:
        scales = ", ".join(f"{name}/{scale.id}" for scale in known.scales)
        raise SynthesisError(
            f'the framework "{name}" rates several things\n    Name one: {scales}.'
        )
    return known
