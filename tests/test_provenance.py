"""The linked data of a page: read back as triples, by another program than the one that wrote it."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from selectolax.lexbor import LexborHTMLParser

from synth.linked.cito import relation
from synth.linked.works import iso_date, web_address, work_id, work_node
from synth.sealing.html import html_digest
from synth.verify import verify_bytes
from tests.conftest import Copy

PAGE = "https://example.org/clubs.html"
SCHEMA = Namespace("https://schema.org/")
CITO = Namespace("http://purl.org/spar/cito/")
LEE = URIRef("https://doi.org/10.5555/clubs.2019")
OMAR = URIRef(f"{PAGE}#ref-omar2021")
REVIEW = URIRef(f"{PAGE}#ref-review2020")


def linked(html: str) -> str:
    holders = LexborHTMLParser(html).css("#synth-provenance")
    assert len(holders) == 1
    assert holders[0].attributes == {"type": "application/ld+json", "id": "synth-provenance"}
    return holders[0].text()


def triples(html: str) -> Graph:
    """The page's triples. The context stands in the data, so nothing is fetched."""
    data = linked(html)
    assert not isinstance(json.loads(data)["@context"], str)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own parser
        return Graph().parse(data=data, format="json-ld", publicID=PAGE)


def claim(number: int) -> URIRef:
    return URIRef(f"{PAGE}#claim-{number}")


@pytest.fixture(scope="module")
def graph(finished: Path) -> Graph:
    return triples((finished / "demo" / "clubs.html").read_text(encoding="utf-8"))


def test_each_claim_of_the_manifest_is_a_claim(finished: Path, graph: Graph) -> None:
    page = (finished / "demo" / "clubs.html").read_text(encoding="utf-8")
    manifest = json.loads(LexborHTMLParser(page).css("#synth-manifest")[0].text())
    said = {(str(each), str(text)) for each, text in graph.subject_objects(SCHEMA.text)}
    assert said == {(f"{PAGE}#{each['id']}", each["text"]) for each in manifest["claims"]}
    for each in manifest["claims"]:
        node = URIRef(f"{PAGE}#{each['id']}")
        assert graph.value(node, RDF.type) == SCHEMA.Claim
        assert str(graph.value(node, SCHEMA.genre)) == each["kind"]
        assert graph.value(node, SCHEMA.appearance) == URIRef(PAGE)
        assert graph.value(node, SCHEMA.isPartOf) == URIRef(PAGE)


def test_relations_say_what_a_work_is_cited_for(graph: Graph) -> None:
    def relations(number: int) -> set[tuple[str, URIRef]]:
        return {
            (str(name).removeprefix(CITO), work)
            for name, work in graph.predicate_objects(claim(number))
            if str(name).startswith(CITO)
        }

    kinds = {int(str(each).rpartition("-")[2]): str(kind)
             for each, kind in graph.subject_objects(SCHEMA.genre)}  # fmt: skip
    result, count = ("citesAsEvidence", LEE), ("citesAsDataSource", LEE)
    second_hand = {("citesAsEvidence", OMAR), ("citesAsSourceDocument", REVIEW)}
    assert relations(1) == {result}
    statistics = [number for number, kind in kinds.items() if kind == "statistic"]
    assert statistics
    assert all(relations(number) == {count} for number in statistics)
    both = [number for number, kind in kinds.items() if kind == "judgement"]
    assert [relations(number) for number in both] == [{result} | second_hand]
    (alone,) = [number for number in kinds if relations(number) == second_hand]
    assert "low mood" in str(graph.value(claim(alone), SCHEMA.text))


def test_works_are_told_in_schema_org(graph: Graph) -> None:
    brief = URIRef(PAGE)
    assert str(graph.value(brief, SCHEMA.name)) == "Clubs that keep children in school"
    assert str(graph.value(brief, SCHEMA.datePublished)) == "2026-11"
    assert str(graph.value(brief, SCHEMA.license / SCHEMA.name)) == "CC BY 4.0"
    assert set(graph.objects(brief, SCHEMA.citation)) == {LEE, OMAR, REVIEW}
    assert graph.value(LEE, RDF.type) == SCHEMA.ScholarlyArticle
    assert graph.value(LEE, SCHEMA.identifier) == LEE
    assert graph.value(REVIEW, RDF.type) == SCHEMA.Report
    assert str(graph.value(OMAR, SCHEMA.datePublished)) == "2021"
    people = {str(each) for each in graph.objects(OMAR, SCHEMA.author / SCHEMA.familyName)}
    assert people == {"Omar", "Sato", "Diaz"}


KINDS = {
    # kind of claim, basis of the finding: the property
    ("finding", "result"): "cito:citesAsEvidence",
    ("judgement", "result"): "cito:citesAsEvidence",
    ("recommendation", "proposal"): "cito:citesAsPotentialSolution",
    ("finding", "view"): "cito:citesAsAuthority",
    ("finding", "count"): "cito:citesAsDataSource",
    ("statistic", "result"): "cito:citesAsDataSource",
    ("statistic", "view"): "cito:citesAsAuthority",
    ("finding", "something new"): "cito:cites",
    ("finding", None): "cito:cites",
}


@pytest.mark.parametrize(("kind", "basis"), KINDS)
def test_the_relation_follows_from_what_the_finding_is(kind: str, basis: str | None) -> None:
    finding = {"basis": basis} if basis else None
    assert relation(kind, finding) == KINDS[kind, basis]


def test_a_finding_that_names_no_basis_is_a_result() -> None:
    assert relation("finding", {}) == "cito:citesAsEvidence"


# ── works ───────────────────────────────────────────────────────────────────────────


def test_a_work_with_all_that_is_known() -> None:
    node = work_node(
        {
            "id": "x",
            "type": "article-journal",
            "title": "On <i>E. coli</i> &amp; co",
            "author": [
                {"family": "Berg", "given": "Ada", "non-dropping-particle": "van den"},
                {"literal": "Office for National Statistics"},
            ],
            "issued": {"date-parts": [[2020, 3]]},
            "container-title": "A journal",
            "DOI": "10.1000/a<b>#c",
            "URL": "https://example.org/é?x=1",
        }
    )
    assert node == {
        "@id": "https://doi.org/10.1000/a%3Cb%3E%23c",
        "@type": "ScholarlyArticle",
        "name": "On E. coli & co",
        "author": [
            {"@type": "Person", "familyName": "van den Berg", "givenName": "Ada"},
            {"name": "Office for National Statistics"},
        ],
        "datePublished": "2020-03",
        "isPartOf": {"@type": "Periodical", "name": "A journal"},
        "identifier": "https://doi.org/10.1000/a%3Cb%3E%23c",
        "url": "https://example.org/%C3%A9?x=1",
    }


def test_nothing_is_guessed_of_a_work_that_says_little() -> None:
    assert work_node({"id": "x", "title": "T"}) == {
        "@id": "#ref-x",
        "@type": "CreativeWork",
        "name": "T",
    }
    assert work_id({"id": "a b#c"}) == "#ref-a%20b%23c"
    assert "identifier" not in work_node({"id": "x", "DOI": "not a DOI"})
    assert "url" not in work_node({"id": "x", "URL": "javascript:alert(1)"})


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        ({"date-parts": [[2020]]}, "2020"),
        ({"date-parts": [[2020, 3, 9]]}, "2020-03-09"),
        ({"date-parts": [["2020", "3"]]}, "2020-03"),
        ({"date-parts": [[2020], [2021]]}, None),
        ({"date-parts": [[2020, 13]]}, None),
        ({"date-parts": [[-44]]}, None),
        ({"date-parts": []}, None),
        ({"literal": "around 1900"}, None),
        (None, None),
    ],
)
def test_dates(issued: object, said: str | None) -> None:
    assert iso_date(issued) == said


@pytest.mark.parametrize("text", ["http://a b", "ftp://x", "//x", "https://x/<script>", "", None])
def test_what_is_no_web_address(text: str | None) -> None:
    assert web_address(text) is None


# ── the page ────────────────────────────────────────────────────────────────────────


def test_no_words_end_the_script(project: Copy) -> None:
    """What a writer or a library says cannot break out of the element."""
    bad = "</script><script>alert(1)</script><!-- & \\u003c"
    project.replace(
        "briefs/demo/clubs.md", "title: Clubs that keep", f"title: '{bad} Clubs that keep"
    )
    project.replace("briefs/demo/clubs.md", "children in school\nsub", "children in school'\nsub")
    project.replace(
        "references/library.bib", "Parents", "Parents </script><script>alert(2)</script>"
    )
    (built,) = project.build("demo/clubs")
    page = built.path.read_text(encoding="utf-8")
    assert page.count("<script") == 3
    graph = triples(page)
    assert str(graph.value(URIRef(PAGE), SCHEMA.name)).startswith(bad)


def test_linked_data_that_was_changed_and_sealed_anew(finished: Path) -> None:
    page = (finished / "demo" / "clubs.html").read_text(encoding="utf-8")
    data = linked(page)
    for changed in (data.replace("840 pupils", "940 pupils"), "[" * 5000, '{"@graph":[1]}', "{}"):
        assert changed != data
        head, _, tail = page.rpartition('id="synth-provenance">')
        edited = f'{head}id="synth-provenance">{changed}{tail[tail.index("</script>") :]}'
        sealed = re.sub(r'("seal":")[0-9a-f]{64}', rf"\g<1>{html_digest(edited)}", edited, count=1)
        problems = verify_bytes(sealed.encode(), ".html", "x.html").problems
        assert [each.rule for each in problems] == ["provenance-differs"]


def test_a_page_without_linked_data_holds(finished: Path) -> None:
    """As one that was made before there was any, or with a template of one's own."""
    page = (finished / "demo" / "clubs.html").read_text(encoding="utf-8")
    edited = re.sub(r'<script type="application/ld\+json".*?</script>\n', "", page, count=1)
    assert edited != page
    sealed = re.sub(r'("seal":")[0-9a-f]{64}', rf"\g<1>{html_digest(edited)}", edited, count=1)
    assert verify_bytes(sealed.encode(), ".html", "x.html").problems == ()


def test_a_draft_says_so(project: Copy) -> None:
    (built,) = project.build("demo/clubs", draft=True)
    graph = triples(built.path.read_text(encoding="utf-8"))
    assert str(graph.value(URIRef(PAGE), SCHEMA.creativeWorkStatus)) == "Draft"
