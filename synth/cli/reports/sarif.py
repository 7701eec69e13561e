"""SARIF 2.1.0, for code scanning and for editors.

Sections (§) are those of the OASIS standard "Static Analysis Results Interchange Format (SARIF)
Version 2.1.0". synth has no address on the web, and `helpUri` must be an absolute one (§3.49.12):
the help of a rule stands in the file itself, and names the page of the documentation.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from synth import __version__
from synth.cli.common import say_json
from synth.cli.reports.report import Report
from synth.cli.reports.where import path_of, workspace
from synth.problems import Place, Problem, Severity
from synth.rules import RULES

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
PAGE = "docs/reference/rules.md"
FINGERPRINT = "synth/v1"
MAX_BYTES = 20_000_000


def write(report: Report) -> None:
    """Prints the log."""
    say_json(log(report, workspace()))


def log(report: Report, top: Path) -> dict[str, Any]:
    """The report as a SARIF log; files are named from `top`.

    A waived problem is a result with a suppression (§3.27.23), which code scanning hides.
    """
    told: list[tuple[Problem, str | None]] = [(problem, None) for problem in report.problems]
    told += [(each.problem, each.reason) for each in report.waived]
    rules = sorted({problem.rule for problem, _ in told})
    lines = _Lines(report.root)
    seen: Counter[str] = Counter()
    results = []
    for problem, reason in told:
        result = _result(problem, rules, report.root, top)
        mark = lines.fingerprint(problem)
        seen[mark] += 1
        result["partialFingerprints"] = {FINGERPRINT: f"{mark}:{seen[mark]}"}
        if reason is not None:
            result["suppressions"] = [_suppression(reason)]
        results.append(result)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "synth",
                        "semanticVersion": __version__,
                        "rules": [_rule(name) for name in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    """A rule's descriptor (§3.49)."""
    asks = RULES.get(name, "")
    return {
        "id": name,
        "shortDescription": {"text": asks or name},
        "help": {
            "text": f"{asks} See {PAGE}, {name}.".strip(),
            "markdown": f"{asks} See `{PAGE}`, `{name}`.".strip(),
        },
    }


def _result(problem: Problem, rules: Sequence[str], root: Path, top: Path) -> dict[str, Any]:
    """A problem as a result (§3.27)."""
    words = "\n".join(part for part in (problem.message, problem.hint) if part)
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": LEVELS[problem.severity],
        "message": {"text": words},
    }
    if problem.place is not None:
        result["locations"] = [{"physicalLocation": _location(problem.place, root, top)}]
    if problem.claim is not None:
        result["properties"] = {"claim": problem.claim}
    return result


def _location(place: Place, root: Path, top: Path) -> dict[str, Any]:
    """Where a problem is (§3.29); a path is written as a URI reference (RFC 3986)."""
    path = path_of(place, root, top)
    uri = quote(path) if path is not None else quote(place.file, safe="/:")
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place.line is not None:
        column = {"startColumn": place.column} if place.column is not None else {}
        location["region"] = {"startLine": place.line, **column}
    return location


def _suppression(reason: str) -> dict[str, str]:
    """A waiver, which stands in the brief itself (§3.35)."""
    return {"kind": "inSource", "status": "accepted", "justification": reason}


class _Lines:
    """The lines of the project's files, each file read once."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.known: dict[str, Sequence[str]] = {}

    def fingerprint(self, problem: Problem) -> str:
        """What stays of a problem when lines are put in above it: rule, file, and its line's words.

        Without a line, the message stands for it.
        """
        place = problem.place
        line = self._line(place) if place else ""
        parts = (problem.rule, place.file if place else "", line or problem.message)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def _line(self, place: Place) -> str:
        if place.line is None:
            return ""
        lines = self.known.get(place.file)
        if lines is None:
            lines = self.known[place.file] = self._read(place.file)
        words = lines[place.line - 1].split() if 0 < place.line <= len(lines) else []
        return " ".join(words)

    def _read(self, file: str) -> Sequence[str]:
        """The lines of a file of the project; none of what lies outside, or cannot be read."""
        path = (self.root / file).resolve()
        try:
            if not path.is_relative_to(self.root) or path.stat().st_size > MAX_BYTES:
                return ()
            return path.read_text(encoding="utf-8", errors="replace").split("\n")
        except (OSError, ValueError):
            return ()
