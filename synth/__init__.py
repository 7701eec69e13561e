"""synth: policy briefings in which every claim leads to its evidence.

project = synth.load(Path("."))
problems = synth.check(project)
built = synth.build(project, "series/brief", out=Path("out"))
reading = synth.verify(built[0].path)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["build", "check", "load", "verify"]

if TYPE_CHECKING:
    from synth.build import build, check
    from synth.load import load
    from synth.verify import verify

_HOMES = {
    "build": "synth.build",
    "check": "synth.build",
    "load": "synth.load",
    "verify": "synth.verify",
}


def __getattr__(name: str) -> Any:
    """A public function, imported when it is first asked for: `synth --help` needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module 'synth' has no attribute {name!r}")
    function = getattr(import_module(_HOMES[name]), name)
    globals()[name] = function
    return function


class _Package(ModuleType):
    """Keeps `synth.load` the function, though there is a package of that name as well."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
