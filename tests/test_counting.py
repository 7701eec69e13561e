"""What a count of studies hides: works that rest on others, and works that are cited together."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.document import Block, Citation, plain
from synth.model import Audience
from synth.synthesis.counting import cited_together, counting_notes, up_to
from synth.wording import plain_words
from tests.conftest import Copy
from tests.evidence_library import Found, library, setting


def noted(found: Iterable[Found]) -> list[tuple[str, list[list[str]]]]:
    """The words of each note, and the works that each of its citations names."""
    project = library(found)
    return [
        (plain(note.children), [[i.reference for i in c.items] for c in citations(note)])
        for note in counting_notes(project.evidence, setting(project))
    ]


def citations(note: Block) -> list[Citation]:
    return [each for each in getattr(note, "children", ()) if isinstance(each, Citation)]


def test_studies_of_their_own_want_no_note() -> None:
    assert noted([Found("ada", design="cross-sectional"), Found("ben"), Found("ben")]) == []


def test_works_that_rest_on_others_are_counted_and_named() -> None:
    one = [Found("ada"), Found("ben", design="overview"), Found("ben", design="overview")]
    ((words, named),) = noted(one)
    assert words.startswith("Of the 2 works counted here as studies, 1 is no study of its own")
    assert words.endswith("It may rest on studies that are counted here too.")
    assert named == [["ben"]]
    ((words, named),) = noted([*one, Found("cai", design="overview")])
    assert "Of the 3 works counted here as studies, 2 are no studies of their own" in words
    assert named == [["ben", "cai"]]


def test_works_that_are_cited_together_are_named_once() -> None:
    three = [
        Found("ada", cited_with=("ben", "cai")),
        Found("ben", cited_with=("ada", "cai")),
        Found("cai", cited_with=("ada", "ben")),
        Found("dee"),
    ]
    ((words, named),) = noted(three)
    assert words.startswith("Some works are named together for one statement")
    assert "They may be one result" in words
    assert named == [["ada", "ben", "cai"]]
    other = [
        Found("dee", outcome="tea", cited_with=("eli",)),
        Found("eli", outcome="tea", cited_with=("dee",)),
    ]
    ((words, named),) = noted([*three, *other])
    assert "Each such group may be one result" in words
    assert named == [["ada", "ben", "cai"], ["dee", "eli"]]


def test_it_is_enough_that_one_names_the_other() -> None:
    one_sided = [Found("ada", cited_with=("ben",)), Found("ben")]
    ((_, named),) = noted(one_sided)
    assert named == [["ada", "ben"]]


def test_thousands_of_findings_are_looked_through_at_once() -> None:
    found = [Found(f"s{n}", cited_with=(f"s{n ^ 1}",)) for n in range(4_000)]
    ((words, named),) = noted(found)
    assert "Each such group may be one result" in words
    assert len(named) == 2_000


def test_on_other_outcomes_they_are_results_of_their_own() -> None:
    apart = [Found("ada", cited_with=("ben",)), Found("ben", outcome="tea", cited_with=("ada",))]
    assert noted(apart) == []


STUDIES = ("ada", "ben", "cai")
FOUND = st.builds(
    Found,
    study=st.sampled_from(STUDIES),
    outcome=st.sampled_from(["attendance", "tea"]),
    cited_with=st.lists(st.sampled_from(STUDIES), unique=True, max_size=2).map(tuple),
)


@given(st.lists(FOUND, max_size=8))
def test_only_findings_with_another_work_beside_them_are_doubted(found: list[Found]) -> None:
    evidence = list(library(found).evidence.values())
    together = cited_together(evidence)
    assert bool(together) == bool(up_to(evidence))
    for each in together:
        assert any(other.reference in each.finding.cited_with for other in evidence)
    for _, named in noted(found):
        assert all(len(works) == len(set(works)) >= 2 for works in named)


def test_a_work_that_is_not_in_the_library_is_told(project: Copy) -> None:
    project.replace(
        "references/records/omar2021.yaml",
        "    exposure: isolation",
        "    cited-with: [lee2019, le2019]\n    exposure: isolation",
    )
    (problem,) = project.load().problems
    assert problem.rule == "unknown-reference"
    assert problem.message == 'unknown reference "le2019"; did you mean "lee2019"?'
    assert problem.place is not None
    assert problem.place.column == 27


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("caregivers of children", "parents and carers of children"),
        ("parents and caregivers of children", "parents and carers of children"),
        ("Parents and caregivers", "Parents and carers"),
        ("grandparents and caregivers", "grandparents and parents and carers"),
        ("teachers and caregivers", "teachers and parents and carers"),
    ],
)
def test_plain_words_say_nothing_twice(text: str, said: str) -> None:
    reader = Audience("Schools", "heads", words={"caregivers": "parents and carers"})
    assert plain_words(text, reader) == said
