"""What pytest-xdist shall keep in one worker is kept there: a newer pytest once let go of it, silently."""

import pytest


@pytest.mark.xdist_group("kept")
@pytest.mark.parametrize("one", range(3))
def test_a_group_is_kept(one: int, request: pytest.FixtureRequest) -> None:
    """Workers are told of a group by the end of a test's id; without workers there is nothing to keep."""
    grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@kept") is grouped, one
