"""Pandoc's citeproc: one process a document, which is fed the citations alone.

The citations go in as pandoc's JSON, a paragraph each, a note of the writer's as a note, and
come back as pandoc's inlines. What was printed once is kept: the answer depends on nothing but
the citations, the works, the style, the locale and the pandoc.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from synth.cache import keep, kept
from synth.cite.ast import cite_node, entry, nocite_node, printed_citations, text_nodes
from synth.document import CitationItem, Entry, Inline
from synth.problems import ToolError

TIMEOUT = 60
"""Seconds; citing takes well under one."""

_API_VERSION = [1, 23, 1]

Printing = tuple[int, tuple[CitationItem, ...]]
"""A citation to be printed: its number and its items."""


@dataclass(frozen=True, slots=True)
class Group:
    """Citations that are printed together: one of the text, or all of a writer's own note.

    `begins` and `ends` say whether the note begins and ends with a citation: there a style
    writes a capital and a full stop.
    """

    citations: tuple[Printing, ...]
    in_note: bool = False
    begins: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Processed:
    """What a style made of some citations: their words by number, and the bibliography."""

    printed: Mapping[int, tuple[Inline, ...]]
    bibliography: tuple[Entry, ...]


def process(
    groups: Sequence[Group],
    items: Sequence[Mapping[str, Any]],
    style: Path,
    locale: str,
) -> Processed:
    """The citations and the bibliography of all items, as the style prints them.

    A key that no item has prints as itself with a question mark. An empty `locale` leaves it to
    the style.
    Raises ToolError when pandoc is missing, fails, or takes longer than TIMEOUT.
    """
    document = {
        "pandoc-api-version": _API_VERSION,
        "meta": {
            "nocite": {"t": "MetaInlines", "c": [nocite_node([str(each["id"]) for each in items])]},
            "link-citations": {"t": "MetaBool", "c": True},
            **({"lang": {"t": "MetaString", "c": locale}} if locale else {}),
        },
        "blocks": [_block(group) for group in groups],
    }
    blocks = _answer(json.dumps(document), json.dumps(items), style)
    printed: dict[int, tuple[Inline, ...]] = {}
    for group, block in zip(groups, blocks[: len(groups)], strict=True):
        words = printed_citations(block)
        printed |= {number: each for (number, _), each in zip(group.citations, words, strict=True)}
    entries = tuple(
        entry(each["c"])
        for block in blocks[len(groups) :]
        if block["t"] == "Div"
        for each in block["c"][1]
    )
    return Processed(printed, entries)


def _block(group: Group) -> dict[str, Any]:
    content: list[dict[str, Any]] = [] if group.begins and group.citations else [*text_nodes("x ")]
    for number, (_, items) in enumerate(group.citations):
        if number:
            content += text_nodes(" x ")
        content.append(cite_node(items))
    if not group.ends:
        content += text_nodes(" x")
    if group.in_note:
        content = [{"t": "Note", "c": [{"t": "Para", "c": content}]}]
    return {"t": "Para", "c": content}


def pandoc_path() -> str:
    """The pandoc that comes with pypandoc-binary. Raises ToolError if it is not installed."""
    spec = find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "files" / "pandoc"
        for candidate in (path, path.with_suffix(".exe")):
            if candidate.is_file():
                return str(candidate)
    raise ToolError("pandoc is missing: install it with `pip install pypandoc-binary`")


def _answer(document: str, items: str, style: Path) -> list[dict[str, Any]]:
    """The blocks that pandoc makes of a document, from the cache where it was asked before."""
    pandoc = Path(pandoc_path())
    known = pandoc.stat()
    asked = hashlib.sha256(f"{known.st_size} {known.st_mtime_ns}\0".encode())
    for part in (document.encode(), items.encode(), style.read_bytes()):
        asked.update(hashlib.sha256(part).digest())
    name = f"{asked.hexdigest()}.json"
    if (text := kept("citing", name)) is not None and (blocks := _blocks(text)) is not None:
        return blocks
    text = _run(str(pandoc), document, items, style)
    blocks = _blocks(text)
    if blocks is None:
        raise ToolError("pandoc gave no citations back")
    keep("citing", name, text)
    return blocks


def _blocks(answer: bytes) -> list[dict[str, Any]] | None:
    try:
        blocks = json.loads(answer)["blocks"]
    except (ValueError, KeyError, TypeError):
        return None
    return blocks if isinstance(blocks, list) else None


def _run(pandoc: str, document: str, items: str, style: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="synth-") as folder:
        library = Path(folder) / "items.json"
        library.write_text(items, encoding="utf-8")
        try:
            done = subprocess.run(
                [pandoc, "--from=json", "--to=json", "--citeproc",
                 f"--csl={style}", f"--bibliography={library}", "+RTS", "-M1g", "-RTS"],
                input=document.encode(),
                capture_output=True,
                timeout=TIMEOUT,
                check=True,
                env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as fault:
            raise ToolError(
                f"pandoc took longer than {TIMEOUT} s to print the citations\n"
                "    Narrow what is shown, by outcome, exposure or country, or write it without "
                "citations: --to text, csv, svg or json."
            ) from fault
        except (OSError, subprocess.CalledProcessError) as fault:
            told = getattr(fault, "stderr", b"") or b""
            reason = told.decode(errors="replace").strip() or fault
            raise ToolError(f"pandoc could not print the citations: {reason}") from fault
    return done.stdout
