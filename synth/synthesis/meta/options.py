"""What a writer may ask of a meta-analysis of findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from synth.model import Evidence
from synth.synthesis.meta.measures import LEAST_LEVEL, MOST_LEVEL, MeasureId
from synth.synthesis.meta.pooling import How, Test
from synth.synthesis.meta.tau2 import Method
from synth.synthesis.view import Narrow, SynthesisError

By = Literal["exposure", "country", "design", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions(Narrow):
    """Which findings are pooled, and how."""

    measure: MeasureId | None = field(
        default=None, metadata={"help": "Only effects of this measure."}
    )
    method: Method = field(
        default="REML", metadata={"help": "The estimator of the variance between studies."}
    )
    test: Test = field(
        default="z", metadata={"help": "The test: z, or t by Knapp and Hartung (knha)."}
    )
    level: float = field(
        default=95.0, metadata={"help": "The level of the intervals, in per cent."}
    )
    mixed_exposures: bool = field(
        default=False, metadata={"help": "Pool findings on different exposures all the same."}
    )

    def how(self) -> How:
        """How to pool. Raises SynthesisError for a level that is none."""
        if not LEAST_LEVEL <= self.level <= MOST_LEVEL:
            raise SynthesisError(
                f"an interval of {self.level:g} per cent is none\n"
                f"    Write a level from {LEAST_LEVEL:g} to {MOST_LEVEL:g}, such as 95."
            )
        return How(self.method, self.test, self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaOptions(PoolOptions):
    """As for pooling, with what is wanted beside."""

    by: By | None = field(
        default=None, metadata={"help": "Pool by groups as well, and test between them."}
    )
    leave_one_out: bool = field(default=False, metadata={"help": "Pool once without each study."})
    egger: bool = field(default=False, metadata={"help": "Egger's test; it wants ten studies."})


GROUPS: Mapping[By, Callable[[Evidence], str | None]] = {
    "exposure": lambda each: each.finding.exposure,
    "country": lambda each: " and ".join(each.record.countries) or None,
    "design": lambda each: each.record.design,
    "read": lambda each: each.record.read,
}
"""The group of a finding, by what it is grouped by."""
