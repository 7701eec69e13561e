"""From `references/sign-off.yaml` to the signatures of a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from synth.load.notices import is_date, no_date
from synth.load.yaml_file import YamlFile
from synth.model import Signature, SignOff
from synth.problems import Problem, did_you_mean, error, warning

_SHA256 = re.compile(r"[0-9a-f]{64}")


def link_signatures(
    told: SignOff, file: YamlFile, evidence: Collection[str], aliases: Mapping[str, str]
) -> tuple[Mapping[str, Signature], list[Problem]]:
    """The signatures by the findings' own ids, and what is wrong with them.

    A finding that was signed under two of its work's keys has the later signature.
    """
    found: dict[str, Signature] = {}
    problems: list[Problem] = []
    for id, signature in told.findings.items():
        reference, mark, name = id.rpartition("#")
        own = f"{aliases.get(reference, reference)}{mark}{name}"
        faults = _faults(id, signature, file)
        if not faults and own not in evidence:
            problems.append(
                warning(
                    "unknown-finding",
                    f'no finding is called "{id}"{did_you_mean(id, evidence)}',
                    file.key_place(("findings", id)),
                    "Its signature means nothing now: run `synth lock`, which takes it out.",
                )
            )
        problems += faults
        known = found.get(own)
        if not faults and (known is None or known.date <= signature.date):
            found[own] = signature
    return found, problems


def _faults(id: str, signature: Signature, file: YamlFile) -> list[Problem]:
    found: list[Problem] = []
    if not _SHA256.fullmatch(signature.sha256):
        found.append(
            error(
                "wrong-value",
                f'"sha256" wants a fingerprint of 64 digits and letters from a to f, and has '
                f"{signature.sha256[:70]!r}",
                file.place(("findings", id, "sha256")),
                "Take the entry out, and sign the finding off again with `synth lock`.",
            )
        )
    if not is_date(signature.date):
        found.append(no_date("date", signature.date, file, ("findings", id, "date")))
    if not signature.by.strip():
        found.append(
            error(
                "wrong-value",
                '"by" wants the name of who signed the finding off, and is empty',
                file.place(("findings", id, "by")),
            )
        )
    return found
