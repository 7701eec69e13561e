"""synth cite: any Markdown file with its citations printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synth.cli.common import leave, output_option, say, say_json

if TYPE_CHECKING:
    from synth.document import CitedDocument, Inline


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--bibliography", "-b", "libraries", multiple=True, metavar="LIBRARY",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A reference library in any format that synth reads. May be given again.",
)  # fmt: skip
@click.option("--style", "-s", metavar="NAME or PATH", help="A CSL style.  [default: apa]")
@click.option("--locale", "-l", metavar="LOCALE", help="Such as en-GB; else that of the style.")
@click.option(
    "--to", type=click.Choice(["html"]), default="html", show_default=True, expose_value=False,
    help="What to write.",
)  # fmt: skip
@click.option("--standalone", is_flag=True, help="Write a whole page, with its styles and fonts.")
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False),
    help="A file to write; else standard output.",
)  # fmt: skip
@output_option
def cite(
    file: Path,
    libraries: tuple[Path, ...],
    style: str | None,
    locale: str | None,
    standalone: bool,
    out: Path | None,
    output: str,
) -> None:
    """Cite any Markdown FILE from a reference library; no project is needed.

    What is not given is taken from the file's metadata: bibliography, csl, lang and nocite.
    """
    from synth.citing import cite_file
    from synth.output import write_whole

    done = cite_file(file, libraries, style, locale, standalone=standalone)
    if out is not None:
        write_whole(out, done.html.encode())
    if output == "json":
        written = {"artefact": str(out)} if out is not None else {"html": done.html}
        problems = [problem.to_json() for problem in done.problems]
        say_json({**told(done.cited), **written, "problems": problems})
    else:
        for problem in done.problems:
            say(problem, aside=True)
        if out is None:
            click.echo(done.html)
    leave(done.problems)


def told(cited: CitedDocument) -> dict[str, Any]:
    """The citations and the references as the style prints them, without their looks."""
    from synth.document import fold, plain

    return {
        "citations": [
            {
                "references": [item.reference for item in citation.items],
                "text": fold(_words(cited.printed.get(citation.number, ()))),
            }
            for citation in cited.document.citations()
        ],
        "bibliography": [
            {"reference": entry.reference, "text": fold(f"{entry.label} {plain(entry.children)}")}
            for entry in cited.bibliography
        ],
    }


def _words(printed: tuple[Inline, ...]) -> str:
    """The words of a printed citation, those of its note behind the rest."""
    from synth.document import Note, plain

    return "".join(
        f" {plain(node.children)}" if isinstance(node, Note) else plain((node,)) for node in printed
    )
