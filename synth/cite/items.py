"""Items as the CSL processor should get them."""

from __future__ import annotations

from typing import Any

from synth.model import CslItem


def for_processor(item: CslItem) -> dict[str, Any]:
    """The item without what CSL has no name for."""
    return {name: value for name, value in item.items() if name != "custom"}
