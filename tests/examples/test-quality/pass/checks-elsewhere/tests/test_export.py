import pytest

from app.export import Client, export


def holds(path, *rows):
    assert path.read_text().splitlines() == list(rows)


def test_export(tmp_path):
    export([{"a": 1}], tmp_path / "rows.csv")
    holds(tmp_path / "rows.csv", "a", "1")


def test_export_of_nothing(tmp_path):
    with pytest.raises(ValueError, match="no rows"):
        export([], tmp_path / "rows.csv")


def test_closing_twice_does_not_raise():
    client = Client()
    client.close()
    client.close()
