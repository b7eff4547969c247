import pytest

from app.settings import load


def test_load_of_nothing():
    with pytest.raises(Exception):
        load("")
