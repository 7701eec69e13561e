"""Footnotes: at the foot of its page in print, behind the text on the web."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

Medium = Literal["web", "print"]


class Footnotes:
    """The footnotes of one page, kept in the order of reading."""

    def __init__(self, medium: Medium) -> None:
        self.medium = medium
        self.kept: list[tuple[int, Markup]] = []

    def reference(self, number: int, words: Markup) -> Markup:
        """The raised number of a note; in print the note itself goes with it and floats down."""
        raised = Markup(
            '<sup class="noteref"><a role="doc-noteref" id="noteref-{0}" href="#note-{0}">'
            "{0}</a></sup>"
        ).format(number)
        if self.medium == "print":
            return raised + Markup(
                '<span class="footnote" id="note-{0}">'
                '<a class="note-number" href="#noteref-{0}">{0}</a> {1}</span>'
            ).format(number, words)
        self.kept.append((number, words))
        return raised

    def items(self) -> Markup:
        """The notes as items of a list, each with a link back; empty in print."""
        return Markup("\n").join(
            Markup(
                '<li id="note-{0}" value="{0}"><p>{1} <a role="doc-backlink" href="#noteref-{0}" '
                'aria-label="Back to the text of note {0}">↑</a></p></li>'
            ).format(number, words)
            for number, words in self.kept
        )
