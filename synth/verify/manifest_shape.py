"""Reading a manifest that anyone may have written."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.manifest import MAX_BYTES
from synth.problems import Problem, error


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Locator(_Part):
    label: str
    value: str


class _Tie(_Part):
    reference: str
    finding: str | None
    locator: _Locator | None


class _Claim(_Part):
    id: str
    kind: str
    text: str
    sha256: str
    ties: list[_Tie]
    printed: str | None = None


class _Item(_Part):
    id: str


class _Entry(_Part):
    reference: str
    text: str


class _Source(_Part):
    path: str
    sha256: str


class _Manifest(_Part):
    synth: str
    brief: str
    audience: str
    claims: list[_Claim]
    references: list[_Item]
    bibliography: list[_Entry]
    findings: dict[str, dict[str, Any]]
    sources: list[_Source]
    seal: str


def manifest_in(text: str | bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The manifest of a text, or None and why it cannot be one."""
    if len(text) > MAX_BYTES:
        return None, [error("manifest-unreadable", "the manifest is too large to be one")]
    try:
        value = json.loads(text)
        _Manifest.model_validate(value)
    except (ValueError, RecursionError) as fault:
        where = ""
        if isinstance(fault, ValidationError):
            where = f" at {'.'.join(str(part) for part in fault.errors()[0]['loc'])}"
        return None, [
            error(
                "manifest-unreadable",
                f"the manifest cannot be read{where}: it was changed after the file was built",
                hint="Build the file again.",
            )
        ]
    return dict(value), []
