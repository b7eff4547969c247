from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timekit import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("2m", 120),
        ("1h", 3600),
        ("2m", 120),  # bad: TST009
        ("1d", 86400),
    ],
)
def test_units(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1s", 1), ("1 s", 1), ("1S", 1), ("01s", 1)],
)
def test_spellings(text, seconds):  # good: TST009
    assert parse_duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "x", "1", "1y2", "-", "x"])  # bad: TST009
def test_nonsense(text):
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize("first", [1, 2])
@pytest.mark.parametrize("second", [1, 2])
def test_sums(first, second):  # good: TST009
    assert parse_duration(f"{first}m{second}s").total_seconds() == first * 60 + second


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)))
def test_round_trip(duration):  # good: TST004
    whole = duration - timedelta(microseconds=duration.microseconds)
    assert parse_duration(format_duration(whole)) == whole


@given(st.text())
def test_never_crashes(text):  # good: TST001
    """Any text is either a duration or a ValueError; anything else fails here."""
    try:
        parse_duration(text)
    except ValueError as error:
        assert "duration" in str(error)


@given(st.integers(min_value=1, max_value=59))
def test_seconds(number):
    text = f"{number}s"
    assert parse_duration(text) == parse_duration(f"{number}s")  # bad: TST004


def test_format():
    result = format_duration(timedelta(seconds=61))
    assert isinstance(result, object)  # bad: TST002


def test_format_minute():  # good
    assert format_duration(timedelta(seconds=61)) == "1m1s"


def test_format_nothing():
    assert len(format_duration(timedelta(0))) >= 0  # bad: TST002


def test_format_nothing_is_not_empty():  # good: TST002
    assert len(format_duration(timedelta(0))) >= 1


def test_negative():
    with pytest.raises((ValueError, Exception)):  # bad: TST008
        parse_duration("-5m")


def test_negative_minutes():  # good: TST008
    with pytest.raises((ValueError, OverflowError)):
        parse_duration("-9m")


def test_loop():
    cases = {
        "5s": 5,
        "10s": 10,
        "5s": 5,  # bad: TST009
    }
    for text, seconds in cases.items():
        assert parse_duration(text).seconds == seconds
