"""The rule `direction-mismatch` on many subjects: `tests/cases/direction-pairs.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.problems import Problem
from tests.direction_pairs import Pair, problems_by_pair, read_pairs

PAIRS = read_pairs()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[Pair, list[Problem]]:
    folder = tmp_path_factory.mktemp("pairs")
    return dict(zip(PAIRS, problems_by_pair(PAIRS, Path(folder)), strict=True))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.domain}: {pair.text}"[:70])
def test_pair(pair: Pair, found: dict[Pair, list[Problem]]) -> None:
    said = [each for each in found[pair] if each.rule == "direction-mismatch"]
    assert bool(said) == pair.seen, [str(each) for each in said] or pair.finding["statement"]
