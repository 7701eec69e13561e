"""A copy of the small project for each test, to be changed at will."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from synth.build import Built, build, check
from synth.load import load
from synth.model import Project
from synth.problems import Problem

HERE = Path(__file__).parent
REPOSITORY = HERE.parent

# A change is judged by the same examples each time it is run; `make fuzz` draws new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("SYNTH_EXAMPLES", "same"))


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of the run's own: nothing is taken from the user's, and nothing left there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNTH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@dataclass(frozen=True)
class Copy:
    """A project in a folder of its own."""

    root: Path

    def write(self, file: str, text: str | bytes) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        self.write(file, text.replace(old, new))

    def load(self) -> Project:
        return load(self.root)

    def problems(self) -> tuple[Problem, ...]:
        return check(self.load())

    def build(
        self, *briefs: str, formats: tuple[str, ...] = ("html",), **options: bool
    ) -> list[Built]:
        return list(build(self.load(), *briefs, formats=formats, out=self.root / "out", **options))


@pytest.fixture
def project(tmp_path: Path) -> Copy:
    """A copy of tests/project."""
    shutil.copytree(HERE / "project", tmp_path / "project")
    return Copy(tmp_path / "project")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project's briefs, built once: `demo/clubs.html`, `demo/clubs.pdf`, …"""
    root = tmp_path_factory.mktemp("finished") / "project"
    shutil.copytree(HERE / "project", root)
    for built in build(load(root), formats=("html", "pdf"), out=root / "out"):
        assert built.paths, built.problems
    return root / "out"
