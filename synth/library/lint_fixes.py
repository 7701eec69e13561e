"""What `lint` can mend without judgement, on the text of a library file.

Each fix changes a field's value within its line, so that lines can be set side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from synth.exchange.bibtex.spans import entry_spans
from synth.exchange.identifiers import bare_doi
from synth.library.lint_rules.pages import SINGLE
from synth.library.lint_rules.titles import ends_in_full_stop

Fix = Callable[[str], str]

CONTEXT = 3
"""Lines before and after a change that a diff shows."""


def _doi(value: str) -> str:
    return bare_doi(value.strip()).strip()


def _stripped(value: str) -> str:
    return value.strip()


def _pages(value: str) -> str:
    return SINGLE.sub(r"\1--\2", value)


def _title(value: str) -> str:
    plain = re.sub(r"[{}]", "", value).rstrip()
    if not ends_in_full_stop(plain):
        return value
    body = value.rstrip()
    closing = body[len(body.rstrip("} ")) :]
    if body[: len(body) - len(closing)].endswith("\\."):
        return value
    return body[: len(body) - len(closing) - 1] + closing


FIXES: Mapping[str, Fix] = {
    "doi": _doi,
    "url": _stripped,
    "pages": _pages,
    "title": _title,
}
"""By the name of a BibTeX field: what mends the value between its braces."""


def fixed(text: str) -> str:
    """The text with everything mended that can be mended safely; as many lines as before."""
    parts: list[str] = []
    done = 0
    for entry in entry_spans(text):
        for field in entry.fields:
            mend = FIXES.get(field.name)
            bare = field.bare
            if mend is None or not bare:
                continue
            new = mend(bare)
            if new and new != bare and new.count("\n") == bare.count("\n"):
                start = field.value_start + field.value.index(bare)
                parts += [text[done:start], new]
                done = start + len(bare)
    return "".join([*parts, text[done:]])


def unified_diff(old: str, new: str, name: str) -> str:
    """The difference of two texts with the same number of lines, as `diff -u` shows it.

    Lines are set side by side, which takes linear time; empty when nothing differs.
    """
    before, after = old.splitlines(), new.splitlines()
    changed = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if not changed:
        return ""
    lines = [f"--- {name}", f"+++ {name}"]
    for first, last in _hunks(changed, len(before)):
        size = last - first
        lines.append(f"@@ -{first + 1},{size} +{first + 1},{size} @@")
        removed: list[str] = []
        added: list[str] = []
        for a, b in zip(before[first:last], after[first:last], strict=True):
            if a != b:
                removed.append(f"-{a}")
                added.append(f"+{b}")
                continue
            lines += [*removed, *added, f" {a}"]
            removed, added = [], []
        lines += [*removed, *added]
    return "\n".join(lines) + "\n"


def _hunks(changed: list[int], count: int) -> Iterator[tuple[int, int]]:
    """The stretches of lines to show: changes with their context, those that touch joined."""
    first = last = -1
    for index in changed:
        if first >= 0 and index - CONTEXT <= last:
            last = min(count, index + CONTEXT + 1)
            continue
        if first >= 0:
            yield first, last
        first, last = max(0, index - CONTEXT), min(count, index + CONTEXT + 1)
    yield first, last
