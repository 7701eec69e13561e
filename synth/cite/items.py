"""The data step: items as the CSL processor should get them."""

from __future__ import annotations

from typing import Any

from synth.model import CslItem


def for_processor(item: CslItem) -> dict[str, Any]:
    """The item without what a style would print wrongly.

    A publisher that is also the author would be printed twice: APA 7 (section 9.29) and
    Harvard leave it out, and citeproc does not notice.
    """
    fields = {name: value for name, value in item.items() if name != "custom"}
    authors = [name.get("literal") for name in fields.get("author", [])]
    if "publisher" in fields and fields["publisher"] in authors:
        del fields["publisher"]
    return fields
