"""Subgroups: each pooled by itself, and whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.synthesis.meta.pooling import How, Pooled, Study, pool, pool_vectors, vectors
from synth.synthesis.view import SynthesisError

NOT_KNOWN = "not known"
"""The name of the studies whose group is not known."""


@dataclass(frozen=True, slots=True)
class Group:
    """A subgroup; of one study the estimate is its own, with tau² 0."""

    name: str
    pooled: Pooled


@dataclass(frozen=True, slots=True)
class Between:
    """A test whether the subgroups differ: Q on so many degrees of freedom, and its p."""

    q: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Subgroups in the order in which they first come, and two tests between them.

    Studies whose group is not known are pooled as one, named so, and are in neither test.

    `separate` compares the groups' estimates, each with its own tau² (Cochrane Handbook 6.4,
    section 10.11.3.1). `common` supposes one tau² for all: the omnibus test of a
    meta-regression on the groups, which metafor gives with `mods`.
    """

    groups: tuple[Group, ...]
    separate: Between
    common: Between | None


MOST_GROUPS = 50
"""More groups than a reader can compare."""


def subgroups(studies: Sequence[Study], how: How) -> Subgroups:
    """The studies pooled by their `group`.

    Raises SynthesisError for fewer than two known groups, or groups that cannot be compared.
    """
    members: dict[str, list[Study]] = {}
    for study in studies:
        members.setdefault(study.group or NOT_KNOWN, []).append(study)
    if len(members) < 2:
        raise SynthesisError(
            f'all studies are in one group, "{next(iter(members), "")}"\n'
            "    Name a column by which they differ, or leave the groups out."
        )
    known = [study for study in studies if study.group]
    names = list(dict.fromkeys(study.group for study in known if study.group))
    if len(names) < 2:
        raise SynthesisError(
            f'only one group is known, "{names[0]}", and nothing can be set against it\n'
            "    Fill in the groups of the other studies, or leave the groups out."
        )
    if len(members) > MOST_GROUPS:
        raise SynthesisError(
            f"there are {len(members):,} groups, and {MOST_GROUPS} at most are compared\n"
            "    Is this the right column? Put values of it together."
        )
    groups = tuple(Group(name, _of_one_group(each, how)) for name, each in members.items())
    compared = [group for group in groups if group.name in names]
    return Subgroups(groups, _separate(compared), _common(known, names, how))


def _of_one_group(studies: Sequence[Study], how: How) -> Pooled:
    if len(studies) > 1:
        return pool(studies, how)
    # With one study there is no variance between studies to estimate, and no t without one.
    return pool_vectors(*vectors(studies), How("EE", "z", how.level))


def _separate(groups: Sequence[Group]) -> Between:
    """The test of each group's estimate with its own tau². Raises SynthesisError without se."""
    same = next((each.name for each in groups if each.pooled.se == 0), None)
    if same is not None:
        raise SynthesisError(
            f'all studies of "{same}" have the same estimate, so that by Knapp and Hartung it has '
            "no standard error, and the groups cannot be compared\n"
            '    Take the ordinary test: test="z".'
        )
    weights = [1 / each.pooled.se**2 for each in groups]
    estimates = [each.pooled.estimate for each in groups]
    total = sum(weights)
    mean = sum(w * e for w, e in zip(weights, estimates, strict=True)) / total
    q = sum(w * (e - mean) ** 2 for w, e in zip(weights, estimates, strict=True))
    return _chi_squared(q, len(groups) - 1)


def _common(studies: Sequence[Study], names: Sequence[str], how: How) -> Between | None:
    import numpy as np

    from synth.synthesis.meta.pooling import model

    if len(studies) <= len(names):
        return None
    y, v = vectors(studies)
    x = np.ones((len(studies), len(names)))
    for column, name in enumerate(names[1:], start=1):
        x[:, column] = [float(each.group == name) for each in studies]
    found = model(y, v, x, how)
    differences = found.fit.coefficients[1:]
    q = float(differences @ np.linalg.solve(found.covariance[1:, 1:], differences))
    if found.df is None:
        return _chi_squared(q, len(names) - 1)
    from scipy.special import fdtrc

    df = len(names) - 1
    return Between(q / df, df, float(fdtrc(df, found.df, q / df)))


def _chi_squared(q: float, df: int) -> Between:
    from scipy.special import chdtrc

    return Between(q, df, float(chdtrc(df, q)))
