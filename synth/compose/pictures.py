"""The pictures of a brief: files of the project, of a kind and size that every reader can show."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from pathlib import Path, PurePosixPath

from synth.document import Block, Claim, Image, Inline, Link, Styled, Text, map_runs
from synth.problems import Problem, error

SUFFIXES = (".png", ".jpg", ".jpeg")
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000


def check_pictures(
    blocks: tuple[Block, ...], root: Path
) -> tuple[tuple[Block, ...], list[Problem]]:
    """The blocks with each picture that cannot be shown made words, and what is wrong with it."""
    problems: list[Problem] = []

    def visit(node: Inline) -> Inline:
        match node:
            case Image() if fault := _fault(node, root):
                problems.append(
                    error(
                        "image-refused",
                        f'the image "{node.path[:80]}" {fault}',
                        node.place,
                        "Pictures are PNG or JPEG files inside the project, with a text in the "
                        "square brackets that says what they show.",
                    )
                )
                return Text(f"[{node.alt}]")
            case Claim() | Styled() | Link():
                return replace(node, children=tuple(visit(child) for child in node.children))
            case _:
                return node

    shown = map_runs(blocks, lambda run: tuple(visit(node) for node in run))
    return shown, problems


def _fault(image: Image, root: Path) -> str | None:
    if re.match(r"[a-zA-Z][\w+.-]*:|//", image.path):
        return "is not a file of the project: nothing is fetched"
    path = root / PurePosixPath(image.path)
    try:
        if not path.resolve().is_relative_to(root):
            return "lies outside the project"
        if path.suffix.lower() not in SUFFIXES:
            return "is neither PNG nor JPEG"
        if not path.is_file():
            return "does not exist"
    except (OSError, ValueError, RuntimeError):
        return "has no name that a file can have"
    return _fault_inside(path) or (None if image.alt.strip() else "has no description")


def _fault_inside(path: Path) -> str | None:
    from PIL import Image as Picture  # only briefs with pictures need it

    if path.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES:,} bytes"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Picture.open(path, formats=("PNG", "JPEG")) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    return f"has more than {MAX_PIXELS:,} pixels"
                picture.load()
    except (OSError, ValueError, SyntaxError, Picture.DecompressionBombError):
        return "is damaged, or no PNG or JPEG picture"
    return None
