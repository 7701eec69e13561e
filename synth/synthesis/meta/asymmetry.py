"""Egger's test: do small studies show other effects than large ones?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from synth.synthesis.meta.pooling import How, Study, model, vectors
from synth.synthesis.view import SynthesisError

FEWEST = 10
"""A test with fewer studies has too little power (Cochrane Handbook 6.4, section 13.3.5.4)."""


@dataclass(frozen=True, slots=True)
class Egger:
    """Egger's regression test for funnel plot asymmetry.

    `t`, `df` and `p` are of the classical test: effects on standard errors, weighted by 1/v,
    with an error that is estimated (Egger and others 1997, BMJ 315, 629-634; metafor's
    `regtest` with model="lm"). `bias` is the slope, Egger's intercept; `limit` is the effect
    that a study without sampling error would have. `mixed_z` and `mixed_p` are of the same
    regression in a random-effects model, metafor's default.
    """

    t: float
    df: int
    p: float
    bias: float
    bias_se: float
    limit: float
    mixed_z: float | None
    mixed_p: float | None


def egger(studies: Sequence[Study], how: How) -> Egger:
    """Egger's test. Raises SynthesisError for fewer than ten studies, or all of one precision.

    The mixed model takes the method of `how`, and its test.
    """
    if len(studies) < FEWEST:
        raise SynthesisError(
            f"Egger's test wants {FEWEST} studies or more, and there are {len(studies)}: with "
            "fewer it can hardly tell chance from asymmetry\n"
            "    Leave it out (Cochrane Handbook, section 13.3.5.4)."
        )
    import numpy as np

    y, v = vectors(studies)
    se = np.sqrt(v)
    if float(np.ptp(se)) <= 1e-9 * float(se.max()):
        raise SynthesisError(
            "Egger's test wants studies of different precision, and all have the same "
            "standard error\n    Leave it out."
        )
    x = np.column_stack([np.ones(len(y)), se])
    # With tau² held at 0 the factor of Knapp and Hartung is the residual variance of least
    # squares, so this is the classical weighted regression.
    classical = model(y, v, x, How("EE", "knha"))
    tested = classical.test(1)
    if tested is None or not math.isfinite(tested[0]):
        raise SynthesisError(
            "Egger's test cannot be done: the studies lie exactly on a line\n    Leave it out."
        )
    mixed = model(y, v, x, how).test(1)
    return Egger(
        t=tested[0],
        df=len(studies) - 2,
        p=tested[1],
        bias=float(classical.fit.coefficients[1]),
        bias_se=classical.se(1),
        limit=float(classical.fit.coefficients[0]),
        mixed_z=mixed[0] if mixed else None,
        mixed_p=mixed[1] if mixed else None,
    )
