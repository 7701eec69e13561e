"""The quantities of a text are found, and set beside those that a finding holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from synth.check.fitting import fit
from synth.check.held import Held, held_by
from synth.check.quantities import Quantity, quantities_of
from synth.model import Effect, Evidence, EvidenceRecord, Finding, Project
from synth.problems import Place
from tests.conftest import HERE

CASES = yaml.safe_load((HERE / "cases" / "quantities.yaml").read_text("utf-8"))
LOCALES = ("en-GB", "de", "fr", "es", "pl", "sv", "de-CH", "pt-BR", "en-IN", "cy-GB")
PROJECT = Project(Path(), ())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_the_quantities_of_a_text(case: dict[str, Any]) -> None:
    found = quantities_of(case["text"], case.get("locale", "en-GB"))
    assert len(found) == len(case["quantities"]), [each.text for each in found]
    for each, wanted in zip(found, case["quantities"], strict=True):
        for key, value in wanted.items():
            got = getattr(each, key)
            assert got == (pytest.approx(value) if isinstance(value, float) else value), (key, each)
        assert each.high == wanted.get("high")


def held(value: float) -> list[Held]:
    finding = Finding("x", "A finding.", effect=Effect("count", value, unit="children"))
    record = EvidenceRecord("a", "full-text", {"b": finding})
    evidence = Evidence("a", "b", finding, record, Place("a.yaml"))
    return held_by(evidence, PROJECT, "en-GB")


def fits(text: str, locale: str, value: float) -> bool:
    return any(
        fit(each, one, text) == "fits"
        for each in quantities_of(text, locale)
        for one in held(value)
    )


numbers = st.one_of(
    st.integers(10_000, 10_000_000), st.decimals("0.01", "9999", places=2).map(float)
)


@given(value=numbers, locale=st.sampled_from(LOCALES))
def test_a_held_number_is_found_in_each_locale(value: float, locale: str) -> None:
    printed = format_decimal(value, "#,##0.##", locale=locale.replace("-", "_"))
    text = f"({printed})"
    [found] = quantities_of(text, locale)
    assert found.value == pytest.approx(value)
    assert fits(text, locale, value)


@given(
    value=st.integers(10_000, 10_000_000),
    locale=st.sampled_from(LOCALES),
    data=st.data(),
)
def test_another_digit_is_found_out(value: int, locale: str, data: st.DataObject) -> None:
    digits = str(value)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "123456789" if d != digits[at]]))
    changed = int(digits[:at] + other + digits[at + 1 :])
    if rounds_to(value, changed):
        return
    printed = format_decimal(changed, locale=locale.replace("-", "_"))
    assert not fits(f"({printed})", locale, value)


def rounds_to(value: int, said: int) -> bool:
    """Whether the number that is said is the other one with noughts for its last digits."""
    place = 1
    while said % (place * 10) == 0:
        place *= 10
    return abs(value - said) * 2 <= place


@given(st.text(max_size=200), st.sampled_from(LOCALES))
def test_any_text_is_read(text: str, locale: str) -> None:
    for each in quantities_of(text, locale):
        assert isinstance(each, Quantity)
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["1 ", "1,", "a third ", "one in ", "9–", "£", "per 1 ", "(", "-1"]
)
def test_long_texts_are_read(piece: str) -> None:
    assert len(quantities_of(piece * 3_000)) <= 60_000
