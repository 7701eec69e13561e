"""A range of numbers hides works: each still links to its entry, and the words stay as they are."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from synth.verify import verify
from tests.conftest import Copy

CLUBS = "briefs/demo/clubs.md"


@pytest.mark.parametrize("style", ["american-medical-association", "ieee", "nature"])
@pytest.mark.parametrize("count", [3, 6])
def test_each_work_of_a_range_leads_to_its_entry(project: Copy, style: str, count: int) -> None:
    keys = [f"extra{number}" for number in range(count)]
    works = "".join(
        f"@article{{{key}, author = {{Extra, Ann}}, title = {{Study {key}}}, year = {{2001}}, "
        f"journal = {{Journal}}}}\n"
        for key in keys
    )
    library = project.root / "references/library.bib"
    project.write("references/library.bib", library.read_text(encoding="utf-8") + works)
    project.replace(CLUBS, "audience:", f"style: {style}\naudience:")
    cluster = "; ".join(f"@{key}" for key in keys)
    project.write(
        CLUBS,
        (project.root / CLUBS).read_text(encoding="utf-8")
        + f"\n## Last\n\nMany works say so [{cluster}]. And one more says so [@lee2019#pupils].\n",
    )
    (built,) = project.build("demo/clubs", formats=("html", "pdf"))
    assert built.paths, built.problems
    for path in built.paths:
        assert verify(path).problems == ()
    page = LexborHTMLParser(built.path.read_text(encoding="utf-8"))
    citation = page.css("main .citation")[-2]
    assert ("–" in citation.text()) == (style != "ieee")
    targets = [link.attributes["href"] for link in citation.css('[role="doc-biblioref"]')]
    assert sorted(targets) == sorted(f"#ref-{key}" for key in keys)
    for link in citation.css(".in-range"):
        assert link.attributes["aria-label"].startswith("Extra 2001")
