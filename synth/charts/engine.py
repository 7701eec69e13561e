"""matplotlib, loaded so that nothing but its own defaults reaches a picture.

By itself it would read a `matplotlibrc` in the working folder and in the user's home, keep a list
of fonts in the home, and print where it cannot.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import RLock

LOCK = RLock()
"""Held while matplotlib draws: its settings are the whole process's."""

_SETTINGS = "matplotlibrc"


def load() -> None:
    """Loads matplotlib if it is not yet; its list of fonts is kept in our cache."""
    if "matplotlib.backends.backend_svg" not in sys.modules:
        with LOCK, _alone():
            import matplotlib as mpl
            import matplotlib.backends.backend_svg

            mpl.get_configdir()  # these two are found once, and remembered
            mpl.get_cachedir()


@contextmanager
def _alone() -> Iterator[None]:
    """As long as this lasts, matplotlib finds no settings but its own, and says nothing."""
    from unittest.mock import patch  # brings all of asyncio

    from synth.cache import cache_folder

    there = os.path.exists
    logger = logging.getLogger("matplotlib")
    before = logger.level
    own = find_spec("matplotlib")
    folder = cache_folder()
    named = (
        {"MATPLOTLIBRC": str(Path(own.origin).parent / "mpl-data")} if own and own.origin else {}
    )
    named["MPLBACKEND"] = "svg"
    if folder is not None:
        named["MPLCONFIGDIR"] = str(folder / "matplotlib")
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with (
            patch.dict(os.environ, named),
            patch("os.path.exists", lambda path: path != _SETTINGS and there(path)),
        ):
            yield
    finally:
        logger.setLevel(before)
