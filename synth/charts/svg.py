"""matplotlib's SVG made fit for a page: small, the same each time, and with links.

What matplotlib writes has a prolog, metadata, a style sheet that would reach the whole page, and
identifiers that two pictures share. What comes out here has presentation attributes alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from synth.charts import engine

_LONG = re.compile(r"-?\d+\.\d+")
_PARTS = ("svg.", "path.", "patch.", "hatch.", "font.", "text.")
_SETTINGS: Mapping[str, Any] = {"svg.fonttype": "none", "svg.hashsalt": "synth"}


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number in a picture counts: some rows of the table under its heading `group`.

    Each item of `rows` counts once, such as the rows of one study.
    """

    group: int
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a mark leads to: a row of a table, by its number and the link's name.

    With `counted` it leads to the heading above those rows.
    """

    row: int
    name: str
    counted: Counted | None = None

    @property
    def anchor(self) -> str:
        """The end of the identifier that it leads to."""
        return f"group-{self.counted.group}" if self.counted else f"row-{self.row}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape or words in CSS pixels: how matplotlib's artist is made, and its group."""

    make: Callable[[], Any]
    group: str | None


def written(width: float, height: float, shapes: Sequence[Shape]) -> str:
    """The shapes, each above the one before, as matplotlib writes them.

    No setting of matplotlib is left changed, and none of the user's has a say.
    """
    engine.load()
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    none = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    ours: Any = {k: v for k, v in mpl.rcParamsDefault.items() if k.startswith(_PARTS)}
    ours |= _SETTINGS
    text = StringIO()
    with engine.LOCK, mpl.rc_context(ours):
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        upright = Affine2D().scale(1, -1).translate(0, height)
        for order, shape in enumerate(shapes):
            artist = shape.make()
            artist.set(zorder=order, transform=upright, gid=shape.group)
            figure.add_artist(artist)
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(text, metadata=none)
    return text.getvalue()


def inner_svg(text: str, marks: Sequence[Linked], link: str | None, prefix: str) -> str:
    """What stands inside the `svg` element, for a page.

    A group with the identifier `mark:<n>` becomes the link of `marks[n]`, and one with
    `words:<anchor>` gives its text that anchor. What belongs to no mark is hidden from screen
    readers, who have the picture's name and the table. Identifiers start with `prefix`.
    """
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    names: dict[str, str] = {}

    def id_of(old: str) -> str:
        return names.setdefault(old, f"{prefix}-{len(names) + 1}")

    parts: list[str] = []
    now: int | None = None
    for mark, element in _leaves(root, None, "start"):
        if not parts or mark != now:
            parts.append(_closing(now, marks, link) if parts else "")
            parts.append(_opening(mark, marks, link))
            now = mark
        parts.append(_element(element, id_of))
    return "".join([*parts, _closing(now, marks, link) if parts else ""])


def _leaves(
    node: ElementTree.Element, mark: int | None, anchor: str
) -> Iterator[tuple[int | None, ElementTree.Element]]:
    """The shapes and texts in their order, each with the mark that it is a part of."""
    for child in node:
        kind = child.tag.rpartition("}")[2]
        if kind == "metadata" or (kind == "defs" and _kinds(child) == {"style"}):
            continue
        if kind != "g":
            if kind == "text":
                child.set("text-anchor", anchor)
            yield mark, child
            continue
        role, _, value = child.get("id", "").partition(":")
        yield from _leaves(
            child,
            int(value) if role == "mark" else mark,
            value if role == "words" else anchor,
        )


def _kinds(node: ElementTree.Element) -> set[str]:
    return {child.tag.rpartition("}")[2] for child in node}


def _opening(mark: int | None, marks: Sequence[Linked], link: str | None) -> str:
    if mark is None:
        return '<g aria-hidden="true">'
    row = f'class="mark" {_data(marks[mark])}'
    if link is None:
        return f"<g {row}>"
    href = escape(f"#{link}-{marks[mark].anchor}")
    return f'<a {row} href="{href}" pointer-events="all"><title>{escape(marks[mark].name)}</title>'


def _data(mark: Linked) -> str:
    """The rows that a mark shows, for the script that narrows a table."""
    if mark.counted is None:
        return f'data-row="{mark.row}"'
    rows = " ".join(",".join(map(str, each)) for each in mark.counted.rows)
    return f'data-rows="{rows}"'


def _closing(mark: int | None, _marks: Sequence[Linked], link: str | None) -> str:
    return "</g>" if mark is None or link is None else "</a>"


def _element(node: ElementTree.Element, id_of: Callable[[str], str]) -> str:
    """An element with its style as attributes, short numbers and identifiers of its own."""
    kind = node.tag.rpartition("}")[2]
    attributes = {name.rpartition("}")[2]: value for name, value in node.attrib.items()}
    style = attributes.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = declaration.partition(":")
        attributes[name.strip()] = value.strip()
    if attributes.get("stroke-linejoin") == "miter":
        del attributes["stroke-linejoin"]
    if kind == "text":
        attributes = _placed(attributes)
    said = "".join(f' {n}="{escape(_value(n, v, id_of))}"' for n, v in attributes.items())
    inside = escape(node.text or "", quote=False) if kind == "text" else ""
    inside += "".join(_element(child, id_of) for child in node)
    return f"<{kind}{said}>{inside}</{kind}>" if inside else f"<{kind}{said}/>"


def _placed(attributes: Mapping[str, str]) -> dict[str, str]:
    """A text's attributes with `x` and `y`, and the turn about them."""
    moves = dict(re.findall(r"(translate|rotate)\(([^)]*)\)", attributes.get("transform", "")))
    x, _, y = moves.get("translate", "0 0").partition(" ")
    kept = {
        name: value
        for name, value in attributes.items()
        if name not in ("transform", "font-family") and (name, value) != ("text-anchor", "start")
    }
    turned = {"transform": f"rotate({moves['rotate']} {x} {y})"} if "rotate" in moves else {}
    return {"x": x, "y": y, **kept, **turned}


def _value(name: str, value: str, id_of: Callable[[str], str]) -> str:
    if name == "id":
        return id_of(value)
    if name == "href" and value.startswith("#"):
        return f"#{id_of(value[1:])}"
    if value.startswith("url(#"):
        return f"url(#{id_of(value[5:-1])})"
    short = _LONG.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), value)
    return " ".join(short.split())
