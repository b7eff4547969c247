"""Targets out of a policy, and two reports compared: what counts as a difference, and what may be noise."""

from collections.abc import Sequence
from itertools import product
from math import comb, exp, lgamma, log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround._catalogue import HookCatalogue
from walkaround._policy import Policy, PolicyError, load
from walkaround.baseline_metrics.figure import NOTHING, Figure, Target, Trend, Value, Verdict
from walkaround.baseline_metrics.targets import KEYS, Difference, compare, interval, limits, rows, trend
from walkaround.baseline_metrics.values import rate, share

CASE_STUDY = {
    "defect-rate": 3.5, "incidents": 3.5, "mttr": 2.5, "new-coverage": 75.0, "change-failure": 10.0, "duplication": 5.0,
    "complexity": 10.0, "review-hours": 4.0,
}  # fmt: skip


def policy_of(text: str) -> Policy:
    """The policy of a repository whose file says this."""
    Path("walkaround.toml").write_text(text)
    catalogue = HookCatalogue()
    return load(catalogue, catalogue.tables, ".", None)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_targets_are_those_of_the_case_study() -> None:
    assert limits(Policy()) == limits(policy_of('extends = "strict"\n')) == CASE_STUDY


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        pytest.param("target-mttr = 3", {"mttr": 3.0}, id="whole-number"),
        pytest.param("target-defect-rate = 0.25", {"defect-rate": 0.25}, id="fraction"),
        pytest.param("target-defect-rate = 0", {"defect-rate": 0.0}, id="none-at-all"),
        pytest.param("target-mttr = 1000000", {"mttr": None}, id="off"),
        pytest.param("target-new-coverage = 0", {"new-coverage": None}, id="coverage-off"),
        pytest.param("target-duplication = 100", {"duplication": None}, id="per-cent-off"),
    ],
)
def test_a_policy_sets_targets_and_switches_them_off(line: str, changed: dict[str, float | None]) -> None:
    expected = {name: limit for name, limit in {**CASE_STUDY, **changed}.items() if limit is not None}
    assert limits(policy_of(f"[report]\n{line}\n")) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '[report]\ntarget-mttr = "3"', '2: "report.target-mttr" must be a number, not a string', id="text"
        ),
        pytest.param(
            "[report]\ntarget-mttr = true", '2: "report.target-mttr" must be a number, not true or false', id="flag"
        ),
        pytest.param("[report]\ntarget-mttr = nan", '2: "report.target-mttr" must be a finite number', id="nan"),
        pytest.param("[report]\ntarget-mttr = -inf", '2: "report.target-mttr" must be a finite number', id="infinite"),
        pytest.param(
            "[report]\ntarget-mttr = -0.5", '2: "report.target-mttr" must be at least 0, not -0.5', id="negative"
        ),
        pytest.param(
            "[report]\ntarget-new-coverage = 101",
            '2: "report.target-new-coverage" must be at most 100, not 101',
            id="too-much",
        ),
        pytest.param(
            "[report]\ntarget-mtr = 3",
            '2: unknown key "report.target-mtr"; did you mean "target-mttr"?',
            id="misspelled-key",
        ),
        pytest.param(
            "[repot]\ntarget-mttr = 3", '1: unknown key "repot"; did you mean "report"?', id="misspelled-table"
        ),
        pytest.param(
            "[[paths]]\nglob = 'a'\nreport.target-mttr = 3",
            '3: "report.target-mttr" cannot differ by path; set it for the whole repository',
            id="by-path",
        ),
        pytest.param(
            "[ai]\nreport.target-mttr = 3.5",
            '2: "report.target-mttr" is looser under [ai] than 2.5, its default; an overlay only tightens',
            id="looser-for-agents",
        ),
    ],
)
def test_what_cannot_be_a_target_is_refused(text: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        policy_of(text)
    assert str(refused.value) == f"walkaround.toml:{said}"


def test_a_lock_keeps_a_target() -> None:
    Path("org.toml").write_text('lock = ["report.*"]\n\n[report]\ntarget-mttr = 2\n')
    assert limits(policy_of('extends = "./org.toml"\n\n[report]\ntarget-mttr = 1.5\n'))["mttr"] == 1.5
    with pytest.raises(PolicyError) as refused:
        policy_of('extends = "./org.toml"\n\n[report]\ntarget-mttr = 2.25\n')
    assert str(refused.value) == (
        'walkaround.toml:4: "report.target-mttr" is locked by org.toml:1 at 2; 2.25 would loosen it'
    )


def measured(figure: str, value: Value) -> Figure:
    return Figure(figure, "measured", value)


COUNTED = [
    pytest.param("incidents", rate(9, 3), 3.5, "unclear", id="rate-of-few"),
    pytest.param("incidents", rate(30, 10), 3.5, "met", id="rate-of-many"),
    pytest.param("incidents", rate(0, 3), 3.5, "met", id="none-in-three-months"),
    pytest.param("incidents", rate(0, 1), 3.5, "unclear", id="none-in-one-month"),
    pytest.param("incidents", rate(40, 3), 3.5, "missed", id="rate-missed"),
    pytest.param("change-failure", share(1, 12), 10, "unclear", id="share-of-few"),
    pytest.param("change-failure", share(2, 100), 10, "met", id="share-met"),
    pytest.param("change-failure", share(16, 200), 10, "met", id="share-near-the-limit"),
    pytest.param("change-failure", share(24, 200), 10, "missed", id="share-beyond-the-limit"),
    pytest.param("mttr", Value(2.4, 5), 2.5, "unclear", id="median-of-five"),
    pytest.param("mttr", Value(2.4, 60, low=2.1, high=2.8), 2.5, "met", id="median-of-many"),
    pytest.param("mttr", Value(2.5, 60, low=2.1, high=2.8), 2.5, "missed", id="at-the-limit"),
    pytest.param("new-coverage", Value(75.0, 1), 75, "missed", id="coverage-at-the-limit"),
    pytest.param("new-coverage", Value(75.5, 1), 75, "met", id="coverage-met"),
    pytest.param("duplication", Value(4.9, 49, 1000), 5, "met", id="counted-whole"),
    pytest.param("duplication", NOTHING, 5, "unknown", id="absent"),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "now", "limit", "verdict"), COUNTED)
def test_a_verdict_is_by_the_value_unless_it_says_too_little(
    figure: str, now: Value, limit: float, verdict: Verdict
) -> None:
    found = {one.figure: one for one in rows(Policy(), [measured(figure, now)], [])}
    assert found[figure] == Target(figure, limit, NOTHING, now, "unknown", verdict)
    assert list(found) == list(CASE_STUDY)


WENT = [
    pytest.param("incidents", rate(30, 3), rate(12, 3), "better", id="fewer"),
    pytest.param("incidents", rate(12, 3), rate(30, 3), "worse", id="more"),
    pytest.param("incidents", rate(6, 3), rate(3, 3), "unclear", id="half-of-few"),
    pytest.param("change-failure", share(30, 100), share(10, 100), "better", id="smaller-share"),
    pytest.param("change-failure", share(3, 10), share(1, 10), "unclear", id="smaller-share-of-few"),
    pytest.param("mttr", Value(4.0, 5), Value(2.0, 50), "unclear", id="few-values"),
    pytest.param("new-coverage", Value(70.0, 1), Value(76.0, 1), "better", id="more-coverage"),
    pytest.param("new-coverage", Value(76.0, 1), Value(70.0, 1), "worse", id="less-coverage"),
    pytest.param("new-coverage", Value(76.0, 1), Value(76.5, 1), "unclear", id="hardly-more"),
    pytest.param("duplication", Value(0.0, 0, 10), Value(0.0, 0, 12), "unclear", id="the-same"),
    pytest.param("duplication", Value(0.0, 0, 10), Value(3.0, 3, 100), "worse", id="from-nothing"),
    pytest.param("duplication", NOTHING, Value(3.0, 3, 100), "unknown", id="no-baseline"),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "before", "now", "went"), WENT)
def test_a_trend_is_told_where_it_is_no_noise(figure: str, before: Value, now: Value, went: Trend) -> None:
    found = {one.figure: one for one in rows(Policy(), [measured(figure, now)], [measured(figure, before)])}
    assert found[figure].trend == went


def test_two_reports_are_compared_figure_by_figure() -> None:
    few, many, most = share(1, 10), share(3, 10), share(90, 100)
    old = [
        Figure("change-failure", "measured", few, many, most),
        measured("coverage", Value(80.0, 1)),
        measured("gone", Value(1.0, 1)),
        Figure("merged-pulls", "proxy", Value(5.0, 60)),
    ]
    new = [
        measured("commits", Value(9.0, 9)),
        Figure("change-failure", "measured", many, few, few),
        measured("coverage", Value(80.25, 1)),
        Figure("merged-pulls", "measured", Value(7.0, 80)),
        Figure("mttr", "absent", NOTHING, why="import incidents"),
    ]
    one_only, noise = "only one of the two has a value", "may be noise: the interval of the difference holds 0"
    found = compare(old, new)
    assert [(one.figure, one.part, one.by, one.caveat) for one in found] == [
        ("commits", "all", None, one_only),
        ("change-failure", "all", pytest.approx(20), noise),
        ("change-failure", "ai", pytest.approx(-20), noise),
        ("change-failure", "human", pytest.approx(-80), ""),
        ("coverage", "all", 0.25, "is less than a hundredth"),
        ("merged-pulls", "all", 2.0, "may be noise: no interval is known; one is measured and the other a proxy"),
        ("gone", "all", None, one_only),
    ]
    low, high = interval(few, many)
    assert found[1] == Difference("change-failure", "all", few, many, found[1].by, low, high, noise)


def test_the_interval_of_two_shares_is_newcombes() -> None:
    """The worked example of the paper's method 10: 56 of 70 against 48 of 80 differ by .2, from .0524 to .3339."""
    assert interval(share(48, 80), share(56, 70)) == pytest.approx((5.24, 33.39), abs=0.01)


def by_chance(before: int, after: int) -> float:
    """How likely two equal rates differ at least so far, by the binomial distribution of one count in their sum."""
    whole = before + after
    below: int = sum(comb(whole, one) for one in range(min(before, after) + 1))
    return 2 * below / int(2**whole)


@settings(max_examples=50)
@given(st.integers(0, 60), st.integers(0, 60))
def test_what_chance_explains_well_is_never_told_as_a_difference(before: int, after: int) -> None:
    went = trend("incidents", rate(before, 3), rate(after, 3), lower=True)
    chance = by_chance(before, after)
    if chance > 0.1:
        assert went == "unclear"
    if chance < 0.01:
        assert went == ("better" if after < before else "worse")


def poisson(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1))


def binomial(part: int, whole: int, chance: float) -> float:
    return float(comb(whole, part) * chance**part * (1 - chance) ** (whole - part))


def told_apart(values: Sequence[Value], chances: Sequence[float], others: Sequence[float]) -> float:
    """How often two periods are told apart, by the chances that each of the values has in the one and the other."""
    pairs = product(zip(values, chances, strict=True), zip(values, others, strict=True))
    return sum(p * q for (one, p), (other, q) in pairs if trend("x", one, other, lower=True) != "unclear")


@pytest.mark.parametrize(
    ("mean", "times", "low", "high"),
    [(3, 1, 0.0, 0.02), (10, 1, 0.0, 0.05), (10, 3, 0.85, 1.0)],
    ids=["equal-and-few", "equal", "three-times-as-many"],
)
def test_equal_rates_are_seldom_told_apart(mean: int, times: int, low: float, high: float) -> None:
    counts = range(80)
    chances = ([poisson(count, factor * mean) for count in counts] for factor in (1, times))
    assert low <= told_apart([rate(count, 3) for count in counts], *chances) <= high


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [(0.1, 0.1, 0.0, 0.05), (0.5, 0.5, 0.0, 0.06), (0.1, 0.4, 0.85, 1.0)],
    ids=["equal-and-small", "equal", "four-times-as-many"],
)
def test_equal_shares_are_seldom_told_apart(one: float, other: float, low: float, high: float) -> None:
    parts = range(51)
    chances = ([binomial(part, 50, chance) for part in parts] for chance in (one, other))
    assert low <= told_apart([share(part, 50) for part in parts], *chances) <= high


VALUES = st.one_of(
    st.just(NOTHING), st.builds(lambda part, more: share(part, part + more), st.integers(0, 50), st.integers(1, 50))
)


@settings(max_examples=50)
@given(VALUES, VALUES)
def test_a_comparison_turned_round_says_the_opposite(one: Value, other: Value) -> None:
    opposite: dict[Trend, Trend] = {"better": "worse", "worse": "better", "unclear": "unclear", "unknown": "unknown"}
    assert trend("x", other, one, lower=True) == opposite[trend("x", one, other, lower=True)]
    low, high = interval(one, other)
    if low is not None and high is not None:
        assert interval(other, one) == pytest.approx((-high, -low))


def test_keys_say_what_they_are() -> None:
    assert [key.name for key in KEYS] == [f"report.target-{figure}" for figure in CASE_STUDY]
    assert all(key.problem(key.default) is None and "switches it off" in key.meaning for key in KEYS)
