"""A cited Markdown file as HTML: its text, notes and references, alone or as a page."""

from __future__ import annotations

from markupsafe import Markup

from synth import __version__
from synth.document import CitedDocument
from synth.model import Project
from synth.render import fonts
from synth.render.bibliography import bibliography
from synth.render.html_writer import HtmlWriter
from synth.render.letters import letters
from synth.render.page import policy
from synth.render.stylesheets import Loader, css


def cited_page(
    cited: CitedDocument, project: Project, title: str | None, *, standalone: bool
) -> str:
    """The document as HTML to be put into a page, or as a page of its own.

    A page of its own holds the house's styles and fonts and fetches nothing.
    """
    document = cited.document
    audience = project.audiences[document.audience]
    writer = HtmlWriter(cited, project, audience, "web")
    loader = Loader(project, document.audience)
    view: dict[str, object] = {
        "body": writer.blocks(document.blocks),
        "footnotes": writer.footnotes.items(),
        "references": bibliography(writer),
        "second_hand": "",
    }
    if standalone:
        faces = fonts.web_css(letters(document, project))
        sheet, _ = css(loader, "web", loader.tokens(), faces)
        view |= {
            "title": title or document.brief,
            "heading": title,
            "locale": document.locale,
            "version": __version__,
            "policy": policy(""),
            "css": Markup(sheet),
            "numeric": any(entry.label for entry in cited.bibliography),
        }
    template = loader.sandbox.get_template("cited.html" if standalone else "fragment.html")
    return template.render(page=view)  # the house's own template: it grows with the text alone
