"""The rule about findings that were edited after someone had signed them off."""

from __future__ import annotations

from collections.abc import Iterator

from synth.check.subject import Subject
from synth.problems import Problem, Severity
from synth.signing import standing


def changed_since_review(subject: Subject) -> Iterator[Problem]:
    """A claim whose finding was edited after it was signed off: the claim is open again."""
    project = subject.project
    changed = {
        id: each
        for id in project.signatures
        if id in project.evidence and (each := standing(id, project)).state == "changed"
    }
    for item, claim in subject.items() if changed else ():
        found = changed.get(item.tie)
        if found is None or found.signature is None:
            continue
        yield Problem(
            "changed-since-review",
            Severity.ERROR,
            f'the finding "{item.tie}" was edited after {found.signature.by} signed it off on '
            f"{found.signature.date}",
            item.place,
            f"Read {found.evidence.place} and this sentence again; if both are right, run "
            f"`synth lock {item.tie}`.",
            claim,
        )
