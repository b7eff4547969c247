import pytest

from app.export import to_csv


@pytest.mark.skip
def test_to_csv():
    assert to_csv([{"a": 1}]) == "a\n1\n"
