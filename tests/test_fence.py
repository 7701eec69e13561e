"""Files that would take all of the time or memory there is: each ends with a message."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from synth.exchange import fence, read_references
from synth.exchange.fence import read_fenced, run
from synth.problems import ProjectError

EXPORTS = Path(__file__).parent / "exports"


def script(folder: Path, body: str) -> list[str]:
    """A program whose reader is `body`, between the bounds that a file is read in."""
    path = folder / "reader.py"
    path.write_text(
        "import sys\n"
        "from synth.exchange import fence\n"
        "from synth.exchange.imported import Imported\n"
        "from synth.problems import ProjectError\n"
        f"def read(data, name, format):\n    {body}\n    return Imported()\n"
        "sys.exit(fence.answer(sys.argv[1:], read, 100_000_000))\n"
    )
    return [sys.executable, str(path), str(path), "x.ris"]


@pytest.mark.parametrize("name", sorted(path.name for path in EXPORTS.iterdir()))
def test_what_is_read_in_a_process_is_what_is_read_here(name: str) -> None:
    path = EXPORTS / name
    assert read_fenced(path, name) == read_references(path.read_bytes(), name)


def test_the_format_may_be_named() -> None:
    path = EXPORTS / "odd.ris"
    assert len(read_fenced(path, "odd.ris", "ris").references) == 1
    with pytest.raises(ProjectError, match='no format is called "rsi"; did you mean "ris"'):
        read_fenced(path, "odd.ris", "rsi")


def test_a_reader_that_sleeps_is_ended(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(ProjectError, match=r"x\.ris: the file takes longer than 1 s to read"):
        run(script(tmp_path, "import time; time.sleep(60)"), "x.ris", 1)
    assert time.monotonic() - start < 10


@pytest.mark.skipif(sys.platform != "linux", reason="address space is bounded on Linux alone")
def test_a_reader_that_takes_all_memory_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"x\.ris: the file takes more than 1024 MiB"):
        run(script(tmp_path, "[bytearray(1_000_000) for _ in range(10_000)]"), "x.ris")


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.kill(os.getpid(), 11)",
        "raise ValueError('a bug')",
        "import os; os._exit(0)",
        "print('noise', flush=True)",
        "sys.exit(5)",
    ],
)
def test_a_reader_that_breaks_off_is_told(tmp_path: Path, body: str) -> None:
    with pytest.raises(ProjectError, match=r"x\.ris: the file cannot be read: the program") as told:
        run(script(tmp_path, body), "x.ris")
    assert "Traceback" not in str(told.value)


def test_what_a_reader_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^x\.ris: nothing for us$"):
        run(script(tmp_path, "raise ProjectError(f'{name}: nothing for us')"), "x.ris")


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no process"):
        run([str(tmp_path / "none")], "x.ris")


def test_a_large_file_is_to_be_split(tmp_path: Path) -> None:
    path = tmp_path / "large.ris"
    with path.open("wb") as file:
        file.truncate(fence.MAX_BYTES + 1)
    with pytest.raises(ProjectError, match=r"large\.ris: the file has 20\.0 MB.*split it"):
        read_fenced(path, "large.ris")


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("none.ris", ".", "pipe"):
        with pytest.raises(ProjectError, match="there is no such file"):
            read_fenced(tmp_path / name, name)


def test_a_file_of_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "x.ris"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ProjectError, match="a PDF document"):
        read_fenced(path, "x.ris")


def test_odd_names_and_texts_come_through(tmp_path: Path) -> None:
    path = tmp_path / "-é \U0001f600.json"
    path.write_text(json.dumps([{"title": "a\u2028b\x00c\ud800", "note": "d\ne"}]))
    imported = read_fenced(path, path.name)
    assert imported == read_references(path.read_bytes(), path.name)
    assert imported.references[0].place.file == path.name


def test_nothing_of_the_working_directory_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')\n")
    (tmp_path / "rispy.py").write_text("raise SystemExit('taken over')\n")
    monkeypatch.chdir(tmp_path)
    assert len(read_fenced(EXPORTS / "odd.ris", "odd.ris").references) == 1
