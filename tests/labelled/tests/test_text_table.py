"""Snapshot and plain tests of the table printer."""

import doctest
import textwrap

import pytest

import texttable
from texttable import Column, Table, render, width_of


def test_doctests():  # good
    failures, _ = doctest.testmod(texttable)
    assert not failures


def test_render_snapshot(snapshot):  # good: TST001
    snapshot.assert_match(render([["a", "b"]]), "table.txt")


def test_render_syrupy(snapshot):  # good
    assert render([["a", "b"]]) == snapshot


def test_regression(data_regression):  # good: TST001
    data_regression.check(Table([["a", 1]]).to_dict())


def test_approved():  # good: TST001
    from approvaltests import verify

    verify(render([["a", "b"]]))


def test_render():  # bad: TST001
    table = Table()
    table.add_row(["a", "b"])
    table.add_row(["c", "d"])
    output = render(table.rows)
    expected = "a b\nc d\n"


def test_render_rows():  # good
    assert render([["a", "b"], ["c", "d"]]) == textwrap.dedent(
        """\
        a b
        c d
        """
    )


def test_importable_smoke():  # good: TST001
    """Smoke test: an empty table can be rendered without an error."""
    render([])


def test_width():
    assert width_of("abc") == width_of("abc")  # bad: TST004


def test_width_of_wide_characters():  # good
    assert width_of("漢字") == 4


def test_width_against_len():  # good: TST004
    assert width_of("plain") == len("plain")


def test_column_alignment():
    column = Column("price", align="right")
    cells = [column.format(cell) for cell in ("1", "22")]
    assert [cell for cell in cells] == cells  # bad: TST002


def test_column_pads():  # good
    column = Column("price", align="right", width=4)
    assert [column.format(cell) for cell in ("1", "22")] == ["   1", "  22"]


def test_title():
    table = Table()
    table.title = "Prices"
    assert "Prices" == table.title  # bad: TST002


def test_title_is_rendered():  # good: TST002
    table = Table()
    table.title = "Prices"
    assert table.render().splitlines()[0].strip() == "Prices"


def test_all_rows():
    table = Table([["a"], ["b"]])
    assert all(True for row in table.rows)  # bad: TST002


def test_rows_have_same_width():  # good: TST002
    lines = Table([["a"], ["bbb"]]).render().splitlines()
    assert all(len(line) == 3 for line in lines)


def test_ragged():
    with pytest.raises(Exception):  # bad: TST008
        Table([["a", "b"], ["c"]])


def test_ragged_rows():  # good: TST008
    with pytest.raises(texttable.Ragged, match="row 2"):
        Table([["a", "b"], ["c"]])


def test_no_error_for_none():
    try:
        Table([[None]]).render()
    except TypeError as error:  # bad: TST005
        print("unexpected", error)


def test_none_is_empty():  # good
    assert Table([[None]]).render() == "\n"


@pytest.mark.skip()  # bad: TST006
def test_markdown():
    assert Table([["a"]]).markdown() == "| a |"


@pytest.mark.skip("needs rich >= 14")
def test_rich():  # good: TST006
    assert Table([["a"]]).rich().row_count == 1
