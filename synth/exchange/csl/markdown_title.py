"""Titles in pandoc's Markdown, as it writes them in CSL-YAML, to the rich text of CSL."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = (
    (re.compile(r"\[([^\[\]]{1,300})\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (
        re.compile(r"\[([^\[\]]{1,300})\]\{\.smallcaps\}"),
        r'<span style="font-variant:small-caps;">\1</span>',
    ),
    (re.compile(r"(?<![\w*])\*\*(?=\S)([^*]{1,300}?)(?<=\S)\*\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,300}?)(?<=\S)\*(?![\w*])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\^)\^([^\s^]{1,100})\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<!~)~([^\s~]{1,100})~"), r"<sub>\1</sub>"),
)
_HIDDEN = 0xF0000
"""Escaped characters wait in a private plane of Unicode while marks are looked for."""


def rich_text(title: str) -> str:
    """The title with its marks as CSL has them, and its escaped characters bare."""
    hidden = _ESCAPED.sub(lambda match: chr(_HIDDEN + ord(match[1])), title)
    for pattern, replacement in _MARKS:
        hidden = pattern.sub(replacement, hidden)
    return re.sub(r"[\U000F0000-\U000F007F]", lambda match: chr(ord(match[0]) - _HIDDEN), hidden)
