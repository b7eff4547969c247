from app.prices import gross


def test_gross():
    expected = gross(100, 0.19)
    assert gross(100, 0.19) == expected
