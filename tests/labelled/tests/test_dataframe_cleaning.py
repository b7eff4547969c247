import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest
from pandas.testing import assert_frame_equal

from cleaning import add_ratio, drop_outliers, normalise, read_export


@pytest.fixture
def frame():
    return pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2.0, 4.0, 6.0]})


def test_drop_outliers(frame):  # good: TST001
    frame.loc[3] = [1000.0, 8.0]
    assert_frame_equal(drop_outliers(frame, "a"), frame.iloc[:3])


def test_drop_outliers_runs(frame):  # bad: TST001
    cleaned = drop_outliers(frame, "a")
    cleaned.head()
    cleaned.describe()


def test_normalise_sums_to_one(frame):  # good
    assert normalise(frame["a"]).sum() == pytest.approx(1)


def test_normalise(frame):
    expected = frame["a"] / frame["a"].sum()
    pdt.assert_series_equal(normalise(frame["a"]), expected)  # bad: TST004


def test_normalise_of_scaled(frame):  # good: TST004
    pdt.assert_series_equal(normalise(frame["a"] * 10), normalise(frame["a"]))


def test_ratio(frame):
    result = add_ratio(frame)
    assert (result["ratio"] == result["ratio"]).all()  # bad: TST002


def test_ratio_is_half(frame):  # good: TST002
    assert (add_ratio(frame)["ratio"] == 0.5).all()


def test_ratio_formula(frame):
    result = add_ratio(frame)
    assert_frame_equal(result, add_ratio(frame))  # bad: TST004


def test_input_is_left_alone(frame):  # good: TST004
    before = frame.copy()
    add_ratio(frame)
    assert_frame_equal(frame, before)


def test_columns(frame):
    frame.columns = ["x", "y"]
    assert list(frame.columns) == ["x", "y"]  # bad: TST002


def test_columns_are_kept(frame):  # good: TST002
    frame.columns = ["x", "y"]
    assert list(drop_outliers(frame, "x").columns) == ["x", "y"]


def test_shape(frame):
    rows = len(drop_outliers(frame, "a"))
    assert rows >= 0  # bad: TST002


def test_no_outlier(frame):  # good
    assert len(drop_outliers(frame, "a")) == 3


def test_none_rows():
    assert isinstance(add_ratio(pd.DataFrame()), (pd.DataFrame, object))  # bad: TST002


def test_division_by_zero():
    try:
        add_ratio(pd.DataFrame({"a": [1], "b": [0]}))
    except ZeroDivisionError:  # bad: TST005
        ...


def test_division_by_zero_is_infinite():  # good
    assert np.isinf(add_ratio(pd.DataFrame({"a": [1], "b": [0]}))["ratio"].item())


def test_read_missing():
    with pytest.raises(Exception) as _:  # bad: TST008
        read_export("nowhere.csv")


def test_read_broken(tmp_path):  # good: TST008
    (tmp_path / "x.csv").write_text("a;b\n1")
    with pytest.raises(Exception) as caught:
        read_export(tmp_path / "x.csv")
    assert caught.value.args == ("row 2 has 1 cell, not 2",)


@pytest.mark.parametrize("column", ["a", "b"])
def test_sorted(frame, column):  # good
    assert drop_outliers(frame, column)[column].is_monotonic_increasing


@pytest.mark.parametrize("column, limit", [("a", 1), ("b", 1), ("a", 1.5), ("b", 1)])  # bad: TST009
def test_limits(frame, column, limit):
    assert len(drop_outliers(frame, column, limit)) <= 3


@pytest.mark.slow
@pytest.mark.skipif(pd.__version__ < "2")  # bad: TST006
def test_arrow(frame):
    assert add_ratio(frame.convert_dtypes(dtype_backend="pyarrow")).dtypes["ratio"] == "double[pyarrow]"


@pytest.mark.slow
@pytest.mark.timeout(30)
def test_large():  # good
    big = pd.DataFrame({"a": np.arange(1e6), "b": np.ones(int(1e6))})
    assert add_ratio(big)["ratio"].iloc[-1] == 999_999


def test_read_export_is_frame(tmp_path):
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    frame = read_export(tmp_path / "x.csv")
    assert type(frame) == type(frame)  # bad: TST002/TST004


def test_export_has_ints(tmp_path):  # good
    (tmp_path / "y.csv").write_text("a;b\n1;2\n")
    assert read_export(tmp_path / "y.csv").dtypes.tolist() == [np.dtype("int64")] * 2
