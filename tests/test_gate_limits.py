"""Limits out of a history: the share they would have stopped, how sure it is, and how they held."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround.gate_commands._history import Merged
from walkaround.gate_commands._limits import Limits, Share, proposed, stopped

changes = st.lists(
    st.builds(
        Merged, st.just("c"), st.integers(0, 60), st.floats(0, 100, allow_nan=False), st.integers(1, 5000)
    ),
    min_size=50, max_size=120,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "stops"),
    [
        (Merged("c", 9, 5.0, 500), False), (Merged("c", 10, 5.0, 500), True), (Merged("c", 9, 5.1, 500), True),
        (Merged("c", 9, 5.0, 501), True), (Merged("c", 0, 0.0, 0), False),
    ],
    ids=["at-the-limits", "complexity", "duplication", "lines", "nothing"],
)  # fmt: skip
def test_limits_mean_what_the_policy_means(change: Merged, stops: bool) -> None:
    assert Limits(10, 5, 500).stop(change) is stops


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [(Share(45, 200), 0.1726, 0.2877), (Share(0, 50), 0.0, 0.0713), (Share(50, 50), 0.9287, 1.0), (Share(0, 0), 0, 1)],
    ids=["45-of-200", "none", "all", "of-nothing"],
)
def test_the_interval_is_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=0.0001)


def test_the_share_asked_for_is_met_where_changes_differ() -> None:
    history = [Merged("c", number, 0.0, 50 + number) for number in range(1, 201)]
    limits = proposed(history, 0.20, 0.25)
    assert (limits, stopped(limits, history)) == (Limits(156, 1, 210), Share(45, 200))


def test_a_history_without_spread_stops_nothing_rather_than_everything() -> None:
    history = [Merged("c", 3, 0.0, 40)] * 100
    assert stopped(proposed(history, 0.20, 0.25), history) == Share(0, 100)


@settings(max_examples=10, deadline=None)
@given(changes)
def test_no_candidate_is_nearer_and_no_limit_is_below_its_floor(history: list[Merged]) -> None:
    limits = proposed(history, 0.20, 0.25)
    assert limits.complexity >= 4
    assert limits.duplication >= 1
    assert limits.lines >= 30
    looser = limits._replace(complexity=1000)
    assert stopped(looser, history).stopped <= stopped(limits, history).stopped
    assert 0 <= stopped(limits, history).interval[0] <= stopped(limits, history).fraction + 1e-9
