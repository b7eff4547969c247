"""Which changed files are Python sources that tests are for, and not tests themselves."""

import posixpath
from collections.abc import Callable, Mapping

from .._change import Delta

TEST_FOLDERS = frozenset({"test", "tests", "testing"})
_NO_SOURCES = frozenset({"conftest.py", "setup.py", "noxfile.py"})


def is_test(path: str) -> bool:
    """Whether a path, from the root, looks like that of a test or of what only tests use; `_programs` knows better."""
    *folders, name = path.split("/")
    stem = posixpath.splitext(name)[0]
    named = stem.startswith("test_") or stem.endswith("_test") or stem in ("test", "tests", "conftest")
    return named or not TEST_FOLDERS.isdisjoint(folders)


def changed_sources(delta: Delta, excluded: Callable[[str], bool]) -> Mapping[str, frozenset[int]]:
    """The new lines of each changed Python source."""
    from ._programs import programs

    return {
        file.path: file.new for file in delta.files
        if file.new and file.path.endswith(".py") and posixpath.basename(file.path) not in _NO_SOURCES
        and not excluded(file.path) and not (is_test(file.path) and file.path not in programs(delta))
    }  # fmt: skip
