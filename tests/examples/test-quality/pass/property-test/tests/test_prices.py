from hypothesis import given
from hypothesis import strategies as st

from app.prices import total


@given(st.lists(st.integers(0, 100)))
def test_a_total_is_never_negative(items):
    assert total(items) >= 0
