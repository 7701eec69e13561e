"""The file `references/retractions.yaml`, as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from synth.model import Notice, NoticeList
from synth.yaml_text import quoted

PATH = "references/retractions.yaml"


def notice_file(told: NoticeList) -> str:
    """The text of the file that keeps what a list told of the library."""
    head = [
        "# What a list of retractions told of this library. `synth refs retractions` writes it.",
        f"list: {quoted(told.list)}",
        f"list-date: {quoted(told.list_date)}",
        f"sha256: {quoted(told.sha256)}",
        f"checked: {quoted(told.checked)}",
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
    yield f"  - reference: {quoted(notice.reference)}"
    for name, value in fields.items():
        if value:
            yield f"    {name}: {value if name == 'nature' else quoted(value)}"
    if notice.reasons:
        yield "    reasons:"
        yield from (f"      - {quoted(reason)}" for reason in notice.reasons)
