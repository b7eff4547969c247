from app.export import export


def test_export(tmp_path):
    target = tmp_path / "rows.csv"
    result = export([{"a": 1}], target)
    print(result)
