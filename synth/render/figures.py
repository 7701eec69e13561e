"""A picture of evidence as HTML, with the data that it shows as a table behind it."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from markupsafe import Markup

from synth.charts import Look, Picture, draw
from synth.document import Figure, group_anchor, row_anchor
from synth.render import fonts
from synth.render.tables import TableWriter


@dataclass(frozen=True, slots=True)
class FigureWriter:
    """Writes the figures of one document.

    On the web a picture stands in the page itself, so that its marks are links. In print it is an
    image with a text instead of it (ISO 14289-1, 7.3), and its links lie over it.
    """

    tables: TableWriter
    look: Look

    def figure(self, figure: Figure) -> Markup:
        """The picture under its caption, then its data."""
        link = figure.data.id if figure.data else None
        picture = draw(figure.chart, self.look, link)
        drawn = (
            self._web(figure, picture)
            if self.tables.medium == "web"
            else self._print(figure, picture, link)
        )
        return Markup('<figure id="{}" class="chart-figure">{}\n{}\n{}</figure>').format(
            figure.id, self._caption(figure), drawn, self._data(figure)
        )

    def _caption(self, figure: Figure) -> Markup:
        if not figure.caption:
            return Markup("")
        return Markup("<figcaption>Figure {}. {}</figcaption>").format(
            figure.number, self.tables.inlines(figure.caption)
        )

    def _web(self, figure: Figure, picture: Picture) -> Markup:
        return Markup(
            '<div class="chart-frame" tabindex="0" role="region" aria-label="{}">{}</div>'
        ).format(self._name(figure), Markup(picture.svg(figure.alt)))

    def _print(self, figure: Figure, picture: Picture, link: str | None) -> Markup:
        drawn = picture.image(figure.alt, fonts.print_css()).encode()
        image = Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(
            base64.b64encode(drawn).decode(), figure.alt
        )
        return Markup('<div class="chart-frame">{}{}</div>').format(
            image, Markup("").join(self._links(picture, link))
        )

    def _links(self, picture: Picture, link: str | None) -> list[Markup]:
        """What lies over the marks of a printed picture, as no image in a PDF holds links."""
        if link is None:
            return []
        return [
            Markup(
                '<a class="chart-mark" href="#{}" title="{}" '
                'style="left:{:.3f}%;top:{:.3f}%;width:{:.3f}%;height:{:.3f}%"></a>'
            ).format(
                row_anchor(link, mark.row)
                if mark.group is None
                else group_anchor(link, mark.group),
                mark.name,
                mark.left,
                mark.top,
                mark.width,
                mark.height,
            )
            for mark in picture.marks
        ]

    def _data(self, figure: Figure) -> Markup:
        if figure.data is None:
            return Markup("")
        name = f"The data of {self._name(figure)}"
        table = self.tables.table(figure.data, name)
        if self.tables.medium == "print":
            return table
        return Markup(
            '<details class="chart-data"><summary>{} as a table</summary>{}</details>'
        ).format(name, table)

    def _name(self, figure: Figure) -> str:
        return f"Figure {figure.number}" if figure.number else "Picture"
