"""One view of the evidence by itself, outside a brief: as a page, a picture, a table or data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from synth.charts import Look, draw
from synth.cite import cite
from synth.compose import compose_blocks
from synth.document import Block, Document, Figure, Heading, Table
from synth.model import Audience, Project
from synth.problems import Place
from synth.render.plain import Words, as_markdown, as_text, rating_words, spoken, table_rows
from synth.synthesis.asking import Seen
from synth.synthesis.view import Setting

READER = "reader"
"""The audience of a view that is shown to nobody in particular."""

Writer: TypeAlias = Callable[[Seen[Any, Any], Setting, str], list[str]]


def setting_for(project: Project, audience: str | None) -> Setting:
    """Where a view stands that is in no brief: in the words of an audience, or in plain ones."""
    if audience is None:
        reader = Audience("Reader", "whoever looks at the evidence")
        project = replace(project, audiences={**project.audiences, READER: reader})
    else:
        reader = project.audiences[audience]
    return Setting(project, reader, reader.locale, Place(""))


def written(seen: Seen[Any, Any], setting: Setting, to: str, title: str) -> list[str]:
    """The text of each file that a view is written as, by a name of WRITERS.

    Only pictures can be several, or none. Raises SynthesisError as the view does.
    """
    return WRITERS[to](seen, setting, title)


def _text(seen: Seen[Any, Any], setting: Setting, _title: str) -> list[str]:
    return [as_text(seen.blocks(setting), setting.project, _ratings(setting))]


def _markdown(seen: Seen[Any, Any], setting: Setting, _title: str) -> list[str]:
    return [as_markdown(seen.blocks(setting), _ratings(setting))]


def _json(seen: Seen[Any, Any], _setting: Setting, _title: str) -> list[str]:
    import msgspec

    return [json.dumps(msgspec.to_builtins(seen.result), ensure_ascii=False, indent=2)]


def _csv(seen: Seen[Any, Any], setting: Setting, _title: str) -> list[str]:
    """The tables, one below the other, an empty line between two."""
    out = io.StringIO()
    words = spoken(setting.project, _ratings(setting))
    for number, table in enumerate(_tables(seen.blocks(setting))):
        if number:
            out.write("\n")
        rows = [[_no_formula(cell) for cell in row] for row in table_rows(table, words)]
        csv.writer(out, lineterminator="\n").writerows(rows)
    return [out.getvalue()]


_FORMULA = tuple("=+-@\t\r＝＋－＠")


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula (OWASP, "CSV injection")."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _svg(seen: Seen[Any, Any], setting: Setting, _title: str) -> list[str]:
    figures = [block for block in seen.blocks(setting) if isinstance(block, Figure)]
    look = _look(setting)
    return [draw(each.chart, look).image(each.alt, _faces(each)) for each in figures]


def _faces(figure: Figure) -> str:
    """The house's fonts, cut down to a picture's letters, for a file that stands alone."""
    from synth.render.fonts import web_css
    from synth.render.letters import ALWAYS

    return web_css(frozenset(f"{ALWAYS}{figure.chart}"))


def _html(seen: Seen[Any, Any], setting: Setting, title: str) -> list[str]:
    from synth.render.cited import cited_page

    document = _document(_from_two(seen.blocks(setting)), setting)
    cited = cite(document, setting.project, document.style, document.locale)
    return [cited_page(cited, setting.project, title.rstrip("."), standalone=True, live=True)]


def _from_two(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their highest headings at level 2, below the title of a page of their own."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    up = min(levels, default=2) - 2
    return tuple(
        replace(block, level=block.level - up) if isinstance(block, Heading) else block
        for block in blocks
    )


def _document(blocks: tuple[Block, ...], setting: Setting) -> Document:
    return compose_blocks(setting.project, blocks, _name(setting))


def _look(setting: Setting) -> Look:
    from synth.render.stylesheets import Loader

    tokens = Loader(setting.project, _name(setting)).tokens()
    return Look.from_tokens(tokens | dict(setting.audience.colours))


def _ratings(setting: Setting) -> Words:
    return rating_words(setting.project, setting.audience.framework, setting.locale)


def _name(setting: Setting) -> str:
    audiences = setting.project.audiences.items()
    return next(name for name, each in audiences if each is setting.audience)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Figure) and block.data is not None:
            yield block.data


WRITERS: Mapping[str, Writer] = {
    "text": _text,
    "md": _markdown,
    "json": _json,
    "csv": _csv,
    "svg": _svg,
    "html": _html,
}
