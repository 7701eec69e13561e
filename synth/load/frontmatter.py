"""The head of a brief: YAML between two lines of three hyphens."""

from __future__ import annotations

import re

from synth.load.shape import fit
from synth.load.yaml_file import read_yaml
from synth.model import Brief, FrontMatter
from synth.problems import Place, Problem, error

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
    fences = _FENCE.finditer(text)
    next(fences, None)
    end = next(fences, None)
    if end is None:
        return None, [
            error("missing-head", "the head is not closed", Place(path, 1, 1), "Add a line `---`.")
        ]
    file, problems = read_yaml(text[3 : end.start()], path)
    if problems:
        return None, problems
    head, problems = fit(FrontMatter, file)
    if head is None:
        return None, problems
    line = text[: end.end()].count("\n") + 2
    places = {str(key[0]): place for key, place in file.values.items() if len(key) == 1}
    return Brief(name, series, path, head, text, line, places), []
