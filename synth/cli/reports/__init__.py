"""What `synth check` found, told to a person or to a program.

Each form is one module with `write(report)`, which prints it, and one row of WRITERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TypeAlias

from synth.cli.reports.report import Report, Standing

Writer: TypeAlias = Callable[[Report], None]

WRITERS: Mapping[str, str] = {
    "text": "synth.cli.reports.text:write",
    "json": "synth.cli.reports.json:write",
    "sarif": "synth.cli.reports.sarif:write",
    "github": "synth.cli.reports.github:write",
}
"""The writer of each form, by the name that --output-format gives it; loaded when it is used."""


def writer(name: str) -> Writer:
    """The writer of a form."""
    module, _, function = WRITERS[name].partition(":")
    found: Writer = getattr(import_module(module), function)
    return found


__all__ = ["WRITERS", "Report", "Standing", "Writer", "writer"]
