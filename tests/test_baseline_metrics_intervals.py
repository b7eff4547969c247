"""Intervals for shares and counts: against published tables, and against what an interval promises."""

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround.baseline_metrics.intervals import poisson, wilson
from walkaround.baseline_metrics.values import median


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_shares_of_published_tables(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (5, 1.6235, 11.6683),
        (10, 4.7954, 18.3904),
        (100, 81.3640, 121.6270),
    ],
)
def test_counts_of_published_tables(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), abs=1e-3)


@settings(max_examples=50)
@given(st.lists(st.integers(0, 10**12) | st.floats(0, 1e12), min_size=1, max_size=9))
def test_a_median_is_that_of_statistics(values: list[float]) -> None:
    assert median(values) == statistics.median(values)


def test_no_observation_excludes_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@settings(max_examples=50)
@given(st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_lies_in_its_interval_and_the_rest_mirrors_it(drawn: tuple[int, int]) -> None:
    part, whole = drawn
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    assert wilson(whole - part, whole) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    narrow = wilson(4 * part, 4 * whole)
    assert narrow[1] - narrow[0] < high - low


def _at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count + 1))


@settings(max_examples=40)
@given(st.integers(0, 600))
def test_each_tail_of_a_count_is_a_fortieth(count: int) -> None:
    low, high = poisson(count)
    assert low <= count < high
    assert _at_most(count, high) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert 1 - _at_most(count - 1, low) == pytest.approx(0.025, rel=1e-6)


@settings(max_examples=25)
@given(st.integers(0, 20_000))
def test_bounds_rise_with_the_count(count: int) -> None:
    assert poisson(count) < poisson(count + 1)
    assert poisson(count)[1] < poisson(count + 1)[1]


def test_large_counts_go_on_where_small_ones_end() -> None:
    exact, near = poisson(9_999), poisson(10_000)
    assert near == pytest.approx((exact[0] + 1, exact[1] + 1), abs=0.01)
