"""The head of a brief: YAML between two lines of three hyphens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from synth.load.shape import fit
from synth.load.yaml_file import YamlFile, read_yaml
from synth.model import Brief, FrontMatter
from synth.problems import Place, Problem, Severity, error

_FENCE = re.compile(r"(?m)^(---|\.\.\.)[ \t]*$")


def read_brief(
    text: str, path: str, name: str, series: str | None
) -> tuple[Brief | None, list[Problem]]:
    """The brief of a file's text, or None and what is wrong with its head."""
    if not text.startswith("---"):
        return None, [
            error(
                "missing-head",
                "the brief has no head",
                Place(path, 1, 1),
                "Start the file with a line `---`, then `title:` and `audience:`, then `---`.",
            )
        ]
    end = _end_of_head(text)
    if end is None:
        return None, [
            error("missing-head", "the head is not closed", Place(path, 1, 1), "Add a line `---`.")
        ]
    file, problems = read_yaml(text[3 : end[0]], path)
    if problems:
        return None, problems
    head, problems = fit(FrontMatter, file)
    if head is None:
        return None, problems
    line = text[: end[1]].count("\n") + 2
    places = {str(key[0]): place for key, place in file.values.items() if len(key) == 1}
    return Brief(name, series, path, head, text, line, places), []


def _end_of_head(text: str) -> tuple[int, int] | None:
    """Where the line that closes a head starts and ends; None if there is none."""
    fences = _FENCE.finditer(text)
    next(fences, None)
    end = next(fences, None)
    return (end.start(), end.end()) if end is not None else None


def read_metadata(text: str, path: str) -> tuple[YamlFile, int, list[Problem]]:
    """The metadata of any Markdown file, and the line at which its text starts.

    A file needs none; metadata that cannot be read is told and left out.
    """
    nothing = YamlFile(path, {}, {}, {})
    end = _end_of_head(text) if re.match(r"---[ \t]*\n(?!\s*\n)", text) else None
    if end is None:
        return nothing, 1, []
    line = text[: end[1]].count("\n") + 2
    file, problems = read_yaml(text[3 : end[0]], path)
    if problems or not isinstance(file.data, Mapping):
        return nothing, line, [replace(each, severity=Severity.WARNING) for each in problems]
    return file, line, []
