"""What stands in a template for blocks that no writer wrote.

The blocks are put in its place when the document is made. So the words in them never pass
through Jinja or Markdown.
"""

from __future__ import annotations

import hashlib


def stand_in(source: str, number: int) -> str:
    """A text that stands for the blocks of a number, and that no writer would write."""
    digest = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()
    return f"made-{number}-{digest}"


def as_markdown(stand_in: str) -> str:
    """A stand-in as a block of its own, wherever the call stands."""
    return f"\n\n```\n{stand_in}\n```\n\n"
