"""Text as YAML that any reader of YAML reads back as it is."""

from __future__ import annotations

import json
import re

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\[\]{}]")
"""What YAML takes for a line end or refuses, and brackets, which its reader counts."""


def quoted(text: str) -> str:
    """A text in double quotes: what is a string of JSON is one of YAML (YAML 1.2, 1.3)."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # no half characters
    string = json.dumps(whole, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", string)
