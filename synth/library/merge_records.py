"""The record of merges, `references/merges.json`: to and from its text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from synth.exchange.bibtex.spans import entry_spans
from synth.library.merging import Merge
from synth.library.shelf import Cut
from synth.problems import ProjectError


def read_merges(text: str, name: str) -> tuple[Merge, ...]:
    """The merges of a record, the first one first. Raises ProjectError when it is not one."""
    try:
        whole = json.loads(text)
        return tuple(_merge(each) for each in whole["merges"])
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise ProjectError(
            f"{name}: this is no record of merges: {fault}\n"
            "    It is written by `synth refs dedupe`. Restore it from a copy, or move it away: "
            "then earlier merges cannot be undone."
        ) from None


def write_merges(merges: Sequence[Merge]) -> str:
    """The record of merges as text."""
    whole = {"merges": [asdict(each) for each in merges]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _merge(raw: Mapping[str, Any]) -> Merge:
    values = dict(raw)
    cut = Cut(**_texts(values.pop("cut"), Cut))
    merge = Merge(**_texts(values, Merge), cut=cut)
    for entry in (merge.kept_text, merge.merged_text, cut.entry):
        if len(entry_spans(entry)) != 1:
            raise ValueError(f'the text of "{merge.removed}" or "{merge.kept}" is no entry')
    return merge


def _texts(raw: Any, kind: type[Cut | Merge]) -> dict[str, str]:
    """The fields of a record, each of them text."""
    names = {field.name for field in fields(kind)} - {"cut"}
    if not isinstance(raw, dict) or set(raw) != names:
        raise ValueError(f"a merge has the fields {', '.join(sorted(names))}")
    if not all(isinstance(value, str) for value in raw.values()):
        raise ValueError("a field of a merge is no text")
    return raw
