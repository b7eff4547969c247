import pytest

SKIPPED = pytest.skip
