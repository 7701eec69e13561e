"""Signing findings off: the fingerprint of what a finding says, by whom and when.

A fingerprint is the SHA-256 of a finding as the manifest tells it, as JSON with sorted keys, no
blanks and ASCII alone. It shows that something changed since, not what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from synth.manifest import finding_entry
from synth.model import Evidence, Project, Signature
from synth.yaml_text import quoted

PATH = "references/sign-off.yaml"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands: signed off as it is, changed since it was, or never signed off."""

    id: str
    state: Literal["signed", "changed", "unsigned"]
    signature: Signature | None
    evidence: Evidence


def fingerprint(evidence: Evidence) -> str:
    """The SHA-256 of what a finding says, in hexadecimal."""
    text = json.dumps(finding_entry(evidence), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def standing(id: str, project: Project) -> Standing:
    """How the finding of an id stands. The project holds it."""
    evidence = project.evidence[id]
    signature = project.signatures.get(id)
    if signature is None:
        return Standing(id, "unsigned", None, evidence)
    same = signature.sha256 == fingerprint(evidence)
    return Standing(id, "signed" if same else "changed", signature, evidence)


def signed(
    project: Project, ids: Collection[str], by: str, date: str
) -> tuple[Mapping[str, Signature], tuple[Standing, ...]]:
    """The signatures with those of some findings brought up to date, and what was signed now.

    A finding that is as it was signed keeps its signature; those of findings that are gone are
    left out. `date` is as in ISO 8601.
    """
    wanted = [each for id in sorted(set(ids)) if (each := standing(id, project)).state != "signed"]
    new = {each.id: Signature(fingerprint(each.evidence), by, date) for each in wanted}
    kept = {id: each for id, each in project.signatures.items() if id in project.evidence}
    return kept | new, tuple(wanted)


def sign_off_file(signatures: Mapping[str, Signature]) -> str:
    """The text of the file that keeps the signatures."""
    head = [
        "# Who signed off what each finding says, and when. `synth lock` writes it.",
        "findings:" if signatures else "findings: {}",
    ]
    lines = (line for id in sorted(signatures) for line in _lines(id, signatures[id]))
    return "\n".join([*head, *lines]) + "\n"


def _lines(id: str, signature: Signature) -> Iterator[str]:
    yield f"  {quoted(id)}:"
    yield f"    sha256: {quoted(signature.sha256)}"
    yield f"    by: {quoted(signature.by)}"
    yield f"    date: {quoted(signature.date)}"
