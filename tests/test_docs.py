"""The README and the pages of docs/: their examples run, their links lead somewhere.

A page's examples run in their order, in an empty folder:

- ```console: a line that starts with `$ ` is a command, what follows is what it prints; `...`
  stands for anything
- a fenced block after `<!-- file: PATH -->` is written to that file, after `<!-- append: PATH -->`
  added to its end, after `<!-- line 9: PATH -->` put in place of that line
- a fenced block after `<!-- readers see: PATH -->` holds lines that the finished page shows

The README's commands are run by a shell, with the `synth` that is installed beside this
interpreter. Those of the other pages run in this process where they can: it takes a second to
start another.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from selectolax.lexbor import LexborHTMLParser

from synth.cli import cli, main

REPOSITORY = Path(__file__).parent.parent
DOCS = REPOSITORY / "docs"
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
NAMES = [path.relative_to(REPOSITORY).as_posix() for path in PAGES]

_FENCED = re.compile(
    r"(?:^<!-- (?P<does>[\w ]+): (?P<file>\S+) -->\n+)?"
    r"^(?P<fence>`{3,}|~{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def _without_blocks(text: str) -> str:
    return _FENCED.sub("", text)


# ── examples ────────────────────────────────────────────────────────────────────────


@dataclass
class Reader:
    """Someone who works through a page from its top, in a folder of their own."""

    folder: Path
    page: str
    capture: pytest.CaptureFixture[str]
    seen: list[tuple[Path, str]] = field(default_factory=list)

    def work_through(self, text: str) -> None:
        for block in _FENCED.finditer(text):
            if block["does"]:
                self._write(block["does"], self.folder / block["file"], block["text"])
            elif block["language"] == "console":
                for command, expected in _commands(block["text"]):
                    self._run(command, expected)
        for path, words in self.seen:
            self._look(path, words)

    def _write(self, does: str, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        match does.split():
            case ["file"]:
                path.write_text(text, encoding="utf-8")
            case ["append"]:
                path.write_text(f"{before.rstrip()}\n\n{text}", encoding="utf-8")
            case ["line", number]:
                lines = before.splitlines(keepends=True)
                lines[int(number) - 1] = text
                path.write_text("".join(lines), encoding="utf-8")
            case ["readers", "see"]:
                self.seen.append((path, text))
            case _:
                pytest.fail(f"{self.page}: what does <!-- {does}: … --> mean?")

    def _run(self, command: str, expected: str) -> None:
        if command.startswith("cd "):
            self.folder = self.folder / command.removeprefix("cd ")
            return
        plain = command.startswith("synth ") and not re.search("[|>&;]", command)
        here = plain and self.page != "README.md"
        status, told = self._told_here(command) if here else self._told_by_shell(command)
        pattern = re.escape(expected.strip()).replace(r"\.\.\.", ".*?")
        assert re.fullmatch(pattern, told, re.DOTALL), (
            f"{self.page}: $ {command}\nprints:\n{told}\nand the page says:\n{expected}"
        )
        if command.startswith("synth "):
            stopped = re.search(r"^(?:synth|Error): ", told, re.MULTILINE)
            wanted = 2 if stopped else int("error[" in told)
            assert status == wanted, f"{self.page}: $ {command}: exit status {status}"

    def _told_here(self, command: str) -> tuple[int, str]:
        self.capture.readouterr()
        with contextlib.chdir(self.folder), pytest.raises(SystemExit) as leaving:
            main(shlex.split(command)[1:])
        return int(leaving.value.code or 0), "".join(self.capture.readouterr()).strip()

    def _told_by_shell(self, command: str) -> tuple[int, str]:
        scripts = Path(sys.executable).parent
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        return done.returncode, done.stdout.strip()

    def _look(self, path: Path, words: str) -> None:
        text = LexborHTMLParser(path.read_text(encoding="utf-8")).css("main")[0].text()
        shown = " ".join(text.split())
        for line in filter(None, words.splitlines()):
            assert line in shown, f"{self.page}: {path.name} does not say {line!r}"


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_examples_run(
    path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "110")  # tables are as wide as the terminal
    name = path.relative_to(REPOSITORY).as_posix()
    Reader(tmp_path, name, capsys).work_through(path.read_text(encoding="utf-8"))


# ── what the pages name ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", _without_blocks(path.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in _anchors(found), f"{path.name} links to {target}"


def _anchors(path: Path) -> set[str]:
    """The anchors that headings get on the web: lower case, hyphens for spaces."""
    text = _without_blocks(path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_commands_and_options_exist(path: Path) -> None:
    for words in _spoken(path.read_text(encoding="utf-8")):
        command: click.Command = cli
        for word in words[1:]:
            if isinstance(command, click.Group) and re.fullmatch(r"[a-z]+", word):
                known = command.get_command(click.Context(command), word)
                assert known is not None, f"{path.name}: {' '.join(words)}"
                command = known
            elif word.startswith("-") and word not in ("--help", "-h"):
                options = {name for option in command.params for name in option.opts}
                assert word.partition("=")[0] in options, f"{path.name}: {' '.join(words)}"


def _spoken(text: str) -> Iterator[list[str]]:
    """Each command line of synth in a page's code, as words."""
    code = [block["text"] for block in _FENCED.finditer(text)]
    code += re.findall(r"`([^`\n]+)`", _without_blocks(text))
    for piece in code:
        for line in re.findall(r"^(?:\$ |.*&& )?(synth .*?)(?: && .*)?$", piece, re.MULTILINE):
            if not re.match(r"synth (?:turns|,|:)", line):
                yield shlex.split(line.partition(" > ")[0])


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_make_targets_exist(path: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make (?:\w+=\S+ )?([a-z]+)(?:`|$)", text, re.MULTILINE):
        assert target in targets, f"{path.name}: make {target}"


def test_reference_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
