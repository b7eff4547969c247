import pytest


def test_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        1 / 0
