"""The hooks for pre-commit: run for real, from a repository of git, without the network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, Copy

HOOKS = {
    each["id"]: each
    for each in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}

FILES = {
    "briefs/both.md": {"synth-check"},
    "policy/briefs/series/one.md": {"synth-check"},
    "references/library.bib": {"synth-check", "synth-refs-lint"},
    "references/records/lee2019.yaml": {"synth-check"},
    "templates/schools/audience.yaml": {"synth-check"},
    "synth.toml": {"synth-check"},
    "README.md": set(),
    "out/demo/clubs.html": set(),
    "my-references/x.bib": set(),
}


@pytest.mark.parametrize("path", FILES)
def test_which_files_set_a_hook_off(path: str) -> None:
    assert {id for id, hook in HOOKS.items() if re.search(hook["files"], path)} == FILES[path]


def test_pre_commit_takes_the_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def commit(project: Copy, home: Path) -> subprocess.CompletedProcess[str]:
    """Both hooks on all files, as pre-commit runs them before a commit."""
    hooks = [{**each, "language": "system"} for each in HOOKS.values()]
    project.write(
        ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    )
    scripts = Path(sys.executable).parent
    environment = {key: each for key, each in os.environ.items() if not key.startswith("GIT_")} | {
        "PRE_COMMIT_HOME": str(home),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    for command in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(command, cwd=project.root, check=True, env=environment)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
        cwd=project.root, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def test_a_commit_is_checked(project: Copy, tmp_path: Path) -> None:
    done = commit(project, tmp_path / "home")
    assert re.search(r"check briefs and evidence\.+Passed", done.stdout), done.stdout
    project.replace("briefs/both.md", "@lee2019#attendance", "@lee2019#atendance")
    done = commit(project, tmp_path / "home")
    assert done.returncode == 1
    assert "briefs/both.md: error[unknown-finding]" in re.sub(r":\d+:\d+", "", done.stdout)
