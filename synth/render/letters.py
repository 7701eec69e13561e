"""The letters that a page may need, known before its citations are printed."""

from __future__ import annotations

import json
import string

from synth.document import Document, Figure, Text, walk
from synth.model import Project
from synth.wording import country_name

ALWAYS = string.printable + "’‘“”–—−…·•§†↑×£€\N{NO-BREAK SPACE}\N{WORD JOINER}"
"""Letters that any page or picture may need, whatever it says."""


def letters(document: Document, project: Project) -> frozenset[str]:
    """Every character that the brief, and what it cites, can put on a page; some more than it does.

    Known from the sources alone, so that fonts can be cut while the citations are printed.
    """
    brief = project.brief(document.brief)
    cited = {item.reference for citation in document.citations() for item in citation.items}
    records = [record for key in cited if (record := project.record_of(key)) is not None]
    keys = cited | {record.via for record in records if record.via is not None}
    keys |= set(project.references if "*" in document.nocite else document.nocite)
    items = [dict(project.references[key].item) for key in keys if key in project.references]
    names = [country_name(code, document.locale) for record in records for code in record.countries]
    said = (brief, records, names, project.vocabulary, project.series.get(document.series or ""),
            project.audiences[document.audience], project.frameworks)  # fmt: skip
    nodes = list(walk(document.blocks))
    words = "".join(node.value for node in nodes if isinstance(node, Text))
    drawn = [(node.chart, node.alt) for node in nodes if isinstance(node, Figure)]
    return frozenset(f"{ALWAYS}{said}{words}{drawn}{json.dumps(items, ensure_ascii=False)}")
