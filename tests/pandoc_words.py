"""What pandoc prints for a Markdown file's citations, read from its own syntax tree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synth.cite.pandoc import pandoc_path
from synth.document import fold


@dataclass(frozen=True)
class Printed:
    """The words of each citation, in the order of the text, and of each entry, with its key."""

    citations: list[str]
    entries: list[tuple[str, str]]


def pandoc_prints(text: Path, library: Path, style: Path, locale: str | None = None) -> Printed:
    command = [pandoc_path(), str(text), "--citeproc", f"--csl={style}", "--to=json",
               f"--bibliography={library}", "--metadata=link-citations:true"]  # fmt: skip
    if locale:
        command.append(f"--metadata=lang:{locale}")
    tree = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    blocks = tree["blocks"]
    entries = [
        (entry["c"][0][0].removeprefix("ref-"), fold(_block_words(entry)))
        for block in blocks
        if block["t"] == "Div" and block["c"][0][0] == "refs"
        for entry in block["c"][1]
    ]
    body = [b for b in blocks if b["t"] != "Div" or b["c"][0][0] != "refs"]
    return Printed([fold(words) for words in _citations(body)], entries)


def _citations(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield _words(node["c"][1])
        else:
            for value in node.values():
                yield from _citations(value)
    elif isinstance(node, list):
        for value in node:
            yield from _citations(value)


def _block_words(block: dict[str, Any]) -> str:
    if block["t"] == "Div":
        return " ".join(_block_words(each) for each in block["c"][1])
    return _words(block["c"])


_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def _words(nodes: list[dict[str, Any]]) -> str:
    return "".join(_word(node["t"], node.get("c")) for node in nodes)


def _word(kind: str, content: Any) -> str:
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Quoted":
            left, right = _QUOTES[content[0]["t"]]
            return f"{left}{_words(content[1])}{right}"
        case "Span" | "Link" | "Cite":
            return _words(content[1])
        case "Code" | "RawInline" | "Math":
            return str(content[1])
        case "Note":
            return " " + " ".join(_block_words(block) for block in content)
        case _:
            return _words(content)
