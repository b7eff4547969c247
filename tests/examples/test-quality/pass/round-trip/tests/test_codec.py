import pytest

from app.codec import decode, encode


@pytest.mark.parametrize("data", [b"", b"a", b"\x00\xff"])
def test_round_trip(data):
    assert decode(encode(data)) == data


def test_encoding_twice_is_encoding_once():
    assert encode(encode("a", again=False), again=False) == encode("a", again=False)
