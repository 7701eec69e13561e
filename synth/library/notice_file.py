"""The file `references/retractions.yaml`, as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from synth.model import Notice, NoticeList

PATH = "references/retractions.yaml"

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\[\]{}]")
"""What YAML takes for a line end or refuses, and brackets, which its reader counts."""


def notice_file(told: NoticeList) -> str:
    """The text of the file that keeps what a list told of the library."""
    head = [
        "# What a list of retractions told of this library. `synth refs retractions` writes it.",
        f"list: {_quoted(told.list)}",
        f"list-date: {_quoted(told.list_date)}",
        f"sha256: {_quoted(told.sha256)}",
        f"checked: {_quoted(told.checked)}",
        "notices:" if told.notices else "notices: []",
    ]
    return "\n".join([*head, *(line for each in told.notices for line in _lines(each))]) + "\n"


def _lines(notice: Notice) -> Iterator[str]:
    fields = {
        "nature": notice.nature,
        "date": notice.date,
        "doi": notice.doi,
        "notice-doi": notice.notice_doi,
    }
    yield f"  - reference: {_quoted(notice.reference)}"
    for name, value in fields.items():
        if value:
            yield f"    {name}: {value if name == 'nature' else _quoted(value)}"
    if notice.reasons:
        yield "    reasons:"
        yield from (f"      - {_quoted(reason)}" for reason in notice.reasons)


def _quoted(text: str) -> str:
    """A text in double quotes: what is a string of JSON is one of YAML (YAML 1.2, 1.3)."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # no half characters
    string = json.dumps(whole, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", string)
