"""Leave-one-out: how much the pooled estimate hangs on each study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synth.synthesis.meta.pooling import How, Pooled, Study, pool_vectors, vectors
from synth.synthesis.view import SynthesisError


@dataclass(frozen=True, slots=True)
class Without:
    """What is left when one study is left out."""

    study: str
    pooled: Pooled


MOST = 1000
"""Leaving out one of more studies than this takes minutes and changes nothing."""


def leave_one_out(studies: Sequence[Study], how: How) -> tuple[Without, ...]:
    """The studies pooled once without each. Raises SynthesisError where that cannot be done."""
    if len(studies) < 3:
        raise SynthesisError(
            "to leave one study out there have to be three or more\n    Leave this out."
        )
    if len(studies) > MOST:
        raise SynthesisError(
            f"leaving one out is for {MOST:,} studies at most, and there are {len(studies):,}: "
            "one of so many hardly counts\n    Leave this out, or pool fewer."
        )
    import numpy as np

    y, v = vectors(studies)
    return tuple(
        Without(each.label, pool_vectors(np.delete(y, i), np.delete(v, i), how))
        for i, each in enumerate(studies)
    )
