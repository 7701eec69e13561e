"""Which countries a text names."""

from __future__ import annotations

import pytest

from synth.check.places import countries_in, includes, mentions


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("In Japan, parents met more often.", {"JP"}),
        ("Among Chinese and Japanese pupils", {"CN", "JP"}),
        ("They took in studies in English only, for want of time.", set()),
        ("Poor English may keep women from asking.", set()),
        ("pupils in English schools", {"GB"}),
        ("the UK’s schools, not those of the US.", {"GB", "US"}),
        ("Join us at the gate.", set()),
        ("in Latin American cities", set()),
        ("New Mexico and New Jersey", {"US"}),
        ("South Koreans and Americans", {"KR", "US"}),
        ("the Democratic Republic of the Congo", {"CD"}),
        ("“Welsh pupils” (840)", {"GB"}),
        ("U.S. trials", {"US"}),
        ("a polish for a turkey", set()),
        ("Côte d’Ivoire", {"CI"}),
        ("Trinidad and Tobago", {"TT"}),
        ("in Georgia", {"GE", "US"}),
        ("in Atlanta, Georgia", {"US"}),
        ("Indianapolis and Chinatown", set()),
        ("", set()),
    ],
)
def test_countries_in(text: str, codes: set[str]) -> None:
    assert countries_in(text) == codes


def test_a_mention_stands_where_its_words_are() -> None:
    text = "Parents in the United States of America"
    (mention,) = mentions(text)
    assert text[mention.start : mention.end] == "United States of America"


def test_a_study_of_the_us_may_be_of_puerto_rico() -> None:
    (puerto_rico,) = mentions("in Puerto Rico")
    (united_states,) = mentions("in the US")
    assert includes(frozenset({"US"}), puerto_rico)
    assert includes(frozenset({"PR"}), united_states)
    assert not includes(frozenset({"JP"}), united_states)
