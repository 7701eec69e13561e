"""A cited Markdown file as HTML: its text, notes and references, alone or as a page."""

from __future__ import annotations

from markupsafe import Markup

from synth import __version__
from synth.charts import Look
from synth.document import CitedDocument
from synth.manifest import SEAL, manifest_of, to_text
from synth.model import Project
from synth.render import fonts
from synth.render.bibliography import bibliography
from synth.render.filters import script
from synth.render.html_writer import HtmlWriter
from synth.render.letters import letters
from synth.render.page import policy
from synth.render.stylesheets import Loader, css
from synth.sealing.blank import BLANK
from synth.sealing.html import sealed_html


def cited_page(
    cited: CitedDocument,
    project: Project,
    title: str | None,
    *,
    standalone: bool,
    live: bool = False,
) -> str:
    """The document as HTML to be put into a page, or as a page of its own.

    A page of its own holds the house's styles and fonts and fetches nothing. A `live` one has the
    house's script too, for what opens and filters, and its manifest.
    """
    document = cited.document
    audience = project.audiences[document.audience]
    loader = Loader(project, document.audience)
    look = Look.from_tokens(loader.tokens() | dict(audience.colours))
    writer = HtmlWriter(cited, project, audience, "web", look)
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
            "policy": policy(script(loader) if live else ""),
            "css": Markup(sheet),
            "numeric": any(entry.label for entry in cited.bibliography),
        }
    if live:
        view |= {
            "panels": writer.notes.panels(),
            "script": Markup(script(loader)),
            "manifest": Markup(to_text({**manifest_of(cited, project), SEAL: BLANK})),
        }
    template = loader.sandbox.get_template("cited.html" if standalone else "fragment.html")
    html = template.render(page=view)  # the house's own template: it grows with the text alone
    return sealed_html(html) if live else html
