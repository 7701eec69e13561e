"""What a body of evidence says together: tables, maps, plots and pooled estimates.

A view is one module and one row of VIEWS. From that row a brief gets a name to call, and the
command line a subcommand of `synth evidence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from synth.synthesis.view import View


@dataclass(frozen=True, slots=True)
class Listed:
    """A view by its names: `macro` in a brief, `command` behind `synth evidence`."""

    macro: str
    command: str
    module: str
    about: str

    def load(self) -> View[Any, Any]:
        """The view itself: the value VIEW of its module."""
        view = import_module(f"synth.synthesis.{self.module}").VIEW
        assert isinstance(view, View)
        return view


VIEWS: Sequence[Listed] = ()


__all__ = ["VIEWS", "Listed", "View"]
