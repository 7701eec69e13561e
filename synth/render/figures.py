"""A picture of evidence as HTML, with the data that it shows as a table behind it."""

from __future__ import annotations

import base64
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from synth.charts import Look, Mark, Picture, draw
from synth.document import Block, Figure, group_anchor, row_anchor, walk
from synth.render.filters import filters
from synth.render.tables import TableWriter
from synth.wording import listed

WIDENS = 1.4
"""How much larger than in print a picture grows on a wide screen."""


@dataclass(frozen=True, slots=True)
class FigureWriter:
    """Writes the figures of one document.

    On the web a picture stands in the page itself, so that its marks are links. In print it is an
    image with a text instead of it (ISO 14289-1, 7.3), and its links lie over it; `named` keeps
    what each of them leads to. `parts` are those of `in_parts`.
    """

    tables: TableWriter
    look: Look
    parts: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def figure(self, figure: Figure) -> Markup:
        """The picture under its caption, then its data."""
        link = figure.data.id if figure.data else None
        drawn = self._web if self.tables.medium == "web" else self._print
        return Markup('<figure id="{}" class="chart-figure"{}>{}\n{}\n{}</figure>').format(
            figure.id,
            self._named_by(figure),
            self._caption(figure),
            self._filters(figure) + drawn(figure, link),
            self._data(figure),
        )

    def _caption(self, figure: Figure) -> Markup:
        if not figure.caption:
            return Markup("")
        return Markup('<figcaption id="{}">Figure {}. {}</figcaption>').format(
            _caption_id(figure), figure.number, self.tables.inlines(figure.caption)
        )

    def _named_by(self, figure: Figure) -> Markup:
        """What gives an element the name of a figure: the words of its caption."""
        if figure.caption:
            return Markup(' aria-labelledby="{}"').format(_caption_id(figure))
        return Markup(' aria-label="{}"').format(self._name(figure))

    def _web(self, figure: Figure, link: str | None) -> Markup:
        """The picture in a frame, where it scrolls rather than write smaller than in print."""
        picture = draw(figure.chart, self.look, link)
        return Markup(
            '<div class="chart-frame" tabindex="0" role="region"{}>'
            '<div style="min-width:{:.0f}px;max-width:{:.0f}px">{}</div></div>'
        ).format(
            self._named_by(figure),
            picture.width,
            picture.width * WIDENS,
            Markup(picture.svg(figure.alt)),
        )

    def _print(self, figure: Figure, link: str | None) -> Markup:
        picture = draw(figure.chart, self.look)
        drawn = base64.b64encode(picture.image(figure.alt).encode()).decode()
        image = Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(
            drawn, figure.alt
        )
        return Markup('<div class="chart-frame" style="width:{:.0f}px">{}{}</div>').format(
            picture.width, image, Markup("").join(self._links(picture, link))
        )

    def _links(self, picture: Picture, link: str | None) -> list[Markup]:
        """What lies over the marks of a printed picture, as no image in a PDF holds links."""
        if link is None:
            return []
        for mark in picture.marks:
            self.named[_target(link, mark)] = mark.name
        return [
            Markup(
                '<a class="chart-mark" href="#{}" title="{}" '
                'style="left:{:.3f}%;top:{:.3f}%;width:{:.3f}%;height:{:.3f}%"></a>'
            ).format(_target(link, mark), mark.name, mark.left, mark.top, mark.width, mark.height)
            for mark in picture.marks
        ]

    def _filters(self, figure: Figure) -> Markup:
        """What narrows a picture; those of one view narrow together, above the first of them."""
        parts = self.parts.get(figure.id, (figure,))
        tables = [part.data for part in parts if part.data is not None]
        if not tables or self.tables.medium == "print":
            return Markup("")
        return filters(tables, listed([self._name(part) for part in parts]), "study")

    def _data(self, figure: Figure) -> Markup:
        if figure.data is None:
            return Markup("")
        name = self._name(figure)
        table = self.tables.unfiltered(figure.data, f"Data of {name}")
        if self.tables.medium == "print":
            return table
        return Markup(
            '<details class="chart-data"><summary>The data of {} as a table</summary>{}</details>'
        ).format(name, table)

    def _name(self, figure: Figure) -> str:
        return f"Figure {figure.number}" if figure.number else "Picture"


def in_parts(blocks: Sequence[Block]) -> Mapping[str, Sequence[Figure]]:
    """The figures of each view that is in parts, by the identifier of the first; none by others."""
    figures = (node for node in walk(tuple(blocks)) if isinstance(node, Figure))
    found: dict[str, Sequence[Figure]] = {}
    for _, same in groupby(figures, _view):
        parts = tuple(same)
        found |= {part.id: () for part in parts} | {parts[0].id: parts}
    return found


def _view(figure: Figure) -> Hashable:
    """What the parts of one view have in common: its call, and the columns of their data."""
    if figure.data is None or not figure.data.facets:
        return figure.id
    return figure.place, figure.data.head, tuple(facet.label for facet in figure.data.facets)


def _caption_id(figure: Figure) -> str:
    return f"{figure.id}-caption"


def _target(link: str, mark: Mark) -> str:
    """Where a mark leads: to a row of the data, or to a heading in it."""
    if mark.group is not None:
        return group_anchor(link, mark.group)
    return row_anchor(link, mark.row)
