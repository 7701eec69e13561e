"""The package: its public API, and a wheel that works outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import synth
from tests.conftest import REPOSITORY, Copy


def test_the_public_api(project: Copy) -> None:
    assert synth.__all__ == ["build", "check", "load", "verify"]
    loaded = synth.load(project.root)
    assert synth.check(loaded) == ()
    built = synth.build(loaded, "demo/clubs", formats=("html",), out=project.root / "out")
    reading = synth.verify(built[0].path)
    assert reading.claims == reading.tied == 7
    for name in synth.__all__:
        assert callable(getattr(synth, name)), name
        assert getattr(synth, name).__doc__, name
    with pytest.raises(AttributeError):
        synth.nothing  # noqa: B018


def test_the_wheel_works_outside_the_repository(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            tmp_path,
            REPOSITORY,
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    for needed in (
        "synth/house/templates/base/brief.html",
        "synth/house/templates/schools/audience.yaml",
        "synth/house/references/frameworks/grade.yaml",
        "synth/starter/briefs/neighbours.md",
    ):
        assert needed in names
    assert not any(name.startswith(("tests/", "briefs/", "templates/")) for name in names)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    for arguments in (["init", "new"], ["build", "--project", "new", "--format", "html"]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "synth", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import synth; print(synth.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(tmp_path))
