"""Pandoc's citeproc: one process a document, which is fed the citations alone.

The citations go in as pandoc's JSON, one paragraph each, and come back as pandoc's inlines;
these become inlines of a Document. Nothing of a style's output is ever taken as HTML.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from synth.document import CitationItem, Entry, Inline, LineBreak, Link, Styled, Text
from synth.problems import ToolError

TIMEOUT = 60
"""Seconds; citing takes well under one."""

_API_VERSION = [1, 23, 1]
_MODES = {
    "normal": "NormalCitation",
    "narrative": "AuthorInText",
    "suppress-author": "SuppressAuthor",
}
_ROLES = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "small-caps",
    "Strikeout": "struck",
    "Underline": "emphasis",
}


@dataclass(frozen=True, slots=True)
class Processed:
    """What a style made of some citations: their words by number, and the bibliography."""

    printed: Mapping[int, tuple[Inline, ...]]
    bibliography: tuple[Entry, ...]


def process(
    citations: Sequence[tuple[int, tuple[CitationItem, ...]]],
    items: Sequence[Mapping[str, Any]],
    style: Path,
    locale: str,
) -> Processed:
    """The citations and the bibliography of all items, as the style prints them.

    Raises ToolError when pandoc is missing, fails, or takes longer than TIMEOUT.
    """
    numbers = [number for number, _ in citations]
    document = {
        "pandoc-api-version": _API_VERSION,
        "meta": {
            "nocite": _meta_inlines([_cite([_nocite(str(item["id"])) for item in items])]),
            "link-citations": {"t": "MetaBool", "c": True},
            "lang": {"t": "MetaString", "c": locale},
        },
        "blocks": [
            {"t": "Para", "c": [_cite([_citation(item) for item in group])]}
            for _, group in citations
        ],
    }
    answer = _run(document, items, style)
    blocks = answer["blocks"]
    printed = {
        number: _inlines(block["c"])
        for number, block in zip(numbers, blocks[: len(numbers)], strict=True)
    }
    entries = tuple(
        _entry(entry["c"])
        for block in blocks[len(numbers) :]
        if block["t"] == "Div"
        for entry in block["c"][1]
    )
    return Processed(printed, entries)


def pandoc_path() -> str:
    """The pandoc that comes with pypandoc-binary. Raises ToolError if it is not installed."""
    spec = find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "files" / "pandoc"
        for candidate in (path, path.with_suffix(".exe")):
            if candidate.is_file():
                return str(candidate)
    raise ToolError("pandoc is missing: install it with `pip install pypandoc-binary`")


def _run(
    document: Mapping[str, Any], items: Sequence[Mapping[str, Any]], style: Path
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="synth-") as folder:
        library = Path(folder) / "items.json"
        library.write_text(json.dumps(items), encoding="utf-8")
        try:
            done = subprocess.run(
                [pandoc_path(), "--from=json", "--to=json", "--citeproc",
                 f"--csl={style}", f"--bibliography={library}", "+RTS", "-M1g", "-RTS"],
                input=json.dumps(document).encode(),
                capture_output=True,
                timeout=TIMEOUT,
                check=True,
                env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as fault:
            raise ToolError(
                f"pandoc took longer than {TIMEOUT} s to print the citations"
            ) from fault
        except (OSError, subprocess.CalledProcessError) as fault:
            told = getattr(fault, "stderr", b"") or b""
            reason = told.decode(errors="replace").strip() or fault
            raise ToolError(f"pandoc could not print the citations: {reason}") from fault
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _cite(citations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"t": "Cite", "c": [citations, [_str("?")]]}


def _citation(item: CitationItem) -> dict[str, Any]:
    return {
        "citationId": item.reference,
        "citationPrefix": _words(item.prefix),
        "citationSuffix": _words(item.suffix),
        "citationMode": {"t": _MODES[item.mode]},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _nocite(key: str) -> dict[str, Any]:
    return {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "AuthorInText"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _words(text: str) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    for index, word in enumerate(text.split(" ")):
        if index:
            result.append({"t": "Space"})
        if word:
            result.append(_str(word))
    return result


def _str(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def _meta_inlines(inlines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"t": "MetaInlines", "c": inlines}


def _entry(content: list[Any]) -> Entry:
    """An entry of the bibliography; numeric styles put its number in a margin of its own."""
    reference = content[0][0].removeprefix("ref-")
    label: list[Inline] = []
    words: list[Inline] = []
    for block in content[1]:
        if block["t"] == "Div":
            classes = block["c"][0][1]
            inner = [inline for each in block["c"][1] for inline in _inlines(each["c"])]
            (label if "csl-left-margin" in classes else words).extend(inner)
        else:
            for inline in block["c"]:
                if inline["t"] == "Span" and "csl-left-margin" in inline["c"][0][1]:
                    label += _inlines(inline["c"][1])
                else:
                    words += _inline(inline)
    number = "".join(node.value for node in label if isinstance(node, Text)).strip()
    return Entry(reference, number, _merged(words))


def _inlines(nodes: Sequence[Mapping[str, Any]]) -> tuple[Inline, ...]:
    return _merged([inline for node in nodes for inline in _inline(node)])


def _inline(node: Mapping[str, Any]) -> tuple[Inline, ...]:
    kind: str = node["t"]
    content: Any = node.get("c", "")
    match kind:
        case "Str":
            return (Text(content),)
        case "Space" | "SoftBreak":
            return (Text(" "),)
        case "LineBreak":
            return (LineBreak(),)
        case "Code" | "Math" | "RawInline":
            return (Text(content[1]),)
        case "Quoted":
            left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
            return (Text(left), *_inlines(content[1]), Text(right))
        case "Link":
            target = content[2][0]
            reference = target.removeprefix("#ref-") if target.startswith("#ref-") else None
            return (Link(target, _inlines(content[1]), reference),)
        case "Span" | "Cite":
            return _inlines(content[1])
        case "Note":
            return tuple(inline for block in content for inline in _inlines(block["c"]))
        case _ if kind in _ROLES:
            return (Styled(_ROLES[kind], _inlines(content)),)  # type: ignore[arg-type]
        case _:
            return ()


def _merged(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    """The nodes with neighbouring texts made one."""
    result: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].value + node.value)
        else:
            result.append(node)
    return tuple(result)
