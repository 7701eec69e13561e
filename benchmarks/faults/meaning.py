"""Which rules are a right answer to a fault of each meaning. Fixed before the first measurement.

A name stands here for what a fault means, not for what a rule happens to notice: a wrong
number is answered by the rule about numbers, and by no other that the edit may set off.
"""

from __future__ import annotations

NO_SUPPORT = frozenset({"uncited-claim"})
WHOLE_WORK = frozenset({"untied-claim"})
NO_SUCH_WORK = frozenset({"unknown-reference"})
NO_SUCH_FINDING = frozenset({"unknown-finding", "finding-of-other-study"})
NUMBER = frozenset({"number-mismatch"})
UNIT = frozenset({"unit-mismatch", "number-mismatch"})
DIRECTION = frozenset({"direction-mismatch"})
CAUSE = frozenset({"causal-wording"})
CERTAINTY = frozenset({"certainty-wording"})
TOO_WIDE = frozenset({"overgeneral"})
SETTING = frozenset({"setting-mismatch", "setting-unsaid"})
TOPIC = frozenset({"subject-mismatch", "topic-mismatch", "outcome-mismatch"})
LIMIT = frozenset({"limits-dropped"})
CONTRARY = frozenset({"contrary-evidence"})
RETRACTED = frozenset({"retracted-reference"})
SECOND_HAND = frozenset({"secondhand-unmarked"})
QUOTE = frozenset({"quote-not-found"})
STALE = frozenset({"stale-statistic"})
TWICE = frozenset({"same-work-twice"})
VARIANT_NUMBER = frozenset({"variant-number"})
VARIANT_DIRECTION = frozenset({"variant-direction"})
VARIANT_CERTAINTY = frozenset({"variant-certainty"})
