from app.words import first


def test_first():
    assert first(["a", "b"]) == "a"
