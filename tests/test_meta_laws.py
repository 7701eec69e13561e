"""Laws that pooling keeps, whatever the studies."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synth.synthesis.meta.analysis import Beside, analyse
from synth.synthesis.meta.effect_sizes import Counts, from_counts, from_error, from_interval
from synth.synthesis.meta.measures import MEASURES, measure
from synth.synthesis.meta.pooling import How, Pooled, Study, pool
from synth.synthesis.meta.report import as_json, as_lines
from synth.synthesis.view import SynthesisError

law = settings(deadline=None)
"""The first example also loads scipy."""

METHODS = ("REML", "DL", "PM", "ML", "HE", "EE")
TESTS = ("z", "knha")

HOW = st.builds(How, st.sampled_from(METHODS), st.sampled_from(TESTS), st.just(95.0))
EFFECTS = st.integers(-300, 300).map(lambda n: n / 100)
VARIANCES = st.integers(1, 400).map(lambda n: n / 100)
PAIRS = st.lists(st.tuples(EFFECTS, VARIANCES), min_size=2, max_size=15)


def studies(pairs: list[tuple[float, float]]) -> list[Study]:
    return [Study(f"study {i}", yi, vi) for i, (yi, vi) in enumerate(pairs)]


def close(found: float | None, wanted: float | None, scale: float = 1.0) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return math.isclose(found, wanted, rel_tol=1e-6, abs_tol=1e-6 * scale)


@law
@given(PAIRS, HOW, st.integers(-50, 50))
def test_a_shift_of_all_effects_shifts_the_estimate_alone(
    pairs: list[tuple[float, float]], how: How, shift: int
) -> None:
    one = pool(studies(pairs), how)
    two = pool(studies([(yi + shift, vi) for yi, vi in pairs]), how)
    assert close(two.estimate, one.estimate + shift)
    for name in ("se", "tau2", "i2", "q"):
        assert close(getattr(two, name), getattr(one, name)), name


@law
@given(PAIRS, HOW, st.integers(-6, 6).map(lambda n: 10.0**n))
def test_another_unit_changes_nothing_but_the_unit(
    pairs: list[tuple[float, float]], how: How, unit: float
) -> None:
    one = pool(studies(pairs), how)
    two = pool(studies([(yi * unit, vi * unit**2) for yi, vi in pairs]), how)
    assert close(two.estimate, one.estimate * unit, unit)
    assert close(two.se, one.se * unit, unit)
    assert close(two.tau2, one.tau2 * unit**2, unit**2)
    assert close(two.i2, one.i2)
    assert close(two.p, one.p)


@law
@given(PAIRS, HOW, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(
    pairs: list[tuple[float, float]], how: How, random: object
) -> None:
    mixed = sorted(pairs, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, two = pool(studies(pairs), how), pool(studies(mixed), how)
    for name in ("estimate", "se", "tau2", "i2", "q", "p", "pi_low"):
        assert close(getattr(one, name), getattr(two, name)), name


@law
@given(PAIRS)
def test_equal_effects_are_inverse_variance_weighting(pairs: list[tuple[float, float]]) -> None:
    found = pool(studies(pairs), How("EE"))
    weight = sum(1 / vi for _, vi in pairs)
    assert close(found.estimate, sum(yi / vi for yi, vi in pairs) / weight)
    assert close(found.se, weight**-0.5)
    assert (found.tau2, found.pi_low, found.pi_high) == (0.0, None, None)


@law
@given(PAIRS, HOW)
def test_what_every_result_is(pairs: list[tuple[float, float]], how: How) -> None:
    found = pool(studies(pairs), how)
    assert min(y for y, _ in pairs) - 1e-9 <= found.estimate <= max(y for y, _ in pairs) + 1e-9
    assert math.isclose(sum(found.weights), 100)
    assert found.tau2 >= 0
    assert 0 <= found.i2 <= 100
    assert found.ci_low <= found.estimate <= found.ci_high
    if found.pi_low is not None and found.pi_high is not None:
        assert found.pi_low <= found.ci_low + 1e-12
        assert found.ci_high <= found.pi_high + 1e-12
    assert 0 <= found.q_p <= 1


@law
@given(PAIRS, st.sampled_from(("REML", "ML")))
def test_no_other_variance_between_studies_is_likelier(
    pairs: list[tuple[float, float]], method: str
) -> None:
    import numpy as np

    from synth.synthesis.meta.regression import fitted, log_likelihood

    y, v = (np.array(each, dtype=float) for each in zip(*pairs, strict=True))
    x = np.ones((len(y), 1))
    restricted = method == "REML"
    best = pool(studies(pairs), How(method)).tau2  # type: ignore[arg-type]
    highest = log_likelihood(fitted(y, v, x, best), restricted=restricted)
    for tau2 in (0.0, *(best * f for f in (0.5, 0.99, 1.01, 2)), 0.01, 0.1, 1, 10):
        assert log_likelihood(fitted(y, v, x, tau2), restricted=restricted) <= highest + 1e-9


@law
@given(PAIRS)
def test_paule_and_mandel_make_q_its_degrees_of_freedom(pairs: list[tuple[float, float]]) -> None:
    found = pool(studies(pairs), How("PM"))
    weights = [1 / (vi + found.tau2) for _, vi in pairs]
    mean = sum(w * yi for w, (yi, _) in zip(weights, pairs, strict=True)) / sum(weights)
    q = sum(w * (yi - mean) ** 2 for w, (yi, _) in zip(weights, pairs, strict=True))
    df = len(pairs) - 1
    assert close(q, df) if found.tau2 > 0 else q <= df + 1e-9


@law
@given(PAIRS)
def test_studies_without_differences_have_no_variance_between_them(
    pairs: list[tuple[float, float]],
) -> None:
    same = [(0.5, vi) for _, vi in pairs]
    for method in METHODS:
        found = pool(studies(same), How(method))  # type: ignore[arg-type]
        assert (found.tau2, found.i2) == (0.0, 0.0)
        assert close(found.estimate, 0.5)


CELLS = st.integers(0, 400)


@law
@given(st.tuples(CELLS, CELLS, CELLS, CELLS), st.sampled_from(("OR", "RR", "RD")))
def test_the_groups_the_other_way_round_turn_the_sign(
    cells: tuple[int, int, int, int], id: str
) -> None:
    a, b, c, d = cells
    assume(a + b > 0 and c + d > 0)
    kind = measure(id)  # type: ignore[arg-type]
    one, two = from_counts(kind, Counts(a, b, c, d)), from_counts(kind, Counts(c, d, a, b))
    assert math.isclose(one.yi, -two.yi, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(one.vi, two.vi, rel_tol=1e-9)
    assert (one.note is None) == (0 not in cells)


@law
@given(
    st.sampled_from(MEASURES),
    st.floats(-0.9, 0.9),
    st.floats(0.001, 0.05),
    st.sampled_from((80.0, 90.0, 95.0, 99.0)),
)
def test_an_interval_gives_its_standard_error_back(
    kind: object, yi: float, se: float, level: float
) -> None:
    from statistics import NormalDist

    assert isinstance(kind, type(MEASURES[0]))
    reach = NormalDist().inv_cdf(0.5 + level / 200) * se
    ends = (kind.read_scale(each) for each in (yi, yi - reach, yi + reach))
    size = from_interval(kind, *ends, level=level)
    assert math.isclose(size.vi, se**2, rel_tol=1e-6)
    assert math.isclose(size.yi, yi, rel_tol=1e-6, abs_tol=1e-9)
    assert size.note is None
    assert math.isclose(from_error(kind, kind.read_scale(yi), se).vi, se**2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(EFFECTS, VARIANCES), min_size=10, max_size=14), HOW)
def test_an_analysis_is_told_whole(pairs: list[tuple[float, float]], how: How) -> None:
    """Whatever the studies, it can be printed and read back as JSON without gaps."""
    import json

    grouped = [replace(each, group="ab"[i % 2]) for i, each in enumerate(studies(pairs))]
    assume(len({vi for _, vi in pairs}) > 2)
    try:
        found = analyse(grouped, "GEN", how, Beside(True, True, True))
    except SynthesisError as fault:
        if "exactly on a line" not in str(fault):
            raise
        return
    told = json.loads(json.dumps(as_json(found), allow_nan=False))
    assert told["k"] == len(pairs) == len(told["studies"]) == len(told["leave_one_out"])
    assert ("z" in told) == (how.test == "z")
    assert ("t" in told) == (how.test == "knha")
    assert "\n".join(as_lines(found)).count("study 0") >= 2


@pytest.mark.parametrize("method", METHODS)
def test_five_thousand_studies_are_pooled(method: str) -> None:
    pairs = [(math.sin(i), 0.1 + (i % 7) / 10) for i in range(5000)]
    found: Pooled = pool(studies(pairs), How(method))  # type: ignore[arg-type]
    assert found.k == 5000
    assert abs(found.estimate) < 0.05
