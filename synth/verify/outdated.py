"""Which claims of a finished file no longer hold, as the project stands today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synth.manifest import finding_entry
from synth.model import NoticeNature, Project
from synth.notices import in_words, standing
from synth.problems import Problem, Severity
from synth.verify.changes import Change, changes, shortened

SEVERITIES: Mapping[NoticeNature, Severity] = {
    "retraction": Severity.ERROR,
    "expression-of-concern": Severity.WARNING,
}
"""The notices that bear on a claim; a correction is told of by `synth check`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim no longer holds; `changes` are those of the finding that it names."""

    words: str
    severity: Severity = Severity.ERROR
    finding: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Outdated:
    """A claim that no longer holds; `page` counts from 1, None where the file has none."""

    claim: str
    text: str
    reasons: tuple[Reason, ...]
    page: int | None = None

    def problem(self) -> Problem:
        """The claim as a problem: an error unless nothing worse than a doubt was published."""
        where = f" (page {self.page})" if self.page is not None else ""
        doubtful = all(reason.severity is Severity.WARNING for reason in self.reasons)
        holds = "is in doubt" if doubtful else "no longer holds"
        why = "; ".join(reason.words for reason in self.reasons)
        return Problem(
            "claim-outdated",
            Severity.WARNING if doubtful else Severity.ERROR,
            f"{self.claim}{where} {holds}: “{shortened(self.text)}”: {why}",
            hint="Read the claim again beside its evidence, and build the brief again.",
            claim=self.claim,
        )

    def to_json(self) -> dict[str, Any]:
        """The claim for a program: its reasons in words, and each field that changed."""
        page = {"page": self.page} if self.page is not None else {}
        return {
            "claim": self.claim,
            "text": self.text,
            **page,
            "reasons": [reason.words for reason in self.reasons],
            "changes": [
                {"finding": reason.finding, "field": each.field, "old": each.old, "new": each.new}
                for reason in self.reasons
                for each in reason.changes
            ],
        }


def outdated_claims(
    manifest: Mapping[str, Any], project: Project, pages: Mapping[str, int]
) -> Iterator[Outdated]:
    """The claims whose finding changed or is gone, or whose work is gone or was retracted.

    `pages` gives the page of a claim, where the file has pages.
    """
    known: dict[str, tuple[Reason, ...]] = {}
    for claim in manifest["claims"]:
        reasons: dict[str, Reason] = {}
        for tie in claim["ties"]:
            id = f"{tie['reference']}#{tie['finding']}" if tie["finding"] else tie["reference"]
            if id not in known:
                known[id] = tuple(_reasons(tie, id, manifest, project))
            reasons |= {reason.words: reason for reason in known[id]}
        if reasons:
            id = claim["id"]
            yield Outdated(id, claim["text"], tuple(reasons.values()), pages.get(id))


def finding_changes(
    id: str, manifest: Mapping[str, Any], project: Project
) -> tuple[Change, ...] | None:
    """In what a finding of the manifest differs today; None where the project has it no more."""
    evidence = project.evidence.get(project.own_id(id))
    if evidence is None:
        return None
    old = manifest["findings"][id]
    return tuple(changes(old, finding_entry(evidence), whole="framework" in manifest))


def told(changed: Sequence[Change]) -> str:
    """The changes in words, as the end of a sentence."""
    return "; ".join(str(change) for change in changed)


def _reasons(
    tie: Mapping[str, Any], id: str, manifest: Mapping[str, Any], project: Project
) -> Iterator[Reason]:
    reference = project.own_id(tie["reference"])
    if reference not in project.references:
        yield Reason(f'the library no longer holds "{tie["reference"]}"')
    if tie["finding"] is not None and id in manifest["findings"]:
        changed = finding_changes(id, manifest, project)
        if changed is None:
            yield Reason(f'the project no longer holds the finding "{id}"', finding=id)
        elif changed:
            words = f'the finding "{id}" has changed: {told(changed)}'
            yield Reason(words, finding=id, changes=changed)
    for key, how in _works(reference, manifest["findings"].get(id), project):
        for notice in standing(project.notices.get(project.own_id(key), ())):
            if notice.nature in SEVERITIES:
                words = f'"{key}"{how} {in_words(notice)}'
                yield Reason(words, SEVERITIES[notice.nature])


def _works(
    reference: str, finding: Mapping[str, Any] | None, project: Project
) -> Iterator[tuple[str, str]]:
    """The works that a tie rests on: the cited one, the one in which it was read, and the other
    reports of the study where a finding of it is cited.
    """
    yield reference, ""
    record = project.record_of(reference)
    via = (finding or {}).get("via") or (record.via if record else None)
    if isinstance(via, str):
        yield via, f', in which "{reference}" was read,'
    for other in record.references if record is not None and finding is not None else ():
        if other != reference:
            yield other, f', another report of the study "{reference}",'
