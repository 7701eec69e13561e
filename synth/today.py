"""The day that ages are counted to."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The date in SOURCE_DATE_EPOCH (seconds, UTC) where that is set, else the date here.

    The variable is that of reproducible-builds.org, "SOURCE_DATE_EPOCH specification" (2017).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return date.today()
