"""What changed in the claims between two editions of some briefs."""

from synth.diff.compare import compare_editions
from synth.diff.edition import Edition, StatedClaim, Tie
from synth.diff.model import ClaimChange, Difference

__all__ = ["ClaimChange", "Difference", "Edition", "StatedClaim", "Tie", "compare_editions"]
