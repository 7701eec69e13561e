"""The seal of a web page."""

from __future__ import annotations

import hashlib
import re

from synth.manifest import SEAL
from synth.sealing.blank import BLANK

_SEAL_TEXT = re.compile(rf'("{SEAL}":")[0-9a-f]{{64}}(")')


def html_digest(text: str) -> str:
    """SHA-256 (hexadecimal) of a page's text with the seal in its manifest blanked."""
    blanked = _SEAL_TEXT.sub(rf"\g<1>{BLANK}\g<2>", text, count=1)
    return hashlib.sha256(blanked.encode()).hexdigest()


def sealed_html(text: str) -> str:
    """The page, whose manifest holds a blank seal, with the seal filled in."""
    return _SEAL_TEXT.sub(rf"\g<1>{html_digest(text)}\g<2>", text, count=1)
