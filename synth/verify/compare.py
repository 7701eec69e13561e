"""What a file's manifest says, set against what the file itself says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from synth.document import sha256
from synth.problems import Problem, Severity, error, has_errors, warning
from synth.verify.seen import Seen, squash

Manifest = Mapping[str, Any]


def compare(manifest: Manifest, seen: Seen) -> Iterator[Problem]:
    """Everything in which the file differs from its manifest."""
    if manifest["seal"] != seen.digest:
        yield error(
            "broken-seal",
            "the file was changed after it was built",
            hint="Build it again, and hand on the file as it was built.",
        )
    if manifest.get("draft"):
        yield warning("draft", "this is a draft, with problems that were open when it was built")
    yield from _unlisted(manifest, seen)
    for claim in manifest["claims"]:
        for problem in _claim(claim, manifest, seen):
            yield replace(problem, claim=claim["id"])
    for entry in manifest["bibliography"]:
        yield from _entry(entry, seen)


def tied_claims(
    manifest: Manifest, problems: Sequence[Problem], outdated: Collection[str | None] = ()
) -> int:
    """How many claims have ties and no error of their own, and are not among the outdated ones.

    None in a file that is broken itself: `problems` are those of the file alone.
    """
    if has_errors(each for each in problems if each.claim is None):
        return 0
    broken = {each.claim for each in problems if each.severity is Severity.ERROR} | {*outdated}
    return sum(bool(each["ties"]) and each["id"] not in broken for each in manifest["claims"])


def _unlisted(manifest: Manifest, seen: Seen) -> Iterator[Problem]:
    listed = [claim["id"] for claim in manifest["claims"]]
    for id in dict.fromkeys(listed):
        if listed.count(id) > 1:
            yield error("manifest-unreadable", f"the manifest lists {id} twice")
    for id in seen.claims:
        if id not in listed:
            yield error("unlisted-claim", f"{id} is in the file, but not in its manifest")
    entries = {entry["reference"] for entry in manifest["bibliography"]}
    for reference in seen.entries:
        if reference not in entries:
            yield error(
                "unlisted-entry", f'the entry "{reference}" is in the file, but not in its manifest'
            )


def _claim(claim: Manifest, manifest: Manifest, seen: Seen) -> Iterator[Problem]:
    id = claim["id"]
    if sha256(claim["text"]) != claim["sha256"]:
        yield error("claim-fingerprint", f"the manifest's words of {id} do not fit its fingerprint")
    found = seen.claims.get(id)
    if found is None:
        yield error("claim-missing", f"{id} is not in the file: {_start(claim['text'])}")
        return
    printed = claim.get("printed") or claim["text"]
    if squash(found.text) != squash(printed):
        yield error(
            "claim-text",
            f"{id} says {_start(found.text)}, and its manifest {_start(printed)}",
            hint="The words were changed after the file was built: change the brief and build it.",
        )
    if found.kind is not None and found.kind != claim["kind"]:
        yield error("claim-kind", f"{id} is a {found.kind}, and a {claim['kind']} in its manifest")
    ties = [_tie(tie) for tie in claim["ties"]]
    if found.ties is not None and sorted(found.ties) != sorted(ties):
        yield error("claim-ties", f"{id} is tied to other findings than its manifest says")
    if not ties:
        yield error("claim-untied", f"{id} is tied to nothing")
    for tie in claim["ties"]:
        yield from _chain(id, tie, manifest, seen)
    cited = {tie["reference"] for tie in claim["ties"]}
    for reference in sorted(found.links - cited):
        yield error("claim-link", f'{id} links to "{reference}", to which it is not tied')


def _chain(id: str, tie: Manifest, manifest: Manifest, seen: Seen) -> Iterator[Problem]:
    """The chain of one tie: finding, place, reference, link, entry, and the link back."""
    reference = tie["reference"]
    if tie["finding"] is not None:
        if _tie(tie) not in manifest["findings"]:
            yield error("finding-missing", f'the manifest does not hold the finding "{_tie(tie)}"')
        if tie["locator"] is None:
            yield error("missing-locator", f'{id}: "{_tie(tie)}" leads to no place in a source')
    if all(item["id"] != reference for item in manifest["references"]):
        yield error("reference-missing", f'the manifest does not hold the work "{reference}"')
    if reference not in seen.claims[id].links:
        yield error("claim-link", f'{id} has no link to "{reference}", to which it is tied')
    entry = seen.entries.get(reference)
    if entry is None:
        yield error("entry-missing", f'{id} cites "{reference}", which the references do not list')
    elif id not in entry.backlinks:
        yield error("backlink-missing", f'the entry "{reference}" has no link back to {id}')


def _entry(entry: Manifest, seen: Seen) -> Iterator[Problem]:
    reference = entry["reference"]
    found = seen.entries.get(reference)
    if found is None:
        yield error("entry-missing", f'the references do not list "{reference}"')
    elif squash(found.text) != squash(entry["text"]):
        yield error(
            "entry-text",
            f'the entry "{reference}" says {_start(found.text)}, '
            f"and the manifest {_start(entry['text'])}",
        )


def _tie(tie: Manifest) -> str:
    return f"{tie['reference']}#{tie['finding']}" if tie["finding"] else str(tie["reference"])


def _start(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:70]}…”" if len(words) > 70 else f"“{words}”"
