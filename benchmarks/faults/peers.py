"""What other tools notice of a fault: pandoc's citeproc, and a plain check of the keys."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.faults.fault import Fault
from benchmarks.faults.subject import Subject
from synth.cite.pandoc import pandoc_path

LIBRARY = "references/library.bib"

_CITED = re.compile(r"(?<![\w.])@([A-Za-z0-9_]+(?:[-:.][A-Za-z0-9_]+)*)")
_ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


class Peers:
    """Asks both tools; pandoc once for each set of keys, on which alone its warnings depend."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.asked: dict[str, int] = {}

    def caught(self, fault: Fault) -> tuple[bool, bool]:
        """Whether pandoc warns of an undefined key, and whether the key check finds one."""
        files = {edit.file for edit in fault.edits}
        briefs = [file for file in files if file.endswith(".md")]
        if fault.bytes_of is not None or not (briefs or LIBRARY in files):
            return False, False
        texts = self._texts(fault)
        library = texts.get(LIBRARY, self.subject.text(LIBRARY))
        pandoc = keys = False
        for file in briefs:
            now, before = plain(texts[file]), plain(self.subject.text(file))
            keys |= bool(_unknown(now, library))
            if cited(now) != cited(before):
                pandoc |= self._warnings(now, library) > 0
        return pandoc, keys

    def _texts(self, fault: Fault) -> Mapping[str, str]:
        texts: dict[str, str] = {}
        for edit in fault.edits:
            path = self.subject.root / edit.file
            text = texts.get(edit.file, self.subject.text(edit.file) if path.exists() else "")
            texts[edit.file] = edit.apply(text)
        return texts

    def _warnings(self, text: str, library: str) -> int:
        key = hashlib.sha256("\n".join([*sorted(cited(text)), library]).encode()).hexdigest()
        if key not in self.asked:
            self.asked[key] = pandoc_warnings(text, library)
        return self.asked[key]


def plain(text: str) -> str:
    """A brief as pandoc can read it: without its head, its code and the names of findings."""
    body = _CODE.sub("", _HEAD.sub("", text))
    return re.sub(r"(@[A-Za-z0-9_:.-]+)#[A-Za-z0-9-]+", r"\1", body)


def cited(text: str) -> set[str]:
    return set(_CITED.findall(text))


def _unknown(text: str, library: str) -> set[str]:
    return cited(text) - set(_ENTRY.findall(library))


def pandoc_warnings(text: str, library: str) -> int:
    """How many citations pandoc's citeproc says it has not found."""
    with tempfile.TemporaryDirectory() as folder:
        bib = Path(folder) / "library.bib"
        bib.write_text(library, encoding="utf-8")
        command = [
            pandoc_path(),
            "--from=markdown",
            "--to=plain",
            "--citeproc",
            f"--bibliography={bib}",
        ]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, check=True, timeout=60
        )
    return done.stderr.count("not found")
